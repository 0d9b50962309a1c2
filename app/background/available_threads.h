#pragma once

namespace hourglass::app {

constexpr int mostThreads = 64;          ///< of a training
constexpr int mostAnalysisThreads = 256; ///< of a projection or a score

/// Cores that this process may use, at most mostThreads.
int availableThreads();

} // namespace hourglass::app
