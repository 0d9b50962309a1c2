// Memory of the stack for one batch: inputs and targets; of each layer outputs, their gradients, scratch and partial gradients; a
// work space for each worker. A column belongs to a sample, and samples come in blocks. Allocates in reserve() and
// reserveWorkers() alone.
#pragma once

#include <algorithm>
#include <vector>

#include "engine/plan/plan.h"

namespace hourglass::training {

using core::ConstView;
using core::Index;
using core::View;

/// What the first layer is handed: the samples as they are, which are the targets as well, or as a corruption left them.
enum class StackInput { Clean, Corrupted };

class BatchWorkspace {
public:
    /// Samples of a block: the work is the same for any number of threads, and small enough that a worker held up stalls nobody.
    static constexpr Index block = layers::mostOfBlock;
    static Index blocksOf(Index samples) { return (samples + block - 1) / block; }
    /// Of block `item` of so many samples.
    static Index lengthOf(Index item, Index samples) { return std::min(block, samples - item * block); }
    /// Columns that there is memory for where so many are asked for: whole blocks, and enough of them that evaluation can be
    /// shared.
    static Index capacityFor(Index samples) { return std::max(blocksOf(samples), fewestBlocks) * block; }
    /// Floats of a workspace with such a capacity, without the workers'.
    static Index floatsFor(const plan::Plan &plan, Index capacity, bool keepsCorrupted, bool isMixed = false);
    /// Floats that one worker needs for any layer of the plan; what is of mixed precision stands behind the layer's own.
    static Index workerFloatsFor(const plan::Plan &plan, bool isMixed = false);

    explicit BatchWorkspace(const plan::Plan &plan);

    /// Room for so many samples, and from now on for corrupted inputs, and operands of mixed precision, where they are kept; what
    /// was there may be lost. Never shrinks.
    void reserve(Index samples, bool keepsCorrupted, bool isMixed = false);
    void reserveWorkers(Index floatsEach, int workers);
    Index capacity() const { return m_capacity; }
    int layers() const { return static_cast<int>(m_layers.size()); }

    /// Columns first … first + count of a buffer, features × samples.
    View target(Index first, Index count) { return m_targets.columns(first, count); }
    View input(int layer, StackInput input, Index first, Index count);
    View output(int layer, Index first, Index count) { return of(layer).outputs.columns(first, count); }
    View outputGradient(int layer, Index first, Index count) { return of(layer).outputGradients.columns(first, count); }
    View scratch(int layer, Index first, Index count) { return of(layer).scratch.columns(first, count); }
    /// Column i is what block i left of the gradient of the layer's parameters.
    View partials(int layer, Index first, Index count) { return of(layer).partials.columns(first, count); }
    /// What layer `layer` keeps of block `item` in mixed precision, and how far from the next block's.
    std::uint16_t *kept(int layer, Index item) { return reinterpret_cast<std::uint16_t *>(of(layer).kept.columns(item, 1).data); }
    Index keptStride(int layer) { return of(layer).kept.stride * 2; }
    float *ofWorker(int worker) { return m_workers[static_cast<std::size_t>(worker)].data(); }

private:
    static constexpr Index fewestBlocks = 8;

    struct Buffer {
        Index rows = 0, stride = 0;
        core::Floats floats = {};

        void reserve(Index count) { floats = core::Floats(stride * count); }
        View columns(Index first, Index count) { return {floats.data() + first * stride, rows, count, stride}; }
    };
    struct LayerBuffers {
        Buffer outputs, outputGradients, scratch, partials, kept;
    };
    LayerBuffers &of(int layer) { return m_layers[static_cast<std::size_t>(layer)]; }

    Buffer m_targets, m_corrupted;
    std::vector<LayerBuffers> m_layers;
    std::vector<core::Floats> m_workers;
    Index m_capacity = 0;
    bool m_isMixed = false;
};

} // namespace hourglass::training
