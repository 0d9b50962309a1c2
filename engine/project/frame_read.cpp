// Kept moments on their way back from a project's file. Each row is believed only with its checksum.
#include <algorithm>
#include <chrono>
#include <utility>

#include "engine/plan/plan.h"
#include "engine/project/frame_store.h"
#include "engine/project/stored_arrays.h"
#include "engine/runs/state_counters.h"
#include "engine/spec/json.h"
#include "engine/training/catalogue.h"

namespace hourglass::project {

using core::Error;
using core::Result;
using runs::KeyFrames;

namespace {

constexpr auto lostMoments = "moments of the timeline";

void note(std::vector<std::string> &missing, const std::string &lost, std::int64_t run) {
    const std::string what = lost + (run > 0 ? " of run " + std::to_string(run) : "s of its runs");
    if (std::find(missing.begin(), missing.end(), what) == missing.end())
        missing.push_back(what);
}

} // namespace

Result<std::shared_ptr<const plan::Plan>> FramePlans::of(const spec::ModelSpec &model) {
    for (const auto &plan : m_plans)
        if (plan && plan->model() == model)
            return plan;
    auto plan = plan::compile(model, m_sample);
    if (!plan)
        return plan.error();
    m_plans.push_back(*plan);
    return *plan;
}

std::optional<Error> FrameStore::readLists(Database &database, std::vector<std::string> &missing) {
    if (m_isRead)
        return {};
    m_lists.clear();
    m_stacks.clear();
    auto rows = database.prepare("SELECT * FROM frames ORDER BY run, step, id");
    auto stacks = database.prepare("SELECT * FROM frame_stacks");
    const auto laidOut = storedLayouts(database);
    if (!rows)
        return rows.error();
    if (!laidOut)
        return laidOut.error();
    if (!stacks)
        return stacks.error();
    for (;;) {
        const auto hasRow = rows->next();
        if (!hasRow)
            note(missing, lostMoments, 0);
        if (!hasRow || !*hasRow)
            break;
        StoredFrame frame{.id = rows->integer(0),
                          .at = rows->integer(2),
                          .epoch = rows->real(3),
                          .heldOutLoss = rows->real(4),
                          .segment = static_cast<std::size_t>(std::max<std::int64_t>(rows->integer(5), 0)),
                          .isOfSpread = (rows->integer(6) & frameIsOfSpread) != 0,
                          .isBeforeEdit = (rows->integer(6) & frameIsBeforeEdit) != 0,
                          .isTheBest = false,
                          .pictureBytes = std::max<Index>(rows->integer(7), 0),
                          .bytesOfState = std::max<Index>(rows->integer(8), 0),
                          .run = rows->integer(1),
                          .stack = rows->integer(9),
                          .counters = rows->text(10)};
        std::vector<StoredFrame> &list = m_lists[frame.run];
        if (!rows->isSound() || frame.at < 0 || (!list.empty() && list.back().at == frame.at)) {
            note(missing, lostMoments, rows->isSound() ? frame.run : 0);
            continue;
        }
        if (const auto layouts = laidOut->find({frame.run, frame.at}); layouts != laidOut->end())
            frame.layouts = layouts->second;
        list.push_back(std::move(frame));
    }
    for (;;) {
        const auto hasRow = stacks->next();
        if (!hasRow || !*hasRow)
            break;
        if (stacks->isSound())
            m_stacks[{stacks->integer(1), stacks->text(2)}] = stacks->integer(0);
    }
    m_isRead = true;
    return {};
}

std::vector<StoredFrame> FrameStore::of(Database &database, std::int64_t run, std::vector<std::string> &missing) {
    if (readLists(database, missing)) {
        note(missing, lostMoments, run);
        return {};
    }
    const auto list = m_lists.find(run);
    if (list == m_lists.end())
        return {};
    markBest(list->second);
    return list->second;
}

Result<KeyFrames::Frame> FrameStore::read(Database &database, const StoredFrame &asked, FramePlans &plans, std::vector<std::string> &missing) {
    // Who reads moment after moment meets some that were written again since they were listed.
    StoredFrame stored = asked;
    if (const auto list = m_lists.find(asked.run); list != m_lists.end())
        for (const StoredFrame &frame : list->second)
            if (frame.at == asked.at)
                stored = frame;
    stored.isTheBest = asked.isTheBest;
    auto frame = readFrame(database, stored, plans);
    if (!frame || stored.layouts.empty())
        return frame;
    std::size_t damaged = 0;
    frame->layouts = readLayouts(database, stored.run, stored.at, damaged);
    if (damaged > 0) // the moment itself is there: it is laid out anew
        note(missing, "layouts of the timeline", stored.run);
    const std::uint64_t model = runs::fingerprintOf(*frame->snapshot);
    std::erase_if(frame->layouts, [model](const runs::KeptLayout &layout) { return layout->model != model; }); // of another stretch of the run
    return frame;
}

Result<KeyFrames::Frame> FrameStore::readFrame(Database &database, const StoredFrame &stored, FramePlans &plans) {
    const auto damaged = [&](const std::string &why) {
        return Error{"A moment of the timeline cannot be read: " + why, database.path(), "The others are there."};
    };
    const auto text = std::find_if(m_stacks.begin(), m_stacks.end(), [&stored](const auto &each) { return each.second == stored.stack; });
    if (text == m_stacks.end())
        return damaged("its stack is missing");
    auto spec = spec::readSpec(text->first.second, training::catalogue(), database.path());
    if (!spec)
        return damaged(spec.error().what);
    const auto plan = plans.of(spec->model);
    if (!plan)
        return damaged(plan.error().what);
    auto parts = database.prepare("SELECT * FROM frame_arrays WHERE frame = ? AND name = ? ORDER BY part");
    if (!parts)
        return parts.error();
    KeyFrames::Frame frame{.snapshot = nullptr,
                           .state = nullptr,
                           .heldOutLoss = stored.isTheBest ? stored.heldOutLoss : training::none,
                           .segment = stored.segment,
                           .isOfSpread = stored.isOfSpread,
                           .isBeforeEdit = stored.isBeforeEdit};
    if (stored.stateBytes() > 0) {
        auto state = std::make_shared<training::TrainingState>();
        state->plan = *plan;
        state->spec = spec->training;
        try {
            runs::readCounters(nlohmann::json::parse(stored.counters), *state, plans.trainSamples());
        } catch (const std::exception &problem) {
            return damaged(problem.what());
        }
        for (const auto &named : runs::arraysOf(*state, **plan)) {
            auto values = readArray(*parts, stored.id, named.name, named.size);
            if (!values)
                return damaged(values.error().what);
            if (values->isEmpty() && named.isNeeded && named.size != 0)
                return damaged(std::string(named.name) + " is not there");
            *named.values = std::move(*values);
        }
        if (const training::Watch &watch = state->watch; !watch.bestParameters.isEmpty() && watch.bestState.size() != (*plan)->stateFloats())
            return damaged("the best parameters are not whole");
        if (state->step != stored.at)
            return damaged("it is of another step");
        frame.snapshot = runs::snapshotOf(*state, plans.run(), stored.epoch);
        frame.state = std::move(state);
        return frame;
    }
    auto snapshot = std::make_shared<plan::Snapshot>();
    snapshot->plan = *plan;
    snapshot->run = plans.run();
    snapshot->step = stored.at;
    snapshot->epoch = stored.epoch;
    snapshot->published = static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1));
    for (const char *name : {"averaged", "parameters"}) { // the first, where it was the state of a training that averages
        auto values = readArray(*parts, stored.id, name, (*plan)->parameterFloats());
        if (!values)
            return damaged(values.error().what);
        snapshot->parameters = std::move(*values);
        if (!snapshot->parameters.isEmpty())
            break;
    }
    auto running = readArray(*parts, stored.id, "state", (*plan)->stateFloats());
    if (!running)
        return damaged(running.error().what);
    snapshot->state = std::move(*running);
    if (snapshot->parameters.size() != (*plan)->parameterFloats() || snapshot->state.size() != (*plan)->stateFloats())
        return damaged("its numbers are not there");
    frame.snapshot = std::move(snapshot);
    return frame;
}

} // namespace hourglass::project
