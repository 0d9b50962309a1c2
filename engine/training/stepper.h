// One step of training, shared by a pool: blocks of samples up and down the stack, tiles of the weights' gradient, chunks of the
// optimiser. Allocates when it is configured, never in step(). Owned by one thread.
#pragma once

#include <algorithm>
#include <memory>
#include <vector>

#include "engine/core/random.h"
#include "engine/core/thread_pool.h"
#include "engine/data/corruption.h"
#include "engine/data/dataset.h"
#include "engine/training/augmentation.h"
#include "engine/training/average.h"
#include "engine/training/batch_cut.h"
#include "engine/training/batcher.h"
#include "engine/training/loss.h"
#include "engine/training/optimiser.h"
#include "engine/training/penalties.h"
#include "engine/training/records.h"
#include "engine/training/schedule.h"
#include "engine/training/state.h"
#include "engine/training/stopping.h"

namespace hourglass::training {

struct StepOutcome {
    double loss = 0;      ///< mean over the batch, before the update
    Index samples = 0;
    bool endsEpoch = false;
    double epochLoss = 0; ///< mean over the epoch's samples, with endsEpoch
    Terms epochTerms{};   ///< what it is the sum of; termsOf() names them
};

class Stepper : private Objective {
public:
    /// Samples of a block: the work is the same for any number of threads, and small enough that a worker held up stalls nobody.
    static constexpr Index block = 32;
    /// Samples that there is memory for, with so many in a batch: whole blocks.
    static Index workspaceSamples(Index batch);

    Stepper(std::shared_ptr<const plan::Plan> plan, std::shared_ptr<const data::Dataset> dataset);

    /// Checks and takes new settings; what was learned stays. Another kind of optimiser starts without memory. On error nothing changes.
    core::Result<bool> configure(const spec::TrainingSpec &spec);
    void setThreadPool(core::ThreadPool *pool);
    /// Whether each epoch has an order of its own (it does where nothing is said) or all that of the training part; from start() or restore() on.
    void setShuffling(bool shuffles) { m_shuffles = shuffles; }
    /// Starts anew from the seed of the settings.
    void start();
    /// Goes on from a state of the same plan.
    void restore(const TrainingState &state);
    /// Takes a plan that differs in live settings of its layers alone: all that was learned and counted stays. False, and nothing changed, for a
    /// plan that asks for other memory.
    bool exchangePlan(const std::shared_ptr<const plan::Plan> &plan);
    TrainingState state() const;
    /// Replaces the parameters and forgets the optimiser's memory: the way back from a divergence.
    void replaceParameters(const core::Floats &parameters, const core::Floats &state);

    StepOutcome step();
    /// Mean loss of a part in evaluation mode, clean input; NaN for an empty part.
    double evaluate(const data::Part &part);
    /// The first layer whose output for the last batch, or whose parameters, are not finite; -1 where all are.
    int firstLayerNotFinite() const;
    /// Whether the code is the same for samples that differ, as dead_code.h has it: of some of the training part, in evaluation mode.
    bool isCodeDead();

    const plan::Plan &plan() const { return *m_plan; }
    const std::shared_ptr<const plan::Plan> &sharedPlan() const { return m_plan; }
    const data::Dataset &dataset() const { return *m_dataset; }
    const spec::TrainingSpec &spec() const { return m_spec; }
    const core::Floats &currentParameters() const { return m_parameters; }
    /// Those to look at: an average of the parameters where the settings ask for one. evaluate() measures these.
    const core::Floats &shownParameters() const { return m_averaged.isEmpty() ? m_parameters : m_averaged; }
    const core::Floats &currentState() const { return m_state; }
    Index steps() const { return m_steps; }
    Index epoch() const { return m_batcher.epoch(); }
    Index batch() const;         ///< at most the training part
    Index stepsPerEpoch() const;
    double epochsDone() const;   ///< with the fraction of the present one

    /// The end of an epoch, evaluated: what goes by the validation loss takes note of it.
    void noteEpoch(double validationLoss);
    /// Brings the best parameters back where some are kept; the epoch that ended with them, or 0.
    Index restoreBest();
    /// Stops count from here.
    void restartStops(double secondsTrained);
    /// The terms that the objective has, by name.
    std::vector<Term> termsOf(const Terms &values) const;
    const Stopping &stopping() const { return m_stopping; }
    const Watch &watch() const { return m_watch; }
    /// Length of the gradient of the last step as the optimiser got it.
    double gradientNorm();

private:
    struct LayerMemory {
        core::Floats outputs, gradients, scratch; ///< padded rows × capacity
        core::Floats partials;                    ///< padded rows × blocks
    };
    /// Layers that go together: those of one sample at a time in blocks, each layer across samples alone.
    struct Segment {
        int first = 0, last = 0;
        bool isAcrossSamples = false;
    };
    struct GradientTask {
        int layer = 0;
        Index task = 0;
    };

