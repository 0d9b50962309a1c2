#include "engine/data/dataset.h"

#include <algorithm>
#include <cassert>

namespace hourglass::data {

namespace {

/// value / 255.0f for all 256 bytes, bit for bit, without dividing: 1/255 = 2^-8 + 2^-16 + 2^-24 + …, the first two terms times a
/// byte are exact in float, and the sum with the rest is rounded once. A division here would cost 4 % of a small network's epoch.
constexpr float high = 0x1p-8f + 0x1p-16f, low = 0x1p-24f + 0x1p-32f;

void scaleBytes(const std::uint8_t *__restrict from, Index count, float *__restrict to) {
    for (Index i = 0; i < count; ++i) {
        const auto value = static_cast<float>(static_cast<std::int32_t>(from[i]));
        to[i] = value * high + value * low;
    }
}

} // namespace

void Part::copySample(Index sample, float *to) const {
    assert(sample >= 0 && sample < samples);
    if (holdsBytes())
        scaleBytes(bytes.data() + sample * features, features, to);
    else
        std::copy_n(floats.data() + sample * features, features, to);
}

void Part::gather(const Index *indices, Index count, core::View to) const {
    assert(to.rows == features && to.columns >= count);
    for (Index i = 0; i < count; ++i)
        copySample(indices[i], to.column(i));
}

} // namespace hourglass::data
