#include "engine/data/dataset.h"

#include <algorithm>
#include <cassert>

#include "engine/kernels/kernels.h"

namespace hourglass::data {

namespace {

/// Samples of a shuffled batch lie anywhere in memory: asking for the next one while this one is scaled halves the time.
void prefetch(const std::uint8_t *from, Index count) {
    constexpr Index cacheLine = 64;
    for (Index i = 0; i < count; i += cacheLine)
        __builtin_prefetch(from + i);
}

} // namespace

void Part::copySample(Index sample, float *to) const {
    assert(sample >= 0 && sample < samples);
    if (file)
        file->copyRow(sourceIndex.empty() ? sample : sourceIndex[static_cast<std::size_t>(sample)], to);
    else if (holdsBytes())
        kernels::scaleBytes(features, bytes.data() + sample * features, to);
    else
        std::copy_n(floats.data() + sample * features, features, to);
}

void Part::gather(const Index *indices, Index count, core::View to) const {
    assert(to.rows == features && to.columns >= count);
    for (Index i = 0; i < count; ++i) {
        if (i + 1 < count && holdsBytes())
            prefetch(bytes.data() + indices[i + 1] * features, features);
        copySample(indices[i], to.column(i));
    }
}

std::optional<core::Error> Dataset::failure() const {
    for (const Part *part : {&train, &validation, &test})
        if (part->file)
            if (auto failure = part->file->failure())
                return failure;
    return {};
}

} // namespace hourglass::data
