// Samples as the analysis reads them: block after block, as columns, whether they stand in a part of a data set or in a matrix.
#pragma once

#include <atomic>
#include <limits>

#include "engine/core/function_ref.h"
#include "engine/core/result.h"
#include "engine/core/types.h"
#include "engine/data/dataset.h"

namespace hourglass::analysis {

using core::Index;

constexpr Index allSamples = std::numeric_limits<Index>::max();

/// Borrows what it is made from.
class SampleBlocks {
public:
    /// The samples of a part, scaled; with a limit, that many of them at even distances.
    explicit SampleBlocks(const data::Part &part, Index limit = allSamples);
    /// The columns of a matrix.
    explicit SampleBlocks(core::ConstView columns);

    Index features() const { return m_features; }
    Index count() const { return m_count; }

    /// Calls work for one block after another, in order. A block is the caller's to change: features × at most 512 samples,
    /// packed (stride = features), with the slack of kernels::product behind it. False where it was cancelled in between.
    bool visit(const std::atomic<bool> *cancelled, core::FunctionRef<void(core::View block)> work) const;

private:
    void copySample(Index sample, float *to) const;

    const data::Part *m_part = nullptr;
    core::ConstView m_columns;
    Index m_features = 0;
    Index m_count = 0;
};

inline bool isCancelled(const std::atomic<bool> *cancelled) {
    return cancelled && cancelled->load(std::memory_order_relaxed);
}

/// What a cancelled analysis returns.
inline core::Error cancelledError() {
    return {"the analysis was cancelled", {}, {}};
}

} // namespace hourglass::analysis
