#include "engine/data/dataset.h"

#include <algorithm>
#include <cassert>

#include "engine/data/scaling.h"
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
        file->copyRow(sourceIndex.empty() ? sample : sourceIndex[static_cast<std::size_t>(sample)] - firstRow, to);
    else if (holdsBytes())
        kernels::scaleBytes(features, bytes.data() + sample * features, to);
    else
        std::copy_n(floats.data() + sample * features, features, to);
    if (scaling)
        scaling->apply(to, 1, nullptr);
}

void Part::gather(const Index *indices, Index count, core::View to) const {
    assert(to.rows == features && to.columns >= count);
    for (Index i = 0; i < count; ++i) {
        if (i + 1 < count && holdsBytes())
            prefetch(bytes.data() + indices[i + 1] * features, features);
        copySample(indices[i], to.column(i));
    }
}

void FileLayout::write(const float *numbers, Index features, float *written) const {
    const Index rows = std::max<Index>(transposedRows, 1), columns = features / rows;
    for (Index row = 0; row < rows; ++row)
        for (Index column = 0; column < columns; ++column)
            written[row * columns + column] = numbers[column * rows + row];
}

std::optional<core::Error> Dataset::failure() const {
    for (const Part *part : {&train, &validation, &test})
        if (part->file)
            if (auto failure = part->file->failure())
                return failure;
    return {};
}

void Dataset::invert(const Part &part, Index sample, const float *scaled, float *original) const {
    if (scaling)
        scaling->invert(scaled, part.lengths.empty() ? 1.0f : part.lengths[static_cast<std::size_t>(sample)], original);
    else if (scaled != original)
        std::copy_n(scaled, features(), original);
}

void Dataset::invert(const float *scaled, float *original) const {
    if (scaling)
        scaling->invert(scaled, scaling->usualLength(), original);
    else if (scaled != original)
        std::copy_n(scaled, features(), original);
}

} // namespace hourglass::data
