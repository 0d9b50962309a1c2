#include "engine/graph/interpreter.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace hourglass::graph {

namespace {

using Numbers = std::vector<double>;

std::size_t at(Index index) {
    return static_cast<std::size_t>(index);
}

double sigmoid(double z) {
    return z < 0 ? std::exp(z) / (1 + std::exp(z)) : 1 / (1 + std::exp(-z));
}

double activated(kernels::Activation function, double z) {
    switch (function) {
    case kernels::Activation::Identity:
    case kernels::Activation::Softmax: // of a whole sample
        return z;
    case kernels::Activation::Relu: return std::max(z, 0.0);
    case kernels::Activation::LeakyRelu: return z < 0 ? 0.01 * z : z;
    case kernels::Activation::Elu: return z < 0 ? std::expm1(z) : z;
    case kernels::Activation::Selu: return 1.0507009873554805 * (z < 0 ? 1.6732632423543772 * std::expm1(z) : z);
    case kernels::Activation::Gelu: return 0.5 * z * std::erfc(-z / std::sqrt(2.0));
    case kernels::Activation::Silu: return z * sigmoid(z);
    case kernels::Activation::Softplus: return std::max(z, 0.0) + std::log1p(std::exp(-std::abs(z)));
    case kernels::Activation::Sigmoid: return sigmoid(z);
    case kernels::Activation::HardTanh: return std::clamp(z, -1.0, 1.0);
    case kernels::Activation::Tanh: return std::tanh(z);
    }
    return z;
}

void softmax(Numbers &z) {
    const double largest = *std::max_element(z.begin(), z.end());
    double sum = 0;
    for (double &value : z)
        sum += value = std::exp(value - largest);
    for (double &value : z)
        value /= sum;
}

/// One operation on one sample: y is filled with zeros and has its size.
struct Step {
    const Graph &graph;
    const Shape &in, &out;
    const Numbers &x;
    Numbers &y;

    double number(ConstantId constant, Index index) const { return constant == none ? 0.0 : static_cast<double>(graph.constant(constant).numbers[at(index)]); }

    void operator()(const Linear &linear) const {
        const auto lastOf = [](const Shape &shape) { return shape.extents[at(shape.rank - 1)]; };
        const Index inputs = lastOf(in), outputs = lastOf(out), rows = in.size() / inputs;
        for (Index row = 0; row < rows; ++row)
            for (Index o = 0; o < outputs; ++o) {
                double sum = number(linear.bias, o);
                for (Index i = 0; i < inputs; ++i)
                    sum += number(linear.weight, linear.isTransposed ? i * outputs + o : o * inputs + i) * x[at(row * inputs + i)];
                y[at(row * outputs + o)] = sum;
            }
    }

    void operator()(const Activate &activate) const {
        std::transform(x.begin(), x.end(), y.begin(), [&](double z) { return activated(activate.function, z); });
        if (activate.function == kernels::Activation::Softmax)
            softmax(y);
    }

    /// The number of the channel of an image, or of the number itself, that number `index` belongs to.
    Index channelOf(Index index) const { return in.isImage() ? index / (in.height() * in.width()) : index; }

    void operator()(const Prelu &prelu) const {
        for (Index i = 0; i < in.size(); ++i)
            y[at(i)] = x[at(i)] < 0 ? number(prelu.slope, channelOf(i)) * x[at(i)] : x[at(i)];
    }

