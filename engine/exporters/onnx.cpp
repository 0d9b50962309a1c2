#include "engine/exporters/onnx.h"

#include <limits>

#include "engine/exporters/onnx_nodes.h"

namespace hourglass::exporters {

namespace {

constexpr std::int64_t irVersion = 10, operatorSet = 20;

void describe(onnx::ValueInfoProto &info, const std::string &name, const graph::Shape &shape) {
    info.set_name(name);
    auto &type = *info.mutable_type()->mutable_tensor_type();
    type.set_elem_type(onnx::TensorProto::FLOAT);
    type.mutable_shape()->add_dim()->set_dim_param("batch");
    for (int axis = 0; axis < shape.rank; ++axis)
        type.mutable_shape()->add_dim()->set_dim_value(shape.extents[static_cast<std::size_t>(axis)]);
}

core::Error tooLarge() {
    return {"ONNX holds at most 2 GB in one file, and this model has more", "", "Make its layers narrower."};
}

} // namespace

core::Result<std::string> onnxOf(const Model &model) {
    const graph::Graph &graph = model.parts.front();
    double bytes = 0;
    for (const graph::Constant &constant : graph.constants)
        bytes += static_cast<double>(constant.numbers.size() * sizeof(float));
    constexpr auto most = static_cast<double>(std::numeric_limits<std::int32_t>::max());
    if (bytes > most)
        return tooLarge();
    onnx::ModelProto proto;
    proto.set_ir_version(irVersion);
    proto.add_opset_import()->set_version(operatorSet);
    proto.set_producer_name("Hourglass");
    for (const auto &[key, value] : model.facts) {
        auto &entry = *proto.add_metadata_props();
        entry.set_key(key);
        entry.set_value(value);
    }
    onnx::GraphProto &to = *proto.mutable_graph();
    to.set_name(model.title.empty() ? "autoencoder" : model.title);
    describe(*to.add_input(), graph.inputName, graph.shapeOf(graph.input));
    for (const graph::Output &output : graph.outputs)
        describe(*to.add_output(), output.name, graph.shapeOf(output.value));
    OnnxNodes(graph, to).write();
    std::string text;
    if (static_cast<double>(proto.ByteSizeLong()) > most || !proto.SerializeToString(&text))
        return tooLarge();
    return text;
}

} // namespace hourglass::exporters
