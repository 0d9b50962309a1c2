// The stack as a class of PyTorch: a line for each operation, under the name of its layer.
#pragma once

#include "engine/exporters/lesson.h"

namespace hourglass::exporters {

class PytorchModel {
public:
    explicit PytorchModel(const Lesson &lesson);

    /// The class Autoencoder, with what it calls.
    std::string text() const;

private:
    /// The lines that compute `graph`, which name the modules they want; up to a value.
    std::string linesOf(const graph::Graph &graph, graph::ValueId last);

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

    void line(const std::string &text) { m_lines += "        " + text + '\n'; }
    /// x becomes this.
    void set(const std::string &expression) { line("x = " + expression); }
    /// The module of a constant's layer, such as `self.layers["0"]`, made by `constructor` where it is not yet there.
    std::string module(graph::ConstantId constant, const std::string &constructor);
    const core::Shape &in() const { return m_graph->shapeOf(m_node->input); }
    const core::Shape &out() const { return m_graph->shapeOf(m_node->output); }

    const Lesson &m_lesson;
    const graph::Graph *m_graph = nullptr;
    const graph::Node *m_node = nullptr;
    std::string m_lines;
    std::vector<std::pair<std::string, std::string>> m_modules; ///< key, constructor
    std::string m_encode, m_decode, m_ending;
};

} // namespace hourglass::exporters
