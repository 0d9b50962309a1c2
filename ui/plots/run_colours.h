// The colours that tell runs apart, wherever they are drawn. Blue and amber are not among them: they are the present training's.
#pragma once

#include "ui/theme/theme.h"

class QPainter;
class QRectF;

namespace hourglass::ui {

/// Of run colour 0, 1 …; further ones repeat them.
QColor runColour(int number, const Theme &theme);

/// A run as it is told from others: its colour, or that it is the one that goes on.
struct RunMark {
    int colour = 0;
    bool isPresent = false;

    /// Of what is drawn in one colour; of the present run that of its training curve.
    QColor one(const Theme &theme) const { return isPresent ? theme.encoder : runColour(colour, theme); }
    bool operator==(const RunMark &) const = default;
};

/// The dot beside a run's name; hollow where its curve is not in sight. That of the present one has its two colours.
void paintRunDot(QPainter &painter, const QRectF &dot, const RunMark &run, const Theme &theme, bool isHollow = false);

} // namespace hourglass::ui
