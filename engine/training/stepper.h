// The order of a training: batches, their gradient accumulated and clipped, the optimiser, averages, epochs. What happens within
// a batch is StackPass. Allocates when it is configured, never in step(). Owned by one thread, shared with a pool.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "engine/training/average.h"
#include "engine/training/batch_cut.h"
#include "engine/training/batcher.h"
#include "engine/training/layer_probe.h"
#include "engine/training/optimiser.h"
#include "engine/training/records.h"
#include "engine/training/schedule.h"
#include "engine/training/stack_pass.h"
#include "engine/training/state.h"
#include "engine/training/stopping.h"

namespace hourglass::training {

struct StepOutcome {
    double loss = 0; ///< mean over the batch, before the update
    Index samples = 0;
    bool endsEpoch = false;
    double epochLoss = 0; ///< mean over the epoch's samples, with endsEpoch
    Terms epochTerms{};   ///< what it is the sum of; termsOf() names them
};

class Stepper : private Objective {
public:
    Stepper(std::shared_ptr<const plan::Plan> plan, std::shared_ptr<const data::Dataset> dataset);

    /// Checks and takes new settings; what was learned stays. Another kind of optimiser starts without memory. On error nothing
    /// changes.
    core::Result<bool> configure(const spec::TrainingSpec &spec);
    /// Null: the calling thread alone.
    void setThreadPool(core::ThreadPool *pool);
    /// Who is shown every layer after each step from now on; null: nobody. Must outlive the stepper, or the next call. Changes no
    /// bit.
    void setProbe(LayerProbe *probe) { m_probe = probe; }
    /// Whether each epoch has an order of its own (it does where nothing is said) or all that of the training part; from start()
    /// or restore() on.
    void setShuffling(bool shuffles) { m_shuffles = shuffles; }
    /// With what the first weights are drawn from start() on; none: with the seed of the settings.
    void setWeightsSeed(std::optional<std::uint64_t> seed) { m_weightsSeed = seed; }
    /// Batches are cut as this stack asks for, in the place of its own; before configure().
    void cutAs(std::shared_ptr<const plan::Plan> plan) { m_cutAs = std::move(plan); }
    /// Starts anew from the seed of the settings.
    void start();
    /// Goes on from a state of the same plan.
    void restore(const TrainingState &state);
    /// Takes a plan that differs in live settings of its layers alone: all that was learned and counted stays. False, and nothing
    /// changed, for a plan that asks for other memory.
    bool exchangePlan(const std::shared_ptr<const plan::Plan> &plan);
    TrainingState state() const;
    Index bytesOfState() const; ///< that state() is to hold
    /// Replaces the parameters and forgets the optimiser's memory: the way back from a divergence.
    void replaceParameters(const core::Floats &parameters, const core::Floats &state);

    StepOutcome step();
    /// Mean loss of a part in evaluation mode, clean input; NaN for an empty part, and where `isCancelled` becomes true on the way.
    double evaluate(const data::Part &part, const std::atomic<bool> *isCancelled = nullptr);
    /// The first layer whose output for the last batch, or whose parameters, are not finite; -1 where all are.
    int firstLayerNotFinite() { return m_pass.firstLayerNotFinite(); }
    /// What is the same for samples that differ, as constancy.h has it: of some of the training part, in evaluation
    /// mode.
    Constant constantPart();

    const plan::Plan &plan() const { return *m_plan; }
    const std::shared_ptr<const plan::Plan> &sharedPlan() const { return m_plan; }
    const data::Dataset &dataset() const { return *m_dataset; }
    const spec::TrainingSpec &spec() const { return m_spec; }
    const core::Floats &currentParameters() const { return m_arrays.parameters; }
    /// Those to look at: an average of the parameters where the settings ask for one. evaluate() measures these.
    const core::Floats &shownParameters() const { return m_averaged.isEmpty() ? m_arrays.parameters : m_averaged; }
    const core::Floats &currentState() const { return m_arrays.state; }
    Index steps() const { return m_steps; }
    Index epoch() const { return m_batcher.epoch(); }
    Index batch() const; ///< at most the training part
    Index stepsPerEpoch() const;
    double epochsDone() const; ///< with the fraction of the present one

