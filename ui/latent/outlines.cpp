#include "ui/latent/outlines.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <unordered_map>

namespace hourglass::ui {

namespace {

constexpr int cells = 96;    ///< of a region's grid, along each direction
constexpr double margin = 3; ///< deviations of the smoothing that the grid reaches beyond the points
constexpr std::size_t fewest = 5;

double turn(const QPointF &a, const QPointF &b, const QPointF &c) {
    return (b.x() - a.x()) * (c.y() - a.y()) - (b.y() - a.y()) * (c.x() - a.x());
}

/// Of one direction.
template <class Of>
double deviationOf(const std::vector<QPointF> &points, Of of) {
    const auto count = static_cast<double>(points.size());
    double sum = 0, squares = 0;
    for (const QPointF &point : points)
        sum += of(point);
    for (const QPointF &point : points)
        squares += (of(point) - sum / count) * (of(point) - sum / count);
    return std::sqrt(squares / count);
}

/// What would stand there if the values were in order. Many are counted by where they lie between the least and the largest, so that those alone are compared
/// that lie together with it: comparisons that nobody foresees take most of std::nth_element's time.
template <class T>
T nthOf(std::vector<T> values, std::size_t nth) {
    constexpr std::size_t parts = 512;
    const auto chosen = [nth](std::vector<T> &among, std::size_t before) {
        const auto place = among.begin() + static_cast<std::ptrdiff_t>(nth - before);
        std::nth_element(among.begin(), place, among.end());
        return *place;
    };
    if (values.size() < 2 * parts)
        return chosen(values, 0);
    T least = values.front(), most = values.front();
    for (const T value : values) {
        least = std::min(least, value);
        most = std::max(most, value);
    }
    const T perUnit = static_cast<T>(parts - 1) / (most - least);
    if (!std::isfinite(perUnit) || !(perUnit > 0))
        return chosen(values, 0);
    const auto partOf = [least, perUnit](T value) { return static_cast<std::size_t>((value - least) * perUnit); }; // which rises with the value
    std::array<std::uint32_t, parts + 1> counts{};
    for (const T value : values)
        ++counts[partOf(value)];
    std::size_t part = 0, before = 0;
    while (before + counts[part] <= nth)
        before += counts[part++];
    std::vector<T> together;
    together.reserve(counts[part]);
    for (const T value : values)
        if (partOf(value) == part)
            together.push_back(value);
    return chosen(together, before);
}

template <class Of>
double medianOf(const std::vector<QPointF> &points, Of of) {
    std::vector<double> values(points.size());
    std::transform(points.begin(), points.end(), values.begin(), of);
    const std::size_t half = values.size() / 2;
    return nthOf(std::move(values), half);
}

double acrossOf(const QPointF &point) {
    return point.x();
}

double upOf(const QPointF &point) {
    return point.y();
}

} // namespace

QPolygonF convexHull(std::vector<QPointF> points) {
    std::sort(points.begin(), points.end(), [](const QPointF &a, const QPointF &b) { return a.x() != b.x() ? a.x() < b.x() : a.y() < b.y(); });
    points.erase(std::unique(points.begin(), points.end()), points.end());
    if (points.size() < 3)
        return {};
    std::vector<QPointF> hull;
    const auto extend = [&hull](std::size_t base, const QPointF &point) {
        while (hull.size() >= base + 2 && turn(hull[hull.size() - 2], hull.back(), point) <= 0)
            hull.pop_back();
        hull.push_back(point);
    };
    for (const QPointF &point : points)
        extend(0, point);
    const std::size_t base = hull.size() - 1;
    for (auto point = points.rbegin() + 1; point != points.rend(); ++point)
        extend(base, *point);
    hull.pop_back(); // the first once more
    return hull.size() < 3 ? QPolygonF() : QPolygonF(QList<QPointF>(hull.begin(), hull.end()));
}

std::vector<QPointF> innermost(std::vector<QPointF> points, double share) {
    if (points.empty())
        return points;
    const auto kept = static_cast<std::size_t>(std::ceil(share * static_cast<double>(points.size())));
    if (kept >= points.size())
        return points;
    const QPointF median(medianOf(points, acrossOf), medianOf(points, upOf));
    const double deviationX = deviationOf(points, acrossOf), deviationY = deviationOf(points, upOf);
    std::vector<double> distances;
    distances.reserve(points.size());
    for (const QPointF &point : points) {
        const double across = deviationX > 0 ? (point.x() - median.x()) / deviationX : 0, up = deviationY > 0 ? (point.y() - median.y()) / deviationY : 0;
        distances.push_back(across * across + up * up);
    }
    const double first = nthOf(distances, kept); // that is left out
    std::size_t asFar = kept - static_cast<std::size_t>(std::count_if(distances.begin(), distances.end(), [first](double each) { return each < first; }));
    std::size_t left = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const bool isOfThoseAsFar = distances[i] == first && asFar > 0;
        if (isOfThoseAsFar)
            --asFar;
        if (isOfThoseAsFar || distances[i] < first)
            points[left++] = points[i];
    }
    points.resize(left);
    return points;
}

