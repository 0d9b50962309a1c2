#include "engine/exporters/cpp_function.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace hourglass::exporters {

using graph::Index;
using graph::Shape;

namespace {

constexpr Index lanes = 8, wide = 64;    ///< as the runtime's product() has them
constexpr Index largestOnStack = 16'384; ///< floats

Index roundedUp(Index count) {
    return (count + lanes - 1) / lanes * lanes;
}

std::string text(Index number) {
    return std::to_string(number);
}

std::string text(bool value) {
    return value ? "true" : "false";
}

std::string text(double number) {
    std::array<char, 32> digits{};
    return {digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr};
}

std::string identifier(std::string name) {
    std::replace(name.begin(), name.end(), '.', '_');
    return name;
}

/// W [outputs, inputs], or its transpose, in blocks of 64 outputs, then of 8, each column by column; the last one filled up with zeros.
std::vector<float> inBlocks(const float *weight, Index outputs, Index inputs, bool isTransposed) {
    std::vector<float> blocks;
    const Index all = roundedUp(outputs);
    for (Index first = 0; first < all;) {
        const Index width = first + wide <= all ? wide : lanes;
        for (Index i = 0; i < inputs; ++i)
            for (Index o = first; o < first + width; ++o)
                blocks.push_back(o < outputs ? weight[isTransposed ? i * outputs + o : o * inputs + i] : 0.0f);
        first += width;
    }
    return blocks;
}

const char *functionOf(kernels::Activation function) {
    switch (function) {
    case kernels::Activation::Relu: return "relu";
    case kernels::Activation::LeakyRelu: return "leakyRelu";
    case kernels::Activation::Elu: return "elu";
    case kernels::Activation::Selu: return "selu";
    case kernels::Activation::Gelu: return "gelu";
    case kernels::Activation::Silu: return "silu";
    case kernels::Activation::Softplus: return "softplus";
    case kernels::Activation::Sigmoid: return "sigmoid";
    case kernels::Activation::HardTanh: return "hardTanh";
    case kernels::Activation::Tanh: return "hyperbolicTangent";
    case kernels::Activation::Softmax:
    case kernels::Activation::Identity: break;
    }
    return "";
}

std::string sideText(const graph::Side &side, Index image, Index positions) {
    std::string all = "detail::Side{";
    for (const Index number : {image, positions, side.kernel, side.stride, side.dilation})
        all += text(number) + ", ";
    return all + text(side.before) + '}';
}

} // namespace

CppFunction::CppFunction(const graph::Graph &graph, CppArrays &arrays) : m_graph(graph), m_arrays(arrays), m_at(graph.inputName) {
    for (const graph::Node &node : graph.nodes) {
        if (node.output > graph.outputs.front().value) // for logits
            continue;
        m_node = &node;
        m_largest = std::max({m_largest, in().size(), out().size()});
        std::visit([this](const auto &operation) { lower(operation); }, node.operation);
    }
}

std::string CppFunction::name() const {
    return m_graph.outputs.front().name == "code" ? "encode" : "decode";
}

std::string CppFunction::text() const {
    const std::string &from = m_graph.inputName, &to = m_graph.outputs.front().name;
    const Index count = m_graph.shapeOf(m_graph.outputs.front().value).size(), buffer = roundedUp(m_largest) + lanes, room = roundedUp(m_room) + lanes;
    std::string all = "/// " + from + ": " + exporters::text(m_graph.shapeOf(m_graph.input).size()) + " numbers; " + to + ": " + exporters::text(count) + ".\n";
    all += "inline void " + name() + "(const float *" + from + ", float *" + to + ") {\n";
    const std::string floats = exporters::text(2 * buffer + room);
    if (!m_calls.empty()) {
        all += 2 * buffer + room <= largestOnStack ? "    alignas(32) float memory[" + floats + "];\n    float *const a = memory"
                                                   : "    const std::unique_ptr<float[]> memory(new float[" + floats + "]);\n    float *const a = memory.get()";
        all += ", *const b = a + " + exporters::text(buffer) + ", *const room = b + " + exporters::text(buffer) +
               ";\n    static_cast<void>(b), static_cast<void>(room);\n";
    }
    all += m_calls;
    return all + "    std::memcpy(" + to + ", " + m_at + ", sizeof(float) * " + exporters::text(count) + ");\n}\n";
}

