#include "engine/layers/lowering.h"

#include <cassert>
#include <utility>

namespace hourglass::layers {

Lowering::Lowering(graph::Graph &graph, graph::ValueId at, int index, const Traits &traits, const LayerArrays &arrays, const Traits *tied)
    : m_graph(graph), m_at(at), m_index(index), m_traits(traits), m_arrays(arrays), m_tied(tied) {}

graph::ConstantId Lowering::constant(int layer, const Tensor &tensor, const float *numbers, std::vector<Index> shape, const char *suffix) {
    if (shape.empty())
        shape = tensor.shape;
    const Index size = graph::sizeOf(shape);
    std::string name = "layers." + std::to_string(layer) + '.' + tensor.name + suffix;
    return m_graph.addConstant({std::move(name), std::move(shape), std::vector<float>(numbers, numbers + size)});
}

graph::ConstantId Lowering::tensor(const std::string &name, std::vector<Index> shape) {
    for (const auto &[tensors, numbers] : {std::pair(&m_traits.parameters, m_arrays.parameters), std::pair(&m_traits.state, m_arrays.state)}) {
        Index offset = 0;
        for (const Tensor &tensor : *tensors) {
            if (tensor.name == name)
                return constant(m_index, tensor, numbers + offset, std::move(shape));
            offset += core::padded(tensor.size());
        }
    }
    return graph::none;
}

graph::ConstantId Lowering::firstRows(const std::string &name, Index rows) {
    Index offset = 0;
    for (const Tensor &tensor : m_traits.parameters) {
        if (tensor.name == name) {
            std::vector<Index> shape = tensor.shape;
            shape[0] = rows;
            return constant(m_index, tensor, m_arrays.parameters + offset, std::move(shape), ".mean");
        }
        offset += core::padded(tensor.size());
    }
    return graph::none;
}

graph::ConstantId Lowering::tiedWeight() {
    assert(m_tied);
    return constant(m_traits.tiedTo, m_tied->parameters[0], m_arrays.tiedParameters, {});
}

void Lowering::apply(graph::Operation operation, const Shape &output) {
    m_at = m_graph.add(std::move(operation), m_at, output, "layers." + std::to_string(m_index));
}

void Lowering::shapeAs(const Shape &shape) {
    if (m_graph.shapeOf(m_at) != shape)
        apply(graph::Reshape{}, shape);
}

void Lowering::applyInTraining(graph::InTraining training) {
    if (m_isForTraining)
        apply(std::move(training), Shape(shape()));
}

void Lowering::activate(kernels::Activation function) {
    if (function == kernels::Activation::Identity)
        return;
    if (function == kernels::Activation::Softmax)
        shapeAs(Shape(shape().size()));
    apply(graph::Activate{function}, Shape(shape()));
}

} // namespace hourglass::layers
