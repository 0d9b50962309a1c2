// Which of many kept moments go where there are too many of them: those whose absence leaves the smallest gap in the logarithm of the steps. Never the
// first, the last and the best; those before edits last; what took seconds to be laid out is missed more. Of moments in memory and of those in a file
// alike.
#pragma once

#include <cmath>
#include <cstddef>
#include <optional>
#include <vector>

#include "engine/core/types.h"

namespace hourglass::runs {

struct FrameLimits {
    std::size_t frames = 0, states = 0;
    core::Index bytes = 0; ///< of all; two fifths of them are the states'
};

/// The worth() of a frame with a layout: its gap counts so many times. Of neighbours the one that shows its layout at once stays, and where all have one the
/// spread is even again.
constexpr double frameWithLayout = 3;

/// Of the frames that `of` takes, the inner one whose absence leaves the smallest gap among them; none where no inner one may go.
template <class Frame, class Of, class MayGo>
std::optional<std::size_t> densest(const std::vector<Frame> &frames, Of of, MayGo mayGo) {
    const auto place = [&frames](std::size_t i) { return std::log1p(static_cast<double>(frames[i].step())); };
    std::optional<std::size_t> before, candidate, found;
    double least = INFINITY;
    for (std::size_t i = 0; i < frames.size(); ++i) {
        if (!of(frames[i]))
            continue;
        if (before && candidate && mayGo(*candidate))
            if (const double gap = (place(i) - place(*before)) * frames[*candidate].worth(); gap < least) {
                least = gap;
                found = candidate;
            }
        before = candidate;
        candidate = i;
    }
    return found;
}

/// Likewise, those before edits only where nothing else may go.
template <class Frame, class Of>
std::optional<std::size_t> leastMissed(const std::vector<Frame> &frames, Of of) {
    const auto isKept = [&frames](std::size_t i) { return i == 0 || i + 1 == frames.size() || frames[i].isBest(); };
    if (const auto found = densest(frames, of, [&](std::size_t i) { return !isKept(i) && !frames[i].isBeforeEdit; }))
        return found;
    return densest(frames, of, [&](std::size_t i) { return !isKept(i); });
}

/// Frames are by step, and have step(), isBest(), isBeforeEdit, worth(), bytes(), of which stateBytes() are the state's, and dropState(): one that loses its
/// state is still to be looked at. True where anything went.
template <class Frame>
bool thinned(std::vector<Frame> &frames, const FrameLimits &limits) {
    constexpr core::Index partOfStates = 2, partsOfAll = 5;
    bool isOther = false;
    core::Index bytes = 0, stateBytes = 0;
    std::size_t states = 0;
    for (const Frame &frame : frames) {
        bytes += frame.bytes();
        stateBytes += frame.stateBytes();
        states += frame.stateBytes() > 0 ? 1 : 0;
    }
    const auto hasState = [](const Frame &frame) { return frame.stateBytes() > 0; };
    while (states > 0 && (states > limits.states || stateBytes > limits.bytes / partsOfAll * partOfStates)) {
        auto goes = leastMissed(frames, hasState);
        for (std::size_t i = frames.size(); i-- > 0 && !goes;) // too few for a gap: the latest
            if (hasState(frames[i]))
                goes = i;
        bytes -= frames[*goes].stateBytes();
        stateBytes -= frames[*goes].stateBytes();
        --states;
        frames[*goes].dropState();
        isOther = true;
    }
    while (frames.size() > limits.frames || bytes > limits.bytes) {
        const auto goes = leastMissed(frames, [](const Frame &) { return true; });
        if (!goes)
            break;
        bytes -= frames[*goes].bytes();
        frames.erase(frames.begin() + static_cast<std::ptrdiff_t>(*goes));
        isOther = true;
    }
    return isOther;
}

} // namespace hourglass::runs
