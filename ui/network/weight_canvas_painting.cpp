#include "ui/network/weight_canvas.h"

#include <QPainter>

#include <algorithm>

#include "ui/network/network_texts.h"
#include "ui/network/weight_canvas_measures.h"
#include "ui/theme/figures.h"

namespace hourglass::ui {

using core::Index;
using namespace weight_measures;

void WeightCanvas::paintEvent(QPaintEvent *) {
    QPainter painter(viewport());
    if (!m_picture || m_picture->obstacle) {
        painter.setPen(m_theme.dim);
        painter.drawText(viewport()->rect().adjusted(16, 8, -16, -8), Qt::AlignCenter | Qt::TextWordWrap,
                         m_picture ? QString::fromStdString(m_picture->obstacle->sentence()) : m_emptyText);
        return;
    }
    painter.setFont(smallFont(11));
    painter.save();
    painter.setClipRect(QRectF(0, 0, viewport()->width(), room()));
    isMatrix() ? paintMatrix(painter) : paintTiles(painter);
    painter.restore();
    paintFoot(painter);
}

void WeightCanvas::paintTiles(QPainter &painter) {
    const auto size = static_cast<std::size_t>(m_picture->tile.size());
    const auto [first, count] = tilesInSight();
    for (Index tile = first; tile < first + count; ++tile) {
        const QRectF place = tileRect(tile);
        const Index unit = tile / m_picture->inputs;
        if (m_picture->inputs > 1 && tile % m_picture->inputs == 0) {
            painter.setPen(m_selected == unit ? m_theme.readable(m_theme.code) : m_theme.dim);
            drawFigures(painter, QRectF(weightMargin, place.top(), weightLabelWidth() - 8, place.height()), Qt::AlignLeft | Qt::AlignVCenter,
                        countText(unit + 1));
        }
        const auto at = static_cast<std::size_t>(std::max<Index>(0, tile - m_picture->first));
        if (tile < m_picture->first || (at + 1) * size > m_picture->values.size())
            continue; // on its way
        const float *values = m_picture->values.data() + at * size;
        const float limit = m_isOwnScale ? largestMagnitude(values, m_picture->tile.size()) : m_picture->limit;
        paintSignedTile(painter, place, signedTile(values, m_picture->tile, limit, m_theme), m_theme);
        if (m_selected == unit && m_picture->inputs == 1)
            paintSelected(painter, place, m_theme);
    }
}

void WeightCanvas::paintMatrix(QPainter &painter) {
    const QRectF place = matrixRect();
    paintSignedTile(painter, place,
                    signedTile(m_picture->values.data(), core::Shape(1, m_picture->shownRows, m_picture->shownColumns), m_picture->limit, m_theme), m_theme);
    painter.setPen(m_theme.dim);
    painter.drawText(QRectF(place.left(), place.bottom() + 3, viewport()->width() - 2 * weightMargin, axisWidth() - 2), Qt::AlignLeft | Qt::AlignVCenter,
                     tr("rows: %1 outputs · columns: %2 inputs").arg(countText(m_picture->units), countText(m_picture->inputs)));
    if (m_selected && *m_selected < m_picture->units) {
        const double height = place.height() / static_cast<double>(m_picture->shownRows), row = static_cast<double>(*m_selected / m_picture->rowsInOne);
        paintSelected(painter, QRectF(place.left(), place.top() + row * height, place.width(), height), m_theme);
    }
}

void WeightCanvas::paintFoot(QPainter &painter) {
    const QRectF foot(weightMargin, room(), viewport()->width() - 2 * weightMargin, footHeight());
    double left = foot.left();
    if (!m_isOwnScale || isMatrix())
        left += paintSignedScale(painter, foot, static_cast<double>(m_picture->limit), m_theme) + 14;
    QString text = m_isOwnScale && !isMatrix() ? tr("each to its own scale") : QString();
    if (isMatrix() && m_picture->rowsInOne * m_picture->columnsInOne > 1)
        text = tr("the largest of %1 × %2").arg(m_picture->rowsInOne).arg(m_picture->columnsInOne);
    painter.setPen(m_picture->notFinite > 0 ? m_theme.readable(m_theme.bad) : m_theme.dim);
    if (m_picture->notFinite > 0)
        text = tr("%1 weights are not finite").arg(countText(m_picture->notFinite));
    painter.drawText(QRectF(left, foot.top(), foot.right() - left, foot.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(painter.font()).elidedText(text, Qt::ElideRight, foot.right() - left));
}

} // namespace hourglass::ui
