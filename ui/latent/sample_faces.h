// A sample as a picture of a few pixels: an image, the curve of a series, or the features of a table.
#pragma once

#include <QColor>
#include <QImage>

#include "engine/analysis/thumbnails_task.h"
#include "ui/theme/theme.h"

namespace hourglass::ui {

/// Whether they are images of one channel whose borders are black.
bool areInkOnBlack(const analysis::ThumbnailPictures &pictures);

// Each draws one of the pictures within `side` × `side` logical pixels, in the colour of its point; `ratio` device pixels for each of them.

/// Ink on black in that colour, without the black; all else as it is, in a frame of it.
QImage imageFace(const analysis::ThumbnailPictures &pictures, std::size_t place, int side, const QColor &colour, bool isInkOnBlack, double ratio);
/// A line for each of up to three channels; more are a row each, steps to the right.
QImage seriesFace(const analysis::ThumbnailPictures &pictures, std::size_t place, int side, const QColor &colour, const Theme &theme, double ratio);
/// A bar for each of up to twelve features; more are cells, line after line.
QImage tableFace(const analysis::ThumbnailPictures &pictures, std::size_t place, int side, const QColor &colour, const Theme &theme, double ratio);

} // namespace hourglass::ui
