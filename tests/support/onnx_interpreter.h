// Runs an ONNX model by the words of ONNX's operator documents, in double and without haste: the operators that our exporter writes, with the
// attributes that it gives them. Whatever else stands in a model is refused, so that nothing is passed over.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>
#include <map>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

#include <onnx/onnx_pb.h>

namespace hourglass::tests {

class OnnxInterpreter {
public:
    using Extents = std::vector<std::int64_t>;

    struct Tensor {
        Extents extents;
        std::vector<double> numbers; ///< whole numbers as well

        std::int64_t at(std::size_t axis) const { return extents.at(axis); }
        std::int64_t size() const { return product(extents, 0); }
        double &operator[](std::int64_t index) { return numbers.at(static_cast<std::size_t>(index)); }
        double operator[](std::int64_t index) const { return numbers.at(static_cast<std::size_t>(index)); }
    };

    explicit OnnxInterpreter(const onnx::ModelProto &model) : m_graph(model.graph()) {
        for (const onnx::TensorProto &tensor : m_graph.initializer())
            m_values[tensor.name()] = read(tensor);
    }

    /// The outputs by name, for a value of the one input.
    std::map<std::string, Tensor> run(const Tensor &input) {
        m_values[m_graph.input(0).name()] = input;
        for (const onnx::NodeProto &node : m_graph.node())
            run(node);
        std::map<std::string, Tensor> outputs;
        for (const onnx::ValueInfoProto &output : m_graph.output())
            outputs[output.name()] = m_values.at(output.name());
        return outputs;
    }

    static std::int64_t product(const Extents &extents, std::size_t from) {
        return std::accumulate(extents.begin() + static_cast<std::ptrdiff_t>(std::min(from, extents.size())), extents.end(), std::int64_t{1},
                               std::multiplies<>());
    }

    static Tensor zeros(Extents extents) {
        Tensor tensor{std::move(extents), {}};
        tensor.numbers.resize(static_cast<std::size_t>(tensor.size()));
        return tensor;
    }

private:
    static Tensor read(const onnx::TensorProto &from) {
        Tensor tensor = zeros(Extents(from.dims().begin(), from.dims().end()));
        const bool isFloat = from.data_type() == onnx::TensorProto::FLOAT;
        require(isFloat || from.data_type() == onnx::TensorProto::INT64, "data type of " + from.name());
        require(from.raw_data().size() == tensor.numbers.size() * (isFloat ? 4 : 8), "size of " + from.name());
        for (std::size_t i = 0; i < tensor.numbers.size(); ++i) {
            float single = 0;
            std::int64_t whole = 0;
            std::memcpy(isFloat ? static_cast<void *>(&single) : &whole, from.raw_data().data() + i * (isFloat ? 4 : 8), isFloat ? 4 : 8);
            tensor.numbers[i] = isFloat ? static_cast<double>(single) : static_cast<double>(whole);
        }
        return tensor;
    }

    static void require(bool holds, const std::string &what) {
        if (!holds)
            throw std::runtime_error("the test's interpreter does not know this " + what);
    }

    /// One node with its attributes; each must be asked for.
    struct Call {
        const onnx::NodeProto &node;
        std::map<std::string, const onnx::AttributeProto *> attributes;

        explicit Call(const onnx::NodeProto &from) : node(from) {
            for (const onnx::AttributeProto &attribute : from.attribute())
                attributes[attribute.name()] = &attribute;
        }
        const onnx::AttributeProto *take(const std::string &name) {
            const auto found = attributes.find(name);
            const onnx::AttributeProto *attribute = found == attributes.end() ? nullptr : found->second;
            attributes.erase(name);
            return attribute;
        }
        std::int64_t whole(const std::string &name, std::int64_t fallback) {
            const auto *attribute = take(name);
            return attribute ? attribute->i() : fallback;
        }
        double real(const std::string &name, double fallback) {
            const auto *attribute = take(name);
            return attribute ? static_cast<double>(attribute->f()) : fallback;
        }
        std::string text(const std::string &name, const std::string &fallback) {
            const auto *attribute = take(name);
            return attribute ? attribute->s() : fallback;
        }
        Extents wholes(const std::string &name, Extents fallback) {
            const auto *attribute = take(name);
            return attribute ? Extents(attribute->ints().begin(), attribute->ints().end()) : fallback;
        }
    };

