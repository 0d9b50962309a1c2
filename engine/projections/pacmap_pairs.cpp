#include "engine/projections/pacmap_pairs.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/projections/codes.h"
#include "engine/projections/row_chunks.h"

namespace hourglass::projections {

namespace {

constexpr Index drawnForMiddle = 6;

using List = std::vector<std::int32_t>;

/// Both directions of pairs (row, chosen[row · count + i]), in the order of the rows.
Pairs bothWays(const List &chosen, Index rows) {
    const auto count = rows > 0 ? static_cast<Index>(chosen.size()) / rows : 0;
    Pairs pairs;
    pairs.starts.resize(static_cast<std::size_t>(rows) + 1);
    for (const std::int32_t column : chosen)
        ++pairs.starts[static_cast<std::size_t>(column) + 1];
    for (std::size_t row = 1; row < pairs.starts.size(); ++row)
        pairs.starts[row] += pairs.starts[row - 1] + count;
    pairs.columns.resize(2 * chosen.size() + core::slack);
    std::vector<Index> next(pairs.starts.begin(), pairs.starts.end() - 1);
    const auto add = [&](std::int32_t row, std::int32_t column) { pairs.columns[static_cast<std::size_t>(next[static_cast<std::size_t>(row)]++)] = column; };
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        const auto row = static_cast<std::int32_t>(static_cast<Index>(i) / count);
        add(row, chosen[i]);
        add(chosen[i], row);
    }
    return pairs;
}

List nearOnes(const Neighbours &neighbours, Index samples, Index wanted, core::ThreadPool &pool) {
    std::vector<double> scale(static_cast<std::size_t>(samples));
    const auto squares = [&](Index row) { return neighbours.squaredDistances.data() + row * neighbours.count; };
    for (Index row = 0; row < samples; ++row) {
        const Index from = std::min<Index>(3, neighbours.count - 1), to = std::min<Index>(6, neighbours.count);
        double sum = 0;
        for (Index i = from; i < to; ++i)
            sum += std::sqrt(static_cast<double>(squares(row)[i]));
        scale[static_cast<std::size_t>(row)] = std::max(sum / static_cast<double>(to - from), 1e-10);
    }
    List chosen(static_cast<std::size_t>(samples * wanted));
    const auto room = static_cast<std::size_t>(neighbours.count + core::slack);
    std::vector<std::vector<std::int32_t>> ranks(static_cast<std::size_t>(pool.threads()), std::vector<std::int32_t>(room));
    std::vector<std::vector<float>> scaled(ranks.size(), std::vector<float>(room));
    pool.run(chunksOfRows(samples), [&](Index chunk, int worker) {
        float *own = scaled[static_cast<std::size_t>(worker)].data();
        std::int32_t *rank = ranks[static_cast<std::size_t>(worker)].data();
        for (Index row = chunk * rowsOfChunk; row < std::min((chunk + 1) * rowsOfChunk, samples); ++row) {
            const auto near = neighbours.of(row);
            for (std::size_t i = 0; i < near.size(); ++i)
                own[i] = static_cast<float>(static_cast<double>(squares(row)[i]) /
                                            (scale[static_cast<std::size_t>(row)] * scale[static_cast<std::size_t>(near[i])]));
            kernels::ranksOf(neighbours.count, own, rank);
            std::int32_t *to = chosen.data() + row * wanted;
            std::fill_n(to, wanted, -1);
            for (std::size_t i = 0; i < near.size(); ++i) {
                Index place = rank[i];
                while (place < wanted && to[place] >= 0) // of equal ones the nearer first
                    ++place;
                if (place < wanted)
                    to[place] = near[i];
            }
        }
    });
    return chosen;
}

/// Draws samples that are neither `row` nor in `taken` nor drawn before.
class Lot {
public:
    Lot(const core::Random &random, std::uint64_t purpose, Index row, Index samples) : m_random(random), m_purpose(purpose), m_row(row), m_samples(samples) {}

