// What layout and painting of the activations have in common.
#pragma once

#include "ui/theme/text_size.h"

namespace hourglass::ui::activation_measures {

constexpr double margin = 12;

/// Of what stands before a layer's numbers.
inline double labelWidth() {
    return scaledReal(108);
}

} // namespace hourglass::ui::activation_measures
