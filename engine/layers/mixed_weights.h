// Products of a matrix of weights with bfloat16 operands, for layers whose products are W x, Wᵀ dz and dz xᵀ over blocks of samples. Operands are
// rounded once: weights after each step, activations and gradients where a block has written them.
#pragma once

#include "engine/layers/cut.h"
#include "engine/layers/layer.h"

namespace hourglass::layers {

class MixedWeights {
public:
    /// Which way a layer uses W [rows × columns], as files have it.
    enum class Use {
        Plain,     ///< y = W x
        Transposed ///< y = Wᵀ x, of a tied layer
    };

    MixedWeights() = default;
    MixedWeights(Index rows, Index columns, Use use);

    /// What it asks for: all of it, or without what is prepared where that is of another layer.
    void describe(MixedTraits &traits) const;

    /// W in both ways that products want it; a task is some rows.
    void prepare(kernels::MixedPath path, const float *weights, std::uint16_t *prepared, Index task) const;
    /// y = the product of x, which is kept for gradient().
    void forward(const MixedArrays &mixed, ConstView x, View y) const;
    /// Keeps dz for gradient(); dx = the product of dz, where it has data.
    void backward(const MixedArrays &mixed, ConstView dz, View dx) const;
    /// dW of the whole batch, one tile of it: overwritten, or added to.
    void gradient(const MixedArrays &mixed, Index task, float *gradient, bool accumulate) const;

    /// Of gradient(): tasks with the first tile of each group of rows, or of columns, of W; and which those are.
    const Cut &rows() const { return m_rowCut; }
    const Cut &columns() const { return m_columnCut; }
    Index rowPart(Index task) const { return task / m_columnCut.parts; }
    Index columnPart(Index task) const { return task % m_columnCut.parts; }

private:
    bool isPlain() const { return m_use == Use::Plain; }
    /// c = W x, or Wᵀ x with `isTurned`.
    void multiply(const MixedArrays &mixed, bool isTurned, ConstView x, View c) const;
    /// Operands of gradient() of a block: along the columns of W, and along its rows.
    void keepColumns(const MixedArrays &mixed, ConstView numbers) const;
    void keepRows(const MixedArrays &mixed, ConstView numbers) const;

    Index m_rows = 0, m_columns = 0;
    Use m_use = Use::Plain;
    Index m_turned = 0;      ///< where the panels of Wᵀ begin
    Index m_keptRows = 0;    ///< where what is kept along the rows of W begins
    Cut m_prepareCut, m_rowCut, m_columnCut;
};

} // namespace hourglass::layers
