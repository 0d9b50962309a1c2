#include "engine/project/log_follower.h"

#include <algorithm>
#include <bit>

#include "engine/project/stored_log.h"

namespace hourglass::project {

using runs::Curve;
using runs::Mark;
using runs::RunLog;

namespace {

/// Spans that take in no more steps: the last one of a curve that merges may be open.
Index completeSpans(const Curve &curve) {
    const Index end = curve.size();
    return end >= 2 && curve.span(end - 1).steps < curve.span(end - 2).steps ? end - 1 : end;
}

/// About as many spans as a file keeps: what is beyond would be copied in vain. Powers of two, which the curve has summed already.
Curve shortened(const Curve &curve) {
    Curve copy;
    const Index stride = static_cast<Index>(std::bit_ceil(static_cast<std::uint64_t>((curve.size() + mostStoredSpans - 1) / mostStoredSpans)));
    const Index end = completeSpans(curve);
    for (Index from = 0; from < end; from += stride)
        copy.append(curve.sum(from, std::min(from + stride, end)));
    return copy;
}

std::shared_ptr<RunLog> shortened(const RunLog &log) {
    std::vector<runs::Segment> segments;
    for (std::size_t index = 0; index < log.segments(); ++index) {
        const auto segment = log.segment(index);
        segments.push_back({segment->lossName, shortened(segment->train), shortened(segment->heldOut)});
    }
    return std::make_shared<RunLog>(log.heldOutName(), std::move(segments), log.marks(), log.evaluations(), log.lastStep(), log.lastEpoch());
}

} // namespace

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
    const Index end = completeSpans(curve);
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
        change.whole = shortened(*log);
        m_train = m_heldOut = {};
    }
    change.firstSegment = isRewritten ? log->segments() - 1 : m_segments - 1;
    for (std::size_t index = change.firstSegment; index < log->segments(); ++index) {
        const auto segment = log->segment(index);
        if (index >= m_segments)
            m_train = m_heldOut = {};
        change.segments.push_back({segment->lossName, {}, {}});
        if (isRewritten) { // all of it is in the copy
            m_train.size = segment->train.size();
            m_heldOut.size = segment->heldOut.size();
        }
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
    if (isRewritten) {
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
