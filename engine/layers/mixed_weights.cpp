#include "engine/layers/mixed_weights.h"

namespace hourglass::layers {

MixedWeights::MixedWeights(Index rows, Index columns, Use use)
    : m_matrix(rows, columns), m_use(use), m_ownsRows(rows * columns >= largeWeights), m_rowCut(rows, m_ownsRows ? 32 : 64, kernels::mixedChunk),
      m_columnCut(columns, m_ownsRows ? columns : 192, kernels::mixedChunk) {}

void MixedWeights::describe(MixedTraits &traits) const {
    traits.isThere = true;
    if (m_use == Use::Plain) {
        traits.preparedSize = m_matrix.preparedSize();
        traits.prepareTasks = m_rowCut.parts;
    }
    traits.gradientTasks = m_rowCut.parts * m_columnCut.parts;
    traits.tasksOwnParameters = m_use == Use::Plain && m_ownsRows;
    traits.keptPerBlock = m_matrix.keptInputSize() + m_matrix.keptGradientSize();
    traits.workspace = m_matrix.workspace();
}

void MixedWeights::prepare(kernels::MixedPath path, const float *weights, std::uint16_t *prepared, Index task) const {
    m_matrix.prepare(path, weights, m_rowCut.first(task), m_rowCut.length(task), prepared);
}

void MixedWeights::forward(const MixedArrays &mixed, ConstView x, View y) const {
    if (m_use == Use::Plain) {
        m_matrix.keepInput(mixed.path, x, mixed.kept);
        m_matrix.multiply(mixed.path, mixed.prepared, x, y, mixed.workspace);
    } else {
        m_matrix.keepGradient(mixed.path, x, keptRows(mixed));
        m_matrix.multiplyTurned(mixed.path, mixed.tiedPrepared, x, y, mixed.workspace);
    }
}

void MixedWeights::backward(const MixedArrays &mixed, ConstView dz, View dx) const {
    if (m_use == Use::Plain)
        m_matrix.keepGradient(mixed.path, dz, keptRows(mixed));
    else
        m_matrix.keepInput(mixed.path, dz, mixed.kept);
    if (!dx.data)
        return;
    if (m_use == Use::Plain)
        m_matrix.multiplyTurned(mixed.path, mixed.prepared, dz, dx, mixed.workspace);
    else
        m_matrix.multiply(mixed.path, mixed.tiedPrepared, dz, dx, mixed.workspace);
}

void MixedWeights::gradient(const MixedArrays &mixed, Index task, float *gradient, bool accumulate) const {
    m_matrix.gradient(mixed.path, part(task), mixed.blocks, keptRows(mixed), mixed.keptStride, mixed.kept, mixed.keptStride, gradient, accumulate);
}

OwnedParameters MixedWeights::owned(Index task, Index biasOffset) const {
    return OwnedParameters::ofRows({part(task).firstRow, part(task).rows}, m_matrix.columns(), biasOffset);
}

MixedMatrix::Part MixedWeights::part(Index task) const {
    const Index row = task / m_columnCut.parts, column = task % m_columnCut.parts;
    return {m_rowCut.first(row), m_rowCut.length(row), m_columnCut.first(column), m_columnCut.length(column)};
}

} // namespace hourglass::layers
