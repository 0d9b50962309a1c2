#include "engine/plan/ending.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace hourglass::plan {

namespace {

/// The setting that the numbers of the last layer are a multiple of, and its present value.
std::optional<std::pair<std::string, Index>> widthSetting(const spec::Kind &kind, const core::Shape &output) {
    for (const char *key : {"units", "channels"})
        if (const spec::Setting *setting = kind.find(key); setting && setting->word == "data")
            return std::pair(std::string(key), output.rank == 2 ? output.extents[1] : output.extents[0]);
    return {};
}

/// A padding, and what is added behind, with which the map of the last layer becomes as large as it should.
std::string paddingHint(const spec::ModelSpec &model, const spec::Kind &kind, const std::function<bool(const spec::ModelSpec &)> &fits) {
    if (!kind.find("padding"))
        return {};
    const bool addsBehind = kind.find("output_padding");
    const Index kernel = spec::integerOf(model.layers.back(), kind, "kernel"), stride = spec::integerOf(model.layers.back(), kind, "stride");
    constexpr Index largestTried = 16;
    spec::ModelSpec changed = model;
    for (Index padding = 0; padding <= std::min(kernel, largestTried); ++padding)
        for (Index behind = 0; behind < (addsBehind ? std::min(stride, largestTried) : 1); ++behind) {
            changed.layers.back().values["padding"] = padding;
            if (addsBehind)
                changed.layers.back().values["output_padding"] = behind;
            if (fits(changed))
                return "Set its padding to " + std::to_string(padding) + (addsBehind ? " and its output padding to " + std::to_string(behind) : std::string()) +
                       '.';
        }
    return {};
}

} // namespace

std::string endingHint(const Plan &plan, const std::function<bool(const spec::ModelSpec &)> &fits) {
    const spec::ModelSpec &model = plan.model();
    const core::Shape &output = plan.layers().back().traits().output;
    const Index wanted = plan.input().size();
    static const std::vector<spec::Kind> kinds = layers::layerKinds();
    const spec::Kind *kind = spec::find(kinds, model.layers.back().kind);
    if (const auto width = kind ? widthSetting(*kind, output) : std::nullopt) {
        const auto &[key, value] = *width;
        if (const Index each = output.size() / value; wanted % each == 0) {
            spec::ModelSpec changed = model;
            changed.layers.back().values[key] = wanted / each;
            if (fits(changed))
                return "Set its " + key + " to " + std::to_string(wanted / each) + (each == 1 ? ", or to \"data\": as many as a sample has." : ".");
        }
    }
    if (std::string hint = kind ? paddingHint(model, *kind, fits) : std::string(); !hint.empty())
        return hint;
    return "Make the last layer a dense one with \"data\" units: as many as a sample has.";
}

} // namespace hourglass::plan
