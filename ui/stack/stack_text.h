// Names and figures of the stack as a person reads them.
#pragma once

#include <QLocale>
#include <QString>

#include "engine/plan/outline.h"

namespace hourglass::ui {

/// "Dense 64": the kind and how many units (of an image: channels, of a sequence: features of a step) it makes.
QString layerName(const plan::LayerOutline &layer);
/// Of an image: "16 maps · 14 × 14".
QString mapsText(const core::Shape &shape);
/// Without the channels of an image: "14 × 14".
QString sidesText(const core::Shape &shape);
/// Of a sequence: "28 steps × 32".
QString stepsText(const core::Shape &shape);
/// "encoder, layer 2", counted from 1; "code, layer 3".
QString placeText(const plan::LayerOutline &layer, int index);
/// "28 × 28"
QString shapeText(const core::Shape &shape);
/// "9,871", "435 k", "1.2 M", "3.4 G": at most three figures that count once shortened.
QString shortCount(double count, const QLocale &locale);
/// "392×", "24.5×", "0.31×"
QString ratioText(double ratio, const QLocale &locale);
/// "0.3 ms", "0.32 s", "5.4 s", "2.1 min", "3 h"; "–" for what is not known.
QString durationText(double seconds, const QLocale &locale);

} // namespace hourglass::ui