    const Tensor *input(const onnx::NodeProto &node, int index) const {
        return index < node.input_size() && !node.input(index).empty() ? &m_values.at(node.input(index)) : nullptr;
    }

    static Extents wholesOf(const Tensor &tensor) { return Extents(tensor.numbers.begin(), tensor.numbers.end()); }

    void give(const onnx::NodeProto &node, int index, Tensor tensor) {
        if (index < node.output_size() && !node.output(index).empty())
            m_values[node.output(index)] = std::move(tensor);
    }

    void run(const onnx::NodeProto &node) {
        static const std::map<std::string, Tensor (OnnxInterpreter::*)(Call &)> operators{
            {"Reshape", &OnnxInterpreter::reshape}, {"Gemm", &OnnxInterpreter::gemm},
            {"Softmax", &OnnxInterpreter::softmax}, {"Add", &OnnxInterpreter::broadcast},
            {"Mul", &OnnxInterpreter::broadcast},   {"PRelu", &OnnxInterpreter::broadcast},
            {"Conv", &OnnxInterpreter::convolve},   {"ConvTranspose", &OnnxInterpreter::convolve},
            {"MaxPool", &OnnxInterpreter::pool},    {"AveragePool", &OnnxInterpreter::pool},
            {"Resize", &OnnxInterpreter::resize},   {"Slice", &OnnxInterpreter::slice},
            {"Pad", &OnnxInterpreter::pad},         {"Transpose", &OnnxInterpreter::transpose},
            {"Tile", &OnnxInterpreter::tile},       {"BatchNormalization", &OnnxInterpreter::batchNormalise},
            {"TopK", &OnnxInterpreter::topK},       {"LayerNormalization", &OnnxInterpreter::layerNormalise},
            {"Shape", &OnnxInterpreter::shape},     {"ConstantOfShape", &OnnxInterpreter::constantOfShape},
            {"RNN", &OnnxInterpreter::walk},        {"ScatterElements", &OnnxInterpreter::scatter},
            {"GRU", &OnnxInterpreter::walk},        {"LSTM", &OnnxInterpreter::walk}};
        Call call(node);
        require(node.domain().empty(), "domain of " + node.op_type());
        if (const auto found = operators.find(node.op_type()); found != operators.end()) {
            Tensor result = (this->*found->second)(call);
            give(node, 0, std::move(result));
        } else {
            give(node, 0, elementwise(call));
        }
        require(call.attributes.empty(), "attribute of " + node.op_type());
    }

    static double sigmoid(double z) { return 1 / (1 + std::exp(-z)); }

    Tensor elementwise(Call &call) {
        const std::string &name = call.node.op_type();
        Tensor y = *input(call.node, 0);
        std::function<double(double)> f;
        if (name == "Identity")
            f = [](double z) { return z; };
        else if (name == "Relu")
            f = [](double z) { return std::max(0.0, z); };
        else if (name == "LeakyRelu")
            f = [alpha = call.real("alpha", 0.01)](double z) { return z < 0 ? alpha * z : z; };
        else if (name == "Elu")
            f = [alpha = call.real("alpha", 1)](double z) { return z < 0 ? alpha * (std::exp(z) - 1) : z; };
        else if (name == "Selu")
            f = [](double z) { return 1.05070102214813232421875 * (z > 0 ? z : 1.67326319217681884765625 * (std::exp(z) - 1)); };
        else if (name == "Gelu")
            f = [](double z) { return 0.5 * z * (1 + std::erf(z / std::sqrt(2.0))); };
        else if (name == "Softplus")
            f = [](double z) { return z > 30 ? z : std::log(std::exp(z) + 1); };
        else if (name == "Sigmoid")
            f = sigmoid;
        else if (name == "Tanh")
            f = [](double z) { return std::tanh(z); };
        else if (name == "Clip")
            f = [low = input(call.node, 1)->numbers.at(0), high = input(call.node, 2)->numbers.at(0)](double z) { return std::min(std::max(z, low), high); };
        require(f != nullptr, "operator: " + name);
        std::transform(y.numbers.begin(), y.numbers.end(), y.numbers.begin(), f);
        return y;
    }

