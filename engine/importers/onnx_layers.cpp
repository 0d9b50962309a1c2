// Operators that are layers of numbers without a place: products, activations, norms, and what is added or multiplied.
#include <algorithm>
#include <array>
#include <cmath>

#include "engine/importers/onnx_reader.h"

namespace hourglass::importers {

namespace {

constexpr double closeTo = 1e-6; ///< for constants that stand in a file in single precision

bool isAbout(double number, double wanted) {
    return std::abs(number - wanted) <= closeTo * std::max(1.0, std::abs(wanted));
}

/// The numbers of a tensor for each of the flow, as ONNX spreads them; empty where they do not fit, or differ within a batch.
std::vector<float> spread(const Tensor &tensor, const Flow &flow) {
    const std::size_t rank = flow.extents.size();
    if (tensor.isWhole || tensor.shape.size() > rank || flow.size() == 0)
        return {};
    std::vector<Index> shape(rank - tensor.shape.size(), 1), steps(rank, 0);
    shape.insert(shape.end(), tensor.shape.begin(), tensor.shape.end());
    Index step = 1;
    for (std::size_t axis = rank; axis-- > 0;) {
        if (shape[axis] != 1 && (shape[axis] != flow.extents[axis] || axis == flow.batch))
            return {};
        steps[axis] = shape[axis] == 1 ? 0 : step;
        step *= shape[axis];
    }
    std::vector<float> all(static_cast<std::size_t>(flow.size()));
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto left = static_cast<Index>(i);
        Index from = 0;
        for (std::size_t axis = rank; axis-- > 0;) {
            from += left % flow.extents[axis] * steps[axis];
            left /= flow.extents[axis];
        }
        all[i] = tensor.reals[static_cast<std::size_t>(from)];
    }
    return all;
}

/// What belongs to each number of the flow, in the order in which the stack has them.
std::vector<float> inPlace(const std::vector<float> &numbers, const Flow &flow) {
    std::vector<float> placed(numbers.size());
    for (std::size_t i = 0; i < numbers.size(); ++i)
        placed[flow.places.empty() ? i : static_cast<std::size_t>(flow.places[i])] = numbers[i];
    return placed;
}

/// One number for each channel of an image, or of each feature of a step; empty where the numbers of one differ.
std::vector<float> byRow(const std::vector<float> &placed, const Shape &shape, Index rows) {
    if (static_cast<Index>(placed.size()) == rows)
        return placed;
    const std::size_t count = static_cast<std::size_t>(rows), area = shape.isImage() ? placed.size() / count : 1;
    std::vector<float> all(count);
    for (std::size_t row = 0; row < count; ++row)
        all[row] = placed[row * area];
    for (std::size_t i = 0; i < placed.size(); ++i)
        if (placed[i] != all[i / area % count])
            return {};
    return all;
}

const char *activationOf(const std::string &operation) {
    static constexpr std::array<std::pair<const char *, const char *>, 10> pairs{{{"Relu", "relu"},
                                                                                  {"Elu", "elu"},
                                                                                  {"Selu", "selu"},
                                                                                  {"Gelu", "gelu"},
                                                                                  {"Softplus", "softplus"},
                                                                                  {"Sigmoid", "sigmoid"},
                                                                                  {"Swish", "silu"},
                                                                                  {"Tanh", "tanh"},
                                                                                  {"Softmax", "softmax"},
                                                                                  {"LeakyRelu", "leaky_relu"}}};
    for (const auto &[name, key] : pairs)
        if (operation == name)
            return key;
    return "";
}

} // namespace

std::vector<float> OnnxReader::takeScale(Flow &flow, Numbers &weight) const {
    const auto inputs = static_cast<std::size_t>(weight.shape[1]), outputs = static_cast<std::size_t>(weight.shape[0]);
    std::vector<float> offsets;
    for (std::size_t row = 0; !flow.offset.empty() && row < outputs; ++row) {
        double sum = 0;
        for (std::size_t i = 0; i < inputs; ++i)
            sum += static_cast<double>(weight.values[row * inputs + i]) * static_cast<double>(flow.offset[i]);
        offsets.push_back(static_cast<float>(sum));
    }
    for (std::size_t i = 0; !flow.factor.empty() && i < weight.values.size(); ++i)
        weight.values[i] *= flow.factor[i % inputs];
    flow.factor.clear();
    flow.offset.clear();
    return offsets;
}

