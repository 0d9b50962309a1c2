// The training loss of a run, step by step, as spans of neighbouring steps. Up to its capacity a curve keeps a span for every
// record that came; beyond it, neighbours merge in pairs into minimum, mean and maximum, so that memory is bounded and no peak is
// lost. Over the spans stands a pyramid of sums of eight, so that any range is summed in the logarithm of its spans. No thread of
// its own.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "engine/training/records.h"

namespace hourglass::runs {

using core::Index;

enum class CurveAxis { Epochs, Steps };

/// Neighbouring steps: `step` and `epoch` are those of the last. No steps: nothing was measured here.
using Span = training::StepRecord;

inline double placeOn(CurveAxis axis, Index step, double epoch) {
    return axis == CurveAxis::Epochs ? epoch : static_cast<double>(step);
}

class Curve {
public:
    static constexpr Index defaultCapacity = Index(1) << 19; ///< 19 MB when full
    static constexpr Index fan = 8;                          ///< what one sum of the pyramid takes of the level below

    explicit Curve(Index capacity = defaultCapacity);
    Curve(const Curve &other);
    Curve &operator=(const Curve &other);
    Curve(Curve &&) = default;
    Curve &operator=(Curve &&) = default;
    ~Curve() = default;

    /// O(1) amortised. A loss that is not finite is left out and counted. A step that was there already replaces the curve from
    /// there on.
    void append(const training::StepRecord &record);
    /// Forgets this step and what follows, for a run that goes back in time.
    void dropFrom(Index step);
    /// Merges until at most `capacity` spans are left, now and from now on.
    void shrink(Index capacity);

    bool isEmpty() const { return m_size == 0; }
    Index size() const { return m_size; } ///< spans; all but the last are complete
    Span span(Index index) const {
        const Stored &at = stored(index);
        return {at.step, at.epoch, static_cast<Index>(at.steps), at.minimum, at.mean, at.maximum};
    }
    Span last() const { return span(m_size - 1); } ///< of a curve that is not empty
    /// Counts how often complete spans merged or went: what was derived from them is then to be derived anew.
    std::uint64_t generation() const { return m_generation; }

    /// The first span that ends at or after x, not before `from`; size() where there is none. Quick where it is near `from`.
    Index firstFrom(CurveAxis axis, double x, Index from = 0) const;
    Index nearest(CurveAxis axis, double x) const; ///< of a curve that is not empty
    /// Minimum, mean and maximum of the spans [from, to) in O(log(to − from)); no steps where there is none.
    Span sum(Index from, Index to) const;

    Index notFinite() const { return m_notFinite; }           ///< steps left out
    Index firstNotFinite() const { return m_firstNotFinite; } ///< the first of them; 0 if there is none
    double firstNotFiniteEpoch() const { return m_firstNotFiniteEpoch; }

    std::size_t bytes() const; ///< that it holds in memory

private:
    struct Stored {
        Index step;
        double epoch;
        float minimum, mean, maximum;
        std::uint32_t steps;
    };
    struct Node {
        float minimum, mean, maximum;
        std::uint32_t steps;
    };
    static constexpr Index chunkSize = 256, levels = 4;

    Stored &stored(Index index) { return m_chunks[static_cast<std::size_t>(index / chunkSize)][index % chunkSize]; }
    const Stored &stored(Index index) const { return m_chunks[static_cast<std::size_t>(index / chunkSize)][index % chunkSize]; }
    void push(const Stored &added);
    void complete(Index index); ///< the span takes nothing more in: the pyramid may have it
    void mergePairs();
    void trimChunks();

    Index m_capacity;
    Index m_size = 0;
    std::uint32_t m_merge = 1; ///< records that go into one span
    std::uint32_t m_open = 0;  ///< that went into the last one so far
    std::uint64_t m_generation = 0;
    std::vector<std::unique_ptr<Stored[]>> m_chunks;
    std::array<std::vector<Node>, levels> m_nodes; ///< level k sums 8^(k + 1) spans; the last span is never in it
    Index m_notFinite = 0;
    Index m_firstNotFinite = 0;
    double m_firstNotFiniteEpoch = 0.0;
};

} // namespace hourglass::runs
