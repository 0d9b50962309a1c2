// The moments of a run that its project has, all at once: for who does not show them while they come.
#pragma once

#include <vector>

#include "engine/project/project_file.h"

namespace hourglass::project {

struct ReadFrames {
    std::vector<runs::KeyFrames::Frame> frames; ///< by step
    std::size_t lost = 0;                       ///< that could not be read
};

/// Those up to a step, within so many bytes of memory.
ReadFrames readFrames(ProjectFile &file, std::int64_t run, Index lastStep, Index byteBudget, FramePlans &plans);

} // namespace hourglass::project
