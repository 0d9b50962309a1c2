// The products of a stack's step and nothing else: the limit that a training is measured against.
#pragma once

#include <functional>
#include <vector>

#include "engine/core/thread_pool.h"
#include "engine/plan/plan.h"

namespace hourglass::benchmarks {

using core::Index;

/// Forward, backward and weights' gradient of one batch, in the shapes and strides of the layers and cut as the step cuts them: blocks of
/// samples, then tiles of the dense layers' gradients. What layers do between their products (patches, gates, sums) is left out.
class BareProducts {
public:
    BareProducts(const plan::Plan &plan, Index batch, int threads);

    /// False where a layer multiplies in a way that is not known here.
    bool isComplete() const { return m_isComplete; }
    void run(core::ThreadPool &pool);

private:
    struct Block {
        Index first, count;
        float *workspace; ///< of the worker
    };
    using Work = std::function<void(const Block &)>;

    float *reserve(Index floats);
    float *column(std::size_t layer, Index sample) const { return m_columns[layer] + sample * m_strides[layer]; }
    void addWide(std::size_t at, Index inputs, Index outputs);
    void addDense(std::size_t at, Index inputs, Index outputs);
    void addConvolution(std::size_t at, const plan::LayerOutline &layer, Index kernel, Index grows);
    void addLstm(std::size_t at, Index steps, Index inputs, Index units);
    void addDenseSteps(std::size_t at, Index steps, Index inputs, Index outputs);

    bool m_isComplete = true;
    Index m_batch, m_workspaceFloats = 0;
    int m_workers;
    std::vector<core::Floats> m_memory;
    std::vector<float *> m_columns; ///< the input, and each layer's output
    std::vector<Index> m_strides;
    std::vector<Work> m_forward, m_backward;
    std::vector<std::function<void()>> m_tiles;
    std::vector<core::Floats> m_workspaces;
};

} // namespace hourglass::benchmarks
