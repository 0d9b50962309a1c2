// Pictures read at places between their pixels.
#include "engine/kernels/kernels.h"

#include <algorithm>
#include <cstdint>

namespace hourglass::kernels {

void resampleImage(Index height, Index width, const float *__restrict image, const float *__restrict rows, const float *__restrict columns,
                   float *__restrict to) {
    const auto lastRow = static_cast<float>(height - 1), lastColumn = static_cast<float>(width - 1);
    const auto rowLimit = static_cast<std::int32_t>(std::max<Index>(height - 2, 0)), columnLimit = static_cast<std::int32_t>(std::max<Index>(width - 2, 0));
    const auto stride = static_cast<std::int32_t>(width), down = height > 1 ? stride : 0, across = width > 1 ? 1 : 0;
    const auto pixels = static_cast<std::int32_t>(height * width);
    for (std::int32_t i = 0; i < pixels; ++i) {
        const float row = std::min(std::max(rows[i], 0.0f), lastRow), column = std::min(std::max(columns[i], 0.0f), lastColumn);
        const std::int32_t r = std::min(static_cast<std::int32_t>(row), rowLimit), c = std::min(static_cast<std::int32_t>(column), columnLimit);
        const float rowShare = row - static_cast<float>(r), columnShare = column - static_cast<float>(c);
        const std::int32_t at = r * stride + c;
        const float topLeft = image[at], topRight = image[at + across], bottomLeft = image[at + down], bottomRight = image[at + down + across];
        const float top = topLeft + columnShare * (topRight - topLeft), bottom = bottomLeft + columnShare * (bottomRight - bottomLeft);
        to[i] = top + rowShare * (bottom - top);
    }
}

} // namespace hourglass::kernels
