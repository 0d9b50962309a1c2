#include "engine/projections/neighbours.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <iterator>
#include <limits>
#include <optional>

#include "engine/kernels/projections.h"
#include "engine/projections/codes.h"
#include "engine/projections/neighbour_search.h"
#include "engine/projections/row_chunks.h"

namespace hourglass::projections {

namespace {

constexpr Index mostSamples = Index{1} << 24;

std::optional<core::Error> obstacleToSearch(core::ConstView codes, Index count, Index asked) {
    if (const auto obstacle = obstacleTo(codes))
        return obstacle;
    if (codes.columns > mostSamples || asked * count > std::numeric_limits<std::int32_t>::max())
        return core::Error{std::to_string(count) + " neighbours of each of " + std::to_string(asked) + " samples are more than can be kept", "",
                           "Ask for fewer neighbours (a lower perplexity), or project a part of the samples."};
    return {};
}

core::Result<Neighbours> found(core::ConstView codes, Index among, Index count, Index firstAsked, Index asked, Index step, float within, core::ThreadPool &pool,
                               const std::atomic<bool> *cancelled) {
    if (const auto obstacle = obstacleToSearch(codes, count, asked))
        return *obstacle;
    const auto size = static_cast<std::size_t>(asked * count);
    Neighbours neighbours{count, std::vector<std::int32_t>(size), std::vector<float>(size)};
    const NeighbourSearch search(codes, among, count, firstAsked, asked, step, within, pool);
    constexpr Index atOnce = NeighbourSearch::queriesAtOnce;
    std::vector<NeighbourSearch::Desk> desks(static_cast<std::size_t>(pool.threads()));
    pool.run((asked + atOnce - 1) / atOnce, [&](Index item, int worker) {
        const Index first = item * atOnce;
        if (!isCancelled(cancelled))
            search.find(first, std::min(atOnce, asked - first), desks[static_cast<std::size_t>(worker)], neighbours);
    });
    if (isCancelled(cancelled))
        return cancelledError();
    neighbours.order = search.order();
    return neighbours;
}

/// Which samples' neighbours are sought anew in a turn: pieces of the order that are `piece` long, every sixteenth.
struct Turn {
    Index samples, first, piece;

    Turn(Index all, Index turn) : samples(all), first(turn % turnsOfKnown), piece(NeighbourSearch::queriesAtOnce) {
        while (piece > 1 && piece * turnsOfKnown > all)
            piece /= 2; // it stays a part of a box
    }

    Index pieces() const { return ((samples + piece - 1) / piece - first + turnsOfKnown - 1) / turnsOfKnown; }
    Index from(Index number) const { return (first + number * turnsOfKnown) * piece; }
    Index to(Index number) const { return std::min(from(number) + piece, samples); }
    bool seeks(Index place) const { return place / piece % turnsOfKnown == first; }
};

/// Of the nearest third of those that were sought, the share that had been known, of what chance alone does not explain: 0 where others would have served as
/// well, 1 where all were known. Of many samples some hundreds are looked at.
double shareKnown(const KnownNeighbours &known, const Neighbours &sought, const Turn &turn) {
    constexpr Index some = 256;
    const Index third = std::max<Index>(sought.count / 3, 1), stride = std::max<Index>(turn.samples / turnsOfKnown / some, 1);
    Index met = 0, asked = 0;
    for (Index number = 0; number < turn.pieces(); ++number)
        for (Index place = turn.from(number); place < turn.to(number); place += stride, ++asked) {
            const Index sample = sought.order[static_cast<std::size_t>(place)];
            const auto before = known.of(sample);
            for (const std::int32_t near : sought.of(sample).first(static_cast<std::size_t>(third)))
                met += std::ranges::find(before, near) != before.end();
        }
    const double chance = static_cast<double>(known.columns.size()) / std::pow(static_cast<double>(turn.samples), 2);
    return (static_cast<double>(met) / static_cast<double>(third * asked) - chance) / (1 - chance);
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
    return found(codes, codes.columns, count, 0, askedOf(codes.columns, step), step, 1, pool, cancelled);
}

core::Result<Neighbours> nearestNeighboursWithin(float within, core::ConstView codes, Index count, core::ThreadPool &pool, const std::atomic<bool> *cancelled) {
    assert(within >= 1 && count > 0 && count < codes.columns);
    return found(codes, codes.columns, count, 0, codes.columns, 1, within, pool, cancelled);
}

core::Result<Neighbours> nearestNeighboursAmong(core::ConstView codes, Index among, Index count, core::ThreadPool &pool, const std::atomic<bool> *cancelled) {
    assert(count > 0 && count <= among && among <= codes.columns);
    return found(codes, among, count, among, codes.columns - among, 1, 1, pool, cancelled);
}

core::Result<Neighbours> nearestNeighboursAfter(const KnownNeighbours &known, core::ConstView codes, Index count, core::ThreadPool &pool,
                                                const std::atomic<bool> *cancelled, float within, Index front) {
    const Index samples = codes.columns, measured = front > 0 ? std::min(front, count) : count;
    if (samples <= turnsOfKnown || !areEnough(known, samples, count))
        return nearestNeighboursWithin(within, codes, count, pool, cancelled);
    if (const auto obstacle = obstacleToSearch(codes, count, samples))
        return *obstacle;
    Neighbours neighbours{count, std::vector<std::int32_t>(static_cast<std::size_t>(samples * count)),
                          std::vector<float>(static_cast<std::size_t>(samples * measured))};
    const Turn turn(samples, known.turn);
    std::vector<NeighbourSearch::Desk> desks(static_cast<std::size_t>(pool.threads()));
    {
        const bool isOrderOld = std::ssize(known.order) != samples || turn.first == turnsOfKnown - 1;
        const NeighbourSearch search(codes, count, isOrderOld ? std::vector<std::int32_t>() : known.order, within, pool);
        pool.run(turn.pieces(), [&](Index number, int worker) {
            if (!isCancelled(cancelled))
                search.find(turn.from(number), turn.to(number) - turn.from(number), desks[static_cast<std::size_t>(worker)], neighbours);
        });
        neighbours.order = search.order();
    }
    if (!isCancelled(cancelled) && shareKnown(known, neighbours, turn) < leastKnown)
        return nearestNeighboursWithin(within, codes, count, pool, cancelled);
    // In that order, so that the codes of those that are near were looked at a moment ago.
    pool.run(chunksOfRows(samples), [&](Index chunk, int worker) {
        NeighbourSearch::Desk &desk = desks[static_cast<std::size_t>(worker)];
        for (Index place = chunk * rowsOfChunk; place < std::min((chunk + 1) * rowsOfChunk, samples) && !isCancelled(cancelled); ++place) {
            if (turn.seeks(place))
                continue;
            const Index sample = neighbours.order[static_cast<std::size_t>(place)];
            const auto before = known.of(sample);
            const bool isFront = std::ssize(before) == count; // of more than are wanted all are looked at
            const Index ranked = isFront ? measured : count;
            std::int32_t *indices = neighbours.indices.data() + sample * count;
            desk.nearestOf(codes, sample, isFront ? before.first(static_cast<std::size_t>(ranked)) : before, ranked, measured, indices,
                           neighbours.squaredDistances.data() + sample * measured);
            std::copy(before.begin() + ranked, before.begin() + count, indices + ranked);
        }
    });
    if (isCancelled(cancelled))
        return cancelledError();
    return neighbours;
}

} // namespace hourglass::projections
