#include "engine/project/frame_reading.h"

#include <algorithm>
#include <utility>

namespace hourglass::project {

ReadFrames readFrames(ProjectFile &file, std::int64_t run, Index lastStep, Index byteBudget, FramePlans &plans) {
    std::vector<StoredFrame> stored = file.frames(run);
    std::erase_if(stored, [lastStep](const StoredFrame &frame) { return frame.step() > lastStep; });
    ReadFrames read;
    for (const StoredFrame &each : readingOrder(std::move(stored), byteBudget)) {
        if (auto frame = file.frame(each, plans))
            read.frames.push_back(std::move(*frame));
        else
            ++read.lost;
    }
    std::sort(read.frames.begin(), read.frames.end(), [](const auto &a, const auto &b) { return a.step() < b.step(); });
    return read;
}

} // namespace hourglass::project
