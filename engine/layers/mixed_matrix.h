// A matrix of weights W [rows × columns], as files have it, whose products take bfloat16 operands. Operands are rounded once: weights after each step,
// what they meet where it has been written.
#pragma once

#include "engine/layers/layer.h"

namespace hourglass::layers {

class MixedMatrix {
public:
    MixedMatrix() = default;
    MixedMatrix(Index rows, Index columns) : m_rows(rows), m_columns(columns) {}

    Index rows() const { return m_rows; }
    Index columns() const { return m_columns; }

    /// Numbers of W in both ways that products want it.
    Index preparedSize() const { return turnedOffset() + kernels::panelSize(m_columns, m_rows); }
    /// Of `count` rows from `first`, a multiple of kernels::mixedChunk.
    void prepare(kernels::MixedPath path, const float *weights, Index first, Index count, std::uint16_t *prepared) const;

    /// Numbers of work space that multiply() needs.
    Index workspace() const { return kernels::rowsSize(kernels::mixedChunk, m_rows > m_columns ? m_rows : m_columns); }
    /// c = W x of at most kernels::mixedChunk columns, or added to c.
    void multiply(kernels::MixedPath path, const std::uint16_t *prepared, ConstView x, View c, std::uint16_t *workspace, bool accumulate = false) const;
    /// c = Wᵀ x likewise.
    void multiplyTurned(kernels::MixedPath path, const std::uint16_t *prepared, ConstView x, View c, std::uint16_t *workspace, bool accumulate = false) const;

    /// dW = Σ dz xᵀ takes dz and x of at most kernels::mixedChunk samples as one chunk each: so many numbers.
    Index keptGradientSize() const { return kernels::groupsOf(m_rows) * kernels::mixedTile; }
    Index keptInputSize() const { return kernels::groupsOf(m_columns) * kernels::mixedTile; }
    void keepGradient(kernels::MixedPath path, ConstView dz, std::uint16_t *to) const;
    void keepInput(kernels::MixedPath path, ConstView x, std::uint16_t *to) const;
    /// Some rows and columns of dW, of so many chunks, each so many numbers behind the one before.
    struct Part {
        Index firstRow = 0, rows = 0, firstColumn = 0, columns = 0;
    };
    void gradient(kernels::MixedPath path, const Part &part, Index chunks, const std::uint16_t *keptGradients, Index gradientStride,
                  const std::uint16_t *keptInputs, Index inputStride, float *gradient, bool accumulate) const;
    Part whole() const { return {0, m_rows, 0, m_columns}; }

private:
    Index turnedOffset() const { return kernels::panelSize(m_rows, m_columns); }

    Index m_rows = 0, m_columns = 0;
};

} // namespace hourglass::layers
