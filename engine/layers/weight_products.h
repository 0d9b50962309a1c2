// The products of a dense layer in single precision: W x, Wᵀ dz and dz xᵀ over blocks of samples. A tied layer has them the other way round.
// Weights that do not stay in the second cache from one block to the next lie in panels, both ways, and so does what is contiguous in their gradient.
#pragma once

#include "engine/layers/cut.h"
#include "engine/layers/layer.h"

namespace hourglass::layers {

class WeightProducts {
public:
    /// Of W [outputs × inputs], its rows contiguous.
    WeightProducts(Index inputs, Index outputs);

    Index preparedSize() const { return m_copyOffset + m_copySize; }
    Index prepareTasks() const { return ownsRows() ? m_columns.parts : m_prepareRows.parts; }
    /// Wᵀ, and what transposed() reads where that is not W as it lies.
    void prepare(const float *weights, float *prepared, Index task) const;

    /// y = W x
    void plain(const float *prepared, ConstView x, View y) const;
    /// y = Wᵀ x
    void transposed(const float *weights, const float *prepared, ConstView x, View y) const;

    /// Floats that keep() leaves for a block.
    Index keptPerBlock() const { return m_hasPanels ? kernels::panelsSize(m_inputs, mostOfBlock) : 0; }
    /// What gradient() reads of a block of `ofInputs`; in training, where keptPerBlock() is not 0.
    void keep(ConstView ofInputs, float *kept) const;

    struct Tile {
        Index row, column, firstInput, inputs, firstOutput, outputs;
    };
    Index gradientTasks() const { return m_rows.parts * m_columns.parts; }
    /// A task of gradient() has whole rows of W, and prepare() of the same task turns those: both may follow each other while they are near.
    bool ownsRows() const { return m_hasPanels && m_rows.parts == 1; }
    Tile tile(Index task) const;
    /// dW [outputs × inputs] = Σ over the samples of ofOutputs · ofInputsᵀ, one tile of it: overwritten, or added to.
    void gradient(const GradientPass &pass, ConstView ofInputs, ConstView ofOutputs, float *gradient, bool accumulate) const;

private:
    void preparePanels(const float *weights, float *prepared, kernels::Range inputs, kernels::Range outputs) const;

    Index m_inputs, m_outputs, m_copyOffset, m_copySize = 0;
    bool m_hasPanels;
    Cut m_prepareRows;     ///< of the transposed weights
    Cut m_rows, m_columns; ///< tiles of the gradient: inputs, outputs
};

} // namespace hourglass::layers
