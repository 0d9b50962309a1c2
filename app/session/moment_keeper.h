// The moments of the timeline on their way between memory and the project: what of them goes along with the next saving, and what comes back where the
// present run has some in the file that memory lacks. Lives on the GUI thread; all that touches the file is done on the writer's.
#pragma once

#include <memory>
#include <optional>
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
    bool isBehind() const;
    /// What goes into the file now; none: nothing, or it is not its turn. `isLast`: before the project is left.
    std::optional<project::FrameKeeping> due(bool isLast);
    /// What became of it.
    void note(const project::FrameKeeping &keeping, const WorkOutcome &outcome);
    /// The file is another, or what it has is not known.
    void forget() { m_written.reset(); }

private:
    struct Version {
        const void *frames = nullptr;
        std::uint64_t version = 0;
        std::int64_t run = 0;
        core::Index byteBudget = 0;

        bool operator==(const Version &) const = default;
    };
    struct Return; ///< of moments, a few at a time

    Version present() const;
    void bringNext(const std::shared_ptr<Return> &coming);

    Session &m_session;
    Worker &m_worker;
    core::Index m_byteBudget = usualBudget, m_bytes = 0, m_startStep = 0;
    std::shared_ptr<KeptProject> m_kept; ///< where the present training is kept
    std::optional<Version> m_written;    ///< all of it
    Version m_handed;                    ///< with the last saving, of this number
    std::uint64_t m_handings = 0;
    project::FramePace m_pace;
    QElapsedTimer m_sinceAsked;
};

} // namespace hourglass::app
