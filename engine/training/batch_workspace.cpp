#include "engine/training/batch_workspace.h"

namespace hourglass::training {

namespace {

/// Floats that have room for so many numbers of 16 bits, in whole cache lines.
Index floatsOf(Index halves) {
    return core::padded((halves + 1) / 2);
}

} // namespace

Index BatchWorkspace::floatsFor(const plan::Plan &plan, Index capacity, bool keepsCorrupted, bool isMixed) {
    Index perSample = (keepsCorrupted ? 2 : 1) * core::strideOf(plan.features()), perBlock = 0;
    for (const plan::PlacedLayer &placed : plan.layers()) {
        const layers::Traits &traits = placed.traits();
        perSample += 2 * core::strideOf(traits.output.size()) + core::strideOf(traits.scratchPerSample);
        perBlock += core::padded(traits.partialPerBlock) + (isMixed ? floatsOf(traits.mixed.keptPerBlock) : 0);
    }
    return perSample * capacity + perBlock * blocksOf(capacity);
}

Index BatchWorkspace::workerFloatsFor(const plan::Plan &plan, bool isMixed) {
    Index most = 0;
    for (const plan::PlacedLayer &placed : plan.layers())
        most = std::max(most, isMixed ? core::padded(placed.traits().workspace) + floatsOf(placed.traits().mixed.workspace) : placed.traits().workspace);
    return most;
}

BatchWorkspace::BatchWorkspace(const plan::Plan &plan) {
    m_targets = m_corrupted = {plan.features(), core::strideOf(plan.features())};
    for (const plan::PlacedLayer &placed : plan.layers()) {
        const layers::Traits &traits = placed.traits();
        const Index outputs = traits.output.size();
        m_layers.push_back({{outputs, core::strideOf(outputs)},
                            {outputs, core::strideOf(outputs)},
                            {traits.scratchPerSample, core::strideOf(traits.scratchPerSample)},
                            {traits.partialPerBlock, core::padded(traits.partialPerBlock)},
                            {traits.mixed.keptPerBlock, floatsOf(traits.mixed.keptPerBlock)}});
    }
}

void BatchWorkspace::reserve(Index samples, bool keepsCorrupted, bool isMixed) {
    const Index larger = std::max(capacityFor(samples), m_capacity);
    const bool lacksCorrupted = keepsCorrupted && m_corrupted.floats.size() < m_corrupted.stride * larger;
    if (larger == m_capacity && !lacksCorrupted && isMixed == m_isMixed)
        return;
    m_isMixed = isMixed;
    m_capacity = 0; // until all of it is there: the next attempt must not believe in what was never allocated
    m_targets.reserve(larger);
    m_corrupted.reserve(keepsCorrupted ? larger : 0);
    for (LayerBuffers &layer : m_layers) {
        layer.outputs.reserve(larger);
        layer.outputGradients.reserve(larger);
        layer.scratch.reserve(larger);
        layer.partials.reserve(blocksOf(larger));
        layer.kept.reserve(isMixed ? blocksOf(larger) : 0);
    }
    m_capacity = larger;
}

void BatchWorkspace::reserveWorkers(Index floatsEach, int workers) {
    m_workers.clear();
    for (int worker = 0; worker < workers; ++worker)
        m_workers.emplace_back(floatsEach);
}

View BatchWorkspace::input(int layer, StackInput input, Index first, Index count) {
    if (layer > 0)
        return output(layer - 1, first, count);
    return (input == StackInput::Corrupted ? m_corrupted : m_targets).columns(first, count);
}

} // namespace hourglass::training
