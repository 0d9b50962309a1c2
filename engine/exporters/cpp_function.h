// One graph as the body of a C++ function: a call of the runtime for each operation, and the numbers laid out as those calls read them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/graph/graph.h"

namespace hourglass::exporters {

/// Arrays of a header by their names; each is written once.
using CppArrays = std::map<std::string, std::vector<float>>;

class CppFunction {
public:
    /// Adds the numbers that the graph needs to `arrays`.
    CppFunction(const graph::Graph &graph, CppArrays &arrays);

    /// "encode" or "decode", of a sample.
    std::string name() const;
    /// The whole function, with a comment of its sizes.
    std::string text() const;

private:
    using Index = graph::Index;

    void lower(const graph::Linear &linear);
    void lower(const graph::Activate &activate);
    void lower(const graph::Prelu &prelu);
    void lower(const graph::Convolution &convolution);
    void lower(const graph::Pool &pool);
    void lower(const graph::Resize &resize);
    void lower(const graph::Transpose &transpose);
    void lower(const graph::Reshape &reshape);
    void lower(const graph::Repeat &repeat);
    void lower(const graph::BatchNormalisation &norm);
    void lower(const graph::LayerNormalisation &norm);
    void lower(const graph::KeepLargest &keep);
    void lower(const graph::Recurrent &recurrent);
    void lower(const graph::InTraining &training);

    /// A call whose arguments end with where the numbers are and where they go; `room` is what it needs besides.
    void call(const std::string &function, const std::vector<std::string> &arguments, Index room = 0);
    /// Names of arrays.
    std::string plain(graph::ConstantId constant);
    std::string padded(graph::ConstantId bias, Index outputs);
    std::string packed(graph::ConstantId weight, Index outputs, Index inputs, bool isTransposed);
    std::string keep(std::string name, std::vector<float> numbers);
    const graph::Shape &in() const { return m_graph.shapeOf(m_node->input); }
    const graph::Shape &out() const { return m_graph.shapeOf(m_node->output); }

    const graph::Graph &m_graph;
    CppArrays &m_arrays;
    const graph::Node *m_node = nullptr;
    std::string m_at; ///< the variable that the next operation reads
    std::string m_calls;
    Index m_largest = 0, m_room = 0; ///< numbers of a buffer, and of the work space
};

} // namespace hourglass::exporters
