#include "ui/stack/stack_held.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace hourglass::ui {

namespace {

constexpr double paleness = 0.38, besidePointer = 14, tagPadding = 9, widestRemark = 230;

} // namespace

QRectF HeldBar::kept(int index, const QRectF &place) const {
    const auto at = static_cast<std::size_t>(index);
    return at < before.size() ? place.intersected(before[at]) : place;
}

bool HeldBar::hasOtherFigures(int index, const QString &figures) const {
    return index < figuresBefore.size() && figuresBefore[index] != figures;
}

void paintPulled(QPainter &painter, const QRectF &before, const QRectF &place, const QColor &fill, double radius) {
    QColor pale = fill;
    pale.setAlphaF(static_cast<float>(paleness));
    painter.setPen(Qt::NoPen);
    painter.setBrush(pale);
    painter.drawRoundedRect(before.united(place), radius, radius);
}

void paintTwinRing(QPainter &painter, const QRectF &place, const QColor &colour, double radius) {
    painter.setPen(QPen(colour, 1.5, Qt::DashLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(place.adjusted(-3, -3, 3, 3), radius + 3, radius + 3);
}

void paintTag(QPainter &painter, const HeldBar &held, const QRectF &room, const QFont &font, const Theme &theme) {
    QFont bold = font, small = font;
    bold.setWeight(QFont::DemiBold);
    small.setPointSizeF(font.pointSizeF() * 0.88);
    const QFontMetricsF large(bold), fine(small);
    const double most = std::max(40.0, std::min(widestRemark, room.width() - 2 * tagPadding));
    const QRectF remark = held.remark.isEmpty() ? QRectF() : fine.boundingRect(QRectF(0, 0, most, 1000), Qt::TextWordWrap, held.remark);
    const double width = std::ceil(std::max(large.horizontalAdvance(held.number), remark.width())) + 2 * tagPadding;
    const double height = std::ceil(large.height() + remark.height()) + tagPadding;
    QRectF tag(held.pointer.x() + besidePointer, held.pointer.y() - height - besidePointer / 2, width, height);
    tag.moveLeft(std::max(room.left(), std::min(tag.left(), room.right() - width)));
    if (tag.top() < room.top())
        tag.moveTop(std::min(held.pointer.y() + 2 * besidePointer, room.bottom() - height));
    tag.moveTo(std::round(tag.left()), std::round(std::clamp(tag.top(), room.top(), std::max(room.top(), room.bottom() - height))));
    painter.setPen(QPen(theme.panel, 1));
    painter.setBrush(theme.text);
    painter.drawRoundedRect(tag.adjusted(0.5, 0.5, -0.5, -0.5), 7, 7);
    painter.setPen(theme.panel);
    painter.setFont(bold);
    const QRectF inner = tag.adjusted(tagPadding, tagPadding / 2, -tagPadding, -tagPadding / 2);
    painter.drawText(inner, Qt::AlignLeft | Qt::AlignTop | Qt::TextSingleLine, held.number);
    painter.setFont(small);
    painter.drawText(inner.adjusted(0, large.height(), 1, 2), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, held.remark);
}

} // namespace hourglass::ui
