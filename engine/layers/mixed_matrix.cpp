#include "engine/layers/mixed_matrix.h"

namespace hourglass::layers {

using kernels::chunksOf;
using kernels::groupsOf;
using kernels::mixedChunk;
using kernels::mixedTile;

namespace {

void multiplyPanels(kernels::MixedPath path, const std::uint16_t *panels, ConstView x, View c, std::uint16_t *workspace, bool accumulate) {
    const Index chunks = chunksOf(x.rows), rowStride = kernels::rowStrideOf(x.rows);
    kernels::roundRows(path, x.rows, x.columns, x.data, x.stride, workspace, rowStride);
    kernels::mixedProduct(path,
                          {c.rows, c.columns, chunks, panels, chunks * mixedTile, mixedTile, workspace, rowStride, mixedChunk, c.data, c.stride, accumulate});
}

} // namespace

void MixedMatrix::prepare(kernels::MixedPath path, const float *weights, Index first, Index count, std::uint16_t *prepared) const {
    const Index deep = chunksOf(m_columns) * mixedTile;
    const float *from = weights + first * m_columns;
    kernels::roundPanelsTurned(path, m_columns, count, from, m_columns, prepared + groupsOf(first) * deep, deep, mixedTile);
    kernels::roundPanels(path, m_columns, count, from, m_columns, prepared + turnedOffset() + chunksOf(first) * mixedTile, chunksOf(m_rows) * mixedTile,
                         mixedTile);
}

void MixedMatrix::multiply(kernels::MixedPath path, const std::uint16_t *prepared, ConstView x, View c, std::uint16_t *workspace, bool accumulate) const {
    multiplyPanels(path, prepared, x, c, workspace, accumulate);
}

void MixedMatrix::multiplyTurned(kernels::MixedPath path, const std::uint16_t *prepared, ConstView x, View c, std::uint16_t *workspace, bool accumulate) const {
    multiplyPanels(path, prepared + turnedOffset(), x, c, workspace, accumulate);
}

void MixedMatrix::keepGradient(kernels::MixedPath path, ConstView dz, std::uint16_t *to) const {
    kernels::roundRowsTurned(path, m_rows, dz.columns, dz.data, dz.stride, to);
}

void MixedMatrix::keepInput(kernels::MixedPath path, ConstView x, std::uint16_t *to) const {
    kernels::roundPanels(path, m_columns, x.columns, x.data, x.stride, to, mixedTile, 0);
}

void MixedMatrix::gradient(kernels::MixedPath path, const Part &part, Index chunks, const std::uint16_t *keptGradients, Index gradientStride,
                           const std::uint16_t *keptInputs, Index inputStride, float *gradient, bool accumulate) const {
    kernels::mixedProduct(path, {part.columns, part.rows, chunks, keptInputs + groupsOf(part.firstColumn) * mixedTile, mixedTile, inputStride,
                                 keptGradients + part.firstRow * mixedChunk, mixedChunk, gradientStride,
                                 gradient + part.firstColumn + part.firstRow * m_columns, m_columns, accumulate});
}

} // namespace hourglass::layers
