// A model of another program as the window takes it up: its stack with its numbers, on the data that are there.
#pragma once

#include <QString>

#include "app/session/session.h"
#include "engine/importers/importer.h"

namespace hourglass::app {

struct OpenedModel {
    importers::Imported imported;
    std::shared_ptr<const data::Dataset> dataset; ///< that it was looked at with
    std::string doubt;                            ///< where it fits them in shape alone
};

/// By the end of its name.
bool isModelFile(const QString &path);
/// Of weights that we saved: the stack that they belong to, or empty.
QString stackBeside(const QString &path);
/// "*.onnx …", for dialogs.
QString modelPatterns();

/// Reads it and tries it on the data, on any thread: activations that its file does not say are those that suit these best. An error where it does not fit
/// them.
core::Result<std::shared_ptr<const OpenedModel>> readModel(const QString &path, const std::shared_ptr<const data::Dataset> &dataset);

/// A spec with its stack on the data of `spec`: a loss or penalties that it cannot be trained with give way to the mean squared error.
spec::Spec specWith(const OpenedModel &model, spec::Spec spec, const QString &name);

/// Its numbers at step 0. `plan`: of its stack, for these data.
runs::State stateOf(const OpenedModel &model, const std::shared_ptr<const plan::Plan> &plan, const spec::TrainingSpec &training);

} // namespace hourglass::app
