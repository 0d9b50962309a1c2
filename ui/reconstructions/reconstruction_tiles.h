// One sample in one row: as a picture, or as a chart where it is a row of numbers.
#pragma once

#include <QImage>

#include "ui/reconstructions/reconstruction_style.h"

class QPainter;

namespace hourglass::ui {

/// One pixel a value; null where there is nothing to show: not there yet, of another size, or not finite.
QImage tileImage(const analysis::ReconstructionColumn &column, ReconstructionRow row, const core::Shape &shape, const ReconstructionStyle &style);

/// Fills the rectangle with the image, its corners a little rounded: enlarged by whole pixels, or shrunk smoothly. A null image leaves
/// a pale place, crossed out where `isBroken`.
void paintTile(QPainter &painter, const QRectF &rect, const QImage &image, const ReconstructionStyle &style, bool isBroken);

/// True where values are there but not all of them are finite.
bool isBroken(const std::vector<float> &values);
const std::vector<float> &valuesOf(const analysis::ReconstructionColumn &column, ReconstructionRow row);

/// Original as outlined bars, reconstruction as filled ones inside them, PCA as ticks, corrupted input as dots; where features are
/// narrower than a few pixels, outlines become steps. All between style.lowestValue and style.highestValue.
void paintValueChart(QPainter &painter, const QRectF &rect, const analysis::ReconstructionColumn &column, const ReconstructionStyle &style);
/// Reconstruction − original as bars from the middle (or magnitudes from the bottom), full at style.errorLimit.
void paintErrorChart(QPainter &painter, const QRectF &rect, const analysis::ReconstructionColumn &column, const ReconstructionStyle &style);

/// A ring around a pixel of the picture that fills the rectangle, or a line at a feature of the chart.
void markPlace(QPainter &painter, const QRectF &rect, const SamplePlace &place, const core::Shape &shape, const ReconstructionStyle &style);
/// The number or numbers of a row at a place: "0.53", of a colour "0.20 0.31 0.44"; empty where there is none.
QString placeText(const analysis::ReconstructionColumn &column, ReconstructionRow row, const SamplePlace &place, const core::Shape &shape,
                  const ReconstructionStyle &style);

/// The scale of errors as a strip of colours.
void paintErrorScale(QPainter &painter, const QRectF &rect, const ReconstructionStyle &style);

} // namespace hourglass::ui
