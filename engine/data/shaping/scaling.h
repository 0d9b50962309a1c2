// Fits a scaling to the training part and applies it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/dataset.h"
#include "engine/data/progress.h"
#include "engine/data/scaling.h"
#include "engine/spec/setting.h"

namespace hourglass::data {

/// Fits what the checked component names to `train` as it was read; `remarks` gets sentences on features that carry nothing. Null for "unit".
/// All sums are in double and in the order of the samples. Errors: too many features to whiten, cancelled.
core::Result<std::shared_ptr<const Scaling>> fitScaling(const Dataset &dataset, const spec::Component &scaling, const Progress &progress,
                                                        std::vector<std::string> &remarks);

/// Fits to the training part and scales all parts; then isWithinUnit, range and lengths are those of the scaled numbers. An error also where a
/// scaled number is too large for float; the dataset is then worth nothing.
std::optional<core::Error> scale(Dataset &dataset, const spec::Component &scaling, const Progress &progress);

/// Sees each sample of the part once, in order, as copySample() gives it. False where it was cancelled in between.
template <class Work>
bool visitSamples(const Part &part, const Progress &progress, Work work) {
    constexpr Index floatsBetween = Index{1} << 18; // a megabyte
    std::vector<float> sample(static_cast<std::size_t>(part.features));
    Index seen = 0;
    for (Index i = 0; i < part.samples; ++i) {
        if (i == 0 || seen > floatsBetween) {
            seen = 0;
            if (progress.isCancelled())
                return false;
        }
        seen += part.features;
        part.copySample(i, sample.data());
        work(i, static_cast<const float *>(sample.data()));
    }
    return true;
}

} // namespace hourglass::data
