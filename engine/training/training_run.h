// One training, as the thread that trains it has it: its stepper, where it stands, what it records, and what a divergence goes back to. All functions
// on that thread, but those that hand out what was recorded.
#pragma once

#include <atomic>
#include <chrono>
#include <limits>
#include <memory>
#include <mutex>
#include <vector>

#include "engine/training/assignment.h"
#include "engine/training/key_frame.h"
#include "engine/training/key_snapshots.h"
#include "engine/training/records.h"
#include "engine/training/ring.h"
#include "engine/training/stepper.h"

namespace hourglass::training {

class TrainingRun {
public:
    using SharedState = std::shared_ptr<const TrainingState>;

    /// `isOutdated`: where it becomes true, losses that nothing goes by need not be measured to their end. With a `leader` it is measured within an
    /// epoch where that one was, and ends only when that one does. All must outlive the run.
    TrainingRun(const TrainerOptions &options, const std::atomic<bool> &isOutdated, const TrainingRun *leader = nullptr);

    /// Another training in the place of this one, paused; or Failed.
    void take(const Assignment &assignment, core::ThreadPool *pool);
    /// From the start, with this seed, paused.
    void restart(std::uint64_t seed);
    void configure(const spec::TrainingSpec &wanted); ///< the seed in it is ignored
    /// False, and nothing changed, where the plan asks for other memory.
    bool exchangePlan(const std::shared_ptr<const plan::Plan> &plan) { return m_stepper->exchangePlan(plan); }
    void setThreadPool(core::ThreadPool *pool, int threads);
    void goOn(); ///< from Finished: for as many epochs again
    void pause();
    void fail(core::Error error);
    void end();    ///< nothing is there any more; what was recorded stays until it is taken
    void follow(); ///< runs, waits or ends as its leader does, unless it can go on no more

    /// One step, with what follows from it: evaluations, moments, the end. `stepsPerSecond`: to which it is held back; 0: it is not.
    void step(double stepsPerSecond);
    /// What the steps took beside this training's own time, for its speed on the clock.
    void alsoTook(double seconds) { m_recentSeconds += seconds; }

    /// Neither diverged nor failed.
    bool canGoOn() const { return isThere() && m_status.state != State::Diverged && m_status.state != State::Failed; }
    bool isThere() const { return m_stepper != nullptr; } ///< else nothing was taken, or it could not be begun
    const Status &status() const { return m_status; }
    const spec::TrainingSpec &spec() const { return m_stepper->spec(); }
    std::shared_ptr<const plan::Snapshot> makeSnapshot() const;
    SharedState copyOfState() const; ///< null where there is no training, or no memory

    // What was recorded since the last call, from any thread.
    void drainSteps(std::vector<StepRecord> &to) { m_ring.drain(to); }
    void drainEvaluations(std::vector<EvaluationRecord> &to);
    void drainKeyFrames(std::vector<KeyFrame> &to);
    bool hasEvaluations() const;

private:
    using Clock = std::chrono::steady_clock;
    static double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

    void begin();
    void count(const StepOutcome &outcome, double seconds, double stepsPerSecond);
    /// Returns the validation loss where it ends an epoch, else not a number.
    double recordEvaluation(bool endsEpoch, double epochLoss, const Terms &epochTerms);
    bool wantsPartialEvaluation() const;
    void finish(Stop stop);
    void forgetEnd();
    void takeEpochs();
    Index epochsMore() const;
    void diverge(double loss);
    /// Replaces the parameters by those of the latest key snapshot that was good, and takes the snapshots after it away.
    std::shared_ptr<const plan::Snapshot> goBack();
    /// Fails where samples could not be read any more, with the parameters of the latest key snapshot; whether it did.
    bool failForLostData();
    void forgetRecords();
    void keepMoment();
    void keepBest();
    void handOut(KeyFrame frame, bool withState);

    const TrainerOptions &m_options;
    const std::atomic<bool> &m_isOutdated;
    const TrainingRun *const m_leader;
    std::unique_ptr<Stepper> m_stepper;
    KeySnapshots m_keySnapshots;
    Status m_status;
    double m_epochSeconds = 0, m_secondsAtEvaluation = 0;
    Index m_epochSamples = 0;
    bool m_isMeasuredWithin = false;                                    ///< the held-out loss, by the last step, within an epoch
    Index m_nextKeyState = 0;                                           ///< the step from which the next key frame has a state
    double m_heldOutLoss = none;                                        ///< as last measured
    double m_bestHeldOutLoss = std::numeric_limits<double>::infinity(); ///< of the key frames handed out, under the present loss
    double m_secondsAtBest = 0, m_secondsOfBest = 0;                    ///< trained until the best was handed out, and what that took
    double m_recentSeconds = 0, m_recentSamples = 0, m_speed = 0;

    StepRing m_ring;            ///< with a lock of its own
    mutable std::mutex m_mutex; ///< of what follows
    std::vector<EvaluationRecord> m_evaluations;
    std::vector<KeyFrame> m_keyFrames;
};

} // namespace hourglass::training