    void operator()(const Convolution &convolution) const {
        for (Index o = 0; o < out.size(); ++o)
            y[at(o)] = number(convolution.bias, o / (out.height() * out.width()));
        const Shape &many = convolution.isTransposed ? in : out, &image = convolution.isTransposed ? out : in; // many positions paint one image
        const Index groups = convolution.groups, ofPositions = many.channels() / groups, ofImage = image.channels() / groups;
        const Side &rows = convolution.rows, &columns = convolution.columns;
        for (Index p = 0; p < many.channels(); ++p)
            for (Index row = 0; row < many.height(); ++row)
                for (Index column = 0; column < many.width(); ++column)
                    for (Index c = 0; c < ofImage; ++c)
                        for (Index kr = 0; kr < rows.kernel; ++kr)
                            for (Index kc = 0; kc < columns.kernel; ++kc) {
                                const Index r = row * rows.stride + kr * rows.dilation - rows.before,
                                            s = column * columns.stride + kc * columns.dilation - columns.before;
                                if (r < 0 || r >= image.height() || s < 0 || s >= image.width())
                                    continue;
                                const double weight = number(convolution.weight, ((p * ofImage + c) * rows.kernel + kr) * columns.kernel + kc);
                                const std::size_t position = at((p * many.height() + row) * many.width() + column);
                                const std::size_t pixel = at(((p / ofPositions * ofImage + c) * image.height() + r) * image.width() + s);
                                y[convolution.isTransposed ? pixel : position] += weight * x[convolution.isTransposed ? position : pixel];
                            }
    }

    void operator()(const Pool &pool) const {
        for (Index c = 0, o = 0; c < out.channels(); ++c)
            for (Index row = 0; row < out.height(); ++row)
                for (Index column = 0; column < out.width(); ++column, ++o) {
                    const auto pixel = [&](Index r, Index s) {
                        return x[at((c * in.height() + row * pool.stride + r) * in.width() + column * pool.stride + s)];
                    };
                    double sum = 0, largest = pixel(0, 0);
                    for (Index r = 0; r < pool.window; ++r)
                        for (Index s = 0; s < pool.window; ++s) {
                            sum += pixel(r, s);
                            largest = std::max(largest, pixel(r, s));
                        }
                    y[at(o)] = pool.takesLargest ? largest : sum / static_cast<double>(pool.window * pool.window);
                }
    }

    void operator()(const Resize &resize) const {
        const auto factor = static_cast<double>(resize.factor);
        // Where a row or column of the output stands among those of the input.
        const auto place = [&](Index i, Index extent) {
            const double wanted = resize.isLinear ? (static_cast<double>(i) + 0.5) / factor - 0.5 : static_cast<double>(i / resize.factor);
            return std::clamp(wanted, 0.0, static_cast<double>(extent - 1));
        };
        for (Index c = 0, o = 0; c < out.channels(); ++c)
            for (Index row = 0; row < out.height(); ++row)
                for (Index column = 0; column < out.width(); ++column, ++o) {
                    const double r = place(row, in.height()), s = place(column, in.width());
                    const auto r0 = static_cast<Index>(r), s0 = static_cast<Index>(s), r1 = std::min(r0 + 1, in.height() - 1),
                               s1 = std::min(s0 + 1, in.width() - 1);
                    const auto pixel = [&](Index i, Index j) { return x[at((c * in.height() + i) * in.width() + j)]; };
                    const double down = r - static_cast<double>(r0), right = s - static_cast<double>(s0);
                    y[at(o)] =
                        (1 - down) * ((1 - right) * pixel(r0, s0) + right * pixel(r0, s1)) + down * ((1 - right) * pixel(r1, s0) + right * pixel(r1, s1));
                }
    }

    void operator()(const Transpose &) const {
        for (Index row = 0; row < in.extents[0]; ++row)
            for (Index column = 0; column < in.extents[1]; ++column)
                y[at(column * in.extents[0] + row)] = x[at(row * in.extents[1] + column)];
    }

    void operator()(const Reshape &) const { y = x; }

    void operator()(const InTraining &) const { std::copy_n(x.begin(), y.size(), y.begin()); }

    void operator()(const Repeat &) const {
        for (Index i = 0; i < out.size(); ++i)
            y[at(i)] = x[at(i % in.size())];
    }

    void operator()(const BatchNormalisation &norm) const {
        for (Index i = 0; i < in.size(); ++i) {
            const Index channel = channelOf(i);
            y[at(i)] = number(norm.weight, channel) * (x[at(i)] - number(norm.mean, channel)) / std::sqrt(number(norm.variance, channel) + norm.epsilon) +
                       number(norm.bias, channel);
        }
    }