    std::int32_t draw(std::span<const std::int32_t> taken, std::span<const std::int32_t> drawn) {
        for (;;) {
            const auto found = static_cast<std::int32_t>(m_random.below(m_samples, m_purpose, static_cast<std::uint64_t>(m_row), m_next++));
            if (found != m_row && std::ranges::find(taken, found) == taken.end() && std::ranges::find(drawn, found) == drawn.end())
                return found;
        }
    }

private:
    const core::Random &m_random;
    std::uint64_t m_purpose;
    Index m_row, m_samples;
    std::uint64_t m_next = 0;
};

List middleOnes(core::ConstView codes, Index wanted, const core::Random &random, core::ThreadPool &pool) {
    List chosen(static_cast<std::size_t>(codes.columns * wanted));
    const Index drawnEach = std::min(drawnForMiddle, codes.columns - wanted);
    forRows(codes.columns, pool, [&](Index row) {
        Lot lot(random, 1, row, codes.columns);
        for (Index i = 0; i < wanted; ++i) {
            const std::span<const std::int32_t> taken(chosen.data() + row * wanted, static_cast<std::size_t>(i));
            List drawn;
            std::vector<std::pair<double, Index>> distances;
            for (Index draw = 0; draw < drawnEach; ++draw) {
                drawn.push_back(lot.draw(taken, drawn));
                distances.emplace_back(kernels::squaredDistance(codes.rows, codes.column(row), codes.column(drawn.back())), draw);
            }
            std::sort(distances.begin(), distances.end());
            chosen[static_cast<std::size_t>(row * wanted + i)] = drawn[static_cast<std::size_t>(distances[drawnEach > 1 ? 1 : 0].second)];
        }
    });
    return chosen;
}

List furtherOnes(const List &near, Index nearEach, Index samples, Index wanted, const core::Random &random, core::ThreadPool &pool) {
    List chosen(static_cast<std::size_t>(samples * wanted));
    forRows(samples, pool, [&](Index row) {
        Lot lot(random, 2, row, samples);
        const std::span<const std::int32_t> taken(near.data() + row * nearEach, static_cast<std::size_t>(nearEach));
        std::int32_t *to = chosen.data() + row * wanted;
        for (Index i = 0; i < wanted; ++i)
            to[i] = lot.draw(taken, {to, static_cast<std::size_t>(i)});
    });
    return chosen;
}

/// The pairs of the ring that are near ones.
Pairs nearOnRing(const Pairs &near, const PacmapRing &ring, Index samples) {
    Pairs pairs;
    pairs.starts.push_back(0);
    for (Index row = 0; row < samples; ++row) {
        const std::int32_t *from = near.columns.data() + near.starts[static_cast<std::size_t>(row)],
                           *to = near.columns.data() + near.starts[static_cast<std::size_t>(row) + 1];
        const auto first = static_cast<std::ptrdiff_t>(pairs.columns.size());
        for (; from < to; ++from)
            if (ring.arePaired(static_cast<std::int32_t>(row), *from) &&
                std::find(pairs.columns.begin() + first, pairs.columns.end(), *from) == pairs.columns.end()) // two that are near each other stand there twice
                pairs.columns.push_back(*from);
        pairs.starts.push_back(std::ssize(pairs.columns));
    }
    pairs.columns.resize(pairs.columns.size() + core::slack);
    return pairs;
}

} // namespace

PairCounts fitting(PairCounts counts, Index samples) {
    const Index all = counts.near + counts.middle + counts.further;
    if (all >= samples) {
        const double share = static_cast<double>(samples - 1) / static_cast<double>(all);
        const auto reduced = [share](Index count) { return static_cast<Index>(static_cast<double>(count) * share); };
        counts.near = std::max<Index>(reduced(counts.near), 1);
        counts.middle = reduced(counts.middle);
        counts.further = reduced(counts.further);
    }
    counts.extra = std::min(counts.extra, samples - 1 - counts.near);
    return counts;
}

core::Result<PacmapPairs> pacmapPairs(core::ConstView codes, const PairCounts &counts, const KnownNeighbours *known, const core::Random &random,
                                      core::ThreadPool &pool, const std::atomic<bool> *cancelled) {
    PacmapPairs pairs;
    List near;
    {
        const Index count = counts.near + counts.extra;
        auto neighbours = known ? nearestNeighboursAfter(*known, codes, count, pool, cancelled) : nearestNeighbours(codes, count, pool, cancelled);
        if (!neighbours)
            return neighbours.error();
        near = nearOnes(*neighbours, codes.columns, counts.near, pool);
        pairs.nearest = std::move(neighbours->indices);
    }
    pairs.near = bothWays(near, codes.columns);
    pairs.middle = bothWays(middleOnes(codes, counts.middle, random, pool), codes.columns);
    if (codes.columns > fewOfPacmap && 4 * counts.further <= codes.columns) {
        pairs.ring.emplace(codes.columns, counts.further, random);
        pairs.further = nearOnRing(pairs.near, *pairs.ring, codes.columns);
    } else {
        pairs.further = bothWays(furtherOnes(near, counts.near, codes.columns, counts.further, random, pool), codes.columns);
    }
    return pairs;
}

} // namespace hourglass::projections
