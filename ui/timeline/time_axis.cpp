#include "ui/timeline/time_axis.h"

#include <algorithm>
#include <cmath>

namespace hourglass::ui {

double TimeScale::place(Index step) const {
    const double last = std::max(1.0, static_cast<double>(m_last)), at = std::clamp(static_cast<double>(step), 0.0, last);
    switch (m_axis) {
    case TimeAxis::Root: return std::sqrt(at / last);
    case TimeAxis::Linear: return at / last;
    case TimeAxis::Logarithmic: return std::log1p(at) / std::log1p(last);
    }
    return 0;
}

double TimeScale::step(double place) const {
    const double last = std::max(1.0, static_cast<double>(m_last)), at = std::clamp(place, 0.0, 1.0);
    switch (m_axis) {
    case TimeAxis::Root: return at * at * last;
    case TimeAxis::Linear: return at * last;
    case TimeAxis::Logarithmic: return std::expm1(at * std::log1p(last));
    }
    return 0;
}

} // namespace hourglass::ui
