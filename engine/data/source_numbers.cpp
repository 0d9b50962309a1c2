#include "engine/data/source_numbers.h"

#include <algorithm>

#include "engine/data/scaling.h"

namespace hourglass::data {

void toSource(const Dataset &dataset, const Part &part, Index sample, const float *scaled, double *original) {
    if (dataset.scaling)
        dataset.scaling->invertExactly(scaled, part.lengths.empty() ? 1.0f : part.lengths[static_cast<std::size_t>(sample)], original);
    else
        std::copy_n(scaled, dataset.features(), original);
    for (std::size_t i = 0; i < dataset.offsets.size(); ++i)
        original[i] += dataset.offsets[i];
}

} // namespace hourglass::data
