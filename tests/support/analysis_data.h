// Data for tests of the analysis: the real images where they are installed, drawn ones of known structure otherwise.
#pragma once

#include <cmath>
#include <memory>

#include "engine/core/random.h"
#include "engine/data/library/library.h"

namespace hourglass::tests {

/// Fashion-MNIST, or null where its package is not installed.
inline std::shared_ptr<const data::Dataset> fashionMnist() {
    static const auto loaded = data::Library({}, data::standardDataFolders()).load({}, 0, {});
    return loaded ? *loaded : nullptr;
}

/// Values in [0, 1] that mostly lie in `rank` directions of falling strength: rank 0 is noise alone.
inline data::Part drawnPart(core::Index samples, core::Index features, core::Index rank, bool bytes = false, std::uint64_t seed = 7) {
    const core::Random random(seed, core::Stream::Data);
    data::Part part;
    part.samples = samples;
    part.features = features;
    for (core::Index sample = 0; sample < samples; ++sample)
        for (core::Index feature = 0; feature < features; ++feature) {
            double value = 0.05 * static_cast<double>(random.normal(0, sample, feature));
            for (core::Index k = 0; k < rank; ++k)
                value += 0.4 / static_cast<double>(k + 1) * static_cast<double>(random.normal(1, sample, k)) *
                         std::sin(static_cast<double>((k + 1) * (feature + 1)));
            const double logistic = 1.0 / (1.0 + std::exp(-2.0 * value));
            if (bytes)
                part.bytes.push_back(static_cast<std::uint8_t>(std::lround(255 * logistic)));
            else
                part.floats.push_back(static_cast<float>(logistic));
        }
    return part;
}

inline float valueOf(const data::Part &part, core::Index sample, core::Index feature) {
    const auto at = static_cast<std::size_t>(sample * part.features + feature);
    return part.holdsBytes() ? static_cast<float>(part.bytes[at]) / 255.0f : part.floats[at];
}

} // namespace hourglass::tests
