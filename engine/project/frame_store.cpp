#include "engine/project/frame_store.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "engine/project/stored_arrays.h"
#include "engine/runs/state_counters.h"
#include "engine/spec/json.h"

namespace hourglass::project {

using core::Error;
using core::Result;
using runs::KeyFrames;

namespace {

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

/// Those that memory has take the place of what the file has by the same keys, or come beside it, while there is room.
void noteLayouts(const KeyFrames::Frame &frame, StoredFrame &stored) {
    for (const runs::KeptLayout &layout : frame.layouts) {
        const auto known = std::find_if(stored.layouts.begin(), stored.layouts.end(), [&layout](const StoredLayout &each) { return each.key == layout->key; });
        if (known != stored.layouts.end() && known->is(*layout))
            continue;
        const StoredLayout fresh{.key = layout->key,
                                 .model = layout->model,
                                 .neighbours = layout->trust.neighbours,
                                 .bytes = static_cast<Index>(layout->packed().size()),
                                 .isInFile = false};
        if (known != stored.layouts.end())
            *known = fresh;
        else if (stored.layouts.size() < KeyFrames::mostLayouts)
            stored.layouts.push_back(fresh);
    }
}

} // namespace

Index StoredFrame::layoutBytes() const {
    Index sum = 0;
    for (const StoredLayout &layout : layouts)
        sum += layout.bytes;
    return sum;
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
        auto place = at(list, frame.step());
        if (place == list.end() || place->at != frame.step()) {
            place = list.insert(place, storedOf(frame, keeping.run));
        } else if (isMore(frame, *place) || gotState(frame, *place)) {
            std::vector<StoredLayout> layouts = std::move(place->layouts); // which lie beside the moment
            *place = storedOf(frame, keeping.run);
            place->layouts = std::move(layouts);
        }
        noteLayouts(frame, *place);
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
            const bool hasStep = stays != next.end() &&
                                 std::any_of(stays->second.begin(), stays->second.end(), [&frame](const StoredFrame &each) { return each.at == frame.at; });
            if (!hasStep)
                commands += "DELETE FROM frame_layouts WHERE run = " + std::to_string(frame.run) + " AND step = " + std::to_string(frame.at) + ";";
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
    const auto bytesWithout = [&](std::size_t i) { return list[i].bytes() - list[i].layoutBytes(); }; // they have a turn of their own
    while (count < order.size() && keeping.mostBytes > 0 && (count == 0 || bytes + bytesWithout(order[count]) <= keeping.mostBytes))
        bytes += bytesWithout(order[count++]);
    kept = {count == order.size(), bytes};
    order.resize(count);
    const std::string removal = removalOfWhatWent(next);
    const bool hasLayouts = std::any_of(list.begin(), list.end(), [](const StoredFrame &frame) {
        return std::any_of(frame.layouts.begin(), frame.layouts.end(), [](const StoredLayout &layout) { return !layout.isInFile; });
    });
    if (order.empty() && removal.empty() && !hasLayouts) {
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
    if (hasLayouts)
        if (auto error = writeLayouts(database, keeping, list, kept))
            return error;
    return transaction->commit();
}

/// Of moments that are in the file, as many as there is still room for in this turn; the others come with the next.
std::optional<Error> FrameStore::writeLayouts(Database &database, const FrameKeeping &keeping, std::vector<StoredFrame> &list, FramesKept &kept) {
    auto row = layoutRow(database);
    if (!row)
        return row.error();
    for (StoredFrame &stored : list) {
        const auto frame = std::find_if(keeping.frames.begin(), keeping.frames.end(), [&](const KeyFrames::Frame &each) { return each.step() == stored.at; });
        for (StoredLayout &due : stored.layouts) {
            if (due.isInFile || frame == keeping.frames.end() || kept.bytes + due.bytes > keeping.mostBytes)
                continue;
            for (const runs::KeptLayout &layout : frame->layouts)
                if (due.is(*layout)) {
                    if (auto error = writeLayout(*row, keeping.run, stored.at, *layout))
                        return error;
                    due.isInFile = true;
                    kept.bytes += due.bytes;
                }
        }
        kept.isAll = kept.isAll && std::all_of(stored.layouts.begin(), stored.layouts.end(), [](const StoredLayout &layout) { return layout.isInFile; });
        std::erase_if(stored.layouts, [](const StoredLayout &layout) { return !layout.isInFile; });
    }
    return {};
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
