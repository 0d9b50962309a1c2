// A work on the disk that can be gone on from: an untitled project, or a folder as earlier versions kept it, with the stack, the training as it was
// left, and what the window knew of it.
#pragma once

#include <optional>

#include <QDateTime>
#include <QString>

#include "engine/core/result.h"
#include "engine/spec/spec.h"

namespace hourglass::app {

struct KeptWork {
    QString folder; ///< or file
    spec::Spec spec;
    QString presetKey, file; ///< that the stack came from; empty where from none
    double epoch = 0;
    QDateTime kept;

    /// "Map on patients.csv, epoch 12.3"
    QString title() const;
};

/// What an earlier version kept in a folder; nothing where no work is, or one that cannot be read.
std::optional<KeptWork> keptIn(const QString &folder);

} // namespace hourglass::app
