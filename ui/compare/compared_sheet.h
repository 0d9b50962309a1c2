// All that stands still among the samples of several runs, composed once for each set of pictures.
#pragma once

#include <QImage>

#include "ui/compare/compared_row.h"
#include "ui/reconstructions/reconstruction_layout.h"
#include "ui/reconstructions/reconstruction_style.h"

namespace hourglass::ui {

class CsvWriter;

/// Pixel by pixel which of two reconstructions is closer to the original: towards the colour of the one, or of the other, full where their absolute
/// errors (means over channels) differ by `limit`. Null where a number is missing or not finite.
QImage differenceImage(const analysis::ReconstructionColumn &a, const analysis::ReconstructionColumn &b, const core::Shape &shape, double limit,
                       const QColor &colourA, const QColor &colourB, const QColor &even);
/// The difference below which 99.5 % of those of the first columns lie; 0 without any.
double typicalDifference(const analysis::ReconstructionPicture &a, const analysis::ReconstructionPicture &b, int columns);

/// A transparent image of the size (logical pixels), with the layout's ratio as its device pixel ratio. The style's errorLimit is that of the difference.
QImage composeCompared(const std::vector<ComparedRow> &rows, const ReconstructionLayout &layout, const ReconstructionStyle &style, const QSize &size);

/// By how much the first of two is closer than the second, or the other way round: "−22 %", "+1.3" decibels.
QString leadText(analysis::Measure measure, double better, double other);

/// Each sample as each run makes it, with its errors.
void writeCompared(const std::vector<ComparedRow> &rows, int columns, const ReconstructionStyle &style, CsvWriter &writer);

} // namespace hourglass::ui
