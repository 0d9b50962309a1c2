#include "ui/latent/lasso.h"

#include <QPainter>

#include "ui/theme/theme.h"

namespace hourglass::ui {

namespace {

constexpr double leastStep = 3; // pixels

} // namespace

void Lasso::begin(const QPointF &at, Kind kind) {
    m_kind = kind;
    m_points = {at};
}

void Lasso::extend(const QPointF &to) {
    if (m_points.isEmpty())
        return;
    if (m_kind == Kind::Box && m_points.size() == 2)
        m_points.back() = to;
    else if (m_kind == Kind::Box || (to - m_points.back()).manhattanLength() >= leastStep)
        m_points << to;
}

QPolygonF Lasso::outline() const {
    if (m_kind == Kind::Free || m_points.size() < 2)
        return m_points;
    const QRectF box = QRectF(m_points.front(), m_points.back()).normalized();
    return {{box.topLeft(), box.topRight(), box.bottomRight(), box.bottomLeft()}};
}

QRect Lasso::place() const {
    return isEmpty() ? QRect() : m_points.boundingRect().toAlignedRect().adjusted(-3, -3, 3, 3);
}

/// Two thin lines beside one another without antialiasing: dark on pale, seen over any dot. A wide or smooth stroke would be shared with Qt's pool, see
/// MarkSprites.
void Lasso::paint(QPainter &painter, const Theme &theme) const {
    if (m_points.size() < 2)
        return;
    const QPolygonF line = outline();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrush(Qt::NoBrush);
    for (const double offset : {1.0, 0.0}) {
        painter.setPen(QPen(offset > 0 ? theme.panel : theme.accent(), 1));
        painter.drawPolyline(line.translated(offset, offset));
        painter.setPen(QPen(offset > 0 ? theme.panel : theme.accent(), 1, Qt::DashLine));
        painter.drawLine(line.back() + QPointF(offset, offset), line.front() + QPointF(offset, offset));
    }
    painter.restore();
}

} // namespace hourglass::ui
