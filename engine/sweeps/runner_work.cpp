// What a worker of the runner does: one training after the other.
#include <algorithm>
#include <cmath>
#include <future>

#include "engine/core/floating_point.h"
#include "engine/core/seat.h"
#include "engine/kernels/kernels.h"
#include "engine/sweeps/runner.h"
#include "engine/training/batch_cut.h"
#include "engine/training/demands.h"
#include "engine/training/stopping.h"

namespace hourglass::sweeps {

namespace {

using Clock = std::chrono::steady_clock;
using training::State;

constexpr auto look = std::chrono::milliseconds(50); ///< between looks at a training and at the flags
constexpr const char *slower = "Lower its learning rate.";

std::shared_ptr<const plan::Snapshot> snapshotOf(training::Trainer &trainer) {
    trainer.requestSnapshot();
    std::shared_ptr<const plan::Snapshot> snapshot;
    while (!(snapshot = trainer.takeSnapshot()))
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return snapshot;
}

training::Trainer::SharedState stateOf(training::Trainer &trainer) {
    const auto promised = std::make_shared<std::promise<training::Trainer::SharedState>>();
    auto state = promised->get_future();
    trainer.requestState([promised](training::Trainer::SharedState taken) { promised->set_value(std::move(taken)); });
    return state.get();
}

} // namespace

void Runner::work(int worker) {
    core::setFloatingPointMode();
    core::workInBackground(m_options.niceness);
    const int each = std::max(1, m_options.threads / m_atOnce);
    std::unique_ptr<core::ThreadPool> pool;
    while (const auto index = next(worker)) {
        try {
            if (!pool)
                pool = std::make_unique<core::ThreadPool>(each, m_options.niceness);
            const auto status = train(*pool, *index);
            if (status)
                settle(*index, status->state == State::Finished ? TrialState::Done : TrialState::Held, status->endWords);
            else
                settle(*index, TrialState::Failed, status.error().sentence());
        } catch (const std::bad_alloc &) {
            settle(*index, TrialState::Failed, "There was not enough memory for it. Make its batch or its layers smaller.");
        } catch (const std::exception &problem) {
            settle(*index, TrialState::Failed, std::string("It met an error: ") + problem.what() + '.');
        }
    }
}

core::Result<Runner::Task> Runner::taskOf(std::size_t index) {
    const Trial &trial = m_trials[index];
    const auto dataset = m_datasets.get(trial.spec.data, trial.spec.training.seed, m_isCancelled);
    if (!dataset)
        return dataset.error();
    const auto plan = plan::compile(trial.spec.model, (*dataset)->shape);
    if (!plan)
        return plan.error();
    if (auto error = training::refusal(trial.spec.training, **plan, **dataset))
        return *error;
    if ((*dataset)->validation.isEmpty())
        return core::Error{"There is no validation part to compare it by", (*dataset)->title, "Keep a part of the samples back: data.validation=0.1."};
    const Index samples = (*dataset)->train.samples;
    const std::lock_guard lock(m_mutex);
    TrialProgress &progress = m_progress[index];
    progress.parameters = (*plan)->outline().parameters;
    progress.codeSize = (*plan)->codeSize();
    Task task{*dataset, *plan, std::move(m_held[index]), 0};
    task.steps = epochsOf(index) * training::stepsOf(**plan, trial.spec.training.batch, trial.spec.training.gradient.accumulate, samples).count(samples);
    if (!task.from) { // for the first time, or its state was given up
        progress.epoch = 0;
        progress.losses.clear();
    }
    changed();
    return task;
}

/// Trains one as far as the present rung goes. Finished: its epochs are done, or a stop held; Paused: it is held.
core::Result<training::Status> Runner::train(core::ThreadPool &pool, std::size_t index) {
    const Trial &trial = m_trials[index];
    auto task = taskOf(index);
    if (!task)
        return task.error();
    const data::Dataset &dataset = *task->dataset;
    training::Trainer trainer({.threads = pool.threads(), .niceness = m_options.niceness, .keySnapshotBytes = 0});
    trainer.assign(
        {.run = static_cast<std::uint64_t>(index) + 1, .plan = task->plan, .dataset = task->dataset, .spec = trial.spec.training, .from = task->from});
    trainer.step(task->steps - (task->from ? task->from->step : 0));
    task->from = nullptr;
    training::Status status = follow(trainer, index, task->steps);
    if (m_isCancelled)
        return status;
    if (status.state == State::Failed || status.state == State::Diverged) {
        core::Error error = status.error;
        if (status.state == State::Diverged)
            error.hint = training::hintOnDivergence(dataset, slower); // its weights are nobody's any more
        return error;
    }
    const std::shared_ptr<const plan::Snapshot> snapshot = snapshotOf(trainer);
    if (!kernels::areFinite(snapshot->parameters.size(), snapshot->parameters.data()))
        return core::Error{"The weights became infinite at step " + std::to_string(snapshot->step), "Training", training::hintOnDivergence(dataset, slower)};
    const auto judgement = judge(*snapshot, trial.spec, dataset, pool, m_isCancelled);
    if (!judgement)
        return judgement.error();
    if (auto failure = dataset.failure())
        return *failure;
    SharedState state = status.state == State::Paused ? stateOf(trainer) : nullptr;
    const std::lock_guard lock(m_mutex);
    m_progress[index].judgement = *judgement;
    Index held = state ? state->bytes() : 0;
    for (const SharedState &other : m_held)
        held += other ? other->bytes() : 0;
    if (held <= m_options.heldBytes) // else it will be trained again up to here, to the same bits
        m_held[index] = std::move(state);
    return status;
}

/// Waits until the training is over, or has done its steps; notes how it goes.
training::Status Runner::follow(training::Trainer &trainer, std::size_t index, Index target) {
    Clock::time_point before = Clock::now();
    for (;;) {
        trainer.wait(look);
        const training::Status status = trainer.status();
        std::vector<training::EvaluationRecord> records;
        trainer.drainEvaluations(records);
        const Clock::time_point now = Clock::now();
        if (m_isCancelled)
            return status;
        if (status.run != index + 1)
            continue; // it has not begun yet
        note(index, status, records);
        {
            const std::lock_guard lock(m_mutex);
            m_progress[index].seconds += std::chrono::duration<double>(now - before).count();
        }
        before = now;
        const bool isHalted = status.state == State::Paused && status.step >= target;
        if (isHalted || status.state == State::Finished || status.state == State::Diverged || status.state == State::Failed)
            return status;
        if (m_isPaused && rest(trainer)) {
            const training::Status rested = trainer.status();
            if (rested.state == State::Paused && rested.step < target)
                trainer.step(target - rested.step);
            before = Clock::now();
        }
    }
}

/// Halts the training until the sweep goes on. False: it was cancelled.
bool Runner::rest(training::Trainer &trainer) {
    trainer.pause();
    do
        trainer.wait(look);
    while (trainer.status().state == State::Running && !m_isCancelled);
    std::unique_lock lock(m_mutex);
    m_wake.wait(lock, [this] { return !m_isPaused || m_isCancelled; });
    return !m_isCancelled;
}

void Runner::note(std::size_t index, const training::Status &status, const std::vector<training::EvaluationRecord> &records) {
    const std::lock_guard lock(m_mutex);
    TrialProgress &progress = m_progress[index];
    if (progress.state == TrialState::Cancelled || (records.empty() && progress.epoch == status.epoch))
        return;
    progress.epoch = status.epoch;
    progress.steps = status.step;
    for (const training::EvaluationRecord &record : records)
        if (record.endsEpoch) {
            progress.losses.push_back(record.validationLoss);
            progress.trainLoss = record.trainLoss;
            progress.loss = record.validationLoss;
        }
    if (status.state == State::Finished && training::Stopping(m_trials[index].spec.training.stop).keepsBest() && !progress.losses.empty())
        progress.loss = *std::min_element(progress.losses.begin(), progress.losses.end());
    changed();
}

} // namespace hourglass::sweeps
