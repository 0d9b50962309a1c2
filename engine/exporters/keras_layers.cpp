#include "engine/exporters/keras_layers.h"

#include <algorithm>

#include "engine/exporters/keras_numbers.h"

namespace hourglass::exporters {

using core::Index;
using core::Shape;
using Json = nlohmann::ordered_json;

namespace {

std::vector<Index> extentsOf(const Shape &shape) {
    return {shape.extents.begin(), shape.extents.begin() + shape.rank};
}

const char *nameOf(kernels::Activation function) {
    switch (function) {
    case kernels::Activation::Relu: return "relu";
    case kernels::Activation::LeakyRelu: return "leaky_relu";
    case kernels::Activation::Elu: return "elu";
    case kernels::Activation::Selu: return "selu";
    case kernels::Activation::Gelu: return "gelu";
    case kernels::Activation::Silu: return "silu";
    case kernels::Activation::Softplus: return "softplus";
    case kernels::Activation::Sigmoid: return "sigmoid";
    case kernels::Activation::HardTanh: return "hard_tanh";
    case kernels::Activation::Tanh: return "tanh";
    case kernels::Activation::Softmax: return "softmax";
    case kernels::Activation::Identity: break;
    }
    return "linear";
}

/// Whether the same numbers lie in the same order with channels first and last.
bool isIndifferent(const Shape &image) {
    return image.channels() == 1 || image.height() * image.width() == 1;
}

/// Whether the zeros along one side are those of Keras' "same", or none at all where that is no difference.
bool isSameAlong(const graph::Side &side, Index inputs, Index outputs, bool isTransposed) {
    const Index reach = side.dilation * (side.kernel - 1) + 1;
    const Index total = isTransposed ? std::max<Index>(reach - side.stride, 0)
                                     : std::max<Index>(((inputs + side.stride - 1) / side.stride - 1) * side.stride + reach - inputs, 0);
    if (isTransposed)
        return outputs == inputs * side.stride && side.before == total / 2 && side.dilation == 1;
    return side.before == total / 2 && side.behind == total - total / 2;
}

class Chain {
public:
    Chain(const graph::Graph &graph, bool wantsNumbers) : m_graph(graph), m_numbers(graph, wantsNumbers) {
        const Shape &shape = graph.shapeOf(graph.input);
        m_chain.inputName = graph.inputName;
        m_chain.input = channelsLast(shape);
        m_order = shape.isImage() ? Order::Last : Order::First;
    }

    KerasChain made(const Shape &wanted) {
        const graph::ValueId end = m_graph.outputs.front().value, beforeLast = m_graph.outputs.size() > 1 ? m_graph.outputs[1].value : graph::none;
        graph::ValueId at = m_graph.input;
        std::vector<const graph::Node *> nodes;
        for (const graph::Node &node : m_graph.nodes)
            if (node.input == at && at != end) { // and not what shapes the logits
                nodes.push_back(&node);
                at = node.output;
            }
        const auto last =
            std::find_if(nodes.rbegin(), nodes.rend(), [](const graph::Node *node) { return std::holds_alternative<graph::Activate>(node->operation); });
        for (const graph::Node *node : nodes) {
            m_node = node;
            m_isEnding = beforeLast != graph::none && last != nodes.rend() && node == *last;
            if (m_isEnding) {
                m_chain.hasLogits = true;
                m_chain.logits = m_at;
            }
            std::visit([this](const auto &operation) { lower(operation); }, node->operation);
        }
        m_node = nullptr;
        if (m_graph.shapeOf(at) != wanted || wanted.isImage() != (m_order == Order::Last))
            reshape(m_graph.shapeOf(at), wanted);
        settle();
        m_chain.output = m_at;
        return std::move(m_chain);
    }

private:
    /// How what Keras has lies: as ours, an image with its channels last, or the transpose of a pair, which is then not computed.
    enum class Order { First, Last, Swapped };

    const Shape &in() const { return m_graph.shapeOf(m_node->input); }
    const Shape &out() const { return m_graph.shapeOf(m_node->output); }

    KerasLayer &add(const char *kind, Json arguments, std::vector<Index> output) {
        KerasLayer layer;
        layer.kind = kind;
        layer.arguments = std::move(arguments);
        layer.inputs = {m_at};
        layer.output = std::move(output);
        if (m_node && m_node->name.starts_with("layers."))
            layer.place = std::stoi(m_node->name.substr(7));
        m_chain.layers.push_back(std::move(layer));
        m_at = m_chain.layers.size();
        return m_chain.layers.back();
    }

