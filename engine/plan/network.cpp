#include "engine/plan/network.h"

#include <algorithm>
#include <cassert>

namespace hourglass::plan {

Network::Network(std::shared_ptr<const Plan> plan, const float *parameters, const float *state, Index block)
    : m_plan(std::move(plan)), m_parameters(parameters), m_state(state), m_block(block) {
    auto prepared = std::make_shared<core::Floats>(m_plan->preparedFloats());
    prepare(*m_plan, m_parameters, m_state, prepared->data());
    m_prepared = std::move(prepared);
    makeBuffers();
}

Network::Network(const Snapshot &snapshot, Index block) : Network(snapshot.plan, snapshot.parameters.data(), snapshot.state.data(), block) {
    if (snapshot.changes && !snapshot.changes->empty())
        m_changes = snapshot.changes;
}

Network::Network(const Network &other)
    : m_plan(other.m_plan), m_parameters(other.m_parameters), m_state(other.m_state), m_changes(other.m_changes), m_block(other.m_block),
      m_prepared(other.m_prepared) {
    makeBuffers();
}

Network Network::withChangesBefore(int layer) const {
    Network other(*this);
    if (m_changes)
        other.m_changes = std::make_shared<const UnitChanges>(changesBefore(*m_changes, layer));
    return other;
}

void Network::makeBuffers() {
    Index workspace = 0;
    for (const PlacedLayer &placed : m_plan->layers()) {
        m_outputs.emplace_back(core::strideOf(placed.traits().output.size()) * m_block);
        m_scratch.emplace_back(core::strideOf(placed.traits().scratchPerSample) * m_block);
        workspace = std::max(workspace, placed.traits().workspace);
    }
    m_workspace = core::Floats(workspace);
}

core::ConstView Network::output(int layer, Index columns) const {
    const Index rows = m_plan->layers()[static_cast<std::size_t>(layer)].traits().output.size();
    return {m_outputs[static_cast<std::size_t>(layer)].data(), rows, columns, core::strideOf(rows)};
}

core::ConstView Network::run(core::ConstView x, int first, int last, bool leaveLogits) {
    assert(x.columns <= m_block);
    for (int index = first; index <= last; ++index) {
        const auto at = static_cast<std::size_t>(index);
        const PlacedLayer &placed = m_plan->layers()[at];
        const layers::Traits &needs = placed.traits();
        const Index rows = needs.output.size();
        layers::ForwardPass pass;
        pass.arrays = m_plan->arraysOf(index, m_parameters, m_prepared->data(), m_state);
        pass.x = x;
        pass.y = {m_outputs[at].data(), rows, x.columns, core::strideOf(rows)};
        pass.scratch = {m_scratch[at].data(), needs.scratchPerSample, x.columns, core::strideOf(needs.scratchPerSample)};
        pass.workspace = m_workspace.data();
        pass.leaveLogits = leaveLogits && index == last && needs.leavesLogits;
        for (pass.task = 0; pass.task < needs.batchTasks; ++pass.task)
            placed.layer->forward(pass);
        if (m_changes)
            applyChanges(*m_changes, index, needs.output, pass.y, pass.leaveLogits);
        x = pass.y;
    }
    return x;
}

core::ConstView Network::encode(core::ConstView x) {
    return run(x, 0, m_plan->codeLayer(), false);
}

core::ConstView Network::held(core::ConstView code) {
    const int layer = m_plan->codeLayer();
    const auto at = static_cast<std::size_t>(layer);
    const core::View own{m_outputs[at].data(), code.rows, code.columns, core::strideOf(code.rows)};
    for (Index column = 0; column < code.columns && code.data != own.data; ++column)
        std::copy_n(code.column(column), code.rows, own.column(column));
    holdUnits(*m_changes, layer, m_plan->layers()[at].traits().output, own);
    return own;
}

core::ConstView Network::decode(core::ConstView code) {
    if (m_changes && hasChangesAt(*m_changes, m_plan->codeLayer()))
        code = held(code);
    return run(code, m_plan->codeLayer() + 1, static_cast<int>(m_plan->layers().size()) - 1, false);
}

core::ConstView Network::reconstruct(core::ConstView x) {
    return run(x, 0, static_cast<int>(m_plan->layers().size()) - 1, false);
}

core::ConstView Network::reconstructLogits(core::ConstView x) {
    return run(x, 0, static_cast<int>(m_plan->layers().size()) - 1, true);
}

} // namespace hourglass::plan
