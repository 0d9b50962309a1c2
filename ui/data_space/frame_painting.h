// The box around the samples with its numbers, or the axes of a plane.
#pragma once

#include "ui/data_space/space_frame.h"
#include "ui/data_space/space_sight.h"
#include "ui/theme/theme.h"

class QPainter;

namespace hourglass::ui {

/// In the painter's font. What lies behind the samples of space, or below those of a plane.
void paintFrame(QPainter &painter, const SpaceFrame &frame, const SpaceSight &sight, const Theme &theme);

/// How much of the view the numbers take: the room for the box.
QRectF roomWithin(const QRectF &whole, const SpaceFrame &frame);

} // namespace hourglass::ui
