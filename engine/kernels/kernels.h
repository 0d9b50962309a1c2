#pragma once
#define HOURGLASS_KERNEL __attribute__((visibility("default")))

namespace hourglass::kernels {

/// The level of the instruction set that the loader chose: "x86-64", "x86-64-v2", "x86-64-v3" or "x86-64-v4".
HOURGLASS_KERNEL const char *instructionLevel();

} // namespace hourglass::kernels
