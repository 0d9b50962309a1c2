#include "engine/data/shaping/shaping.h"

#include <tuple>
#include <utility>

#include "engine/data/part_cut.h"
#include "engine/data/shaping/kinds.h"
#include "engine/data/shaping/parts.h"
#include "engine/data/shaping/scaling.h"
#include "engine/data/shaping/subset.h"
#include "engine/data/shaping/windows.h"
#include "engine/spec/check.h"

namespace hourglass::data {

namespace {

Windows windowsOf(const spec::Component &window) {
    const std::vector<spec::Kind> kinds = windowKinds();
    const spec::Kind &kind = *spec::find(kinds, window.kind);
    if (kind.settings.empty())
        return {};
    return {spec::integerOf(window, kind, "length"), spec::integerOf(window, kind, "step"), {}};
}

/// Where the reader found the newest row first, time runs forward from here on.
void turnToTime(Dataset &dataset) {
    const auto order = dataset.report.assumed.find("order");
    if (order == dataset.report.assumed.end() || order->second != spec::Value(std::string("turned")))
        return;
    numberOwnParts(dataset);
    for (Part *part : {&dataset.train, &dataset.validation, &dataset.test})
        turnRound(*part);
    dataset.report.remarks.push_back(
        "The newest row stands first: the rows are turned round, so that windows run forward in time and parts by order end with the newest (data.options.order).");
}

} // namespace

core::Result<spec::DataSpec> checkedShaping(const spec::DataSpec &data) {
    spec::DataSpec checked = data;
    const spec::Location place{{}, "data", -1};
    for (const auto &[component, kinds, key] : {std::tuple{&checked.window, windowKinds(), "window"}, std::tuple{&checked.subset, subsetKinds(), "subset"},
                                                std::tuple{&checked.split, splitKinds(), "split"}, std::tuple{&checked.scaling, scalingKinds(), "scaling"}}) {
        const auto result = spec::checkedComponent(*component, kinds, key, place.at(key));
        if (!result)
            return result.error();
        *component = *result;
    }
    return checked;
}

std::optional<core::Error> shape(Dataset &dataset, const spec::DataSpec &data, std::uint64_t seed, const Progress &progress) {
    if (!dataset.validation.isEmpty())
        numberOwnParts(dataset); // behind the training part's
    Windows windows = windowsOf(data.window);
    if (windows.length > 0 || data.split.kind == "order")
        turnToTime(dataset);
    if (windows.length > 0)
        if (auto error = makeWindows(dataset, windows))
            return error;
    if (!(data.subset == spec::Component{"all", {}}))
        if (auto error = takeSubset(dataset, data.subset, seed))
            return error;
    dataset.dependsOnSeed = dataset.dependsOnSeed || data.subset.kind == "random" || data.subset.kind == "per_class";
    if (auto error = setPartsAside(dataset, data, seed, windows))
        return error;
    return scale(dataset, data.scaling, progress);
}

} // namespace hourglass::data
