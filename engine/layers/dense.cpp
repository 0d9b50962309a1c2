#include "engine/layers/dense.h"

#include "engine/layers/activation.h"
#include "engine/layers/lowering.h"
#include "engine/layers/mixed_weights.h"
#include "engine/layers/product_activation.h"
#include "engine/layers/registry.h"
#include "engine/layers/start.h"
#include "engine/layers/weight_products.h"
#include "engine/spec/spec.h"

namespace hourglass::layers {

namespace {

class Dense : public Layer, public Lowered {
public:
    Dense(Index inputs, Index outputs, kernels::Activation activation, const Start &start, bool hasBias)
        : m_inputs(inputs), m_outputs(outputs), m_hasBias(hasBias), m_activation(activation), m_products(inputs, outputs),
          m_mixed(outputs, inputs, MixedWeights::Use::Plain) {
        m_traits.output = Shape(outputs);
        m_traits.parameters = {start.of({"weight", {outputs, inputs}, Initialiser::Zeros, inputs, outputs})};
        if (hasBias)
            m_traits.parameters.push_back({"bias", {outputs}});
        m_traits.preparedSize = m_products.preparedSize();
        m_traits.prepareTasks = m_products.prepareTasks();
        m_traits.canBeTied = true;
        m_traits.gradientTasks = m_products.gradientTasks();
        m_traits.tasksOwnParameters = m_products.ownsRows();
        m_traits.partialPerBlock = m_products.keptPerBlock();
        m_activation.describe(m_traits);
        m_mixed.describe(m_traits.mixed);
        m_traits.multiplyAdds = static_cast<double>(inputs * outputs);
        m_biasOffset = core::padded(outputs * inputs);
    }

    const Traits &traits() const override { return m_traits; }

    void lower(Lowering &to) const override {
        to.shapeAs(Shape(m_inputs));
        to.apply(graph::Linear{to.tensor("weight"), to.tensor("bias")}, m_traits.output);
        to.activate(m_activation.function());
    }

    void prepare(const LayerArrays &arrays, float *prepared, Index task) const override { m_products.prepare(arrays.parameters, prepared, task); }

    void prepareMixed(kernels::MixedPath path, const LayerArrays &arrays, std::uint16_t *prepared, Index task) const override {
        m_mixed.prepare(path, arrays.parameters, prepared, task);
    }

    /// y = f(W x + b)
    void forward(ForwardPass &pass) const override {
        if (pass.mixed.isOn)
            m_mixed.forward(pass.mixed, pass.x, pass.y);
        else
            m_products.plain(pass.arrays.prepared, pass.x, pass.y);
        kernels::biasAndActivate(m_activation.withBias(pass.leaveLogits), m_outputs, pass.y.columns, pass.y.data, pass.y.stride,
                                 m_hasBias ? pass.arrays.parameters + m_biasOffset : nullptr);
        m_activation.keepAndActivate(pass.y, pass.scratch);
    }

    /// dz = dy f'(z), left in dy; dx = Wᵀ dz
    void backward(BackwardPass &pass) const override {
        m_activation.differentiate(pass);
        if (pass.mixed.isOn)
            return m_mixed.backward(pass.mixed, pass.dy, pass.dx);
        if (pass.random)
            m_products.keep(pass.x, pass.partial);
        if (pass.dx.data)
            m_products.transposed(pass.arrays.parameters, pass.arrays.prepared, pass.dy, pass.dx);
    }

    /// dW = dz xᵀ, one tile of it; db = Σ dz, with the first tile of each group of outputs
    void gradient(GradientPass &pass) const override {
        if (pass.mixed.isOn)
            return mixedGradient(pass);
        m_products.gradient(pass, pass.x, pass.dy, pass.gradient, false);
        if (const WeightProducts::Tile tile = m_products.tile(pass.task); tile.row == 0 && m_hasBias)
            kernels::sumColumns(tile.outputs, pass.dy.columns, pass.dy.data + tile.firstOutput, pass.dy.stride,
                                pass.gradient + m_biasOffset + tile.firstOutput);
    }

    /// Rows of W, and what they have of the bias.
    OwnedParameters owned(Index task, bool isMixed) const override {
        const WeightProducts::Tile tile = m_products.tile(task);
        const Index biasOffset = m_hasBias ? m_biasOffset : -1;
        return isMixed ? m_mixed.owned(task, biasOffset) : OwnedParameters::ofRows({tile.firstOutput, tile.outputs}, m_inputs, biasOffset);
    }

private:
    void mixedGradient(GradientPass &pass) const {
        m_mixed.gradient(pass.mixed, pass.task, pass.gradient, false);
        const MixedMatrix::Part part = m_mixed.part(pass.task);
        if (part.firstColumn == 0 && m_hasBias)
            kernels::sumColumns(part.rows, pass.dy.columns, pass.dy.data + part.firstRow, pass.dy.stride, pass.gradient + m_biasOffset + part.firstRow);
    }

    Index m_inputs, m_outputs, m_biasOffset;
    bool m_hasBias;
    ProductActivation m_activation;
    WeightProducts m_products;
    MixedWeights m_mixed;
    Traits m_traits;
};

} // namespace

spec::Kind denseKind() {
    spec::Setting units{.key = "units",
                        .label = "Units",
                        .help = "How many numbers the layer gives on. More can say more, and cost more.",
                        .kind = spec::SettingKind::Integer,
                        .fallback = core::Index{64},
                        .minimum = 1,
                        .maximum = static_cast<double>(spec::largestUnits),
                        .isLogarithmic = true,
                        .word = "data",
                        .takesMemory = true};
    spec::Kind kind{"dense", "Dense", "Every unit sees every input.", {units, activationSetting()}};
    for (const spec::Setting &setting : startSettings())
        kind.settings.push_back(setting);
    return kind;
}

LayerResult makeDense(const spec::Component &component, const LayerContext &context) {
    const spec::Kind kind = denseKind();
    const spec::Value units = spec::valueOf(component, kind, "units");
    const Index outputs = std::holds_alternative<std::string>(units) ? context.data.size() : std::get<Index>(units);
    const Index inputs = context.input.size();
    if (outputs * inputs > largestTensor)
        return tooLarge("This layer would have", static_cast<double>(outputs * inputs), "weights", "Make it or the layer before it narrower.");
    const std::string activation = spec::choiceOf(component, kind, "activation");
    return std::shared_ptr<const Layer>(std::make_shared<Dense>(inputs, outputs, activationOf(activation), startOf(component, kind, activation),
                                                                std::get<bool>(spec::valueOf(component, kind, "bias"))));
}

} // namespace hourglass::layers
