// From a stack and its numbers to what a format takes.
#pragma once

#include "engine/data/dataset.h"
#include "engine/exporters/exporter.h"
#include "engine/plan/lowered.h"
#include "engine/spec/spec.h"

namespace hourglass::exporters {

/// A stack with the numbers of one moment.
struct Subject {
    std::shared_ptr<const plan::Plan> plan;
    const float *parameters = nullptr, *state = nullptr;
};

/// The parts of the stack that the format takes, without facts. Errors as plan::lowered() has them.
core::Result<Model> modelOf(const Subject &subject, plan::StackPart part, const Row &format);

/// How the source's numbers become the input, and the output theirs: "hourglass.scaling", "hourglass.input" (a sentence) and, where each
/// number is scaled by itself, "hourglass.offset" and "hourglass.factor": number of the source = factor · input + offset; one for all, or one a feature.
std::vector<std::pair<std::string, std::string>> scalingFacts(const data::Dataset &dataset, const spec::Component &scaling);

/// The largest difference between what the operations give and what the network gives, over max(1, largest number), for the samples in
/// columns; of the decoder, for their codes. Slow: `samples` are few.
double differenceFromNetwork(const Subject &subject, plan::StackPart part, core::ConstView samples);

} // namespace hourglass::exporters
