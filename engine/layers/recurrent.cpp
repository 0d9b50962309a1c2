#include "engine/layers/recurrent.h"

#include <algorithm>

#include "engine/layers/cut.h"
#include "engine/layers/implied_shape.h"
#include "engine/layers/lowering.h"
#include "engine/layers/mixed_matrix.h"
#include "engine/layers/registry.h"
#include "engine/layers/start.h"

namespace hourglass::layers {

namespace {

enum class Cell { Simple, Lstm, Gru };

constexpr Index gatesOf(Cell cell) {
    return cell == Cell::Lstm ? 4 : cell == Cell::Gru ? 3 : 1;
}

/// What one direction remembers of a block from forward() to backward(), step by step and within a step sample by sample.
struct Memory {
    float *gates = nullptr;       ///< steps × samples × gates · units; their gradients after backward()
    float *hiddenGates = nullptr; ///< GRU: the part that comes from the last state; the others use `gates`
    float *cells = nullptr;       ///< LSTM
    float *hidden = nullptr;      ///< steps × samples × units
    float *dHidden = nullptr, *dCell = nullptr;
};

/// Where the tensors of one direction stand among the layer's parameters, and what is prepared of them.
struct Offsets {
    Index inputWeights = 0, hiddenWeights = 0, inputBias = 0, hiddenBias = 0;
    Index preparedInput = 0, preparedHidden = 0;
};

class Recurrent : public Layer, public Lowered {
public:
    Recurrent(Cell cell, const Shape &input, Index units, bool wholeSequence, bool isBidirectional, const Start &start)
        : m_cell(cell), m_steps(input.extents[0]), m_inputs(input.extents[1]), m_units(units), m_gates(gatesOf(cell) * units), m_wholeSequence(wholeSequence),
          m_directions(isBidirectional ? 2 : 1), m_inputMatrix(m_gates, m_inputs), m_hiddenMatrix(m_gates, units) {
        m_traits.output = wholeSequence ? Shape(m_steps, m_directions * units) : Shape(m_directions * units);
        Index parameters = 0;
        for (int direction = 0; direction < m_directions; ++direction) {
            const std::string suffix = direction == 0 ? "_l0" : "_l0_reverse";
            const auto add = [&](Tensor tensor) {
                const Index at = parameters;
                parameters += core::padded(tensor.size());
                m_traits.parameters.push_back(std::move(tensor));
                return at;
            };
            Offsets &at = m_offsets[direction];
            at.inputWeights = add(start.of({"weight_ih" + suffix, {m_gates, m_inputs}, Initialiser::Zeros, m_inputs, units}));
            at.hiddenWeights = add({"weight_hh" + suffix, {m_gates, units}, Initialiser::Orthogonal, units, units});
            at.inputBias = add({"bias_ih" + suffix, {m_gates}});
            at.hiddenBias = add({"bias_hh" + suffix, {m_gates}});
            at.preparedInput = m_traits.preparedSize;
            at.preparedHidden = at.preparedInput + core::strideOf(m_gates) * m_inputs;
            m_traits.preparedSize = at.preparedHidden + core::strideOf(m_gates) * units;
        }
        m_traits.prepareTasks = m_directions;
        m_traits.scratchPerSample = m_directions * floatsPerDirection();
        m_traits.partialPerBlock = parameters;
        m_tasks = Cut(parameters, 4096, 16);
        m_traits.gradientTasks = m_tasks.parts;
        m_traits.multiplyAdds = static_cast<double>(m_directions * m_steps * m_gates * (m_inputs + units));
        m_keptOffset = std::max(m_inputMatrix.workspace(), m_hiddenMatrix.workspace());
        m_traits.mixed = {.isThere = true,
                          .preparedSize = m_directions * mixedPerDirection(),
                          .prepareTasks = m_directions,
                          .gradientTasks = m_tasks.parts,
                          .workspace =
                              m_keptOffset + m_steps * (m_inputMatrix.keptInputSize() + m_hiddenMatrix.keptInputSize() + 2 * m_inputMatrix.keptGradientSize())};
    }

