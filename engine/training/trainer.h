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

#include "engine/plan/snapshot.h"
#include "engine/training/key_frame.h"
#include "engine/training/key_snapshots.h"
#include "engine/training/pace.h"
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
    std::uint64_t fromRun = 0;                 ///< where `from` is null: goes on from what that training, ended by an earlier assign(), is left in; 0: none
};

struct TrainerOptions {
    int threads = 2;
    int niceness = 5;
    bool partialEvaluations = false; ///< measure the held-out loss within an epoch, too
    Index keySnapshotBytes = 48'000'000;
    bool keyFrames = false;           ///< hand out moments to be looked at again; the owner is to take them
    Index keyStateBytes = 64'000'000; ///< of one state: larger ones are not handed out with them
};

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
    /// At most so many steps a second, from now on and for later trainings, too; 0: as fast as it can. Steps that step() asked for do not wait.
    void setPace(double stepsPerSecond);

    Status status() const;
    void drainSteps(std::vector<StepRecord> &to);
    void drainEvaluations(std::vector<EvaluationRecord> &to);
    /// Moments to be kept, by step: the start, each step at first, then ever rarer ones; the best so far, and the end. They carry their run.
    void drainKeyFrames(std::vector<KeyFrame> &to);
    /// Asks for the parameters as they are after the present step; latest wins. Answered always, by a snapshot of the next training where
    /// this one ends before its snapshot is taken.
    void requestSnapshot();
    /// The newest snapshot since the last call, or null.
    std::shared_ptr<const plan::Snapshot> takeSnapshot();
    using SharedState = std::shared_ptr<const TrainingState>;
    /// Hands a copy of the whole state to `taken`, after the present step and what was asked for before, on the trainer's thread, which it must
    /// not keep; null where there is no training, or no memory. Never called where the trainer ends before.
    void requestState(std::function<void(SharedState)> taken);
    /// The state of the training that assign() ended, once.
    struct Retired {
        std::uint64_t run = 0;
        SharedState state; ///< null where there was no memory for it
    };
    std::vector<Retired> takeRetired();
    /// Sleeps until all commands are obeyed and the state is not Running, or an evaluation was recorded, or the time is over.
    void wait(std::chrono::milliseconds longest);

private:
    void main();
    void send(std::function<void()> command);
    void follow(const std::shared_ptr<Assignment> &assignment);
    bool obeyCommands();
    void trainOneStep();
    /// Returns the validation loss where it ends an epoch, else not a number.
    double recordEvaluation(bool endsEpoch, double epochLoss, const Terms &epochTerms);
    void finish(Stop stop);
    void forgetEnd();
    void diverge(double loss);
    /// Replaces the parameters by those of the latest key snapshot that was good, and takes the snapshots after it away.
    std::shared_ptr<const plan::Snapshot> goBack();
    void fail(core::Error error);
    /// Fails where samples could not be read any more, with the parameters of the latest key snapshot; whether it did.
    bool failForLostData();
    void take(const std::shared_ptr<Assignment> &shared);
    SharedState copyOfState() const;
    void retire();
    void takeSettings(const spec::TrainingSpec &spec);
    void begin();
    void goOn();
    void takeEpochs();
    Index epochsMore() const;
    bool isDue() const;
    void forgetRecords();
    std::shared_ptr<const plan::Snapshot> makeSnapshot() const;
    void keepMoment();
    void keepBest();
    void handOut(KeyFrame frame, bool withState);
    bool wantsPartialEvaluation() const;

    // Shared with the owner, under m_mutex.
    mutable std::mutex m_mutex;
    std::condition_variable m_wake, m_news;
    std::vector<std::function<void()>> m_commands;
    bool m_isStopping = false, m_isObeying = false;
    int m_assignmentsWaiting = 0;
    std::atomic<bool> m_isOutdated = false; ///< another assignment waits, or the end
    bool m_snapshotRequested = false;
    std::shared_ptr<const plan::Snapshot> m_snapshot;
    std::vector<EvaluationRecord> m_evaluations;
    std::vector<KeyFrame> m_keyFrames;
    std::vector<Retired> m_retired;
    std::vector<std::shared_ptr<Assignment>> m_followers; ///< assignments on their way whose `from` is to come from a training before them
    Status m_published;

    StepRing m_ring; ///< shared, with a lock of its own

    // The thread's own.
    TrainerOptions m_options;
    std::unique_ptr<core::ThreadPool> m_pool;
    std::unique_ptr<Stepper> m_stepper;
    KeySnapshots m_keySnapshots;
    Status m_status;
    Pace m_pace;
    Index m_stepsAsked = 0; ///< by step(), still to do; 0 trains on
    double m_epochSeconds = 0, m_secondsAtEvaluation = 0;
    Index m_epochSamples = 0;
    Index m_nextKeyState = 0;                                           ///< the step from which the next key frame has a state
    double m_heldOutLoss = none;                                        ///< as last measured
    double m_bestHeldOutLoss = std::numeric_limits<double>::infinity(); ///< of the key frames handed out, under the present loss
    double m_secondsAtBest = 0, m_secondsOfBest = 0;                    ///< trained until the best was handed out, and what that took
    double m_recentSeconds = 0, m_recentSamples = 0, m_speed = 0;
    std::thread m_thread; ///< last: it starts when all else is there
};

} // namespace hourglass::training
