#include "ui/reconstructions/reconstruction_layout.h"

#include <algorithm>
#include <cmath>

namespace hourglass::ui {

namespace {

constexpr double sideMargin = 12, topMargin = 6, columnGap = 4, rowGap = 3, barHeight = 5, textGap = 2, numberGap = 3;
constexpr double worthARow = 1.3; ///< so much larger must everything become for a row to be left out
constexpr int mostBands = 4;
constexpr double smallestCell = 28;                                     ///< images are not shrunk below
constexpr double smallestChart = 50, largestChart = 132, slotWidth = 6; ///< of a sample of numbers, and of one of its features

double snapped(double value, double ratio) {
    return std::round(value * ratio) / ratio;
}

/// What a row's name and the line below it take.
double twoLines(double lineHeight) {
    return 2 * lineHeight + 2;
}

/// One way to fill the place: which rows and lines of text.
struct Draft {
    std::vector<ReconstructionRow> kinds;
    bool hasNames = false, hasPcaLine = false, isLabelled = false;
    double lineHeight = 0;

    double textHeight() const { return (hasNames ? lineHeight : 0) + (isLabelled ? barHeight : 0) + textGap + lineHeight * (hasPcaLine ? 2 : 1); }
    double rowSpace(double height) const { return height - 2 * topMargin - textHeight() - rowGap * static_cast<double>(kinds.size() - 1); }
};

double availableWidth(const ReconstructionMeasures &measures) {
    return measures.place.width() - 2 * sideMargin - measures.labelWidth - 2 * columnGap;
}

int columnsOf(const ReconstructionMeasures &measures, double cellWidth) {
    const double pitch = std::max(cellWidth + columnGap, measures.numberWidth + numberGap);
    return std::max(1, static_cast<int>((availableWidth(measures) + columnGap) / pitch));
}

/// Device pixels of one pixel of the sample with which the draft and enough columns fit; 0 where not even one does.
int wholeFactor(const ReconstructionMeasures &measures, const Draft &draft) {
    const double perRow = draft.rowSpace(measures.place.height()) / static_cast<double>(draft.kinds.size());
    int factor = static_cast<int>(perRow * measures.ratio / static_cast<double>(measures.sample.height()));
    const auto cellWidth = [&](int at) { return static_cast<double>(measures.sample.width()) * at / measures.ratio; };
    while (factor > 0 && columnsOf(measures, cellWidth(factor)) < leastPictures)
        --factor;
    return std::max(0, factor);
}

/// Logical pixels of one pixel of the sample.
double scaleOf(const ReconstructionMeasures &measures, const Draft &draft) {
    const int factor = wholeFactor(measures, draft);
    if (factor >= measures.ratio)
        return factor / measures.ratio;
    const double width = static_cast<double>(measures.sample.width()), height = static_cast<double>(measures.sample.height());
    const double perRow = draft.rowSpace(measures.place.height()) / static_cast<double>(draft.kinds.size());
    const double perColumn = availableWidth(measures) / leastPictures - columnGap;
    const double shrunk = std::min({1.0, perRow / height, perColumn / width});
    return std::max(shrunk, std::min(1.0, smallestCell / std::max(width, height)));
}

void placeColumns(ReconstructionLayout &layout, const ReconstructionMeasures &measures, double smallestPitch, double largestPitch) {
    layout.labelLeft = sideMargin;
    layout.labelWidth = measures.labelWidth;
    layout.left = sideMargin + measures.labelWidth + 2 * columnGap;
    const double width = availableWidth(measures);
    layout.columns = layout.perBand = std::max(1, static_cast<int>((width + columnGap) / smallestPitch));
    layout.pitch = std::clamp((width + columnGap) / layout.columns, smallestPitch, std::max(smallestPitch, largestPitch));
}

void placeRows(ReconstructionLayout &layout, const ReconstructionMeasures &measures, const Draft &draft, const std::vector<double> &heights) {
    double used = draft.textHeight();
    for (const double height : heights)
        used += height;
    const double spare = measures.place.height() - 2 * topMargin - used, gaps = std::max(1.0, static_cast<double>(heights.size()) - 1);
    // Rows lower than the lines of text beside them stand further apart; where there is no room for two lines, for one.
    const double smallest = *std::min_element(heights.begin(), heights.end()), aboveRows = std::max(0.0, (measures.lineHeight - heights.front()) / 2);
    const auto leastGap = [&](double lines) { return std::max(rowGap, lines - smallest); };
    const auto belowRows = [&](double lines) { return std::max(0.0, (lines - heights.back()) / 2 - textGap); };
    const double two = twoLines(measures.lineHeight);
    layout.hasSecondLines = aboveRows + gaps * leastGap(two) + belowRows(two) <= spare + 1e-6;
    const double lines = layout.hasSecondLines ? two : measures.lineHeight;
    const double gap = std::clamp((spare - aboveRows - belowRows(lines)) / gaps, leastGap(lines), std::max(leastGap(lines), 3 * rowGap));
    double y = topMargin;
    layout.lineHeight = measures.lineHeight;
    layout.top = y;
    if (draft.hasNames) {
        layout.namesTop = y;
        y += measures.lineHeight;
    }
    if (draft.isLabelled) {
        layout.barTop = y;
        y += barHeight;
    }
    y += aboveRows;
    for (std::size_t row = 0; row < heights.size(); ++row) {
        layout.rows.push_back({draft.kinds[row], snapped(y, measures.ratio), heights[row]});
        y += heights[row] + (row + 1 < heights.size() ? gap : textGap);
    }
    y += belowRows(lines);
    layout.mseTop = y;
    y += measures.lineHeight;
    if (draft.hasPcaLine) {
        layout.pcaTop = y;
        y += measures.lineHeight;
    }
    layout.bottom = y;
}

ReconstructionLayout imageLayout(const ReconstructionMeasures &measures) {
    using enum ReconstructionRow;
    Draft draft;
    draft.isLabelled = measures.isLabelled;
    draft.lineHeight = measures.lineHeight;
    for (const ReconstructionRow kind : {Original, Corrupted, Reconstruction, Earlier, Pca, Error})
        if (measures.rows.has(kind) && (kind != Corrupted || measures.isCorrupted) && (kind != Earlier || measures.hasEarlier))
            draft.kinds.push_back(kind);
    if (draft.kinds.empty())
        draft.kinds.push_back(Original);
    if (measures.isCorrupted && measures.rows.has(Corrupted) && measures.rows.has(Pca) && draft.kinds.size() > 2) {
        Draft exchanged = draft;
        std::erase(exchanged.kinds, Pca);
        if (scaleOf(measures, exchanged) > worthARow * scaleOf(measures, draft))
            draft = exchanged;
    }
    const double scale = scaleOf(measures, draft);
    const double height = static_cast<double>(measures.sample.height()) * scale, rows = static_cast<double>(draft.kinds.size());
    const double leastBand = 2 * topMargin + draft.textHeight() + std::max(height, twoLines(measures.lineHeight) - rowGap) * rows + rowGap * (rows - 1);
    const int bands = std::clamp(static_cast<int>(measures.place.height() / leastBand), 1, mostBands);
    ReconstructionMeasures band = measures; // the place of one
    band.place.setHeight(measures.place.height() / bands);
    for (bool Draft::*line : {&Draft::hasPcaLine, &Draft::hasNames}) {
        Draft larger = draft;
        larger.*line = line == &Draft::hasNames ? measures.isLabelled : measures.rows.has(Pca);
        if (larger.rowSpace(band.place.height()) >= std::max(height, twoLines(measures.lineHeight) - rowGap) * rows)
            draft = larger;
    }
    ReconstructionLayout layout;
    layout.ratio = measures.ratio;
    layout.cellWidth = static_cast<double>(measures.sample.width()) * scale;
    const double pitch = std::max(layout.cellWidth + columnGap, measures.numberWidth + numberGap);
    placeColumns(layout, measures, pitch, pitch + 2 * columnGap);
    placeRows(layout, band, draft, std::vector<double>(draft.kinds.size(), height));
    layout.columns = bands * layout.perBand;
    layout.bandPitch = snapped(band.place.height(), measures.ratio);
    return layout;
}

ReconstructionLayout chartLayout(const ReconstructionMeasures &measures) {
    Draft draft;
    draft.isLabelled = measures.isLabelled;
    draft.hasNames = measures.isLabelled;
    draft.hasPcaLine = measures.rows.has(ReconstructionRow::Pca);
    draft.lineHeight = measures.lineHeight;
    draft.kinds = {ReconstructionRow::Values};
    if (measures.rows.has(ReconstructionRow::Error))
        draft.kinds.push_back(ReconstructionRow::Error);
    const double least = std::max(smallestChart, measures.numberWidth) + 2 * columnGap;
    const double wanted = std::clamp(static_cast<double>(measures.sample.size()) * slotWidth, smallestChart, largestChart) + 2 * columnGap;
    const double forTwelve = (availableWidth(measures) + columnGap) / wantedCharts;
    const double pitch = std::max(least, std::min(wanted, forTwelve));

    ReconstructionLayout layout;
    layout.ratio = measures.ratio;
    placeColumns(layout, measures, pitch, largestChart);
    layout.cellWidth = std::floor(layout.pitch - 2 * columnGap);
    const double space = std::clamp(draft.rowSpace(measures.place.height()), 60.0, 420.0);
    placeRows(layout, measures, draft,
              draft.kinds.size() > 1 ? std::vector<double>{std::floor(space * 0.68), std::floor(space * 0.32)} : std::vector<double>{std::floor(space)});
    return layout;
}

} // namespace

QRectF ReconstructionLayout::cell(int column, const Row &row) const {
    const double x = left + column % perBand * pitch + (pitch - columnGap - cellWidth) / 2;
    return {snapped(x, ratio), row.top + column / perBand * bandPitch, cellWidth, row.height};
}

std::optional<QPoint> ReconstructionLayout::pixelAt(const QPointF &point, const core::Shape &sample) const {
    const int index = columnAt(point);
    if (index < 0)
        return {};
    for (const Row &row : rows) {
        const QRectF place = cell(index, row);
        if (!place.contains(point))
            continue;
        const auto at = [](double share, core::Index count) {
            return static_cast<int>(std::clamp(std::floor(share * static_cast<double>(count)), 0.0, static_cast<double>(count - 1)));
        };
        return QPoint(at((point.x() - place.left()) / place.width(), sample.width()), at((point.y() - place.top()) / place.height(), sample.height()));
    }
    return {};
}

QRectF ReconstructionLayout::pixelIn(const QRectF &picture, const QPoint &pixel, const core::Shape &sample) {
    constexpr double visible = 4; // logical pixels
    const double width = picture.width() / static_cast<double>(sample.width()), height = picture.height() / static_cast<double>(sample.height());
    const QPointF centre(picture.left() + (pixel.x() + 0.5) * width, picture.top() + (pixel.y() + 0.5) * height);
    const QSizeF size(std::max(width, visible), std::max(height, visible));
    return {centre - QPointF(size.width() / 2, size.height() / 2), size};
}

std::optional<int> ReconstructionLayout::featureAt(const QPointF &point, int features) const {
    const int index = columnAt(point);
    if (index < 0 || features < 1)
        return {};
    const QRectF place = cell(index, rows.front());
    const double share = (point.x() - place.left()) / place.width();
    if (share < 0 || share >= 1)
        return {};
    return static_cast<int>(share * features);
}

QRectF ReconstructionLayout::column(int index) const {
    const int place = index % perBand;
    const double from = snapped(left + place * pitch - columnGap / 2, ratio);
    return {from, top - rowGap + index / perBand * bandPitch, snapped(left + (place + 1) * pitch - columnGap / 2, ratio) - from, bottom - top + 2 * rowGap};
}

int ReconstructionLayout::columnAt(const QPointF &point) const {
    if (pitch <= 0 || point.y() < top - rowGap)
        return -1;
    const int band = bandPitch > 0 ? static_cast<int>((point.y() - top + rowGap) / bandPitch) : 0;
    const double place = std::floor((point.x() - left + columnGap / 2) / pitch);
    if (place < 0 || place >= perBand || band >= bands() || point.y() - band * bandPitch >= bottom + rowGap)
        return -1;
    return band * perBand + static_cast<int>(place);
}

ReconstructionLayout arrangeReconstructions(const ReconstructionMeasures &measures) {
    return measures.sample.isImage() ? imageLayout(measures) : chartLayout(measures);
}

} // namespace hourglass::ui
