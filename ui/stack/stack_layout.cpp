#include "ui/stack/stack_layout.h"

#include <algorithm>
#include <cmath>

namespace hourglass::ui {

namespace {

constexpr double widestBar = 446.0, narrowestShare = 0.27, shareOfAnEFold = 0.148;

int indexAt(const std::vector<QRectF> &rectangles, const QPointF &point) {
    const auto found = std::find_if(rectangles.begin(), rectangles.end(), [&](const QRectF &r) { return r.contains(point); });
    return found == rectangles.end() ? -1 : static_cast<int>(found - rectangles.begin());
}

} // namespace

StackLayout layOutStack(const std::vector<StackBar> &bars, double width, double figuresWidth, int errorBar, double errorHeight) {
    StackLayout layout;
    const double margin = StackLayout::margin;
    layout.rightEdge = width - margin;
    layout.fullWidth = std::clamp(layout.rightEdge - margin - figuresWidth, 60.0, widestBar);
    layout.centre = std::round(std::min(width / 2, layout.rightEdge - figuresWidth - layout.fullWidth / 2));
    double largest = 1;
    for (const StackBar &bar : bars)
        largest = std::max(largest, bar.units);
    double y = margin;
    for (const StackBar &bar : bars) {
        const double share = std::max(narrowestShare, 1 - shareOfAnEFold * std::log(largest / bar.units));
        const double half = std::round(layout.fullWidth * share / 2);
        const int index = static_cast<int>(layout.bars.size());
        layout.bars.emplace_back(layout.centre - half, y, 2 * half, StackLayout::barHeight);
        y += StackLayout::barHeight;
        if (index == errorBar) {
            layout.error = QRectF(margin, y + 8, width - 2 * margin, errorHeight);
            y += 8 + errorHeight;
        }
        y += StackLayout::gap;
    }
    layout.height = y - StackLayout::gap + margin;
    return layout;
}

QRectF StackLayout::gapStrip(int index) const {
    const QRectF &below = bars[static_cast<std::size_t>(index) + 1];
    return {centre - fullWidth / 2, below.top() - gap, fullWidth, gap};
}

int StackLayout::barAt(const QPointF &point) const {
    return indexAt(bars, point);
}

int StackLayout::gapAt(const QPointF &point) const {
    for (int index = 0; index < gapCount(); ++index)
        if (gapStrip(index).contains(point))
            return index;
    return -1;
}

} // namespace hourglass::ui