    const Traits &traits() const override { return m_traits; }

    void lower(Lowering &to) const override {
        using GraphCell = graph::Recurrent::Cell;
        graph::Recurrent recurrent{m_cell == Cell::Lstm  ? GraphCell::Lstm
                                   : m_cell == Cell::Gru ? GraphCell::Gru
                                                         : GraphCell::Simple,
                                   {},
                                   m_units,
                                   m_wholeSequence};
        for (const std::string suffix : {"_l0", "_l0_reverse"})
            if (static_cast<int>(recurrent.directions.size()) < m_directions)
                recurrent.directions.push_back(
                    {to.tensor("weight_ih" + suffix), to.tensor("weight_hh" + suffix), to.tensor("bias_ih" + suffix), to.tensor("bias_hh" + suffix)});
        to.shapeAs(Shape(m_steps, m_inputs));
        to.apply(std::move(recurrent), m_traits.output);
    }

    void prepare(const LayerArrays &arrays, float *prepared, Index direction) const override {
        const Offsets &at = m_offsets[direction];
        kernels::transpose(m_inputs, m_gates, arrays.parameters + at.inputWeights, m_inputs, prepared + at.preparedInput, core::strideOf(m_gates));
        kernels::transpose(m_units, m_gates, arrays.parameters + at.hiddenWeights, m_units, prepared + at.preparedHidden, core::strideOf(m_gates));
    }

    void prepareMixed(kernels::MixedPath path, const LayerArrays &arrays, std::uint16_t *prepared, Index direction) const override {
        const Offsets &at = m_offsets[direction];
        std::uint16_t *to = prepared + direction * mixedPerDirection();
        m_inputMatrix.prepare(path, arrays.parameters + at.inputWeights, 0, m_gates, to);
        m_hiddenMatrix.prepare(path, arrays.parameters + at.hiddenWeights, 0, m_gates, to + m_inputMatrix.preparedSize());
    }

    void forward(ForwardPass &pass) const override {
        for (int direction = 0; direction < m_directions; ++direction) {
            const Memory memory = memoryOf(pass.scratch, direction);
            walk(pass, direction, memory);
            giveOut(memory, direction, pass.y);
        }
    }

    void backward(BackwardPass &pass) const override {
        for (int direction = 0; direction < m_directions; ++direction) {
            const Memory memory = memoryOf(pass.scratch, direction);
            walkBack(pass, direction, memory);
            if (pass.mixed.isOn) {
                leaveMixed(pass, direction, memory);
                continue;
            }
            leavePartial(pass, direction, memory);
            const float *weights = pass.arrays.parameters + m_offsets[direction].inputWeights;
            const Index samples = pass.x.columns;
            for (Index sample = 0; pass.dx.data && sample < samples; ++sample)
                kernels::product(m_inputs, m_steps, m_gates, weights, m_inputs, memory.gates + sample * m_gates, 1, samples * m_gates, pass.dx.column(sample),
                                 m_inputs, direction > 0);
        }
    }

    void gradient(GradientPass &pass) const override {
        const Index first = m_tasks.first(pass.task);
        kernels::sumColumns(m_tasks.length(pass.task), pass.partials.columns, pass.partials.data + first, pass.partials.stride, pass.gradient + first);
    }

private:
    Index floatsPerDirection() const {
        const Index hiddenGates = m_cell == Cell::Gru ? m_gates : 0, cells = m_cell == Cell::Lstm ? m_units : 0;
        return m_steps * (m_gates + hiddenGates + cells + m_units) + 2 * m_units;
    }