    /// One with numbers of its own, under the key of `constant`.
    KerasLayer &add(const char *kind, Json arguments, std::vector<Index> output, graph::ConstantId constant) {
        KerasLayer &layer = add(kind, std::move(arguments), std::move(output));
        const std::string &name = m_graph.constant(constant).name; // layers.0.weight
        layer.key = name.substr(7, name.find('.', 7) - 7);
        return layer;
    }

    void settle() { // the transpose is asked for after all
        if (m_order != Order::Swapped)
            return;
        const std::vector<Index> shape = m_chain.shapeOf(m_at);
        add("Permute", {{"dims", {2, 1}}}, {shape[1], shape[0]});
        m_order = Order::First;
    }

    void reshapeTo(const std::vector<Index> &shape) {
        if (m_chain.shapeOf(m_at) == shape)
            return;
        if (shape.size() == 1)
            add("Flatten", Json::object(), shape);
        else
            add("Reshape", {{"target_shape", shape}}, shape);
    }

    void reshape(const Shape &from, const Shape &to) {
        if (m_order == Order::Swapped && to.isImage() && to.channels() == from.extents[0]) { // a series, whose features are channels
            reshapeTo(channelsLast(to));
            m_order = Order::Last;
            return;
        }
        if (m_order == Order::Last && to.rank == 2 && to.extents[0] == from.channels()) { // and back
            reshapeTo({to.extents[1], to.extents[0]});
            m_order = Order::Swapped;
            return;
        }
        settle();
        if (m_order == Order::Last && !isIndifferent(from))
            add("Permute", {{"dims", {3, 1, 2}}}, extentsOf(from));
        m_order = Order::First;
        if (!to.isImage())
            return reshapeTo(extentsOf(to));
        m_order = Order::Last;
        if (isIndifferent(to))
            return reshapeTo(channelsLast(to));
        reshapeTo(extentsOf(to));
        add("Permute", {{"dims", {2, 3, 1}}}, channelsLast(to));
    }

    /// Rows and columns in front and behind taken away from an image.
    void crop(Index above, Index below, Index left, Index right) {
        if (above + below + left + right == 0)
            return;
        const std::vector<Index> shape = m_chain.shapeOf(m_at);
        add("Cropping2D", {{"cropping", {{above, below}, {left, right}}}}, {shape[0] - above - below, shape[1] - left - right, shape[2]});
    }

    void lower(const graph::Linear &linear) {
        settle();
        const std::vector<Index> shape = extentsOf(out());
        const Index units = shape.back();
        Json arguments{{"units", units}};
        if (linear.isTransposed && !m_numbers.wanted()) {
            KerasLayer &tied = add("Tied", std::move(arguments), shape);
            tied.isOwn = true;
            tied.key = std::to_string(placeOfNode());
            const std::string &name = m_graph.constant(linear.weight).name;
            tied.tiedTo = name.substr(7, name.find('.', 7) - 7);
            tied.arguments["use_bias"] = linear.bias != graph::none;
            return;
        }
        if (linear.bias == graph::none)
            arguments["use_bias"] = false;
        KerasLayer &layer = add("Dense", std::move(arguments), shape, linear.weight);
        layer.key = std::to_string(placeOfNode());
        layer.tensors = m_numbers.dense(linear);
    }

    int placeOfNode() const { return std::stoi(m_node->name.substr(7)); }

    void lower(const graph::Activate &activate) {
        if (activate.function == kernels::Activation::Identity)
            return;
        if (activate.function == kernels::Activation::LeakyRelu) {
            add("LeakyReLU", {{"negative_slope", 0.01}}, m_chain.shapeOf(m_at));
            return;
        }
        KerasLayer *before = m_at > 0 ? &m_chain.layers[m_at - 1] : nullptr;
        const bool takesUp = before && !before->isOwn && (before->kind == "Dense" || before->kind.starts_with("Conv2D")) && !m_isEnding &&
                             before->place == placeOfNode() && !before->arguments.contains("activation");
        if (takesUp)
            before->arguments["activation"] = nameOf(activate.function);
        else
            add("Activation", {{"activation", nameOf(activate.function)}}, m_chain.shapeOf(m_at));
    }

    void lower(const graph::Prelu &prelu) {
        settle();
        Json arguments = Json::object();
        if (in().isImage())
            arguments["shared_axes"] = {1, 2};
        KerasLayer &layer = add("PReLU", std::move(arguments), m_chain.shapeOf(m_at), prelu.slope);
        layer.tensors = m_numbers.prelu(prelu, in());
    }

