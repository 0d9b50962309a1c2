// The part of the plane that a map shows by itself: most of the codes, and calmly so while they move.
#pragma once

#include <QRectF>

#include <optional>
#include <span>

#include "ui/plots/extent.h"

namespace hourglass::ui {

/// From the 1st to the 99th percentile of the finite values, widened for the tails but not beyond the outermost value and a rim;
/// one unit about the value where all are equal. Nothing without a finite value.
std::optional<Extent> extentOfMost(std::span<const float> values);

/// Follows a target with a time constant; small wishes are not followed at all, and those to show less only where much would stay empty.
class FollowingRange {
public:
    void jump(const Extent &target);
    /// Sets where to go. Returns whether there is anything to do.
    bool aim(const Extent &target);
    /// Goes from `start` to the target, however near.
    void goFrom(const Extent &start);
    /// Moves on; returns whether there is more to do.
    bool advance(double milliseconds);
    const Extent &extent() const { return m_extent; }
    const Extent &target() const { return m_target; }

private:
    /// At each end the target goes at most `out` beyond what is shown, and leaves at most `in` of it, in shares of the target.
    bool isWithin(double out, double in) const;

    Extent m_extent, m_target;
    bool m_isMoving = false;
};

} // namespace hourglass::ui
