// One sample on its way through the stack: what each layer makes of it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/analysis/task.h"
#include "engine/data/sample_id.h"

namespace hourglass::analysis {

using core::Index;

struct LayerActivations {
    core::Shape shape;
    std::string label;         ///< of the layer: "Dense"
    std::vector<float> values; ///< its output, as large as the shape
    bool isCode = false;
    bool isSample = false; ///< has as many numbers as a sample, and is the last: to be shown as one
};

struct ActivationsPicture {
    Moment moment;
    data::SampleId sample;
    std::int32_t label = -1;
    core::Shape shape;           ///< of a sample
    core::Range range;           ///< black to white, in the source's numbers
    std::vector<float> original; ///< of pictures in the source's numbers, as the last layer then; else as they are trained on
    std::vector<LayerActivations> layers;
};

/// In evaluation mode. Null for a sample that is not there.
struct ActivationsTask {
    using Result = ActivationsPicture;
    static constexpr TaskTraits traits{Reads::EverySnapshot, Lane::Live, 11};

    data::SampleId sample;

    std::shared_ptr<const ActivationsPicture> run(TaskContext &context) const;
    bool operator==(const ActivationsTask &) const = default;
};

} // namespace hourglass::analysis