    void lower(const graph::Convolution &convolution) {
        const graph::Side &rows = convolution.rows, &columns = convolution.columns;
        const Shape &output = out();
        Json arguments{{"filters", output.channels()}, {"kernel_size", {rows.kernel, columns.kernel}}};
        if (rows.stride > 1 || columns.stride > 1)
            arguments["strides"] = {rows.stride, columns.stride};
        if (rows.dilation > 1 || columns.dilation > 1)
            arguments["dilation_rate"] = {rows.dilation, columns.dilation};
        if (convolution.bias == graph::none)
            arguments["use_bias"] = false;
        const bool isSame = isSameAlong(rows, in().height(), output.height(), convolution.isTransposed) &&
                            isSameAlong(columns, in().width(), output.width(), convolution.isTransposed);
        if (isSame && rows.before + rows.behind + columns.before + columns.behind + rows.outputPadding + columns.outputPadding > 0)
            arguments["padding"] = "same";
        if (!convolution.isTransposed) {
            if (!isSame)
                add("ZeroPadding2D", {{"padding", {{rows.before, rows.behind}, {columns.before, columns.behind}}}},
                    {in().height() + rows.before + rows.behind, in().width() + columns.before + columns.behind, in().channels()});
            if (convolution.groups > 1)
                arguments["groups"] = convolution.groups;
            add("Conv2D", std::move(arguments), channelsLast(output), convolution.weight).tensors = m_numbers.convolution(convolution);
            return;
        }
        // Without padding Keras gives (n − 1) · stride + max(kernel, stride).
        const auto full = [](const graph::Side &side, Index extent) {
            return (extent - 1) * side.stride + std::max(side.dilation * (side.kernel - 1) + 1, side.stride);
        };
        const Index height = isSame ? output.height() : full(rows, in().height()), width = isSame ? output.width() : full(columns, in().width());
        KerasLayer &layer = add("Conv2DTranspose", std::move(arguments), {height, width, output.channels()}, convolution.weight);
        layer.tensors = m_numbers.convolution(convolution);
        if (convolution.groups > 1 && !m_numbers.wanted())
            layer.arguments["kernel_constraint"] = "Blocks(" + std::to_string(convolution.groups) + ")"; // an expression of the script
        if (!isSame)
            crop(rows.before, height - rows.before - output.height(), columns.before, width - columns.before - output.width());
    }

    void lower(const graph::Pool &pool) {
        add(pool.takesLargest ? "MaxPooling2D" : "AveragePooling2D", {{"pool_size", pool.window}, {"strides", pool.stride}}, channelsLast(out()));
    }

    void lower(const graph::Resize &resize) {
        const Index channels = in().channels(), height = in().height() * resize.factor, width = in().width() * resize.factor;
        Json arguments{{"size", resize.factor}};
        if (resize.isLinear)
            arguments["interpolation"] = "bilinear";
        add("UpSampling2D", std::move(arguments), {height, width, channels});
        crop(0, std::max<Index>(0, height - out().height()), 0, std::max<Index>(0, width - out().width()));
        repeatLast(0, out().height() - height);
        repeatLast(1, out().width() - width);
    }

    /// Repeats the last row (axis 0) or column of an image so many times more.
    void repeatLast(int axis, Index times) {
        if (times <= 0)
            return;
        const std::size_t whole = m_at;
        std::vector<Index> shape = m_chain.shapeOf(whole);
        const auto along = static_cast<std::size_t>(axis);
        axis == 0 ? crop(shape[0] - 1, 0, 0, 0) : crop(0, 0, shape[1] - 1, 0);
        std::vector<Index> edge = shape;
        edge[along] = times;
        if (times > 1)
            add("UpSampling2D", {{"size", axis == 0 ? std::vector<Index>{times, 1} : std::vector<Index>{1, times}}}, edge);
        shape[along] += times;
        const std::size_t repeated = m_at;
        add("Concatenate", {{"axis", axis + 1}}, shape).inputs = {whole, repeated};
    }

    void lower(const graph::Transpose &) {
        if (m_order == Order::Swapped)
            m_order = Order::First;
        else
            m_order = Order::Swapped;
    }

    void lower(const graph::Reshape &) { reshape(in(), out()); }

    void lower(const graph::Repeat &) {
        settle();
        reshapeTo({in().size()});
        add("RepeatVector", {{"n", out().extents[0]}}, extentsOf(out()));
    }

