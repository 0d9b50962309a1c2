// The one thread that writes a project. Whoever trains hands it what there is, and waits for nothing.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "engine/project/project_file.h"

namespace hourglass::project {

struct SaveOutcome {
    std::optional<core::Error> error;
    StateMoment moment;          ///< that was to be saved
    double processorSeconds = 0; ///< of the thread
    double seconds = 0;
};

struct FramesOutcome {
    std::optional<core::Error> error;
    FramesKept kept;
    double processorSeconds = 0; ///< of the thread
};

class ProjectWriter {
public:
    explicit ProjectWriter(ProjectFile file);
    ~ProjectWriter(); ///< writes what it was given before
    ProjectWriter(const ProjectWriter &) = delete;
    ProjectWriter &operator=(const ProjectWriter &) = delete;

    /// From any thread. What could not be written because of a disk is tried again with the next one: nothing of the curves is lost. `answered` is
    /// called on the writer's thread.
    void save(Saving saving, std::function<void(const SaveOutcome &)> answered = {});
    void save(Note note);
    /// Likewise moments of a run.
    void keep(FrameKeeping keeping, std::function<void(const FramesOutcome &)> answered);
    /// Until all is written that it was given.
    void finish();

private:
    using Work = std::function<void(ProjectFile &)>;
    void add(Work work);
    void main();

    ProjectFile m_file; ///< the thread's own
    std::mutex m_mutex;
    std::condition_variable m_wake, m_idle;
    std::deque<Work> m_works;
    bool m_isWorking = false, m_isStopping = false;
    std::thread m_thread; ///< last
};

/// How often a state is saved: every second up to 32 MB of arrays (a million parameters with Adam, their average and the best ones), so that less
/// than two seconds are lost however the program ends; beyond, so seldom that the writer takes a twenty-fifth of one processor.
class SavingPace {
public:
    static constexpr double usualSeconds = 1.0, mostShare = 0.04;
    static constexpr Index usualBytes = 32'000'000;

    double seconds() const { return m_seconds; }
    /// What a saving of so many bytes took. Whether the interval has become one that is to be told.
    bool note(double processorSeconds, Index bytes);

private:
    double m_seconds = usualSeconds, m_told = 2 * usualSeconds;
};

} // namespace hourglass::project
