#include "ui/code/decoded_look.h"

#include <algorithm>
#include <cmath>

#include "ui/reconstructions/feature_ranges.h"
#include "ui/reconstructions/feature_rows.h"
#include "ui/reconstructions/reconstruction_tiles.h"

namespace hourglass::ui {

namespace {

constexpr core::Index mostStepFeatures = 6; ///< of a series: more are drawn as one chart

/// In the numbers that charts are drawn in.
std::vector<float> charted(const DecodedLook &look, std::vector<float> values) {
    for (std::size_t i = 0; i < std::min(values.size(), look.unlike.size()); ++i)
        values[i] = (values[i] - look.unlike[i].lowest) / (look.unlike[i].highest - look.unlike[i].lowest);
    return values;
}

analysis::ReconstructionColumn columnOf(const DecodedLook &look, const std::vector<float> &values, const std::vector<float> &reference) {
    analysis::ReconstructionColumn column;
    column.reconstruction = charted(look, values);
    column.original = reference.size() == values.size() ? charted(look, reference) : column.reconstruction;
    return column;
}

} // namespace

void follow(DecodedLook &look, const core::Shape &sample, const core::Range &range, const std::vector<core::Range> &valueRanges) {
    look.sample = sample;
    look.style.range = range;
    look.unlike.clear();
    if (look.isImage())
        return;
    look.style.stepFeatures = sample.rank == 2 && sample.extents[1] <= mostStepFeatures ? static_cast<std::size_t>(sample.extents[1]) : 0;
    analysis::ReconstructionPicture ends;
    ends.sample = sample;
    ends.columns.resize(2);
    for (const core::Range &of : valueRanges) {
        ends.columns[0].original.push_back(of.lowest);
        ends.columns[1].original.push_back(of.highest);
    }
    if (!look.style.features.isEmpty())
        look.unlike = unlikeRanges(ends, 2);
    look.style.isByRange = !look.unlike.empty();
    double lowest = 0, highest = look.style.isByRange ? 1 : 0;
    if (!look.style.isByRange)
        for (const core::Range &of : valueRanges) {
            lowest = std::min<double>(lowest, of.lowest);
            highest = std::max<double>(highest, of.highest);
        }
    look.style.lowestValue = lowest;
    look.style.highestValue = highest > lowest ? highest : lowest + 1;
}

namespace {

constexpr double leastOfFit = 0.75; ///< of the side that has room, that whole pixels are worth: a picture of 46 pixels says more than one of 28

} // namespace

QRectF placeOfPicture(const QRectF &place, const core::Shape &sample, double ratio) {
    const double width = static_cast<double>(sample.width()), height = static_cast<double>(sample.height());
    const double fit = std::min(place.width() * ratio / width, place.height() * ratio / height);
    const double whole = fit >= 1 && std::floor(fit) >= leastOfFit * fit ? std::floor(fit) : fit;
    const QSizeF size(std::floor(width * whole) / ratio, std::floor(height * whole) / ratio);
    return {place.center() - QPointF(size.width() / 2, size.height() / 2), size};
}

void paintDecoded(QPainter &painter, const QRectF &place, const DecodedLook &look, const std::vector<float> &values, const std::vector<float> &reference) {
    if (values.size() != static_cast<std::size_t>(look.sample.size()) || place.isEmpty())
        return;
    if (look.isImage()) {
        analysis::ReconstructionColumn column;
        column.reconstruction = values;
        paintTile(painter, placeOfPicture(place, look.sample, painter.device()->devicePixelRatioF()),
                  tileImage(column, ReconstructionRow::Reconstruction, look.sample, look.style), look.style, isBroken(values));
        return;
    }
    if (!look.style.features.isEmpty() && values.size() <= static_cast<std::size_t>(mostFeatureRows)) {
        analysis::ReconstructionColumn column;
        column.reconstruction = values;
        column.original = reference.size() == values.size() ? reference : values;
        const QSizeF size = featureRowsSize(column, look.style);
        if (size.width() <= place.width() && size.height() <= place.height())
            return paintFeatureRows(painter, place, column, look.style);
    }
    paintValueChart(painter, place, columnOf(look, values, reference), look.style);
}

void paintChange(QPainter &painter, const QRectF &place, const DecodedLook &look, const std::vector<float> &values, const std::vector<float> &reference) {
    if (values.size() != static_cast<std::size_t>(look.sample.size()) || reference.size() != values.size() || place.isEmpty())
        return;
    const analysis::ReconstructionColumn column = columnOf(look, values, reference);
    if (look.isImage())
        paintTile(painter, placeOfPicture(place, look.sample, painter.device()->devicePixelRatioF()),
                  tileImage(column, ReconstructionRow::Error, look.sample, look.style), look.style, isBroken(values));
    else
        paintErrorChart(painter, place, column, look.style);
}

double typicalChange(const DecodedLook &look, const std::vector<float> &values, const std::vector<float> &reference) {
    analysis::ReconstructionPicture picture;
    picture.columns.push_back(columnOf(look, values, reference));
    return typicalErrorLimit(picture, 1);
}

} // namespace hourglass::ui
