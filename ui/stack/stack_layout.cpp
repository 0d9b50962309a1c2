#include "ui/stack/stack_layout.h"

#include <algorithm>
#include <cmath>

#include "ui/theme/text_size.h"

namespace hourglass::ui {

namespace {

constexpr double widestBar = 446.0, narrowestShare = 0.27, shareOfAnEFold = 0.148, leastScale = 0.5, errorSpace = 8;
constexpr double leastGap = 8;

int indexAt(const std::vector<QRectF> &rectangles, const QPointF &point) {
    const auto found = std::find_if(rectangles.begin(), rectangles.end(), [&](const QRectF &r) { return r.contains(point); });
    return found == rectangles.end() ? -1 : static_cast<int>(found - rectangles.begin());
}

/// Lowers the bars where they then fit into `free`.
void fit(StackLayout &layout, double full, double slim, double free) {
    const double gaps = std::max(full + slim - 1, 1.0);
    const double wanted = full * layout.barHeight + slim * layout.slimHeight + gaps * layout.gap;
    if (wanted <= free)
        return;
    const double scale = free / wanted;
    const double slimHeight = std::max(scaledReal(18), std::floor(layout.slimHeight * scale)), leastGaps = gaps * std::max(leastGap, layout.gap * scale);
    const double barHeight = std::min(layout.barHeight, std::floor((free - leastGaps - slim * slimHeight) / std::max(full, 1.0)));
    if (barHeight < leastScale * layout.barHeight)
        return;
    layout.barHeight = barHeight;
    layout.slimHeight = std::min(slimHeight, barHeight);
    layout.gap = std::floor((free - full * barHeight - slim * layout.slimHeight) / gaps);
}

} // namespace

StackLayout layOutStack(const std::vector<StackBar> &bars, const QSizeF &room, double figuresWidth, int errorBar, double errorHeight) {
    StackLayout layout;
    const double margin = StackLayout::margin, width = room.width();
    const auto slim = static_cast<double>(std::count_if(bars.begin(), bars.end(), [](const StackBar &bar) { return bar.isSlim; }));
    fit(layout, static_cast<double>(bars.size()) - slim, slim, room.height() - 2 * margin - (errorBar >= 0 ? errorSpace + errorHeight : 0));
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
        const double height = bar.isSlim ? layout.slimHeight : layout.barHeight;
        layout.bars.emplace_back(layout.centre - half, y, 2 * half, height);
        y += height;
        if (index == errorBar) {
            layout.error = QRectF(margin, y + errorSpace, width - 2 * margin, errorHeight);
            y += errorSpace + errorHeight;
        }
        y += layout.gap;
    }
    layout.height = y - layout.gap + margin;
    return layout;
}

double StackLayout::pixelsPerEFold() const {
    return fullWidth * shareOfAnEFold;
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
