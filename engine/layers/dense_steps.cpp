#include "engine/layers/dense_steps.h"

#include <algorithm>

#include "engine/layers/activation.h"
#include "engine/layers/implied_shape.h"
#include "engine/layers/lowering.h"
#include "engine/layers/mixed_matrix.h"
#include "engine/layers/product_activation.h"
#include "engine/layers/registry.h"
#include "engine/layers/start.h"

namespace hourglass::layers {

namespace {

class DenseSteps : public Layer, public Lowered {
public:
    DenseSteps(Index steps, Index inputs, Index outputs, kernels::Activation activation, const Start &start, bool hasBias)
        : m_steps(steps), m_inputs(inputs), m_outputs(outputs), m_hasBias(hasBias), m_activation(activation), m_matrix(outputs, inputs) {
        m_traits.output = Shape(steps, outputs);
        m_traits.parameters = {start.of({"weight", {outputs, inputs}, Initialiser::Zeros, inputs, outputs})};
        if (hasBias)
            m_traits.parameters.push_back({"bias", {outputs}});
        m_biasOffset = core::padded(outputs * inputs);
        m_traits.preparedSize = core::strideOf(outputs) * inputs;
        m_traits.prepareTasks = 1;
        m_traits.partialPerBlock = m_biasOffset + outputs;
        m_traits.gradientTasks = 1;
        m_activation.describe(m_traits);
        m_traits.workspace = outputs;
        m_traits.multiplyAdds = static_cast<double>(steps * inputs * outputs);
        m_traits.mixed = {.isThere = true,
                          .preparedSize = m_matrix.preparedSize(),
                          .prepareTasks = 1,
                          .gradientTasks = 1,
                          .workspace = m_matrix.workspace() + steps * (m_matrix.keptInputSize() + m_matrix.keptGradientSize())};
    }

    const Traits &traits() const override { return m_traits; }

    void lower(Lowering &to) const override {
        to.shapeAs(Shape(m_steps, m_inputs));
        to.apply(graph::Linear{to.tensor("weight"), to.tensor("bias")}, m_traits.output);
        to.activate(m_activation.function());
    }

    void prepare(const LayerArrays &arrays, float *prepared, Index) const override {
        kernels::transpose(m_inputs, m_outputs, arrays.parameters, m_inputs, prepared, core::strideOf(m_outputs));
    }

    void prepareMixed(kernels::MixedPath path, const LayerArrays &arrays, std::uint16_t *prepared, Index) const override {
        m_matrix.prepare(path, arrays.parameters, 0, m_outputs, prepared);
    }

    /// y_t = f(W x_t + b)
    void forward(ForwardPass &pass) const override {
        for (Index step = 0; pass.mixed.isOn && step < m_steps; ++step)
            m_matrix.multiply(pass.mixed.path, pass.mixed.prepared, ofStep(pass.x, step, m_inputs), ofStep(pass.y, step, m_outputs), pass.mixed.workspace);
        for (Index sample = 0; sample < pass.x.columns; ++sample) {
            float *y = pass.y.column(sample);
            if (!pass.mixed.isOn)
                kernels::product(m_outputs, m_steps, m_inputs, pass.arrays.prepared, core::strideOf(m_outputs), pass.x.column(sample), 1, m_inputs, y,
                                 m_outputs, false);
            kernels::biasAndActivate(m_activation.withBias(pass.leaveLogits), m_outputs, m_steps, y, m_outputs,
                                     m_hasBias ? pass.arrays.parameters + m_biasOffset : nullptr);
            m_activation.keepAndActivate(pass.y.columnsFrom(sample, 1), pass.scratch.columnsFrom(sample, 1));
        }
    }

    void backward(BackwardPass &pass) const override {
        m_activation.differentiate(pass);
        std::fill_n(pass.partial + m_biasOffset, m_outputs, 0.0f);
        if (pass.mixed.isOn)
            mixedBackward(pass);
        for (Index sample = 0; sample < pass.x.columns; ++sample) {
            const float *dz = pass.dy.column(sample);
            if (pass.dx.data && !pass.mixed.isOn)
                kernels::product(m_inputs, m_steps, m_outputs, pass.arrays.parameters, m_inputs, dz, 1, m_outputs, pass.dx.column(sample), m_inputs, false);
            if (!pass.mixed.isOn)
                kernels::product(m_inputs, m_outputs, m_steps, pass.x.column(sample), m_inputs, dz, m_outputs, 1, pass.partial, m_inputs, sample > 0);
            kernels::sumColumns(m_outputs, m_steps, dz, m_outputs, pass.workspace);
            for (Index output = 0; output < m_outputs; ++output)
                pass.partial[m_biasOffset + output] += pass.workspace[output];
        }
    }

