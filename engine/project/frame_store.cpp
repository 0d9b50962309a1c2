#include "engine/project/frame_store.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "engine/project/stored_arrays.h"
#include "engine/runs/frame_thinning.h"
#include "engine/runs/state_counters.h"
#include "engine/spec/json.h"

namespace hourglass::project {

using core::Error;
using core::Result;
using runs::KeyFrames;

namespace {

constexpr std::size_t mostFrames = KeyFrames::mostFrames, mostStates = KeyFrames::mostStates;

double place(const StoredFrame &frame) {
    return std::log1p(static_cast<double>(frame.at));
}

std::vector<StoredFrame>::iterator at(std::vector<StoredFrame> &list, Index step) {
    return std::lower_bound(list.begin(), list.end(), step, [](const StoredFrame &frame, Index wanted) { return frame.at < wanted; });
}

StoredFrame storedOf(const KeyFrames::Frame &frame, std::int64_t run) {
    const Index pictureBytes = (frame.snapshot->parameters.size() + frame.snapshot->state.size()) * static_cast<Index>(sizeof(float));
    return {.id = 0,
            .at = frame.step(),
            .epoch = frame.epoch(),
            .heldOutLoss = frame.heldOutLoss,
            .segment = frame.segment,
            .isOfSpread = frame.isOfSpread,
            .isBeforeEdit = frame.isBeforeEdit,
            .isTheBest = false,
            .pictureBytes = pictureBytes,
            .bytesOfState = frame.state ? std::max<Index>(1, frame.state->bytes() - pictureBytes) : 0, // which holds the picture
            .run = run,
            .stack = 0,
            .counters = {}};
}

/// Whether memory knows more of a moment than the file does.
bool isMore(const KeyFrames::Frame &frame, const StoredFrame &stored) {
    return (frame.isBest() && !std::isfinite(stored.heldOutLoss)) || (frame.isBeforeEdit && !stored.isBeforeEdit) || (frame.isOfSpread && !stored.isOfSpread);
}

/// The budget of one run, of which all together keep to the whole.
Index levelOf(const std::map<std::int64_t, std::vector<StoredFrame>> &lists, Index byteBudget) {
    std::vector<Index> sizes;
    for (const auto &[run, list] : lists) {
        Index bytes = 0;
        for (const StoredFrame &frame : list)
            bytes += frame.bytes();
        sizes.push_back(bytes);
    }
    std::sort(sizes.begin(), sizes.end());
    Index rest = byteBudget;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        const Index share = rest / static_cast<Index>(sizes.size() - i);
        if (sizes[i] > share)
            return share;
        rest -= sizes[i];
    }
    return byteBudget;
}

} // namespace

bool FramePace::isDue(double seconds) {
    m_owed = std::max(0.0, m_owed - seconds * mostShare);
    return m_owed <= 0;
}

void markBest(std::vector<StoredFrame> &list) {
    StoredFrame *best = nullptr;
    for (StoredFrame &frame : list) {
        frame.isTheBest = false;
        const bool isLater = best && frame.segment > best->segment;
        if (std::isfinite(frame.heldOutLoss) && (!best || isLater || (frame.segment == best->segment && frame.heldOutLoss < best->heldOutLoss)))
            best = &frame;
    }
    if (best)
        best->isTheBest = true;
}

void fitFrames(std::map<std::int64_t, std::vector<StoredFrame>> &lists, Index byteBudget) {
    const Index level = levelOf(lists, byteBudget);
    for (auto &[run, list] : lists) {
        markBest(list);
        runs::thinned(list, {mostFrames, mostStates, level});
        // What is always kept gives way all the same: a disk has an end.
        Index bytes = 0;
        for (const StoredFrame &frame : list)
            bytes += frame.bytes();
        while (!list.empty() && bytes > level) {
            const std::size_t goes = list.size() > 2 ? 1 : list.size() - 1;
            bytes -= list[goes].bytes();
            list.erase(list.begin() + static_cast<std::ptrdiff_t>(goes));
        }
    }
}

