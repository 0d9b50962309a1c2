// Where everything stands among the reconstructions. Pure geometry in logical pixels: nothing here paints or keeps state.
#pragma once

#include <QPoint>
#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include <optional>
#include <vector>

#include "engine/core/types.h"

namespace hourglass::ui {

/// Values: original, PCA and reconstruction in one chart, where a sample is no image.
enum class ReconstructionRow { Original, Corrupted, Reconstruction, Earlier, Pca, Error, Values };

/// Which of them are wanted.
class ShownRows {
public:
    bool has(ReconstructionRow row) const { return (m_bits & bitOf(row)) != 0; }
    void set(ReconstructionRow row, bool isShown) { m_bits = isShown ? m_bits | bitOf(row) : m_bits & ~bitOf(row); }
    bool operator==(const ShownRows &) const = default;

private:
    static unsigned bitOf(ReconstructionRow row) { return 1u << static_cast<unsigned>(row); }

    unsigned m_bits = ~0u;
};

/// What a layout is made from.
struct ReconstructionMeasures {
    QSizeF place;
    core::Shape sample{1, 28, 28};
    bool isCorrupted = false;
    bool hasEarlier = false; ///< there is a row of an earlier moment
    ShownRows rows = {};
    bool isLabelled = true;
    double ratio = 1.0;      ///< device pixels of one logical pixel
    double labelWidth = 90;  ///< of the names of the rows
    double lineHeight = 14;  ///< of a line of small text
    double numberWidth = 40; ///< of a number below a column
};

struct ReconstructionLayout {
    struct Row {
        ReconstructionRow kind;
        double top, height;
    };
    std::vector<Row> rows; ///< of the first band
    double ratio = 1.0;
    double cellWidth = 0; ///< images: a whole number of device pixels for each pixel, or shrunk where 1 : 1 does not fit
    double left = 0, pitch = 0;
    int columns = 0; ///< as many as fit, in all bands
    int perBand = 0; ///< columns of a band; bands stand below each other, each with all rows
    double bandPitch = 0;
    double labelLeft = 0, labelWidth = 0, lineHeight = 0;
    double top = 0, bottom = 0;
    bool hasSecondLines = true;                                  ///< below the names of rows there is room for a line each
    double namesTop = -1, barTop = -1, mseTop = -1, pcaTop = -1; ///< of the first band; negative: there is no such line

    int bands() const { return perBand > 0 ? (columns + perBand - 1) / perBand : 1; }
    QRectF cell(int column, const Row &row) const;
    /// Where a pixel of the sample stands, counted from its upper left; nothing beside the pictures.
    std::optional<QPoint> pixelAt(const QPointF &point, const core::Shape &sample) const;
    /// That pixel in the picture that fills a cell, at least as large as can be seen.
    static QRectF pixelIn(const QRectF &picture, const QPoint &pixel, const core::Shape &sample);
    /// Which feature of a chart; nothing beside it.
    std::optional<int> featureAt(const QPointF &point, int features) const;
    QRectF column(int index) const;           ///< everything of one column, half of the gaps on both sides included
    int columnAt(const QPointF &point) const; ///< -1 beside the columns
};

/// Pictures: the largest scale that shows so many is taken. Charts of numbers aim at so many.
constexpr int leastPictures = 6, wantedCharts = 12;

/// The largest whole scale with which six columns and all rows fit, never below 1 : 1 for small images; where the place is higher than that takes,
/// further bands of columns below. Lines of text give way before the scale does: the names of the classes first, then the numbers of the PCA.
/// Where the corrupted row would cost scale, it takes the place of the PCA's row. Without any wanted row there is that of the originals.
ReconstructionLayout arrangeReconstructions(const ReconstructionMeasures &measures);

} // namespace hourglass::ui
