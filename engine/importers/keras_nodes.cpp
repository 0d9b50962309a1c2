#include "engine/importers/keras_nodes.h"

#include <algorithm>
#include <cstring>

namespace hourglass::importers {

using core::Error;

namespace {

constexpr Index largestSetting = Index{1} << 20;

void fill(onnx::TensorProto &tensor, const std::string &name, const std::vector<Index> &shape) {
    tensor.set_name(name);
    for (const Index extent : shape)
        tensor.add_dims(extent);
}

} // namespace

std::string KerasNodes::fail(std::string what, std::string hint) {
    if (!m_error)
        m_error = Error{std::move(what), m_path + ": layer \"" + m_call->name + "\" (" + m_call->kind + ")", std::move(hint)};
    return {};
}

const nlohmann::json *KerasNodes::setting(const char *name) const {
    const auto found = m_call->config.find(name);
    return found == m_call->config.end() || found->is_null() ? nullptr : &*found;
}

std::string KerasNodes::text(const char *name, const std::string &fallback) const {
    const auto *value = setting(name);
    return value && value->is_string() ? value->get<std::string>() : fallback;
}

double KerasNodes::real(const char *name, double fallback) const {
    const auto *value = setting(name);
    return value && value->is_number() ? value->get<double>() : fallback;
}

bool KerasNodes::toggle(const char *name, bool fallback) const {
    const auto *value = setting(name);
    return value && value->is_boolean() ? value->get<bool>() : fallback;
}

Index KerasNodes::whole(const char *name, Index fallback) const {
    const std::vector<Index> all = wholes(name, {fallback});
    return all.empty() ? fallback : all.front();
}

std::vector<Index> KerasNodes::wholes(const char *name, std::vector<Index> fallback) const {
    const auto *value = setting(name);
    std::vector<Index> all;
    const auto take = [&](const auto &self, const nlohmann::json &from, int depth) -> void {
        if (from.is_number_integer())
            all.push_back(std::clamp<Index>(from.get<Index>(), -largestSetting, largestSetting));
        for (std::size_t i = 0; from.is_array() && i < std::min<std::size_t>(from.size(), 16) && depth < 3; ++i)
            self(self, from[i], depth + 1);
    };
    if (value)
        take(take, *value, 0);
    return all.empty() ? fallback : all;
}

std::optional<std::vector<float>> KerasNodes::numbers(const std::string &place, std::vector<Index> &shape) {
    const files::TensorEntry *entry = m_weights.find(m_call->weights + place);
    if (!entry) {
        fail("there are no numbers of it in the file (" + m_call->weights + place + ')', "Save the model again with model.save(\"NAME.keras\").");
        return {};
    }
    std::vector<float> values(static_cast<std::size_t>(entry->elements));
    if (const auto problem = m_weights.read(*entry, values.data())) {
        fail(problem->what, problem->hint);
        return {};
    }
    shape = entry->shape;
    return values;
}

std::string KerasNodes::tensor(const std::string &place, const char *label, const std::vector<std::size_t> &order, std::vector<Index> shape) {
    std::vector<Index> own;
    auto values = numbers(place, own);
    if (!values)
        return {};
    if (!order.empty()) {
        if (order.size() != own.size())
            return fail("its numbers have " + std::to_string(own.size()) + " axes, and such a layer has " + std::to_string(order.size()));
        std::vector<Index> steps(own.size(), 1), extents;
        for (std::size_t axis = own.size(); axis-- > 1;)
            steps[axis - 1] = steps[axis] * own[axis];
        for (const std::size_t axis : order)
            extents.push_back(own[axis]);
        std::vector<float> moved(values->size());
        std::vector<Index> at(own.size(), 0);
        for (float &number : moved) {
            Index from = 0;
            for (std::size_t axis = 0; axis < order.size(); ++axis)
                from += at[axis] * steps[order[axis]];
            number = (*values)[static_cast<std::size_t>(from)];
            for (std::size_t axis = order.size(); axis-- > 0;) {
                if (++at[axis] < extents[axis])
                    break;
                at[axis] = 0;
            }
        }
        own = extents;
        *values = std::move(moved);
    }
    if (!shape.empty() && sizeOf(shape) != static_cast<Index>(values->size()))
        return fail("its numbers are not as many as it asks for");
    return constant(label, shape.empty() ? own : shape, *values);
}

std::string KerasNodes::constant(const char *label, std::vector<Index> shape, const std::vector<float> &values) {
    onnx::TensorProto &tensor = *m_model.mutable_graph()->add_initializer();
    fill(tensor, m_call->name + '/' + label + (m_counter > 0 ? std::to_string(m_counter) : ""), shape);
    ++m_counter;
    tensor.set_data_type(onnx::TensorProto::FLOAT);
    std::string bytes(values.size() * sizeof(float), '\0');
    std::memcpy(bytes.data(), values.data(), bytes.size());
    tensor.set_raw_data(std::move(bytes));
    return tensor.name();
}

std::string KerasNodes::constant(const char *label, const std::vector<Index> &values) {
    onnx::TensorProto &tensor = *m_model.mutable_graph()->add_initializer();
    fill(tensor, m_call->name + '/' + label + std::to_string(++m_counter), {static_cast<Index>(values.size())});
    tensor.set_data_type(onnx::TensorProto::INT64);
    for (const Index value : values)
        tensor.add_int64_data(value);
    return tensor.name();
}

std::string KerasNodes::node(const char *operation, std::vector<std::string> inputs, int outputs) {
    onnx::NodeProto &made = *m_model.mutable_graph()->add_node();
    made.set_op_type(operation);
    made.set_name(m_call->name);
    for (std::string &input : inputs)
        made.add_input(std::move(input));
    const std::string value = m_call->name + ":" + std::to_string(++m_counter);
    for (int i = 0; i < outputs; ++i)
        made.add_output(i == 0 ? value : value + "." + std::to_string(i));
    return value;
}

namespace {

onnx::AttributeProto &attributeOf(onnx::ModelProto &model, const char *name, onnx::AttributeProto::AttributeType type) {
    onnx::AttributeProto &made = *model.mutable_graph()->mutable_node(model.graph().node_size() - 1)->add_attribute();
    made.set_name(name);
    made.set_type(type);
    return made;
}

} // namespace

void KerasNodes::attribute(const char *name, Index value) {
    attributeOf(m_model, name, onnx::AttributeProto::INT).set_i(value);
}

void KerasNodes::attribute(const char *name, double value) {
    attributeOf(m_model, name, onnx::AttributeProto::FLOAT).set_f(static_cast<float>(value));
}

void KerasNodes::attribute(const char *name, const std::string &value) {
    attributeOf(m_model, name, onnx::AttributeProto::STRING).set_s(value);
}

void KerasNodes::attribute(const char *name, const std::vector<Index> &values) {
    onnx::AttributeProto &made = attributeOf(m_model, name, onnx::AttributeProto::INTS);
    for (const Index value : values)
        made.add_ints(value);
}

std::string KerasNodes::turned(const std::string &value, const std::vector<Index> &order) {
    std::string made = node("Transpose", {value});
    attribute("perm", order);
    return made;
}

std::string KerasNodes::addInput(const std::vector<Index> &shape) {
    onnx::ValueInfoProto &input = *m_model.mutable_graph()->add_input();
    input.set_name("input");
    auto &extents = *input.mutable_type()->mutable_tensor_type()->mutable_shape();
    extents.add_dim()->set_dim_param("batch");
    for (const Index extent : shape)
        extents.add_dim()->set_dim_value(extent);
    return "input";
}

std::string KerasNodes::addLargest(const std::string &name, const std::string &input, Index count, Index size) {
    const KerasCall call{"TopK", name, {}, {}, {input}, {}};
    m_call = &call;
    const std::string largest = node("TopK", {input, constant("count", {count})}, 2);
    const std::string zeros = constant("zeros", {1, size}, std::vector<float>(static_cast<std::size_t>(size), 0.0f));
    std::string made = node("ScatterElements", {zeros, largest + ".1", largest});
    attribute("axis", Index{-1});
    m_call = nullptr;
    return made;
}

onnx::ModelProto KerasNodes::finished(const std::string &output) {
    m_model.mutable_graph()->add_output()->set_name(output);
    return std::move(m_model);
}

core::Result<std::string> KerasNodes::add(const KerasCall &call) {
    m_call = &call;
    m_counter = 0;
    const auto found = layers().find(call.kind);
    std::string value;
    if (found == layers().end())
        fail("no layer here does what it does", "`hourglass layers` lists those that there are.");
    else if (call.inputs.size() != 1 && call.kind != "Concatenate")
        fail("it takes several inputs, and a stack is one layer behind the other", "Models with skips or several branches cannot be imported.");
    else if (m_pads.count(call.inputs[0]) > 0 && !call.kind.starts_with("Conv"))
        fail("zeros are added in front of something else than a convolution", "Let the convolution add them: padding=\"same\".");
    else
        value = (this->*found->second)();
    m_call = nullptr;
    if (m_error)
        return *m_error;
    return value;
}

} // namespace hourglass::importers