    /// What forward() and backward() share: columns `first` … of the memory, as part `task` of a layer across samples, by `worker` of the pool.
    struct Share {
        Index first = 0, count = 0, task = 0;
        int worker = 0;
        const Index *samples = nullptr;
        Index block = -1; ///< where partial gradients go; -1: where the columns stand
    };
    static Index blocksOf(Index samples) { return (samples + block - 1) / block; }
    static Index lengthOf(Index item, Index samples) { return std::min(block, samples - item * block); }

    double evaluate() override;
    double evaluateBatch();
    void forwardBatch(int workers);
    void backwardBatch(int workers);
    void takeGradient(int workers);
    bool endsAtPenalties(const Segment &segment) const;
    void preparePenalties(int workers);
    void addPenaltiesToCode(Index first, Index count);
    Share nearbyShare(Index item, int worker) const;
    double evaluateParameters(const data::Part &part);
    void swapAverage();
    void startAverage();
    void clipGradient();
    void inChunks(core::FunctionRef<void(Index, Index)> work) override;
    Index size() const override { return m_parameters.size(); }
    float *parameters() override { return m_parameters.data(); }
    const float *gradient() const override { return m_gradient.data(); }
    float *slot(int index) override { return m_moments.data() + index * m_parameters.size(); }
    Index updates() const override { return m_updates; }
    double rateFactor() const override { return m_rateFactor; }

    void planWork();
    void planSegments();
    BatchCut batches() const { return batchesOf(*m_plan, m_spec.batch, m_dataset->train.samples); }
    BatchCut stepCut() const;
    void forgetWhatOtherSettingsSaw(const spec::TrainingSpec &before);
    void reserve(Index samples);
    void prepareParameters();
    void fillInput(const Index *samples, Index first, Index count, int worker);
    core::View outputOf(int layer, Index first, Index count);
    core::View gradientOf(int layer, Index first, Index count);
    core::View inputOf(int layer, Index first, Index count);
    core::View targetOf(Index first, Index count);
    double forward(const Segment &segment, layers::Mode mode, const Share &share);
    void backward(const Segment &segment, const Share &share, Index batch);
    void reserveWorkspaces();
    double lossOf(Index first, Index count, bool withGradient, Index batch);
    int workersFor(double multiplyAdds) const;

    std::shared_ptr<const plan::Plan> m_plan;
    std::shared_ptr<const data::Dataset> m_dataset;
    spec::TrainingSpec m_spec;
    Loss m_loss;
    std::unique_ptr<const Optimiser> m_optimiser;
    Schedule m_schedule;
    Average m_average;
    core::Floats m_averaged; ///< empty without an average
    Index m_averagedSteps = 0;
    Stopping m_stopping;
    Watch m_watch;
    double m_rateFactor = 1; ///< of the present step
    double m_epochsAtStep = 0; ///< before it
    Augmentation m_augmentation;
    data::Corruption m_corruption;
    core::ThreadPool *m_pool = nullptr;
    core::ThreadPool m_alone{1};

    core::Floats m_parameters, m_state, m_prepared, m_gradient, m_moments;
    Batcher m_batcher;
    bool m_shuffles = true;
    Index m_steps = 0, m_updates = 0;
    double m_epochLoss = 0;

    Index m_capacity = 0;                       ///< samples that the workspace holds
    core::Floats m_targets, m_corrupted;        ///< features × capacity
    std::vector<LayerMemory> m_memory;
    std::vector<core::Floats> m_workspaces; ///< one for each worker of the pool
    std::vector<Segment> m_segments;
    std::vector<GradientTask> m_prepareTasks;
    std::vector<std::vector<GradientTask>> m_gradientWaves; ///< those of a wave are independent; tied layers come after what they add to
    std::vector<double> m_blockLoss, m_blockPenalty;
    std::vector<double> m_taskPenalty; ///< of a layer across samples, which may have more parts than there are blocks
    std::vector<core::Random> m_layerRandom;
    core::Random m_corruptionRandom{0, core::Stream::Corruption}, m_augmentationRandom{0, core::Stream::Augmentation}, m_nearbyRandom{0, core::Stream::Nearby};
    const Index *m_samples = nullptr; ///< of the present batch
    Index m_count = 0;
    const Index *m_stepSamples = nullptr; ///< of all batches of the present step
    Index m_stepCount = 0;
    int m_evaluations = 0;            ///< of the present step
    core::Floats m_accumulated;       ///< gradient of the batches so far, where a step has several
    std::vector<double> m_chunkSums;
    std::vector<std::unique_ptr<Penalty>> m_penalties;
    bool m_penaltiesSeeCode = false, m_wantsNearby = false;
    double m_layerTerm = 0;           ///< of the present batch
    Terms m_batchTerms{}, m_stepTerms{}, m_epochTerms{};
};

} // namespace hourglass::training
