#include "engine/analysis/gates_task.h"

#include <cmath>

#include "engine/plan/placed_tensors.h"

namespace hourglass::analysis {

namespace {

bool isRecurrent(const std::string &kind) {
    return kind == "lstm" || kind == "gru" || kind == "simple_rnn";
}

double sigmoid(double z) {
    return 1 / (1 + std::exp(-z));
}

/// Of one direction, row-major as files have them.
struct Weights {
    const float *input = nullptr, *hidden = nullptr, *inputBias = nullptr, *hiddenBias = nullptr;
    Index gates = 0, inputs = 0, units = 0; ///< gates: of all units together
};

Weights weightsOf(const plan::Plan &plan, int layer, const std::string &suffix, const float *parameters) {
    Weights found;
    for (const plan::PlacedTensor &placed : plan::tensorsOf(plan)) {
        if (placed.layer != layer || placed.isState)
            continue;
        const float *at = parameters + placed.offset;
        const std::string &name = placed.tensor->name;
        if (name == "weight_ih" + suffix) {
            found.input = at;
            found.gates = placed.tensor->shape[0];
            found.inputs = placed.tensor->shape[1];
        } else if (name == "weight_hh" + suffix) {
            found.hidden = at;
            found.units = placed.tensor->shape[1];
        } else if (name == "bias_ih" + suffix) {
            found.inputBias = at;
        } else if (name == "bias_hh" + suffix) {
            found.hiddenBias = at;
        }
    }
    return found;
}

std::vector<double> product(const float *weights, const float *bias, Index rows, const std::vector<double> &x) {
    std::vector<double> y(static_cast<std::size_t>(rows));
    for (Index row = 0; row < rows; ++row) {
        double sum = static_cast<double>(bias[row]);
        const float *of = weights + row * static_cast<Index>(x.size());
        for (std::size_t i = 0; i < x.size(); ++i)
            sum += static_cast<double>(of[i]) * x[i];
        y[static_cast<std::size_t>(row)] = sum;
    }
    return y;
}

std::vector<Gate> gatesOf(const std::string &kind) {
    if (kind == "lstm")
        return {{"i", "input", true, {}},  {"f", "forget", true, {}}, {"g", "candidate", false, {}},
                {"o", "output", true, {}}, {"c", "cell", false, {}},  {"h", "state", false, {}}};
    if (kind == "gru")
        return {{"r", "reset", true, {}}, {"z", "update", true, {}}, {"n", "candidate", false, {}}, {"h", "state", false, {}}};
    return {{"h", "state", false, {}}};
}

/// sequence: steps × inputs, those of a step together.
GatesDirection walk(const std::string &kind, const Weights &weights, const float *sequence, Index steps, bool isBackwards) {
    GatesDirection made{gatesOf(kind)};
    const auto units = static_cast<std::size_t>(weights.units);
    for (Gate &gate : made.gates)
        gate.values.resize(static_cast<std::size_t>(steps) * units);
    std::vector<double> state(units), cell(units);
    for (Index number = 0; number < steps; ++number) {
        const Index step = isBackwards ? steps - 1 - number : number;
        const float *x = sequence + step * weights.inputs;
        const std::vector<double> ofInput = product(weights.input, weights.inputBias, weights.gates, {x, x + weights.inputs}),
                                  ofState = product(weights.hidden, weights.hiddenBias, weights.gates, state);
        for (std::size_t unit = 0; unit < units; ++unit) {
            const auto sum = [&](std::size_t gate) { return ofInput[gate * units + unit] + ofState[gate * units + unit]; };
            std::vector<double> values;
            if (kind == "lstm") {
                const double i = sigmoid(sum(0)), f = sigmoid(sum(1)), g = std::tanh(sum(2)), o = sigmoid(sum(3));
                cell[unit] = f * cell[unit] + i * g;
                state[unit] = o * std::tanh(cell[unit]);
                values = {i, f, g, o, cell[unit], state[unit]};
            } else if (kind == "gru") {
                const double r = sigmoid(sum(0)), z = sigmoid(sum(1));
                const double n = std::tanh(ofInput[2 * units + unit] + r * ofState[2 * units + unit]);
                state[unit] = (1 - z) * n + z * state[unit];
                values = {r, z, n, state[unit]};
            } else {
                state[unit] = std::tanh(sum(0));
                values = {state[unit]};
            }
            for (std::size_t gate = 0; gate < values.size(); ++gate)
                made.gates[gate].values[static_cast<std::size_t>(step) * units + unit] = static_cast<float>(values[gate]);
        }
    }
    return made;
}

} // namespace

std::shared_ptr<const GatesPicture> GatesTask::run(TaskContext &context) const {
    const data::Dataset &dataset = *context.dataset();
    const data::Part &part = data::partOf(dataset, sample.part);
    plan::Network &network = context.network();
    const plan::Plan &plan = network.plan();
    if (sample.sample < 0 || sample.sample >= part.samples || plan.features() != dataset.features())
        return nullptr;
    auto picture = std::make_shared<GatesPicture>();
    picture->moment = context.moment();
    picture->sample = sample;
    const auto &layers = plan.model().layers;
    const auto has = [&layers](int index) {
        return index >= 0 && index < static_cast<int>(layers.size()) && isRecurrent(layers[static_cast<std::size_t>(index)].kind);
    };
    int shown = layer;
    for (int index = 0; !has(shown) && index < static_cast<int>(layers.size()); ++index)
        if (has(index))
            shown = index;
    if (!has(shown))
        return picture;
    core::Floats input(core::strideOf(dataset.features()));
    part.copySample(sample.sample, input.data());
    network.reconstruct({input.data(), dataset.features(), 1, input.size()});
    const core::ConstView before = shown > 0 ? network.output(shown - 1, 1) : core::ConstView{input.data(), dataset.features(), 1, input.size()};
    picture->layer = shown;
    const std::string &kind = layers[static_cast<std::size_t>(shown)].kind;
    for (const char *suffix : {"_l0", "_l0_reverse"}) {
        const Weights weights = weightsOf(plan, shown, suffix, context.snapshot().parameters.data());
        if (!weights.input)
            continue; // it walks one way
        picture->units = weights.units;
        picture->steps = before.rows / weights.inputs;
        picture->directions.push_back(walk(kind, weights, before.data, picture->steps, !picture->directions.empty()));
    }
    return picture;
}

} // namespace hourglass::analysis
