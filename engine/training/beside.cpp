#include "engine/training/beside.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "engine/training/batch_cut.h"
#include "engine/training/demands.h"
#include "engine/training/optimiser.h"

namespace hourglass::training {

namespace {

/// Batches are cut for the leader's layers: one that is too small for a layer of the other.
std::optional<core::Error> tooSmallABatch(const plan::Plan &plan, const BatchCut &cut, Index samples) {
    const int layer = layerWithFewest(plan);
    if (layer < 0)
        return {};
    const Index left = samples % cut.size, least = left > 0 && left >= cut.smallest ? left : std::min(cut.size, samples);
    const Index fewest = plan.layers()[static_cast<std::size_t>(layer)].traits().fewestSamples;
    if (least >= fewest)
        return {};
    const std::string label = plan.outline().layers[static_cast<std::size_t>(layer)].label;
    return core::Error{label + " in layer " + std::to_string(layer + 1) + " needs batches of at least " + std::to_string(fewest) +
                           " samples, and one of them has " + std::to_string(least),
                       "training.batch", "Take another batch size for the stack beside which it is to train.", layer};
}

} // namespace

core::Result<BesideSettings> besideOf(const spec::TrainingSpec &own, const plan::Plan &plan, const spec::TrainingSpec &leader, const plan::Plan &leaderPlan,
                                      const data::Dataset &dataset) {
    BesideSettings made{.training = own, .weightsSeed = own.seed, .taken = {}};
    spec::TrainingSpec &training = made.training;
    training.seed = leader.seed;
    if (std::exchange(training.batch, leader.batch) != leader.batch)
        made.taken.push_back("the batch size (" + std::to_string(leader.batch) + ")");
    if (std::exchange(training.gradient.accumulate, leader.gradient.accumulate) != leader.gradient.accumulate)
        made.taken.push_back("the batches of a step (" + std::to_string(leader.gradient.accumulate) + ")");
    if (std::exchange(training.epochs, leader.epochs) != leader.epochs)
        made.taken.push_back("the epochs (" + std::to_string(leader.epochs) + ")");
    if (std::exchange(training.stop, {}) != leader.stop)
        made.taken.push_back("when it stops");
    if (auto error = refusal(training, plan, dataset))
        return *error;
    const auto optimiser = makeOptimiser(training.optimiser), leads = makeOptimiser(leader.optimiser);
    if (!optimiser)
        return optimiser.error();
    if (leads && (*optimiser)->wantsAllSamples() != (*leads)->wantsAllSamples())
        return core::Error{
            "One of the two takes all samples in a step (L-BFGS) and the other a batch: there are no steps that both could make on the same samples",
            "training.optimiser", "Take L-BFGS for both, or for none."};
    const Index samples = dataset.train.samples;
    const BatchCut cut = batchesOf(leaderPlan, leader.batch, samples);
    if (auto error = tooSmallABatch(plan, cut, samples))
        return *error;
    made.isCutOtherwise = batchesOf(plan, leader.batch, samples).count(samples) != cut.count(samples);
    if (made.isCutOtherwise)
        made.taken.push_back("how the last batch is cut");
    return made;
}

} // namespace hourglass::training
