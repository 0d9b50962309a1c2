#include "engine/layers/dense.h"

#include <algorithm>

#include "engine/layers/activation.h"
#include "engine/layers/cut.h"
#include "engine/layers/lowering.h"
#include "engine/layers/mixed_weights.h"
#include "engine/layers/product_activation.h"
#include "engine/layers/registry.h"
#include "engine/layers/start.h"
#include "engine/spec/spec.h"

namespace hourglass::layers {

namespace {

class Dense : public Layer, public Lowered {
public:
    Dense(Index inputs, Index outputs, kernels::Activation activation, const Start &start, bool hasBias)
        : m_inputs(inputs), m_outputs(outputs), m_hasBias(hasBias), m_activation(activation), m_rows(inputs, 192, 64),
          m_gradientRows(inputs, gradientRows(inputs, outputs), 64), m_columns(outputs, 48, 24), m_mixed(outputs, inputs, MixedWeights::Use::Plain) {
        m_traits.output = Shape(outputs);
        m_traits.parameters = {start.of({"weight", {outputs, inputs}, Initialiser::Zeros, inputs, outputs})};
        if (hasBias)
            m_traits.parameters.push_back({"bias", {outputs}});
        // Backward reads the weights where they lie, unless their rows are a power of two apart: then from a copy further apart.
        m_copiesWeights = inputs % 256 == 0;
        m_copyOffset = core::strideOf(outputs) * inputs;
        m_traits.preparedSize = m_copyOffset + (m_copiesWeights ? core::strideOf(inputs) * outputs : 0);
        m_traits.prepareTasks = m_rows.parts;
        m_traits.canBeTied = true;
        m_traits.gradientTasks = m_gradientRows.parts * m_columns.parts;
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

    /// The transposed weights: outputs contiguous, as forward() reads them.
    void prepare(const LayerArrays &arrays, float *prepared, Index task) const override {
        const Index first = m_rows.first(task), count = m_rows.length(task), stride = core::strideOf(m_outputs);
        kernels::transpose(count, m_outputs, arrays.parameters + first, m_inputs, prepared + first * stride, stride);
        if (m_copiesWeights)
            for (Index output = 0; output < m_outputs; ++output)
                std::copy_n(arrays.parameters + output * m_inputs + first, count, prepared + m_copyOffset + output * core::strideOf(m_inputs) + first);
    }

    void prepareMixed(kernels::MixedPath path, const LayerArrays &arrays, std::uint16_t *prepared, Index task) const override {
        m_mixed.prepare(path, arrays.parameters, prepared, task);
    }

    /// y = f(W x + b)
    void forward(ForwardPass &pass) const override {
        if (pass.mixed.isOn)
            m_mixed.forward(pass.mixed, pass.x, pass.y);
        else
            kernels::product(m_outputs, pass.x.columns, m_inputs, pass.arrays.prepared, core::strideOf(m_outputs), pass.x.data, 1, pass.x.stride, pass.y.data,
                             pass.y.stride, false);
        kernels::biasAndActivate(m_activation.withBias(pass.leaveLogits), m_outputs, pass.y.columns, pass.y.data, pass.y.stride,
                                 m_hasBias ? pass.arrays.parameters + m_biasOffset : nullptr);
        m_activation.keepAndActivate(pass.y, pass.scratch);
    }

    /// dz = dy f'(z), left in dy; dx = Wᵀ dz
    void backward(BackwardPass &pass) const override {
        m_activation.differentiate(pass);
        if (pass.mixed.isOn)
            return m_mixed.backward(pass.mixed, pass.dy, pass.dx);
        if (!pass.dx.data)
            return;
        const float *weights = m_copiesWeights ? pass.arrays.prepared + m_copyOffset : pass.arrays.parameters;
        kernels::product(m_inputs, pass.dy.columns, m_outputs, weights, m_copiesWeights ? core::strideOf(m_inputs) : m_inputs, pass.dy.data, 1, pass.dy.stride,
                         pass.dx.data, pass.dx.stride, false);
    }

    /// dW = dz xᵀ, one tile of it; db = Σ dz, with the first tile of each group of outputs
    void gradient(GradientPass &pass) const override {
        if (pass.mixed.isOn)
            return mixedGradient(pass);
        const Index row = pass.task % m_gradientRows.parts, column = pass.task / m_gradientRows.parts;
        const Index firstInput = m_gradientRows.first(row), firstOutput = m_columns.first(column);
        kernels::product(m_gradientRows.length(row), m_columns.length(column), pass.x.columns, pass.x.data + firstInput, pass.x.stride,
                         pass.dy.data + firstOutput, pass.dy.stride, 1, pass.gradient + firstInput + firstOutput * m_inputs, m_inputs, false);
        if (row == 0 && m_hasBias)
            kernels::sumColumns(m_columns.length(column), pass.dy.columns, pass.dy.data + firstOutput, pass.dy.stride,
                                pass.gradient + m_biasOffset + firstOutput);
    }

private:
    void mixedGradient(GradientPass &pass) const {
        m_mixed.gradient(pass.mixed, pass.task, pass.gradient, false);
        const MixedMatrix::Part part = m_mixed.part(pass.task);
        if (part.firstColumn == 0 && m_hasBias)
            kernels::sumColumns(part.rows, pass.dy.columns, pass.dy.data + part.firstRow, pass.dy.stride, pass.gradient + m_biasOffset + part.firstRow);
    }

    Index m_inputs, m_outputs, m_biasOffset, m_copyOffset = 0;
    bool m_hasBias, m_copiesWeights = false;
    ProductActivation m_activation;
    Cut m_rows;                    ///< of the transposed weights
    Cut m_gradientRows, m_columns; ///< tiles of the weights' gradient
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
