// Sizes of the sliders, in logical pixels.
#pragma once

namespace hourglass::ui::slider_measures {

constexpr int rowHeight = 29, scaleHeight = 20; ///< of a slider; of the numbers below all of them
constexpr int nameWidth = 44, valueWidth = 58, soloWidth = 26;
constexpr double knobRadius = 5;

} // namespace hourglass::ui::slider_measures
