// All that stands still among the reconstructions, composed once for each picture: names, tiles, numbers. Hover and selection are
// painted around it.
#pragma once

#include <QImage>

#include "ui/reconstructions/reconstruction_layout.h"
#include "ui/reconstructions/reconstruction_style.h"

namespace hourglass::ui {

class CsvWriter;

/// A transparent image of the size (logical pixels), with the layout's ratio as its device pixel ratio.
QImage composeSheet(const analysis::ReconstructionPicture &picture, const ReconstructionLayout &layout, const ReconstructionStyle &style, const QSize &size);

/// What is shown, as rows of a table: a sample each, with its errors and its values.
void writeColumns(const analysis::ReconstructionPicture &picture, int columns, const ReconstructionStyle &style, CsvWriter &writer);

/// What the numbers below the columns are.
QString numbersHelp(const ReconstructionStyle &style);
/// What a row is, in a sentence.
QString rowHelp(ReconstructionRow row);
/// "Epoch 0.5", of the row of an earlier moment.
QString earlierName(const analysis::ReconstructionPicture &picture);
/// "PCA, 8 units".
QString pcaName(core::Index components);

} // namespace hourglass::ui
