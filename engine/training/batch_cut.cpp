#include "engine/training/batch_cut.h"

namespace hourglass::training {

int layerWithFewest(const plan::Plan &plan) {
    int found = -1;
    Index most = 1;
    for (int index = 0; index < static_cast<int>(plan.layers().size()); ++index)
        if (const Index fewest = plan.layers()[static_cast<std::size_t>(index)].traits().fewestSamples; fewest > most) {
            most = fewest;
            found = index;
        }
    return found;
}

BatchCut batchesOf(const plan::Plan &plan, Index batch, Index samples) {
    return stepsOf(plan, batch, 1, samples);
}

BatchCut stepsOf(const plan::Plan &plan, Index batch, Index batchesEach, Index samples) {
    const Index one = std::max<Index>(1, std::min(batch, samples));
    const int layer = layerWithFewest(plan);
    if (layer < 0)
        return {one * batchesEach, 1};
    const Index fewest = plan.layers()[static_cast<std::size_t>(layer)].traits().fewestSamples;
    return {one * batchesEach, std::min(one, std::max(fewest, (one + 1) / 2))};
}

} // namespace hourglass::training
