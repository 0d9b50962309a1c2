#include "engine/sweeps/pca_curve.h"

#include <algorithm>

#include "engine/analysis/baselines.h"

namespace hourglass::sweeps {

core::Result<std::vector<PcaPoint>> pcaCurve(const data::Dataset &dataset, const std::vector<core::Index> &components, const std::atomic<bool> *cancelled) {
    std::vector<PcaPoint> curve;
    if (components.empty())
        return curve;
    const auto most = std::min(*std::max_element(components.begin(), components.end()), dataset.features());
    constexpr core::Index enoughOfAFile = 100'000; // samples that stay in their file: so many tell their components well
    const auto pca = analysis::fitPca(dataset.train, most, cancelled, dataset.train.file ? enoughOfAFile : analysis::allSamples);
    if (!pca)
        return pca.error();
    for (const core::Index count : components) {
        const auto measured = analysis::measureBaselines(dataset, *pca, std::min(count, pca->components), cancelled);
        if (!measured)
            return measured.error();
        curve.push_back({count, measured->pcaMse});
    }
    return curve;
}

} // namespace hourglass::sweeps
