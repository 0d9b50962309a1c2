// A work on the disk: a stack with its weights, as saving writes it, the training as it was left, and what the window knew of it.
#pragma once

#include <optional>

#include <QDateTime>
#include <QString>

#include "engine/core/result.h"
#include "engine/runs/run_log.h"
#include "engine/spec/spec.h"
#include "engine/training/state.h"

namespace hourglass::app {

struct KeptWork {
    QString folder;
    spec::Spec spec;
    QString presetKey, file; ///< that the stack came from; empty where from none
    double epoch = 0;
    QDateTime kept;

    /// "Map on patients.csv, epoch 12.3"
    QString title() const;
};

/// Writes all of it beside `work.folder`, then moves it there in the place of what was there before.
std::optional<core::Error> write(const KeptWork &work, const training::TrainingState &state, const runs::RunLog &log);
/// What is in a folder; nothing where no work is, or one that cannot be read.
std::optional<KeptWork> keptIn(const QString &folder);

} // namespace hourglass::app
