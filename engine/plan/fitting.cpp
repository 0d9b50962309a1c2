#include "engine/plan/fitting.h"

#include <algorithm>

#include "engine/plan/plan.h"

namespace hourglass::plan {

namespace {

/// The size of the latest image that the first `count` layers make; 0 where they make none.
core::Index latestImage(const spec::ModelSpec &model, int count, const core::Shape &sample) {
    spec::ModelSpec start{{model.layers.begin(), model.layers.begin() + count}, 0, false};
    start.layers.push_back({"dense", {{"units", std::string("data")}}}); // a stack ends with as many numbers as a sample has
    const auto plan = compile(start, sample);
    if (!plan)
        return 0;
    const auto &layers = (*plan)->outline().layers;
    for (int index = count - 1; index >= 0; --index)
        if (const core::Shape &output = layers[static_cast<std::size_t>(index)].output; output.isImage())
            return output.size();
    return 0;
}

} // namespace

spec::ModelSpec fittedTo(const spec::ModelSpec &model, const core::Shape &sample) {
    spec::ModelSpec fitted = model;
    for (std::size_t attempt = 0; attempt <= model.layers.size(); ++attempt) {
        const auto plan = compile(fitted, sample);
        if (plan)
            return fitted;
        const int before = plan.error().layer - 1;
        if (before < 0)
            return model;
        spec::LayerSpec &layer = fitted.layers[static_cast<std::size_t>(before)];
        const auto units = layer.values.find("units");
        const core::Index image = latestImage(fitted, before, sample);
        if (layer.kind != "dense" || units == layer.values.end() || image == 0 || image > spec::largestUnits || units->second == spec::Value(image))
            return model;
        units->second = image;
    }
    return model;
}

} // namespace hourglass::plan
