// Where a code stands on a map that leads back to codes.
#pragma once

#include <span>
#include <utility>

#include "engine/analysis/pictures.h"

namespace hourglass::analysis {

/// The nearest point of the plane: along its axes, which are of unit length and at right angles. The code has as many units as the plane.
inline std::pair<double, double> planePoint(const CodePlane &plane, std::span<const float> code) {
    double x = 0, y = 0;
    for (std::size_t unit = 0; unit < plane.origin.size(); ++unit) {
        const double way = static_cast<double>(code[unit]) - static_cast<double>(plane.origin[unit]);
        x += way * static_cast<double>(plane.axisX[unit]);
        y += way * static_cast<double>(plane.axisY[unit]);
    }
    return {x, y};
}

} // namespace hourglass::analysis
