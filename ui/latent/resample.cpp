#include "ui/latent/resample.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace hourglass::ui {

Resample::Resample(int fromWidth, int fromHeight, int toWidth, int toHeight, const core::Range &range)
    : m_lowest(range.lowest), m_share(1.0f / (range.highest - range.lowest)), m_fromWidth(fromWidth), m_toWidth(toWidth), m_toHeight(toHeight),
      m_blockX(std::max(1, fromWidth / toWidth)), m_blockY(std::max(1, fromHeight / toHeight)), m_width(fromWidth / m_blockX), m_height(fromHeight / m_blockY),
      m_columns(taps(m_width, toWidth)), m_rows(taps(m_height, toHeight)), m_blocks(static_cast<std::size_t>(m_width) * m_height),
      m_wide(static_cast<std::size_t>(toWidth) * m_height), m_result(static_cast<std::size_t>(toWidth) * toHeight) {}

std::vector<Resample::Tap> Resample::taps(int from, int to) {
    std::vector<Tap> result;
    for (int i = 0; i < to; ++i) {
        const double position = std::clamp((i + 0.5) * from / to - 0.5, 0.0, from - 1.0);
        const int first = static_cast<int>(position);
        result.push_back({first, std::min(first + 1, from - 1), static_cast<float>(position - first)});
    }
    return result;
}

const std::vector<unsigned char> &Resample::operator()(const float *from) {
    const float *source = from;
    if (m_blockX > 1 || m_blockY > 1) {
        const float share = 1.0f / static_cast<float>(m_blockX * m_blockY);
        for (int y = 0; y < m_height; ++y)
            for (int x = 0; x < m_width; ++x) {
                float sum = 0;
                for (int j = 0; j < m_blockY; ++j)
                    for (int i = 0; i < m_blockX; ++i)
                        sum += from[(y * m_blockY + j) * m_fromWidth + x * m_blockX + i];
                m_blocks[static_cast<std::size_t>(y * m_width + x)] = sum * share;
            }
        source = m_blocks.data();
    }
    float *wide = m_wide.data();
    for (int y = 0; y < m_height; ++y, source += m_width)
        for (const Tap &column : m_columns) {
            const float blended = source[column.first] + column.share * (source[column.second] - source[column.first]);
            const float value = (blended - m_lowest) * m_share;
            *wide++ = value > 0 ? std::min(value, 1.0f) * 255.0f + 0.5f : 0.5f; // not a number: 0
        }
    unsigned char *out = m_result.data();
    for (const Tap &row : m_rows) {
        const float *upper = m_wide.data() + std::ptrdiff_t(row.first) * m_toWidth, *lower = m_wide.data() + std::ptrdiff_t(row.second) * m_toWidth;
        for (int x = 0; x < m_toWidth; ++x)
            out[x] = static_cast<unsigned char>(static_cast<int>(upper[x] + row.share * (lower[x] - upper[x])));
        out += m_toWidth;
    }
    return m_result;
}

} // namespace hourglass::ui
