#include "engine/exporters/onnx_nodes.h"

#include <algorithm>
#include <bit>

namespace hourglass::exporters {

using graph::Index;
using graph::Shape;

namespace {

static_assert(std::endian::native == std::endian::little); // as raw data is

void put(onnx::AttributeProto &to, Index value) {
    to.set_type(onnx::AttributeProto::INT);
    to.set_i(value);
}

void put(onnx::AttributeProto &to, float value) {
    to.set_type(onnx::AttributeProto::FLOAT);
    to.set_f(value);
}

void put(onnx::AttributeProto &to, const std::string &value) {
    to.set_type(onnx::AttributeProto::STRING);
    to.set_s(value);
}

void put(onnx::AttributeProto &to, const std::vector<Index> &values) {
    to.set_type(onnx::AttributeProto::INTS);
    for (const Index value : values)
        to.add_ints(value);
}

template <class Number>
void putNumbers(onnx::TensorProto &tensor, const std::vector<Index> &shape, const std::vector<Number> &numbers) {
    for (const Index extent : shape)
        tensor.add_dims(extent);
    tensor.set_raw_data(numbers.data(), numbers.size() * sizeof(Number));
}

/// With the batch in front.
std::vector<Index> batchOf(std::initializer_list<Index> extents) {
    std::vector<Index> shape{-1};
    shape.insert(shape.end(), extents);
    return shape;
}

std::vector<Index> batchOf(const Shape &shape) {
    std::vector<Index> all{-1};
    all.insert(all.end(), shape.extents.begin(), shape.extents.begin() + shape.rank);
    return all;
}

const char *operatorOf(kernels::Activation function) {
    switch (function) {
    case kernels::Activation::Relu: return "Relu";
    case kernels::Activation::LeakyRelu: return "LeakyRelu";
    case kernels::Activation::Elu: return "Elu";
    case kernels::Activation::Selu: return "Selu";
    case kernels::Activation::Gelu: return "Gelu";
    case kernels::Activation::Softplus: return "Softplus";
    case kernels::Activation::Silu: // x times it
    case kernels::Activation::Sigmoid: return "Sigmoid";
    case kernels::Activation::HardTanh: return "Clip";
    case kernels::Activation::Tanh: return "Tanh";
    case kernels::Activation::Softmax: return "Softmax";
    case kernels::Activation::Identity: break;
    }
    return "Identity";
}

} // namespace

OnnxNodes::OnnxNodes(const graph::Graph &graph, onnx::GraphProto &to) : m_graph(graph), m_to(to) {
    m_taken = {graph.inputName};
    for (const graph::Output &output : graph.outputs)
        m_taken.insert(output.name);
}

void OnnxNodes::write() {
    m_names[m_graph.input] = m_graph.inputName;
    for (const graph::Node &node : m_graph.nodes) {
        m_node = &node;
        m_at = m_names.at(node.input);
        std::visit([this](const auto &operation) { lower(operation); }, node.operation);
        m_names[node.output] = m_at;
    }
    for (const graph::Output &output : m_graph.outputs)
        giveName(m_names.at(output.value), output.name);
}

/// A value that goes out is called what the output is called; where it came in as it is, by a node that gives it on.
void OnnxNodes::giveName(const std::string &value, const std::string &name) {
    if (value == m_graph.inputName) {
        onnx::NodeProto &node = *m_to.add_node();
        node.set_op_type("Identity");
        node.set_name(name);
        node.add_input(value);
        node.add_output(name);
        return;
    }
    for (onnx::NodeProto &node : *m_to.mutable_node()) {
        std::replace(node.mutable_input()->begin(), node.mutable_input()->end(), value, name);
        std::replace(node.mutable_output()->begin(), node.mutable_output()->end(), value, name);
    }
}

onnx::NodeProto &OnnxNodes::add(const char *operation, Names inputs, std::initializer_list<Attribute> attributes) {
    if (inputs.empty())
        inputs.emplace_back();
    if (inputs.front().empty())
        inputs.front() = m_at;
    std::string name = m_node->name + '/' + operation;
    for (int number = 2; !m_taken.insert(name).second; ++number)
        name = m_node->name + '/' + operation + std::to_string(number);
    onnx::NodeProto &node = *m_to.add_node();
    node.set_op_type(operation);
    node.set_name(name);
    for (const std::string &input : inputs)
        node.add_input(input);
    node.add_output(name);
    for (const Attribute &attribute : attributes) {
        onnx::AttributeProto &to = *node.add_attribute();
        to.set_name(attribute.first);
        std::visit([&to](const auto &value) { put(to, value); }, attribute.second);
    }
    m_at = name;
    return node;
}

std::string OnnxNodes::floats(graph::ConstantId constant, std::vector<Index> shape) {
    const graph::Constant &from = m_graph.constant(constant);
    return floats(from.name, shape.empty() ? from.shape : shape, from.numbers);
}

std::string OnnxNodes::floats(const std::string &name, const std::vector<Index> &shape, const std::vector<float> &numbers) {
    if (m_taken.insert(name).second) {
        onnx::TensorProto &tensor = *m_to.add_initializer();
        tensor.set_name(name);
        tensor.set_data_type(onnx::TensorProto::FLOAT);
        putNumbers(tensor, shape, numbers);
    }
    return name;
}

std::string OnnxNodes::integers(const std::vector<Index> &numbers) {
    std::string name = "integers";
    for (const Index number : numbers)
        name += '_' + std::to_string(number);
    if (m_taken.insert(name).second) {
        onnx::TensorProto &tensor = *m_to.add_initializer();
        tensor.set_name(name);
        tensor.set_data_type(onnx::TensorProto::INT64);
        putNumbers(tensor, {static_cast<Index>(numbers.size())}, numbers);
    }
    return name;
}

void OnnxNodes::reshape(std::vector<Index> shape) {
    add("Reshape", {"", integers(shape)});
}

void OnnxNodes::lower(const graph::Linear &linear) {
    const Shape &in = m_graph.shapeOf(m_node->input), &out = m_graph.shapeOf(m_node->output);
    const bool isSequence = in.rank == 2; // a matrix product takes two extents: the steps join the batch
    if (isSequence)
        reshape(batchOf({in.extents[1]}));
    Names inputs{"", floats(linear.weight)};
    if (linear.bias != graph::none)
        inputs.push_back(floats(linear.bias));
    add("Gemm", inputs, {{"transB", Index{linear.isTransposed ? 0 : 1}}});
    if (isSequence)
        reshape(batchOf(out));
}

void OnnxNodes::lower(const graph::Activate &activate) {
    const std::string before = m_at;
    const char *const name = operatorOf(activate.function);
    switch (activate.function) {
    case kernels::Activation::LeakyRelu: add(name, {}, {{"alpha", 0.01f}}); return;
    case kernels::Activation::Softmax: add(name, {}, {{"axis", Index{1}}}); return;
    case kernels::Activation::HardTanh: add(name, {"", floats("minus_one", {}, {-1.0f}), floats("one", {}, {1.0f})}); return;
    case kernels::Activation::Silu:
        add(name);
        add("Mul", {"", before});
        return;
    default: add(name);
    }
}

void OnnxNodes::lower(const graph::Prelu &prelu) {
    const Shape &shape = m_graph.shapeOf(m_node->input);
    add("PRelu", {"", floats(prelu.slope, shape.isImage() ? std::vector<Index>{shape.channels(), 1, 1} : std::vector<Index>{})});
}

void OnnxNodes::lower(const graph::Convolution &convolution) {
    const graph::Side &rows = convolution.rows, &columns = convolution.columns;
    // The runtime refuses an output padding that a stride does not explain, which a dilation may: then the rows and columns are added by themselves,
    // and the bias, which they have, behind them.
    const bool padsBehind = rows.outputPadding >= rows.stride || columns.outputPadding >= columns.stride;
    const bool hasBias = convolution.bias != graph::none;
    Names inputs{"", floats(convolution.weight)};
    if (hasBias && !padsBehind)
        inputs.push_back(floats(convolution.bias));
    onnx::NodeProto &node = add(convolution.isTransposed ? "ConvTranspose" : "Conv", inputs,
                                {{"kernel_shape", std::vector{rows.kernel, columns.kernel}},
                                 {"strides", std::vector{rows.stride, columns.stride}},
                                 {"dilations", std::vector{rows.dilation, columns.dilation}},
                                 {"pads", std::vector{rows.before, columns.before, rows.behind, columns.behind}},
                                 {"group", convolution.groups}});
    if (padsBehind) {
        add("Pad", {"", integers({0, 0, 0, 0, 0, 0, rows.outputPadding, columns.outputPadding})});
        if (hasBias)
            add("Add", {"", floats(convolution.bias, {m_graph.shapeOf(m_node->output).channels(), 1, 1})});
    } else if (convolution.isTransposed) {
        onnx::AttributeProto &padding = *node.add_attribute();
        padding.set_name("output_padding");
        put(padding, std::vector{rows.outputPadding, columns.outputPadding});
    }
}

void OnnxNodes::lower(const graph::Pool &pool) {
    add(pool.takesLargest ? "MaxPool" : "AveragePool", {},
        {{"kernel_shape", std::vector{pool.window, pool.window}}, {"strides", std::vector{pool.stride, pool.stride}}});
}

void OnnxNodes::lower(const graph::Resize &resize) {
    const Shape &in = m_graph.shapeOf(m_node->input), &out = m_graph.shapeOf(m_node->output);
    const auto factor = static_cast<float>(resize.factor);
    const std::string scales = floats("scales_" + std::to_string(resize.factor), {4}, {1, 1, factor, factor});
    if (resize.isLinear)
        add("Resize", {"", "", scales}, {{"mode", std::string("linear")}, {"coordinate_transformation_mode", std::string("half_pixel")}});
    else
        add("Resize", {"", "", scales},
            {{"mode", std::string("nearest")}, {"coordinate_transformation_mode", std::string("asymmetric")}, {"nearest_mode", std::string("floor")}});
    const Index height = in.height() * resize.factor, width = in.width() * resize.factor;
    if (out.height() < height || out.width() < width)
        add("Slice", {"", integers({0, 0}), integers({out.height(), out.width()}), integers({2, 3})});
    if (out.height() > height || out.width() > width)
        add("Pad", {"", integers({0, 0, 0, 0, 0, 0, std::max<Index>(0, out.height() - height), std::max<Index>(0, out.width() - width)})},
            {{"mode", std::string("edge")}});
}

void OnnxNodes::lower(const graph::Transpose &) {
    add("Transpose", {}, {{"perm", std::vector<Index>{0, 2, 1}}});
}

void OnnxNodes::lower(const graph::Reshape &) {
    reshape(batchOf(m_graph.shapeOf(m_node->output)));
}

void OnnxNodes::lower(const graph::InTraining &) {
    const Index given = m_graph.shapeOf(m_node->input).size(), taken = m_graph.shapeOf(m_node->output).size();
    if (taken < given)
        add("Slice", {"", integers({0}), integers({taken}), integers({1})});
}

void OnnxNodes::lower(const graph::Repeat &) {
    const Shape &out = m_graph.shapeOf(m_node->output);
    reshape(batchOf({1, out.extents[1]}));
    add("Tile", {"", integers({1, out.extents[0], 1})});
}

void OnnxNodes::lower(const graph::BatchNormalisation &norm) {
    add("BatchNormalization", {"", floats(norm.weight), floats(norm.bias), floats(norm.mean), floats(norm.variance)},
        {{"epsilon", static_cast<float>(norm.epsilon)}});
}

void OnnxNodes::lower(const graph::LayerNormalisation &norm) {
    add("LayerNormalization", {"", floats(norm.weight), floats(norm.bias)}, {{"axis", Index{1}}, {"epsilon", static_cast<float>(norm.epsilon)}});
}

void OnnxNodes::lower(const graph::KeepLargest &keep) {
    const std::string before = m_at;
    onnx::NodeProto &largest = add("TopK", {"", integers({keep.count})}, {{"axis", Index{1}}});
    const std::string values = m_at, places = m_at + ".places";
    largest.add_output(places);
    add("Shape", {before});
    add("ConstantOfShape");
    add("ScatterElements", {"", places, values}, {{"axis", Index{1}}});
}

std::vector<float> OnnxNodes::gatesOf(const graph::Recurrent &recurrent, graph::ConstantId graph::Recurrent::Direction::*tensor,
                                      graph::ConstantId graph::Recurrent::Direction::*second) const {
    std::vector<std::size_t> order{0};
    if (recurrent.cell == graph::Recurrent::Cell::Lstm)
        order = {0, 3, 1, 2}; // i f g o → i o f c
    else if (recurrent.cell == graph::Recurrent::Cell::Gru)
        order = {1, 0, 2}; // r z n → z r h
    std::vector<float> all;
    for (const graph::Recurrent::Direction &direction : recurrent.directions)
        for (const auto member : {tensor, second}) {
            if (!member)
                continue;
            const std::vector<float> &numbers = m_graph.constant(direction.*member).numbers;
            const std::size_t block = numbers.size() / order.size();
            for (const std::size_t gate : order)
                all.insert(all.end(), numbers.begin() + static_cast<std::ptrdiff_t>(gate * block),
                           numbers.begin() + static_cast<std::ptrdiff_t>((gate + 1) * block));
        }
    return all;
}

void OnnxNodes::lower(const graph::Recurrent &recurrent) {
    using Direction = graph::Recurrent::Direction;
    using Cell = graph::Recurrent::Cell;
    const Shape &in = m_graph.shapeOf(m_node->input);
    const Index inputs = in.extents[1], units = recurrent.units, directions = static_cast<Index>(recurrent.directions.size());
    const Index gates = units * (recurrent.cell == Cell::Lstm ? 4 : recurrent.cell == Cell::Gru ? 3 : 1);
    const std::string &name = m_node->name;
    add("Transpose", {}, {{"perm", std::vector<Index>{1, 0, 2}}}); // steps first: the runtimes have no other layout
    const std::string w = floats(name + ".W", {directions, gates, inputs}, gatesOf(recurrent, &Direction::inputWeights));
    const std::string r = floats(name + ".R", {directions, gates, units}, gatesOf(recurrent, &Direction::hiddenWeights));
    const std::string b = floats(name + ".B", {directions, 2 * gates}, gatesOf(recurrent, &Direction::inputBias, &Direction::hiddenBias));
    const std::string direction = directions == 2 ? "bidirectional" : "forward";
    onnx::NodeProto &node = recurrent.cell == Cell::Gru
                                ? add("GRU", {"", w, r, b}, {{"hidden_size", units}, {"direction", direction}, {"linear_before_reset", Index{1}}})
                                : add(recurrent.cell == Cell::Lstm ? "LSTM" : "RNN", {"", w, r, b}, {{"hidden_size", units}, {"direction", direction}});
    if (recurrent.wholeSequence) { // (steps, directions, batch, units)
        add("Transpose", {}, {{"perm", std::vector<Index>{2, 0, 1, 3}}});
    } else { // the last states of each direction: (directions, batch, units)
        const std::string last = m_at + ".last";
        node.set_output(0, "");
        node.add_output(last);
        add("Transpose", {last}, {{"perm", std::vector<Index>{1, 0, 2}}});
    }
    reshape(batchOf(m_graph.shapeOf(m_node->output)));
}

} // namespace hourglass::exporters
