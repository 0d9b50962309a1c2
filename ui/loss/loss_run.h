// A run as the Loss dock reads it: the curves of its segments, smoothed, over a log that somebody else writes. Knows no widget.
#pragma once

#include <memory>
#include <vector>

#include <QString>

#include "engine/runs/run_log.h"
#include "ui/loss/smoothed_curve.h"

namespace hourglass::ui {

/// A level that tells what a loss is worth: dashed, labelled, explained on hover.
struct Baseline {
    QString label;
    double value = 0.0; ///< not finite: not shown
    QString help;

    bool operator==(const Baseline &) const = default;
};

struct LossSegment {
    std::shared_ptr<const runs::Segment> of;
    SmoothedCurve train, heldOut;

    QString lossName() const { return QString::fromStdString(of->lossName); }
};

class LossRun {
public:
    explicit LossRun(double smoothing = 0.0);

    /// What is to be read from here on; null: nothing.
    void show(std::shared_ptr<const runs::RunLog> log);
    /// Takes up segments that came or went; whether the log has changed at all since the last call. Values are always those of
    /// the log.
    bool catchUp();
    void setSmoothing(double steps);

    const std::shared_ptr<const runs::RunLog> &log() const { return m_log; }
    bool isEmpty() const { return m_log->isEmpty(); }
    QString heldOutName() const { return QString::fromStdString(m_log->heldOutName()); }
    QString lossName() const { return present().lossName(); }
    QString dataName() const { return QString::fromStdString(m_log->dataName()); }
    const std::vector<LossSegment> &segments() const { return m_segments; }
    const LossSegment &present() const { return m_segments.back(); }
    const std::vector<runs::Mark> &marks() const { return m_log->marks(); }
    Index lastStep() const { return m_log->lastStep(); }
    double lastPlace(CurveAxis axis) const { return m_log->lastPlace(axis); }
    /// The segment in which a place lies.
    const LossSegment &segmentAt(CurveAxis axis, double x) const;

private:
    void takeSegments();

    std::shared_ptr<const runs::RunLog> m_log; ///< never null
    std::vector<LossSegment> m_segments;       ///< never empty
    double m_smoothing;
    std::uint64_t m_version = 0; ///< of the log, that was caught up with
};

/// A run whose curve is to be laid over that of the present one.
struct OtherRun {
    QString name;
    int colour = 0; ///< of runColour()
    std::shared_ptr<const runs::RunLog> log;

    bool operator==(const OtherRun &) const = default;
};

struct LossOverlay {
    QString name;
    int colour = 0;
    LossRun run;
};

/// What keeps the losses of two runs from being compared, in a few words: other data ("on MNIST"), another loss. Empty: nothing.
QString obstacleBetween(const LossRun &run, const LossRun &other);

} // namespace hourglass::ui
