// t-SNE (van der Maaten and Hinton 2008), as openTSNE runs it (Poličar et al. 2019): neighbours at 3 · perplexity, PCA as a start, early
// exaggeration, a rate of samples / exaggeration (Belkina et al. 2019), momentum 0.8 and gains. Student's kernel has one degree of freedom in space, too.
#pragma once

#include "engine/projections/projection.h"

namespace hourglass::projections {

spec::Kind tsneKind();
/// Its objective is KL(P‖Q), of the layout as it is after the last step.
core::Result<std::unique_ptr<Projection>> makeTsne(const spec::Component &component, const Subject &subject);

} // namespace hourglass::projections
