// What a layer is made of for other programs: the operations that give, in evaluation mode, what its forward() gives.
#pragma once

#include <string>

#include "engine/graph/graph.h"
#include "engine/layers/layer.h"

namespace hourglass::layers {

/// Where one layer writes its operations, each taking up what the one before it gave.
class Lowering {
public:
    /// `at` is the value that comes in. `index` counts layers in the stack; `tied` is the layer that this one is tied to, or null.
    Lowering(graph::Graph &graph, graph::ValueId at, int index, const Traits &traits, const LayerArrays &arrays, const Traits *tied);

    void setForTraining(bool isForTraining) { m_isForTraining = isForTraining; }
    /// Whether what the layer does in training alone is wanted, too.
    bool isForTraining() const { return m_isForTraining; }

    graph::ValueId at() const { return m_at; }
    const Shape &shape() const { return m_graph.shapeOf(m_at); }

    /// A tensor of the layer's parameters or state by its name; none where it has no such tensor. As `shape`, where that is given.
    graph::ConstantId tensor(const std::string &name, std::vector<Index> shape = {});
    /// The first rows of a matrix of parameters, or the first numbers of a vector.
    graph::ConstantId firstRows(const std::string &name, Index rows);
    /// The weights of the layer it is tied to.
    graph::ConstantId tiedWeight();

    void apply(graph::Operation operation, const Shape &output);
    /// The same numbers in another shape; nothing where they have it.
    void shapeAs(const Shape &shape);
    /// Where it is wanted, what is done in training and changes no shape.
    void applyInTraining(graph::InTraining training);
    /// Nothing for identity; softmax over all numbers of the sample.
    void activate(kernels::Activation function);

private:
    graph::ConstantId constant(int layer, const Tensor &tensor, const float *numbers, std::vector<Index> shape, const char *suffix = "");

    graph::Graph &m_graph;
    graph::ValueId m_at;
    int m_index;
    const Traits &m_traits;
    LayerArrays m_arrays;
    const Traits *m_tied;
    bool m_isForTraining = false;
};

/// A layer that can leave. One of a shape that is not what comes in says so by shapeAs(); what comes out is in traits().output afterwards.
class Lowered {
public:
    virtual ~Lowered() = default;
    virtual void lower(Lowering &to) const = 0;
};

} // namespace hourglass::layers