core::Result<Flow> OnnxReader::linear(const Call &call, const Tensor &weight, bool isTransposed, const std::string &source) {
    auto flow = layerIn(call, 0, true);
    if (!flow)
        return flow.error();
    const bool isMatrix = weight.shape.size() == 2 && !weight.isWhole && weight.size() > 0;
    const Index outputs = isMatrix ? weight.shape[isTransposed ? 0 : 1] : 0, inputs = isMatrix ? weight.shape[isTransposed ? 1 : 0] : 1;
    if (!isMatrix || flow->extents.back() != inputs || flow->batch + 1 == flow->extents.size())
        return refusal(call, "its weights do not fit what comes in");
    const Index rows = flow->size() / inputs;
    if (rows > 1)
        if (auto problem = settle(call, *flow, {}))
            return *problem;
    if (rows > 1 && (!flow->factor.empty() || !flow->offset.empty()))
        return refusal(call, "what comes in was scaled, and only a dense layer over a whole sample can take that up", "Scale the data instead.");
    Numbers numbers{{outputs, inputs}, isTransposed ? weight.reals : turned(weight.reals, weight.shape, {1, 0})};
    const std::vector<float> offsets = takeScale(*flow, numbers);
    if (!flow->places.empty()) {
        const std::vector<float> before = numbers.values;
        for (Index row = 0; row < outputs; ++row)
            for (Index i = 0; i < inputs; ++i)
                numbers.values[static_cast<std::size_t>(row * inputs + flow->places[static_cast<std::size_t>(i)])] =
                    before[static_cast<std::size_t>(row * inputs + i)];
    }
    Part part{{rows == 1 ? "dense" : "dense_steps", {{"units", outputs}, {"activation", std::string("identity")}, {"bias", false}}},
              {},
              rows == 1 ? Shape(outputs) : Shape(rows, outputs),
              source};
    // The transpose of a dense layer before it: tied, as far as numbers can tell.
    const std::vector<float> transposed = turned(numbers.values, numbers.shape, {1, 0});
    for (std::size_t i = 0; rows == 1 && i < m_builder.parts().size(); ++i) {
        const Part &before = m_builder.parts()[i];
        const bool isTied =
            before.is("dense") && before.tensors.at("weight").shape == std::vector<Index>{inputs, outputs} && before.tensors.at("weight").values == transposed;
        if (isTied && std::any_of(transposed.begin(), transposed.end(), [&](float number) { return number != transposed.front(); })) {
            part.layer = {"tied", {{"to", static_cast<Index>(i)}, {"activation", std::string("identity")}}};
            part.tensors["bias"] = {{outputs}, std::vector<float>(static_cast<std::size_t>(outputs), 0.0f)};
            break;
        }
    }
    if (!part.is("tied"))
        part.tensors["weight"] = std::move(numbers);
    m_builder.add(std::move(part));
    if (!offsets.empty())
        m_builder.takeUp({}, offsets);
    flow->extents.back() = outputs;
    flow->places.clear();
    flow->version = m_builder.version();
    return *flow;
}

OnnxReader::Outcome OnnxReader::gemm(Call &call) {
    const Tensor *weight = tensorIn(call, 1), *bias = tensorIn(call, 2);
    const bool isTransposed = call.whole("transB", 0) != 0;
    const double alpha = call.real("alpha", 1), beta = call.real("beta", 1);
    if (!weight || call.whole("transA", 0) != 0 || (valueIn(call, 2) && !bias))
        return refusal(call, "it multiplies two values that are both made of the sample");
    Tensor scaled = *weight;
    for (float &number : scaled.reals)
        number *= static_cast<float>(alpha);
    const auto flow = linear(call, scaled, isTransposed, call.node.input(1));
    if (!flow)
        return flow.error();
    if (!bias) {
        giveFlow(call, *flow);
        return {};
    }
    std::vector<float> offset = spread(*bias, *flow);
    for (float &number : offset)
        number *= static_cast<float>(beta);
    return affine(call, *flow, {}, offset);
}

