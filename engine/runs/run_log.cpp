#include "engine/runs/run_log.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace hourglass::runs {

namespace {

// Together within RunLog::mostBytes.
constexpr Index heldOutSpans = Index(1) << 15;
constexpr Index olderSpans = Index(1) << 17; // of all segments before the present one together, half as many for what was held out
constexpr Index fewestOlderSpans = 512;      // of each
constexpr std::size_t mostMarks = 4096;      // a person makes fewer

} // namespace

RunLog::RunLog(std::string lossName, std::string heldOutName) : m_heldOutName(std::move(heldOutName)) {
    startSegment(lossName);
}

RunLog::RunLog(std::string heldOutName, std::vector<Segment> segments, std::vector<Mark> marks, Evaluations evaluations, Index lastStep, double lastEpoch)
    : m_marks(std::move(marks)), m_evaluations(std::move(evaluations)), m_heldOutName(std::move(heldOutName)), m_lastStep(lastStep), m_lastEpoch(lastEpoch) {
    for (Segment &segment : segments)
        m_segments.push_back(std::make_shared<Segment>(std::move(segment)));
}

void RunLog::startSegment(const std::string &lossName) {
    const auto older = static_cast<Index>(m_segments.size());
    for (const std::shared_ptr<Segment> &segment : m_segments) {
        segment->train.shrink(std::max(olderSpans / older, fewestOlderSpans));
        segment->heldOut.shrink(std::max(heldOutSpans / older, fewestOlderSpans));
    }
    m_segments.push_back(std::make_shared<Segment>(Segment{lossName, Curve(), Curve(heldOutSpans)}));
}

std::shared_ptr<RunLog> RunLog::copy() const {
    auto copy = std::make_shared<RunLog>(*this);
    for (std::shared_ptr<Segment> &segment : copy->m_segments)
        segment = std::make_shared<Segment>(*segment);
    return copy;
}

std::shared_ptr<RunLog> RunLog::copyBefore(std::size_t mark) const {
    const Mark at = m_marks[mark];
    const std::shared_ptr<RunLog> copy = this->copy();
    copy->m_segments.resize(std::clamp<std::size_t>(at.segments, 1, m_segments.size()));
    copy->m_marks.resize(mark);
    copy->goBackTo(at.step);
    copy->m_lastStep = at.step;
    copy->m_lastEpoch = at.epoch;
    return copy;
}

std::shared_ptr<RunLog> RunLog::copyUpTo(Index step, double epoch) const {
    const std::shared_ptr<RunLog> copy = this->copy();
    copy->goBackTo(step);
    copy->m_lastStep = step;
    copy->m_lastEpoch = epoch;
    return copy;
}

void RunLog::changeLoss(const std::string &lossName, const std::shared_ptr<const Checkpoint> &before) {
    if (lossName == this->lossName())
        return;
    ++m_version;
    Segment &present = *m_segments.back();
    if (!present.train.isEmpty())
        mark({m_lastStep, m_lastEpoch, "Loss: " + present.lossName + " → " + lossName, false, before});
    if (present.train.isEmpty() && present.heldOut.isEmpty())
        present.lossName = lossName;
    else
        startSegment(lossName);
}

void RunLog::append(std::span<const training::StepRecord> steps) {
    if (steps.empty())
        return;
    ++m_version;
    const bool wasFinite = present().train.notFinite() == 0;
    for (const training::StepRecord &step : steps) {
        if (step.step <= m_lastStep)
            goBackTo(step.step - step.steps);
        m_segments.back()->train.append(step);
        m_lastStep = step.step;
        if (std::isfinite(step.epoch))
            m_lastEpoch = step.epoch;
    }
    const Curve &train = present().train;
    if (wasFinite && train.notFinite() > 0)
        mark({train.firstNotFinite(), train.firstNotFiniteEpoch(), "The loss is no longer a finite number", true});
}

void RunLog::append(const training::EvaluationRecord &evaluation) {
    const Curve &measured = present().heldOut;
    if (!evaluation.endsEpoch && !measured.isEmpty() && measured.last().step == evaluation.step)
        return;
    ++m_version;
    m_evaluations.append(evaluation);
    const auto loss = static_cast<float>(evaluation.heldOutLoss);
    if (std::isfinite(loss))
        m_segments.back()->heldOut.append({evaluation.step, evaluation.epoch, 1, loss, loss, loss});
}

void RunLog::mark(Mark mark) {
    ++m_version;
    if (m_marks.size() >= mostMarks)
        m_marks.erase(m_marks.begin());
    mark.segments = m_segments.size();
    m_marks.push_back(std::move(mark));
}

void RunLog::note(Index step, double epoch, const std::string &text) {
    ++m_version;
    std::size_t segments = m_segments.size();
    while (segments > 1 && !m_segments[segments - 1]->train.isEmpty() && m_segments[segments - 1]->train.span(0).step > step)
        --segments;
    const auto place = std::upper_bound(m_marks.begin(), m_marks.end(), step, [](Index at, const Mark &mark) { return at < mark.step; });
    m_marks.insert(place, Mark{.step = step, .epoch = epoch, .text = text, .segments = segments});
    if (m_marks.size() > mostMarks)
        m_marks.erase(m_marks.begin());
}

void RunLog::goBackTo(Index step) {
    while (m_segments.size() > 1 && !m_segments.back()->train.isEmpty() && m_segments.back()->train.span(0).step > step)
        m_segments.pop_back();
    m_segments.back()->train.dropFrom(step + 1);
    m_segments.back()->heldOut.dropFrom(step + 1);
    m_evaluations.dropFrom(step + 1);
    std::erase_if(m_marks, [step](const Mark &mark) { return mark.step > step; });
}

void RunLog::shrink(Index spansOfACurve, std::size_t evaluations) {
    ++m_version;
    m_evaluations.shrink(evaluations);
    for (const std::shared_ptr<Segment> &segment : m_segments) {
        segment->train.shrink(spansOfACurve);
        segment->heldOut.shrink(spansOfACurve);
    }
}

Index RunLog::mostSpans() const {
    Index most = 0;
    for (const std::shared_ptr<Segment> &segment : m_segments)
        most = std::max({most, segment->train.size(), segment->heldOut.size()});
    return most;
}

bool RunLog::isEmpty() const {
    return std::all_of(m_segments.begin(), m_segments.end(),
                       [](const std::shared_ptr<Segment> &segment) { return segment->train.isEmpty() && segment->heldOut.isEmpty(); });
}

std::size_t RunLog::bytes() const {
    std::size_t bytes = m_evaluations.bytes() + m_marks.capacity() * sizeof(Mark);
    for (const Mark &mark : m_marks)
        bytes += mark.text.size();
    for (const std::shared_ptr<Segment> &segment : m_segments)
        bytes += sizeof(Segment) + segment->train.bytes() + segment->heldOut.bytes();
    return bytes;
}

} // namespace hourglass::runs
