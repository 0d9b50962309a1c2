// tests/data/projection_reference.json as tests read it.
#pragma once

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <vector>

#include "engine/core/types.h"

struct ProjectionReference {
    QJsonObject all;
    hourglass::core::Index samples = 0, dimensions = 0;
    std::vector<float> codes, plane; ///< a sample a column
    std::vector<int> labels;

    static std::vector<double> numbers(const QJsonValue &value) {
        std::vector<double> list;
        for (const QJsonValue &each : value.toArray())
            list.push_back(each.toDouble());
        return list;
    }
    static std::vector<int> integers(const QJsonValue &value) {
        std::vector<int> list;
        for (const QJsonValue &each : value.toArray())
            list.push_back(each.toInt());
        return list;
    }
    static std::vector<float> floats(const QJsonValue &value) {
        std::vector<float> list;
        for (const double each : numbers(value))
            list.push_back(static_cast<float>(each));
        return list;
    }

    ProjectionReference() {
        QFile file(QStringLiteral(HOURGLASS_SOURCE_DIR "/tests/data/projection_reference.json"));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("tests/data/projection_reference.json is missing");
        all = QJsonDocument::fromJson(file.readAll()).object();
        samples = all["samples"].toInt();
        dimensions = all["dimensions"].toInt();
        codes = floats(all["codes"]);
        plane = floats(all["plane"]);
        labels = integers(all["labels"]);
    }
    hourglass::core::ConstView codeView() const { return {codes.data(), dimensions, samples, dimensions}; }
    hourglass::core::ConstView planeView() const { return {plane.data(), 2, samples, 2}; }
};