void CppFunction::call(const std::string &function, const std::vector<std::string> &arguments, Index room) {
    const std::string to = m_at == "a" ? "b" : "a";
    m_calls += "    detail::" + function + '(';
    for (const std::string &argument : arguments)
        m_calls += argument + ", ";
    m_calls += m_at + ", " + to + (room > 0 ? ", room);\n" : ");\n");
    m_at = to;
    m_room = std::max(m_room, room);
}

std::string CppFunction::keep(std::string name, std::vector<float> numbers) {
    name = identifier(std::move(name));
    m_arrays.emplace(name, std::move(numbers));
    return "weights::" + name;
}

std::string CppFunction::plain(graph::ConstantId constant) {
    return keep(m_graph.constant(constant).name, m_graph.constant(constant).numbers);
}

std::string CppFunction::padded(graph::ConstantId bias, Index outputs) {
    if (bias == graph::none)
        return keep("zeros_" + exporters::text(roundedUp(outputs)), std::vector<float>(static_cast<std::size_t>(roundedUp(outputs))));
    std::vector<float> numbers = m_graph.constant(bias).numbers;
    numbers.resize(static_cast<std::size_t>(roundedUp(outputs)));
    return keep(m_graph.constant(bias).name + "_padded", std::move(numbers));
}

std::string CppFunction::packed(graph::ConstantId weight, Index outputs, Index inputs, bool isTransposed) {
    const graph::Constant &from = m_graph.constant(weight);
    return keep(from.name + (isTransposed ? "_transposed" : ""), inBlocks(from.numbers.data(), outputs, inputs, isTransposed));
}

void CppFunction::lower(const graph::Linear &linear) {
    const auto lastOf = [](const Shape &shape) { return shape.extents[static_cast<std::size_t>(shape.rank - 1)]; };
    const Index inputs = lastOf(in()), outputs = lastOf(out()), rows = in().size() / inputs;
    const std::string w = packed(linear.weight, outputs, inputs, linear.isTransposed), b = padded(linear.bias, outputs);
    call(rows == 1 ? "product" : "productOfSteps", rows == 1 ? std::vector{w, b, exporters::text(inputs), exporters::text(outputs)}
                                                             : std::vector{w, b, exporters::text(rows), exporters::text(inputs), exporters::text(outputs)});
}

void CppFunction::lower(const graph::Activate &activate) {
    const std::string count = exporters::text(in().size()), to = m_at == m_graph.inputName ? "a" : m_at; // in place, but for what came in
    if (activate.function == kernels::Activation::Softmax)
        m_calls += "    detail::softmax(" + m_at + ", " + count + ", " + to + ");\n";
    else
        m_calls += "    detail::each(" + m_at + ", " + count + ", " + to + ", [](float z) { return detail::" + functionOf(activate.function) + "(z); });\n";
    m_at = to;
}

void CppFunction::lower(const graph::Prelu &prelu) {
    const Index channels = graph::sizeOf(m_graph.constant(prelu.slope).shape);
    call("prelu", {plain(prelu.slope), exporters::text(channels), exporters::text(in().size() / channels)});
}

void CppFunction::lower(const graph::Convolution &convolution) {
    const Shape &image = convolution.isTransposed ? out() : in(), &positions = convolution.isTransposed ? in() : out();
    const Index groups = convolution.groups, ofImage = image.channels() / groups, ofPositions = positions.channels() / groups;
    const Index depths = ofImage * convolution.rows.kernel * convolution.columns.kernel;
    const Index inputs = convolution.isTransposed ? ofPositions : depths, outputs = convolution.isTransposed ? depths : ofPositions;
    const graph::Constant &weight = m_graph.constant(convolution.weight);
    std::vector<float> blocks, biases;
    for (Index group = 0; group < groups; ++group) {
        const std::vector<float> block = inBlocks(weight.numbers.data() + group * ofPositions * depths, outputs, inputs, convolution.isTransposed);
        blocks.insert(blocks.end(), block.begin(), block.end());
        for (Index o = 0; !convolution.isTransposed && o < roundedUp(outputs); ++o) // a group's at a multiple of 8
            biases.push_back(o < outputs && convolution.bias != graph::none
                                 ? m_graph.constant(convolution.bias).numbers[static_cast<std::size_t>(group * outputs + o)]
                                 : 0.0f);
    }
    const Index step = static_cast<Index>(blocks.size()) / groups;
    const std::string w = keep(weight.name, std::move(blocks));
    std::vector<std::string> arguments{w};
    if (convolution.isTransposed) {
        arguments.push_back(padded(graph::none, outputs));
        arguments.push_back(padded(convolution.bias, image.channels()));
        arguments.push_back(exporters::text(step));
    } else {
        arguments.push_back(keep(weight.name + "_biases", std::move(biases)));
        arguments.push_back(exporters::text(step));
        arguments.push_back(exporters::text(roundedUp(outputs)));
    }
    for (const Index number : {ofImage, ofPositions, groups})
        arguments.push_back(exporters::text(number));
    arguments.push_back(sideText(convolution.rows, image.height(), positions.height()));
    arguments.push_back(sideText(convolution.columns, image.width(), positions.width()));
    call(convolution.isTransposed ? "transposedConvolution" : "convolution", arguments, roundedUp(inputs) + roundedUp(outputs));
}