std::vector<std::size_t> writingOrder(const std::vector<StoredFrame> &frames) {
    std::vector<std::size_t> order;
    std::vector<double> distance(frames.size(), INFINITY); // to the nearest that is there, or is to be before
    const auto meet = [&](std::size_t i) {
        for (std::size_t other = 0; other < frames.size(); ++other)
            distance[other] = std::min(distance[other], std::abs(place(frames[other]) - place(frames[i])));
    };
    const auto isFirst = [&frames](std::size_t i) { return i == 0 || i + 1 == frames.size() || frames[i].isBest() || frames[i].isBeforeEdit; };
    for (std::size_t i = 0; i < frames.size(); ++i) {
        if (frames[i].id == 0 && isFirst(i))
            order.push_back(i);
        if (frames[i].id != 0 || isFirst(i))
            meet(i);
    }
    for (;;) {
        std::optional<std::size_t> next;
        for (std::size_t i = 0; i < frames.size(); ++i)
            if (frames[i].id == 0 && !isFirst(i) && distance[i] > 0 && (!next || distance[i] > distance[*next]))
                next = i;
        if (!next)
            return order;
        order.push_back(*next);
        meet(*next);
    }
}

std::vector<StoredFrame> readingOrder(std::vector<StoredFrame> frames, Index byteBudget) {
    markBest(frames);
    runs::thinned(frames, {mostFrames, mostStates, byteBudget});
    std::vector<StoredFrame> wanted = frames;
    for (StoredFrame &frame : wanted)
        frame.id = 0;
    std::vector<StoredFrame> ordered;
    for (const std::size_t i : writingOrder(wanted))
        ordered.push_back(frames[i]);
    return ordered;
}

void FrameStore::forget() {
    m_isRead = false;
    m_lists.clear();
    m_stacks.clear();
    m_seen.clear();
}

Result<FramesKept> FrameStore::keep(Database &database, const FrameKeeping &keeping, std::vector<std::string> &missing) {
    if (auto error = readLists(database, missing))
        return *error;
    std::map<Index, bool> &seen = m_seen[keeping.run];
    Lists next = m_lists;
    std::vector<StoredFrame> &list = next[keeping.run];
    std::map<Index, bool> present;
    for (const KeyFrames::Frame &frame : keeping.frames)
        present[frame.step()] = frame.state != nullptr;
    std::erase_if(list, [&](const StoredFrame &frame) { return present.count(frame.at) == 0 && (frame.at > keeping.startStep || seen.count(frame.at) > 0); });
    const auto gotState = [&seen](const KeyFrames::Frame &frame, const StoredFrame &stored) { // else it was dropped here to save room
        const auto before = seen.find(frame.step());
        return frame.state && stored.stateBytes() == 0 && (before == seen.end() || !before->second);
    };
    for (const KeyFrames::Frame &frame : keeping.frames) {
        const auto place = at(list, frame.step());
        if (place == list.end() || place->at != frame.step())
            list.insert(place, storedOf(frame, keeping.run));
        else if (isMore(frame, *place) || gotState(frame, *place))
            *place = storedOf(frame, keeping.run);
    }
    fitFrames(next, keeping.byteBudget);
    FramesKept kept;
    if (auto error = write(database, keeping, next, kept)) {
        forget();
        return *error;
    }
    m_lists = std::move(next);
    seen = std::move(present);
    for (const auto &[run, frames] : m_lists)
        for (const StoredFrame &frame : frames)
            kept.inFile += frame.bytes();
    return kept;
}

std::string FrameStore::removalOfWhatWent(const Lists &next) const {
    std::string commands;
    for (const auto &[run, list] : m_lists) {
        const auto stays = next.find(run);
        for (const StoredFrame &frame : list) {
            const StoredFrame *now = nullptr;
            if (stays != next.end())
                for (const StoredFrame &each : stays->second)
                    if (each.id == frame.id)
                        now = &each;
            const std::string own = std::to_string(frame.id);
            if (!now)
                commands += "DELETE FROM frames WHERE id = " + own + "; DELETE FROM frame_arrays WHERE frame = " + own + ";";
            else if (frame.stateBytes() > 0 && now->stateBytes() == 0) // what views show of it stays
                commands += "DELETE FROM frame_arrays WHERE frame = " + own +
                            " AND name NOT IN ('state', CASE WHEN EXISTS(SELECT 1 FROM frame_arrays WHERE frame = " + own +
                            " AND name = 'averaged') THEN 'averaged' ELSE 'parameters' END);";
        }
    }
    return commands;
}