    Memory memoryOf(View scratch, int direction) const {
        const Index samples = scratch.columns;
        float *at = scratch.data + direction * floatsPerDirection() * samples;
        const auto take = [&](Index floats) {
            float *const taken = at;
            at += floats * samples;
            return taken;
        };
        Memory memory;
        memory.gates = take(m_steps * m_gates);
        memory.hiddenGates = m_cell == Cell::Gru ? take(m_steps * m_gates) : memory.gates;
        memory.cells = m_cell == Cell::Lstm ? take(m_steps * m_units) : nullptr;
        memory.hidden = take(m_steps * m_units);
        memory.dHidden = take(m_units);
        memory.dCell = take(m_units);
        return memory;
    }

    /// The step that is the `number`th on the way of this direction.
    Index stepAt(int direction, Index number) const { return direction == 0 ? number : m_steps - 1 - number; }

    void walk(ForwardPass &pass, int direction, const Memory &memory) const {
        const Index samples = pass.x.columns, gatesOfStep = samples * m_gates, unitsOfStep = samples * m_units, stride = core::strideOf(m_gates);
        const Offsets &at = m_offsets[direction];
        // All steps of a sample meet the input's weights in one product.
        for (Index step = 0; pass.mixed.isOn && step < m_steps; ++step)
            m_inputMatrix.multiply(pass.mixed.path, inputPanels(pass.mixed, direction), inputOf(pass.x, step),
                                   {memory.gates + step * gatesOfStep, m_gates, samples, m_gates}, pass.mixed.workspace);
        for (Index sample = 0; !pass.mixed.isOn && sample < samples; ++sample)
            kernels::product(m_gates, m_steps, m_inputs, pass.arrays.prepared + at.preparedInput, stride, pass.x.column(sample), 1, m_inputs,
                             memory.gates + sample * m_gates, gatesOfStep, false);
        if (m_cell == Cell::Gru)
            std::fill_n(memory.hiddenGates + stepAt(direction, 0) * gatesOfStep, gatesOfStep, 0.0f);
        const float *inputBias = pass.arrays.parameters + at.inputBias, *hiddenBias = pass.arrays.parameters + at.hiddenBias;
        const kernels::RecurrentStep size{m_units, samples, m_gates, m_units};
        for (Index number = 0; number < m_steps; ++number) {
            const Index step = stepAt(direction, number), last = number > 0 ? stepAt(direction, number - 1) : 0;
            const float *lastHidden = number > 0 ? memory.hidden + last * unitsOfStep : nullptr;
            float *gates = memory.gates + step * gatesOfStep, *hidden = memory.hidden + step * unitsOfStep;
            if (number > 0 && pass.mixed.isOn)
                m_hiddenMatrix.multiply(pass.mixed.path, hiddenPanels(pass.mixed, direction), {lastHidden, m_units, samples, m_units},
                                        {memory.hiddenGates + step * gatesOfStep, m_gates, samples, m_gates}, pass.mixed.workspace, m_cell != Cell::Gru);
            else if (number > 0)
                kernels::product(m_gates, samples, m_units, pass.arrays.prepared + at.preparedHidden, stride, lastHidden, 1, m_units,
                                 memory.hiddenGates + step * gatesOfStep, m_gates, m_cell != Cell::Gru);
            if (m_cell == Cell::Lstm) {
                kernels::lstmForward(size, inputBias, hiddenBias, gates, number > 0 ? memory.cells + last * unitsOfStep : nullptr,
                                     memory.cells + step * unitsOfStep, hidden);
            } else if (m_cell == Cell::Gru) {
                kernels::gruForward(size, inputBias, hiddenBias, gates, memory.hiddenGates + step * gatesOfStep, lastHidden, hidden);
            } else { // h = tanh(W x + b + W' h' + b')
                std::copy_n(gates, unitsOfStep, hidden);
                kernels::biasAndActivate(kernels::Activation::Identity, m_units, samples, hidden, m_units, inputBias);
                kernels::biasAndActivate(kernels::Activation::Tanh, m_units, samples, hidden, m_units, hiddenBias);
            }
        }
    }

