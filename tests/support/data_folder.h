// A folder of files as a person has it, read as the program reads it.
#pragma once

#include <string>
#include <vector>

#include <QDir>
#include <QTemporaryDir>

#include "engine/data/readers/reader.h"
#include "tests/support/csv_files.h"

namespace hourglass::tests {

struct TextFile {
    QString name; ///< perhaps with folders
    std::string text;
};

/// A folder of its own for each object, with these files.
class DataFolder {
public:
    explicit DataFolder(const std::vector<TextFile> &files = {}) {
        for (const TextFile &file : files)
            add(file.name, bytesOf(file.text));
    }
    void add(const QString &name, const Bytes &bytes) { writeFile(m_folder.path(), name, bytes); }
    core::Result<data::Dataset> read(const spec::Values &options = {}, const data::Progress &progress = {}) const {
        return data::readPath({path(), options, progress});
    }
    core::Result<data::Dataset> readFile(const std::string &name, const spec::Values &options = {}) const {
        return data::readPath({path() + '/' + name, options, {}});
    }
    std::string path() const { return m_folder.path().toStdString(); }

private:
    QTemporaryDir m_folder;
};

/// An empty data set where it is refused; then it is said why.
inline data::Dataset readWell(core::Result<data::Dataset> dataset) {
    if (!dataset)
        qWarning("%s", dataset.error().sentence().c_str());
    return dataset ? std::move(*dataset) : data::Dataset();
}

inline data::Dataset readWell(const DataFolder &folder, const spec::Values &options = {}) {
    return readWell(folder.read(options));
}

/// "" where it is read.
inline QString sentenceOf(const core::Result<data::Dataset> &dataset) {
    return dataset ? QString() : QString::fromStdString(dataset.error().sentence());
}

} // namespace hourglass::tests
