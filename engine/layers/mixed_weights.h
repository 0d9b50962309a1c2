// The products of dense layers in mixed precision: W x, Wᵀ dz and dz xᵀ over blocks of samples, or of a tied layer Wᵀ x, W dz and x dzᵀ.
#pragma once

#include "engine/layers/cut.h"
#include "engine/layers/mixed_matrix.h"

namespace hourglass::layers {

class MixedWeights {
public:
    enum class Use {
        Plain,     ///< y = W x
        Transposed ///< y = Wᵀ x, by what the layer has prepared that W belongs to
    };

    MixedWeights(Index rows, Index columns, Use use);

    void describe(MixedTraits &traits) const;

    /// A task is some rows of W.
    void prepare(kernels::MixedPath path, const float *weights, std::uint16_t *prepared, Index task) const;
    /// y = the product of x, which is kept for gradient().
    void forward(const MixedArrays &mixed, ConstView x, View y) const;
    /// Keeps dz for gradient(); dx = the product of dz, where it has data.
    void backward(const MixedArrays &mixed, ConstView dz, View dx) const;
    /// dW of the whole batch, one tile of it: overwritten, or added to.
    void gradient(const MixedArrays &mixed, Index task, float *gradient, bool accumulate) const;

    /// The tiles of gradient(): which rows and columns of W a task has. Of a large W they are whole rows, so that those can move while they are near.
    MixedMatrix::Part part(Index task) const;
    /// As Layer::owned(), of a layer whose parameters begin with W.
    OwnedParameters owned(Index task, Index biasOffset) const;

private:
    std::uint16_t *keptRows(const MixedArrays &mixed) const { return mixed.kept + m_matrix.keptInputSize(); }

    MixedMatrix m_matrix;
    Use m_use;
    bool m_ownsRows;
    Cut m_rowCut, m_columnCut;
};

} // namespace hourglass::layers
