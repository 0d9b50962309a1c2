// A stack compiled for one shape of sample: layers made, shapes inferred, every number given its place in flat arrays. Immutable; one
// compile() serves the editor's check, the drawing and the training.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/core/result.h"
#include "engine/layers/layer.h"
#include "engine/layers/registry.h"
#include "engine/plan/outline.h"
#include "engine/spec/spec.h"

namespace hourglass::plan {

using core::Index;

/// A layer in its place. Offsets count floats in the flat arrays of the plan.
struct PlacedLayer {
    std::shared_ptr<const layers::Layer> layer;
    Index parameters = 0; ///< offset
    Index state = 0;
    Index prepared = 0;

    const layers::Traits &traits() const { return layer->traits(); }
};

class Undone;

class Plan {
public:
    const spec::ModelSpec &model() const { return m_model; }
    const Outline &outline() const { return m_outline; }
    const std::vector<PlacedLayer> &layers() const { return m_layers; }
    const core::Shape &input() const { return m_outline.input; }
    Index features() const { return m_outline.input.size(); }
    int codeLayer() const { return static_cast<int>(m_model.code); }
    Index codeSize() const { return m_outline.codeSize; }

    /// Floats of each flat array, every tensor on a multiple of 16.
    Index parameterFloats() const { return m_parameterFloats; }
    Index stateFloats() const { return m_stateFloats; }
    Index preparedFloats() const { return m_preparedFloats; }
    /// The numbers that layer `index` works with.
    layers::LayerArrays arraysOf(int index, const float *parameters, const float *prepared, const float *state) const;
    /// Features of the widest layer, the input among them.
    Index widest() const;

private:
    friend core::Result<std::shared_ptr<const Plan>> laidOut(const spec::ModelSpec &, const core::Shape &, const std::vector<layers::Row> &, Undone *);
    spec::ModelSpec m_model;
    Outline m_outline;
    std::vector<PlacedLayer> m_layers;
    Index m_parameterFloats = 0, m_stateFloats = 0, m_preparedFloats = 0;
};

using PlanResult = core::Result<std::shared_ptr<const Plan>>;

/// Checks and lays out a stack whose settings are within their ranges (spec::checked). Errors name the layer. The output must have the
/// sample's shape in size: where it does not, maps across the code come back exactly as large as they were, if that helps.
PlanResult compile(const spec::ModelSpec &model, const core::Shape &sample, const std::vector<layers::Row> &kinds = layers::registry());

/// The first parameters and state: counter-based, so that a layer's numbers depend on seed, layer and tensor alone.
void initialise(const Plan &plan, std::uint64_t seed, float *parameters, float *state);

/// Renews what the layers derive from the parameters, on the calling thread.
void prepare(const Plan &plan, const float *parameters, const float *state, float *prepared);

} // namespace hourglass::plan
