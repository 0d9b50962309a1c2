// Where on the timeline a step stands: from its start, 0, to the present, 1.
#pragma once

#include "engine/core/types.h"

namespace hourglass::ui {

using core::Index;

/// The root gives the first steps room and leaves some to the last; a logarithm would crowd all edits at its end.
enum class TimeAxis { Root, Linear, Logarithmic };

class TimeScale {
public:
    TimeScale(TimeAxis axis, Index lastStep) : m_axis(axis), m_last(lastStep) {}

    double place(Index step) const;
    double step(double place) const; ///< with its fraction

private:
    TimeAxis m_axis;
    Index m_last;
};

} // namespace hourglass::ui