    void giveOut(const Memory &memory, int direction, View y) const {
        const Index samples = y.columns, across = m_directions * m_units;
        for (Index sample = 0; sample < samples; ++sample) {
            float *to = y.column(sample) + direction * m_units;
            const auto state = [&](Index step) { return memory.hidden + (step * samples + sample) * m_units; };
            for (Index step = 0; m_wholeSequence && step < m_steps; ++step)
                std::copy_n(state(step), m_units, to + step * across);
            if (!m_wholeSequence)
                std::copy_n(state(stepAt(direction, m_steps - 1)), m_units, to);
        }
    }

    /// Adds what the output at this step asks for to the gradient of its state.
    void takeIn(ConstView dy, int direction, Index step, bool isLast, float *dHidden) const {
        if (!m_wholeSequence && !isLast)
            return;
        const Index offset = direction * m_units + (m_wholeSequence ? step * m_directions * m_units : 0);
        for (Index sample = 0; sample < dy.columns; ++sample)
            kernels::addScaled(m_units, 1.0f, dy.column(sample) + offset, dHidden + sample * m_units);
    }

    void walkBack(BackwardPass &pass, int direction, const Memory &memory) const {
        const Index samples = pass.x.columns, gatesOfStep = samples * m_gates, unitsOfStep = samples * m_units;
        const float *weights = pass.arrays.parameters + m_offsets[direction].hiddenWeights;
        const kernels::RecurrentStep size{m_units, samples, m_gates, m_units};
        std::fill_n(memory.dHidden, unitsOfStep, 0.0f);
        std::fill_n(memory.dCell, unitsOfStep, 0.0f);
        for (Index number = m_steps - 1; number >= 0; --number) {
            const Index step = stepAt(direction, number), last = number > 0 ? stepAt(direction, number - 1) : 0;
            float *gates = memory.gates + step * gatesOfStep, *hiddenGates = memory.hiddenGates + step * gatesOfStep;
            takeIn(pass.dy, direction, step, number == m_steps - 1, memory.dHidden);
            if (m_cell == Cell::Lstm) {
                kernels::lstmBackward(size, gates, number > 0 ? memory.cells + last * unitsOfStep : nullptr, memory.cells + step * unitsOfStep, memory.dHidden,
                                      memory.dCell);
            } else if (m_cell == Cell::Gru) {
                kernels::gruBackward(size, gates, hiddenGates, number > 0 ? memory.hidden + last * unitsOfStep : nullptr, memory.dHidden);
            } else {
                std::copy_n(memory.dHidden, unitsOfStep, gates);
                kernels::differentiate(kernels::Activation::Tanh, m_units, samples, memory.hidden + step * unitsOfStep, m_units, gates, m_units);
            }
            if (number > 0 && pass.mixed.isOn)
                m_hiddenMatrix.multiplyTurned(pass.mixed.path, hiddenPanels(pass.mixed, direction), {hiddenGates, m_gates, samples, m_gates},
                                              {memory.dHidden, m_units, samples, m_units}, pass.mixed.workspace, m_cell == Cell::Gru);
            else if (number > 0) // of a GRU a part has come by z h' already
                kernels::product(m_units, samples, m_gates, weights, m_units, hiddenGates, 1, m_gates, memory.dHidden, m_units, m_cell == Cell::Gru);
        }
    }

    Index mixedPerDirection() const { return m_inputMatrix.preparedSize() + m_hiddenMatrix.preparedSize(); }
    const std::uint16_t *inputPanels(const MixedArrays &mixed, int direction) const { return mixed.prepared + direction * mixedPerDirection(); }
    const std::uint16_t *hiddenPanels(const MixedArrays &mixed, int direction) const { return inputPanels(mixed, direction) + m_inputMatrix.preparedSize(); }
    /// What a step has of each sample.
    ConstView inputOf(ConstView x, Index step) const { return {x.data + step * m_inputs, m_inputs, x.columns, x.stride}; }

