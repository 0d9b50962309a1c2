// A card that lies over the window, with its shadow.
#pragma once

#include <QRectF>

class QPainter;

namespace hourglass::ui {

struct Theme;

constexpr int cardShadow = 16; ///< room for it on every side

void paintCard(QPainter &painter, const QRectF &card, const Theme &theme);

} // namespace hourglass::ui
