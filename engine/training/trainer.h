// The training thread. It owns its memory and leads the pool; commands are read between steps, and it computes nothing for a view.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "engine/training/pace.h"
#include "engine/training/training_run.h"

namespace hourglass::training {

/// All functions may be called from any one thread (the window's); none waits for a step, but the destructor and wait().
class Trainer {
public:
    explicit Trainer(TrainerOptions options);
    ~Trainer();
    Trainer(const Trainer &) = delete;
    Trainer &operator=(const Trainer &) = delete;

    /// Takes up another training, paused. What was trained before goes to takeRetired(). A training that `fromRun` names may still be in its
    /// step: by the turn of this assignment its state is there. Where it was taken from takeRetired() already, give it as `from`.
    void assign(Assignment assignment);
    void train(); ///< from Finished: for as many epochs again
    void pause();
    void step(Index count = 1);                     ///< so many steps for each call, then paused; fewer where the epochs end before
    void reset(std::uint64_t seed);                 ///< the same stack from the start, paused
    void configure(const spec::TrainingSpec &spec); ///< acts on the running training; the seed in it is ignored
    /// The training goes on with a plan that differs in live settings of its layers alone: parameters, steps and records stay.
    void exchangePlan(std::shared_ptr<const plan::Plan> plan);
    void setThreads(int threads);
    /// So many of its threads rest from now on, for somebody who wants their cores; one works in any case. Acts within a step, and changes no bit.
    void spare(int threads) { m_spared.store(threads, std::memory_order_relaxed); }
    int spared() const { return m_spared.load(std::memory_order_relaxed); }
    /// At most so many steps a second, from now on and for later trainings, too; 0: as fast as it can. Steps that step() asked for do not wait.
    void setPace(double stepsPerSecond);

    Status status() const;
    void drainSteps(std::vector<StepRecord> &to) { m_run.drainSteps(to); }
    void drainEvaluations(std::vector<EvaluationRecord> &to) { m_run.drainEvaluations(to); }
    /// Moments to be kept, by step: the start, each step at first, then ever rarer ones; the best so far, and the end. They carry their run.
    void drainKeyFrames(std::vector<KeyFrame> &to) { m_run.drainKeyFrames(to); }
    /// Asks for the parameters as they are after the present step; latest wins. Answered always, by a snapshot of the next training where
    /// this one ends before its snapshot is taken.
    void requestSnapshot();
    /// The newest snapshot since the last call, or null.
    std::shared_ptr<const plan::Snapshot> takeSnapshot();
    /// Called from now on, on the trainer's thread, when there is one to be taken; it may not call the trainer, and is done with when this returns with
    /// another.
    void setSnapshotListener(std::function<void()> listener);
    using SharedState = TrainingRun::SharedState;
    /// Hands a copy of the whole state to `taken`, after the present step and what was asked for before, on the trainer's thread, which it must
    /// not keep; null where there is no training, or no memory. Never called where the trainer ends before.
    void requestState(std::function<void(SharedState)> taken);
    /// The state of the training that assign() ended, once.
    struct Retired {
        std::uint64_t run = 0;
        SharedState state; ///< null where there was no memory for it
    };
    std::vector<Retired> takeRetired();

    // A second training beside the first, in lock step: right after each step of that one it makes its own, on the same thread and pool. Its settings
    // are those of besideOf(). It waits, runs and ends with the first; where it can go on no more (Diverged, Failed) the first goes on alone.

    /// Takes it up, in the place of one that was there; it must have done as many steps as the first. The next assign() ends it, and both go to
    /// takeRetired().
    void assignBeside(Assignment assignment);
    void endBeside();
    void configureBeside(const spec::TrainingSpec &spec);
    Status besideStatus() const; ///< Idle: there is none
    void drainBeside(std::vector<StepRecord> &steps, std::vector<EvaluationRecord> &evaluations, std::vector<KeyFrame> &frames);
    /// Like requestSnapshot() and takeSnapshot(), but that nothing answers where there is none beside.
    void requestBesideSnapshot();
    std::shared_ptr<const plan::Snapshot> takeBesideSnapshot();
    /// Like requestState(), of both at the same step; null where there is none.
    void requestStates(std::function<void(SharedState, SharedState)> taken);

    /// Sleeps until all commands are obeyed and the state is not Running, or an evaluation was recorded, or the time is over.
    void wait(std::chrono::milliseconds longest);

private:
    void main();
    void send(std::function<void()> command);
    void follow(const std::shared_ptr<Assignment> &assignment);
    bool obeyCommands();
    bool isDue() const;
    void trainOneStep();
    void take(const std::shared_ptr<Assignment> &shared);
    void takeBeside(const std::shared_ptr<Assignment> &shared);
    void stepBeside();
    void retire(TrainingRun &run);
    void publish();
    void forgetWishes();
    void fail(core::Error error);

    // Shared with the owner, under m_mutex.
    mutable std::mutex m_mutex;
    std::condition_variable m_wake, m_news;
    std::vector<std::function<void()>> m_commands;
    bool m_isStopping = false, m_isObeying = false;
    int m_assignmentsWaiting = 0;
    std::atomic<bool> m_isOutdated = false; ///< another assignment waits, or the end
    bool m_snapshotRequested = false, m_besideSnapshotRequested = false;
    std::function<void()> m_snapshotListener;
    std::shared_ptr<const plan::Snapshot> m_snapshot, m_besideSnapshot;
    std::vector<Retired> m_retired;
    std::vector<std::shared_ptr<Assignment>> m_followers; ///< assignments on their way whose `from` is to come from a training before them
    Status m_published, m_publishedBeside;

    // The thread's own.
    TrainerOptions m_options;
    std::atomic<int> m_spared{0}; ///< the owner's; the pool reads it
    std::unique_ptr<core::ThreadPool> m_pool;
    TrainingRun m_run, m_beside; ///< what they recorded is taken by the owner
    Pace m_pace;
    Index m_stepsAsked = 0; ///< by step(), still to do; 0 trains on
    std::thread m_thread;   ///< last: it starts when all else is there
};

} // namespace hourglass::training
