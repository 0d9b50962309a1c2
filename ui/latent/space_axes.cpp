#include "ui/latent/space_axes.h"

#include "ui/latent/plane_mapping.h"
#include "ui/theme/figures.h"

namespace hourglass::ui {

SpaceAxes::SpaceAxes(QCPAxis *horizontal, QCPAxis *vertical) : QCPAbstractPlottable(horizontal, vertical) {
    setSelectable(QCP::stNone);
    setVisible(false);
}

QRect SpaceAxes::clipRect() const {
    return keyAxis()->axisRect()->rect().translated(0, 1); // as the scatter's
}

void SpaceAxes::draw(QCPPainter *painter) {
    const PlaneMapping mapping = PlaneMapping::of(keyAxis(), valueAxis());
    painter->setAntialiasing(true);
    painter->setFont(smallFont());
    const QFontMetricsF metrics(smallFont());
    const QPointF middle = mapping(0, 0);
    for (std::size_t axis = 0; axis < m_ends.size(); ++axis) {
        const QPointF end = mapping(m_ends[axis].x(), m_ends[axis].y()), back = 2 * middle - end;
        painter->setPen(QPen(m_theme.line, 1));
        painter->drawLine(back, middle);
        painter->setPen(QPen(m_theme.edge(), 1.4));
        painter->drawLine(middle, end);
        const double width = figuresWidth(metrics, m_names[axis]) + 4, height = metrics.height();
        m_texts.draw(*painter, QRectF(end.x() + (end.x() < middle.x() ? -width - 3 : 3), end.y() - height / 2, width, height), m_names[axis], m_theme.dim,
                     m_theme.panel);
    }
}

QCPRange SpaceAxes::getKeyRange(bool &found, QCP::SignDomain) const {
    found = false;
    return {};
}

QCPRange SpaceAxes::getValueRange(bool &found, QCP::SignDomain, const QCPRange &) const {
    found = false;
    return {};
}

} // namespace hourglass::ui
