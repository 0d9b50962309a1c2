// Which moments there is room for in a project's file, and in which order they go there and come back.
#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "engine/project/frame_store.h"

namespace hourglass::project {

using runs::KeyFrames;

namespace {

constexpr std::size_t mostFrames = KeyFrames::mostFrames, mostStates = KeyFrames::mostStates;

double place(const StoredFrame &frame) {
    return std::log1p(static_cast<double>(frame.at));
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

} // namespace hourglass::project
