// Many picture files at once, on all cores; what comes out depends on the files alone.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/core/types.h"
#include "engine/data/progress.h"

namespace hourglass::data {

/// Calls work(index) for 0 … count − 1, each once, on so many threads (0: one for each core), and tells progress from the calling thread.
/// Returns early where reading was cancelled (cancelledError) or a thread found no memory (an error at `where`).
std::optional<core::Error> forEachOnAllCores(core::Index count, int threads, const Progress &progress, const std::string &what, const std::string &where,
                                             const std::function<void(core::Index)> &work);

constexpr std::size_t mostPictureBytes = std::size_t{256} << 20;

/// The bytes of a regular file; an error's `what` alone, also where it has more than `most`.
core::Result<std::vector<std::byte>> readWhole(const std::string &path, std::size_t most = mostPictureBytes);

/// What one of so many files may have: a stack that is alone half of this machine's memory.
std::size_t mostBytesOfOne(core::Index files);

} // namespace hourglass::data
