#include "engine/layers/mixed_weights.h"

#include <algorithm>

namespace hourglass::layers {

using kernels::chunksOf;
using kernels::groupsOf;
using kernels::mixedChunk;
using kernels::mixedTile;

MixedWeights::MixedWeights(Index rows, Index columns, Use use)
    : m_rows(rows), m_columns(columns), m_use(use), m_turned(kernels::panelSize(rows, columns)), m_keptRows(groupsOf(columns) * mixedTile),
      m_prepareCut(rows, 64, mixedChunk), m_rowCut(rows, 64, mixedChunk), m_columnCut(columns, 192, mixedChunk) {}

void MixedWeights::describe(MixedTraits &traits) const {
    traits.isThere = true;
    if (isPlain()) {
        traits.preparedSize = m_turned + kernels::panelSize(m_columns, m_rows);
        traits.prepareTasks = m_prepareCut.parts;
    }
    traits.gradientTasks = m_rowCut.parts * m_columnCut.parts;
    traits.keptPerBlock = m_keptRows + groupsOf(m_rows) * mixedTile;
    traits.workspace = kernels::rowsSize(mixedChunk, std::max(m_rows, m_columns));
}

void MixedWeights::prepare(kernels::MixedPath path, const float *weights, std::uint16_t *prepared, Index task) const {
    const Index first = m_prepareCut.first(task), count = m_prepareCut.length(task), deep = chunksOf(m_columns) * mixedTile;
    const float *from = weights + first * m_columns;
    kernels::roundPanelsTurned(path, m_columns, count, from, m_columns, prepared + groupsOf(first) * deep, deep, mixedTile);
    kernels::roundPanels(path, m_columns, count, from, m_columns, prepared + m_turned + chunksOf(first) * mixedTile, chunksOf(m_rows) * mixedTile, mixedTile);
}

void MixedWeights::multiply(const MixedArrays &mixed, bool isTurned, ConstView x, View c) const {
    const Index chunks = chunksOf(x.rows), rowStride = kernels::rowStrideOf(x.rows);
    kernels::roundRows(mixed.path, x.rows, x.columns, x.data, x.stride, mixed.workspace, rowStride);
    const std::uint16_t *panels = (isPlain() ? mixed.prepared : mixed.tiedPrepared) + (isTurned ? m_turned : 0);
    kernels::mixedProduct(mixed.path, {c.rows, c.columns, chunks, panels, chunks * mixedTile, mixedTile, mixed.workspace, rowStride, mixedChunk, c.data,
                                       c.stride, false});
}

void MixedWeights::keepColumns(const MixedArrays &mixed, ConstView numbers) const {
    kernels::roundPanels(mixed.path, m_columns, numbers.columns, numbers.data, numbers.stride, mixed.kept, mixedTile, 0);
}

void MixedWeights::keepRows(const MixedArrays &mixed, ConstView numbers) const {
    kernels::roundRowsTurned(mixed.path, m_rows, numbers.columns, numbers.data, numbers.stride, mixed.kept + m_keptRows);
}

void MixedWeights::forward(const MixedArrays &mixed, ConstView x, View y) const {
    isPlain() ? keepColumns(mixed, x) : keepRows(mixed, x);
    multiply(mixed, !isPlain(), x, y);
}

void MixedWeights::backward(const MixedArrays &mixed, ConstView dz, View dx) const {
    isPlain() ? keepRows(mixed, dz) : keepColumns(mixed, dz);
    if (dx.data)
        multiply(mixed, isPlain(), dz, dx);
}

void MixedWeights::gradient(const MixedArrays &mixed, Index task, float *gradient, bool accumulate) const {
    const Index row = m_rowCut.first(rowPart(task)), column = m_columnCut.first(columnPart(task));
    kernels::mixedProduct(mixed.path, {m_columnCut.length(columnPart(task)), m_rowCut.length(rowPart(task)), mixed.blocks, mixed.kept + groupsOf(column) * mixedTile,
                                       mixedTile, mixed.keptStride, mixed.kept + m_keptRows + row * mixedChunk, mixedChunk, mixed.keptStride,
                                       gradient + column + row * m_columns, m_columns, accumulate});
}

} // namespace hourglass::layers
