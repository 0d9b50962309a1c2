// The same training in another framework, in a process of its own: tests/benchmarks/anchors/NAME_anchor.py.
#pragma once

#include <cstdint>
#include <string>

namespace hourglass::benchmarks {

struct Anchor {
    std::string framework; ///< "torch"
    std::string python;    ///< an interpreter that can import it
    std::string data;      ///< folder of Fashion-MNIST's IDX files
    std::string precision; ///< "single", or "mixed" for products of bfloat16
};

struct AnchorSpeed {
    double samplesPerSecond = 0; ///< 0 where there was none
    std::string line;            ///< what the script printed: JSON, or empty
};

/// Trains a stack on its first `samples` samples (all with 0) for so many seconds after the warm-up, at least two epochs, and waits for the end.
AnchorSpeed run(const Anchor &anchor, const std::string &stack, int threads, std::int64_t samples, double seconds);

} // namespace hourglass::benchmarks
