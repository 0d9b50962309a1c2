#include "ui/theme/card.h"

#include <QPainter>

#include <algorithm>

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

} // namespace hourglass::ui
