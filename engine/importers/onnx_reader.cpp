#include "engine/importers/onnx_reader.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "engine/importers/onnx.h"
#include "engine/importers/onnx_constants.h"
#include "engine/layers/implied_shape.h"

namespace hourglass::importers {

Call::Call(const onnx::NodeProto &from) : node(from) {
    for (const onnx::AttributeProto &attribute : from.attribute())
        m_attributes[attribute.name()] = &attribute;
}

const onnx::AttributeProto *Call::take(const std::string &name) {
    const auto found = m_attributes.find(name);
    if (found == m_attributes.end())
        return nullptr;
    const onnx::AttributeProto *attribute = found->second;
    m_attributes.erase(found);
    return attribute;
}

Index Call::whole(const std::string &name, Index fallback) {
    const auto *attribute = take(name);
    return attribute ? attribute->i() : fallback;
}

double Call::real(const std::string &name, double fallback) {
    const auto *attribute = take(name);
    return attribute ? static_cast<double>(attribute->f()) : fallback;
}

std::string Call::text(const std::string &name, const std::string &fallback) {
    const auto *attribute = take(name);
    return attribute ? attribute->s() : fallback;
}

std::vector<Index> Call::wholes(const std::string &name, std::vector<Index> fallback) {
    const auto *attribute = take(name);
    return attribute ? std::vector<Index>(attribute->ints().begin(), attribute->ints().end()) : fallback;
}

std::vector<float> Call::reals(const std::string &name) {
    const auto *attribute = take(name);
    return attribute ? std::vector<float>(attribute->floats().begin(), attribute->floats().end()) : std::vector<float>();
}

const onnx::TensorProto *Call::tensor(const std::string &name) {
    const auto *attribute = take(name);
    return attribute && attribute->has_t() ? &attribute->t() : nullptr;
}

Places written(const Places &places, Index size) {
    if (!places.empty() || size == 0)
        return places;
    Places all(static_cast<std::size_t>(size));
    std::iota(all.begin(), all.end(), Index{0});
    return all;
}

Places shortened(Places places) {
    for (std::size_t i = 0; i < places.size(); ++i)
        if (places[i] != static_cast<Index>(i))
            return places;
    return {};
}

Index axisOf(Index axis, std::size_t rank) {
    const auto count = static_cast<Index>(rank);
    axis += axis < 0 ? count : 0;
    return axis >= 0 && axis < count ? axis : -1;
}

OnnxReader::OnnxReader(const onnx::ModelProto &model, std::string path) : m_model(model), m_path(std::move(path)), m_builder(m_path) {}

const std::map<std::string, OnnxReader::Operator> &OnnxReader::operators() {
    using R = OnnxReader;
    static const std::map<std::string, Operator> all{{"Identity", &R::identity},
                                                     {"Cast", &R::identity},
                                                     {"Dropout", &R::identity},
                                                     {"Transpose", &R::transpose},
                                                     {"Reshape", &R::reshape},
                                                     {"Flatten", &R::flatten},
                                                     {"Squeeze", &R::squeeze},
                                                     {"Unsqueeze", &R::unsqueeze},
                                                     {"Tile", &R::repeat},
                                                     {"Expand", &R::repeat},
                                                     {"Slice", &R::slice},
                                                     {"Gather", &R::gather},
                                                     {"Gemm", &R::gemm},
                                                     {"MatMul", &R::matMul},
                                                     {"Add", &R::arithmetic},
                                                     {"Sub", &R::arithmetic},
                                                     {"Mul", &R::arithmetic},
                                                     {"Div", &R::arithmetic},
                                                     {"Relu", &R::activation},
                                                     {"LeakyRelu", &R::activation},
                                                     {"Elu", &R::activation},
                                                     {"Selu", &R::activation},
                                                     {"Gelu", &R::activation},
                                                     {"Softplus", &R::activation},
                                                     {"Sigmoid", &R::activation},
                                                     {"Swish", &R::activation},
                                                     {"Tanh", &R::activation},
                                                     {"Clip", &R::activation},
                                                     {"Softmax", &R::activation},
                                                     {"Erf", &R::erf},
                                                     {"PRelu", &R::prelu},
                                                     {"BatchNormalization", &R::batchNorm},
                                                     {"TopK", &R::topK},
                                                     {"ScatterElements", &R::scatter},
                                                     {"LayerNormalization", &R::layerNorm},
                                                     {"Conv", &R::convolution},
                                                     {"ConvTranspose", &R::convolution},
                                                     {"Pad", &R::pad},
                                                     {"MaxPool", &R::pool},
                                                     {"AveragePool", &R::pool},
                                                     {"GlobalAveragePool", &R::pool},
                                                     {"Resize", &R::resize},
                                                     {"Upsample", &R::resize},
                                                     {"RNN", &R::recurrent},
                                                     {"GRU", &R::recurrent},
                                                     {"LSTM", &R::recurrent},
                                                     {"Greater", &R::isLarge},
                                                     {"Where", &R::whereLarge}};
    return all;
}

core::Error OnnxReader::refusal(const Call &call, std::string what, std::string hint) const {
    return m_builder.error(std::move(what), nameOf(call.node), std::move(hint));
}

const OnnxReader::Value *OnnxReader::valueIn(const Call &call, int number) const {
    if (number >= call.node.input_size() || call.node.input(number).empty())
        return nullptr;
    const auto found = m_values.find(call.node.input(number));
    return found == m_values.end() ? nullptr : &found->second;
}

const Tensor *OnnxReader::tensorIn(const Call &call, int number) const {
    const Value *value = valueIn(call, number);
    return value ? std::get_if<Tensor>(value) : nullptr;
}

core::Result<Flow> OnnxReader::flowIn(const Call &call, int number, bool takesScale) const {
    const Value *value = valueIn(call, number);
    const Flow *flow = value ? std::get_if<Flow>(value) : nullptr;
    if (!flow)
        return refusal(call, "it is used in a way that no layer here has",
                       "A stack is one layer behind the other, of the kinds that `hourglass layers` lists.");
    if (flow->version != m_builder.version())
        return refusal(call, "the model branches here, and a stack is one layer behind the other", "Models with skips or several branches cannot be imported.");
    if (!takesScale && (!flow->factor.empty() || !flow->offset.empty()))
        return refusal(call, "what comes in was multiplied by fixed numbers, or had some added, and only a dense layer can take that up",
                       "Scale the data instead.");
    return *flow;
}

core::Result<Flow> OnnxReader::layerIn(const Call &call, int number, bool takesScale) {
    auto flow = flowIn(call, number, takesScale);
    if (flow)
        if (auto problem = unfold(call, *flow))
            return *problem;
    return flow;
}

/// What stands in a flow several times: each pixel beside itself, or all of a sample at each step. One copy is as good as another.
OnnxReader::Outcome OnnxReader::unfold(const Call &call, Flow &flow) {
    const Shape before = shapeNow();
    const Index given = before.size(), size = flow.size(), times = size / std::max<Index>(given, 1);
    if (size == given)
        return {};
    const std::string what = "what comes in was repeated in a way that no layer here does";
    Index factor = 0; // of an image, its channels in front or behind
    for (const auto &[channels, height, width] : {std::array<std::size_t, 3>{1, 2, 3}, std::array<std::size_t, 3>{3, 1, 2}})
        if (before.isImage() && flow.isImage() && flow.extents[channels] == before.channels() && flow.extents[height] % before.height() == 0 &&
            flow.extents[height] * before.width() == flow.extents[width] * before.height())
            factor = flow.extents[height] / before.height();
    const bool isUpsampled = factor > 1 && factor * factor == times;
    if (times * given != size)
        return refusal(call, what);
    Places places = written(flow.places, size);
    std::vector<Index> met(static_cast<std::size_t>(given), 0);
    for (Index &place : places) {
        const Index copy = met[static_cast<std::size_t>(place)]++;
        if (copy >= times)
            return refusal(call, what);
        if (isUpsampled) {
            const Index column = place % before.width() * factor + copy % factor, row = place / before.width() % before.height() * factor + copy / factor;
            place = (place / before.width() / before.height() * before.height() * factor + row) * before.width() * factor + column;
        } else {
            place += copy * given;
        }
    }
    if (isUpsampled)
        m_builder.add({{"upsample", {{"factor", factor}, {"mode", std::string("nearest")}}},
                       {},
                       Shape(before.channels(), before.height() * factor, before.width() * factor),
                       call.node.name()});
    else
        m_builder.add({{"repeat_vector", {{"steps", times}}}, {}, Shape(times, given), call.node.name()});
    flow.places = shortened(std::move(places));
    flow.version = m_builder.version();
    return {};
}

void OnnxReader::takeShape(const Call &call, Flow &flow, const Shape &wanted) {
    std::vector<Shape> before{m_builder.sample()};
    for (const Part &part : m_builder.parts())
        before.push_back(part.output);
    const auto implied = wanted.rank == 3 ? layers::impliedImage(before) : layers::impliedSequence(before);
    if (implied && *implied == wanted)
        return;
    Part part{{"reshape", {{"channels", wanted.rank == 3 ? wanted.channels() : wanted.extents[1]}}}, {}, wanted, call.node.name()};
    if (wanted.rank == 3) {
        part.layer.values["height"] = wanted.height();
        part.layer.values["width"] = wanted.width();
    } else {
        part.layer.values["form"] = std::string("series");
    }
    m_builder.add(std::move(part));
    flow.version = m_builder.version();
}

void OnnxReader::give(const Call &call, int number, Value value) {
    if (number < call.node.output_size() && !call.node.output(number).empty())
        m_values.insert_or_assign(call.node.output(number), std::move(value));
}

void OnnxReader::giveFlow(const Call &call, Flow flow) {
    flow.version = m_builder.version();
    flow.places = shortened(std::move(flow.places));
    give(call, 0, std::move(flow));
}

bool OnnxReader::onlyGoesInto(const std::string &value, const char *operation) const {
    const auto found = m_takers.find(value);
    return found != m_takers.end() && found->second.size() == 1 && found->second[0] && found->second[0]->op_type() == operation;
}

OnnxReader::Outcome OnnxReader::settle(const Call &call, Flow &flow, Places wanted) {
    if (auto problem = unfold(call, flow))
        return problem;
    if (!m_builder.rearrange(flow.places, wanted, flow.size()))
        return refusal(call, "the numbers come in another order than the layers here have, and no dense layer is there to take it up");
    flow.places = shortened(std::move(wanted));
    return {};
}

OnnxReader::Outcome OnnxReader::readConstants() {
    for (const onnx::TensorProto &from : m_model.graph().initializer()) {
        if (!isWanted(from.name()))
            continue;
        auto tensor = tensorOf(from, m_path);
        if (!tensor)
            return tensor.error();
        m_values.insert_or_assign(from.name(), std::move(*tensor));
    }
    return {};
}

OnnxReader::Outcome OnnxReader::begin() {
    const onnx::ValueInfoProto *input = nullptr;
    for (const onnx::ValueInfoProto &value : m_model.graph().input()) {
        const bool isLearned = std::any_of(m_model.graph().initializer().begin(), m_model.graph().initializer().end(),
                                           [&](const auto &tensor) { return tensor.name() == value.name(); });
        if (isLearned)
            continue;
        if (input)
            return m_builder.error("The model has several inputs (" + input->name() + ", " + value.name() + "), and an autoencoder has one", "");
        input = &value;
    }
    if (!input)
        return m_builder.error("The model has no input", "");
    const auto &dimensions = input->type().tensor_type().shape().dim();
    Flow flow{{1}, 0, {}, m_builder.version()};
    for (int i = 1; i < dimensions.size(); ++i) {
        if (!dimensions[i].has_dim_value() || dimensions[i].dim_value() < 1)
            return m_builder.error("the extent " + std::to_string(i + 1) + " of the input is left open", input->name(),
                                   "Export the model for samples of one size; only the batch may be open.");
        flow.extents.push_back(dimensions[i].dim_value());
    }
    if (dimensions.size() < 2 || sizeOf(flow.extents) < 1 || sizeOf(flow.extents) > mostOfSample)
        return m_builder.error("the input has no shape of a batch of samples", input->name(), "Export the model with an example of its input.");
    m_batch = dimensions[0].has_dim_value() ? std::max<Index>(0, dimensions[0].dim_value()) : 0;
    m_inputExtents.assign(flow.extents.begin() + 1, flow.extents.end());
    // Samples here are channels first, and series are steps × features. What takes the input says what the file has.
    const auto takers = m_takers.find(input->name());
    const onnx::NodeProto *first = takers == m_takers.end() || takers->second.size() != 1 ? nullptr : takers->second[0];
    const bool isConvolved = first && (first->op_type() == "Conv" || first->op_type() == "ConvTranspose");
    const std::vector<Index> &extents = m_inputExtents;
    Shape sample(flow.size());
    if (extents.size() == 2) {
        sample = isConvolved ? Shape(extents[1], extents[0]) : Shape(extents[0], extents[1]);
        if (isConvolved)
            m_builder.setSamplePlaces(shortened(turned(written({}, flow.size()), {extents[1], extents[0]}, {1, 0})));
    } else if (extents.size() == 3) {
        const auto areChannels = [](Index extent) { return extent == 1 || extent == 3 || extent == 4; };
        bool isTurned = false; // to channels first
        if (first && first->op_type() == "Transpose") {
            Call call(*first);
            isTurned = call.wholes("perm", {}) == std::vector<Index>{0, 3, 1, 2};
        }
        if (isTurned || (!isConvolved && areChannels(extents[2]) && !areChannels(extents[0]))) {
            sample = Shape(extents[2], extents[0], extents[1]);
            m_builder.setSamplePlaces(shortened(turned(written({}, flow.size()), {extents[2], extents[0], extents[1]}, {1, 2, 0})));
        } else {
            sample = Shape(extents[0], extents[1], extents[2]);
        }
    }
    m_builder.setSample(sample);
    flow.places = m_builder.samplePlaces();
    m_values.insert_or_assign(input->name(), std::move(flow));
    return {};
}

const onnx::ValueInfoProto *OnnxReader::chosenOutput() const {
    const auto &outputs = m_model.graph().output();
    for (const onnx::ValueInfoProto &output : outputs)
        if (output.name() == "reconstruction")
            return &output;
    const auto sizeAs = [](const onnx::ValueInfoProto &value) {
        std::vector<Index> extents;
        for (int i = 1; i < value.type().tensor_type().shape().dim_size(); ++i)
            extents.push_back(value.type().tensor_type().shape().dim(i).dim_value());
        return extents.empty() ? Index{-2} : sizeOf(extents);
    };
    for (const onnx::ValueInfoProto &output : outputs)
        for (const onnx::ValueInfoProto &input : m_model.graph().input())
            if (sizeAs(output) > 0 && sizeAs(output) == sizeAs(input))
                return &output;
    return outputs.empty() ? nullptr : &outputs[0];
}

std::set<const onnx::NodeProto *> OnnxReader::nodesBefore(const std::string &value) const {
    std::map<std::string, const onnx::NodeProto *> makers;
    for (const onnx::NodeProto &node : m_model.graph().node())
        for (const std::string &output : node.output())
            makers.emplace(output, &node);
    std::set<const onnx::NodeProto *> all;
    std::vector<std::string> open{value};
    while (!open.empty()) {
        const auto maker = makers.find(open.back());
        open.pop_back();
        if (maker != makers.end() && !maker->first.empty() && all.insert(maker->second).second)
            open.insert(open.end(), maker->second->input().begin(), maker->second->input().end());
    }
    return all;
}

OnnxReader::Outcome OnnxReader::run(const onnx::NodeProto &node) {
    Call call(node);
    if (node.output_size() == 0)
        return refusal(call, "it gives nothing on");
    if (!node.domain().empty() && node.domain() != "ai.onnx")
        return refusal(call, "the operator is not one of ONNX's own (" + node.domain() + ")");
    std::optional<Tensor> value;
    if (const onnx::TensorProto *from = node.op_type() == "Constant" || node.op_type() == "ConstantOfShape" ? call.tensor("value") : nullptr) {
        auto tensor = tensorOf(*from, m_path);
        if (!tensor)
            return tensor.error();
        value = std::move(*tensor);
    }
    if (node.op_type() == "Constant") {
        if (call.has("value_ints"))
            value = Tensor{{}, {}, call.wholes("value_ints", {}), true};
        else if (call.has("value_int"))
            value = Tensor{{}, {}, {call.whole("value_int", 0)}, true};
        else if (std::vector<float> reals = call.reals("value_floats"); !reals.empty())
            value = Tensor{{static_cast<Index>(reals.size())}, std::move(reals), {}, false};
        else if (call.has("value_float"))
            value = Tensor{{}, {static_cast<float>(call.real("value_float", 0))}, {}, false};
        if (!value)
            return refusal(call, "its value is of a kind that is not read");
        if (value->isWhole && value->wholes.size() != 1 && value->shape.empty())
            value->shape = {value->size()};
        give(call, 0, std::move(*value));
        return {};
    }
    if (node.op_type() == "Shape" && valueIn(call, 0)) {
        std::vector<Index> extents;
        if (const auto *flow = std::get_if<Flow>(valueIn(call, 0))) {
            extents = flow->extents;
            extents[flow->batch] = -extents[flow->batch];
        } else if (const Tensor *tensor = tensorIn(call, 0)) {
            extents = tensor->shape;
        }
        const auto rank = static_cast<Index>(extents.size());
        const auto placeFrom = [rank](Index at) { return std::clamp<Index>(at < 0 ? at + rank : at, 0, rank); };
        const Index first = placeFrom(call.whole("start", 0)), last = std::max(first, placeFrom(call.whole("end", rank)));
        extents = std::vector<Index>(extents.begin() + first, extents.begin() + last);
        give(call, 0, Tensor{{static_cast<Index>(extents.size())}, {}, extents, true});
        return {};
    }
    std::vector<const Tensor *> inputs;
    bool isKnown = node.input_size() > 0;
    for (int i = 0; i < node.input_size(); ++i) {
        inputs.push_back(tensorIn(call, i));
        isKnown = isKnown && (inputs.back() || node.input(i).empty());
    }
    if (value)
        inputs.push_back(&*value);
    if (auto result = isKnown ? folded(call, inputs) : std::nullopt) {
        if (!*result)
            return refusal(call, result->error().what, result->error().hint);
        give(call, 0, std::move(**result));
        return {};
    }
    const auto found = operators().find(node.op_type());
    if (found == operators().end())
        return refusal(call, "no layer here does what the operator " + node.op_type() + " does", "`hourglass layers` lists those that there are.");
    if (auto problem = (this->*found->second)(call))
        return problem;
    for (const std::string &output : node.output())
        if (const auto made = m_values.find(output); made != m_values.end() && std::holds_alternative<Flow>(made->second))
            if (const Index size = std::get<Flow>(made->second).size(); size < 1 || size > mostOfSample)
                return refusal(call, "it makes more numbers of a sample than a layer here may have");
    if (!call.left().empty())
        return refusal(call, "its attribute " + call.left() + " says something that is not known here");
    return {};
}

OnnxReader::Outcome OnnxReader::end(const std::string &output) {
    const auto found = m_values.find(output);
    Flow *flow = found == m_values.end() ? nullptr : std::get_if<Flow>(&found->second);
    if (!flow || flow->version != m_builder.version() || m_builder.parts().empty() || !flow->factor.empty() || !flow->offset.empty())
        return m_builder.error("the output does not come from the input through layers", output);
    const onnx::NodeProto &last = m_model.graph().node(m_model.graph().node_size() - 1);
    if (auto problem = unfold(Call(last), *flow))
        return problem;
    if (flow->size() == sizeOf(m_inputExtents) && !m_builder.rearrange(flow->places, m_builder.samplePlaces(), flow->size()))
        return m_builder.error("the output's numbers stand in another order than the input's", output);
    return {};
}

std::string OnnxReader::codeSource() const {
    for (const auto &entry : m_model.metadata_props())
        if (entry.key() == "hourglass.code")
            return entry.value() + '/';
    return {};
}

void OnnxReader::tellFacts() {
    for (const auto &entry : m_model.metadata_props())
        if (entry.key() == "hourglass.input")
            m_builder.remark("Its input: " + entry.value());
}

core::Result<Imported> OnnxReader::read(const Wish &wish) {
    const onnx::ValueInfoProto *output = chosenOutput();
    if (!output)
        return m_builder.error("The model has no output", "");
    const std::set<const onnx::NodeProto *> nodes = nodesBefore(output->name());
    m_takers[output->name()].push_back(nullptr);
    for (const onnx::NodeProto *node : nodes)
        for (const std::string &input : node->input())
            m_takers[input].push_back(node);
    if (auto problem = begin())
        return *problem;
    if (auto problem = readConstants())
        return *problem;
    for (const onnx::NodeProto &node : m_model.graph().node())
        if (nodes.count(&node) > 0)
            if (auto problem = run(node))
                return *problem;
    if (auto problem = end(output->name()))
        return *problem;
    tellFacts();
    return m_builder.finish(wish, codeSource());
}

core::Result<Imported> readOnnx(const std::string &path, const Wish &wish) {
    const auto model = openOnnx(path);
    if (!model)
        return model.error();
    return OnnxReader(*model, path).read(wish);
}

} // namespace hourglass::importers
