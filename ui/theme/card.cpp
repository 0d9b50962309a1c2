#include "ui/theme/card.h"

#include <QPainter>

#include <algorithm>
#include <array>

#include "ui/theme/theme.h"

namespace hourglass::ui {

void paintCard(QPainter &painter, const QRectF &card, const Theme &theme) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    for (int ring = cardShadow; ring > 0; ring -= 2) {
        painter.setBrush(QColor(0, 0, 0, theme.isDark ? 16 : 5));
        painter.drawRoundedRect(card.adjusted(-ring, -ring + 3, ring, std::min(ring + 3, cardShadow)), panelRadius + ring, panelRadius + ring);
    }
    painter.setPen(QPen(theme.edge(), 1));
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), panelRadius, panelRadius);
}

std::optional<QPoint> cardPlace(const QSize &card, const QPointF &point, const QRect &area, const QRect &obstacle) {
    constexpr int distance = 18, rim = 6; // from the point, from the border
    const QRect room = area.adjusted(rim, rim, -rim, -rim);
    if (card.width() > room.width() || card.height() > room.height())
        return std::nullopt;
    const QPoint at = point.toPoint();
    const auto within = [](int value, int low, int high) { return std::clamp(value, low, std::max(low, high)); };
    const int besideTop = within(at.y() - card.height() * 45 / 100, room.top(), room.bottom() + 1 - card.height());
    const int aboveLeft = within(at.x() - card.width() / 2, room.left(), room.right() + 1 - card.width());
    const std::array<QPoint, 4> places{QPoint(at.x() + distance, besideTop), QPoint(at.x() - distance - card.width(), besideTop),
                                       QPoint(aboveLeft, at.y() + distance), QPoint(aboveLeft, at.y() - distance - card.height())};
    std::optional<QPoint> fallback;
    for (const QPoint &place : places) {
        const QRect rect(place, card);
        if (!room.contains(rect))
            continue;
        if (!rect.intersects(obstacle))
            return place;
        if (!fallback)
            fallback = place;
    }
    return fallback;
}

} // namespace hourglass::ui
