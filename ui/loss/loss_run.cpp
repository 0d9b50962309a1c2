#include "ui/loss/loss_run.h"

#include <QCoreApplication>

#include <cmath>

namespace hourglass::ui {

LossRun::LossRun(const QString &lossName, const QString &heldOutName, double smoothing)
    : m_heldOutName(heldOutName), m_smoothing(smoothing) {
    startSegment(lossName);
}

void LossRun::startSegment(const QString &lossName) {
    if (!m_segments.empty() && m_segments.back().train.isEmpty() && m_segments.back().heldOut.isEmpty()) {
        m_segments.back().lossName = lossName;
        return;
    }
    if (!m_segments.empty()) {
        m_segments.back().train.shrink(Index(1) << 18);
        m_segments.back().heldOut.shrink(Index(1) << 16);
    }
    m_segments.emplace_back();
    m_segments.back().lossName = lossName;
    m_segments.back().train.setSmoothing(m_smoothing);
}

void LossRun::appendSteps(std::span<const training::StepRecord> steps) {
    if (steps.empty())
        return;
    const bool wasFinite = present().train.notFinite() == 0;
    for (const training::StepRecord &step : steps) {
        if (step.step <= m_lastStep)
            goBackTo(step.step - step.steps);
        m_segments.back().train.append(step);
        m_lastStep = step.step;
        if (std::isfinite(step.epoch))
            m_lastEpoch = step.epoch;
    }
    const Curve &train = present().train;
    if (wasFinite && train.notFinite() > 0)
        mark({train.firstNotFinite(), train.firstNotFiniteEpoch(),
              QCoreApplication::translate("LossRun", "The loss is no longer a finite number"), true});
}

void LossRun::appendEvaluation(const training::EvaluationRecord &evaluation) {
    const auto loss = static_cast<float>(evaluation.heldOutLoss);
    if (!std::isfinite(loss))
        return;
    m_segments.back().heldOut.append({evaluation.step, evaluation.epoch, 1, loss, loss, loss});
}

void LossRun::mark(const ChangeMark &change) {
    m_changes.push_back(change);
}

void LossRun::goBackTo(Index step) {
    while (m_segments.size() > 1 && !m_segments.back().train.isEmpty() && m_segments.back().train.point(0).step > step)
        m_segments.pop_back();
    m_segments.back().train.dropFrom(step + 1);
    m_segments.back().heldOut.dropFrom(step + 1);
    std::erase_if(m_changes, [step](const ChangeMark &change) { return change.step > step; });
}

void LossRun::setSmoothing(double steps) {
    m_smoothing = steps;
    for (LossSegment &segment : m_segments)
        segment.train.setSmoothing(steps);
}

void LossRun::shrink(Index recordsOfACurve) {
    for (LossSegment &segment : m_segments) {
        segment.train.shrink(recordsOfACurve);
        segment.heldOut.shrink(recordsOfACurve);
    }
}

bool LossRun::isEmpty() const {
    for (const LossSegment &segment : m_segments)
        if (!segment.train.isEmpty() || !segment.heldOut.isEmpty())
            return false;
    return true;
}

const LossSegment &LossRun::segmentAt(CurveAxis axis, double x) const {
    for (auto segment = m_segments.rbegin(); segment != m_segments.rend(); ++segment) {
        if (segment->train.isEmpty())
            continue;
        const CurvePoint first = segment->train.point(0);
        if ((axis == CurveAxis::Epochs ? first.epoch : static_cast<double>(first.step)) <= x)
            return *segment;
    }
    return m_segments.front();
}

} // namespace hourglass::ui
