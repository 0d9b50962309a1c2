// Numbers of a graph as the layers of Keras have them: kernels turned, gates in another order, biases of cells put together.
#pragma once

#include "engine/exporters/keras_layers.h"

namespace hourglass::exporters {

class KerasNumbers {
public:
    /// Without `wanted` all that it gives is empty.
    KerasNumbers(const graph::Graph &graph, bool wanted) : m_graph(graph), m_wanted(wanted) {}

    bool wanted() const { return m_wanted; }
    /// Vectors as they are, one behind the other.
    std::vector<KerasTensor> vectors(const std::vector<graph::ConstantId> &constants) const;
    /// Kernel [inputs, outputs], bias.
    std::vector<KerasTensor> dense(const graph::Linear &linear) const;
    /// Kernel [rows, columns, inputs / groups, outputs], transposed [rows, columns, outputs, inputs], there with zeros between groups; bias.
    std::vector<KerasTensor> convolution(const graph::Convolution &convolution) const;
    /// [1, 1, channels], or the shape of what is flat.
    std::vector<KerasTensor> prelu(const graph::Prelu &prelu, const core::Shape &in) const;
    /// Of each direction the kernel [inputs, gates · units], the recurrent one, and the bias: of a GRU [2, 3 · units] in the order z r h, else the sum of both.
    std::vector<KerasTensor> recurrent(const graph::Recurrent &recurrent) const;

private:
    const graph::Constant &constant(graph::ConstantId id) const { return m_graph.constant(id); }
    void addBias(std::vector<KerasTensor> &tensors, graph::ConstantId bias) const;

    const graph::Graph &m_graph;
    bool m_wanted;
};

} // namespace hourglass::exporters