QPolygonF simplified(const QPolygonF &line, double most) {
    constexpr qsizetype longest = 24; // corners in one: what is longer is hardly straight
    QPolygonF kept;
    for (qsizetype from = 0; from < line.size();) {
        kept << line[from];
        qsizetype to = from + 1; // the next that is kept
        const auto isStraight = [&line, from, most](qsizetype end) {
            const QPointF way = line[end] - line[from];
            const double length = std::hypot(way.x(), way.y());
            if (!(length > 0))
                return false;
            for (qsizetype i = from + 1; i < end; ++i) {
                const QPointF beside = line[i] - line[from];
                const double along = QPointF::dotProduct(beside, way);
                if (along < 0 || along > length * length || std::abs(turn(line[from], line[end], line[i])) > most * length)
                    return false;
            }
            return true;
        };
        while (to + 1 < line.size() && to - from < longest && isStraight(to + 1))
            ++to;
        from = to;
    }
    return kept.size() < 3 ? line : kept;
}

std::vector<QPolygonF> contours(const DensityGrid &grid, float level) {
    // Marching squares over the middles of the cells, with one row of nothing around them, so that every line closes. A square has the value of its
    // lower left corner at (column, row); its edges: 0 below, 1 at the right, 2 above, 3 at the left. Lines have what is denser at their left.
    const int columns = grid.columns + 2, rows = grid.rows + 2;
    const auto value = [&grid](int column, int row) {
        return column < 1 || row < 1 || column > grid.columns || row > grid.rows
                   ? 0.0f
                   : grid.values[static_cast<std::size_t>(row - 1) * static_cast<std::size_t>(grid.columns) + static_cast<std::size_t>(column - 1)];
    };
    const auto place = [&grid](double column, double row) {
        return QPointF(grid.left + (column - 0.5) * grid.cellWidth, grid.bottom + (row - 0.5) * grid.cellHeight);
    };
    struct Step {
        QPointF from;
        int next;
        bool isTaken = false;
    };
    std::unordered_map<int, Step> steps; // by the edge where each begins: horizontal edges are even, upright ones odd
    const auto edgeNumber = [columns](int column, int row, int edge) {
        const int at = (row + (edge == 2 ? 1 : 0)) * columns + column + (edge == 1 ? 1 : 0);
        return 2 * at + (edge == 1 || edge == 3 ? 1 : 0);
    };
    const auto pointOn = [&](int column, int row, int edge) {
        const bool isUpright = edge == 1 || edge == 3;
        const int fromColumn = column + (edge == 1 ? 1 : 0), fromRow = row + (edge == 2 ? 1 : 0);
        const float a = value(fromColumn, fromRow), b = isUpright ? value(fromColumn, fromRow + 1) : value(fromColumn + 1, fromRow);
        const double share = a == b ? 0.5 : static_cast<double>((level - a) / (b - a));
        return isUpright ? place(fromColumn, fromRow + share) : place(fromColumn + share, fromRow);
    };
    // From and to which edge, by which corners are denser: 1 lower left, 2 lower right, 4 upper right, 8 upper left.
    static constexpr std::array<std::array<int, 4>, 16> ways{{{-1, -1, -1, -1},
                                                              {0, 3, -1, -1},
                                                              {1, 0, -1, -1},
                                                              {1, 3, -1, -1},
                                                              {2, 1, -1, -1},
                                                              {0, 3, 2, 1},
                                                              {2, 0, -1, -1},
                                                              {2, 3, -1, -1},
                                                              {3, 2, -1, -1},
                                                              {0, 2, -1, -1},
                                                              {1, 0, 3, 2},
                                                              {1, 2, -1, -1},
                                                              {3, 1, -1, -1},
                                                              {0, 1, -1, -1},
                                                              {3, 0, -1, -1},
                                                              {-1, -1, -1, -1}}};
    for (int row = 0; row + 1 < rows; ++row)
        for (int column = 0; column + 1 < columns; ++column) {
            const int corners = (value(column, row) > level ? 1 : 0) | (value(column + 1, row) > level ? 2 : 0) | (value(column + 1, row + 1) > level ? 4 : 0) |
                                (value(column, row + 1) > level ? 8 : 0);
            const std::array<int, 4> &way = ways[static_cast<std::size_t>(corners)];
            for (std::size_t i = 0; i < 4 && way[i] >= 0; i += 2)
                steps.insert_or_assign(edgeNumber(column, row, way[i]), Step{pointOn(column, row, way[i]), edgeNumber(column, row, way[i + 1])});
        }
    std::vector<int> starts;
    for (const auto &[edge, step] : steps)
        starts.push_back(edge);
    std::sort(starts.begin(), starts.end()); // the same lines in the same order everywhere
    std::vector<QPolygonF> lines;
    for (const int start : starts) {
        QPolygonF line;
        for (auto at = steps.find(start); at != steps.end() && !at->second.isTaken; at = steps.find(at->second.next)) {
            at->second.isTaken = true;
            line << at->second.from;
        }
        if (line.size() > 2)
            lines.push_back(line);
    }
    return lines;
}

