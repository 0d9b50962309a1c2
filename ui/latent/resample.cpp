#include "ui/latent/resample.h"

#include <algorithm>
#include <cmath>

namespace hourglass::ui {

Resample::Resample(int fromWidth, int fromHeight, int toWidth, int toHeight)
    : m_fromWidth(fromWidth), m_fromHeight(fromHeight), m_toWidth(toWidth), m_toHeight(toHeight), m_blockX(std::max(1, fromWidth / toWidth)),
      m_blockY(std::max(1, fromHeight / toHeight)), m_width(fromWidth / m_blockX), m_height(fromHeight / m_blockY),
      m_columns(taps(m_width, toWidth)), m_rows(taps(m_height, toHeight)), m_blocks(static_cast<std::size_t>(m_width) * m_height),
      m_row(static_cast<std::size_t>(m_width)), m_result(static_cast<std::size_t>(toWidth) * toHeight) {}

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
    unsigned char *out = m_result.data();
    for (const Tap &row : m_rows) {
        const float *upper = source + row.first * m_width, *lower = source + row.second * m_width;
        for (int x = 0; x < m_width; ++x) {
            const float value = upper[x] + row.share * (lower[x] - upper[x]);
            m_row[static_cast<std::size_t>(x)] = value > 0 ? std::min(value, 1.0f) * 255.0f + 0.5f : 0.5f; // not a number: 0
        }
        for (const Tap &column : m_columns)
            *out++ = static_cast<unsigned char>(m_row[column.first] + column.share * (m_row[column.second] - m_row[column.first]));
    }
    return m_result;
}

} // namespace hourglass::ui