OnnxReader::Outcome OnnxReader::matMul(Call &call) {
    const Tensor *weight = tensorIn(call, 1);
    if (!weight)
        return refusal(call, "it multiplies two values that are both made of the sample, or a matrix from the left");
    const auto flow = linear(call, *weight, false, call.node.input(1));
    if (!flow)
        return flow.error();
    giveFlow(call, *flow);
    return {};
}

/// factor · x + offset of each number of the flow; the one that is empty does nothing. By the layer before, else by the one that comes.
OnnxReader::Outcome OnnxReader::affine(const Call &call, Flow flow, const std::vector<float> &factor, const std::vector<float> &offset) {
    if (factor.empty() && offset.empty())
        return refusal(call, "the numbers that it adds or multiplies by do not fit what comes in");
    const bool isOpen = !m_builder.parts().empty() && m_builder.parts().back().isOpen() && flow.factor.empty() && flow.offset.empty();
    if (isOpen) {
        const Part &part = m_builder.parts().back();
        const std::vector<float> factors = factor.empty() ? factor : byRow(inPlace(factor, flow), part.output, part.rows()),
                                 offsets = offset.empty() ? offset : byRow(inPlace(offset, flow), part.output, part.rows());
        if (factors.empty() == factor.empty() && offsets.empty() == offset.empty() && m_builder.takeUp(factors, offsets)) {
            giveFlow(call, std::move(flow));
            return {};
        }
    }
    const auto count = static_cast<std::size_t>(flow.size());
    flow.factor.resize(factor.empty() ? flow.factor.size() : count, 1.0f);
    flow.offset.resize(offset.empty() ? flow.offset.size() : count, 0.0f);
    for (std::size_t i = 0; i < count; ++i) {
        if (!factor.empty())
            flow.factor[i] *= factor[i];
        if (!flow.offset.empty())
            flow.offset[i] = flow.offset[i] * (factor.empty() ? 1.0f : factor[i]) + (offset.empty() ? 0.0f : offset[i]);
    }
    giveFlow(call, std::move(flow));
    return {};
}

/// x · sigmoid(x), and the pieces of ½ x (1 + erf(x / √2)) in whichever order.
OnnxReader::Outcome OnnxReader::completeHalf(const Call &call, const Value &one, const Value &other, bool &isDone) {
    using Of = Half::Of;
    const std::string &operation = call.node.op_type();
    const Half *half = std::get_if<Half>(&one), *second = std::get_if<Half>(&other);
    const Flow *flow = std::get_if<Flow>(&other);
    const Tensor *tensor = std::get_if<Tensor>(&other);
    const float number = tensor && tensor->size() == 1 && !tensor->isWhole ? tensor->reals[0] : NAN;
    if (!half || half->x.version != m_builder.version())
        return {};
    isDone = true;
    const auto becomes = [&](Of of) {
        give(call, 0, Half{of, Flow(half->x)});
        return Outcome();
    };
    const bool isTimesX = operation == "Mul" && flow && flow->version == half->x.version;
    if (half->of == Of::Sigmoid && isTimesX)
        return activate(call, half->x, "silu");
    if (half->of == Of::Erf && operation == "Add" && number == 1.0f)
        return becomes(Of::OnePlusErf);
    if (half->of == Of::OnePlusErf && isTimesX)
        return becomes(Of::TimesOnePlusErf);
    const bool isHalved = half->of == Of::TimesOnePlusErf && number == 0.5f, isOfHalf = half->of == Of::OnePlusErf && second && second->of == Of::HalfOfX;
    if (operation == "Mul" && (isHalved || isOfHalf))
        return activate(call, half->x, "gelu");
    isDone = false;
    return {};
}

/// ½ x on its way to be multiplied by 1 + erf(x / √2), where x goes both ways.
bool OnnxReader::isHalfOfGelu(const Call &call) const {
    return onlyGoesInto(call.node.output(0), "Mul") && std::any_of(call.node.input().begin(), call.node.input().end(), [&](const std::string &input) {
               const auto takers = m_takers.find(input);
               return takers != m_takers.end() && takers->second.size() == 2;
           });
}

