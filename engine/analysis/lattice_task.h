// What the decoder makes of a map's plane, on a grid.
#pragma once

#include "engine/analysis/latent_task.h"

namespace hourglass::analysis {

struct LatticeTask {
    using Result = LatticePicture;
    static constexpr TaskTraits traits{Reads::EverySnapshot, Lane::Live, 10}; ///< after the map, whose plane it decodes

    struct Grid {
        double left = 0, right = 1, bottom = 0, top = 1;
        int columns = 0, rows = 0;
        bool operator==(const Grid &) const = default;
    };
    Grid grid;
    std::shared_ptr<const LatestMap> map;

    /// Null, too, where the map is of another snapshot or does not lead back to codes.
    std::shared_ptr<const LatticePicture> run(TaskContext &context) const;
    bool operator==(const LatticeTask &) const = default;
};

} // namespace hourglass::analysis
