// The table of optimisers: how a gradient becomes a step.
#pragma once

#include <memory>
#include <vector>

#include "engine/core/function_ref.h"
#include "engine/core/result.h"
#include "engine/spec/spec.h"

namespace hourglass::training {

using core::Index;

/// What an optimiser has to work with in one step. It may evaluate more than once (line searches do).
class Objective {
public:
    virtual ~Objective() = default;
    /// Loss and gradient of the present batch at the present parameters; returns the loss. The same parameters give the same bits throughout
    /// a step.
    virtual double evaluate() = 0;
    /// Calls work(first, count) for parts of the flat arrays, shared by the pool.
    virtual void inChunks(core::FunctionRef<void(Index first, Index count)> work) = 0;
    /// evaluate(), and inChunks() once: where nothing else has to be known of the gradient, each part moves as soon as its own is there.
    virtual double evaluateAndMove(core::FunctionRef<void(Index first, Index count)> move);
    virtual Index size() const = 0; ///< of the flat arrays
    virtual float *parameters() = 0;
    virtual const float *gradient() const = 0;
    /// Array `slot` of the optimiser's own, as long as the parameters, kept from step to step and zero at first.
    virtual float *slot(int index) = 0;
    /// Steps that this optimiser has taken before.
    virtual Index updates() const = 0;
    /// What the schedule makes of the learning rate now: a factor.
    virtual double rateFactor() const = 0;
};

class Optimiser {
public:
    virtual ~Optimiser() = default;
    virtual int slotCount() const = 0;
    /// A step looks at the whole training part, not at a batch.
    virtual bool wantsAllSamples() const { return false; }
    /// One step; returns the loss before it.
    virtual double step(Objective &objective) const = 0;
};

std::vector<spec::Kind> optimiserKinds();
core::Result<std::unique_ptr<const Optimiser>> makeOptimiser(const spec::OptimiserSpec &optimiser);

} // namespace hourglass::training
