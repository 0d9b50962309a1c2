// What the Loss dock knows of a training: its curves, in segments of one loss each, and the moments at which something changed.
// Losses of different kinds cannot be compared, hence the segments. Knows no widget.
#pragma once

#include <span>
#include <vector>

#include <QString>

#include "ui/loss/curve.h"

namespace hourglass::ui {

/// A level that tells what a loss is worth: dashed, labelled, explained on hover.
struct Baseline {
    QString label;
    double value = 0.0; ///< not finite: not shown
    QString help;

    bool operator==(const Baseline &) const = default;
};

struct ChangeMark {
    Index step = 0;
    double epoch = 0.0;
    QString text;
    bool isBad = false; ///< the loss stopped being finite

    double place(CurveAxis axis) const { return axis == CurveAxis::Epochs ? epoch : static_cast<double>(step); }
};

struct LossSegment {
    QString lossName;
    Curve train, heldOut;
};

class LossRun {
public:
    explicit LossRun(const QString &lossName = {}, const QString &heldOutName = {}, double smoothing = 0.0);

    void appendSteps(std::span<const training::StepRecord> steps);
    void appendEvaluation(const training::EvaluationRecord &evaluation);
    void mark(const ChangeMark &change);
    /// Another loss from here on. Renames the present segment where nothing was measured yet.
    void startSegment(const QString &lossName);
    void setSmoothing(double steps);
    void shrink(Index recordsOfACurve);

    bool isEmpty() const; ///< nothing was measured
    const QString &heldOutName() const { return m_heldOutName; }
    const QString &lossName() const { return present().lossName; }
    const std::vector<LossSegment> &segments() const { return m_segments; }
    const LossSegment &present() const { return m_segments.back(); }
    const std::vector<ChangeMark> &changes() const { return m_changes; }

    Index lastStep() const { return m_lastStep; }
    double lastEpoch() const { return m_lastEpoch; }
    double lastPlace(CurveAxis axis) const { return axis == CurveAxis::Epochs ? m_lastEpoch : static_cast<double>(m_lastStep); }
    /// The segment in which a place lies.
    const LossSegment &segmentAt(CurveAxis axis, double x) const;

private:
    void goBackTo(Index step);

    std::vector<LossSegment> m_segments; ///< never empty
    std::vector<ChangeMark> m_changes;
    QString m_heldOutName;
    double m_smoothing;
    Index m_lastStep = 0;
    double m_lastEpoch = 0.0;
};

} // namespace hourglass::ui
