// SimpleRNN, LSTM and GRU of Keras, also in both directions, in ONNX.
#include <algorithm>

#include "engine/importers/keras_nodes.h"

namespace hourglass::importers {

namespace {

/// [inputs, gates · units] → [gates · units, inputs], its blocks of units in the order of `blocks`; appended.
void appendTurned(std::vector<float> &to, const std::vector<float> &kernel, Index inputs, const std::vector<Index> &blocks, Index units) {
    const Index columns = units * static_cast<Index>(blocks.size());
    for (const Index block : blocks)
        for (Index unit = 0; unit < units; ++unit)
            for (Index input = 0; input < inputs; ++input)
                to.push_back(kernel[static_cast<std::size_t>(input * columns + block * units + unit)]);
}

void appendBlocks(std::vector<float> &to, const float *bias, const std::vector<Index> &blocks, Index units) {
    for (const Index block : blocks)
        to.insert(to.end(), bias + block * units, bias + (block + 1) * units);
}

} // namespace

std::string KerasNodes::recurrent() {
    KerasCall cell = *m_call;
    const bool isBoth = cell.kind == "Bidirectional";
    if (isBoth) {
        const auto *inner = setting("layer");
        if (!inner || !inner->is_object() || !inner->contains("config") || !inner->contains("class_name") || !(*inner)["class_name"].is_string() ||
            text("merge_mode", "concat") != "concat")
            return fail("its directions are put together in another way than one behind the other");
        cell.kind = inner->at("class_name").get<std::string>();
        cell.config = inner->at("config");
    }
    const bool isLstm = cell.kind == "LSTM", isGru = cell.kind == "GRU";
    if (!isLstm && !isGru && cell.kind != "SimpleRNN")
        return fail("no layer here does what it does", "`hourglass layers` lists those that there are.");
    const KerasCall *outer = m_call;
    m_call = &cell;
    const auto isOf = [this](const char *name, const char *usual) { return !setting(name) || activationOf(name) == usual; };
    const bool isUsual = isOf("activation", "tanh") && (cell.kind == "SimpleRNN" || isOf("recurrent_activation", "sigmoid"));
    const bool givesAll = toggle("return_sequences", false), hasBias = toggle("use_bias", true), resetsAfter = toggle("reset_after", true),
               isOdd = toggle("go_backwards", false) || toggle("return_state", false);
    const Index units = whole("units", 0);
    m_call = outer;
    if (!isUsual)
        return fail("its gates have other activations than sigmoid and tanh");
    if (isOdd)
        return fail("it walks backwards alone or gives its states on, and here it does not");
    // Keras has i f c o, ONNX i o f c; z r h is the same in both.
    const std::vector<Index> blocks = isLstm ? std::vector<Index>{0, 3, 1, 2} : isGru ? std::vector<Index>{0, 1, 2} : std::vector<Index>{0};
    const Index gates = static_cast<Index>(blocks.size()) * units, directions = isBoth ? 2 : 1;
    std::vector<float> kernels, recurrents, biases;
    Index inputs = 0;
    for (const std::string folder : {isBoth ? "forward_layer/cell/" : "cell/", "backward_layer/cell/"}) {
        if (!isBoth && folder.starts_with("backward"))
            break;
        std::vector<Index> kernelShape, recurrentShape, biasShape;
        const auto kernel = numbers(folder + "vars/0", kernelShape), hidden = numbers(folder + "vars/1", recurrentShape);
        if (!kernel || !hidden)
            return {};
        if (units < 1 || kernelShape.size() != 2 || kernelShape[1] != gates || recurrentShape != std::vector<Index>{units, gates} ||
            (inputs > 0 && kernelShape[0] != inputs))
            return fail("its weights do not fit its units");
        inputs = kernelShape[0];
        appendTurned(kernels, *kernel, inputs, blocks, units);
        appendTurned(recurrents, *hidden, units, blocks, units);
        std::vector<float> bias(static_cast<std::size_t>(2 * gates), 0.0f);
        if (hasBias) {
            const auto own = numbers(folder + "vars/2", biasShape);
            if (!own)
                return {};
            if (own->size() != static_cast<std::size_t>(isGru && resetsAfter ? 2 * gates : gates))
                return fail("its bias does not fit its units");
            std::copy(own->begin(), own->end(), bias.begin());
        }
        appendBlocks(biases, bias.data(), blocks, units);
        appendBlocks(biases, bias.data() + gates, blocks, units);
    }
    const std::string w = constant("kernel", {directions, gates, inputs}, kernels), r = constant("recurrent_kernel", {directions, gates, units}, recurrents),
                      b = constant("bias", {directions, 2 * gates}, biases);
    const std::string value = node(isLstm ? "LSTM" : isGru ? "GRU" : "RNN", {m_call->inputs[0], w, r, b}, 2);
    attribute("hidden_size", units);
    attribute("layout", Index{1}); // samples first
    attribute("direction", std::string(isBoth ? "bidirectional" : "forward"));
    if (isGru)
        attribute("linear_before_reset", Index{resetsAfter ? 1 : 0});
    return node("Reshape", {givesAll ? value : value + ".1", givesAll ? constant("steps", {0, 0, -1}) : constant("last", {0, -1})});
}

} // namespace hourglass::importers
