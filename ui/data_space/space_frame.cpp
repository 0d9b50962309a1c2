#include "ui/data_space/space_frame.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

#include "ui/plots/number_ticker.h"

namespace hourglass::ui {

namespace {

constexpr double room = 0.04, mostRatio = 4;
constexpr double nearly = 0.7; ///< of the distance asked for, that a whole step may be

Extent extentOf(const std::vector<float> &points, std::size_t axis, std::size_t axes) {
    bool isFirst = true;
    Extent extent;
    for (std::size_t i = axis; i < points.size(); i += axes) {
        const auto value = static_cast<double>(points[i]);
        if (!std::isfinite(value))
            continue;
        extent = isFirst ? Extent{value, value} : Extent{std::min(extent.lower, value), std::max(extent.upper, value)};
        isFirst = false;
    }
    const double size = extent.size() > 0 ? extent.size() : std::max(std::abs(extent.lower) * 0.1, 0.5);
    return {extent.lower - room * size - (extent.size() > 0 ? 0 : size / 2), extent.upper + room * size + (extent.size() > 0 ? 0 : size / 2)};
}

} // namespace

SpaceFrame SpaceFrame::around(const std::vector<float> &points, std::vector<SpaceAxis> axes) {
    SpaceFrame frame;
    frame.m_axes = std::move(axes);
    double narrowest = 0, widest = 0;
    for (std::size_t axis = 0; axis < frame.m_axes.size(); ++axis) {
        Extent &extent = frame.m_axes[axis].extent;
        extent = extentOf(points, axis, frame.m_axes.size());
        narrowest = axis == 0 ? extent.size() : std::min(narrowest, extent.size());
        widest = std::max(widest, extent.size());
    }
    frame.m_hasOneScale = widest <= mostRatio * narrowest;
    double square = 0;
    for (SpaceAxis &axis : frame.m_axes) {
        axis.half = frame.m_hasOneScale ? axis.extent.size() : 1;
        square += axis.half * axis.half;
    }
    for (SpaceAxis &axis : frame.m_axes)
        axis.half /= std::sqrt(square);
    return frame;
}

std::vector<SpaceTick> ticksWithin(const Extent &extent, double offset, double count) {
    std::vector<SpaceTick> ticks;
    if (!(extent.size() > 0) || !std::isfinite(extent.size()) || count < 1)
        return ticks;
    const double wanted = extent.size() / count, magnitude = std::pow(10.0, std::floor(std::log10(wanted)));
    double step = 10 * magnitude;
    for (const double factor : {5.0, 2.0, 1.0})
        if (factor * magnitude >= wanted * nearly)
            step = factor * magnitude;
    constexpr int most = 100; // of numbers so large that a step changes nothing
    const double first = std::ceil((extent.lower + offset) / step - 1e-9) * step;
    const QLocale locale;
    for (int i = 0; i < most && first + i * step <= extent.upper + offset + 1e-9 * step; ++i)
        ticks.push_back({first + i * step - offset, NumberTicker::label(first + i * step, step, locale).replace(QLatin1Char('-'), QChar(0x2212))});
    return ticks;
}

} // namespace hourglass::ui
