// A sample as a small picture.
#pragma once

#include <QImage>

#include <span>

#include "engine/core/types.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

/// Where a thumbnail of a sample of this shape lies: images by a whole factor up to about 56 pixels, larger ones shrunk to 96; series wide and low.
QSize thumbnailSize(const core::Shape &shape);

/// An image in grey, or in colour where it has three channels; a series as a line for each channel. Where the values leave 0 … 1 (`isWithinUnit` is
/// false), each sample is shown within its own range.
QImage thumbnail(std::span<const float> values, const core::Shape &shape, bool isWithinUnit, const Theme &theme, double ratio);

/// Polylines, one for each channel of `length` values, within `from` … `to`.
void drawSeries(class QPainter &painter, const QRectF &place, std::span<const float> values, const core::Shape &shape, double from, double to);

} // namespace hourglass::ui
