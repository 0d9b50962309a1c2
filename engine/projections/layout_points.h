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

} // namespace hourglass::projections
