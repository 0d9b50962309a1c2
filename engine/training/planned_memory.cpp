#include "engine/training/planned_memory.h"

#include <algorithm>

#include "engine/data/corruption.h"
#include "engine/spec/precision.h"
#include "engine/training/augmentation.h"
#include "engine/training/batch_cut.h"
#include "engine/training/optimiser.h"
#include "engine/training/stack_pass.h"

namespace hourglass::training {

namespace {

template <class T>
Index bytesOf(const std::vector<T> &values) {
    return static_cast<Index>(values.size() * sizeof(T));
}

Index bytesOf(const data::Part &part) {
    return bytesOf(part.bytes) + bytesOf(part.floats) + bytesOf(part.labels) + bytesOf(part.groups) + bytesOf(part.factors) + bytesOf(part.lengths) +
           bytesOf(part.sourceIndex);
}

bool needsNearby(const plan::Plan &plan, const spec::TrainingSpec &spec) {
    const auto penalties = makePenalties(spec.penalties, plan);
    return penalties && std::any_of(penalties->begin(), penalties->end(), [](const auto &penalty) { return penalty->wantsNearby(); });
}

} // namespace

PlannedMemory plannedMemory(const plan::Plan &plan, const spec::TrainingSpec &spec, const data::Dataset &dataset, int threads) {
    constexpr auto number = static_cast<Index>(sizeof(float));
    const auto optimiser = makeOptimiser(spec.optimiser);
    const Index slots = optimiser ? (*optimiser)->slotCount() : 0, gradients = spec.gradient.accumulate > 1 ? 2 : 1;
    const Index batch = batchesOf(plan, spec.batch, dataset.train.samples).largest(dataset.train.samples);
    const Index capacity = BatchWorkspace::capacityFor(StackPass::columnsFor(batch, needsNearby(plan, spec)));
    const auto augmentation = makeAugmentation(spec.augmentation, dataset.shape, dataset.isWithinUnit);
    const bool isMixed = spec::isMixed(spec);
    const Index worker = std::max(augmentation ? augmentation->workspace() : 0, BatchWorkspace::workerFloatsFor(plan, isMixed));
    const Index workspace = BatchWorkspace::floatsFor(plan, capacity, data::makeCorruption(spec.corruption).isOn(), isMixed);
    Index prepared = 0; // bytes
    for (const plan::PlacedLayer &placed : plan.layers())
        prepared += isMixed ? placed.traits().mixed.preparedSize * static_cast<Index>(sizeof(std::uint16_t)) : 0;
    PlannedMemory memory;
    memory.parameters = (plan.parameterFloats() + plan.stateFloats()) * number;
    memory.optimiser = (slots + gradients) * plan.parameterFloats() * number;
    memory.activations = (workspace + threads * worker + plan.preparedFloats()) * number + prepared;
    memory.data = bytesOf(dataset.train) + bytesOf(dataset.validation) + bytesOf(dataset.test);
    return memory;
}

} // namespace hourglass::training
