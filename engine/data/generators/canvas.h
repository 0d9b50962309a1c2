// A small grey picture that is drawn on with a round pen, its edges smoothed over about a pixel.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/types.h"

namespace hourglass::data {

using core::Index;

struct PenPoint {
    double x = 0.0, y = 0.0; ///< in pixels; the middle of the first one is at (½, ½)
    double radius = 1.0;
};

class Canvas {
public:
    Canvas(Index width, Index height) : m_width(width), m_height(height), m_ink(static_cast<std::size_t>(width * height)) {}

    void clear();
    /// From one point to the other, the radius changing evenly. Ink over ink is no darker. What lies outside is cut off.
    void line(const PenPoint &from, const PenPoint &to);
    void disc(const PenPoint &at) { line(at, at); }
    /// width × height bytes, row after row.
    void copyTo(std::uint8_t *bytes) const;

private:
    Index m_width, m_height;
    std::vector<double> m_ink; ///< 0 … 1
};

} // namespace hourglass::data
