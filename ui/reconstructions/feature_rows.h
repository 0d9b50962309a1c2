// A sample of a table as rows: each feature by its name, with what the sample holds, what the network makes of it, and PCA.
#pragma once

#include <QPainter>

#include "ui/reconstructions/reconstruction_style.h"

namespace hourglass::ui {

constexpr int mostFeatureRows = 24; ///< more are read as a chart

/// In logical pixels, with a line of headings.
QSizeF featureRowsSize(const analysis::ReconstructionColumn &column, const ReconstructionStyle &style);
void paintFeatureRows(QPainter &painter, const QRectF &place, const analysis::ReconstructionColumn &column, const ReconstructionStyle &style);

/// "205.3", "0.0412", "2,051": four figures, and no power of ten where the number can be read without.
QString featureText(double value);

} // namespace hourglass::ui
