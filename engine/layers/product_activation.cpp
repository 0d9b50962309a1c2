#include "engine/layers/product_activation.h"

#include <algorithm>

namespace hourglass::layers {

void ProductActivation::describe(Traits &traits) const {
    traits.scratchPerSample = m_keepsInput ? traits.output.size() : 0;
    traits.leavesLogits = m_activation == kernels::Activation::Sigmoid;
    traits.leavesSoftmaxLogits = m_activation == kernels::Activation::Softmax;
}

void ProductActivation::keepAndActivate(View y, View scratch) const {
    if (!m_keepsInput)
        return;
    for (Index column = 0; column < y.columns; ++column)
        std::copy_n(y.column(column), y.rows, scratch.column(column));
    kernels::biasAndActivate(m_activation, y.rows, y.columns, y.data, y.stride, nullptr);
}

void ProductActivation::differentiate(const BackwardPass &pass) const {
    if (pass.leaveLogits)
        return;
    const ConstView at = m_keepsInput ? ConstView(pass.scratch) : pass.y;
    kernels::differentiate(m_activation, pass.dy.rows, pass.dy.columns, at.data, at.stride, pass.dy.data, pass.dy.stride);
}

} // namespace hourglass::layers
