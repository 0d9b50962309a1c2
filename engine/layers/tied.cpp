#include "engine/layers/tied.h"

#include "engine/layers/activation.h"
#include "engine/layers/lowering.h"
#include "engine/layers/mixed_weights.h"
#include "engine/layers/product_activation.h"
#include "engine/layers/weight_products.h"

namespace hourglass::layers {

namespace {

class Tied : public Layer, public Lowered {
public:
    /// W is inputs × outputs here: a row for each unit of the dense layer.
    Tied(int to, Index inputs, Index outputs, kernels::Activation activation)
        : m_inputs(inputs), m_outputs(outputs), m_activation(activation), m_products(outputs, inputs), m_mixed(inputs, outputs, MixedWeights::Use::Transposed) {
        m_traits.output = Shape(outputs);
        m_traits.parameters = {{"bias", {outputs}}};
        m_traits.tiedTo = to;
        m_traits.gradientTasks = m_products.gradientTasks();
        m_traits.partialPerBlock = m_products.keptPerBlock();
        m_activation.describe(m_traits);
        m_mixed.describe(m_traits.mixed);
        m_traits.multiplyAdds = static_cast<double>(inputs * outputs);
    }

    const Traits &traits() const override { return m_traits; }

    void lower(Lowering &to) const override {
        to.shapeAs(Shape(m_inputs));
        to.apply(graph::Linear{to.tiedWeight(), to.tensor("bias"), true}, m_traits.output);
        to.activate(m_activation.function());
    }

    void forward(ForwardPass &pass) const override {
        if (pass.mixed.isOn)
            m_mixed.forward(pass.mixed, pass.x, pass.y);
        else
            m_products.transposed(pass.arrays.tiedParameters, pass.arrays.tiedPrepared, pass.x, pass.y);
        kernels::biasAndActivate(m_activation.withBias(pass.leaveLogits), m_outputs, pass.y.columns, pass.y.data, pass.y.stride, pass.arrays.parameters);
        m_activation.keepAndActivate(pass.y, pass.scratch);
    }

    /// dz = dy f'(z); dx = W dz, by what the dense layer has prepared
    void backward(BackwardPass &pass) const override {
        m_activation.differentiate(pass);
        if (pass.mixed.isOn)
            return m_mixed.backward(pass.mixed, pass.dy, pass.dx);
        if (pass.random)
            m_products.keep(pass.dy, pass.partial);
        if (pass.dx.data)
            m_products.plain(pass.arrays.tiedPrepared, pass.dy, pass.dx);
    }

    /// dW += x dzᵀ, one tile of it; db = Σ dz
    void gradient(GradientPass &pass) const override {
        if (pass.mixed.isOn)
            return mixedGradient(pass);
        m_products.gradient(pass, pass.dy, pass.x, pass.tiedGradient, true);
        if (const WeightProducts::Tile tile = m_products.tile(pass.task); tile.column == 0)
            kernels::sumColumns(tile.inputs, pass.dy.columns, pass.dy.data + tile.firstInput, pass.dy.stride, pass.gradient + tile.firstInput);
    }

private:
    void mixedGradient(GradientPass &pass) const {
        m_mixed.gradient(pass.mixed, pass.task, pass.tiedGradient, true);
        const MixedMatrix::Part part = m_mixed.part(pass.task);
        if (part.firstRow == 0)
            kernels::sumColumns(part.columns, pass.dy.columns, pass.dy.data + part.firstColumn, pass.dy.stride, pass.gradient + part.firstColumn);
    }

    Index m_inputs, m_outputs;
    ProductActivation m_activation;
    WeightProducts m_products;
    MixedWeights m_mixed;
    Traits m_traits;
};

core::Error refused(std::string what, std::string hint) {
    return {std::move(what), "", std::move(hint)};
}

} // namespace

spec::Kind tiedKind() {
    const spec::Setting to{.key = "to",
                           .label = "To",
                           .help = "The dense layer whose weights it uses, transposed; \"mirror\": the one across the code.",
                           .kind = spec::SettingKind::Integer,
                           .fallback = std::string("mirror"),
                           .minimum = 0,
                           .maximum = 63,
                           .word = "mirror"};
    return {"tied", "Tied", "The transpose of a dense layer of the encoder: half the weights, learned from both sides.", {to, activationSetting()}};
}

LayerResult makeTied(const spec::Component &component, const LayerContext &context) {
    const spec::Kind kind = tiedKind();
    const spec::Value to = spec::valueOf(component, kind, "to");
    // The decoder's layers mirror the code as well: that after the code is the transpose of the code's own layer.
    const Index index = std::holds_alternative<std::string>(to) ? 2 * context.code + 1 - context.index : std::get<Index>(to);
    if (index < 0 || index >= static_cast<Index>(context.before.size())) {
        std::string what = "A tied layer uses the weights of a layer before it, and ";
        what += index < 0 ? "there is none across the code" : "layer " + std::to_string(index + 1) + " is none";
        return refused(what, "Name a dense layer before it, counted from 0.");
    }
    const Traits &needs = context.before[static_cast<std::size_t>(index)]->traits();
    if (!needs.canBeTied)
        return refused("Layer " + std::to_string(index + 1) + " is not dense, so nothing can be tied to it", "Tie it to a dense layer.");
    const std::vector<Index> &shape = needs.parameters[0].shape;
    if (context.input.size() != shape[0]) {
        std::string what = "The transpose of layer " + std::to_string(index + 1);
        what += " takes " + std::to_string(shape[0]) + " numbers, and " + std::to_string(context.input.size()) + " come in";
        return refused(what, "Give the layer before it as many units, or tie it to another.");
    }
    return std::shared_ptr<const Layer>(
        std::make_shared<Tied>(static_cast<int>(index), shape[0], shape[1], activationOf(spec::choiceOf(component, kind, "activation"))));
}

} // namespace hourglass::layers
