// Where everything stands among the reconstructions. Pure geometry in logical pixels: nothing here paints or keeps state.
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include <vector>

#include "engine/core/types.h"

namespace hourglass::ui {

/// Values: original, PCA and reconstruction in one chart, where a sample is no image.
enum class ReconstructionRow { Original, Corrupted, Reconstruction, Pca, Error, Values };

/// What a layout is made from.
struct ReconstructionMeasures {
    QSizeF place;
    core::Shape sample{1, 28, 28};
    bool isCorrupted = false;
    bool isLabelled = true;
    double ratio = 1.0;       ///< device pixels of one logical pixel
    double labelWidth = 90;   ///< of the names of the rows
    double lineHeight = 14;   ///< of a line of small text
    double numberWidth = 40;  ///< of a number below a column
};

struct ReconstructionLayout {
    struct Row {
        ReconstructionRow kind;
        double top, height;
    };
    std::vector<Row> rows; ///< of the first band
    double ratio = 1.0;
    double cellWidth = 0;     ///< images: a whole number of device pixels for each pixel, or shrunk where 1 : 1 does not fit
    double left = 0, pitch = 0;
    int columns = 0;          ///< as many as fit, in all bands
    int perBand = 0;          ///< columns of a band; bands stand below each other, each with all rows
    double bandPitch = 0;
    double labelLeft = 0, labelWidth = 0, lineHeight = 0;
    double top = 0, bottom = 0;
    bool hasSecondLines = true; ///< below the names of rows there is room for a line each
    double namesTop = -1, barTop = -1, mseTop = -1, pcaTop = -1; ///< of the first band; negative: there is no such line

    int bands() const { return perBand > 0 ? (columns + perBand - 1) / perBand : 1; }
    QRectF cell(int column, const Row &row) const;
    QRectF column(int index) const; ///< everything of one column, half of the gaps on both sides included
    int columnAt(const QPointF &point) const; ///< -1 beside the columns
};

/// Pictures: the largest scale that shows so many is taken. Charts of numbers aim at so many.
constexpr int leastPictures = 6, wantedCharts = 12;

/// The largest whole scale with which six columns and all rows fit, never below 1 : 1 for small images; where the place is higher than that takes,
/// further bands of columns below. Lines of text give way before the scale does: the names of the classes first, then the numbers of the PCA.
/// Where the corrupted row would cost scale, it takes the place of the PCA's row.
ReconstructionLayout arrangeReconstructions(const ReconstructionMeasures &measures);

} // namespace hourglass::ui