OnnxReader::Outcome OnnxReader::arithmetic(Call &call) {
    const Value *one = valueIn(call, 0), *other = valueIn(call, 1);
    if (!one || !other)
        return refusal(call, "it lacks a value");
    for (const auto &[first, second] : {std::pair(one, other), std::pair(other, one)}) {
        bool isDone = false;
        auto problem = completeHalf(call, *first, *second, isDone);
        if (isDone)
            return problem;
    }
    const std::string &operation = call.node.op_type();
    const bool isSecond = std::holds_alternative<Flow>(*other);
    const Tensor *tensor = std::get_if<Tensor>(isSecond ? one : other);
    auto flow = layerIn(call, isSecond ? 1 : 0, true);
    if (!flow)
        return flow.error();
    if (!tensor || (isSecond && operation == "Div"))
        return refusal(call, "it puts two branches of the model together, and a stack is one layer behind the other",
                       "Models with skips or several branches cannot be imported.");
    const double number = tensor->size() == 1 && !tensor->isWhole ? static_cast<double>(tensor->reals[0]) : NAN;
    if (operation == "Div" || operation == "Mul") { // x / √2 on its way to a GELU
        const bool isRoot = operation == "Div" ? isAbout(number, std::sqrt(2.0)) : isAbout(number, std::sqrt(0.5));
        const bool isPlain = flow->factor.empty() && flow->offset.empty();
        if (isPlain && isRoot && onlyGoesInto(call.node.output(0), "Erf")) {
            give(call, 0, Half{Half::Of::Scaled, *flow});
            return {};
        }
        if (isPlain && operation == "Mul" && number == 0.5 && isHalfOfGelu(call)) {
            give(call, 0, Half{Half::Of::HalfOfX, *flow});
            return {};
        }
    }
    std::vector<float> numbers = spread(*tensor, *flow);
    if (numbers.empty())
        return refusal(call, "the numbers that it takes do not fit what comes in");
    if (operation == "Add" || operation == "Sub") {
        std::vector<float> factor(operation == "Sub" && isSecond ? numbers.size() : 0, -1.0f);
        if (operation == "Sub" && !isSecond)
            std::transform(numbers.begin(), numbers.end(), numbers.begin(), [](float value) { return -value; });
        return affine(call, *flow, factor, numbers);
    }
    if (operation == "Div")
        std::transform(numbers.begin(), numbers.end(), numbers.begin(), [](float value) { return 1 / value; });
    if (std::all_of(numbers.begin(), numbers.end(), [](float value) { return value == 1; })) {
        giveFlow(call, std::move(*flow));
        return {};
    }
    return affine(call, *flow, numbers, {});
}

OnnxReader::Outcome OnnxReader::activate(const Call &call, const Flow &flow, const std::string &key) {
    const bool isTakenUp = !m_builder.parts().empty() && m_builder.parts().back().isOpen() &&
                           (key != "softmax" || m_builder.parts().back().is("dense") || m_builder.parts().back().is("tied"));
    if (isTakenUp)
        m_builder.change().layer.values["activation"] = key;
    else
        m_builder.add({{"activation", {{"activation", key}}}, {}, shapeNow(), call.node.name()});
    giveFlow(call, flow);
    return {};
}

OnnxReader::Outcome OnnxReader::erf(Call &call) {
    const Value *value = valueIn(call, 0);
    const Half *half = value ? std::get_if<Half>(value) : nullptr;
    if (!half || half->of != Half::Of::Scaled || half->x.version != m_builder.version())
        return refusal(call, "no layer here does what the operator Erf does by itself");
    give(call, 0, Half{Half::Of::Erf, Flow(half->x)});
    return {};
}

