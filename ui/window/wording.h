// How the window says times, speeds and counts. Numbers go through the person's locale; what is not known is a dash.
#pragma once

#include <QString>

namespace hourglass::ui {

/// "8 s", "3 min 20 s", "1 h 05 min".
QString durationText(double seconds);
/// "740 samples/s", "186 k samples/s", "1.2 M samples/s"; without the unit if it is to be short.
QString speedText(double samplesPerSecond, bool isShort = false);
/// "14.0 / 50".
QString epochText(double epoch, long long epochs);
QString countText(long long count);

/// "30 more epochs"
QString moreEpochsText(long long epochs);

} // namespace hourglass::ui
