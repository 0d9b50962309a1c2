// A project in its file NAME.hourglass: runs with their curves, what they can go on from, notes, and what the window wants to find again. Opened to
// write where that is possible, else to look at, with the reason. On one thread at a time; a save that fails leaves the file as it was.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/project/frame_store.h"
#include "engine/project/run_record.h"
#include "engine/project/stored_log.h"
#include "engine/project/write_lock.h"

namespace hourglass::project {

extern const char *const extension; ///< ".hourglass"

/// Whether a file begins as a database or its name ends as a project's.
bool looksLikeProject(const std::string &path);

struct StoredRun {
    RunRecord record;
    std::vector<StateMoment> states; ///< the present one of each kind

    const StateMoment *state(StateKind kind) const;
    /// The one that the run was left in; null: none was saved.
    const StateMoment *last() const;
};

/// That a project has no run of this number, with those that it has.
core::Error noSuchRun(std::int64_t id, const std::vector<StoredRun> &runs, const std::string &path);

struct Note {
    std::int64_t id = 0, run = 0; ///< run 0: on the whole project
    Index step = 0;
    Moment written = 0;
    std::string text;
};

/// A sweep and what it came to; its record is text that sweeps/record reads.
struct StoredSweep {
    std::int64_t id = 0; ///< from 1
    Moment begun = 0;
    std::string title, record;
};

class ProjectFile {
public:
    /// Makes the file where there is none. A file of another program or of a newer version is an error, and so is one that cannot be read at all.
    static core::Result<ProjectFile> open(const std::string &path);
    /// To look at alone: nothing of it is changed, but that what a program left half written when it ended is taken back.
    static core::Result<ProjectFile> openToRead(const std::string &path);

    const std::string &path() const { return m_path; }
    /// Why it is only looked at; none: it can be written.
    const std::optional<core::Error> &obstacle() const { return m_obstacle; }
    /// What could not be read so far, in words that follow "missing: ".
    const std::vector<std::string> &missing() const { return m_missing; }

    /// By their ids. Those that are damaged are missing.
    std::vector<StoredRun> runs();
    std::int64_t nextRun(); ///< an id that no run has
    std::shared_ptr<runs::RunLog> log(std::int64_t run);
    /// All of the state: of this plan, and of a training part of so many samples. An error names what is damaged, or does not fit.
    core::Result<std::shared_ptr<training::TrainingState>> state(const StoredRun &run, StateKind kind, const std::shared_ptr<const plan::Plan> &plan,
                                                                 Index trainSamples);
    /// The moments of the run that can be looked at again, by step, without their arrays; and one of them with those.
    std::vector<StoredFrame> frames(std::int64_t run);
    core::Result<runs::KeyFrames::Frame> frame(const StoredFrame &stored, FramePlans &plans);
    std::int64_t presentRun();           ///< that was saved last; 0: none
    std::optional<std::string> window(); ///< as it was saved; none: never, or damaged
    std::vector<Note> notes();
    std::vector<StoredSweep> sweeps(); ///< by age

    /// All of it or nothing. A state that is not finite is left out: the one before it is worth more.
    std::optional<core::Error> save(const Saving &saving) { return save(saving, nullptr); }
    /// Likewise of the present run and the one that trains beside it together, so that their states are of one step; null: there is none.
    std::optional<core::Error> save(const Saving &saving, const Saving *beside);
    std::optional<core::Error> save(const Note &note);
    /// In the place of the one with its id.
    std::optional<core::Error> save(const StoredSweep &sweep);
    std::optional<core::Error> removeSweeps(const std::vector<std::int64_t> &ids);
    /// Of the moments of a run as many as there is to be room for; all of it or nothing.
    core::Result<FramesKept> keep(const FrameKeeping &keeping);
    /// These runs with all that belongs to them.
    std::optional<core::Error> remove(const std::vector<std::int64_t> &runs);
    /// All of it, as it is at one moment, in another file, whole or not at all; in the place of what was there.
    std::optional<core::Error> copyTo(const std::string &path);
    /// Whether what is written still stands at its path: nobody moved it, took it away, or put another in its place.
    bool isInPlace() const;

private:
    ProjectFile(std::string path, Database database) : m_path(std::move(path)), m_database(std::move(database)) {}
    StoredLog &logOf(const Saving &saving, StoredLog &other);
    std::optional<core::Error> write(const Saving &saving, StoredLog &log);
    std::optional<core::Error> writeRun(const RunRecord &run);
    std::optional<core::Error> writeState(const Saving &saving);
    std::optional<core::Error> writeFact(const char *key, const std::string &value);
    std::optional<std::string> fact(const char *key);
    std::vector<StateMoment> statesOf(std::int64_t run);
    void readListing(RunRecord &run);
    void note(const std::string &missing);

    std::string m_path;
    std::optional<WriteLock> m_lock; ///< before the database: given back after it is closed
    Database m_database;
    std::optional<core::Error> m_obstacle;
    std::vector<std::string> m_missing;
    std::int64_t m_version = 0;                        ///< of its tables; 0: a file without, opened to look at
    std::pair<std::uint64_t, std::uint64_t> m_place{}; ///< device and number of the file
    struct FollowedLog {
        std::int64_t run = 0;
        StoredLog log;
    };
    FollowedLog m_present, m_beside; ///< of the runs that train
    FrameStore m_frames;
};

} // namespace hourglass::project
