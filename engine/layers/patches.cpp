#include "engine/layers/patches.h"

#include <algorithm>

#include "engine/kernels/images.h"

namespace hourglass::layers {

void Extent::settle() {
    if (padding < 0) {
        positions = (extent + stride - 1) / stride;
        const Index missing = std::max<Index>(0, (positions - 1) * stride + reach() - extent);
        before = missing / 2;
        behind = missing - before;
        return;
    }
    before = behind = padding;
    positions = padded() < reach() ? 0 : (padded() - reach()) / stride + 1;
}

PatchGeometry::PatchGeometry(Index channels, Extent rows, Extent columns) : m_channels(channels), m_rows(rows), m_columns(columns) {
    const Index width = m_columns.padded(), area = m_rows.padded() * width;
    for (Index channel = 0; channel < m_channels; ++channel)
        for (Index row = 0; row < m_rows.kernel; ++row)
            for (Index column = 0; column < m_columns.kernel; ++column)
                m_depthOffsets.push_back(static_cast<std::int32_t>(channel * area + row * m_rows.dilation * width + column * m_columns.dilation));
}

Index PatchGeometry::imageFloats() const {
    return core::padded(m_channels * m_rows.padded() * m_columns.padded());
}

bool PatchGeometry::isPadded() const {
    return m_rows.padded() != m_rows.extent || m_columns.padded() != m_columns.extent;
}

kernels::Patches PatchGeometry::patches() const {
    return {depths(), stride(), m_depthOffsets.data(), m_rows.positions, m_columns.positions, m_rows.stride * m_columns.padded(), m_columns.stride};
}

void PatchGeometry::gather(const float *image, float *padded, float *matrix) const {
    if (!isPadded())
        return kernels::gatherPatches(patches(), image, matrix);
    const Index width = m_columns.padded(), area = m_rows.padded() * width;
    std::fill_n(padded, m_channels * area, 0.0f);
    kernels::copyImage(m_channels, m_rows.extent, m_columns.extent, image, {m_columns.extent, m_rows.extent * m_columns.extent},
                       padded + m_rows.before * width + m_columns.before, {width, area});
    kernels::gatherPatches(patches(), padded, matrix);
}

void PatchGeometry::scatter(const float *matrix, float *padded, float *image) const {
    float *to = isPadded() ? padded : image;
    const Index width = m_columns.padded(), area = m_rows.padded() * width;
    std::fill_n(to, m_channels * area, 0.0f);
    kernels::addPatches(patches(), matrix, to);
    if (!isPadded())
        return;
    kernels::copyImage(m_channels, m_rows.extent, m_columns.extent, padded + m_rows.before * width + m_columns.before, {width, area}, image,
                       {m_columns.extent, m_rows.extent * m_columns.extent});
}

void PatchGeometry::round(kernels::MixedPath path, const float *image, std::uint16_t *padded) const {
    const Index width = m_columns.padded(), area = m_rows.padded() * width;
    if (isPadded())
        std::fill_n(padded, m_channels * area, std::uint16_t{0});
    for (Index channel = 0; channel < m_channels; ++channel) // zeros that roundRows() fills up with are written over by the next row
        kernels::roundRows(path, m_columns.extent, m_rows.extent, image + channel * m_rows.extent * m_columns.extent, m_columns.extent,
                           padded + channel * area + m_rows.before * width + m_columns.before, width);
}

void PatchGeometry::gatherPanels(kernels::MixedPath path, const std::uint16_t *padded, std::uint16_t *panels) const {
    kernels::gatherPanels(path, patches(), padded, panels, pairStride());
}

void PatchGeometry::gatherRows(kernels::MixedPath path, const std::uint16_t *padded, std::uint16_t *rows) const {
    kernels::gatherRows(path, patches(), padded, rows, kernels::rowStrideOf(positions()));
}

} // namespace hourglass::layers
