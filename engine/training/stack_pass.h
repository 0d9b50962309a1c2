// A batch on its way through the stack: forward in blocks of samples, the loss, backward, the gradient of the parameters in
// tiles, and the terms that penalties add. Allocates when it is configured, never while it runs. Owned by one thread, shared with
// a pool.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "engine/core/random.h"
#include "engine/data/corruption.h"
#include "engine/data/dataset.h"
#include "engine/training/augmentation.h"
#include "engine/training/batch_workspace.h"
#include "engine/training/layer_probe.h"
#include "engine/training/loss.h"
#include "engine/training/penalties.h"
#include "engine/training/records.h"
#include "engine/training/step_pool.h"

namespace hourglass::training {

/// Flat arrays of a plan.
struct StackArrays {
    core::Floats parameters, state;
    core::Floats prepared; ///< what layers derive from the parameters
    core::Floats gradient; ///< of the loss with respect to the parameters

    explicit StackArrays(const plan::Plan &plan)
        : parameters(plan.parameterFloats()), state(plan.stateFloats()), prepared(plan.preparedFloats()), gradient(plan.parameterFloats()) {}
};

/// What a pass minimises, and what it does to the samples on their way in.
struct PassSettings {
    Loss loss;
    std::vector<std::unique_ptr<Penalty>> penalties;
    Augmentation augmentation;
    data::Corruption corruption;
    std::optional<kernels::MixedPath> mixed; ///< where products take operands of bfloat16; evaluation does not

    /// Penalties that compare the codes of samples with those of samples nearby take twice the memory.
    bool wantsNearby() const;
};

/// A batch of the training part, and the moment that random numbers and terms that grow with time go by.
struct Batch {
    const Index *samples = nullptr; ///< their numbers
    Index count = 0;
    std::uint64_t step = 0;
    double epochs = 0; ///< done before the step, with their fraction
};

struct BatchLoss {
    double total = 0; ///< mean over the batch: the sum of the terms
    Terms terms{};
};

class StackPass {
public:
    /// Both must outlive the pass; it reads the parameters, and writes the rest of the arrays.
    StackPass(std::shared_ptr<const plan::Plan> plan, StackArrays &arrays, StepPool &pool);

    /// Columns of the workspace that batches of so many samples take.
    static Index columnsFor(Index largestBatch, bool wantsNearby);

    /// Takes settings, and room for batches of so many samples.
    void configure(PassSettings settings, Index largestBatch);
    /// A plan that asks for the same memory.
    void setPlan(std::shared_ptr<const plan::Plan> plan) { m_plan = std::move(plan); }
    /// Work space for each worker of the pool: to be called whenever that is another.
    void reserveWorkers();
    /// Random numbers of this seed from now on.
    void seed(std::uint64_t seed);

    /// Renews what layers derive from the parameters: to be called whenever those have changed. In mixed precision what evaluation
    /// alone needs is renewed by that.
    void prepare();
    /// The objective of a batch of `part`; leaves its gradient.
    BatchLoss run(const data::Part &part, const Batch &batch) { return run(part, batch, nullptr); }
    /// run(), then move(first, count) for all parameters in parts, and prepare(). What a task of a layer owns moves and is prepared right after its
    /// gradient, while that is in the cache.
    using Move = core::FunctionRef<void(Index first, Index count)>;
    BatchLoss runAndMove(const data::Part &part, const Batch &batch, Move move) { return run(part, batch, &move); }
    /// Mean loss of a part in evaluation mode, with clean input. NaN, soon, where `isCancelled` becomes true on the way.
    double evaluate(const data::Part &part, const std::atomic<bool> *isCancelled = nullptr);
    /// What is the same for samples of the part that differ, as constancy.h has it.
    Constant constantPart(const data::Part &part);
    /// The first layer whose output for the latest batch, or whose parameters, are not finite; -1 where all are.
    int firstLayerNotFinite();
    /// The terms that the objective has, by name.
    std::vector<Term> termsOf(const Terms &values) const;
    /// What the latest batch left of each layer.
    std::span<const ProbedLayer> probed();
    ConstView latestTarget() { return m_workspace.target(0, m_batch.count); }

private:
    /// Consecutive layers that a task takes through without waiting for others. Layers that look at each sample alone share a
    /// segment, and its tasks are blocks of samples; a layer across samples is one by itself. A segment ends at the code where a
    /// penalty compares whole batches.
    struct Segment {
        int first = 0, last = 0;
        bool isAcrossSamples = false;
    };
    struct LayerTask {
        int layer = 0;
        Index task = 0;
    };
    /// The samples that one task takes through a segment.
    struct Slice {
        Index first = 0, count = 0;     ///< columns of the workspace
        const Index *samples = nullptr; ///< their numbers in the part; in evaluation none are needed
        Index block = 0;                ///< which partial gradient backward() leaves
        Index task = 0;                 ///< of a layer across samples: which of its tasks this is
        int worker = 0;                 ///< of the pool: whose work space is used
    };

