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
    const auto list = [&](std::size_t i) { m_open.push_back({x[i], y[i], static_cast<std::uint32_t>(i)}); };
    m_open.clear();
    for (const std::size_t i : m_placed)
        if (isWanted(i)) {
            list(i);
            isListed[i] = true;
        }
    for (std::size_t done = 0, i = 0; done < count; ++done, i = i + stride >= count ? i + stride - count : i + stride)
        if (!isListed[i] && isWanted(i))
            list(i);
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
    m_open.clear();
    m_placed.clear();
    m_counts.clear();
}

std::span<const std::size_t> ThumbnailPlaces::at(int level) {
    const int last = std::clamp(level, farthest, nearest);
    if (m_counts.empty())
        placeFirst();
    while (farthest + static_cast<int>(m_counts.size()) <= last) {
        refine(farthest + static_cast<int>(m_counts.size()), m_open);
        m_counts.push_back(m_placed.size());
    }
    return std::span(m_placed).first(m_counts[static_cast<std::size_t>(last - farthest)]);
}

bool ThumbnailPlaces::isAffordable(int level) const {
    const double scale = std::pow(2.0, -0.5 * level);
    return (std::ceil((m_box.right - m_box.left) / (m_width * scale)) + 3) * (std::ceil((m_box.top - m_box.bottom) / (m_height * scale)) + 3) <= mostCells;
}

/// All levels down to 0, of which the last goes through all points and the others through what has a place there.
void ThumbnailPlaces::placeFirst() {
    int base = 0;
    while (base > farthest && !isAffordable(base))
        --base;
    refine(base, m_open);
    std::vector<Candidate> ofBase;
    for (const std::size_t i : m_placed)
        ofBase.push_back({m_x[i], m_y[i], static_cast<std::uint32_t>(i)});
    m_placed.clear();
    for (int level = farthest; level < base; ++level) {
        refine(level, ofBase);
        m_counts.push_back(m_placed.size());
    }
    for (const Candidate &each : ofBase)
        m_placed.push_back(each.point);
    m_counts.push_back(m_placed.size());
}

/// Gives those of `open` a place that have room at this level, beside those that have one; the others stay.
void ThumbnailPlaces::refine(int level, std::vector<Candidate> &open) {
    if (open.empty() || !isAffordable(level))
        return;
    const double scale = std::pow(2.0, -0.5 * level), width = m_width * scale, height = m_height * scale;
    // A cell is as large as a picture, so that it holds one at most, and only those of its neighbours can lie on it. One cell of nothing around all.
    const int columns = static_cast<int>(std::ceil((m_box.right - m_box.left) / width)) + 3;
    const int rows = static_cast<int>(std::ceil((m_box.top - m_box.bottom) / height)) + 3;
    constexpr std::uint32_t nobody = 0xffffffffu;
    std::vector<std::uint32_t> cells(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows), nobody);
    const double perWidth = 1 / width, perHeight = 1 / height;
    const auto cellOf = [&](double x, double y) {
        const int column = 1 + static_cast<int>((x - m_box.left) * perWidth), row = 1 + static_cast<int>((y - m_box.bottom) * perHeight);
        return static_cast<std::ptrdiff_t>(row) * columns + column;
    };
    for (const std::size_t i : m_placed)
        cells[static_cast<std::size_t>(cellOf(static_cast<double>(m_x[i]), static_cast<double>(m_y[i])))] = static_cast<std::uint32_t>(i);
    const auto isOn = [&](double x, double y, std::uint32_t other) {
        return std::abs(x - static_cast<double>(m_x[other])) < width && std::abs(y - static_cast<double>(m_y[other])) < height;
    };
    std::size_t left = 0;
    for (const Candidate each : open) {
        const auto x = static_cast<double>(each.x), y = static_cast<double>(each.y);
        const std::ptrdiff_t cell = cellOf(x, y);
        bool isFree = cells[static_cast<std::size_t>(cell)] == nobody;
        for (std::ptrdiff_t row = -1; row <= 1 && isFree; ++row)
            for (std::ptrdiff_t column = -1; column <= 1 && isFree; ++column) {
                const std::uint32_t other = cells[static_cast<std::size_t>(cell + row * columns + column)];
                isFree = other == nobody || !isOn(x, y, other);
            }
        if (isFree) {
            cells[static_cast<std::size_t>(cell)] = each.point;
            m_placed.push_back(each.point);
        } else {
            open[left++] = each;
        }
    }
    open.resize(left);
}

} // namespace hourglass::ui
