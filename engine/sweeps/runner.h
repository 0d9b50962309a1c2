// Trains what a sweep lists, several at once, on threads of its own. A training is the one that `train` would do of its spec, to the bit: each has a
// Trainer, and what it comes to does not depend on threads, on the others, or on being paused and held between rungs.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "engine/sweeps/datasets.h"
#include "engine/sweeps/halving.h"
#include "engine/sweeps/judgement.h"
#include "engine/sweeps/sweep.h"
#include "engine/training/trainer.h"

namespace hourglass::sweeps {

/// Held: waits for the others of its rung. Stopped: others of its rung were better.
enum class TrialState { Waiting, Running, Held, Done, Stopped, Failed, Cancelled };

/// What is known of one training; NaN where nothing was measured yet.
struct TrialProgress {
    TrialState state = TrialState::Waiting;
    double epoch = 0;
    Index steps = 0;                    ///< taken
    double loss = training::none;       ///< of the validation part: as last measured, or of the best epoch where a stop brings that back
    double trainLoss = training::none;  ///< mean of its last whole epoch
    Judgement judgement;                ///< when it was last halted
    Index parameters = 0, codeSize = 0; ///< 0: not compiled yet
    double seconds = 0;                 ///< on the clock while it trained and its losses were measured
    std::vector<double> losses;         ///< of the validation part, after each epoch
    std::string sentence;               ///< why it failed, or ended early
};

/// By what trainings are compared; NaN: not measured yet.
double valueOf(const TrialProgress &progress, Measure measure);

struct SweepProgress {
    Index trials = 0, over = 0; ///< over: done, stopped, failed or cancelled
    double fraction = 0;        ///< of the epochs that are to be trained
    double secondsLeft = training::none;
    bool isPaused = false, isOver = false, isCancelled = false;
};

struct RunnerOptions {
    int threads = 1;   ///< for all together: so many trainings at once, or more threads for each where there are fewer trainings
    int niceness = 15; ///< after trainer and inspector
    std::size_t datasetsKept = 4;
    Index heldBytes = 1'000'000'000; ///< of states between rungs; what goes beyond is trained anew in the next rung
};

class Runner {
public:
    /// Begins. `trials` are those of trialsOf(), `halving` is that of the sweep.
    Runner(std::vector<Trial> trials, Index halving, Measure measure, Load load, RunnerOptions options);
    /// Cancels, and waits for the steps that are under way.
    ~Runner();
    Runner(const Runner &) = delete;
    Runner &operator=(const Runner &) = delete;

    // From any thread; none waits but wait().
    void pause();
    void resume();
    void cancel(); ///< over at once; what was done stays
    /// So many of the threads work on: others rest after the training that they have. At least 1, at most those of the options.
    void useThreads(int threads);
    const std::vector<Trial> &trials() const { return m_trials; }
    Measure measure() const { return m_measure; }
    const std::vector<Rung> &rungs() const { return m_rungs; }
    std::vector<TrialProgress> progressOfTrials() const; ///< in the order of trials()
    SweepProgress progress() const;
    std::uint64_t version() const; ///< grows with every change
    /// Sleeps until something changed since `version`, or the time is over.
    void wait(std::uint64_t version, std::chrono::milliseconds longest) const;

private:
    using SharedState = training::Trainer::SharedState;
    void work(int worker);
    std::optional<std::size_t> next(int worker);
    /// What a worker needs for a training in the present rung.
    struct Task {
        SharedDataset dataset;
        std::shared_ptr<const plan::Plan> plan;
        SharedState from;
        Index steps = 0; ///< that are to be done in all
    };
    core::Result<Task> taskOf(std::size_t index);
    core::Result<training::Status> train(core::ThreadPool &pool, std::size_t index);
    training::Status follow(training::Trainer &trainer, std::size_t index, Index target);
    bool rest(training::Trainer &trainer);
    void note(std::size_t index, const training::Status &status, const std::vector<training::EvaluationRecord> &records);
    void settle(std::size_t index, TrialState state, const std::string &sentence);
    void climb();
    void changed();
    Index epochsOf(std::size_t index) const;

    const std::vector<Trial> m_trials;
    const Measure m_measure;
    const RunnerOptions m_options;
    const int m_atOnce; ///< threads of our own, each with a training
    std::vector<Rung> m_rungs;
    Datasets m_datasets;
    std::atomic<bool> m_isCancelled = false, m_isPaused = false;

    mutable std::mutex m_mutex;
    mutable std::condition_variable m_wake; ///< of the workers, and of who waits
    std::vector<TrialProgress> m_progress;
    std::vector<SharedState> m_held; ///< one a trial; null: it begins anew
    std::vector<bool> m_goesOn;      ///< one a combination: not stopped
    std::size_t m_rung = 0;
    int m_used;
    std::uint64_t m_version = 1;
    std::vector<std::thread> m_threads; ///< last: they start when all else is there
};

} // namespace hourglass::sweeps