    void gradient(GradientPass &pass) const override {
        kernels::sumColumns(m_biasOffset + (m_hasBias ? m_outputs : 0), pass.partials.columns, pass.partials.data, pass.partials.stride, pass.gradient);
        std::fill(pass.gradient + m_outputs * m_inputs, pass.gradient + m_biasOffset, 0.0f);
    }

private:
    /// What a step has of each sample.
    template <class T>
    static core::BasicView<T> ofStep(core::BasicView<T> all, Index step, Index rows) {
        return {all.data + step * rows, rows, all.columns, all.stride};
    }

    void mixedBackward(const BackwardPass &pass) const {
        std::uint16_t *inputs = pass.mixed.workspace + m_matrix.workspace(), *gradients = inputs + m_steps * m_matrix.keptInputSize();
        for (Index step = 0; step < m_steps; ++step) {
            const View dz = ofStep(pass.dy, step, m_outputs);
            m_matrix.keepInput(pass.mixed.path, ofStep(pass.x, step, m_inputs), inputs + step * m_matrix.keptInputSize());
            m_matrix.keepGradient(pass.mixed.path, dz, gradients + step * m_matrix.keptGradientSize());
            if (pass.dx.data)
                m_matrix.multiplyTurned(pass.mixed.path, pass.mixed.prepared, dz, ofStep(pass.dx, step, m_inputs), pass.mixed.workspace);
        }
        m_matrix.gradient(pass.mixed.path, m_matrix.whole(), m_steps, gradients, m_matrix.keptGradientSize(), inputs, m_matrix.keptInputSize(), pass.partial,
                          false);
    }

    Index m_steps, m_inputs, m_outputs, m_biasOffset;
    bool m_hasBias;
    ProductActivation m_activation;
    MixedMatrix m_matrix;
    Traits m_traits;
};

} // namespace

spec::Kind denseStepsKind() {
    const spec::Setting units{.key = "units",
                              .label = "Units",
                              .help = "How many numbers each step gives on; \"data\": as many as a step of a sample has.",
                              .kind = spec::SettingKind::Integer,
                              .fallback = core::Index{32},
                              .minimum = 1,
                              .maximum = 4096,
                              .isLogarithmic = true,
                              .word = "data",
                              .usualMinimum = 1,
                              .usualMaximum = 256,
                              .takesMemory = true};
    spec::Kind kind{"dense_steps", "Dense at each step", "The same dense layer at every step of a sequence.", {units, activationSetting(false)}};
    for (const spec::Setting &setting : startSettings())
        kind.settings.push_back(setting);
    return kind;
}

LayerResult makeDenseSteps(const spec::Component &component, const LayerContext &context) {
    const spec::Kind kind = denseStepsKind();
    const core::Result<Shape> input = sequenceOf(context);
    if (!input)
        return input.error();
    const spec::Value units = spec::valueOf(component, kind, "units");
    const Index ofData = context.data.rank == 2 ? context.data.extents[1] : context.data.rank == 3 ? context.data.width() : 1;
    const Index outputs = std::holds_alternative<std::string>(units) ? ofData : std::get<Index>(units);
    const Index steps = input->extents[0], inputs = input->extents[1];
    if (const double numbers = static_cast<double>(outputs) * static_cast<double>(std::max(inputs, steps)); numbers > static_cast<double>(largestTensor))
        return tooLarge("This layer would need", numbers, "numbers", "Give it fewer units.");
    const std::string activation = spec::choiceOf(component, kind, "activation");
    return std::shared_ptr<const Layer>(std::make_shared<DenseSteps>(steps, inputs, outputs, activationOf(activation), startOf(component, kind, activation),
                                                                     std::get<bool>(spec::valueOf(component, kind, "bias"))));
}

} // namespace hourglass::layers
