// What layout and painting of the weights have in common.
#pragma once

#include "ui/theme/text_size.h"

namespace hourglass::ui::weight_measures {

constexpr double weightMargin = 12, weightGap = 4;

/// For the number of a unit before its kernels.
inline double weightLabelWidth() {
    return scaledReal(34);
}

/// Below a matrix, for what its rows and columns are.
inline double axisWidth() {
    return scaledReal(18);
}

inline double footHeight() {
    return scaledReal(24);
}

} // namespace hourglass::ui::weight_measures
