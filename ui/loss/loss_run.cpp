#include "ui/loss/loss_run.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <utility>

namespace hourglass::ui {

LossRun::LossRun(double smoothing) : m_smoothing(smoothing) {
    show(nullptr);
}

void LossRun::show(std::shared_ptr<const runs::RunLog> log) {
    m_log = log ? std::move(log) : std::make_shared<const runs::RunLog>();
    m_segments.clear();
    takeSegments();
}

bool LossRun::catchUp() {
    if (m_version == m_log->version())
        return false;
    takeSegments();
    return true;
}

void LossRun::takeSegments() {
    m_version = m_log->version();
    for (std::size_t index = 0; index < m_log->segments(); ++index) {
        const std::shared_ptr<const runs::Segment> segment = m_log->segment(index);
        if (index < m_segments.size() && m_segments[index].of == segment)
            continue;
        m_segments.erase(m_segments.begin() + static_cast<std::ptrdiff_t>(std::min(index, m_segments.size())), m_segments.end());
        m_segments.push_back({segment, SmoothedCurve({segment, &segment->train}, m_smoothing), SmoothedCurve({segment, &segment->heldOut})});
    }
    m_segments.erase(m_segments.begin() + static_cast<std::ptrdiff_t>(m_log->segments()), m_segments.end());
}

void LossRun::setSmoothing(double steps) {
    m_smoothing = steps;
    for (LossSegment &segment : m_segments)
        segment.train.setSmoothing(steps);
}

const LossSegment &LossRun::segmentAt(CurveAxis axis, double x) const {
    for (auto segment = m_segments.rbegin(); segment != m_segments.rend(); ++segment)
        if (!segment->train.isEmpty() && segment->train.point(0).place(axis) <= x)
            return *segment;
    return m_segments.front();
}

QString obstacleBetween(const LossRun &run, const LossRun &other) {
    QStringList words;
    if (other.lossName() != run.lossName())
        words << other.lossName();
    if (other.dataName() != run.dataName() && !other.dataName().isEmpty())
        words << QCoreApplication::translate("LossRun", "on %1").arg(other.dataName());
    return words.join(QLatin1Char(' '));
}

} // namespace hourglass::ui
