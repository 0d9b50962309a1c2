// Points of the plane, as projections keep them.
#pragma once

#include <utility>

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

/// A turn, or a turned mirror image, with one scale for both axes, and a move.
struct Similarity {
    double cosine = 1, sine = 0, mirror = 1, scale = 1; ///< mirror: −1 where y is mirrored first
    double x = 0, y = 0, toX = 0, toY = 0;              ///< the means of both sides
    double misfit = 1; ///< squared distances that are left, as a share of the reference's spread: 0 the same shape, 1 nothing in common

    std::pair<float, float> operator()(float atX, float atY) const {
        const double ownX = scale * (static_cast<double>(atX) - x), ownY = scale * mirror * (static_cast<double>(atY) - y);
        return {static_cast<float>(cosine * ownX - sine * ownY + toX), static_cast<float>(sine * ownX + cosine * ownY + toY)};
    }
};

/// Brings the points of the plane as near as can be to those of the reference, both of as many samples: Procrustes with scale (Schönemann and Carroll
/// 1970); the misfit is scipy.spatial.procrustes' disparity. A plane without extent keeps its scale, and has the misfit 1.
Similarity similarityOnto(const Plane &plane, const Plane &reference);
/// Turns, mirrors and moves the plane, without scaling, so that its points lie as near as can be to those of the reference (both of as many
/// samples): orthogonal Procrustes (Schönemann 1966).
void align(Plane &plane, const Plane &reference);
/// Moves the middle of all points to the origin and scales them, so that the first coordinate's deviation is this.
void standardise(Plane &plane, double deviation);

} // namespace hourglass::projections
