#pragma once

namespace hourglass::app {

constexpr int mostThreads = 64;

/// Cores that this process may use, at most mostThreads.
int availableThreads();

} // namespace hourglass::app
