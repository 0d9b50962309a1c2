// Saves a training into its project while it goes on: what came each second or so, the moments of its timeline within what the window allows them, and
// all of it at the end. On the thread that waits for the trainer.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "app/commands/command.h"
#include "engine/project/project_writer.h"
#include "engine/training/trainer.h"

namespace hourglass::app {

class RunSaver {
public:
    /// `log`: of the run so far; `startStep`: where it goes on, 0 of a new one; `momentBytes`: of the file, for the moments of all runs. The console must
    /// outlive it.
    RunSaver(project::ProjectFile file, project::RunRecord run, std::shared_ptr<runs::RunLog> log, core::Index startStep, core::Index momentBytes,
             Console &console);

    void note(const training::EvaluationRecord &evaluation) { m_log->append(evaluation); }
    /// Moments of the run before `startStep` that its file has not.
    void restore(std::vector<runs::KeyFrames::Frame> frames);
    /// Takes the steps that came, and saves where it is time to. What went wrong is told once.
    void follow(training::Trainer &trainer);
    /// Saves how it ended, and waits until that is written. What a training that failed left behind is not saved: the state before it is.
    std::optional<core::Error> finish(training::Trainer &trainer, const training::Status &status);

private:
    using Clock = std::chrono::steady_clock;
    /// Shared with the threads of trainer and writer.
    struct Answers {
        std::mutex mutex;
        bool isAwaited = false;
        std::optional<core::Error> error;
        std::optional<double> interval; ///< that has become long, to be told
        project::SavingPace pace;
        bool isThere = false;                                     ///< the run is in the file: moments belong to one
        bool areMomentsAwaited = false, areMomentsBehind = false; ///< behind: some of what was handed is not in the file
        project::FramePace momentPace;
    };

    void takeWhatCame(training::Trainer &trainer);
    void saveMoments(bool isOver);
    void save(training::Trainer &trainer, const training::Status &status, bool isOver);
    void tell();

    std::string m_path;
    std::shared_ptr<project::ProjectWriter> m_writer; ///< also of requests on their way through the trainer
    project::RunRecord m_run;
    std::shared_ptr<runs::RunLog> m_log;
    project::LogFollower m_follower;
    Console &m_console;
    std::shared_ptr<Answers> m_answers = std::make_shared<Answers>();
    runs::KeyFrames m_moments;
    core::Index m_startStep, m_momentBytes;
    std::uint64_t m_momentsHanded = 0; ///< their version
    Clock::time_point m_sinceMoments = Clock::now();
    std::optional<Clock::time_point> m_saved;
    std::string m_told; ///< the last problem
};

} // namespace hourglass::app
