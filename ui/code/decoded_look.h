// How what the decoder makes of a code is drawn, by what the data are: pictures, curves, or numbers of a table. The same as among the
// reconstructions.
#pragma once

#include <QPainter>

#include <vector>

#include "engine/analysis/mix_task.h"
#include "ui/reconstructions/reconstruction_style.h"

namespace hourglass::ui {

struct DecodedLook {
    core::Shape sample;
    ReconstructionStyle style;
    std::vector<core::Range> unlike; ///< each feature's own, for tables whose columns differ in size; else empty

    bool isImage() const { return sample.isImage(); }
};

/// Keeps the fonts, the theme and the names of the features. `range` is that of pictures, black to white; `valueRanges` of each feature, for what is none.
void follow(DecodedLook &look, const core::Shape &sample, const core::Range &range, const std::vector<core::Range> &valueRanges);
inline void follow(DecodedLook &look, const analysis::MixPicture &mix) {
    follow(look, mix.sample, mix.range, mix.valueRanges);
}

/// The largest whole factor for pictures, or as large as there is room where that would leave more than a quarter of it empty, in the middle of the place; the
/// whole place for charts. `reference`, which may be empty, is drawn as outline behind a chart, and as a second column beside the numbers of a table that has
/// room for them.
void paintDecoded(QPainter &painter, const QRectF &place, const DecodedLook &look, const std::vector<float> &values, const std::vector<float> &reference = {});
/// values − reference; look.style.errorLimit is full colour.
void paintChange(QPainter &painter, const QRectF &place, const DecodedLook &look, const std::vector<float> &values, const std::vector<float> &reference);
/// Where paintDecoded() puts a picture.
QRectF placeOfPicture(const QRectF &place, const core::Shape &sample, double ratio);
/// What most values differ by, at most: for the limit of paintChange().
double typicalChange(const DecodedLook &look, const std::vector<float> &values, const std::vector<float> &reference);

} // namespace hourglass::ui
