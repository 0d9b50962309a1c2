// Writes delimited text and reads it as the program does.
#pragma once

#include <string>

#include <QTemporaryDir>

#include "engine/data/readers/reader.h"
#include "tests/support/idx_files.h"

namespace hourglass::tests {

inline Bytes bytesOf(const std::string &text) {
    return {text.begin(), text.end()};
}

/// A folder of its own for each object.
class CsvFiles {
public:
    std::string write(const std::string &text, const QString &name = "some.csv") const { return writeFile(m_folder.path(), name, bytesOf(text)); }
    core::Result<data::Dataset> read(const std::string &text, const spec::Values &options = {}, const QString &name = "some.csv") const {
        return data::readPath({write(text, name), options, {}});
    }
    /// An empty data set where the text is refused; then it is said why.
    data::Dataset readWell(const std::string &text, const spec::Values &options = {}) const {
        auto dataset = read(text, options);
        if (!dataset)
            qWarning("%s", dataset.error().sentence().c_str());
        return dataset ? std::move(*dataset) : data::Dataset();
    }
    QString path() const { return m_folder.path(); }

private:
    QTemporaryDir m_folder;
};

inline std::string choiceIn(const data::ReadReport &report, const std::string &key) {
    const auto found = report.assumed.find(key);
    const auto *text = found == report.assumed.end() ? nullptr : std::get_if<std::string>(&found->second);
    return text ? *text : std::string();
}

/// All remarks and what is said of missing values as one text.
inline QString remarksOf(const data::ReadReport &report) {
    QString text;
    for (const std::string &remark : report.remarks)
        text += QString::fromStdString(remark) + '\n';
    for (const data::MissingValues &missing : report.missing)
        text += QString::fromStdString(missing.sentence()) + '\n';
    return text;
}

} // namespace hourglass::tests
