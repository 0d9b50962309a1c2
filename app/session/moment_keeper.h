// The moments of the timeline on their way between memory and the project: what of them goes along with the next saving, and what comes back where the
// present run has some in the file that memory lacks. Lives on the GUI thread; all that touches the file is done on the writer's.
#pragma once

#include <map>
#include <memory>
#include <utility>
#include <vector>

#include <QElapsedTimer>

#include "app/background/worker.h"
#include "app/session/kept_project.h"
#include "app/session/session.h"

namespace hourglass::app {

class MomentKeeper {
public:
    static constexpr core::Index usualBudget = 256'000'000;

    /// `worker`: the thread that writes. Both must outlive it.
    MomentKeeper(Session &session, Worker &worker) : m_session(session), m_worker(worker) {}

    /// Bytes that the moments of all runs may take in the file; 0: none are kept there.
    core::Index byteBudget() const { return m_byteBudget; }
    void setByteBudget(core::Index bytes) { m_byteBudget = bytes; }
    core::Index bytes() const { return m_bytes; } ///< that they take

    /// Another training began, in the project that `kept` is: what the file has of it comes back, the most telling first.
    void begin(std::shared_ptr<KeptProject> kept);
    /// Whether there is something that the file is to have and has not.
    bool isBehind() const { return !behind().empty(); }
    /// What goes into the file now, a run at a time; none: nothing, or it is not its turn. `isLast`, before the project is left: of all runs.
    std::vector<project::FrameKeeping> due(bool isLast);
    /// What became of it.
    void note(const std::vector<project::FrameKeeping> &keepings, const WorkOutcome &outcome);
    /// The file is another, or what it has is not known.
    void forget() {
        m_written.clear();
        m_handed.clear();
    }
    /// The runs are another project's.
    void leave();

private:
    struct Version {
        const runs::KeyFrames *frames = nullptr;
        std::uint64_t version = 0;
        core::Index byteBudget = 0;

        bool operator==(const Version &) const = default;
    };
    struct Return; ///< of moments, a few at a time

    /// Runs with moments that are not in the file as they are here: first the present one, then those that were left.
    std::vector<std::pair<std::int64_t, Version>> behind() const;
    void bringNext(const std::shared_ptr<Return> &coming);

    Session &m_session;
    Worker &m_worker;
    core::Index m_byteBudget = usualBudget, m_bytes = 0;
    std::shared_ptr<KeptProject> m_kept;                                ///< where the present training is kept
    std::map<std::int64_t, core::Index> m_startSteps;                   ///< of the runs that were trained here: where their last stretch began
    std::map<std::int64_t, Version> m_written;                          ///< all of it
    std::map<std::uint64_t, std::pair<std::int64_t, Version>> m_handed; ///< runs by the numbers of what is on its way
    std::uint64_t m_handings = 0;
    project::FramePace m_pace;
    QElapsedTimer m_sinceAsked;
};

} // namespace hourglass::app