    Tensor reshape(Call &call) {
        Tensor y = *input(call.node, 0);
        Extents wanted = wholesOf(*input(call.node, 1));
        const std::int64_t rest = -product(wanted, 0); // one extent is −1, none is 0
        require(rest > 0 && y.size() % rest == 0, "shape of " + call.node.name());
        std::replace(wanted.begin(), wanted.end(), std::int64_t{-1}, y.size() / rest);
        y.extents = wanted;
        return y;
    }

    Tensor gemm(Call &call) {
        const Tensor &a = *input(call.node, 0), &b = *input(call.node, 1), *c = input(call.node, 2);
        const bool isTransposed = call.whole("transB", 0) != 0;
        const std::int64_t rows = a.at(0), depth = a.at(1), columns = b.at(isTransposed ? 0 : 1);
        require(a.extents.size() == 2 && b.at(isTransposed ? 1 : 0) == depth && (!c || c->extents == Extents{columns}), "shape of " + call.node.name());
        Tensor y = zeros({rows, columns});
        for (std::int64_t row = 0; row < rows; ++row)
            for (std::int64_t column = 0; column < columns; ++column) {
                double sum = c ? (*c)[column] : 0;
                for (std::int64_t i = 0; i < depth; ++i)
                    sum += a[row * depth + i] * b[isTransposed ? column * depth + i : i * columns + column];
                y[row * columns + column] = sum;
            }
        return y;
    }

    Tensor softmax(Call &call) {
        Tensor y = *input(call.node, 0);
        require(call.whole("axis", -1) == 1 && y.extents.size() == 2, "axis of Softmax");
        for (std::int64_t row = 0; row < y.at(0); ++row) {
            double sum = 0;
            for (std::int64_t i = 0; i < y.at(1); ++i)
                sum += y[row * y.at(1) + i] = std::exp(y[row * y.at(1) + i]);
            for (std::int64_t i = 0; i < y.at(1); ++i)
                y[row * y.at(1) + i] /= sum;
        }
        return y;
    }

    /// The second input's extents are 1 or as those of the first, counted from behind.
    Tensor broadcast(Call &call) {
        Tensor y = *input(call.node, 0);
        const Tensor &other = *input(call.node, 1);
        const std::string &name = call.node.op_type();
        for (std::int64_t i = 0; i < y.size(); ++i) {
            std::int64_t left = i, index = 0, step = 1;
            for (std::size_t back = 1; back <= y.extents.size(); ++back) {
                const std::int64_t extent = y.extents[y.extents.size() - back], place = left % extent;
                left /= extent;
                if (back > other.extents.size())
                    continue;
                const std::int64_t there = other.extents[other.extents.size() - back];
                require(there == 1 || there == extent, "shape of " + call.node.name());
                index += there == 1 ? 0 : place * step;
                step *= there;
            }
            const double b = other[index];
            y[i] = name == "Add" ? y[i] + b : name == "Mul" ? y[i] * b : y[i] < 0 ? b * y[i] : y[i];
        }
        return y;
    }