    void operator()(const LayerNormalisation &norm) const {
        const auto count = static_cast<double>(x.size());
        const double mean = std::accumulate(x.begin(), x.end(), 0.0) / count;
        double variance = 0;
        for (const double value : x)
            variance += (value - mean) * (value - mean) / count;
        for (Index i = 0; i < in.size(); ++i)
            y[at(i)] = number(norm.weight, i) * (x[at(i)] - mean) / std::sqrt(variance + norm.epsilon) + number(norm.bias, i);
    }

    void operator()(const KeepLargest &keep) const {
        std::vector<std::size_t> order(x.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return x[a] > x[b]; });
        for (Index rank = 0; rank < keep.count; ++rank)
            y[order[at(rank)]] = x[order[at(rank)]];
    }

    void operator()(const Recurrent &recurrent) const {
        for (std::size_t direction = 0; direction < recurrent.directions.size(); ++direction)
            walk(recurrent, direction);
    }

    void walk(const Recurrent &recurrent, std::size_t direction) const {
        const Recurrent::Direction &tensors = recurrent.directions[direction];
        const Index steps = in.extents[0], inputs = in.extents[1], units = recurrent.units;
        const Index across = units * static_cast<Index>(recurrent.directions.size()), first = units * static_cast<Index>(direction);
        Numbers hidden(at(units)), cell(at(units));
        for (Index number = 0; number < steps; ++number) {
            const Index step = direction == 0 ? number : steps - 1 - number;
            const auto fromInput = [&](Index gate) { return product(tensors.inputWeights, tensors.inputBias, gate, x.data() + step * inputs, inputs); };
            const Numbers before = hidden;
            const auto fromHidden = [&](Index gate) { return product(tensors.hiddenWeights, tensors.hiddenBias, gate, before.data(), units); };
            for (Index u = 0; u < units; ++u) {
                const auto gate = [&](Index which) { return fromInput(which * units + u) + fromHidden(which * units + u); };
                if (recurrent.cell == Recurrent::Cell::Simple) {
                    hidden[at(u)] = std::tanh(gate(0));
                } else if (recurrent.cell == Recurrent::Cell::Lstm) {
                    cell[at(u)] = sigmoid(gate(1)) * cell[at(u)] + sigmoid(gate(0)) * std::tanh(gate(2));
                    hidden[at(u)] = sigmoid(gate(3)) * std::tanh(cell[at(u)]);
                } else {
                    const double reset = sigmoid(gate(0)), update = sigmoid(gate(1));
                    const double candidate = std::tanh(fromInput(2 * units + u) + reset * fromHidden(2 * units + u));
                    hidden[at(u)] = (1 - update) * candidate + update * before[at(u)];
                }
            }
            if (recurrent.wholeSequence)
                std::copy(hidden.begin(), hidden.end(), y.begin() + step * across + first);
        }
        if (!recurrent.wholeSequence)
            std::copy(hidden.begin(), hidden.end(), y.begin() + first);
    }

    /// Row `row` of W x + b.
    double product(ConstantId weights, ConstantId bias, Index row, const double *from, Index count) const {
        double sum = number(bias, row);
        for (Index i = 0; i < count; ++i)
            sum += number(weights, row * count + i) * from[i];
        return sum;
    }
};

} // namespace

std::vector<std::vector<double>> run(const Graph &graph, const float *sample) {
    std::vector<Numbers> values(graph.values.size());
    values[at(graph.input)] = Numbers(sample, sample + graph.shapeOf(graph.input).size());
    for (const Node &node : graph.nodes) {
        const Shape &in = graph.shapeOf(node.input), &out = graph.shapeOf(node.output);
        values[at(node.output)].resize(at(out.size()));
        std::visit(Step{graph, in, out, values[at(node.input)], values[at(node.output)]}, node.operation);
    }
    std::vector<Numbers> outputs;
    for (const Output &output : graph.outputs)
        outputs.push_back(values[at(output.value)]);
    return outputs;
}

} // namespace hourglass::graph
