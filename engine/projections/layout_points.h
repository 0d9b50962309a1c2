// A layout as kernels read and write it.
#pragma once

#include "engine/kernels/projections.h"
#include "engine/projections/layout.h"

namespace hourglass::projections {

/// Borrows from the layout.
inline kernels::ConstPoints pointsOf(const Layout &layout) {
    return {layout.x.data(), layout.y.data(), layout.dimensions() > 2 ? layout.z.data() : nullptr};
}
inline kernels::Points pointsOf(Layout &layout) {
    return {layout.x.data(), layout.y.data(), layout.dimensions() > 2 ? layout.z.data() : nullptr};
}

/// Points of the plane from … to − 1 once more, x and y beside each other: ConstPoints::twos.
inline void copyTwos(Index from, Index to, const Layout &layout, float *twos) {
    for (Index i = from; i < to; ++i) {
        twos[2 * i] = layout.x[i];
        twos[2 * i + 1] = layout.y[i];
    }
}

} // namespace hourglass::projections
