// PaCMAP (Wang, Huang, Rudin and Shaposhnik 2021, "Understanding how dimension reduction tools work"): pairs near, mid-near and further, whose
// weights change in three phases, so that the large shape comes first and the near one last.
#pragma once

#include "engine/projections/projection.h"

namespace hourglass::projections {

spec::Kind pacmapKind();
core::Result<std::unique_ptr<Projection>> makePacmap(const spec::Component &component, const Subject &subject);

} // namespace hourglass::projections
