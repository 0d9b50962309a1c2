// One recording, read whole.
#pragma once

#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/core/types.h"

namespace hourglass::data {

struct Recording {
    int rate = 0; ///< frames a second
    core::Index channels = 0;
    core::Index frames = 0;
    std::vector<float> values; ///< frame after frame, the channels of a frame beside each other
    std::string remark;        ///< what is odd about the file, as a clause, or empty: "its header says that it is empty"
};

/// At most `mostFrames` frames. An error, whose `where` is the path, where it is none or damaged at its beginning; what cannot be decoded behind it ends
/// the recording.
core::Result<Recording> readRecording(const std::string &path, core::Index mostFrames);

} // namespace hourglass::data