    void lower(const graph::BatchNormalisation &norm) {
        settle();
        KerasLayer &layer = add("BatchNormalization", {{"momentum", 1 - norm.momentum}, {"epsilon", norm.epsilon}}, m_chain.shapeOf(m_at), norm.weight);
        layer.tensors = m_numbers.vectors({norm.weight, norm.bias, norm.mean, norm.variance});
    }

    void lower(const graph::LayerNormalisation &norm) {
        settle();
        add("LayerNormalization", {{"epsilon", norm.epsilon}}, m_chain.shapeOf(m_at), norm.weight).tensors = m_numbers.vectors({norm.weight, norm.bias});
    }

    void lower(const graph::KeepLargest &keep) {
        settle();
        add("KeepLargest", {{"count", keep.count}}, m_chain.shapeOf(m_at)).isOwn = true;
    }

    void lower(const graph::Recurrent &recurrent) {
        using Cell = graph::Recurrent::Cell;
        settle();
        Json arguments{{"units", recurrent.units}};
        if (recurrent.wholeSequence)
            arguments["return_sequences"] = true;
        KerasLayer &layer = add(recurrent.cell == Cell::Lstm  ? "LSTM"
                                : recurrent.cell == Cell::Gru ? "GRU"
                                                              : "SimpleRNN",
                                std::move(arguments), extentsOf(out()), recurrent.directions.front().inputWeights);
        layer.isBidirectional = recurrent.directions.size() > 1;
        layer.tensors = m_numbers.recurrent(recurrent);
    }

    void lower(const graph::InTraining &training) {
        settle();
        const graph::Visitor visitor{[this](const graph::Dropout &dropout) {
                                         add(dropout.ofChannels ? "SpatialDropout2D" : "Dropout", {{"rate", dropout.rate}}, m_chain.shapeOf(m_at));
                                     },
                                     [this](const graph::GaussianNoise &noise) {
                                         add("GaussianNoise", {{"stddev", noise.deviation}}, m_chain.shapeOf(m_at));
                                     },
                                     [this](const graph::Sampling &sampling) {
                                         using Course = graph::Sampling::Course;
                                         Json arguments{{"beta", sampling.beta}};
                                         if (sampling.course == Course::WarmUp)
                                             arguments["warm_up"] = sampling.epochs;
                                         else if (sampling.course == Course::Cyclical)
                                             arguments["cycle"] = sampling.epochs;
                                         if (sampling.freeBits > 0)
                                             arguments["free_bits"] = sampling.freeBits;
                                         add("Sampling", std::move(arguments), extentsOf(out())).isOwn = true;
                                     },
                                     [this](const graph::Discrepancy &discrepancy) {
                                         add("Discrepancy", {{"weight", discrepancy.weight}, {"group", discrepancy.group}}, m_chain.shapeOf(m_at)).isOwn = true;
                                     }};
        std::visit(visitor, training.what);
    }

    const graph::Graph &m_graph;
    KerasNumbers m_numbers;
    KerasChain m_chain;
    const graph::Node *m_node = nullptr;
    std::size_t m_at = 0;
    Order m_order = Order::First;
    bool m_isEnding = false; ///< the last activation, in front of which are logits
};

} // namespace

KerasChain kerasChainOf(const graph::Graph &graph, const Shape &shape, bool wantsNumbers) {
    return Chain(graph, wantsNumbers).made(shape);
}

std::optional<core::Error> kerasRefusal(const graph::Graph &graph) {
    for (const graph::Node &node : graph.nodes)
        if (const auto *convolution = std::get_if<graph::Convolution>(&node.operation))
            if (std::max(convolution->rows.stride, convolution->columns.stride) > 1 &&
                std::max(convolution->rows.dilation, convolution->columns.dilation) > 1) {
                core::Error error{"Keras has no convolution with a stride and a dilation at once", node.name, "Export it as ONNX, or set one of the two to 1."};
                if (node.name.starts_with("layers.")) {
                    error.layer = std::stoi(node.name.substr(7));
                    error.where = "layer " + std::to_string(error.layer + 1);
                }
                return error;
            }
    return {};
}

graph::Graph passing(const Shape &from) {
    graph::Graph graph;
    graph.values = {from};
    graph.input = 0;
    graph.inputName = "code";
    graph.outputs = {{"reconstruction", 0}};
    return graph;
}

std::vector<Index> channelsLast(const Shape &shape) {
    if (shape.isImage())
        return {shape.height(), shape.width(), shape.channels()};
    return extentsOf(shape);
}

} // namespace hourglass::exporters
