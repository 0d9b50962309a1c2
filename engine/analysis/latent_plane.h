// From codes to the points of a map.
#pragma once

#include <atomic>
#include <optional>
#include <span>

#include "engine/analysis/pictures.h"

namespace hourglass::analysis {

struct Codes {
    core::ConstView values;               ///< units × codes
    std::span<const Index> samples;       ///< number of each code's sample in its part; empty: its position
    std::span<const std::int32_t> labels; ///< of each code; empty without labels
};

/// A way to place codes on a plane.
class Projection {
public:
    virtual ~Projection() = default;
    /// `previous`, which may be null, is the map before; `moment` is the caller's to fill. Nothing where it was cancelled. A picture without
    /// `plane` does not lead back to codes. Codes that are not finite are left out.
    virtual std::optional<LatentPicture> place(const Codes &codes, const LatentPicture *previous, const std::atomic<bool> *cancelled) const = 0;
};

/// Places codes on a plane of their space, which leads back to them; `moment` is the caller's to fill. Codes that are not finite are left out.
///
/// Units: x and y are the two units' values as they are; the other units' entries of the origin are their means. A unit that the
/// code does not have, or twice the same, is replaced by one that it has: the picture's axes say which were taken. Principal: the
/// origin is the mean of the codes, the axes are their first two principal directions (exact up to 256 units, beyond by subspace
/// iteration). A principal direction has no sign of its own: it follows `previous`, where that shows the principal axes of as
/// many units, so that a map does not flip between snapshots. Codes too large for their variance to be a float are shown by units.
/// With axes.isSpatial() there is a third axis of the same kind, in z and CodePlane::axisZ; a code of less than three units has none, and the picture's axes
/// say so. With one unit both kinds are the unit itself, y is empty and axisY is zero. At least one unit.
LatentPicture mapCodes(const Codes &codes, const LatentAxes &axes, const LatentPicture *previous = nullptr);

/// mapCodes() with these axes.
class AxesProjection : public Projection {
public:
    explicit AxesProjection(const LatentAxes &axes) : m_axes(axes) {}
    std::optional<LatentPicture> place(const Codes &codes, const LatentPicture *previous, const std::atomic<bool> *cancelled) const override;

private:
    LatentAxes m_axes;
};

} // namespace hourglass::analysis
