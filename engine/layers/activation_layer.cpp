#include "engine/layers/activation_layer.h"

#include <algorithm>

#include "engine/layers/activation.h"
#include "engine/layers/lowering.h"

namespace hourglass::layers {

namespace {

class ActivationLayer : public Layer, public Lowered {
public:
    ActivationLayer(const Shape &shape, kernels::Activation activation) : m_activation(activation) {
        m_traits.output = shape;
        m_traits.leavesLogits = activation == kernels::Activation::Sigmoid;
        m_traits.leavesSoftmaxLogits = activation == kernels::Activation::Softmax;
        m_traits.multiplyAdds = static_cast<double>(shape.size());
    }

    const Traits &traits() const override { return m_traits; }

    void lower(Lowering &to) const override { to.activate(m_activation); }

    void forward(ForwardPass &pass) const override {
        for (Index column = 0; column < pass.x.columns; ++column)
            std::copy_n(pass.x.column(column), pass.x.rows, pass.y.column(column));
        if (!pass.leaveLogits)
            kernels::biasAndActivate(m_activation, pass.y.rows, pass.y.columns, pass.y.data, pass.y.stride, nullptr);
    }

    /// dx = dy f'(x)
    void backward(BackwardPass &pass) const override {
        if (!pass.dx.data)
            return;
        for (Index column = 0; column < pass.dy.columns; ++column)
            std::copy_n(pass.dy.column(column), pass.dy.rows, pass.dx.column(column));
        if (pass.leaveLogits)
            return;
        const ConstView at = kernels::isDifferentiatedAtInput(m_activation) ? pass.x : pass.y;
        kernels::differentiate(m_activation, pass.dx.rows, pass.dx.columns, at.data, at.stride, pass.dx.data, pass.dx.stride);
    }

private:
    kernels::Activation m_activation;
    Traits m_traits;
};

} // namespace

spec::Kind activationLayerKind() {
    return {"activation", "Activation", "Bends each number by itself; for behind a normalisation.", {activationSetting()}};
}

LayerResult makeActivationLayer(const spec::Component &component, const LayerContext &context) {
    const std::string key = spec::choiceOf(component, activationLayerKind(), "activation");
    return std::shared_ptr<const Layer>(std::make_shared<ActivationLayer>(context.input, activationOf(key)));
}

} // namespace hourglass::layers
