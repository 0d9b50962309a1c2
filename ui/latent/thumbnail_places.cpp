#include "ui/latent/thumbnail_places.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace hourglass::ui {

namespace {

constexpr double mostCells = 4e6; ///< of a level; one that needs more is as the one before

} // namespace

void ThumbnailPlaces::begin(std::span<const float> x, std::span<const float> y, double width, double height, const Box &box, std::size_t stride,
                            std::function<bool(std::size_t)> isShown) {
    const std::size_t count = std::min(x.size(), y.size());
    const auto isWanted = [&](std::size_t i) {
        return i < count && x[i] >= box.left && x[i] <= box.right && y[i] >= box.bottom && y[i] <= box.top && isShown(i);
    }; // false for what is not a number, too
    std::vector<bool> isListed(count, false);
    m_order.clear();
    for (const std::size_t i : m_placed)
        if (isWanted(i)) {
            m_order.push_back(i);
            isListed[i] = true;
        }
    for (std::size_t done = 0, i = 0; done < count; ++done, i = i + stride >= count ? i + stride - count : i + stride)
        if (!isListed[i] && isWanted(i))
            m_order.push_back(i);
    m_x = x;
    m_y = y;
    m_width = width;
    m_height = height;
    m_box = box;
    m_placed.clear();
    m_counts.clear();
}

void ThumbnailPlaces::clear() {
    m_x = m_y = {};
    m_order.clear();
    m_placed.clear();
    m_counts.clear();
}

std::span<const std::size_t> ThumbnailPlaces::at(int level) {
    const int last = std::clamp(level, farthest, nearest);
    while (farthest + static_cast<int>(m_counts.size()) <= last)
        refine(farthest + static_cast<int>(m_counts.size()));
    return std::span(m_placed).first(m_counts[static_cast<std::size_t>(last - farthest)]);
}

void ThumbnailPlaces::refine(int level) {
    const double scale = std::pow(2.0, -0.5 * level), width = m_width * scale, height = m_height * scale;
    const double columnsNeeded = std::ceil((m_box.right - m_box.left) / width) + 3, rowsNeeded = std::ceil((m_box.top - m_box.bottom) / height) + 3;
    if (m_order.empty() || !(columnsNeeded * rowsNeeded <= mostCells)) {
        m_counts.push_back(m_placed.size());
        return;
    }
    // A cell is as large as a picture, so that it holds one at most, and only those of its neighbours can lie on it. One cell of nothing around all.
    const int columns = static_cast<int>(columnsNeeded), rows = static_cast<int>(rowsNeeded);
    constexpr std::uint32_t nobody = 0xffffffffu;
    std::vector<std::uint32_t> cells(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows), nobody);
    const auto cellOf = [&](std::size_t i) {
        const int column = 1 + static_cast<int>((m_x[i] - m_box.left) / width), row = 1 + static_cast<int>((m_y[i] - m_box.bottom) / height);
        return static_cast<std::ptrdiff_t>(row) * columns + column;
    };
    for (const std::size_t i : m_placed)
        cells[static_cast<std::size_t>(cellOf(i))] = static_cast<std::uint32_t>(i);
    const auto lieOnOneAnother = [&](std::size_t a, std::size_t b) {
        return std::abs(static_cast<double>(m_x[a]) - m_x[b]) < width && std::abs(static_cast<double>(m_y[a]) - m_y[b]) < height;
    };
    std::size_t left = 0;
    for (const std::size_t i : m_order) {
        const std::ptrdiff_t cell = cellOf(i);
        bool isFree = cells[static_cast<std::size_t>(cell)] == nobody;
        for (std::ptrdiff_t row = -1; row <= 1 && isFree; ++row)
            for (std::ptrdiff_t column = -1; column <= 1 && isFree; ++column) {
                const std::uint32_t other = cells[static_cast<std::size_t>(cell + row * columns + column)];
                isFree = other == nobody || !lieOnOneAnother(i, other);
            }
        if (isFree) {
            cells[static_cast<std::size_t>(cell)] = static_cast<std::uint32_t>(i);
            m_placed.push_back(i);
        } else {
            m_order[left++] = i;
        }
    }
    m_order.resize(left);
    m_counts.push_back(m_placed.size());
}

} // namespace hourglass::ui
