// Sizes of the sliders, in logical pixels.
#pragma once

#include "ui/theme/text_size.h"

namespace hourglass::ui::slider_measures {

/// Of a slider; of the numbers below all of them.
inline int rowHeight() {
    return scaled(29);
}
inline int scaleHeight() {
    return scaled(20);
}
inline int nameWidth() {
    return scaled(44);
}
inline int valueWidth() {
    return scaled(58);
}
inline int soloWidth() {
    return scaled(26);
}
constexpr double knobRadius = 5;

} // namespace hourglass::ui::slider_measures
