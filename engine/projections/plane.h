// Points of the plane, as projections keep them.
#pragma once

#include "engine/core/types.h"

namespace hourglass::projections {

using core::Index;

struct Plane {
    core::Floats x, y;

    Plane() = default;
    explicit Plane(Index samples) : x(samples), y(samples) {}
    /// From a matrix 2 × samples.
    explicit Plane(core::ConstView columns);
    Index samples() const { return x.size(); }
    /// 2 × samples, column-major.
    core::Floats toColumns() const;
    /// The larger of height and width.
    float extent() const;
};

/// Turns, mirrors and moves the plane, without scaling, so that its points lie as near as can be to those of the reference (both of as many
/// samples): orthogonal Procrustes (Schönemann 1966).
void align(Plane &plane, const Plane &reference);
/// Moves the middle of all points to the origin and scales them, so that the first coordinate's deviation is this.
void standardise(Plane &plane, double deviation);

} // namespace hourglass::projections
