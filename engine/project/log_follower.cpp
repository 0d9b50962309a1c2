#include "engine/project/log_follower.h"

namespace hourglass::project {

using runs::Curve;
using runs::Mark;
using runs::RunLog;

bool LogFollower::Seen::isContinuedBy(const Curve &curve) const {
    return curve.generation() == generation && curve.size() >= size && (size == 0 || curve.span(size - 1).step == lastStep);
}

bool LogFollower::wasRewritten(const RunLog &log) const {
    if (m_log.expired() || m_log.lock().get() != &log || log.segments() < m_segments || log.lastStep() < m_lastStep)
        return true;
    const auto segment = log.segment(m_segments - 1);
    return !m_train.isContinuedBy(segment->train) || !m_heldOut.isContinuedBy(segment->heldOut);
}

void LogFollower::takeNew(const Curve &curve, Seen &seen, std::vector<runs::Span> &to) {
    Index end = curve.size();
    // The last span of a curve that merges takes in more steps; it goes when it is complete.
    if (end >= 2 && curve.span(end - 1).steps < curve.span(end - 2).steps)
        --end;
    for (Index index = seen.size; index < end; ++index)
        to.push_back(curve.span(index));
    seen = {curve.generation(), end, end > 0 ? curve.span(end - 1).step : 0};
}

LogChange LogFollower::changesOf(const std::shared_ptr<const RunLog> &log) {
    LogChange change{.heldOutName = log->heldOutName(), .dataName = log->dataName(), .lastStep = log->lastStep(), .lastEpoch = log->lastEpoch()};
    const bool isRewritten = wasRewritten(*log);
    if (!isRewritten && log->version() == m_version) {
        change.isNothing = true;
        return change;
    }
    if (isRewritten) {
        change.whole = log->copy();
        m_train = m_heldOut = {};
    }
    change.firstSegment = isRewritten ? log->segments() - 1 : m_segments - 1;
    for (std::size_t index = change.firstSegment; index < log->segments(); ++index) {
        const auto segment = log->segment(index);
        if (index >= m_segments)
            m_train = m_heldOut = {};
        change.segments.push_back({segment->lossName, {}, {}});
        takeNew(segment->train, m_train, change.segments.back().train);
        takeNew(segment->heldOut, m_heldOut, change.segments.back().heldOut);
    }
    const auto &marks = log->marks();
    if (isRewritten || marks.size() != m_marks || (!marks.empty() && marks.back().step != m_lastMark)) {
        change.marks.emplace();
        for (const Mark &mark : marks)
            change.marks->push_back({.step = mark.step, .epoch = mark.epoch, .text = mark.text, .isBad = mark.isBad, .before = {}, .segments = mark.segments});
    }
    for (const training::EvaluationRecord &record : log->evaluations().records())
        if (isRewritten || record.step >= m_lastEvaluation) // the end of an epoch takes the place of what was measured at its step
            change.evaluations.push_back(record);
    if (isRewritten) { // all of it is in the copy
        change.segments.clear();
        change.evaluations.clear();
    }
    m_log = log;
    m_version = log->version();
    m_segments = log->segments();
    m_lastStep = log->lastStep();
    m_lastEvaluation = log->evaluations().isEmpty() ? -1 : log->evaluations().records().back().step;
    m_marks = marks.size();
    m_lastMark = marks.empty() ? 0 : marks.back().step;
    return change;
}

} // namespace hourglass::project
