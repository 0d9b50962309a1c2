#include "engine/project/schema.h"

#include <array>
#include <string>

namespace hourglass::project {

using core::Error;
using core::Result;

namespace {

// Each step leads from the version before it; those that were released stay as they are. The last column of a row is the checksum of the others.
constexpr std::array<const char *, 5> steps{
    R"(
CREATE TABLE facts(key TEXT PRIMARY KEY, value BLOB NOT NULL, checksum INTEGER NOT NULL);
CREATE TABLE runs(id INTEGER PRIMARY KEY, parent INTEGER NOT NULL, name TEXT NOT NULL, colour TEXT NOT NULL, preset TEXT NOT NULL, seed INTEGER NOT NULL,
    created INTEGER NOT NULL, spec TEXT NOT NULL, shuffles INTEGER NOT NULL, data TEXT NOT NULL, title TEXT NOT NULL, samples INTEGER NOT NULL,
    features INTEGER NOT NULL, content INTEGER NOT NULL, checksum INTEGER NOT NULL);
CREATE TABLE logs(run INTEGER PRIMARY KEY, held_out TEXT NOT NULL, data_name TEXT NOT NULL, step INTEGER NOT NULL, epoch REAL, checksum INTEGER NOT NULL);
CREATE TABLE segments(run INTEGER, segment INTEGER, loss TEXT NOT NULL, checksum INTEGER NOT NULL, PRIMARY KEY(run, segment));
CREATE TABLE curves(run INTEGER, segment INTEGER, kind INTEGER, block INTEGER, spans BLOB NOT NULL, checksum INTEGER NOT NULL,
    PRIMARY KEY(run, segment, kind, block));
CREATE TABLE evaluations(run INTEGER, block INTEGER, records BLOB NOT NULL, checksum INTEGER NOT NULL, PRIMARY KEY(run, block));
CREATE TABLE marks(run INTEGER, mark INTEGER, step INTEGER NOT NULL, epoch REAL, text TEXT NOT NULL, bad INTEGER NOT NULL, segments INTEGER NOT NULL,
    checksum INTEGER NOT NULL, PRIMARY KEY(run, mark));
CREATE TABLE states(id INTEGER PRIMARY KEY, run INTEGER NOT NULL, kind INTEGER NOT NULL, step INTEGER NOT NULL, epoch REAL, taken INTEGER NOT NULL,
    spec TEXT NOT NULL, counters TEXT NOT NULL, finished INTEGER NOT NULL, ended TEXT NOT NULL, checksum INTEGER NOT NULL);
CREATE INDEX states_of_runs ON states(run, kind);
CREATE TABLE arrays(state INTEGER, name TEXT, part INTEGER, numbers BLOB NOT NULL, checksum INTEGER NOT NULL, PRIMARY KEY(state, name, part));
CREATE TABLE notes(id INTEGER PRIMARY KEY, run INTEGER NOT NULL, step INTEGER NOT NULL, written INTEGER NOT NULL, text TEXT NOT NULL, checksum INTEGER NOT NULL);
)",
    R"(
CREATE TABLE listings(run INTEGER PRIMARY KEY, origin INTEGER NOT NULL, branch_step INTEGER NOT NULL, parameters INTEGER NOT NULL, code_size INTEGER NOT NULL,
    pinned INTEGER NOT NULL, shown INTEGER NOT NULL, checksum INTEGER NOT NULL);
)",
    R"(
CREATE TABLE frames(id INTEGER PRIMARY KEY, run INTEGER NOT NULL, step INTEGER NOT NULL, epoch REAL, held_out REAL, segment INTEGER NOT NULL,
    kind INTEGER NOT NULL, bytes INTEGER NOT NULL, state_bytes INTEGER NOT NULL, stack INTEGER NOT NULL, counters TEXT NOT NULL, checksum INTEGER NOT NULL);
CREATE INDEX frames_of_runs ON frames(run, step);
CREATE TABLE frame_stacks(id INTEGER PRIMARY KEY, run INTEGER NOT NULL, spec TEXT NOT NULL, checksum INTEGER NOT NULL);
CREATE TABLE frame_arrays(frame INTEGER, name TEXT, part INTEGER, numbers BLOB NOT NULL, checksum INTEGER NOT NULL, PRIMARY KEY(frame, name, part));
)",
    R"(
CREATE TABLE sweeps(id INTEGER PRIMARY KEY, begun INTEGER NOT NULL, title TEXT NOT NULL, record TEXT NOT NULL, checksum INTEGER NOT NULL);
)",
    R"(
CREATE TABLE frame_layouts(run INTEGER, step INTEGER, method TEXT, settings TEXT, seed INTEGER, layer INTEGER, dimensions INTEGER, model INTEGER NOT NULL,
    neighbours INTEGER NOT NULL, trustworthiness REAL, continuity REAL, warnings TEXT NOT NULL, places BLOB NOT NULL, checksum INTEGER NOT NULL,
    PRIMARY KEY(run, step, method, settings, seed, layer, dimensions));
)"};

} // namespace

std::int64_t schemaVersion() {
    return static_cast<std::int64_t>(steps.size());
}

Result<std::int64_t> versionOf(Database &database) {
    const auto id = database.integer("PRAGMA application_id"), version = database.integer("PRAGMA user_version"),
               tables = database.integer("SELECT count(*) FROM sqlite_schema");
    for (const auto *found : {&id, &version, &tables})
        if (!*found)
            return found->error();
    if (*id == 0 && *version == 0 && *tables == 0)
        return std::int64_t{0};
    if (*id != applicationId || *version < 1)
        return Error{"This is a database of another program", database.path(), "Open it with the program that made it."};
    if (*version > schemaVersion())
        return Error{"This project was saved by a newer version of Hourglass", database.path(), "Open it with that version; nothing in it was changed."};
    return *version;
}

std::optional<Error> bringUp(Database &database, std::int64_t version) {
    if (const auto present = versionOf(database); !present)
        return present.error();
    else if (*present >= version)
        return {};
    auto transaction = Transaction::begin(database);
    if (!transaction)
        return transaction.error();
    const auto present = versionOf(database); // somebody else may have done it meanwhile
    if (!present)
        return present.error();
    std::string commands = "PRAGMA application_id = " + std::to_string(applicationId) + ";";
    for (std::int64_t step = *present; step < version; ++step)
        commands += steps[static_cast<std::size_t>(step)];
    commands += "PRAGMA user_version = " + std::to_string(version) + ";";
    if (auto error = database.execute(commands))
        return error;
    return transaction->commit();
}

} // namespace hourglass::project
