// Means and covariances of samples, without ever holding more than a block of them as floats.
#pragma once

#include <optional>
#include <vector>

#include "engine/analysis/sample_blocks.h"

namespace hourglass::analysis {

/// The mean of each feature; nothing where it was cancelled. At least one sample.
std::optional<core::Floats> meanOf(const SampleBlocks &samples, const std::atomic<bool> *cancelled = nullptr);

/// Takes the mean away from each column of a block.
void centre(core::View block, const core::Floats &mean);

/// Sums x xᵀ over blocks of columns: in float over at most 512 columns or one block, in double beyond.
class OuterProductSum {
public:
    explicit OuterProductSum(Index size);

    /// block: size × any number of columns; the slack of kernels::product must be readable behind it.
    void add(core::ConstView block);
    /// size × size, column-major; the lower triangle is filled, diagonal included. Takes the sum out.
    std::vector<double> take();

private:
    void flush();

    Index m_size;
    Index m_pending = 0; ///< columns summed in float so far
    core::Floats m_partial;
    std::vector<double> m_sum;
};

/// Lower triangle of Σ (x − mean)(x − mean)ᵀ / count, features × features, column-major; nothing where it was cancelled.
std::optional<std::vector<double>> covarianceOf(const SampleBlocks &samples, const core::Floats &mean, const std::atomic<bool> *cancelled = nullptr);

} // namespace hourglass::analysis
