#pragma once

namespace hourglass::core {

/// Flushes denormal numbers to zero on the calling thread. Every thread that computes calls it first, so that all agree to the bit
/// (dead units leave denormal moments, which cost 2.5 times the time of a step).
void setFloatingPointMode();

} // namespace hourglass::core
