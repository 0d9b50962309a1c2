// RNN, GRU and LSTM: both directions, the states at all steps or the last ones.
#include <algorithm>

#include "engine/importers/onnx_reader.h"

namespace hourglass::importers {

namespace {

struct Cell {
    const char *operation, *kind;
    std::vector<std::size_t> gates; ///< where ONNX has each of ours: i f g o of i o f c, r z n of z r h
    std::vector<std::string> activations;
};

const Cell &cellOf(const std::string &operation) {
    static const std::vector<Cell> cells{
        {"RNN", "simple_rnn", {0}, {"Tanh"}}, {"GRU", "gru", {1, 0, 2}, {"Sigmoid", "Tanh"}}, {"LSTM", "lstm", {0, 2, 3, 1}, {"Sigmoid", "Tanh", "Tanh"}}};
    return *std::find_if(cells.begin(), cells.end(), [&](const Cell &cell) { return operation == cell.operation; });
}

/// The gates of a block that begins at `from`, in our order.
std::vector<float> ordered(const std::vector<float> &numbers, std::size_t from, std::size_t count, const std::vector<std::size_t> &gates) {
    const std::size_t each = count / gates.size();
    std::vector<float> all;
    for (const std::size_t gate : gates)
        all.insert(all.end(), numbers.begin() + static_cast<std::ptrdiff_t>(from + gate * each),
                   numbers.begin() + static_cast<std::ptrdiff_t>(from + (gate + 1) * each));
    return all;
}

} // namespace

OnnxReader::Outcome OnnxReader::recurrent(Call &call) {
    auto flow = layerIn(call);
    const Tensor *input = tensorIn(call, 1), *hidden = tensorIn(call, 2), *bias = tensorIn(call, 3);
    if (!flow)
        return flow.error();
    const Cell &cell = cellOf(call.node.op_type());
    const bool isBatchFirst = call.whole("layout", 0) != 0;
    const std::string direction = call.text("direction", "forward");
    const Index directions = direction == "bidirectional" ? 2 : 1;
    if (call.whole("input_forget", 0) != 0)
        return refusal(call, "its input and forget gates are one");
    if (flow->extents.size() != 3 || flow->batch != (isBatchFirst ? 0u : 1u) || flow->extents[flow->batch] != 1 || (direction != "forward" && directions == 1))
        return refusal(call, "it walks along something else than a series from its beginning");
    const Index steps = flow->extents[isBatchFirst ? 1 : 0], inputs = flow->extents[2];
    const bool areThere =
        input && hidden && input->shape.size() == 3 && hidden->shape.size() == 3 && !input->isWhole && !hidden->isWhole && (bias || !valueIn(call, 3));
    const Index units = areThere ? hidden->shape[2] : 0, gates = static_cast<Index>(cell.gates.size()) * units;
    if (!areThere || units < 1 || input->shape != std::vector<Index>{directions, gates, inputs} ||
        hidden->shape != std::vector<Index>{directions, gates, units} ||
        (bias && (bias->isWhole || bias->shape != std::vector<Index>{directions, 2 * gates})) || call.whole("hidden_size", units) != units)
        return refusal(call, "its weights do not fit what comes in");
    std::vector<std::string> wanted;
    for (Index i = 0; i < directions; ++i)
        wanted.insert(wanted.end(), cell.activations.begin(), cell.activations.end());
    if (call.has("activations")) {
        std::vector<std::string> names;
        for (const onnx::AttributeProto &attribute : call.node.attribute())
            if (attribute.name() == "activations")
                names.assign(attribute.strings().begin(), attribute.strings().end());
        call.pass("activations");
        if (!std::equal(names.begin(), names.end(), wanted.begin(), wanted.end(),
                        [](const std::string &a, const std::string &b) { return a.size() == b.size() && a.substr(1) == b.substr(1); }))
            return refusal(call, "its gates have other activations than sigmoid and tanh");
    }
    if (call.node.op_type() == "GRU" && call.whole("linear_before_reset", 0) != 1)
        return refusal(call, "its reset gate acts before the product, and here it acts behind it",
                       "Keras calls it reset_after=True, and PyTorch always does so.");
    for (const int state : {5, 6})
        if (valueIn(call, state) && (!tensorIn(call, state) || std::any_of(tensorIn(call, state)->reals.begin(), tensorIn(call, state)->reals.end(),
                                                                           [](float number) { return number != 0; })))
            return refusal(call, "it begins with a state that is not zero");
    if (const Tensor *lengths = tensorIn(call, 4);
        valueIn(call, 4) && (!lengths || std::any_of(lengths->wholes.begin(), lengths->wholes.end(), [&](Index length) { return length != steps; })))
        return refusal(call, "its series are of unequal length");
    const auto isTaken = [&](int output) {
        return output < call.node.output_size() && !call.node.output(output).empty() && isWanted(call.node.output(output));
    };
    const bool givesAll = isTaken(0);
    if (givesAll == isTaken(1) || isTaken(2))
        return refusal(call, "its states at all steps and the last ones both go on, and a stack is one layer behind the other");
    if (auto problem = settle(call, *flow, {}))
        return problem;
    takeShape(call, *flow, Shape(steps, inputs));
    Part part{{cell.kind, {{"units", units}, {"output", std::string(givesAll ? "sequence" : "last")}, {"bidirectional", directions == 2}}},
              {},
              givesAll ? Shape(steps, directions * units) : Shape(directions * units),
              call.node.input(1)};
    for (Index i = 0; i < directions; ++i) {
        const std::string suffix = i == 0 ? "_l0" : "_l0_reverse";
        const auto at = static_cast<std::size_t>(i), all = static_cast<std::size_t>(gates), wide = static_cast<std::size_t>(inputs),
                   narrow = static_cast<std::size_t>(units);
        const std::vector<float> none(2 * all * (at + 1), 0.0f), &biases = bias ? bias->reals : none;
        part.tensors["weight_ih" + suffix] = {{gates, inputs}, ordered(input->reals, at * all * wide, all * wide, cell.gates)};
        part.tensors["weight_hh" + suffix] = {{gates, units}, ordered(hidden->reals, at * all * narrow, all * narrow, cell.gates)};
        part.tensors["bias_ih" + suffix] = {{gates}, ordered(biases, at * 2 * all, all, cell.gates)};
        part.tensors["bias_hh" + suffix] = {{gates}, ordered(biases, at * 2 * all + all, all, cell.gates)};
    }
    m_builder.add(std::move(part));
    if (isBatchFirst) {
        flow->extents = givesAll ? std::vector<Index>{1, steps, directions, units} : std::vector<Index>{1, directions, units};
    } else {
        flow->extents = givesAll ? std::vector<Index>{steps, directions, 1, units} : std::vector<Index>{directions, 1, units};
        flow->batch = givesAll ? 2 : 1;
    }
    flow->places.clear();
    flow->version = m_builder.version();
    give(call, givesAll ? 0 : 1, std::move(*flow));
    return {};
}

} // namespace hourglass::importers
