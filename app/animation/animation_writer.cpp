#include "app/animation/animation_writer.h"

#include <algorithm>
#include <cmath>

namespace hourglass::app {

std::vector<int> durationsOf(const AnimationFile &file) {
    constexpr long least = 2, most = 65535; // hundredths
    std::vector<int> durations;
    const auto begin = [&file](int frame) { return std::lround(100 * frame / file.framesPerSecond); };
    for (int frame = 0; frame < file.frames; ++frame)
        durations.push_back(static_cast<int>(10 * std::clamp(begin(frame + 1) - begin(frame), least, most)));
    if (!durations.empty())
        durations.back() = static_cast<int>(10 * std::clamp(std::lround(0.1 * durations.back() + 100 * file.lastHeldSeconds), least, most));
    return durations;
}

core::Result<std::unique_ptr<AnimationWriter>> startAnimation(const AnimationFile &file) {
    switch (file.format) {
    case AnimationFormat::Gif: return startGif(file);
    case AnimationFormat::Webp:
    case AnimationFormat::SmallWebp: return startWebp(file);
    case AnimationFormat::Png: break;
    }
    return startPngs(file);
}

} // namespace hourglass::app
