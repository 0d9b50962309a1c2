#include "engine/projections/neighbours.h"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <limits>

#include "engine/kernels/projections.h"
#include "engine/projections/codes.h"
#include "engine/projections/neighbour_search.h"
#include "engine/projections/row_chunks.h"

namespace hourglass::projections {

namespace {

constexpr Index mostSamples = Index{1} << 24;

core::Result<Neighbours> found(core::ConstView codes, Index among, Index count, Index firstAsked, Index asked, Index step, core::ThreadPool &pool,
                               const std::atomic<bool> *cancelled) {
    if (const auto obstacle = obstacleTo(codes))
        return *obstacle;
    if (codes.columns > mostSamples || asked * count > std::numeric_limits<std::int32_t>::max())
        return core::Error{std::to_string(count) + " neighbours of each of " + std::to_string(asked) + " samples are more than can be kept", "",
                           "Ask for fewer neighbours (a lower perplexity), or project a part of the samples."};
    const auto size = static_cast<std::size_t>(asked * count);
    Neighbours neighbours{count, std::vector<std::int32_t>(size), std::vector<float>(size)};
    const NeighbourSearch search(codes, among, count, firstAsked, asked, step);
    constexpr Index atOnce = NeighbourSearch::queriesAtOnce;
    std::vector<NeighbourSearch::Desk> desks(static_cast<std::size_t>(pool.threads()));
    pool.run((asked + atOnce - 1) / atOnce, [&](Index item, int worker) {
        const Index first = item * atOnce;
        if (!isCancelled(cancelled))
            search.find(first, std::min(atOnce, asked - first), desks[static_cast<std::size_t>(worker)], neighbours);
    });
    if (isCancelled(cancelled))
        return cancelledError();
    return neighbours;
}

/// Of the nearest third of those that were sought, the share that had been known.
double shareKnown(const KnownNeighbours &known, const Neighbours &sought, Index first) {
    const Index third = std::max<Index>(sought.count / 3, 1), asked = std::ssize(sought.indices) / sought.count;
    Index met = 0;
    for (Index i = 0; i < asked; ++i) {
        const auto before = known.of(first + i * turnsOfKnown);
        for (const std::int32_t near : sought.of(i).first(static_cast<std::size_t>(third)))
            met += std::ranges::find(before, near) != before.end();
    }
    return static_cast<double>(met) / static_cast<double>(third * asked);
}

bool areEnough(const KnownNeighbours &known, Index samples, Index count) {
    if (std::ssize(known.starts) != samples + 1)
        return false;
    for (Index sample = 0; sample < samples; ++sample)
        if (std::ssize(known.of(sample)) < count)
            return false;
    return true;
}

} // namespace

core::Result<Neighbours> nearestNeighbours(core::ConstView codes, Index count, core::ThreadPool &pool, const std::atomic<bool> *cancelled, Index step) {
    assert(count > 0 && count < codes.columns);
    return found(codes, codes.columns, count, 0, askedOf(codes.columns, step), step, pool, cancelled);
}

core::Result<Neighbours> nearestNeighboursAmong(core::ConstView codes, Index among, Index count, core::ThreadPool &pool, const std::atomic<bool> *cancelled) {
    assert(count > 0 && count <= among && among <= codes.columns);
    return found(codes, among, count, among, codes.columns - among, 1, pool, cancelled);
}

core::Result<Neighbours> nearestNeighboursAfter(const KnownNeighbours &known, core::ConstView codes, Index count, core::ThreadPool &pool,
                                                const std::atomic<bool> *cancelled) {
    const Index samples = codes.columns, first = known.turn % turnsOfKnown;
    if (samples <= turnsOfKnown || !areEnough(known, samples, count))
        return nearestNeighbours(codes, count, pool, cancelled);
    const auto sought = found(codes, samples, count, first, askedOf(samples - first, turnsOfKnown), turnsOfKnown, pool, cancelled);
    if (!sought)
        return sought.error();
    if (shareKnown(known, *sought, first) < leastKnown)
        return nearestNeighbours(codes, count, pool, cancelled);
    const auto size = static_cast<std::size_t>(samples * count);
    Neighbours neighbours{count, std::vector<std::int32_t>(size), std::vector<float>(size)};
    std::vector<NeighbourSearch::Desk> desks(static_cast<std::size_t>(pool.threads()));
    pool.run(chunksOfRows(samples), [&](Index chunk, int worker) {
        NeighbourSearch::Desk &desk = desks[static_cast<std::size_t>(worker)];
        for (Index row = chunk * rowsOfChunk; row < std::min((chunk + 1) * rowsOfChunk, samples) && !isCancelled(cancelled); ++row) {
            const auto at = static_cast<std::ptrdiff_t>(row * count);
            if (row % turnsOfKnown == first) {
                const auto from = static_cast<std::ptrdiff_t>(row / turnsOfKnown * count);
                std::copy_n(sought->indices.begin() + from, count, neighbours.indices.begin() + at);
                std::copy_n(sought->squaredDistances.begin() + from, count, neighbours.squaredDistances.begin() + at);
                continue;
            }
            desk.measure(codes, row, known.of(row));
            sortNearest(desk.measured, count, desk);
            for (Index i = 0; i < count; ++i) {
                neighbours.indices[static_cast<std::size_t>(at + i)] = desk.measured[static_cast<std::size_t>(i)].index;
                neighbours.squaredDistances[static_cast<std::size_t>(at + i)] = static_cast<float>(desk.measured[static_cast<std::size_t>(i)].distance);
            }
        }
    });
    if (isCancelled(cancelled))
        return cancelledError();
    return neighbours;
}

} // namespace hourglass::projections
