#include "app/animation/palette.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace hourglass::app {

namespace {

constexpr int bits = 6, shift = 8 - bits; // of a channel that tell boxes apart
constexpr std::size_t boxes = std::size_t(1) << (3 * bits);
constexpr std::size_t mostDistances = 30'000'000; // that Lloyd's algorithm may measure: a twentieth of a second
constexpr int mostRounds = 8;

constexpr std::uint32_t boxOf(QRgb colour) {
    return static_cast<std::uint32_t>(((qRed(colour) >> shift) << (2 * bits)) | ((qGreen(colour) >> shift) << bits) | (qBlue(colour) >> shift));
}

using Colour = std::array<double, 3>;

/// The mean colour of a box, and how many pixels have it.
struct Point {
    Colour mean;
    double weight;
};

/// Sums over points, from which their squared error about their mean follows.
struct Moments {
    double weight = 0, squares = 0;
    Colour sums{};

    void add(const Point &point, double sign = 1) {
        weight += sign * point.weight;
        for (std::size_t c = 0; c < 3; ++c) {
            sums[c] += sign * point.weight * point.mean[c];
            squares += sign * point.weight * point.mean[c] * point.mean[c];
        }
    }
    double error() const { return weight <= 0 ? 0 : squares - (sums[0] * sums[0] + sums[1] * sums[1] + sums[2] * sums[2]) / weight; }
    Colour mean() const { return {sums[0] / weight, sums[1] / weight, sums[2] / weight}; }
};

struct Group {
    std::size_t begin, end; ///< of the points
    Moments moments;
};

Group groupOf(const std::vector<Point> &points, std::size_t begin, std::size_t end) {
    Group group{begin, end, {}};
    for (std::size_t i = begin; i < end; ++i)
        group.moments.add(points[i]);
    return group;
}

void sortAlong(std::vector<Point> &points, const Group &group, std::size_t axis) {
    std::sort(points.begin() + static_cast<std::ptrdiff_t>(group.begin), points.begin() + static_cast<std::ptrdiff_t>(group.end),
              [axis](const Point &a, const Point &b) { return a.mean[axis] < b.mean[axis]; });
}

/// Where the two parts have the least error together, along the best of the three axes; the points are sorted so. At least two points.
std::size_t bestCut(std::vector<Point> &points, const Group &group) {
    double least = std::numeric_limits<double>::infinity();
    std::size_t cut = group.begin + 1, along = 0;
    for (std::size_t axis = 0; axis < 3; ++axis) {
        sortAlong(points, group, axis);
        Moments below, above = group.moments;
        for (std::size_t i = group.begin; i + 1 < group.end; ++i) {
            below.add(points[i]);
            above.add(points[i], -1);
            if (const double error = below.error() + above.error(); error < least) {
                least = error;
                cut = i + 1;
                along = axis;
            }
        }
    }
    sortAlong(points, group, along);
    return cut;
}

std::vector<Colour> splitInto(std::vector<Point> &points, std::size_t most) {
    std::vector<Group> groups{groupOf(points, 0, points.size())};
    while (groups.size() < most) {
        Group *worst = nullptr;
        for (Group &group : groups)
            if (group.end - group.begin > 1 && (!worst || group.moments.error() > worst->moments.error()))
                worst = &group;
        if (!worst)
            break;
        const Group whole = *worst;
        const std::size_t cut = bestCut(points, whole);
        *worst = groupOf(points, whole.begin, cut);
        groups.push_back(groupOf(points, cut, whole.end));
    }
    std::vector<Colour> means;
    means.reserve(groups.size());
    for (const Group &group : groups)
        means.push_back(group.moments.mean());
    return means;
}

std::size_t nearestOf(const std::vector<Colour> &means, const Colour &colour) {
    double least = std::numeric_limits<double>::infinity();
    std::size_t nearest = 0;
    for (std::size_t k = 0; k < means.size(); ++k) {
        const double red = means[k][0] - colour[0], green = means[k][1] - colour[1], blue = means[k][2] - colour[2];
        if (const double distance = red * red + green * green + blue * blue; distance < least) {
            least = distance;
            nearest = k;
        }
    }
    return nearest;
}

void moveToMeans(const std::vector<Point> &points, std::vector<Colour> &means) {
    const auto rounds = static_cast<int>(std::min<std::size_t>(mostRounds, mostDistances / (points.size() * means.size() + 1)));
    for (int round = 0; round < rounds; ++round) {
        std::vector<Moments> moments(means.size());
        for (const Point &point : points)
            moments[nearestOf(means, point.mean)].add(point);
        for (std::size_t k = 0; k < means.size(); ++k)
            if (moments[k].weight > 0)
                means[k] = moments[k].mean();
    }
}

} // namespace

std::uint8_t Palette::at(QRgb colour) const {
    if (!m_nearest.empty())
        return m_nearest[boxOf(colour)];
    const auto found = m_exact.find(colour);
    return found == m_exact.end() ? std::uint8_t(0) : found->second;
}

ColourCount::ColourCount() : m_boxes(boxes) {}

void ColourCount::add(QRgb colour) {
    const std::uint32_t at = boxOf(colour);
    Box &box = m_boxes[at];
    if (box.count++ == 0)
        m_used.push_back(at);
    box.sums[0] += static_cast<std::uint64_t>(qRed(colour));
    box.sums[1] += static_cast<std::uint64_t>(qGreen(colour));
    box.sums[2] += static_cast<std::uint64_t>(qBlue(colour));
    if (!m_isExact || m_last == colour)
        return;
    m_last = colour;
    if (m_exact.emplace(colour, static_cast<std::uint8_t>(m_exact.size())).second && m_exact.size() > Palette::mostColours) {
        m_isExact = false;
        m_exact.clear();
    }
}

Palette ColourCount::takePalette() {
    Palette palette;
    if (m_isExact) {
        palette.m_exact = std::exchange(m_exact, {});
        palette.m_colours.resize(palette.m_exact.size());
        for (const auto &[colour, number] : palette.m_exact)
            palette.m_colours[number] = colour;
    } else {
        std::vector<Point> points;
        points.reserve(m_used.size());
        const auto meanOf = [](const Box &box) {
            const auto count = static_cast<double>(box.count);
            return Colour{static_cast<double>(box.sums[0]) / count, static_cast<double>(box.sums[1]) / count, static_cast<double>(box.sums[2]) / count};
        };
        for (const std::uint32_t at : m_used)
            points.push_back({meanOf(m_boxes[at]), static_cast<double>(m_boxes[at].count)});
        std::vector<Colour> means = splitInto(points, Palette::mostColours);
        moveToMeans(points, means);
        for (const Colour &mean : means)
            palette.m_colours.push_back(qRgb(static_cast<int>(mean[0] + 0.5), static_cast<int>(mean[1] + 0.5), static_cast<int>(mean[2] + 0.5)));
        palette.m_nearest.resize(boxes);
        for (const std::uint32_t at : m_used)
            palette.m_nearest[at] = static_cast<std::uint8_t>(nearestOf(means, meanOf(m_boxes[at])));
    }
    for (const std::uint32_t at : m_used)
        m_boxes[at] = {};
    m_used.clear();
    m_isExact = true;
    m_last.reset();
    return palette;
}

} // namespace hourglass::app
