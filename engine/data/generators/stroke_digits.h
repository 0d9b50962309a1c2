// How the digits are written: for each some ways, each of one or two strokes of the pen.
#pragma once

#include <array>
#include <vector>

namespace hourglass::data {

struct StrokePoint {
    double x, y; ///< in a box of 1 × 1, y downwards

    bool operator==(const StrokePoint &) const = default;
};

/// Points that a curve of Catmull and Rom goes through; at a point that stands twice in succession it has a corner.
using Stroke = std::vector<StrokePoint>;
using Glyph = std::vector<Stroke>;

const std::array<std::vector<Glyph>, 10> &digitGlyphs();

/// The curve through the points (Catmull and Rom 1974), `steps` points for each piece.
Stroke curveThrough(const Stroke &points, int steps);

} // namespace hourglass::data
