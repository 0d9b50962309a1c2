// A curve of a run as the plot reads it: with an exponential moving average, and thinned to the columns of a picture, so that
// drawing costs by the pixel and not by the step. Follows the curve by itself; knows no widget.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/runs/curve.h"

namespace hourglass::ui {

using core::Index;
using runs::CurveAxis;

/// What neighbouring steps have in common. `x` is the last of them on the axis asked for.
struct CurveColumn {
    double x = 0.0;
    Index steps = 0;
    float minimum = 0, mean = 0, maximum = 0;
    float smoothed = 0; ///< at the last of the steps
};

struct CurvePoint {
    Index step = 0; ///< the last of `steps` merged ones
    double epoch = 0.0;
    Index steps = 1;
    float minimum = 0, mean = 0, maximum = 0, smoothed = 0;

    double place(CurveAxis axis) const { return runs::placeOn(axis, step, epoch); }
};

class SmoothedCurve {
public:
    explicit SmoothedCurve(std::shared_ptr<const runs::Curve> curve, double smoothing = 0.0);

    /// Time constant of the exponential moving average in steps; zero: none. It begins with the first loss, hence without bias,
    /// and is at most a quarter of the steps so far, so that the average keeps up with the fall at the start. The next reading
    /// costs O(spans).
    void setSmoothing(double steps);
    double smoothing() const { return m_smoothing; }

    bool isEmpty() const { return m_curve->isEmpty(); }
    Index size() const { return m_curve->size(); }
    CurvePoint point(Index span) const;
    CurvePoint last() const { return point(size() - 1); }        ///< of a curve that is not empty
    runs::Span whole() const { return m_curve->sum(0, size()); } ///< all of it together
    /// The span nearest to a place; nothing for an empty curve.
    std::optional<CurvePoint> nearest(CurveAxis axis, double x) const;
    Index nearestSpan(CurveAxis axis, double x) const { return m_curve->nearest(axis, x); } ///< of a curve that is not empty

    /// One column for each [edges[i], edges[i + 1]) that holds a span, left to right, in O(columns · log spans). The span before
    /// and the one after all edges come too, so that a line runs on to the border.
    void thinned(CurveAxis axis, std::span<const double> edges, std::vector<CurveColumn> &columns) const;

private:
    struct Average { ///< after a group of spans
        double value = 0.0;
        Index steps = 0;
    };
    static constexpr Index fan = runs::Curve::fan;

    Average advanced(Average average, const runs::Span &next) const;
    Average averageAt(Index span) const;
    void catchUp() const;
    CurveColumn column(CurveAxis axis, Index from, Index to) const;

    std::shared_ptr<const runs::Curve> m_curve;
    double m_smoothing;
    mutable std::vector<Average> m_averages; ///< one for each eight complete spans
    mutable std::uint64_t m_generation;      ///< of the curve that they are of
    mutable Index m_weightSteps = 0;
    mutable double m_weight = 1.0; ///< 1 − exp(−m_weightSteps / m_smoothing)
};

} // namespace hourglass::ui
