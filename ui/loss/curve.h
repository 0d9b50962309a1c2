// The training loss of a run, step by step, kept so that drawing it costs by the pixel and not by the step. Knows no widget.
// Up to its capacity a curve keeps every record; beyond it, neighbours merge in pairs into minimum, mean and maximum, so that
// memory is bounded and no peak is lost. Over the records stands a pyramid of sums of eight.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/training/records.h"

namespace hourglass::ui {

using core::Index;

enum class CurveAxis { Epochs, Steps };

/// What neighbouring steps have in common. `x` is the last of them on the axis asked for.
struct CurveColumn {
    double x = 0.0;
    Index steps = 0; ///< none: nothing was measured here
    float minimum = 0, mean = 0, maximum = 0;
    float smoothed = 0; ///< at the last of the steps
};

struct CurvePoint {
    Index step = 0; ///< the last of `steps` merged ones
    double epoch = 0.0;
    Index steps = 1;
    float minimum = 0, mean = 0, maximum = 0, smoothed = 0;
};

class Curve {
public:
    static constexpr Index defaultCapacity = Index(1) << 20; ///< 38 MB when full

    explicit Curve(Index capacity = defaultCapacity);

    /// O(1) amortised. A loss that is not finite is left out and counted. A step that was there already (after an undo) replaces
    /// the curve from there on.
    void append(const training::StepRecord &step);

    /// Time constant of the exponential moving average in steps; zero: none. It begins with the first loss, hence without bias,
    /// and is at most a quarter of the steps so far, so that the average keeps up with the fall at the start. O(records).
    void setSmoothing(double steps);
    double smoothing() const { return m_smoothing; }

    /// Forgets this step and what follows, for a run that goes back in time.
    void dropFrom(Index step);

    /// Merges until at most `capacity` records are left, for a curve that only stands in the background.
    void shrink(Index capacity);

    bool isEmpty() const { return m_size == 0; }
    Index records() const { return m_size; }
    std::size_t bytes() const;

    Index notFinite() const { return m_notFinite; }           ///< steps left out
    Index firstNotFinite() const { return m_firstNotFinite; } ///< the first of them; 0 if there is none
    double firstNotFiniteEpoch() const { return m_firstNotFiniteEpoch; }

    CurvePoint point(Index record) const;
    CurvePoint last() const { return point(m_size - 1); } ///< of a curve that is not empty
    /// The record nearest to a place; nothing for an empty curve.
    std::optional<CurvePoint> nearest(CurveAxis axis, double x) const;
    Index nearestRecord(CurveAxis axis, double x) const; ///< of a curve that is not empty

    /// One column for each [edges[i], edges[i + 1]) that holds a record, left to right, in O(columns · log records). The record
    /// before and the one after all edges come too, so that a line runs on to the border.
    void thinned(CurveAxis axis, std::span<const double> edges, std::vector<CurveColumn> &columns) const;

    /// Minimum, mean and maximum of the records in [from, to).
    CurveColumn summary(CurveAxis axis, double from, double to) const;

private:
    struct Record {
        Index step;
        double epoch;
        float minimum, mean, maximum;
        std::uint32_t steps;
    };
    struct Node {
        float minimum, mean, maximum;
        std::uint32_t steps;
    };
    struct Average { ///< after a group of the lowest level
        double value = 0.0;
        Index steps = 0;
    };
    static constexpr Index fan = 8, chunkSize = 1024, levels = 4;

    Record &record(Index index) { return m_chunks[static_cast<std::size_t>(index / chunkSize)][index % chunkSize]; }
    const Record &record(Index index) const { return m_chunks[static_cast<std::size_t>(index / chunkSize)][index % chunkSize]; }
    static double place(CurveAxis axis, const Record &record) {
        return axis == CurveAxis::Epochs ? record.epoch : static_cast<double>(record.step);
    }
    Index firstFrom(CurveAxis axis, double x, Index from) const; ///< first record at or after x, not before `from`
    CurveColumn column(CurveAxis axis, Index from, Index to) const;
    Average advanced(Average average, const Record &next) const;
    Average averageAt(Index index) const;
    void push(const Record &added);
    void close(Index index); ///< the record is complete: the pyramid may take it in
    void mergePairs();

    Index m_capacity;
    Index m_size = 0;
    std::uint32_t m_merge = 1; ///< records that go into one
    std::uint32_t m_open = 0;  ///< that went into the last one so far
    std::vector<std::unique_ptr<Record[]>> m_chunks;
    std::array<std::vector<Node>, levels> m_nodes; ///< level k sums 8^(k + 1) records; the last record is never in it
    std::vector<Average> m_averages;               ///< beside m_nodes[0]
    double m_smoothing = 0.0;
    mutable std::uint32_t m_weightSteps = 0;
    mutable double m_weight = 1.0; ///< 1 − exp(−m_weightSteps / m_smoothing)
    Index m_notFinite = 0;
    Index m_firstNotFinite = 0;
    double m_firstNotFiniteEpoch = 0.0;
};

} // namespace hourglass::ui
