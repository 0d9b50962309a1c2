// Projections that are one matrix: principal components, discriminants, chance.
#pragma once

#include "engine/projections/projection.h"

namespace hourglass::projections {

/// The codes' first two or three principal components; zeros where there are fewer. An error where they are too large.
core::Result<Layout> principalLayout(core::ConstView codes, Index dimensions);

/// The directions of the largest variance. Its warning says the share of variance that they show.
spec::Kind pcaKind();
core::Result<std::unique_ptr<Projection>> makePca(const spec::Component &component, const Subject &subject);

/// Fisher's discriminants (Fisher 1936, Rao 1948): the directions in which the classes' means lie furthest apart, measured by the scatter within
/// the classes. Samples without a label are placed, but not asked. There is a direction less than classes; the coordinates that are left are the
/// directions of the largest variance that those do not see.
spec::Kind ldaKind();
core::Result<std::unique_ptr<Projection>> makeLda(const spec::Component &component, const Subject &subject);

/// Two or three directions drawn by lot (Johnson and Lindenstrauss 1984: distances survive it in the mean): what any other picture is to be better than.
spec::Kind randomKind();
core::Result<std::unique_ptr<Projection>> makeRandom(const spec::Component &component, const Subject &subject);

} // namespace hourglass::projections
