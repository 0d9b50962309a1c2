#include "ui/loss/loss_read_out.h"

#include <algorithm>
#include <cmath>

#include "ui/loss/label_places.h"
#include "ui/loss/loss_annotations.h"
#include "ui/theme/figures.h"

namespace hourglass::ui {

LossReadOut::LossReadOut(QCustomPlot *plot, const LossAnnotations *annotations) : QCPLayerable(plot, QStringLiteral("readout")), m_annotations(annotations) {
    setParent(plot);
}

void LossReadOut::draw(QCPPainter *painter) {
    m_box = {};
    if (hasFocusRing) {
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(theme.accent(), 1.5));
        painter->drawRoundedRect(QRectF(mParentPlot->rect()).adjusted(2, 2, -2, -2), controlRadius, controlRadius);
    }
    const QRectF area = mParentPlot->axisRect()->rect();
    drawShownMoment(painter, area);
    if (!reading.isShown)
        return;
    const double x = std::floor(mParentPlot->xAxis->coordToPixel(reading.x)) + 0.5;
    if (x < area.left() - 1 || x > area.right() + 1)
        return;
    QColor hairline = theme.text;
    hairline.setAlphaF(0.45f);
    painter->setPen(QPen(hairline, 1));
    painter->drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    for (const Reading::Row &row : reading.rows) {
        if (!std::isfinite(row.level))
            continue;
        const double y = mParentPlot->yAxis->coordToPixel(row.level);
        if (!(y >= area.top() && y <= area.bottom()))
            continue;
        painter->setPen(QPen(theme.panel, 1.5));
        painter->setBrush(row.colour);
        painter->drawEllipse(QPointF(x, y), 4, 4);
    }
    drawBox(painter, area);
}

void LossReadOut::drawShownMoment(QCPPainter *painter, const QRectF &area) {
    const double x = shownMoment ? std::floor(mParentPlot->xAxis->coordToPixel(*shownMoment)) + 0.5 : -1;
    if (!(x >= area.left() - 1 && x <= area.right() + 1))
        return;
    painter->setPen(QPen(theme.code, 2));
    painter->drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    painter->setPen(QPen(theme.panel, 1));
    painter->setBrush(theme.code);
    painter->drawPolygon(QPolygonF({{x - 6, area.bottom() + 5}, {x + 6, area.bottom() + 5}, {x, area.bottom() - 4}}));
}

void LossReadOut::drawBox(QCPPainter *painter, const QRectF &area) {
    const double points = mParentPlot->font().pointSizeF();
    const QFont plain = interfaceFont(points - 1.0), strong = interfaceFont(points - 1.0, QFont::DemiBold);
    const QFontMetricsF metrics(plain), strongMetrics(strong);
    const double height = std::ceil(metrics.height()) + 2, padding = 8, dot = 13, space = 8;
    double names = 0, numbers = 0, notes = 0;
    for (const Reading::Row &row : reading.rows) {
        names = std::max(names, metrics.horizontalAdvance(row.name));
        numbers = std::max(numbers, figuresWidth(strongMetrics, row.value));
        notes = std::max(notes, row.note.isEmpty() ? 0.0 : figuresWidth(metrics, row.note) + space);
    }
    double width = std::max({figuresWidth(metrics, reading.title), metrics.horizontalAdvance(reading.context), metrics.horizontalAdvance(reading.way),
                             dot + names + space + numbers + notes});
    const std::size_t lines = reading.rows.size() + 1 + (reading.context.isEmpty() ? 0 : 1) + (reading.way.isEmpty() ? 0 : 1);
    const double widest = std::max(width, area.width() * 0.6);
    QRectF changeRect;
    if (!reading.change.isEmpty()) {
        changeRect = strongMetrics.boundingRect(QRectF(0, 0, widest, 1000), Qt::TextWordWrap, reading.change);
        width = std::max(width, changeRect.width() + 1);
    }
    const QSizeF size(std::ceil(width) + 2 * padding, std::ceil(changeRect.height()) + height * static_cast<double>(lines) + padding + 4);
    std::vector<QRectF> taken{obstacle};
    for (const LossAnnotations::PlacedLabel &label : m_annotations->labels())
        taken.push_back(label.rect);
    m_box = placeBeside(reading.pointer, size, QRectF(mParentPlot->rect()).adjusted(4, 4, -4, -4), taken);
    m_box.moveTopLeft(QPointF(std::floor(m_box.x()) + 0.5, std::floor(m_box.y()) + 0.5));

    QColor ground = theme.panel;
    ground.setAlphaF(0.98f);
    painter->setPen(QPen(theme.line, 1));
    painter->setBrush(ground);
    painter->drawRoundedRect(m_box, controlRadius, controlRadius);

    QRectF line(m_box.left() + padding, m_box.top() + padding / 2 + 1, m_box.width() - 2 * padding, height);
    if (!reading.change.isEmpty()) {
        painter->setFont(strong);
        painter->setPen(reading.isBad ? theme.readable(theme.bad) : theme.text);
        painter->drawText(QRectF(line.topLeft(), QSizeF(line.width() + 1, changeRect.height())), Qt::TextWordWrap, reading.change);
        line.translate(0, std::ceil(changeRect.height()));
    }
    painter->setFont(plain);
    painter->setPen(theme.dim);
    if (!reading.way.isEmpty()) {
        painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter, reading.way);
        line.translate(0, height);
    }
    drawFigures(*painter, line, Qt::AlignLeft | Qt::AlignVCenter, reading.title);
    if (!reading.context.isEmpty()) {
        line.translate(0, height);
        painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter, reading.context);
    }
    for (const Reading::Row &row : reading.rows) {
        line.translate(0, height);
        painter->setPen(Qt::NoPen);
        painter->setBrush(row.colour);
        painter->drawEllipse(QPointF(line.left() + 4, line.center().y()), 3.5, 3.5);
        painter->setPen(theme.text);
        painter->drawText(line.adjusted(dot, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, row.name);
        painter->setFont(strong);
        drawFigures(*painter, line.adjusted(dot + names + space, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, row.value);
        painter->setFont(plain);
        painter->setPen(theme.dim);
        drawFigures(*painter, line.adjusted(dot + names + 2 * space + numbers, 0, 20, 0), Qt::AlignLeft | Qt::AlignVCenter, row.note);
    }
}

} // namespace hourglass::ui
