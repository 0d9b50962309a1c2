// Small round dots, antialiased once for every colour and quarter of a pixel, so that drawing one is a few blends.
#pragma once

#include <QRgb>

#include <vector>

namespace hourglass::ui {

class DotStamps {
public:
    static constexpr int phases = 4; ///< positions a pixel is divided into, along each axis

    /// Makes the stamps anew if anything changed. `radius` in pixels of the image.
    void prepare(double radius, const std::vector<QRgb> &colours);

    int side() const { return m_side; } ///< in pixels; a dot needs this much room on each side of the image
    /// Blends the dot of a colour over an image of premultiplied ARGB. The whole stamp must lie inside the image.
    void stamp(quint32 *pixels, int stride, float x, float y, int colour) const;

private:
    double m_radius = 0;
    std::vector<QRgb> m_colours;
    int m_side = 0;
    float m_reach = 0; ///< from the centre of a dot to the corner of its stamp
    std::vector<quint32> m_stamps; ///< [colour][phase of y][phase of x][row][column]
};

/// Source over destination, both premultiplied, within one unit of each channel of the exact sum.
inline quint32 over(quint32 source, quint32 destination) {
    const quint32 alpha = source >> 24;
    const quint32 rest = 256 - (alpha + (alpha >> 7)); // 256 … 0, so that nothing over d is d and opaque hides it
    const quint32 redBlue = ((destination & 0x00ff00ffu) * rest >> 8) & 0x00ff00ffu;
    const quint32 alphaGreen = ((destination >> 8 & 0x00ff00ffu) * rest) & 0xff00ff00u;
    return source + (redBlue | alphaGreen);
}

inline void DotStamps::stamp(quint32 *pixels, int stride, float x, float y, int colour) const {
    const float left = x - m_reach, top = y - m_reach;
    const int column = static_cast<int>(left), row = static_cast<int>(top); // both positive: the image has a margin
    const int phaseX = static_cast<int>((left - static_cast<float>(column)) * phases);
    const int phaseY = static_cast<int>((top - static_cast<float>(row)) * phases);
    const int area = m_side * m_side;
    const quint32 *source = m_stamps.data() + static_cast<std::size_t>(((colour * phases + phaseY) * phases + phaseX) * area);
    quint32 *line = pixels + static_cast<std::ptrdiff_t>(row) * stride + column;
    for (int i = 0; i < m_side; ++i, line += stride, source += m_side)
        for (int j = 0; j < m_side; ++j)
            line[j] = over(source[j], line[j]);
}

} // namespace hourglass::ui
