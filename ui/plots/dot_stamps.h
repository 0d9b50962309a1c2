// Small dots, round or of a class's shape, antialiased once for every colour and quarter of a pixel, so that drawing one is a few blends.
#pragma once

#include <QRgb>

#include <vector>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace hourglass::ui {

class DotStamps {
public:
    static constexpr int phases = 4; ///< positions a pixel is divided into, along each axis

    /// Makes the stamps anew if anything changed, and says whether it did. `radius` in pixels of the image. `shapes` (ui/plots/class_shapes.h): of each colour;
    /// empty: all are round.
    bool prepare(double radius, const std::vector<QRgb> &colours, const std::vector<int> &shapes = {});

    int side() const { return m_side; }     ///< in pixels, a multiple of four: the image needs this much room beyond the outermost centres
    float reach() const { return m_reach; } ///< from the centre of a dot to the border of its stamp
    /// Blends the dot of a colour over an image of premultiplied ARGB. The whole stamp must lie inside the image.
    void stamp(quint32 *pixels, int stride, float x, float y, int colour) const;

private:
    double m_radius = 0;
    std::vector<QRgb> m_colours;
    std::vector<int> m_shapes;
    int m_side = 0;
    int m_rows = 0; ///< of a stamp; its columns are m_side
    float m_reach = 0;
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

/// The same for four neighbours.
inline void overFour(const quint32 *source, quint32 *destination) {
#ifdef __SSE2__
    const __m128i s = _mm_loadu_si128(reinterpret_cast<const __m128i *>(source));
    const __m128i d = _mm_loadu_si128(reinterpret_cast<const __m128i *>(destination));
    const __m128i low = _mm_set1_epi32(0x00ff00ff);
    const __m128i alpha = _mm_srli_epi32(s, 24);
    __m128i rest = _mm_sub_epi32(_mm_set1_epi32(256), _mm_add_epi32(alpha, _mm_srli_epi32(alpha, 7)));
    rest = _mm_or_si128(rest, _mm_slli_epi32(rest, 16));
    const __m128i redBlue = _mm_srli_epi16(_mm_mullo_epi16(_mm_and_si128(d, low), rest), 8);
    const __m128i alphaGreen = _mm_andnot_si128(low, _mm_mullo_epi16(_mm_and_si128(_mm_srli_epi32(d, 8), low), rest));
    _mm_storeu_si128(reinterpret_cast<__m128i *>(destination), _mm_add_epi32(s, _mm_or_si128(redBlue, alphaGreen)));
#else
    for (int i = 0; i < 4; ++i)
        destination[i] = over(source[i], destination[i]);
#endif
}

inline void DotStamps::stamp(quint32 *pixels, int stride, float x, float y, int colour) const {
    const float left = x - m_reach, top = y - m_reach;
    const int column = static_cast<int>(left), row = static_cast<int>(top); // both positive: the image has a margin
    const int phaseX = static_cast<int>((left - static_cast<float>(column)) * phases);
    const int phaseY = static_cast<int>((top - static_cast<float>(row)) * phases);
    const int area = m_rows * m_side;
    const quint32 *source = m_stamps.data() + static_cast<std::size_t>(((colour * phases + phaseY) * phases + phaseX) * area);
    quint32 *line = pixels + static_cast<std::ptrdiff_t>(row) * stride + column;
    for (int i = 0; i < m_rows; ++i, line += stride, source += m_side)
        for (int j = 0; j < m_side; j += 4)
            overFour(source + j, line + j);
}

} // namespace hourglass::ui
