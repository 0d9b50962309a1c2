#include "engine/plan/placed_tensors.h"

namespace hourglass::plan {

std::vector<PlacedTensor> tensorsOf(const Plan &plan) {
    std::vector<PlacedTensor> all;
    for (std::size_t index = 0; index < plan.layers().size(); ++index) {
        const PlacedLayer &placed = plan.layers()[index];
        Index number = 0;
        const auto add = [&](const std::vector<layers::Tensor> &tensors, bool isState, Index offset) {
            for (const layers::Tensor &tensor : tensors) {
                all.push_back({&tensor, static_cast<int>(index), isState, offset, number++});
                offset += core::padded(tensor.size());
            }
        };
        add(placed.traits().parameters, false, placed.parameters);
        add(placed.traits().state, true, placed.state);
    }
    return all;
}

} // namespace hourglass::plan
