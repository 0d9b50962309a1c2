// How a map writes axes, codes and numbers.
#pragma once

#include <QString>

#include "engine/analysis/pictures.h"
#include "ui/colouring/colouring.h"
#include "ui/plots/plot_export.h"

namespace hourglass::ui {

/// "z₁" for unit 0.
QString unitName(int unit);
/// "z₃" or "PC₁".
QString axisName(const analysis::LatentAxes &axes, bool isVertical);
/// Of the third axis of a map in space.
QString depthName(const analysis::LatentAxes &axes);
/// "t-SNE" for "tsne".
QString methodName(const std::string &method);
/// What a layout's numbers and warnings say, for a tool tip; empty for other pictures.
QString layoutHelp(const analysis::LatentPicture &picture);
/// "z₁ × z₂ · 10 000 test samples", "PCA of 32 units · 61 % of the variance · 10 000 test samples".
QString describe(const analysis::LatentPicture &picture);
/// "z = (0.42, −1.31)"; `resolution` is what one pixel stands for along the axis with the finer one.
QString coordinates(const analysis::LatentPicture &picture, double x, double y, double resolution);
/// Of a point in space: "z₁, z₂, z₅ = (0.42, −1.31, 0.07)".
QString coordinatesInSpace(const analysis::LatentPicture &picture, std::size_t point);
/// A number with a true minus sign and as many decimals as `resolution` deserves.
QString decimal(double value, double resolution);
/// "0.0123"
QString errorText(double mse);
/// The picture as a table: sample, label, the value that colours it where one does, and one column for each axis.
void writeNumbers(const analysis::LatentPicture &picture, const SharedColouring &colouring, CsvWriter &writer);

} // namespace hourglass::ui
