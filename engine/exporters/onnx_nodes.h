// Each operation as the nodes that ONNX has for it. Names of values are those of the nodes that they come from.
#pragma once

#include <initializer_list>
#include <map>
#include <set>

#include <onnx/onnx_pb.h>

#include "engine/graph/graph.h"

namespace hourglass::exporters {

class OnnxNodes {
public:
    OnnxNodes(const graph::Graph &graph, onnx::GraphProto &to);

    /// All nodes and the numbers that they need.
    void write();

private:
    using Index = graph::Index;
    using Names = std::vector<std::string>;
    /// One attribute; the overloads of attribute() say what may be one.
    using Attribute = std::pair<const char *, std::variant<Index, float, std::string, std::vector<Index>>>;

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

    /// Adds a node; it continues from `m_at` where `inputs` is empty or begins with an empty name. What comes out is `m_at` then.
    onnx::NodeProto &add(const char *operation, Names inputs = {}, std::initializer_list<Attribute> attributes = {});
    void reshape(std::vector<Index> shape);
    void giveName(const std::string &value, const std::string &name);
    /// Names of initialisers, each written once.
    std::string floats(graph::ConstantId constant, std::vector<Index> shape = {});
    std::string floats(const std::string &name, const std::vector<Index> &shape, const std::vector<float> &numbers);
    std::string integers(const std::vector<Index> &numbers);
    /// W, R or B of a recurrent layer: the tensors of both directions behind each other, their gates in ONNX's order.
    std::vector<float> gatesOf(const graph::Recurrent &recurrent, graph::ConstantId graph::Recurrent::Direction::*tensor,
                               graph::ConstantId graph::Recurrent::Direction::*second = nullptr) const;

    const graph::Graph &m_graph;
    onnx::GraphProto &m_to;
    const graph::Node *m_node = nullptr; ///< being written
    std::string m_at;                    ///< the value that the next node takes
    std::map<graph::ValueId, std::string> m_names;
    std::set<std::string> m_taken; ///< names of nodes and initialisers
};

} // namespace hourglass::exporters
