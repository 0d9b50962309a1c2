#include "engine/projections/quality.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "engine/kernels/projections.h"
#include "engine/projections/codes.h"
#include "engine/projections/distance_rows.h"
#include "engine/projections/neighbours.h"

namespace hourglass::projections {

namespace {

constexpr Index queriesOfItem = 16, samplesOfChunk = 2048;

/// Squared distances of a few samples to all, without the part of the sample itself: enough to rank by. The sample's own is infinite.
class Distances {
public:
    Distances(const DistanceRows &rows, Index first, Index queries, Index step) : m_samples(rows.samples()), m_values(rows.samples() * queries) {
        core::Floats products(samplesOfChunk * queries);
        for (Index from = 0; from < m_samples; from += samplesOfChunk) {
            const Index count = std::min(samplesOfChunk, m_samples - from);
            rows.products(from, count, first, queries, step, products.data(), samplesOfChunk);
            for (Index query = 0; query < queries; ++query)
                kernels::distancesFrom(count, products.data() + query * samplesOfChunk, rows.norms() + from, of(query) + from);
        }
    }

    float *of(Index query) { return m_values.data() + query * m_samples; }

private:
    Index m_samples;
    core::Floats m_values;
};

/// Σ max(rank − k, 0) over the neighbours of one space in the distances of the other, whose own neighbours are known; the nearest has rank 1.
Index excessRanks(const float *distances, Index samples, std::span<const std::int32_t> neighbours, std::span<const std::int32_t> known) {
    Index excess = 0;
    for (const std::int32_t neighbour : neighbours) {
        if (std::ranges::find(known, neighbour) != known.end()) // its rank is at most k
            continue;
        const Index rank = kernels::countBefore(samples, distances, distances[neighbour], neighbour) + 1;
        excess += std::max<Index>(rank - static_cast<Index>(neighbours.size()), 0);
    }
    return excess;
}

double meanOf(const std::vector<Index> &excess, double perRank) {
    double sum = 0;
    for (const Index each : excess)
        sum += static_cast<double>(each);
    return 1.0 - perRank * sum / static_cast<double>(excess.size());
}

std::vector<float> byPoint(const std::vector<Index> &excess, double perRank) {
    std::vector<float> values(excess.size());
    for (std::size_t i = 0; i < excess.size(); ++i)
        values[i] = static_cast<float>(1.0 - perRank * static_cast<double>(excess[i]));
    return values;
}

struct Sums {
    double both = 0, codes = 0, plane = 0;
};

} // namespace

core::Result<Quality> judge(core::ConstView codes, core::ConstView plane, Index neighbours, core::ThreadPool &pool, const std::atomic<bool> *cancelled,
                            Index mostAsked) {
    const Index samples = codes.columns;
    assert(plane.columns == samples && neighbours > 0 && 2 * neighbours < samples);
    const Index step = askedOf(samples, std::clamp<Index>(mostAsked, 1, samples)), asked = askedOf(samples, step);
    const auto near = nearestNeighbours(codes, neighbours, pool, cancelled, step);
    if (!near)
        return near.error();
    const auto nearInPlane = nearestNeighbours(plane, neighbours, pool, cancelled, step);
    if (!nearInPlane)
        return nearInPlane.error();
    const DistanceRows codeRows(codes), planeRows(plane);
    const Index items = (asked + queriesOfItem - 1) / queriesOfItem;
    std::vector<Index> mistrust(static_cast<std::size_t>(asked)), tears(static_cast<std::size_t>(asked));
    std::vector<Sums> sums(static_cast<std::size_t>(items));
    pool.run(items, [&](Index item, int) {
        if (isCancelled(cancelled))
            return;
        const Index first = item * queriesOfItem, queries = std::min(queriesOfItem, asked - first);
        Distances inCodes(codeRows, first * step, queries, step), inPlane(planeRows, first * step, queries, step);
        for (Index query = 0; query < queries; ++query) {
            const Index sample = (first + query) * step, place = first + query;
            float *codeRow = inCodes.of(query), *planeRow = inPlane.of(query);
            double three[3];
            // The sample's own distance is not quite 0 for rounding; its infinity comes after the sums.
            codeRow[sample] = -codeRows.norm(sample);
            planeRow[sample] = -planeRows.norm(sample);
            kernels::correlateRoots(samples, codeRow, codeRows.norm(sample), planeRow, planeRows.norm(sample), three);
            Sums &of = sums[static_cast<std::size_t>(item)];
            of.both += three[0];
            of.codes += three[1];
            of.plane += three[2];
            codeRow[sample] = planeRow[sample] = std::numeric_limits<float>::infinity();
            mistrust[static_cast<std::size_t>(place)] = excessRanks(codeRow, samples, nearInPlane->of(place), near->of(place));
            tears[static_cast<std::size_t>(place)] = excessRanks(planeRow, samples, near->of(place), nearInPlane->of(place));
        }
    });
    if (isCancelled(cancelled))
        return cancelledError();
    Quality quality;
    quality.neighbours = neighbours;
    quality.step = step;
    const double perRank = 2.0 / static_cast<double>(neighbours * (2 * samples - 3 * neighbours - 1));
    quality.trustworthiness = meanOf(mistrust, perRank);
    quality.continuity = meanOf(tears, perRank);
    quality.trustworthinessOf = byPoint(mistrust, perRank);
    quality.continuityOf = byPoint(tears, perRank);
    Sums all;
    for (const Sums &each : sums) {
        all.both += each.both;
        all.codes += each.codes;
        all.plane += each.plane;
    }
    if (all.codes > 0 && all.plane > 0)
        quality.stress = std::sqrt(std::max(0.0, 1.0 - all.both * all.both / (all.codes * all.plane)));
    else if (all.codes > 0 || all.plane > 0)
        quality.stress = 1;
    return quality;
}

} // namespace hourglass::projections