std::vector<QPolygonF> densestRegion(const std::vector<QPointF> &points, double share) {
    if (points.size() < fewest)
        return {};
    // Scott's rule by the spread of the innermost: a few samples far away smooth nothing.
    const std::vector<QPointF> inner = innermost(points, 0.95);
    const double deviationX = deviationOf(inner, acrossOf), deviationY = deviationOf(inner, upOf);
    if (!(deviationX > 0) || !(deviationY > 0) || !std::isfinite(deviationX + deviationY))
        return {};
    const double rule = std::pow(static_cast<double>(points.size()), -1.0 / 6);
    const double across = rule * deviationX, up = rule * deviationY;
    const auto [left, right] = std::minmax_element(inner.begin(), inner.end(), [](const QPointF &a, const QPointF &b) { return a.x() < b.x(); });
    const auto [low, high] = std::minmax_element(inner.begin(), inner.end(), [](const QPointF &a, const QPointF &b) { return a.y() < b.y(); });
    const double width = right->x() - left->x() + 2 * margin * across, height = high->y() - low->y() + 2 * margin * up;
    DensityGrid grid(cells, cells, left->x() - margin * across, low->y() - margin * up, width / cells, height / cells);
    for (const QPointF &point : points)
        grid.add(point.x(), point.y());
    grid.smooth(across / grid.cellWidth, up / grid.cellHeight);
    std::vector<float> densities;
    densities.reserve(points.size());
    for (const QPointF &point : points)
        densities.push_back(grid.at(point.x(), point.y()));
    const auto outside = static_cast<std::size_t>((1 - share) * static_cast<double>(densities.size()));
    const float level = nthOf(std::move(densities), outside);
    return contours(grid, level * 0.999f);
}

} // namespace hourglass::ui
