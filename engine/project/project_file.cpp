#include "engine/project/project_file.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/kernels/kernels.h"
#include "engine/project/schema.h"
#include "engine/project/stored_arrays.h"
#include "engine/runs/state_counters.h"
#include "engine/spec/json.h"

namespace hourglass::project {

using core::Error;
using core::Result;

const char *const extension = ".hourglass";

namespace {

constexpr std::uintmax_t mostBytesChecked = 256'000'000; ///< of a file, before it is written on

/// Damage that reading alone may not meet.
std::optional<Error> damageOf(Database &database) {
    std::error_code problem;
    if (std::filesystem::file_size(database.path(), problem) > mostBytesChecked || problem)
        return {};
    auto check = database.prepare("PRAGMA quick_check(1)");
    if (!check)
        return check.error();
    const auto hasRow = check->next();
    if (hasRow && *hasRow && check->text(0) == "ok")
        return {};
    return Error{"The file is damaged", database.path(), "What can be read of it is shown; save it under another name."};
}

bool isFinite(const training::TrainingState &state) {
    for (const auto &array : runs::arraysOf(state, *state.plan))
        if (!kernels::areFinite(array.values->size(), array.values->data()))
            return false;
    return true;
}

/// Zeros where there is none.
std::pair<std::uint64_t, std::uint64_t> placeOf(const std::string &path) {
    struct stat found {};
    return stat(path.c_str(), &found) == 0 ? std::pair<std::uint64_t, std::uint64_t>(found.st_dev, found.st_ino) : std::pair<std::uint64_t, std::uint64_t>();
}

} // namespace

bool looksLikeProject(const std::string &path) {
    if (path.size() > std::strlen(extension) && path.ends_with(extension))
        return true;
    constexpr char magic[] = "SQLite format 3";
    char first[sizeof magic] = {};
    std::ifstream file(path, std::ios::binary);
    return file.read(first, sizeof first) && std::memcmp(first, magic, sizeof magic) == 0;
}

const StateMoment *StoredRun::state(StateKind kind) const {
    for (const StateMoment &state : states)
        if (state.kind == kind)
            return &state;
    return nullptr;
}

const StateMoment *StoredRun::last() const {
    const StateMoment *last = nullptr;
    for (const StateMoment &state : states)
        if (!last || state.taken >= last->taken)
            last = &state;
    return last;
}

Result<ProjectFile> ProjectFile::openToRead(const std::string &path) {
    std::error_code problem;
    if (!std::filesystem::is_regular_file(path, problem))
        return Error{std::filesystem::is_directory(path, problem) ? "This is a folder" : "There is no such file", path, "Give the path of a project."};
    // Writing rights take back what was left half written; without them it is read as it is.
    auto database = Database::open(path, Database::Access::Write);
    Result<std::int64_t> version = database ? versionOf(*database) : Result<std::int64_t>(database.error());
    if (!version) {
        if (auto plain = Database::open(path, Database::Access::Read)) {
            version = versionOf(*plain);
            database = std::move(plain);
        }
        if (!version)
            return version.error();
    }
    ProjectFile file(path, std::move(*database));
    file.m_version = *version;
    file.m_obstacle = Error{"It was opened to look at", path, "Save it under another name to go on."};
    return file;
}

Result<ProjectFile> ProjectFile::open(const std::string &path) {
    const auto toRead = [&path](const Error &obstacle) -> Result<ProjectFile> {
        std::error_code problem;
        if (!std::filesystem::exists(path, problem))
            return obstacle;
        auto file = openToRead(path);
        if (file)
            file->m_obstacle = obstacle;
        return file;
    };
    auto lock = WriteLock::take(path);
    if (!lock)
        return toRead(lock.error());
    auto database = Database::open(path, Database::Access::Write);
    if (!database)
        return toRead(database.error());
    if (sqlite3_db_readonly(database->handle(), "main") != 0)
        return toRead({"The file may not be written", path, "Save it where you have the right to write."});
    if (const auto version = versionOf(*database); !version)
        return toRead(version.error());
    if (auto damage = damageOf(*database))
        return toRead(*damage);
    if (auto error = bringUp(*database))
        return toRead(*error);
    ProjectFile file(path, std::move(*database));
    file.m_lock = std::move(*lock);
    file.m_version = schemaVersion();
    file.m_place = placeOf(path);
    return file;
}

bool ProjectFile::isInPlace() const {
    return placeOf(m_path) == m_place;
}

/// With what came to it; of a run that does not train `other`.
StoredLog &ProjectFile::logOf(const Saving &saving, StoredLog &other) {
    FollowedLog &followed = saving.isPresent ? m_present : m_beside;
    const bool isFollowed = saving.isPresent || saving.isBeside;
    if (isFollowed && followed.run != saving.run.id)
        followed = {saving.run.id, {}};
    StoredLog &log = isFollowed ? followed.log : other;
    log.apply(saving.log);
    return log;
}

std::optional<Error> ProjectFile::save(const Saving &saving, const Saving *beside) {
    if (m_obstacle)
        return m_obstacle;
    StoredLog other, none;
    StoredLog &log = logOf(saving, other), &besideLog = beside ? logOf(*beside, none) : none;
    auto transaction = Transaction::begin(m_database);
    if (!transaction)
        return transaction.error();
    if (auto error = write(saving, log))
        return error;
    if (beside)
        if (auto error = write(*beside, besideLog))
            return error;
    if (auto error = transaction->commit())
        return error;
    log.noteWritten();
    besideLog.noteWritten();
    return {};
}

std::optional<Error> ProjectFile::write(const Saving &saving, StoredLog &log) {
    if (auto error = writeRun(saving.run))
        return error;
    if (saving.isPresent || !saving.log.isNothing)
        if (auto error = log.write(m_database, saving.run.id))
            return error;
    if (saving.state && isFinite(*saving.state))
        if (auto error = writeState(saving))
            return error;
    if (saving.window)
        if (auto error = writeFact("window", *saving.window))
            return error;
    return saving.isPresent ? writeFact("present_run", std::to_string(saving.run.id)) : std::nullopt;
}

std::optional<Error> ProjectFile::remove(const std::vector<std::int64_t> &runs) {
    if (m_obstacle)
        return m_obstacle;
    auto transaction = Transaction::begin(m_database);
    if (!transaction)
        return transaction.error();
    for (const std::int64_t run : runs) {
        const std::string own = std::to_string(run);
        std::string commands = "DELETE FROM arrays WHERE state IN (SELECT id FROM states WHERE run = " + own + "); DELETE FROM runs WHERE id = " + own + ";";
        commands += "DELETE FROM frame_arrays WHERE frame IN (SELECT id FROM frames WHERE run = " + own + ");";
        for (const char *table :
             {"states", "logs", "segments", "curves", "evaluations", "marks", "notes", "listings", "frames", "frame_stacks", "frame_layouts"})
            commands.append("DELETE FROM ").append(table).append(" WHERE run = ").append(own).append(";");
        if (auto error = m_database.execute(commands))
            return error;
        m_frames.forget();
    }
    return transaction->commit();
}

Result<FramesKept> ProjectFile::keep(const FrameKeeping &keeping) {
    if (m_obstacle)
        return *m_obstacle;
    return m_frames.keep(m_database, keeping, m_missing);
}

std::optional<Error> ProjectFile::copyTo(const std::string &path) {
    const std::string next = path + ".next";
    std::error_code problem;
    std::filesystem::remove(next, problem);
    auto copy = m_database.prepare("VACUUM INTO ?");
    if (!copy)
        return copy.error();
    *copy << next;
    auto error = copy->run();
    if (const int descriptor = error ? -1 : ::open(next.c_str(), O_RDONLY | O_CLOEXEC); descriptor >= 0) {
        if (fsync(descriptor) != 0)
            error = Error{"The disk does not answer", path, "Look whether it is still there."};
        close(descriptor);
    }
    if (!error)
        std::filesystem::rename(next, path, problem);
    if (!error && problem)
        error = Error{"The copy cannot be put in its place", path, "Check that you may write there."};
    if (error)
        std::filesystem::remove(next, problem);
    return error;
}

std::optional<Error> ProjectFile::writeRun(const RunRecord &run) {
    auto row = m_database.prepare("INSERT OR REPLACE INTO runs VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    if (!row)
        return row.error();
    *row << run.id << run.parent << run.name << run.colour << run.preset << static_cast<std::int64_t>(run.seed) << run.created << spec::writeSpec(run.spec)
         << std::int64_t{run.shuffles} << run.data.source << run.data.title << run.data.samples << run.data.features << std::int64_t{run.data.content};
    if (auto error = row->sum().run())
        return error;
    auto listing = m_database.prepare("INSERT OR REPLACE INTO listings VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
    if (!listing)
        return listing.error();
    *listing << run.id << run.origin << run.branchStep << run.parameters << run.codeSize << std::int64_t{run.isPinned} << std::int64_t{run.isShown};
    return listing->sum().run();
}

std::optional<Error> ProjectFile::writeState(const Saving &saving) {
    const auto last = m_database.integer("SELECT max(id) FROM states");
    if (!last)
        return last.error();
    const std::int64_t id = *last + 1, kind = static_cast<std::int64_t>(saving.moment.kind);
    auto row = m_database.prepare("INSERT INTO states VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    auto array = m_database.prepare("INSERT INTO arrays VALUES(?, ?, ?, ?, ?)");
    for (const auto *statement : {&row, &array})
        if (!*statement)
            return statement->error();
    const training::TrainingState &state = *saving.state;
    spec::Spec trained = saving.run.spec;
    trained.training = state.spec;
    *row << id << saving.run.id << kind << state.step << saving.moment.epoch << saving.moment.taken << spec::writeSpec(trained)
         << runs::countersOf(state).dump() << std::int64_t{saving.moment.isFinished} << saving.moment.end;
    if (auto error = row->sum().run())
        return error;
    for (const auto &named : runs::arraysOf(state, *state.plan))
        if (auto error = writeArray(*array, id, named.name, *named.values))
            return error;
    // Last, so that the new ones take pages that were free before: those need no place in the journal.
    const std::string older = "run = " + std::to_string(saving.run.id) + " AND id <> " + std::to_string(id) +
                              (saving.moment.kind == StateKind::Running ? "" : " AND kind = " + std::to_string(kind));
    return m_database.execute("DELETE FROM arrays WHERE state IN (SELECT id FROM states WHERE " + older + "); DELETE FROM states WHERE " + older);
}

std::optional<Error> ProjectFile::writeFact(const char *key, const std::string &value) {
    auto row = m_database.prepare("INSERT OR REPLACE INTO facts VALUES(?, ?, ?)");
    if (!row)
        return row.error();
    *row << std::string(key) << std::as_bytes(std::span(value.data(), value.size()));
    return row->sum().run();
}

std::optional<Error> ProjectFile::save(const Note &note) {
    if (m_obstacle)
        return m_obstacle;
    auto row = m_database.prepare("INSERT OR REPLACE INTO notes VALUES(?, ?, ?, ?, ?, ?)");
    if (!row)
        return row.error();
    *row << note.id << note.run << note.step << note.written << note.text;
    return row->sum().run();
}

std::optional<Error> ProjectFile::save(const StoredSweep &sweep) {
    if (m_obstacle)
        return m_obstacle;
    auto row = m_database.prepare("INSERT OR REPLACE INTO sweeps VALUES(?, ?, ?, ?, ?)");
    if (!row)
        return row.error();
    *row << sweep.id << sweep.begun << sweep.title << sweep.record;
    return row->sum().run();
}

std::optional<Error> ProjectFile::removeSweeps(const std::vector<std::int64_t> &ids) {
    if (m_obstacle)
        return m_obstacle;
    std::string commands;
    for (const std::int64_t id : ids)
        commands += "DELETE FROM sweeps WHERE id = " + std::to_string(id) + ";";
    return m_database.execute(commands);
}

} // namespace hourglass::project
