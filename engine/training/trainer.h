// The training thread. It owns its memory and leads the pool; commands are read between steps, and it computes nothing for a view.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "engine/plan/snapshot.h"
#include "engine/training/history.h"
#include "engine/training/records.h"
#include "engine/training/ring.h"
#include "engine/training/stepper.h"

namespace hourglass::training {

/// What to train.
struct Assignment {
    std::uint64_t run = 0; ///< chosen by the owner; every record of this training carries it
    std::shared_ptr<const plan::Plan> plan;
    std::shared_ptr<const data::Dataset> dataset;
    spec::TrainingSpec spec;
    std::shared_ptr<const TrainingState> from; ///< goes on from there; null starts anew
    bool shuffles = true;                      ///< false: every epoch in the order of the training part
};

struct TrainerOptions {
    int threads = 2;
    int niceness = 5;
    bool partialEvaluations = false; ///< measure the held-out loss within an epoch, too
    Index historyBytes = 48'000'000;
};

/// All functions may be called from any one thread (the window's); none waits for a step, but the destructor, wait() and stateWithin().
class Trainer {
public:
    explicit Trainer(TrainerOptions options);
    ~Trainer();
    Trainer(const Trainer &) = delete;
    Trainer &operator=(const Trainer &) = delete;

    /// Takes up another training, paused. What was trained before goes to takeRetired().
    void assign(Assignment assignment);
    void train(); ///< from Finished: for as many epochs again
    void pause();
    void step(Index count = 1);     ///< so many steps for each call, then paused; fewer where the epochs end before
    void reset(std::uint64_t seed); ///< the same stack from the start, paused
    void configure(const spec::TrainingSpec &spec); ///< acts on the running training; the seed in it is ignored
    /// The training goes on with a plan that differs in live settings of its layers alone: parameters, steps and records stay.
    void exchangePlan(std::shared_ptr<const plan::Plan> plan);
    void setThreads(int threads);

    Status status() const;
    void drainSteps(std::vector<StepRecord> &to);
    void drainEvaluations(std::vector<EvaluationRecord> &to);
    /// Asks for the parameters as they are after the present step; latest wins. Answered always, by a snapshot of the next training where
    /// this one ends before its snapshot is taken.
    void requestSnapshot();
    /// The newest snapshot since the last call, or null.
    std::shared_ptr<const plan::Snapshot> takeSnapshot();
    /// A copy of the whole state after the present step; null where there is no training, or it takes longer than this. The one function
    /// that waits for a step.
    std::shared_ptr<const TrainingState> stateWithin(std::chrono::milliseconds longest);
    /// The state of the training that assign() ended, once.
    struct Retired {
        std::uint64_t run = 0;
        std::shared_ptr<const TrainingState> state;
    };
    std::vector<Retired> takeRetired();
    /// Sleeps until all commands are obeyed and the state is not Running, or an evaluation was recorded, or the time is over.
    void wait(std::chrono::milliseconds longest);

private:
    void main();
    bool obeyCommands();
    void trainOneStep();
    /// Returns the validation loss where it ends an epoch, else not a number.
    double recordEvaluation(bool endsEpoch, double epochLoss, const Terms &epochTerms);
    void finish(Stop stop);
    void forgetEnd();
    void diverge(double loss);
    /// Replaces the parameters by those of the latest key frames that was good, and takes the snapshots after it away.
    std::shared_ptr<const plan::Snapshot> goBack();
    void fail(core::Error error);
    /// Fails where samples could not be read any more, with the parameters of the latest key frames; whether it did.
    bool failForLostData();
    void take(Assignment assignment);
    void takeSettings(const spec::TrainingSpec &spec);
    void begin();
    void goOn();
    void takeEpochs();
    void forgetRecords();
    std::shared_ptr<const plan::Snapshot> makeSnapshot() const;
    bool wantsPartialEvaluation() const;

    // Shared with the owner, under m_mutex.
    mutable std::mutex m_mutex;
    std::condition_variable m_wake, m_news;
    std::vector<std::function<void()>> m_commands;
    bool m_isStopping = false, m_isObeying = false;
    bool m_snapshotRequested = false;
    std::shared_ptr<const plan::Snapshot> m_snapshot;
    std::vector<EvaluationRecord> m_evaluations;
    std::vector<Retired> m_retired;
    Status m_published;
    StepRing m_ring;

    // The thread's own.
    TrainerOptions m_options;
    std::unique_ptr<core::ThreadPool> m_pool;
    std::unique_ptr<Stepper> m_stepper;
    History m_history;
    Status m_status;
    Index m_stepsAsked = 0; ///< by step(), still to do; 0 trains on
    double m_epochSeconds = 0, m_secondsAtEvaluation = 0;
    Index m_epochSamples = 0;
    double m_recentSeconds = 0, m_recentSamples = 0, m_speed = 0;
    std::thread m_thread; ///< last: it starts when all else is there
};

} // namespace hourglass::training