    /// The end of an epoch, evaluated: what goes by the validation loss takes note of it.
    void noteEpoch(double validationLoss);
    /// Brings the best parameters back where some are kept; the epoch that ended with them, or 0.
    Index restoreBest();
    /// Stops count from here.
    void restartStops(double secondsTrained);
    /// The terms that the objective has, by name.
    std::vector<Term> termsOf(const Terms &values) const { return m_pass.termsOf(values); }
    /// Means over the samples of the present epoch that were trained on so far; nothing before the first.
    std::vector<Term> termsSoFar() const;
    const Stopping &stopping() const { return m_stopping; }
    const Watch &watch() const { return m_watch; }
    /// Length of the gradient of the last step as the optimiser got it.
    double gradientNorm();

private:
    double evaluate() override;
    double evaluateAndMove(core::FunctionRef<void(Index, Index)> move) override;
    void inChunks(core::FunctionRef<void(Index, Index)> work) override { m_pool.inChunks(m_arrays.parameters.size(), work); }
    Index size() const override { return m_arrays.parameters.size(); }
    float *parameters() override { return m_arrays.parameters.data(); }
    const float *gradient() const override { return m_arrays.gradient.data(); }
    float *slot(int index) override { return m_moments.data() + index * m_arrays.parameters.size(); }
    Index updates() const override { return m_updates; }
    double rateFactor() const override { return m_rateFactor; }

    /// Whether the optimiser takes the gradient of one batch as it is.
    bool takesPlainGradient() const { return m_stepCount == batches().next(m_stepCount) && m_spec.gradient.clipNorm <= 0 && m_spec.gradient.clipValue <= 0; }
    void clipGradient();
    void moveAverage();
    StepOutcome counted(double loss);
    void showProbe();
    void swapAverage();
    void startAverage();
    const plan::Plan &cutPlan() const { return m_cutAs ? *m_cutAs : *m_plan; }
    BatchCut batches() const { return batchesOf(cutPlan(), m_spec.batch, m_dataset->train.samples); }
    BatchCut stepCut() const;
    void forgetWhatOtherSettingsSaw(const spec::TrainingSpec &before);

    std::shared_ptr<const plan::Plan> m_plan;
    std::shared_ptr<const data::Dataset> m_dataset;
    std::shared_ptr<const plan::Plan> m_cutAs;
    std::optional<std::uint64_t> m_weightsSeed;
    spec::TrainingSpec m_spec;
    StepPool m_pool;
    StackArrays m_arrays;
    StackPass m_pass;
    LayerProbe *m_probe = nullptr;

    std::unique_ptr<const Optimiser> m_optimiser;
    core::Floats m_moments;     ///< of the optimiser: its slots, one behind the other
    core::Floats m_accumulated; ///< gradient of the batches so far, where a step has several
    std::vector<double> m_chunkSums;
    Schedule m_schedule;
    double m_rateFactor = 1; ///< of the present step
    Average m_average;
    core::Floats m_averaged; ///< empty without an average
    Index m_averagedSteps = 0;
    Stopping m_stopping;
    Watch m_watch;

    Batcher m_batcher;
    bool m_shuffles = true;
    Index m_steps = 0, m_updates = 0;
    double m_epochsAtStep = 0;            ///< before the present step
    const Index *m_stepSamples = nullptr; ///< of all batches of the present step
    Index m_stepCount = 0;
    int m_evaluations = 0;     ///< of the present step
    bool m_isPrepared = false; ///< the parameters that the present step has left
    Terms m_stepTerms{}, m_epochTerms{};
    double m_epochLoss = 0;
};

} // namespace hourglass::training
