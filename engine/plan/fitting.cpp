#include "engine/plan/fitting.h"

#include <algorithm>
#include <array>

#include "engine/plan/plan.h"
#include "engine/spec/edits.h"

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

bool takesImages(const spec::LayerSpec &layer) {
    constexpr std::array<const char *, 5> kinds{"conv2d", "conv2d_transposed", "max_pool", "average_pool", "upsample"};
    return std::any_of(kinds.begin(), kinds.end(), [&](const char *kind) { return layer.kind == kind; });
}

} // namespace

spec::ModelSpec fittedTo(const spec::ModelSpec &model, const core::Shape &sample) {
    if (compile(model, sample))
        return model;
    spec::ModelSpec fitted = model;
    for (int index = 0; index + 1 < static_cast<int>(model.layers.size()); ++index) {
        const auto at = static_cast<std::size_t>(index);
        const auto units = fitted.layers[at].values.find("units");
        const bool isNumber = units != fitted.layers[at].values.end() && std::holds_alternative<core::Index>(units->second);
        if (fitted.layers[at].kind != "dense" || !isNumber || !takesImages(fitted.layers[at + 1]))
            continue;
        const core::Index image = latestImage(fitted, index, sample);
        if (image > 0 && image <= spec::largestUnits && !(units->second == spec::Value(image)))
            fitted = spec::withValue(fitted, index, "units", image); // in a mirrored stack its twin's, too
    }
    return compile(fitted, sample) ? fitted : model;
}

} // namespace hourglass::plan
