// The search for the nearest samples, exactly, without a look at most of them.
#pragma once

#include <array>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "engine/projections/neighbours.h"
#include "engine/projections/sample_boxes.h"

namespace hourglass::projections {

class NeighbourSearch {
public:
    /// The `count` nearest among the first `among` samples; asked are firstAsked, firstAsked + step …, `asked` of them. `within`: nearestNeighboursWithin().
    NeighbourSearch(core::ConstView codes, Index among, Index count, Index firstAsked, Index asked, Index step, float within, core::ThreadPool &pool);
    /// The same among all, each of which may be asked, at its place in this order of them; where it is empty, one is made. The better those that follow one
    /// another lie together, the fewer are looked at.
    NeighbourSearch(core::ConstView codes, Index count, std::vector<std::int32_t> order, float within, core::ThreadPool &pool);

    static constexpr Index queriesAtOnce = samplesOfBox; ///< where all are asked, those of one box

    /// What may be among the nearest of one query, but for itself.
    struct Candidates {
        std::vector<float> lower; ///< the least that the squared distance can be, without the query's own part
        std::vector<std::int32_t> places;
        std::size_t size = 0, kept = 0;
        float limit = std::numeric_limits<float>::infinity();
    };
    struct Measured {
        double distance;
        std::int32_t index;
        bool operator<(const Measured &other) const { return distance < other.distance || (distance == other.distance && index < other.index); }
    };
    /// What one worker needs, for one item after another.
    struct Desk {
        std::array<Candidates, queriesAtOnce> candidates;
        std::vector<float> squares; ///< of boxes, queriesAtOnce numbers each
        std::vector<float> gaps;
        std::vector<std::pair<float, Index>> order, sortedOrder;
        std::vector<float> queries, asked; ///< centred codes, one behind another: of all, and of those that look at a box
        core::Floats products{samplesOfBox * queriesAtOnce};
        std::vector<float> upper, work;
        std::vector<Measured> measured, sorted;
        std::vector<float> distances;
        std::vector<std::int32_t> ranks;
        std::vector<double> exact;

        void sortAbout(float most);
        /// Fills `measured` with the distances from one of these codes to others, with their numbers.
        void measure(core::ConstView codes, Index from, std::span<const std::int32_t> others);
        /// The `count` nearest of these others, as sortNearest() has them, with the distances to the first `measured` of them.
        void nearestOf(core::ConstView codes, Index from, std::span<const std::int32_t> others, Index count, Index measured, std::int32_t *indices,
                       float *squaredDistances);
    };

    /// The squared distance up to which a query looks at a box, but for the rounding of what is in it.
    struct Reach {
        std::array<float, queriesAtOnce> of;

        float furthest(Index queries) const;
    };

    /// Of so many of those that are asked, at most queriesAtOnce, in the order of their places, all of one box.
    void find(Index first, Index queries, Desk &desk, Neighbours &to) const;

    /// The first `among` samples in the order of their boxes.
    std::vector<std::int32_t> order() const { return {m_numbers.begin(), m_numbers.begin() + m_among}; }

private:
    NeighbourSearch(core::ConstView codes, Index among, Index count, std::vector<std::int32_t> order, std::vector<std::int32_t> queries, float within,
                    core::ThreadPool &pool);
    std::int32_t numberAt(Index place) const { return m_numbers[static_cast<std::size_t>(place)]; }
    void turn(Index from, Index queries, Desk &desk) const;
    bool lookAt(Index box, Index from, Index queries, Reach &reach, Desk &desk) const;
    void take(Index query, Index from, Index count, const float *products, Candidates &candidates, Desk &desk) const;
    void narrow(Index query, Candidates &candidates, Desk &desk) const;
    void measure(Index place, Candidates &candidates, Desk &desk, Neighbours &to) const;

    Index m_among, m_count, m_firstAsked = 0, m_step = 1;
    float m_rounding, m_share;           ///< m_share: of the squared distance up to which nobody may be missed
    std::vector<std::int32_t> m_numbers; ///< the sample at each place: in the order of their boxes, behind them who is asked where not all are
    Index m_firstPlace = 0;              ///< of those that are asked; begins a box
    core::Floats m_columns;              ///< the codes in that order
    core::ConstView m_codes;             ///< these
    DistancePanels m_panels;
    std::optional<SampleBoxes> m_boxes; ///< borrows the panels
    core::Floats m_lowerNorms;
    float m_largestNorm = 0;
};

/// The nearest first, of equal distances the lower number first; `count` of them at the front.
void sortNearest(std::vector<NeighbourSearch::Measured> &measured, Index count, NeighbourSearch::Desk &desk);

} // namespace hourglass::projections
