// A project's way back from its file. Each row is believed only with its checksum; what is lost is named, and the rest goes on.
#include <algorithm>
#include <cstdlib>
#include <utility>

#include "engine/project/project_file.h"
#include "engine/project/stored_arrays.h"
#include "engine/runs/state_counters.h"
#include "engine/spec/json.h"
#include "engine/training/catalogue.h"

namespace hourglass::project {

using core::Error;
using core::Result;

namespace {

const char *const goneHint = "The rest of the project is there: start the run again, or go on from another one.";

std::string nameOf(const RunRecord &run) {
    return "run " + std::to_string(run.id) + (run.name.empty() ? "" : " (" + run.name + ")");
}

} // namespace

void ProjectFile::note(const std::string &missing) {
    if (std::find(m_missing.begin(), m_missing.end(), missing) == m_missing.end())
        m_missing.push_back(missing);
}

std::vector<StoredRun> ProjectFile::runs() {
    std::vector<StoredRun> all;
    if (m_version == 0)
        return all;
    auto rows = m_database.prepare("SELECT * FROM runs ORDER BY id");
    if (!rows) {
        note("its list of runs");
        return all;
    }
    for (;;) {
        const auto hasRow = rows->next();
        if (!hasRow)
            note("some of its runs");
        if (!hasRow || !*hasRow)
            break;
        RunRecord run{.id = rows->integer(0),
                      .parent = rows->integer(1),
                      .name = rows->text(2),
                      .colour = rows->text(3),
                      .preset = rows->text(4),
                      .seed = static_cast<std::uint64_t>(rows->integer(5)),
                      .created = rows->integer(6),
                      .spec = {},
                      .shuffles = rows->integer(8) != 0,
                      .data = {rows->text(9), rows->text(10), rows->integer(11), rows->integer(12), static_cast<std::uint32_t>(rows->integer(13))}};
        if (!rows->isSound()) {
            note("what run " + std::to_string(run.id) + " was");
            continue;
        }
        auto spec = spec::readSpec(rows->text(7), training::catalogue(), m_path);
        if (!spec) {
            note(nameOf(run) + ", whose stack this version does not know (" + spec.error().what + ")");
            continue;
        }
        run.spec = std::move(*spec);
        all.push_back({std::move(run), {}});
    }
    for (StoredRun &run : all) {
        readListing(run.record);
        run.states = statesOf(run.record.id);
    }
    return all;
}

void ProjectFile::readListing(RunRecord &run) {
    if (m_version < 2)
        return;
    auto row = m_database.prepare("SELECT * FROM listings WHERE run = ?");
    if (!row)
        return note("how its runs were listed");
    *row << run.id;
    const auto hasRow = row->next();
    if (hasRow && !*hasRow)
        return;
    if (!hasRow || !row->isSound())
        return note("how its runs were listed");
    run.origin = row->integer(1);
    run.branchStep = row->integer(2);
    run.parameters = row->integer(3);
    run.codeSize = row->integer(4);
    run.isPinned = row->integer(5) != 0;
    run.isShown = row->integer(6) != 0;
}

std::vector<StateMoment> ProjectFile::statesOf(std::int64_t run) {
    std::vector<StateMoment> states;
    auto rows = m_database.prepare("SELECT * FROM states WHERE run = ? ORDER BY id");
    if (!rows) {
        note("the states of its runs");
        return states;
    }
    *rows << run;
    for (;;) {
        const auto hasRow = rows->next();
        if (hasRow && !*hasRow)
            return states;
        if (!hasRow || !rows->isSound()) {
            note("the weights of run " + std::to_string(run));
            if (!hasRow)
                return states;
            continue;
        }
        states.push_back({rows->integer(2) == 0 ? StateKind::Running : StateKind::End, rows->integer(3), rows->real(4), rows->integer(5), rows->integer(8) != 0,
                          rows->text(9)});
    }
}

std::int64_t ProjectFile::nextRun() {
    if (m_version == 0)
        return 1;
    const auto last = m_database.integer("SELECT max(id) FROM runs");
    return last ? std::max<std::int64_t>(*last, 0) + 1 : 1;
}

std::shared_ptr<runs::RunLog> ProjectFile::log(std::int64_t run) {
    std::vector<std::string> missing;
    const auto stored = m_version == 0 ? Result<StoredLog>(StoredLog()) : StoredLog::read(m_database, run, missing);
    for (const std::string &what : missing)
        note("of run " + std::to_string(run) + " " + what);
    return stored ? stored->log() : std::make_shared<runs::RunLog>();
}

Result<std::shared_ptr<training::TrainingState>> ProjectFile::state(const StoredRun &run, StateKind kind, const std::shared_ptr<const plan::Plan> &plan,
                                                                    Index trainSamples) {
    const std::string whose = "the weights of " + nameOf(run.record);
    const auto damaged = [&](const std::string &why) {
        note(whose);
        return Error{whose + " cannot be read: " + why, m_path, goneHint};
    };
    auto row = m_database.prepare("SELECT * FROM states WHERE run = ? AND kind = ? ORDER BY id DESC LIMIT 1");
    auto part = m_database.prepare("SELECT * FROM arrays WHERE state = ? AND name = ? ORDER BY part");
    if (!row || !part)
        return damaged("the file is damaged");
    *row << run.record.id << static_cast<std::int64_t>(kind);
    const auto hasRow = row->next();
    if (!hasRow || !*hasRow || !row->isSound())
        return damaged(hasRow && !*hasRow ? "none were saved" : "the file is damaged");
    auto state = std::make_shared<training::TrainingState>();
    state->plan = plan;
    try {
        auto spec = spec::readSpec(row->text(6), training::catalogue(), m_path);
        if (!spec)
            return damaged(spec.error().what);
        state->spec = spec->training;
        runs::readCounters(nlohmann::json::parse(row->text(7)), *state, trainSamples);
    } catch (const std::exception &problem) {
        return damaged(problem.what());
    }
    const std::int64_t id = row->integer(0);
    for (const auto &named : runs::arraysOf(*state, *plan)) {
        auto values = readArray(*part, id, named.name, named.size);
        if (!values)
            return damaged(values.error().what);
        if (values->isEmpty() && named.isNeeded && named.size != 0)
            return damaged(std::string(named.name) + " is not there");
        *named.values = std::move(*values);
    }
    if (const training::Watch &watch = state->watch; !watch.bestParameters.isEmpty() && watch.bestState.size() != plan->stateFloats())
        return damaged("the best parameters are not whole");
    return state;
}

Error noSuchRun(std::int64_t id, const std::vector<StoredRun> &runs, const std::string &path) {
    constexpr std::size_t mostNamed = 12;
    std::string known;
    for (std::size_t i = 0; i < std::min(runs.size(), mostNamed); ++i)
        known += (i == 0 ? "" : ", ") + std::to_string(runs[i].record.id) + " (" + runs[i].record.name + ')';
    if (runs.size() > mostNamed)
        known += " and " + std::to_string(runs.size() - mostNamed) + " more, which `hourglass runs` lists";
    return {"There is no run " + std::to_string(id) + " in it", path, runs.empty() ? "It has none at all." : "It has " + known + '.'};
}

std::vector<StoredFrame> ProjectFile::frames(std::int64_t run) {
    return m_version < 3 ? std::vector<StoredFrame>() : m_frames.of(m_database, run, m_missing);
}

Result<runs::KeyFrames::Frame> ProjectFile::frame(const StoredFrame &stored, FramePlans &plans) {
    return m_frames.read(m_database, stored, plans, m_missing);
}

std::optional<std::string> ProjectFile::fact(const char *key) {
    if (m_version == 0)
        return {};
    auto row = m_database.prepare("SELECT * FROM facts WHERE key = ?");
    if (!row)
        return {};
    *row << std::string(key);
    const auto hasRow = row->next();
    if (hasRow && !*hasRow)
        return {};
    if (!hasRow || !row->isSound()) {
        note(std::string("what it says of \"") + key + '"');
        return {};
    }
    const auto bytes = row->bytes(1);
    return std::string(reinterpret_cast<const char *>(bytes.data()), bytes.size());
}

std::int64_t ProjectFile::presentRun() {
    const std::optional<std::string> text = fact("present_run");
    return text ? std::strtoll(text->c_str(), nullptr, 10) : 0;
}

std::optional<std::string> ProjectFile::window() {
    return fact("window");
}

std::vector<Note> ProjectFile::notes() {
    std::vector<Note> all;
    auto rows = m_database.prepare(m_version == 0 ? "SELECT 1 WHERE 0" : "SELECT * FROM notes ORDER BY written");
    for (; rows;) {
        const auto hasRow = rows->next();
        if (hasRow && !*hasRow)
            return all;
        if (!hasRow)
            break;
        if (rows->isSound())
            all.push_back({rows->integer(0), rows->integer(1), rows->integer(2), rows->integer(3), rows->text(4)});
        else
            note("some of its notes");
    }
    note("some of its notes");
    return all;
}

std::vector<StoredSweep> ProjectFile::sweeps() {
    std::vector<StoredSweep> all;
    auto rows = m_database.prepare(m_version < 4 ? "SELECT 1 WHERE 0" : "SELECT * FROM sweeps ORDER BY begun, id");
    for (; rows;) {
        const auto hasRow = rows->next();
        if (hasRow && !*hasRow)
            return all;
        if (!hasRow)
            break;
        if (rows->isSound())
            all.push_back({rows->integer(0), rows->integer(1), rows->text(2), rows->text(3)});
        else
            note("some of its sweeps");
    }
    note("some of its sweeps");
    return all;
}

} // namespace hourglass::project