    Tensor convolve(Call &call) {
        const Tensor &x = *input(call.node, 0), &w = *input(call.node, 1), *bias = input(call.node, 2);
        const bool isTransposed = call.node.op_type() == "ConvTranspose";
        const Extents kernel = call.wholes("kernel_shape", {}), strides = call.wholes("strides", {1, 1}), dilations = call.wholes("dilations", {1, 1}),
                      pads = call.wholes("pads", {0, 0, 0, 0}), more = call.wholes("output_padding", {0, 0});
        const std::int64_t groups = call.whole("group", 1), inputs = x.at(1), outputs = isTransposed ? w.at(1) * groups : w.at(0);
        require(kernel == Extents{w.at(2), w.at(3)} && (isTransposed ? w.at(0) == inputs : w.at(1) * groups == inputs), "shape of " + call.node.name());
        require(more[0] < std::max(strides[0], std::int64_t{1}) && more[1] < std::max(strides[1], std::int64_t{1}), "output padding");
        Extents sides(2);
        for (std::size_t axis = 0; axis < 2; ++axis) {
            const std::int64_t extent = x.at(axis + 2), reach = dilations[axis] * (kernel[axis] - 1) + 1, padding = pads[axis] + pads[axis + 2];
            sides[axis] = isTransposed ? strides[axis] * (extent - 1) + more[axis] + reach - padding : (extent + padding - reach) / strides[axis] + 1;
        }
        Tensor y = zeros({x.at(0), outputs, sides[0], sides[1]});
        const std::int64_t height = x.at(2), width = x.at(3), area = sides[0] * sides[1], in = inputs / groups, out = outputs / groups;
        for (std::int64_t i = 0; bias && i < y.size(); ++i)
            y[i] = (*bias)[i / area % outputs];
        for (std::int64_t sample = 0; sample < x.at(0); ++sample)
            for (std::int64_t o = 0; o < outputs; ++o)
                for (std::int64_t c = 0; c < in; ++c)
                    for (std::int64_t row = 0; row < (isTransposed ? height : sides[0]); ++row)
                        for (std::int64_t column = 0; column < (isTransposed ? width : sides[1]); ++column)
                            for (std::int64_t k = 0; k < kernel[0] * kernel[1]; ++k) {
                                const std::int64_t r = row * strides[0] + k / kernel[1] * dilations[0] - pads[0],
                                                   s = column * strides[1] + k % kernel[1] * dilations[1] - pads[1];
                                if (r < 0 || s < 0 || r >= (isTransposed ? sides[0] : height) || s >= (isTransposed ? sides[1] : width))
                                    continue;
                                const std::int64_t channel = o / out * in + c;
                                const double weight =
                                    isTransposed ? w[(channel * out + o % out) * kernel[0] * kernel[1] + k] : w[(o * in + c) * kernel[0] * kernel[1] + k];
                                const std::int64_t from = isTransposed ? row * width + column : r * width + s,
                                                   to = isTransposed ? r * sides[1] + s : row * sides[1] + column;
                                y[(sample * outputs + o) * area + to] += weight * x[(sample * inputs + channel) * height * width + from];
                            }
        return y;
    }

    Tensor pool(Call &call) {
        const Tensor &x = *input(call.node, 0);
        const bool takesLargest = call.node.op_type() == "MaxPool";
        const Extents kernel = call.wholes("kernel_shape", {}), strides = call.wholes("strides", {1, 1});
        Tensor y = zeros({x.at(0), x.at(1), (x.at(2) - kernel[0]) / strides[0] + 1, (x.at(3) - kernel[1]) / strides[1] + 1});
        for (std::int64_t map = 0, o = 0; map < x.at(0) * x.at(1); ++map)
            for (std::int64_t row = 0; row < y.at(2); ++row)
                for (std::int64_t column = 0; column < y.at(3); ++column, ++o) {
                    std::vector<double> window;
                    for (std::int64_t k = 0; k < kernel[0] * kernel[1]; ++k)
                        window.push_back(x[(map * x.at(2) + row * strides[0] + k / kernel[1]) * x.at(3) + column * strides[1] + k % kernel[1]]);
                    y[o] = takesLargest ? *std::max_element(window.begin(), window.end())
                                        : std::accumulate(window.begin(), window.end(), 0.0) / static_cast<double>(window.size());
                }
        return y;
    }

