// What is drawn besides the bars while one is held: what its width was, its empty place, the number beside the pointer.
#pragma once

#include <QFont>
#include <QPointF>
#include <QRectF>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

#include "ui/theme/theme.h"

class QPainter;

namespace hourglass::ui {

/// Bars by index, as the scene has them: the stack as it would be.
struct HeldBar {
    int bar = -1, twin = -1;    ///< held, and what follows it across the code; −1: nothing does
    std::vector<QRectF> before; ///< of an edge: where the bars stood; else empty
    QStringList figuresBefore;  ///< likewise
    std::optional<double> top;  ///< of a bar that is carried: where its upper edge hangs
    QString number, remark;     ///< beside the pointer: "64 → 96", and what else is to be known
    bool isImpossible = false;  ///< the stack would be
    QPointF pointer;

    /// The part of a bar that was there before and stays.
    QRectF kept(int index, const QRectF &place) const;
    bool hasOtherFigures(int index, const QString &figures) const;
};

/// The part of a bar that comes or goes: pale, with the edges of what stays.
void paintPulled(QPainter &painter, const QRectF &before, const QRectF &place, const QColor &fill, double radius);
void paintTwinRing(QPainter &painter, const QRectF &place, const QColor &colour, double radius);
/// Beside the pointer, within `room`.
void paintTag(QPainter &painter, const HeldBar &held, const QRectF &room, const QFont &font, const Theme &theme);

} // namespace hourglass::ui
