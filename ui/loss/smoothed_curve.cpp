#include "ui/loss/smoothed_curve.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace hourglass::ui {

namespace {

double constantOf(double steps) {
    return std::isfinite(steps) ? std::max(steps, 0.0) : 0.0;
}

} // namespace

SmoothedCurve::SmoothedCurve(std::shared_ptr<const runs::Curve> curve, double smoothing)
    : m_curve(std::move(curve)), m_smoothing(constantOf(smoothing)), m_generation(m_curve->generation()) {}

void SmoothedCurve::setSmoothing(double steps) {
    if (constantOf(steps) == m_smoothing)
        return;
    m_smoothing = constantOf(steps);
    m_weightSteps = 0;
    m_averages.clear();
}

SmoothedCurve::Average SmoothedCurve::advanced(Average average, const runs::Span &next) const {
    const bool isFirst = average.steps == 0;
    average.steps += next.steps;
    const double most = static_cast<double>(average.steps) / 4.0;
    double weight = 1.0;
    if (!isFirst && m_smoothing > most) {
        weight = -std::expm1(-static_cast<double>(next.steps) / most);
    } else if (!isFirst && m_smoothing > 0.0) {
        if (m_weightSteps != next.steps) {
            m_weightSteps = next.steps;
            m_weight = -std::expm1(-static_cast<double>(next.steps) / m_smoothing);
        }
        weight = m_weight;
    }
    average.value += weight * (next.mean - average.value);
    return average;
}

void SmoothedCurve::catchUp() const {
    if (m_generation != m_curve->generation()) {
        m_generation = m_curve->generation();
        m_averages.clear();
    }
    const Index groups = std::max<Index>(m_curve->size() - 1, 0) / fan; // the last span may take more in
    Average average = m_averages.empty() ? Average{} : m_averages.back();
    for (auto group = static_cast<Index>(m_averages.size()); group < groups; ++group) {
        for (Index span = group * fan; span < (group + 1) * fan; ++span)
            average = advanced(average, m_curve->span(span));
        m_averages.push_back(average);
    }
}

SmoothedCurve::Average SmoothedCurve::averageAt(Index span) const {
    const Index group = std::min(span / fan, static_cast<Index>(m_averages.size()));
    Average average = group > 0 ? m_averages[static_cast<std::size_t>(group - 1)] : Average{};
    for (Index next = group * fan; next <= span; ++next)
        average = advanced(average, m_curve->span(next));
    return average;
}

CurvePoint SmoothedCurve::point(Index span) const {
    catchUp();
    const runs::Span at = m_curve->span(span);
    return {at.step, at.epoch, at.steps, at.minimum, at.mean, at.maximum, static_cast<float>(averageAt(span).value)};
}

std::optional<CurvePoint> SmoothedCurve::nearest(CurveAxis axis, double x) const {
    if (isEmpty() || std::isnan(x))
        return std::nullopt;
    return point(nearestSpan(axis, x));
}

CurveColumn SmoothedCurve::column(CurveAxis axis, Index from, Index to) const {
    const runs::Span sum = m_curve->sum(from, to);
    return {runs::placeOn(axis, sum.step, sum.epoch), sum.steps, sum.minimum, sum.mean, sum.maximum, static_cast<float>(averageAt(to - 1).value)};
}

void SmoothedCurve::thinned(CurveAxis axis, std::span<const double> edges, std::vector<CurveColumn> &columns) const {
    columns.clear();
    if (isEmpty() || edges.size() < 2)
        return;
    catchUp();
    Index from = m_curve->firstFrom(axis, edges.front());
    if (from > 0)
        columns.push_back(column(axis, from - 1, from));
    for (std::size_t edge = 1; edge < edges.size() && from < size(); ++edge) {
        const Index to = m_curve->firstFrom(axis, edges[edge], from);
        if (to > from)
            columns.push_back(column(axis, from, to));
        from = to;
    }
    if (from < size())
        columns.push_back(column(axis, from, from + 1));
}

} // namespace hourglass::ui