    Tensor resize(Call &call) {
        const Tensor &x = *input(call.node, 0), &scales = *input(call.node, 2);
        const std::string mode = call.text("mode", "nearest"), transformation = call.text("coordinate_transformation_mode", "half_pixel"),
                          nearest = call.text("nearest_mode", "");
        const bool isLinear = mode == "linear";
        require(isLinear ? transformation == "half_pixel" : transformation == "asymmetric" && nearest == "floor", "mode of Resize");
        Tensor y = zeros({x.at(0), x.at(1), static_cast<std::int64_t>(std::floor(static_cast<double>(x.at(2)) * scales[2])),
                          static_cast<std::int64_t>(std::floor(static_cast<double>(x.at(3)) * scales[3]))});
        const auto place = [&](std::int64_t i, double scale) {
            return isLinear ? (static_cast<double>(i) + 0.5) / scale - 0.5 : std::floor(static_cast<double>(i) / scale);
        };
        for (std::int64_t map = 0, o = 0; map < x.at(0) * x.at(1); ++map)
            for (std::int64_t row = 0; row < y.at(2); ++row)
                for (std::int64_t column = 0; column < y.at(3); ++column, ++o) {
                    const double r = place(row, scales[2]), s = place(column, scales[3]), r0 = std::floor(r), s0 = std::floor(s);
                    const auto pixel = [&](double i, double j) {
                        const auto inside = [](double at, std::int64_t extent) {
                            return std::min(std::max(static_cast<std::int64_t>(at), std::int64_t{0}), extent - 1);
                        };
                        return x[(map * x.at(2) + inside(i, x.at(2))) * x.at(3) + inside(j, x.at(3))];
                    };
                    const double upper = pixel(r0, s0) * (1 - s + s0) + pixel(r0, s0 + 1) * (s - s0),
                                 lower = pixel(r0 + 1, s0) * (1 - s + s0) + pixel(r0 + 1, s0 + 1) * (s - s0);
                    y[o] = upper * (1 - r + r0) + lower * (r - r0);
                }
        return y;
    }

    /// A tensor of four extents, each number from where `from` says, or 0 where that is outside.
    static Tensor moved(const Tensor &x, const Extents &extents, const std::function<std::int64_t(std::size_t, std::int64_t)> &from) {
        Tensor y = zeros(extents);
        for (std::int64_t i = 0; i < y.size(); ++i) {
            std::int64_t left = i, index = 0, step = 1;
            bool isInside = true;
            for (std::size_t axis = extents.size(); axis-- > 0;) {
                const std::int64_t place = from(axis, left % extents[axis]);
                left /= extents[axis];
                isInside = isInside && place >= 0 && place < x.at(axis);
                index += place * step;
                step *= x.at(axis);
            }
            y[i] = isInside ? x[index] : 0;
        }
        return y;
    }

    Tensor slice(Call &call) {
        const Tensor &x = *input(call.node, 0);
        const Extents starts = wholesOf(*input(call.node, 1)), ends = wholesOf(*input(call.node, 2)), axes = wholesOf(*input(call.node, 3));
        Extents extents = x.extents, firsts(extents.size());
        for (std::size_t i = 0; i < axes.size(); ++i) {
            const auto axis = static_cast<std::size_t>(axes[i]);
            extents[axis] = std::min(ends[i], extents[axis]) - starts[i];
            firsts[axis] = starts[i];
        }
        return moved(x, extents, [&](std::size_t axis, std::int64_t place) { return place + firsts[axis]; });
    }

    Tensor pad(Call &call) {
        const Tensor &x = *input(call.node, 0);
        const std::string mode = call.text("mode", "constant");
        require(mode == "constant" || mode == "edge", "mode of Pad");
        const Extents pads = wholesOf(*input(call.node, 1));
        Extents extents = x.extents;
        for (std::size_t axis = 0; axis < extents.size(); ++axis)
            extents[axis] += pads[axis] + pads[axis + extents.size()];
        return moved(x, extents, [&](std::size_t axis, std::int64_t place) {
            place -= pads[axis];
            return mode == "edge" ? std::min(std::max(place, std::int64_t{0}), x.at(axis) - 1) : place;
        });
    }