void CppFunction::lower(const graph::Pool &pool) {
    std::vector<std::string> arguments{exporters::text(pool.takesLargest)};
    for (const Index number : {pool.window, pool.stride, in().channels(), in().height(), in().width(), out().height(), out().width()})
        arguments.push_back(exporters::text(number));
    call("pool", arguments);
}

void CppFunction::lower(const graph::Resize &resize) {
    std::vector<std::string> arguments{exporters::text(resize.isLinear)};
    for (const Index number : {resize.factor, in().channels(), in().height(), in().width(), out().height(), out().width()})
        arguments.push_back(exporters::text(number));
    call("resize", arguments);
}

void CppFunction::lower(const graph::Transpose &) {
    call("transpose", {exporters::text(in().extents[0]), exporters::text(in().extents[1])});
}

void CppFunction::lower(const graph::Reshape &) {} // the numbers stay where they are

void CppFunction::lower(const graph::InTraining &) {} // the first ones, too

void CppFunction::lower(const graph::Repeat &) {
    call("repeat", {exporters::text(out().extents[0]), exporters::text(in().size())});
}

void CppFunction::lower(const graph::BatchNormalisation &norm) {
    const std::vector<float> &weight = m_graph.constant(norm.weight).numbers, &variance = m_graph.constant(norm.variance).numbers;
    std::vector<float> scale;
    for (std::size_t i = 0; i < weight.size(); ++i)
        scale.push_back(static_cast<float>(static_cast<double>(weight[i]) / std::sqrt(static_cast<double>(variance[i]) + norm.epsilon)));
    const auto channels = static_cast<Index>(scale.size());
    const std::string scales = keep(m_graph.constant(norm.weight).name + "_scale", std::move(scale));
    call("batchNorm", {plain(norm.mean), scales, plain(norm.bias), exporters::text(channels), exporters::text(in().size() / channels)});
}

void CppFunction::lower(const graph::LayerNormalisation &norm) {
    call("layerNorm", {plain(norm.weight), plain(norm.bias), exporters::text(norm.epsilon), exporters::text(in().size())});
}

void CppFunction::lower(const graph::KeepLargest &keep) {
    call("keepLargest", {exporters::text(keep.count), exporters::text(in().size())}, in().size());
}

void CppFunction::lower(const graph::Recurrent &recurrent) {
    using Cell = graph::Recurrent::Cell;
    const Index steps = in().extents[0], inputs = in().extents[1], units = recurrent.units, across = units * static_cast<Index>(recurrent.directions.size());
    const Index gates = units * (recurrent.cell == Cell::Lstm ? 4 : recurrent.cell == Cell::Gru ? 3 : 1);
    const std::string cell = recurrent.cell == Cell::Lstm ? "lstm" : recurrent.cell == Cell::Gru ? "gru" : "simple";
    const Index room = 2 * roundedUp(gates) + 2 * units;
    const std::string from = m_at, to = from == "a" ? "b" : "a";
    for (std::size_t direction = 0; direction < recurrent.directions.size(); ++direction) {
        const graph::Recurrent::Direction &tensors = recurrent.directions[direction];
        m_calls += "    detail::recurrent(detail::Cell::" + cell;
        for (const std::string &argument :
             {packed(tensors.inputWeights, gates, inputs, false), padded(tensors.inputBias, gates), packed(tensors.hiddenWeights, gates, units, false),
              padded(tensors.hiddenBias, gates), exporters::text(steps), exporters::text(inputs), exporters::text(units), exporters::text(direction == 1),
              exporters::text(recurrent.wholeSequence), exporters::text(across)})
            m_calls += ", " + argument;
        m_calls += ", " + from + ", " + to + (direction == 1 ? " + " + exporters::text(units) : "") + ", room);\n";
    }
    m_at = to;
    m_room = std::max(m_room, room);
}

} // namespace hourglass::exporters
