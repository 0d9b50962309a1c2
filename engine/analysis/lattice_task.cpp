#include "engine/analysis/lattice_task.h"

#include <algorithm>

#include "engine/analysis/sample_blocks.h"

namespace hourglass::analysis {

std::shared_ptr<const LatticePicture> LatticeTask::run(TaskContext &context) const {
    if (!map->picture || map->picture->moment != context.moment() || !map->picture->leadsBack())
        return nullptr;
    const LatentPicture &latent = *map->picture;
    const data::Dataset &dataset = *context.dataset();
    plan::Network &network = context.network();
    auto lattice = std::make_shared<LatticePicture>();
    lattice->moment = latent.moment;
    lattice->axes = latent.axes;
    lattice->left = grid.left;
    lattice->right = grid.right;
    lattice->bottom = grid.bottom;
    lattice->top = grid.top;
    lattice->columns = grid.columns;
    lattice->rows = grid.rows;
    lattice->sample = dataset.shape;
    lattice->range = dataset.originalRange;
    const Index cells = static_cast<Index>(grid.columns) * grid.rows, features = dataset.features(), stride = core::strideOf(latent.units);
    lattice->pixels.resize(static_cast<std::size_t>(cells * features));
    core::Floats codes(stride * network.block());
    for (Index first = 0; first < cells; first += network.block()) {
        if (isCancelled(context.cancelled()))
            return nullptr;
        const core::View z{codes.data(), latent.units, std::min(network.block(), cells - first), stride};
        for (Index column = 0; column < z.columns; ++column) {
            const Index cell = first + column;
            const double x = grid.left + (grid.right - grid.left) * (static_cast<double>(cell % grid.columns) + 0.5) / grid.columns;
            const double y = grid.top - (grid.top - grid.bottom) * (static_cast<double>(cell / grid.columns) + 0.5) / grid.rows;
            latent.plane->copyCode(x, y, z.column(column));
        }
        const core::ConstView decoded = network.decode(z);
        for (Index column = 0; column < z.columns; ++column)
            dataset.invert(decoded.column(column), lattice->pixels.data() + (first + column) * features);
    }
    return lattice;
}

} // namespace hourglass::analysis
