#include "ui/compare/compared_layout.h"

#include <algorithm>
#include <cmath>

namespace hourglass::ui {

namespace {

constexpr double sideMargin = 12, topMargin = 6, columnGap = 4, barHeight = 5, numberGap = 3, leastGap = 2, largestGap = 9;
constexpr double smallestCell = 20, smallestChart = 50, largestChart = 132, slotWidth = 6, lowestChart = 30, highestChart = 220;

double available(const ComparedMeasures &measures) {
    return measures.place.width() - 2 * sideMargin - measures.labelWidth - 2 * columnGap;
}

double pitchOf(const ComparedMeasures &measures, double cellWidth) {
    return std::max(cellWidth + columnGap, measures.numberWidth + numberGap);
}

/// Logical pixels of one pixel of the sample, with which so high a row and enough columns fit.
double scaleOf(const ComparedMeasures &measures, double rowHeight) {
    const double width = static_cast<double>(measures.sample.width()), height = static_cast<double>(measures.sample.height());
    int factor = static_cast<int>(rowHeight * measures.ratio / height);
    while (factor > 0 && (available(measures) + columnGap) / pitchOf(measures, width * factor / measures.ratio) < leastPictures)
        --factor;
    if (factor >= measures.ratio)
        return factor / measures.ratio;
    const double shrunk = std::min({1.0, rowHeight / height, (available(measures) / leastPictures - columnGap) / width});
    return std::max(shrunk, std::min(1.0, smallestCell / std::max(width, height)));
}

} // namespace

ReconstructionLayout arrangeCompared(const ComparedMeasures &measures) {
    using enum ReconstructionRow;
    const bool areImages = measures.sample.isImage(), isPair = measures.runs == 2;
    ReconstructionLayout layout;
    layout.ratio = measures.ratio;
    layout.lineHeight = measures.lineHeight;
    layout.labelLeft = sideMargin;
    layout.labelWidth = measures.labelWidth;
    layout.left = sideMargin + measures.labelWidth + 2 * columnGap;

    std::vector<ReconstructionRow> kinds;
    if (areImages)
        kinds.push_back(Original);
    kinds.insert(kinds.end(), static_cast<std::size_t>(measures.runs), areImages ? Reconstruction : Values);
    if (areImages && isPair)
        kinds.push_back(Error);
    const double rows = static_cast<double>(kinds.size());
    const double text = (measures.isLabelled ? barHeight : 0) + measures.lineHeight * (measures.runs + (isPair ? 1 : 0));
    const double space = measures.place.height() - 2 * topMargin - text;
    double height = (space - (rows - 1) * leastGap) / rows, width = 0;
    if (areImages) {
        const double scale = scaleOf(measures, height);
        height = static_cast<double>(measures.sample.height()) * scale;
        width = static_cast<double>(measures.sample.width()) * scale;
    } else {
        height = std::floor(std::clamp(height, lowestChart, highestChart));
        width = std::max(std::clamp(static_cast<double>(measures.sample.size()) * slotWidth, smallestChart, largestChart), measures.numberWidth);
    }
    const double pitch = pitchOf(measures, areImages ? width : width + columnGap);
    layout.columns = layout.perBand = std::max(1, static_cast<int>((available(measures) + columnGap) / pitch));
    layout.pitch = std::clamp((available(measures) + columnGap) / layout.columns, pitch, pitch + (areImages ? 2 * columnGap : largestChart));
    layout.cellWidth = areImages ? width : std::floor(layout.pitch - 2 * columnGap);

    const double gap = std::clamp((space - rows * height) / std::max(1.0, rows - 1), leastGap, largestGap);
    double y = topMargin;
    layout.top = y;
    if (measures.isLabelled) {
        layout.barTop = y;
        y += barHeight;
    }
    for (const ReconstructionRow kind : kinds) {
        layout.rows.push_back({kind, std::round(y * measures.ratio) / measures.ratio, height});
        y += height + gap + (kind == Reconstruction || kind == Values ? measures.lineHeight : 0);
    }
    y -= gap;
    if (isPair) {
        layout.mseTop = y;
        y += measures.lineHeight;
    }
    layout.bottom = y;
    return layout;
}

} // namespace hourglass::ui
