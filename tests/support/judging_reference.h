// tests/data/judging_reference.json as tests read it.
#pragma once

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdint>
#include <vector>

#include "engine/judging/subject.h"

namespace hourglass::tests {

inline std::vector<double> numbersIn(const QJsonValue &value) {
    std::vector<double> list;
    for (const QJsonValue &each : value.toArray())
        list.push_back(each.toDouble());
    return list;
}

inline std::vector<std::int32_t> labelsIn(const QJsonValue &value) {
    std::vector<std::int32_t> list;
    for (const QJsonValue &each : value.toArray())
        list.push_back(each.toInt());
    return list;
}

/// The array has the samples first, as NumPy does: a sample becomes a column.
inline judging::Table tableIn(const QJsonValue &value, judging::Index samples) {
    const std::vector<double> numbers = numbersIn(value);
    judging::Table table(static_cast<judging::Index>(numbers.size()) / samples, samples);
    for (std::size_t i = 0; i < numbers.size(); ++i)
        table.values.data()[i] = static_cast<float>(numbers[i]);
    return table;
}

inline QJsonObject judgingReference() {
    QFile file(QStringLiteral(HOURGLASS_SOURCE_DIR "/tests/data/judging_reference.json"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("tests/data/judging_reference.json is missing");
    return QJsonDocument::fromJson(file.readAll()).object();
}

} // namespace hourglass::tests
