// By which number a reconstruction is compared with its original.
#pragma once

#include <array>

namespace hourglass::analysis {

enum class Measure { Mse, Mae, Psnr, Ssim };

struct MeasureFacts {
    Measure measure;
    const char *key;  ///< in settings
    const char *name; ///< for people
    bool isLargerBetter;
    bool isForImages; ///< alone
};

constexpr std::array<MeasureFacts, 4> measures{{{Measure::Mse, "mse", "MSE", false, false},
                                                {Measure::Mae, "mae", "MAE", false, false},
                                                {Measure::Psnr, "psnr", "PSNR", true, false},
                                                {Measure::Ssim, "ssim", "SSIM", true, true}}};

constexpr const MeasureFacts &factsOf(Measure measure) {
    return measures[static_cast<std::size_t>(measure)];
}

/// False where either is not finite.
constexpr bool isBetter(Measure measure, double value, double other) {
    return factsOf(measure).isLargerBetter ? value > other : value < other;
}

} // namespace hourglass::analysis
