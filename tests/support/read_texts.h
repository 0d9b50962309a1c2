// What tests of readers of text share: a text is written under a name that tells its format, and read as the program does.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/csv_files.h"

namespace hourglass::tests {

using Floats = std::vector<float>;
using Labels = std::vector<std::int32_t>;
using Names = std::vector<std::string>;

/// A base of such a test, with the name that its texts have where nothing else is said.
class ReadsTexts {
protected:
    explicit ReadsTexts(QString name) : m_name(std::move(name)) {}

    /// An empty data set where the text is refused; then it is said why.
    data::Dataset read(const std::string &text, const spec::Values &options = {}, const QString &name = {}) const {
        auto dataset = m_files.read(text, options, name.isEmpty() ? m_name : name);
        if (!dataset)
            qWarning("%s", dataset.error().sentence().c_str());
        return dataset ? std::move(*dataset) : data::Dataset();
    }

    CsvFiles m_files;

private:
    QString m_name;
};

} // namespace hourglass::tests