OnnxReader::Outcome OnnxReader::activation(Call &call) {
    auto flow = layerIn(call);
    if (!flow)
        return flow.error();
    const std::string &operation = call.node.op_type();
    std::string key = activationOf(operation);
    if (operation == "Sigmoid" && onlyGoesInto(call.node.output(0), "Mul")) {
        const onnx::NodeProto &taker = *m_takers.at(call.node.output(0)).front();
        if (std::find(taker.input().begin(), taker.input().end(), call.node.input(0)) != taker.input().end()) {
            give(call, 0, Half{Half::Of::Sigmoid, *flow});
            return {};
        }
    }
    if (operation == "Clip") {
        const auto bound = [&](int number, const char *name, double fallback) {
            const Tensor *tensor = tensorIn(call, number);
            const double attribute = call.real(name, fallback);
            return tensor && tensor->reals.size() == 1 ? static_cast<double>(tensor->reals[0]) : attribute;
        };
        const double low = bound(1, "min", -INFINITY), high = bound(2, "max", INFINITY);
        key = low == -1 && high == 1 ? "hard_tanh" : low == 0 && high > 1e30 ? "relu" : "";
        if (key.empty())
            return refusal(call, "it cuts off at other bounds than −1 and 1");
    } else if (operation == "LeakyRelu") {
        const double slope = call.real("alpha", 0.01);
        if (!isAbout(slope, 0.01))
            return leak(call, *flow, std::vector<float>(static_cast<std::size_t>(flow->size()), static_cast<float>(slope)));
    } else if (operation == "Softmax") {
        if (axisOf(call.whole("axis", -1), flow->extents.size()) + 1 != static_cast<Index>(flow->extents.size()) || flow->extents.back() != flow->size())
            return refusal(call, "a softmax here is over all numbers of a sample");
    } else if (operation == "Gelu") {
        if (call.text("approximate", "none") != "none")
            m_builder.remark("GELU was given by its tanh formula; here it is x Φ(x) itself, which differs by up to 0.0005.");
    }
    const double alpha = call.real("alpha", operation == "Selu" ? 1.6732632 : 1), gamma = call.real("gamma", 1.0507010);
    if (!isAbout(alpha, operation == "Selu" ? 1.6732632 : 1) || !isAbout(gamma, 1.0507010))
        return refusal(call, "it has another slope than the " + operation + " here");
    return activate(call, *flow, key);
}

/// With Where: PyTorch takes x itself for a softplus far from zero.
OnnxReader::Outcome OnnxReader::isLarge(Call &call) {
    const Value *value = valueIn(call, 0);
    const Flow *flow = value ? std::get_if<Flow>(value) : nullptr;
    const Tensor *bound = tensorIn(call, 1);
    if (!flow || !bound || bound->reals.size() != 1 || !(bound->reals[0] >= 15))
        return refusal(call, "no layer here does what the operator Greater does");
    give(call, 0, Half{Half::Of::IsLarge, *flow});
    return {};
}

OnnxReader::Outcome OnnxReader::whereLarge(Call &call) {
    const Value *condition = valueIn(call, 0), *value = valueIn(call, 1);
    const Half *half = condition ? std::get_if<Half>(condition) : nullptr;
    const Flow *x = value ? std::get_if<Flow>(value) : nullptr;
    auto flow = flowIn(call, 2);
    if (!flow)
        return flow.error();
    const bool isSoftplus = half && half->of == Half::Of::IsLarge && x && x->version == half->x.version && x->version + 1 == flow->version &&
                            m_builder.parts().back().layer.values.count("activation") > 0 &&
                            m_builder.parts().back().layer.values.at("activation") == spec::Value(std::string("softplus"));
    if (!isSoftplus)
        return refusal(call, "no layer here does what the operator Where does");
    giveFlow(call, std::move(*flow));
    return {};
}

/// Another slope below zero, or one for each number or channel.
OnnxReader::Outcome OnnxReader::leak(const Call &call, Flow flow, const std::vector<float> &slopes) {
    const Shape shape = shapeNow();
    const Index rows = shape.isImage() ? shape.channels() : flow.size();
    std::vector<float> numbers = slopes.empty() ? slopes : byRow(inPlace(slopes, flow), shape, rows);
    if (numbers.empty())
        return refusal(call, "its slopes do not fit what comes in");
    if (call.node.op_type() == "LeakyRelu")
        m_builder.remark("A leaky ReLU with another slope than 0.01 became a PReLU, whose slopes learn.");
    m_builder.add({{"prelu", {}}, {{"slope", {{rows}, std::move(numbers)}}}, shape, call.node.name()});
    giveFlow(call, std::move(flow));
    return {};
}

OnnxReader::Outcome OnnxReader::prelu(Call &call) {
    auto flow = layerIn(call);
    const Tensor *slope = tensorIn(call, 1);
    if (!flow)
        return flow.error();
    if (!slope)
        return refusal(call, "its slopes are known only while it runs");
    return leak(call, *flow, spread(*slope, *flow));
}

} // namespace hourglass::importers
