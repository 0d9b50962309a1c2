// What came to a run's log since it was last asked: so that a log of megabytes is handed to the thread that writes it a little at a time.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/runs/run_log.h"

namespace hourglass::project {

using core::Index;

struct SegmentChange {
    std::string lossName;
    std::vector<runs::Span> train, heldOut; ///< that came
};

struct LogChange {
    std::shared_ptr<const runs::RunLog> whole; ///< stands for all that was there before; null: what follows came
    std::size_t firstSegment = 0;
    std::vector<SegmentChange> segments; ///< from that one on, to the present
    std::vector<training::EvaluationRecord> evaluations;
    std::optional<std::vector<runs::Mark>> marks; ///< all of them, without the way back; none: as they were
    std::string heldOutName, dataName;
    Index lastStep = 0;
    double lastEpoch = 0;
    bool isNothing = false;
};

/// Used on the thread of the log's owner.
class LogFollower {
public:
    /// The log may be another one than before.
    LogChange changesOf(const std::shared_ptr<const runs::RunLog> &log);
    /// The next change is the whole log: what was handed out did not arrive.
    void forget() { m_log.reset(); }

private:
    struct Seen {
        std::uint64_t generation = 0;
        Index size = 0, lastStep = 0;
        bool isContinuedBy(const runs::Curve &curve) const;
    };
    bool wasRewritten(const runs::RunLog &log) const;
    static void takeNew(const runs::Curve &curve, Seen &seen, std::vector<runs::Span> &to);

    std::weak_ptr<const runs::RunLog> m_log;
    std::uint64_t m_version = 0;
    std::size_t m_segments = 0; ///< the last of them may go on
    Seen m_train, m_heldOut;    ///< of that one
    Index m_lastStep = 0, m_lastEvaluation = -1;
    std::size_t m_marks = 0;
    Index m_lastMark = 0;
};

} // namespace hourglass::project
