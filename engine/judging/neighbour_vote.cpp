#include "engine/judging/neighbour_vote.h"

#include <algorithm>
#include <cassert>

#include "engine/projections/neighbours.h"

namespace hourglass::judging {

core::Result<NeighbourVote> voteOfNeighbours(core::ConstView fitted, Labels labels, core::ConstView asked, Index neighbours, core::ThreadPool &pool,
                                             const std::atomic<bool> *cancelled) {
    assert(fitted.rows == asked.rows && static_cast<Index>(labels.size()) == fitted.columns);
    if (fitted.columns < 1 || asked.columns < 1)
        return core::Error{"There are too few samples for neighbours", "", "Give at least two samples of a class."};
    if (const auto obstacle = obstacleTo(fitted))
        return *obstacle;
    if (const auto obstacle = obstacleTo(asked))
        return *obstacle;
    Table all(fitted.rows, fitted.columns + asked.columns);
    for (Index i = 0; i < fitted.columns; ++i)
        std::copy_n(fitted.column(i), fitted.rows, all.column(i));
    for (Index i = 0; i < asked.columns; ++i)
        std::copy_n(asked.column(i), asked.rows, all.column(fitted.columns + i));
    const auto found = projections::nearestNeighboursAmong(all.view(), fitted.columns, std::min(neighbours, fitted.columns), pool, cancelled);
    if (!found)
        return isCancelled(cancelled) ? cancelledError() : found.error();
    NeighbourVote vote{{}, Table(classesOf(labels), asked.columns), found->count};
    const float share = 1.0f / static_cast<float>(found->count);
    std::vector<int> votes(static_cast<std::size_t>(vote.scores.rows));
    for (Index sample = 0; sample < asked.columns; ++sample) {
        std::fill(votes.begin(), votes.end(), 0);
        for (const std::int32_t neighbour : found->of(sample))
            ++votes[static_cast<std::size_t>(labels[static_cast<std::size_t>(neighbour)])];
        vote.predicted.push_back(static_cast<std::int32_t>(std::max_element(votes.begin(), votes.end()) - votes.begin()));
        for (std::size_t each = 0; each < votes.size(); ++each)
            vote.scores.column(sample)[each] = share * static_cast<float>(votes[each]);
    }
    return vote;
}

} // namespace hourglass::judging
