#include "ui/loss/label_places.h"

#include <algorithm>
#include <numeric>

namespace hourglass::ui {

std::vector<double> spreadLabels(const std::vector<double> &wishes, double height, double top, double bottom) {
    std::vector<std::size_t> order(wishes.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return wishes[a] < wishes[b]; });

    std::vector<double> places(wishes.size());
    double free = top;
    for (const std::size_t label : order) {
        places[label] = std::max(wishes[label], free);
        free = places[label] + height;
    }
    double limit = bottom - height;
    for (auto label = order.rbegin(); label != order.rend(); ++label) {
        places[*label] = std::max(std::min(places[*label], limit), top);
        limit = places[*label] - height;
    }
    return places;
}

QRectF placeBeside(const QPointF &point, const QSizeF &size, const QRectF &area, const std::vector<QRectF> &taken) {
    constexpr double gap = 12;
    const double right = point.x() + gap, left = point.x() - gap - size.width();
    const double above = point.y() - gap - size.height(), below = point.y() + gap;
    const double lowest = std::max(area.top(), area.bottom() - size.height());
    const auto inside = [&](double y) { return std::clamp(y, area.top(), lowest); };

    QRectF best;
    double leastCovered = -1;
    for (const double y : {inside(above), inside(below), area.top(), lowest, inside(point.y() - size.height() / 2)})
        for (const double x : {right, left}) {
            const QRectF box(QPointF(x, y), size);
            double covered = 0;
            for (const QRectF &other : taken) {
                const QRectF common = box.intersected(other);
                covered += std::max(common.width(), 0.0) * std::max(common.height(), 0.0);
            }
            // Beyond the border it could not be read: that weighs more than a covered label.
            const double outside = std::max(box.right() - area.right(), 0.0) + std::max(area.left() - box.left(), 0.0);
            covered += 4.0 * outside * size.height();
            if (leastCovered < 0 || covered < leastCovered - 0.5) {
                best = box;
                leastCovered = covered;
            }
        }
    // Too wide for either side: above or below the point, where it may stand across.
    if (best.right() > area.right() || best.left() < area.left()) {
        const double x = std::max(area.left(), std::min(best.left(), area.right() - size.width()));
        const double y = above >= area.top() || below > lowest ? std::max(above, area.top()) : below;
        best = QRectF(QPointF(x, y), size);
    }
    return best;
}

} // namespace hourglass::ui
