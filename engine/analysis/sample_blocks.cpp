#include "engine/analysis/sample_blocks.h"

#include <algorithm>

namespace hourglass::analysis {

namespace {

// Long enough that a product runs at its full rate, short enough that sums of a block are good in float.
constexpr Index longestBlock = 512;
constexpr Index largestBlock = Index{1} << 20; // floats: a block of wide samples stays in the cache

} // namespace

SampleBlocks::SampleBlocks(const data::Part &part, Index limit) : m_part(&part), m_features(part.features), m_count(std::min(part.samples, limit)) {}

SampleBlocks::SampleBlocks(core::ConstView columns) : m_columns(columns), m_features(columns.rows), m_count(columns.columns) {}

bool SampleBlocks::visit(const std::atomic<bool> *cancelled, core::FunctionRef<void(core::View)> work) const {
    if (m_count == 0 || m_features == 0)
        return !isCancelled(cancelled);
    const Index length = std::clamp<Index>(largestBlock / m_features, 1, std::min(longestBlock, m_count));
    core::Floats buffer(m_features * length);
    for (Index first = 0; first < m_count; first += length) {
        if (isCancelled(cancelled))
            return false;
        const core::View block{buffer.data(), m_features, std::min(length, m_count - first), m_features};
        for (Index i = 0; i < block.columns; ++i)
            copySample(first + i, block.column(i));
        work(block);
    }
    return true;
}

void SampleBlocks::copySample(Index sample, float *to) const {
    if (!m_part)
        std::copy_n(m_columns.column(sample), m_features, to);
    else if (m_count == m_part->samples)
        m_part->copySample(sample, to);
    else
        m_part->copySample(sample * m_part->samples / m_count, to);
}

} // namespace hourglass::analysis
