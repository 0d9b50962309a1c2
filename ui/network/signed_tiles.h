// Signed numbers as small pictures: blue below zero, red above, all of a limit's magnitude in full colour.
#pragma once

#include <QImage>
#include <QRectF>
#include <QString>

#include "engine/core/types.h"
#include "ui/theme/theme.h"

class QPainter;

namespace hourglass::ui {

struct SignedTile {
    QImage image;          ///< one pixel a number; what is not finite is as zero
    bool isBroken = false; ///< something is not finite
};

SignedTile signedTile(const float *values, const core::Shape &shape, float limit, const Theme &theme);
/// The largest finite magnitude; 0 without any.
float largestMagnitude(const float *values, core::Index count);
/// Enlarged by whole pixels of the device, crossed out where it is broken, with a thin line around.
void paintSignedTile(QPainter &painter, const QRectF &place, const SignedTile &tile, const Theme &theme);
/// "−0.21" [colours] "+0.21", from the left end of the place; its width.
double paintSignedScale(QPainter &painter, const QRectF &place, double limit, const Theme &theme);
/// A unit whose output is changed: a frame, and a stroke through one that is muted.
void paintChanged(QPainter &painter, const QRectF &place, bool isMuted, const Theme &theme);
/// The frame of what is selected.
void paintSelected(QPainter &painter, const QRectF &place, const Theme &theme);

} // namespace hourglass::ui
