// UMAP (McInnes, Healy and Melville 2018): the fuzzy graph of neighbours, laid out by attraction along its edges and repulsion between points
// drawn by lot. In umap-learn an edge moves both its ends at once, which no two threads can do and agree; here each point moves along all its
// edges, and the others stand still for that epoch.
#pragma once

#include "engine/projections/projection.h"

namespace hourglass::projections {

spec::Kind umapKind();
core::Result<std::unique_ptr<Projection>> makeUmap(const spec::Component &component, const Subject &subject);

} // namespace hourglass::projections
