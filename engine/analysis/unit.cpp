#include "engine/analysis/unit.h"

namespace hourglass::analysis {

double activationOf(const core::Shape &output, const float *values, Index unit) {
    const Index places = placesOf(output);
    double sum = 0;
    for (Index place = 0; place < places; ++place)
        sum += static_cast<double>(values[indexOf(output, unit, place)]);
    return sum / static_cast<double>(places);
}

} // namespace hourglass::analysis
