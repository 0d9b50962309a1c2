// A card that lies over the window, with its shadow.
#pragma once

#include <QRectF>

#include <optional>

class QPainter;

namespace hourglass::ui {

struct Theme;

constexpr int cardShadow = 16; ///< room for it on every side

void paintCard(QPainter &painter, const QRectF &card, const Theme &theme);

/// Where a card of this size goes beside a point: right of it, left, below or above, wholly inside `area`, away from `obstacle`
/// if there is such a place, and never over the point. Nothing where it does not fit.
std::optional<QPoint> cardPlace(const QSize &card, const QPointF &point, const QRect &area, const QRect &obstacle);

} // namespace hourglass::ui
