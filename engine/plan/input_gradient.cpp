#include "engine/plan/input_gradient.h"

#include <algorithm>
#include <cassert>

namespace hourglass::plan {

InputGradient::InputGradient(std::shared_ptr<const Plan> plan, const float *parameters, const float *state, int layer, Index block)
    : m_plan(std::move(plan)), m_parameters(parameters), m_state(state), m_last(layer), m_block(block), m_prepared(m_plan->preparedFloats()),
      m_inputGradient(m_plan->features(), block) {
    prepare(*m_plan, m_parameters, m_state, m_prepared.data());
    Index workspace = 0;
    for (int index = 0; index <= m_last; ++index) {
        const layers::Traits &needs = layerOf(index).traits();
        const Index rows = needs.output.size();
        m_layers.push_back({{rows, block}, {rows, block}, {needs.scratchPerSample, block}, {0, block}, core::Floats(needs.partialPerBlock)});
        workspace = std::max(workspace, needs.workspace);
    }
    m_workspace = core::Floats(workspace);
}

InputGradient::InputGradient(const Snapshot &snapshot, int layer, Index block)
    : InputGradient(snapshot.plan, snapshot.parameters.data(), snapshot.state.data(), layer, block) {
    if (snapshot.changes)
        m_changes = changesBefore(*snapshot.changes, layer);
    for (int index = 0; index < layer; ++index)
        if (changesAt(index))
            m_layers[static_cast<std::size_t>(index)].changed = {layerOf(index).traits().output.size(), block};
}

core::ConstView InputGradient::inputOf(int layer) {
    if (layer == 0)
        return m_x;
    LayerBuffers &below = m_layers[static_cast<std::size_t>(layer - 1)];
    return (changesAt(layer - 1) ? below.changed : below.output).columns(m_x.columns);
}

core::ConstView InputGradient::forward(core::ConstView x) {
    assert(x.columns <= m_block);
    m_x = x;
    for (int index = 0; index <= m_last; ++index) {
        LayerBuffers &buffers = m_layers[static_cast<std::size_t>(index)];
        layers::ForwardPass pass;
        pass.arrays = arraysOf(index);
        pass.x = inputOf(index);
        pass.y = buffers.output.columns(x.columns);
        pass.scratch = buffers.scratch.columns(x.columns);
        pass.workspace = m_workspace.data();
        for (pass.task = 0; pass.task < layerOf(index).traits().batchTasks; ++pass.task)
            layerOf(index).forward(pass);
        if (changesAt(index)) { // the layer's own output is kept: activations find their slope by it
            const core::View changed = buffers.changed.columns(x.columns);
            for (Index column = 0; column < x.columns; ++column)
                std::copy_n(pass.y.column(column), changed.rows, changed.column(column));
            applyChanges(m_changes, index, layerOf(index).traits().output, changed);
        }
    }
    return m_layers.back().output.columns(x.columns);
}

core::View InputGradient::outputGradient() {
    const core::View gradient = m_layers.back().outputGradient.columns(m_x.columns);
    for (Index column = 0; column < gradient.columns; ++column)
        std::fill_n(gradient.column(column), gradient.rows, 0.0f);
    return gradient;
}

core::ConstView InputGradient::backward() {
    for (int index = m_last; index >= 0; --index) {
        LayerBuffers &buffers = m_layers[static_cast<std::size_t>(index)];
        LayerBuffers *below = index > 0 ? &m_layers[static_cast<std::size_t>(index - 1)] : nullptr;
        layers::BackwardPass pass; // without random numbers: layers go back as in evaluation
        pass.arrays = arraysOf(index);
        pass.x = inputOf(index);
        pass.y = buffers.output.columns(m_x.columns);
        pass.dy = buffers.outputGradient.columns(m_x.columns);
        applyChangesBackward(m_changes, index, layerOf(index).traits().output, pass.dy);
        pass.dx = below ? below->outputGradient.columns(m_x.columns) : m_inputGradient.columns(m_x.columns);
        pass.scratch = buffers.scratch.columns(m_x.columns);
        pass.workspace = m_workspace.data();
        pass.partial = buffers.partial.data();
        for (pass.task = 0; pass.task < layerOf(index).traits().batchTasks; ++pass.task)
            layerOf(index).backward(pass);
    }
    return m_inputGradient.columns(m_x.columns);
}

} // namespace hourglass::plan