    BatchLoss run(const data::Part &part, const Batch &batch, const Move *move);
    void planSegments();
    void planTasks();
    void planGradient();
    void planMoves();
    bool isWholeByTask(int layer) const;
    bool movesByTask(int layer) const { return m_movesByTask[static_cast<std::size_t>(layer)]; }
    void planMixed();
    /// Codes of samples nearby differ by less than rounding would: where penalties compare them, the encoder stays in single precision.
    bool isMixed(int layer) const {
        return m_settings.mixed && placed(layer).traits().mixed.isThere && !(m_wantsNearby && layer <= m_plan->codeLayer()) &&
               (placed(layer).traits().tiedTo < 0 || isMixed(placed(layer).traits().tiedTo));
    }
    /// Whether a layer in single precision reads what this one prepares.
    bool isTiedInSingle(int layer) const;
    void prepareForEvaluation();
    void prepareSingle(const LayerTask &task);
    void prepareMixed(const LayerTask &task);
    std::uint16_t *mixedPrepared(int layer);
    bool endsAtPenalties(const Segment &segment) const { return m_penaltiesSeeCode && segment.last == m_plan->codeLayer(); }
    const plan::PlacedLayer &placed(int layer) const { return m_plan->layers()[static_cast<std::size_t>(layer)]; }
    int lastLayer() const { return m_workspace.layers() - 1; }
    bool leavesLogits(int layer) const { return m_settings.loss.wantsLogits && layer == lastLayer(); }
    layers::LayerArrays arraysOf(int layer) const;
    /// Of block `item`, with a worker's room; null: without.
    layers::MixedArrays mixedOf(int layer, Index item, float *workspace);
    std::span<const float> ofLayer(int layer, const core::Floats &numbers) const;
    /// Block `item` of the batch; its copy nearby; the whole batch, as task `task` of a layer across samples.
    Slice blockSlice(Index item, int worker) const;
    Slice nearbySlice(Index item, int worker) const;
    Slice wholeSlice(Index task, int worker) const;

    void fillInput(const data::Part &part, const Slice &slice);
    /// The sum of the layers' own terms.
    double forward(const Segment &segment, layers::Mode mode, StackInput input, const Slice &slice);
    void backward(const Segment &segment, const Slice &slice);
    /// Sum over the columns; the gradient, where it has data, is that of the mean over `samples`.
    double lossOf(Index first, Index count, Index samples, View gradient);
    void takeLoss(Index item);
    /// The last blocks turn round at once, loss and backward, while everything is in the cache; not where all must wait for a
    /// layer or a penalty.
    bool turnsAtOnce(const Segment &segment) const;
    void forwardBatch(const data::Part &part, int workers);
    void forwardAcross(const Segment &segment, int workers);
    /// Through the segments that have not turned round yet.
    void backwardBatch(int workers);
    void preparePenalties(int workers);
    void addPenaltiesToCode(const Slice &slice);
    void forwardNearby(Index item, int worker);
    void backwardNearby(Index item, int worker);
    void takeGradient(int workers, const Move *move);
    void takeGradientOf(const LayerTask &task);
    void moveOwned(const LayerTask &task, const Move &move);
    void moveRest(const Move &move);
    void prepareTasks(std::span<const LayerTask> mixed, std::span<const LayerTask> single);

    std::shared_ptr<const plan::Plan> m_plan;
    StackArrays &m_arrays;
    StepPool &m_pool;
    PassSettings m_settings;
    bool m_penaltiesSeeCode = false, m_wantsNearby = false;
    StackInput m_trainingInput = StackInput::Clean;

    BatchWorkspace m_workspace;
    std::vector<Segment> m_segments;
    std::vector<LayerTask> m_prepareTasks, m_mixedPrepareTasks;
    std::vector<bool> m_movesByTask;                                    ///< layers whose parameters move as soon as a task has their gradient
    std::vector<LayerTask> m_restPrepareTasks, m_restMixedPrepareTasks; ///< of the others
    std::vector<kernels::Range> m_restParameters;                       ///< likewise, in parts
    std::vector<LayerTask> m_evaluationTasks;                           ///< what mixed precision leaves out of m_prepareTasks
    bool m_isReadyToEvaluate = false;                                   ///< those are done for the present parameters
    core::Floats m_mixedPrepared;
    std::vector<Index> m_mixedOffsets;                   ///< of each layer in it, in numbers of 16 bits
    std::vector<std::vector<LayerTask>> m_gradientWaves; ///< tasks of a wave are independent; tied layers come after what they add to
    std::vector<double> m_blockLoss, m_blockTerm;        ///< of each block: of the data, and of the layers' own
    std::vector<double> m_taskTerm;                      ///< likewise of each task of a layer across samples
    std::vector<core::Random> m_layerRandom;
    core::Random m_corruptionRandom{0, core::Stream::Corruption}, m_augmentationRandom{0, core::Stream::Augmentation};
    core::Random m_nearbyRandom{0, core::Stream::Nearby};
    std::vector<ProbedLayer> m_probed;

    Batch m_batch; ///< the latest
    double m_layerTerm = 0;
    Terms m_terms{};
};

} // namespace hourglass::training
