// A plan with the numbers of one moment, ready to run in evaluation mode on the calling thread: what the inspector, the window's own
// decoding and the scores use.
#pragma once

#include <memory>
#include <vector>

#include "engine/plan/plan.h"
#include "engine/plan/snapshot.h"

namespace hourglass::plan {

class Network {
public:
    /// Copies nothing but what is derived; `parameters` and `state` must outlive the network. `block`: samples run at once.
    Network(std::shared_ptr<const Plan> plan, const float *parameters, const float *state, Index block);
    /// The same of a snapshot, with the changes of units that it carries.
    Network(const Snapshot &snapshot, Index block);
    /// Another for a thread of its own: it shares what was derived from the parameters, and has its own buffers.
    Network(const Network &other);
    Network &operator=(const Network &) = delete;
    /// Such a one, with the changes of units of the layers before this one alone.
    Network withChangesBefore(int layer) const;

    const Plan &plan() const { return *m_plan; }
    Index block() const { return m_block; }

    /// x: features × at most block(). The views returned are of buffers that the next call overwrites.
    core::ConstView encode(core::ConstView x);
    /// Units of the code that are held stay so whatever the code says; one that is scaled is taken as it is given, as encode() has scaled it.
    core::ConstView decode(core::ConstView code);
    core::ConstView reconstruct(core::ConstView x);
    /// The logits where the last layer is a sigmoid, else the output.
    core::ConstView reconstructLogits(core::ConstView x);
    /// The output of any layer from the last run over it.
    core::ConstView output(int layer, Index columns) const;

private:
    void makeBuffers();
    core::ConstView held(core::ConstView code);
    core::ConstView run(core::ConstView x, int first, int last, bool leaveLogits);

    std::shared_ptr<const Plan> m_plan;
    const float *m_parameters, *m_state;
    std::shared_ptr<const UnitChanges> m_changes; ///< null: none
    Index m_block;
    std::shared_ptr<const core::Floats> m_prepared;
    core::Floats m_workspace;
    std::vector<core::Floats> m_outputs, m_scratch;
};

} // namespace hourglass::plan
