// What a training leaves behind: its curves, in segments of one loss each because losses of different kinds cannot be compared,
// its evaluations, and the moments at which something changed. Written by one owner, read by any number of views on the same
// thread, which see by version() whether there is anything new. Bounded, however long the training goes on: at most mostBytes.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/runs/checkpoint.h"
#include "engine/runs/curve.h"
#include "engine/runs/evaluations.h"

namespace hourglass::runs {

/// A moment at which something changed.
struct Mark {
    Index step = 0;
    double epoch = 0.0;
    std::string text;                              ///< for people
    bool isBad = false;                            ///< the loss stopped being finite
    std::shared_ptr<const Checkpoint> before = {}; ///< what was trained until then; null: not to be returned to
    std::size_t segments = 0;                      ///< that the run had until then; the log's own

    double place(CurveAxis axis) const { return placeOn(axis, step, epoch); }
};

/// The part of a run that was trained with one loss.
struct Segment {
    std::string lossName; ///< for people
    Curve train, heldOut;
};

class RunLog {
public:
    static constexpr std::size_t mostBytes = 32'000'000;

    /// `heldOutName`: "validation" or "test".
    explicit RunLog(std::string lossName = {}, std::string heldOutName = {});

    /// What a run was read from a file as. `segments` must not be empty.
    RunLog(std::string heldOutName, std::vector<Segment> segments, std::vector<Mark> marks, Evaluations evaluations, Index lastStep, double lastEpoch);
    /// Shares nothing that is written on.
    std::shared_ptr<RunLog> copy() const;
    /// The run as it was just before a mark, by its number. Shares nothing that is written on.
    std::shared_ptr<RunLog> copyBefore(std::size_t mark) const;
    /// The run as it was after a step, with the marks up to there. Shares nothing that is written on.
    std::shared_ptr<RunLog> copyUpTo(Index step, double epoch) const;

    /// Steps that were there already replace the run from there on, with its marks and evaluations.
    void append(std::span<const training::StepRecord> steps);
    /// Of two at one step, as where a training was resumed, the end of the epoch stays.
    void append(const training::EvaluationRecord &evaluation);
    void mark(Mark mark);
    /// A mark that leads nowhere, in its place among the others.
    void note(Index step, double epoch, const std::string &text);
    /// Another loss from here on, with a mark where anything was trained before; the same loss: nothing.
    void changeLoss(const std::string &lossName, const std::shared_ptr<const Checkpoint> &before = {});
    /// Merges until no curve has more spans than this, for a run that only stands in the background.
    void shrink(Index spansOfACurve, std::size_t evaluations = Evaluations::defaultCapacity);
    Index mostSpans() const; ///< of its longest curve

    bool isEmpty() const;                               ///< nothing was measured
    std::uint64_t version() const { return m_version; } ///< grows with every change
    const std::string &heldOutName() const { return m_heldOutName; }
    /// What it was trained on, for people; empty: not known.
    void setDataName(const std::string &name) { m_dataName = name; }
    const std::string &dataName() const { return m_dataName; }
    const std::string &lossName() const { return m_segments.back()->lossName; }
    /// Never empty. Whoever holds one may read it on after the run has gone back before it.
    std::size_t segments() const { return m_segments.size(); }
    std::shared_ptr<const Segment> segment(std::size_t index) const { return m_segments[index]; }
    const Segment &present() const { return *m_segments.back(); }
    const std::vector<Mark> &marks() const { return m_marks; }
    const Evaluations &evaluations() const { return m_evaluations; }

    Index lastStep() const { return m_lastStep; }
    double lastEpoch() const { return m_lastEpoch; }
    double lastPlace(CurveAxis axis) const { return placeOn(axis, m_lastStep, m_lastEpoch); }
    std::size_t bytes() const; ///< that it holds in memory

private:
    void startSegment(const std::string &lossName);
    void goBackTo(Index step);

    std::vector<std::shared_ptr<Segment>> m_segments; ///< never empty
    std::vector<Mark> m_marks;
    Evaluations m_evaluations;
    std::string m_heldOutName, m_dataName;
    Index m_lastStep = 0;
    double m_lastEpoch = 0.0;
    std::uint64_t m_version = 0;
};

} // namespace hourglass::runs