    Tensor transpose(Call &call) {
        const Tensor &x = *input(call.node, 0);
        const Extents order = call.wholes("perm", {});
        Extents extents, steps;
        for (const std::int64_t axis : order) {
            extents.push_back(x.at(static_cast<std::size_t>(axis)));
            steps.push_back(product(x.extents, static_cast<std::size_t>(axis) + 1));
        }
        Tensor y = zeros(extents);
        for (std::int64_t i = 0; i < y.size(); ++i) {
            std::int64_t left = i, index = 0;
            for (std::size_t axis = extents.size(); axis-- > 0; left /= extents[axis])
                index += left % extents[axis] * steps[axis];
            y[i] = x[index];
        }
        return y;
    }

    Tensor tile(Call &call) {
        const Tensor &x = *input(call.node, 0);
        Extents extents = x.extents;
        const Extents repeats = wholesOf(*input(call.node, 1));
        for (std::size_t axis = 0; axis < extents.size(); ++axis)
            extents[axis] *= repeats[axis];
        return moved(x, extents, [&](std::size_t axis, std::int64_t place) { return place % x.at(axis); });
    }

    Tensor batchNormalise(Call &call) {
        Tensor y = *input(call.node, 0);
        const Tensor &scale = *input(call.node, 1), &bias = *input(call.node, 2), &mean = *input(call.node, 3), &variance = *input(call.node, 4);
        const double epsilon = call.real("epsilon", 1e-5);
        for (std::int64_t i = 0; i < y.size(); ++i) {
            const std::int64_t channel = i / product(y.extents, 2) % y.at(1);
            y[i] = (y[i] - mean[channel]) / std::sqrt(variance[channel] + epsilon) * scale[channel] + bias[channel];
        }
        return y;
    }

    Tensor layerNormalise(Call &call) {
        Tensor y = *input(call.node, 0);
        const Tensor &scale = *input(call.node, 1), &bias = *input(call.node, 2);
        const double epsilon = call.real("epsilon", 1e-5);
        require(call.whole("axis", -1) == 1 && y.extents.size() == 2, "axis of LayerNormalization");
        const std::int64_t count = y.at(1);
        for (std::int64_t row = 0; row < y.at(0); ++row) {
            double mean = 0, variance = 0;
            for (std::int64_t i = 0; i < count; ++i)
                mean += y[row * count + i] / static_cast<double>(count);
            for (std::int64_t i = 0; i < count; ++i)
                variance += (y[row * count + i] - mean) * (y[row * count + i] - mean) / static_cast<double>(count);
            for (std::int64_t i = 0; i < count; ++i)
                y[row * count + i] = (y[row * count + i] - mean) / std::sqrt(variance + epsilon) * scale[i] + bias[i];
        }
        return y;
    }

    Tensor topK(Call &call) {
        const Tensor &x = *input(call.node, 0);
        require(call.whole("axis", -1) == 1 && x.extents.size() == 2, "axis of TopK");
        const auto kept = static_cast<std::int64_t>((*input(call.node, 1))[0]);
        Tensor values = zeros({x.at(0), kept}), places = values;
        for (std::int64_t row = 0; row < x.at(0); ++row) {
            std::vector<std::int64_t> order(static_cast<std::size_t>(x.at(1)));
            std::iota(order.begin(), order.end(), std::int64_t{0});
            std::stable_sort(order.begin(), order.end(), [&](std::int64_t a, std::int64_t b) { return x[row * x.at(1) + a] > x[row * x.at(1) + b]; });
            for (std::int64_t rank = 0; rank < kept; ++rank) {
                places[row * kept + rank] = static_cast<double>(order[static_cast<std::size_t>(rank)]);
                values[row * kept + rank] = x[row * x.at(1) + order[static_cast<std::size_t>(rank)]];
            }
        }
        give(call.node, 1, places);
        return values;
    }