std::optional<Error> FrameStore::write(Database &database, const FrameKeeping &keeping, Lists &next, FramesKept &kept) {
    std::vector<StoredFrame> &list = next[keeping.run];
    std::vector<std::size_t> order = writingOrder(list);
    Index bytes = 0;
    std::size_t count = 0;
    while (count < order.size() && keeping.mostBytes > 0 && (count == 0 || bytes + list[order[count]].bytes() <= keeping.mostBytes))
        bytes += list[order[count++]].bytes();
    kept = {count == order.size(), bytes};
    order.resize(count);
    const std::string removal = removalOfWhatWent(next);
    if (order.empty() && removal.empty()) {
        std::erase_if(list, [](const StoredFrame &frame) { return frame.id == 0; });
        return {};
    }
    auto transaction = Transaction::begin(database);
    if (!transaction)
        return transaction.error();
    if (auto error = database.execute(removal))
        return error;
    auto row = database.prepare("INSERT OR REPLACE INTO frames VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    auto array = database.prepare("INSERT INTO frame_arrays VALUES(?, ?, ?, ?, ?)");
    const auto last = database.integer("SELECT max(id) FROM frames");
    for (const auto *error : {row ? nullptr : &row.error(), array ? nullptr : &array.error(), last ? nullptr : &last.error()})
        if (error)
            return *error;
    const auto writeRow = [&row](const StoredFrame &frame) {
        *row << frame.id << frame.run << frame.at << frame.epoch << frame.heldOutLoss << static_cast<std::int64_t>(frame.segment)
             << std::int64_t{(frame.isOfSpread ? frameIsOfSpread : 0) | (frame.isBeforeEdit ? frameIsBeforeEdit : 0)} << frame.pictureBytes
             << frame.bytesOfState << frame.stack << frame.counters;
        return row->sum().run();
    };
    std::int64_t id = *last;
    for (const std::size_t i : order) {
        StoredFrame &stored = list[i];
        const auto frame = std::find_if(keeping.frames.begin(), keeping.frames.end(), [&](const KeyFrames::Frame &each) { return each.step() == stored.at; });
        const auto stack = stackOf(database, keeping.run, *frame);
        if (!stack)
            return stack.error();
        stored.id = ++id;
        stored.stack = *stack;
        const bool withState = stored.stateBytes() > 0;
        stored.counters = withState ? runs::countersOf(*frame->state).dump() : std::string();
        if (auto error = writeRow(stored))
            return error;
        if (withState) {
            for (const auto &named : runs::arraysOf(*frame->state, *frame->state->plan))
                if (auto error = writeArray(*array, stored.id, named.name, *named.values))
                    return error;
            continue;
        }
        if (auto error = writeArray(*array, stored.id, "parameters", frame->snapshot->parameters))
            return error;
        if (auto error = writeArray(*array, stored.id, "state", frame->snapshot->state))
            return error;
    }
    // Those that lost their state.
    for (auto &[run, each] : next)
        for (StoredFrame &frame : each)
            if (frame.id != 0 && frame.stateBytes() == 0 && !frame.counters.empty()) {
                frame.counters.clear();
                if (auto error = writeRow(frame))
                    return error;
            }
    std::erase_if(list, [](const StoredFrame &frame) { return frame.id == 0; });
    return transaction->commit();
}

Result<std::int64_t> FrameStore::stackOf(Database &database, std::int64_t run, const KeyFrames::Frame &frame) {
    spec::Spec spec;
    spec.model = (frame.state ? frame.state->plan : frame.snapshot->plan)->model();
    if (frame.state)
        spec.training = frame.state->spec;
    const std::string text = spec::writeSpec(spec);
    if (const auto known = m_stacks.find({run, text}); known != m_stacks.end())
        return known->second;
    const auto last = database.integer("SELECT max(id) FROM frame_stacks");
    auto row = database.prepare("INSERT INTO frame_stacks VALUES(?, ?, ?, ?)");
    if (!last)
        return last.error();
    if (!row)
        return row.error();
    const std::int64_t id = *last + 1;
    *row << id << run << text;
    if (auto error = row->sum().run())
        return *error;
    m_stacks[{run, text}] = id;
    return id;
}

} // namespace hourglass::project