    /// dx and the block's part of the gradients in mixed precision: the samples of a step are a chunk of the depth.
    void leaveMixed(BackwardPass &pass, int direction, const Memory &memory) const {
        const Index samples = pass.x.columns, unitsOfStep = samples * m_units, gatesOfStep = samples * m_gates;
        const kernels::MixedPath path = pass.mixed.path;
        const Index inputSize = m_inputMatrix.keptInputSize(), hiddenSize = m_hiddenMatrix.keptInputSize(), gateSize = m_inputMatrix.keptGradientSize();
        std::uint16_t *inputs = pass.mixed.workspace + m_keptOffset, *states = inputs + m_steps * inputSize, *gates = states + m_steps * hiddenSize,
                      *hiddenGates = m_cell == Cell::Gru ? gates + m_steps * gateSize : gates;
        for (Index step = 0; step < m_steps; ++step) {
            const ConstView dGates{memory.gates + step * gatesOfStep, m_gates, samples, m_gates};
            m_inputMatrix.keepInput(path, inputOf(pass.x, step), inputs + step * inputSize);
            m_hiddenMatrix.keepInput(path, {memory.hidden + step * unitsOfStep, m_units, samples, m_units}, states + step * hiddenSize);
            m_inputMatrix.keepGradient(path, dGates, gates + step * gateSize);
            if (m_cell == Cell::Gru)
                m_hiddenMatrix.keepGradient(path, {memory.hiddenGates + step * gatesOfStep, m_gates, samples, m_gates}, hiddenGates + step * gateSize);
            if (pass.dx.data)
                m_inputMatrix.multiplyTurned(path, inputPanels(pass.mixed, direction), dGates,
                                             {pass.dx.data + step * m_inputs, m_inputs, samples, pass.dx.stride}, pass.mixed.workspace, direction > 0);
        }
        const Offsets &at = m_offsets[direction];
        m_inputMatrix.gradient(path, m_inputMatrix.whole(), m_steps, gates, gateSize, inputs, inputSize, pass.partial + at.inputWeights, false);
        // Each state meets the gates of the step after it, which on the way back stands before it.
        m_hiddenMatrix.gradient(path, m_hiddenMatrix.whole(), m_steps - 1, hiddenGates + (direction == 0 ? gateSize : 0), gateSize,
                                states + (direction == 0 ? 0 : hiddenSize), hiddenSize, pass.partial + at.hiddenWeights, false);
        sumBiases(pass, direction, memory);
    }

    /// The block's part of the gradients: Σ dgates xᵀ, Σ dgates h'ᵀ and Σ dgates over samples and steps.
    void leavePartial(BackwardPass &pass, int direction, const Memory &memory) const {
        const Index samples = pass.x.columns, gatesOfStep = samples * m_gates;
        const Offsets &at = m_offsets[direction];
        for (Index sample = 0; sample < samples; ++sample)
            kernels::product(m_inputs, m_gates, m_steps, pass.x.column(sample), m_inputs, memory.gates + sample * m_gates, gatesOfStep, 1,
                             pass.partial + at.inputWeights, m_inputs, sample > 0);
        // Each state meets the gates of the step after it, which on the way back stands before it.
        const float *states = memory.hidden + (direction == 0 ? 0 : samples * m_units), *gates = memory.hiddenGates + (direction == 0 ? gatesOfStep : 0);
        kernels::product(m_units, m_gates, (m_steps - 1) * samples, states, m_units, gates, m_gates, 1, pass.partial + at.hiddenWeights, m_units, false);
        sumBiases(pass, direction, memory);
    }

