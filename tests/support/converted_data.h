// Data that a process of the program itself converts before they are read.
#pragma once

#include <QFile>

#include "app/converters/child_converter.h"
#include "engine/data/readers/reader.h"

namespace hourglass::tests {

inline const app::ChildConverter &programConverter() {
    static const app::ChildConverter converter(HOURGLASS_PROGRAM);
    return converter;
}

inline core::Result<data::Dataset> readByProgram(const std::string &path, const spec::Values &options = {}) {
    return data::readPath({.path = path, .options = options, .converter = &programConverter()});
}

/// An empty data set where the file is refused; then it is said why.
inline data::Dataset readWellByProgram(const std::string &path, const spec::Values &options = {}) {
    auto dataset = readByProgram(path, options);
    if (!dataset)
        qWarning("%s", dataset.error().sentence().c_str());
    return dataset ? std::move(*dataset) : data::Dataset();
}

/// Every beginning of the file whose length is a multiple of `step` is read or refused with a sentence; returns how many were refused.
inline int refusedBeginnings(const QString &path, const QString &folder, int step) {
    QFile whole(path);
    if (!whole.open(QIODevice::ReadOnly))
        return -1;
    const QByteArray bytes = whole.readAll();
    const QString ending = path.mid(path.lastIndexOf('.'));
    int refused = 0;
    for (int size = 0; size < bytes.size(); size += step) {
        QFile part(folder + "/part" + ending);
        if (!part.open(QIODevice::WriteOnly | QIODevice::Truncate))
            return -1;
        part.write(bytes.left(size));
        part.close();
        const auto dataset = readByProgram(part.fileName().toStdString());
        refused += dataset ? 0 : 1;
        if (!dataset && (dataset.error().what.empty() || dataset.error().sentence().find("/proc/") != std::string::npos))
            return -1;
    }
    return refused;
}

} // namespace hourglass::tests
