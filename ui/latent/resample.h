// One channel of a small picture brought to any size: blended between pixels when it grows, averaged over blocks when it shrinks.
#pragma once

#include <vector>

#include "engine/core/types.h"

namespace hourglass::ui {

class Resample {
public:
    Resample(int fromWidth, int fromHeight, int toWidth, int toHeight, const core::Range &range = {});

    int width() const { return m_toWidth; }
    int height() const { return m_toHeight; }
    /// `from` is fromHeight × fromWidth values, of which `range` becomes 0 … 255; the result holds height() × width() bytes until the next call.
    const std::vector<unsigned char> &operator()(const float *from);

private:
    struct Tap { ///< value = from[first] + share · (from[second] − from[first])
        int first, second;
        float share;
    };
    static std::vector<Tap> taps(int from, int to);

    float m_lowest, m_share; ///< of the range
    int m_fromWidth, m_toWidth, m_toHeight;
    int m_blockX, m_blockY, m_width, m_height; ///< size after the averaging
    std::vector<Tap> m_columns, m_rows;
    std::vector<float> m_blocks, m_wide; ///< m_wide: the rows of the source at the width of the result
    std::vector<unsigned char> m_result;
};

} // namespace hourglass::ui
