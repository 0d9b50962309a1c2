// The transpose of a dense layer further up, as a test of the contract: parameters shared with another layer, whose gradients add up.
#pragma once

#include <memory>

#include "engine/layers/activation.h"
#include "engine/layers/registry.h"

namespace hourglass::tests {

/// y = f(Wᵀ x + b), W that of layer `to`.
class TiedDense : public layers::Layer {
public:
    using Index = core::Index;

    TiedDense(int to, Index inputs, Index outputs, kernels::Activation activation) : m_inputs(inputs), m_outputs(outputs), m_activation(activation) {
        m_traits.output = core::Shape(outputs);
        m_traits.parameters = {{"bias", {outputs}, layers::Initialiser::Zeros}};
        m_traits.tiedTo = to;
        m_traits.gradientTasks = 2;
        m_traits.leavesLogits = activation == kernels::Activation::Sigmoid;
        m_traits.multiplyAdds = static_cast<double>(inputs * outputs);
    }

    const layers::Traits &traits() const override { return m_traits; }

    void forward(layers::ForwardPass &pass) const override {
        kernels::product(m_outputs, pass.x.columns, m_inputs, pass.arrays.tiedParameters, m_outputs, pass.x.data, 1, pass.x.stride, pass.y.data, pass.y.stride,
                         false);
        kernels::biasAndActivate(pass.leaveLogits ? kernels::Activation::Identity : m_activation, m_outputs, pass.y.columns, pass.y.data, pass.y.stride,
                                 pass.arrays.parameters);
    }

    void backward(layers::BackwardPass &pass) const override {
        if (!pass.leaveLogits)
            kernels::differentiate(m_activation, m_outputs, pass.dy.columns, pass.y.data, pass.y.stride, pass.dy.data, pass.dy.stride);
        if (pass.dx.data)
            kernels::product(m_inputs, pass.dy.columns, m_outputs, pass.arrays.tiedPrepared, core::strideOf(m_inputs), pass.dy.data, 1, pass.dy.stride,
                             pass.dx.data, pass.dx.stride, false);
    }

    /// Two tasks, by halves of the shared weights: each column of Wᵀ belongs to one unit of the layer's input.
    void gradient(layers::GradientPass &pass) const override {
        const Index half = (m_inputs + 1) / 2, first = pass.task * half, count = pass.task == 0 ? half : m_inputs - half;
        kernels::product(m_outputs, count, pass.dy.columns, pass.dy.data, pass.dy.stride, pass.x.data + first, pass.x.stride, 1,
                         pass.tiedGradient + first * m_outputs, m_outputs, true);
        if (pass.task == 0)
            kernels::sumColumns(m_outputs, pass.dy.columns, pass.dy.data, pass.dy.stride, pass.gradient);
    }

private:
    Index m_inputs, m_outputs;
    kernels::Activation m_activation;
    layers::Traits m_traits;
};

inline layers::Row tiedRow() {
    const spec::Setting to{.key = "to", .label = "To", .help = "", .kind = spec::SettingKind::Integer, .fallback = core::Index{0}, .minimum = 0, .maximum = 63};
    return {{"test_tied", "Tied", "", {to, layers::activationSetting()}}, [](const spec::Component &component, const layers::LayerContext &context) {
                const spec::Kind kind = tiedRow().kind;
                const core::Index index = spec::integerOf(component, kind, "to");
                if (index >= static_cast<core::Index>(context.before.size()))
                    return layers::LayerResult(core::Error{"A tied layer must come after the layer it is tied to", "", "", -1});
                const std::vector<core::Index> shape = context.before[static_cast<std::size_t>(index)]->traits().parameters[0].shape;
                return layers::LayerResult(std::shared_ptr<const layers::Layer>(std::make_shared<TiedDense>(
                    static_cast<int>(index), shape[0], shape[1], layers::activationOf(spec::choiceOf(component, kind, "activation")))));
            }};
}

} // namespace hourglass::tests
