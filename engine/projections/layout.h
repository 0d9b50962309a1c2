// Points of the plane or of space, as projections keep them.
#pragma once

#include <utility>

#include "engine/core/types.h"

namespace hourglass::projections {

using core::Index;

struct Layout {
    core::Floats x, y, z; ///< z: of space alone

    Layout() = default;
    explicit Layout(Index samples, Index dimensions = 2) : x(samples), y(samples), z(dimensions > 2 ? samples : 0) {}
    /// From a matrix 2 × samples or 3 × samples.
    explicit Layout(core::ConstView columns);
    Index samples() const { return x.size(); }
    Index dimensions() const { return z.isEmpty() ? 2 : 3; }
    /// 0: x, 1: y, 2: z.
    core::Floats &axis(Index number) { return number == 0 ? x : number == 1 ? y : z; }
    const core::Floats &axis(Index number) const { return number == 0 ? x : number == 1 ? y : z; }
    /// dimensions × samples, column-major.
    core::Floats toColumns() const;
    /// The largest of width, height and depth.
    float extent() const;
};

/// A turn, or a turned mirror image, of the plane, with one scale for both axes, and a move.
struct Similarity {
    double cosine = 1, sine = 0, mirror = 1, scale = 1; ///< mirror: −1 where y is mirrored first
    double x = 0, y = 0, toX = 0, toY = 0;              ///< the means of both sides
    double misfit = 1; ///< squared distances that are left, as a share of the reference's spread: 0 the same shape, 1 nothing in common

    std::pair<float, float> operator()(float atX, float atY) const {
        const double ownX = scale * (static_cast<double>(atX) - x), ownY = scale * mirror * (static_cast<double>(atY) - y);
        return {static_cast<float>(cosine * ownX - sine * ownY + toX), static_cast<float>(sine * ownX + cosine * ownY + toY)};
    }
};

/// Brings the points of a plane as near as can be to those of the reference, both of as many samples: Procrustes with scale (Schönemann and Carroll
/// 1970); the misfit is scipy.spatial.procrustes' disparity. A plane without extent keeps its scale, and has the misfit 1.
Similarity similarityOnto(const Layout &plane, const Layout &reference);
/// Turns, mirrors and moves the layout, without scaling, so that its points lie as near as can be to those of the reference (both of as many
/// samples and dimensions): orthogonal Procrustes (Schönemann 1966), in space by quaternions (Horn 1987).
void align(Layout &layout, const Layout &reference);
/// Moves the middle of all points to the origin and scales them, so that the first coordinate's deviation is this.
void standardise(Layout &layout, double deviation);

} // namespace hourglass::projections
