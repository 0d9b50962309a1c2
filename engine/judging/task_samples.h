// The samples that tasks judge: some to learn from, and others, of which the model learned nothing, to ask.
#pragma once

#include "engine/analysis/task.h"
#include "engine/data/sample_id.h"
#include "engine/judging/subject.h"

namespace hourglass::judging {

/// Numbers of samples of one part, with their classes: of each class its share, at even distances.
struct ChosenSamples {
    data::PartKind part = data::PartKind::Train;
    std::vector<Index> samples;
    std::vector<std::int32_t> labels; ///< of each; empty where the data have none
};
/// The part that is judged: test, else validation, else training.
data::PartKind judgedPart(const data::Dataset &dataset);
ChosenSamples evenly(const data::Dataset &dataset, data::PartKind part, Index most);

/// Learned from and asked, all with a class. Where nothing is held out, the training part is divided.
struct ProbeSamples {
    ChosenSamples fit, asked;
};
ProbeSamples probeSamples(const data::Dataset &dataset, Index fitted, Index asked);

/// features × samples, scaled.
Table inputsOf(const data::Dataset &dataset, const ChosenSamples &chosen);
/// units × samples; nothing where it was cancelled.
std::optional<Table> codesOf(analysis::TaskContext &context, const ChosenSamples &chosen);
/// How many samples this network runs in about a quarter of a second.
Index affordable(const plan::Plan &plan, Index wanted);

} // namespace hourglass::judging
