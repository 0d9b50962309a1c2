// The way from any layer's output back to the input, in evaluation mode: what a change of the input would change there. On the calling thread.
#pragma once

#include <memory>
#include <vector>

#include "engine/plan/plan.h"
#include "engine/plan/snapshot.h"

namespace hourglass::plan {

class InputGradient {
public:
    /// Of the layers up to `layer`. Copies nothing but what is derived; `parameters` and `state` must outlive it. `block`: samples run at once.
    InputGradient(std::shared_ptr<const Plan> plan, const float *parameters, const float *state, int layer, Index block);
    /// The same of a snapshot, with the changes that it carries of units before the layer: what is asked for is what the layer itself makes of them.
    InputGradient(const Snapshot &snapshot, int layer, Index block);
    InputGradient(const InputGradient &) = delete;
    InputGradient &operator=(const InputGradient &) = delete;

    Index block() const { return m_block; }
    /// x: features × at most block(), and stays where it is until backward(). The layer's output, until the next call.
    core::ConstView forward(core::ConstView x);
    /// After forward(): where the gradient of something with respect to the layer's output is to be written, before backward(). Zeros.
    core::View outputGradient();
    /// The gradient of it with respect to x, features × samples, until the next call.
    core::ConstView backward();

private:
    /// Flat, a column a sample.
    struct Buffer {
        Index rows = 0;
        core::Floats floats;

        Buffer(Index count, Index columns) : rows(count), floats(core::strideOf(count) * columns) {}
        core::View columns(Index count) { return {floats.data(), rows, count, core::strideOf(rows)}; }
    };
    struct LayerBuffers {
        Buffer output, outputGradient, scratch;
        Buffer changed; ///< the output as the next layer gets it, where units of it are changed; else empty
        core::Floats partial;
    };

    core::ConstView inputOf(int layer);
    bool changesAt(int layer) const { return hasChangesAt(m_changes, layer); }
    layers::LayerArrays arraysOf(int layer) const { return m_plan->arraysOf(layer, m_parameters, m_prepared.data(), m_state); }
    const layers::Layer &layerOf(int layer) const { return *m_plan->layers()[static_cast<std::size_t>(layer)].layer; }

    std::shared_ptr<const Plan> m_plan;
    const float *m_parameters, *m_state;
    UnitChanges m_changes;
    int m_last;
    Index m_block;
    core::Floats m_prepared, m_workspace;
    std::vector<LayerBuffers> m_layers;
    Buffer m_inputGradient;
    core::ConstView m_x;
};

} // namespace hourglass::plan