    Tensor shape(Call &call) {
        const Extents &extents = input(call.node, 0)->extents;
        return {{static_cast<std::int64_t>(extents.size())}, std::vector<double>(extents.begin(), extents.end())};
    }

    Tensor constantOfShape(Call &call) { return zeros(wholesOf(*input(call.node, 0))); }

    Tensor scatter(Call &call) {
        Tensor y = *input(call.node, 0);
        const Tensor &places = *input(call.node, 1), &values = *input(call.node, 2);
        require(call.whole("axis", 0) == 1, "axis of ScatterElements");
        for (std::int64_t i = 0; i < places.size(); ++i)
            y[i / places.at(1) * y.at(1) + static_cast<std::int64_t>(places[i])] = values[i];
        return y;
    }

    /// RNN, GRU (z r h) and LSTM (i o f c). Y is (steps, directions, batch, units), Y_h the last states.
    Tensor walk(Call &call) {
        const std::string &name = call.node.op_type();
        const Tensor &x = *input(call.node, 0), &w = *input(call.node, 1), &r = *input(call.node, 2), &b = *input(call.node, 3);
        const std::int64_t steps = x.at(0), batch = x.at(1), inputs = x.at(2), units = call.whole("hidden_size", 0), directions = w.at(0), gates = w.at(1);
        require(call.text("direction", "forward") == (directions == 2 ? "bidirectional" : "forward"), "direction of " + name);
        require(name != "GRU" || call.whole("linear_before_reset", 0) == 1, "reset of GRU");
        Tensor y = zeros({steps, directions, batch, units}), last = zeros({directions, batch, units});
        for (std::int64_t direction = 0; direction < directions; ++direction)
            for (std::int64_t sample = 0; sample < batch; ++sample) {
                std::vector<double> h(static_cast<std::size_t>(units)), c = h;
                for (std::int64_t number = 0; number < steps; ++number) {
                    const std::int64_t step = direction == 0 ? number : steps - 1 - number;
                    const std::vector<double> before = h;
                    const auto ofInput = [&](std::int64_t gate) {
                        double sum = b[direction * 2 * gates + gate];
                        for (std::int64_t i = 0; i < inputs; ++i)
                            sum += w[(direction * gates + gate) * inputs + i] * x[(step * batch + sample) * inputs + i];
                        return sum;
                    };
                    const auto ofState = [&](std::int64_t gate) {
                        double sum = b[direction * 2 * gates + gates + gate];
                        for (std::int64_t i = 0; i < units; ++i)
                            sum += r[(direction * gates + gate) * units + i] * before[static_cast<std::size_t>(i)];
                        return sum;
                    };
                    for (std::int64_t u = 0; u < units; ++u) {
                        const auto gate = [&](std::int64_t which) { return ofInput(which * units + u) + ofState(which * units + u); };
                        double &state = h[static_cast<std::size_t>(u)], &cell = c[static_cast<std::size_t>(u)];
                        if (name == "RNN")
                            state = std::tanh(gate(0));
                        else if (name == "LSTM") {
                            cell = sigmoid(gate(2)) * cell + sigmoid(gate(0)) * std::tanh(gate(3));
                            state = sigmoid(gate(1)) * std::tanh(cell);
                        } else {
                            const double z = sigmoid(gate(0)), candidate = std::tanh(ofInput(2 * units + u) + sigmoid(gate(1)) * ofState(2 * units + u));
                            state = (1 - z) * candidate + z * state;
                        }
                        y[((step * directions + direction) * batch + sample) * units + u] = state;
                    }
                }
                std::copy(h.begin(), h.end(), last.numbers.begin() + (direction * batch + sample) * units);
            }
        give(call.node, 1, last);
        return y;
    }

    onnx::GraphProto m_graph;
    std::map<std::string, Tensor> m_values;
};

} // namespace hourglass::tests