    void sumBiases(BackwardPass &pass, int direction, const Memory &memory) const {
        const Index columns = m_steps * pass.x.columns;
        kernels::sumColumns(m_gates, columns, memory.gates, m_gates, pass.partial + m_offsets[direction].inputBias);
        kernels::sumColumns(m_gates, columns, memory.hiddenGates, m_gates, pass.partial + m_offsets[direction].hiddenBias);
    }

    Cell m_cell;
    Index m_steps, m_inputs, m_units, m_gates;
    bool m_wholeSequence;
    int m_directions;
    Offsets m_offsets[2];
    Cut m_tasks; ///< of the parameters
    MixedMatrix m_inputMatrix, m_hiddenMatrix;
    Index m_keptOffset = 0; ///< in the work space of mixed precision: operands of the gradient
    Traits m_traits;
};

spec::Kind kindOf(const char *key, const char *label, const char *help) {
    spec::Kind kind{
        key,
        label,
        help,
        {{.key = "units",
          .label = "Units",
          .help = "How many numbers it remembers.",
          .kind = spec::SettingKind::Integer,
          .fallback = core::Index{32},
          .minimum = 1,
          .maximum = 4096,
          .isLogarithmic = true,
          .usualMinimum = 1,
          .usualMaximum = 256,
          .takesMemory = true},
         {.key = "output",
          .label = "Gives on",
          .help = "What comes out: the state at the end, or the states at all steps.",
          .kind = spec::SettingKind::Choice,
          .fallback = std::string("last"),
          .choices = {{"last", "Last state", "The state at the end: a summary of the sequence."}, {"sequence", "Whole sequence", "The state at each step."}}},
         {.key = "bidirectional",
          .label = "Both ways",
          .help = "Walks along the sequence forwards and backwards and gives both states on.",
          .kind = spec::SettingKind::Toggle,
          .fallback = false}}};
    for (const spec::Setting &setting : initialiserSettings())
        kind.settings.push_back(setting);
    return kind;
}

LayerResult make(const spec::Component &component, const LayerContext &context, const spec::Kind &kind, Cell cell) {
    const core::Result<Shape> input = sequenceOf(context);
    if (!input)
        return input.error();
    const Index units = spec::integerOf(component, kind, "units");
    const auto weights = static_cast<double>(gatesOf(cell) * units) * static_cast<double>(units + input->extents[1]);
    const auto remembered = static_cast<double>(gatesOf(cell) * units) * static_cast<double>(input->extents[0]);
    if (const double numbers = std::max(weights, 4 * remembered); numbers > static_cast<double>(largestTensor))
        return tooLarge("This layer would need", numbers, "numbers", "Give it fewer units, or shorter sequences.");
    return std::shared_ptr<const Layer>(std::make_shared<Recurrent>(cell, *input, units, spec::choiceOf(component, kind, "output") == "sequence",
                                                                    std::get<bool>(spec::valueOf(component, kind, "bidirectional")),
                                                                    startOf(component, kind, "tanh")));
}

} // namespace

spec::Kind simpleRnnKind() {
    return kindOf("simple_rnn", "Simple recurrent", "Walks along a sequence with one state: h = tanh(W x + W' h + b) (Elman 1990).");
}

spec::Kind lstmKind() {
    return kindOf("lstm", "LSTM", "Walks along a sequence with a memory that gates open and close (Hochreiter and Schmidhuber 1997).");
}

spec::Kind gruKind() {
    return kindOf("gru", "GRU", "Like LSTM with fewer gates: the state itself is the memory (Cho et al. 2014).");
}

LayerResult makeSimpleRnn(const spec::Component &component, const LayerContext &context) {
    return make(component, context, simpleRnnKind(), Cell::Simple);
}

LayerResult makeLstm(const spec::Component &component, const LayerContext &context) {
    return make(component, context, lstmKind(), Cell::Lstm);
}

LayerResult makeGru(const spec::Component &component, const LayerContext &context) {
    return make(component, context, gruKind(), Cell::Gru);
}

} // namespace hourglass::layers
