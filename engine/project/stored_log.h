// The log of a run as its file has it: curves and evaluations in blocks, of which a save writes those that changed. Smaller than the log of a
// training that goes on. On one thread at a time.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "engine/project/database.h"
#include "engine/project/log_follower.h"

namespace hourglass::project {

/// Spans that a curve keeps in a file: neighbours merge beyond.
constexpr Index mostStoredSpans = Index(1) << 14;

class StoredLog {
public:
    StoredLog() = default;
    /// What the file has of a run. What is damaged is left out and named in `missing`.
    static core::Result<StoredLog> read(Database &database, std::int64_t run, std::vector<std::string> &missing);

    /// What a follower handed out.
    void apply(const LogChange &change);
    /// Writes what changed since noteWritten(), within a transaction.
    std::optional<core::Error> write(Database &database, std::int64_t run);
    /// That transaction was committed.
    void noteWritten();

    std::shared_ptr<runs::RunLog> log() const;

private:
    struct StoredCurve {
        runs::Curve curve{mostStoredSpans};
        Index written = 0, writing = 0; ///< spans
        std::uint64_t writtenGeneration = 0, writingGeneration = 0;
    };
    struct StoredSegment {
        std::string lossName;
        StoredCurve curves[2]; ///< train, held out
        bool isWritten = false;
    };
    using Key = std::pair<Index, bool>; ///< of an evaluation: its step, whether it ends an epoch

    std::optional<core::Error> writeCurve(Database &database, std::int64_t run, std::size_t segment, int kind);
    std::optional<core::Error> writeEvaluations(Database &database, std::int64_t run);
    std::optional<core::Error> writeMarks(Database &database, std::int64_t run);
    void readCurves(Database &database, std::int64_t run, std::vector<std::string> &missing);

    std::vector<StoredSegment> m_segments;
    runs::Evaluations m_evaluations;
    std::vector<Key> m_writtenEvaluations, m_writingEvaluations;
    std::vector<runs::Mark> m_marks;
    bool m_areMarksWritten = false;
    std::string m_heldOutName, m_dataName;
    Index m_lastStep = 0;
    double m_lastEpoch = 0;
    bool m_isRewritten = true; ///< what the file has of the run is another log
};

} // namespace hourglass::project
