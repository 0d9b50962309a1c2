#include "engine/layers/weight_products.h"

#include <algorithm>

namespace hourglass::layers {

namespace {

/// Where W's rows are read as they lie they must not be a power of two apart.
bool meetsInSets(Index stride) {
    return stride % 256 == 0;
}

} // namespace

WeightProducts::WeightProducts(Index inputs, Index outputs)
    : m_inputs(inputs), m_outputs(outputs), m_hasPanels(inputs * outputs >= largeWeights), m_prepareRows(inputs, 192, m_hasPanels ? kernels::panelUnit : 64),
      m_columns(m_hasPanels ? Cut::ofSize(outputs, kernels::panelUnit) : Cut(outputs, 48, 24)) {
    m_rows = m_hasPanels ? Cut(inputs, 1008, kernels::panelUnit) : Cut(inputs, 192, 64); // high ones, because each gathers its columns
    m_copyOffset = m_hasPanels ? kernels::panelsSize(outputs, inputs) : core::strideOf(outputs) * inputs;
    if (m_hasPanels)
        m_copySize = kernels::panelsSize(inputs, outputs);
    else if (meetsInSets(inputs))
        m_copySize = core::strideOf(inputs) * outputs;
}

void WeightProducts::prepare(const float *weights, float *prepared, Index task) const {
    if (ownsRows())
        return preparePanels(weights, prepared, {0, m_inputs}, {m_columns.first(task), m_columns.length(task)});
    const Index first = m_prepareRows.first(task), count = m_prepareRows.length(task);
    if (m_hasPanels) {
        for (Index output = 0; output < m_outputs; output += kernels::panelUnit)
            preparePanels(weights, prepared, {first, count}, {output, std::min(kernels::panelUnit, m_outputs - output)});
        return;
    }
    float *copy = prepared + m_copyOffset;
    const Index stride = core::strideOf(m_outputs), copyStride = core::strideOf(m_inputs);
    kernels::transpose(count, m_outputs, weights + first, m_inputs, prepared + first * stride, stride);
    for (Index output = 0; m_copySize > 0 && output < m_outputs; ++output)
        std::copy_n(weights + output * m_inputs + first, count, copy + output * copyStride + first);
}

/// Both ways while the weights are near.
void WeightProducts::preparePanels(const float *weights, float *prepared, kernels::Range inputs, kernels::Range outputs) const {
    kernels::transposeToPanels(m_outputs, m_inputs, weights, m_inputs, outputs, inputs, prepared);
    kernels::packPanels(m_inputs, m_outputs, weights, m_inputs, inputs, outputs, prepared + m_copyOffset);
}

void WeightProducts::plain(const float *prepared, ConstView x, View y) const {
    if (m_hasPanels)
        kernels::panelProduct({m_outputs, m_inputs, prepared, m_inputs, m_inputs, 0}, 0, m_outputs, x.columns, x.data, 1, x.stride, y.data, y.stride, false);
    else
        kernels::product(m_outputs, x.columns, m_inputs, prepared, core::strideOf(m_outputs), x.data, 1, x.stride, y.data, y.stride, false);
}

void WeightProducts::transposed(const float *weights, const float *prepared, ConstView x, View y) const {
    const float *copy = prepared + m_copyOffset;
    if (m_hasPanels)
        kernels::panelProduct({m_inputs, m_outputs, copy, m_outputs, m_outputs, 0}, 0, m_inputs, x.columns, x.data, 1, x.stride, y.data, y.stride, false);
    else
        kernels::product(m_inputs, x.columns, m_outputs, m_copySize > 0 ? copy : weights, m_copySize > 0 ? core::strideOf(m_inputs) : m_inputs, x.data, 1,
                         x.stride, y.data, y.stride, false);
}

void WeightProducts::keep(ConstView ofInputs, float *kept) const {
    if (m_hasPanels)
        kernels::packPanels(m_inputs, mostOfBlock, ofInputs.data, ofInputs.stride, {0, m_inputs}, {0, ofInputs.columns}, kept);
}

WeightProducts::Tile WeightProducts::tile(Index task) const {
    const Index row = task % m_rows.parts, column = task / m_rows.parts;
    return {row, column, m_rows.first(row), m_rows.length(row), m_columns.first(column), m_columns.length(column)};
}

void WeightProducts::gradient(const GradientPass &pass, ConstView ofInputs, ConstView ofOutputs, float *gradient, bool accumulate) const {
    const Tile at = tile(pass.task);
    const float *b = ofOutputs.data + at.firstOutput;
    float *c = gradient + at.firstInput + at.firstOutput * m_inputs;
    if (m_hasPanels && pass.hasWholeBlocks)
        kernels::panelProduct({m_inputs, ofInputs.columns, pass.partials.data, mostOfBlock, mostOfBlock, pass.partials.stride}, at.firstInput, at.inputs,
                              at.outputs, b, ofOutputs.stride, 1, c, m_inputs, accumulate);
    else
        kernels::product(at.inputs, at.outputs, ofInputs.columns, ofInputs.data + at.firstInput, ofInputs.stride, b, ofOutputs.stride, 1, c, m_inputs,
                         accumulate);
}

} // namespace hourglass::layers
