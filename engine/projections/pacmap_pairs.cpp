#include "engine/projections/pacmap_pairs.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <exception>
#include <numeric>
#include <utility>

#include "engine/projections/codes.h"
#include "engine/projections/row_chunks.h"

namespace hourglass::projections {

namespace {

constexpr Index drawnForMiddle = 6, prefetched = 64;
constexpr Index frontBeyondNear = 14; // of those known before: who was further is hardly ever chosen
constexpr float withinOfMany = 1.6f;  // measured: of the sixty nearest 99.6 in 100 are found, of the ten nearest all but one in 5000

using List = std::vector<std::int32_t>;

/// Both directions of the pairs for which each(add) calls add(a, b); it is called twice and calls the same.
template <class Each>
Pairs bothWays(Index points, const Each &each) {
    constexpr auto inSlice = static_cast<std::size_t>(kernels::pointsOfSlice);
    const auto slices = (static_cast<std::size_t>(points) + inSlice - 1) / inSlice;
    std::vector<std::int32_t> counts(slices * inSlice);
    each([&](std::int32_t a, std::int32_t b) {
        ++counts[static_cast<std::size_t>(a)];
        ++counts[static_cast<std::size_t>(b)];
    });
    Pairs pairs;
    pairs.starts.reserve(slices + 1);
    pairs.starts.push_back(0);
    for (std::size_t slice = 0; slice < slices; ++slice) {
        const auto first = counts.begin() + static_cast<std::ptrdiff_t>(slice * inSlice);
        pairs.starts.push_back(pairs.starts.back() + kernels::pointsOfSlice * *std::max_element(first, first + kernels::pointsOfSlice));
    }
    pairs.columns.resize(static_cast<std::size_t>(pairs.starts.back()) + inSlice); // never empty
    const auto placeOf = [&](std::size_t point, std::int32_t number) {
        return static_cast<std::size_t>(pairs.starts[point / inSlice]) + inSlice * static_cast<std::size_t>(number) + point % inSlice;
    };
    std::vector<std::int32_t> next(counts.size());
    each([&](std::int32_t a, std::int32_t b) {
        const auto first = static_cast<std::size_t>(a), second = static_cast<std::size_t>(b);
        pairs.columns[placeOf(first, next[first]++)] = b;
        pairs.columns[placeOf(second, next[second]++)] = a;
    });
    for (std::size_t point = 0; point < counts.size(); ++point) {
        const auto most = static_cast<std::int32_t>((pairs.starts[point / inSlice + 1] - pairs.starts[point / inSlice]) / kernels::pointsOfSlice);
        for (std::int32_t number = counts[point]; number < most; ++number)
            pairs.columns[placeOf(point, number)] = static_cast<std::int32_t>(point);
    }
    return pairs;
}

/// Samples as points.
struct Numbering {
    List samples, points; ///< the sample of each point, and the point of each sample

    explicit Numbering(List order) : samples(std::move(order)), points(samples.size()) {
        for (std::size_t point = 0; point < samples.size(); ++point)
            points[static_cast<std::size_t>(samples[point])] = static_cast<std::int32_t>(point);
    }

    /// Pairs (sample, chosen[sample · count + i]).
    Pairs bothWaysOf(const List &chosen, Index count) const {
        return bothWays(std::ssize(samples), [&](const auto &add) {
            for (std::size_t point = 0; point < samples.size(); ++point)
                for (Index i = 0; i < count; ++i)
                    add(static_cast<std::int32_t>(point), pointOf(chosen[static_cast<std::size_t>(samples[point] * count + i)]));
        });
    }
    std::int32_t pointOf(std::int32_t sample) const { return points[static_cast<std::size_t>(sample)]; }
};

/// Some hundreds that follow one another by how many near pairs they have, so that those beside each other have as many; the most first.
List sortedByPairs(const List &order, const List &near) {
    constexpr std::size_t together = 512, mostCounted = 255;
    List counts(order.size()), sorted(order.size());
    for (const std::int32_t sample : near)
        ++counts[static_cast<std::size_t>(sample)];
    const auto rankOf = [&](std::int32_t sample) {
        return mostCounted - std::min(static_cast<std::size_t>(counts[static_cast<std::size_t>(sample)]), mostCounted);
    };
    for (std::size_t first = 0; first < order.size(); first += together) {
        const auto part = std::span(order).subspan(first, std::min(together, order.size() - first));
        std::array<std::size_t, mostCounted + 2> starts{};
        for (const std::int32_t sample : part)
            ++starts[rankOf(sample) + 1];
        std::partial_sum(starts.begin(), starts.end(), starts.begin());
        for (const std::int32_t sample : part)
            sorted[first + starts[rankOf(sample)]++] = sample;
    }
    return sorted;
}

List nearOnes(const Neighbours &neighbours, Index samples, Index wanted, core::ThreadPool &pool) {
    std::vector<float> inverse(static_cast<std::size_t>(samples)); // of the scale; a sample's own is the same for all that it chooses from
    const Index measured = neighbours.measured();
    const auto squares = [&](Index row) { return neighbours.squaredDistances.data() + row * measured; };
    forRows(samples, pool, [&](Index row) {
        const Index from = std::min<Index>(3, measured - 1), to = std::min<Index>(6, measured);
        double sum = 0;
        for (Index i = from; i < to; ++i)
            sum += std::sqrt(static_cast<double>(squares(row)[i]));
        inverse[static_cast<std::size_t>(row)] = static_cast<float>(1 / std::max(sum / static_cast<double>(to - from), 1e-10));
    });
    List chosen(static_cast<std::size_t>(samples * wanted));
    const auto room = static_cast<std::size_t>(measured + core::slack);
    std::vector<std::vector<std::int32_t>> ranks(static_cast<std::size_t>(pool.threads()), std::vector<std::int32_t>(room));
    std::vector<std::vector<float>> scaled(ranks.size(), std::vector<float>(room));
    pool.run(chunksOfRows(samples), [&](Index chunk, int worker) {
        float *own = scaled[static_cast<std::size_t>(worker)].data();
        std::int32_t *rank = ranks[static_cast<std::size_t>(worker)].data();
        for (Index row = chunk * rowsOfChunk; row < std::min((chunk + 1) * rowsOfChunk, samples); ++row) {
            const auto near = neighbours.of(row).first(static_cast<std::size_t>(measured));
            for (std::size_t i = 0; i < near.size(); ++i)
                own[i] = squares(row)[i] * inverse[static_cast<std::size_t>(near[i])];
            kernels::ranksOf(measured, own, rank);
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
    const auto drawnEach = static_cast<std::size_t>(std::min(drawnForMiddle, codes.columns - wanted));
    forRows(codes.columns, pool, [&](Index row) {
        Lot lot(random, 1, row, codes.columns);
        std::array<std::int32_t, drawnForMiddle> drawn;
        std::array<std::pair<double, std::size_t>, drawnForMiddle> distances;
        for (Index i = 0; i < wanted; ++i) {
            const std::span<const std::int32_t> taken(chosen.data() + row * wanted, static_cast<std::size_t>(i));
            for (std::size_t draw = 0; draw < drawnEach; ++draw) {
                drawn[draw] = lot.draw(taken, std::span(drawn).first(draw));
                for (Index at = 0; at < std::min(codes.rows, prefetched); at += 16)
                    __builtin_prefetch(codes.column(drawn[draw]) + at);
            }
            for (std::size_t draw = 0; draw < drawnEach; ++draw)
                distances[draw] = {kernels::squaredDistance(codes.rows, codes.column(row), codes.column(drawn[draw])), draw};
            std::sort(distances.begin(), distances.begin() + static_cast<std::ptrdiff_t>(drawnEach));
            chosen[static_cast<std::size_t>(row * wanted + i)] = drawn[distances[drawnEach > 1 ? 1 : 0].second];
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

/// The pairs of the ring that are near ones, each once.
Pairs nearOnRing(const List &near, Index nearEach, const Numbering &numbering, const PacmapRing &ring) {
    const auto chosenBy = [&](std::int32_t sample) {
        return std::span(near).subspan(static_cast<std::size_t>(sample * nearEach), static_cast<std::size_t>(nearEach));
    };
    std::vector<std::pair<std::int32_t, std::int32_t>> found;
    for (std::int32_t point = 0; point < std::ssize(numbering.samples); ++point) {
        const std::int32_t sample = numbering.samples[static_cast<std::size_t>(point)];
        for (const std::int32_t other : chosenBy(sample))
            if (ring.arePaired(point, numbering.pointOf(other)) && (sample < other || std::ranges::find(chosenBy(other), sample) == chosenBy(other).end()))
                found.emplace_back(point, numbering.pointOf(other));
    }
    return bothWays(std::ssize(numbering.samples), [&](const auto &add) {
        for (const auto &[a, b] : found)
            add(a, b);
    });
}

} // namespace

std::vector<std::int32_t> Pairs::of(Index point) const {
    std::vector<std::int32_t> others;
    const Index slice = point / kernels::pointsOfSlice;
    for (Index at = starts[static_cast<std::size_t>(slice)] + point % kernels::pointsOfSlice; at < starts[static_cast<std::size_t>(slice) + 1];
         at += kernels::pointsOfSlice)
        if (columns[static_cast<std::size_t>(at)] != point)
            others.push_back(columns[static_cast<std::size_t>(at)]);
    return others;
}

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

core::Result<PacmapPairs> pacmapPairs(core::ConstView codes, const PairCounts &counts, Index dimensions, const KnownNeighbours *known,
                                      const core::Random &random, core::ThreadPool &pool, const std::atomic<bool> *cancelled) {
    PacmapPairs pairs;
    List near;
    {
        const Index count = counts.near + counts.extra;
        const float within = codes.columns > manyOfPacmap ? withinOfMany : 1.0f;
        auto neighbours = known ? nearestNeighboursAfter(*known, codes, count, pool, cancelled, within, counts.near + frontBeyondNear)
                                : nearestNeighboursWithin(within, codes, count, pool, cancelled);
        if (!neighbours)
            return neighbours.error();
        near = nearOnes(*neighbours, codes.columns, counts.near, pool);
        pairs.nearest = std::move(neighbours->indices);
        pairs.order = std::move(neighbours->order);
    }
    Numbering numbering(sortedByPairs(pairs.order, near));
    const bool hasRing = codes.columns > fewOfPacmap && 4 * counts.further <= codes.columns;
    const List middle = middleOnes(codes, counts.middle, random, pool);
    const List further = hasRing ? List() : furtherOnes(near, counts.near, codes.columns, counts.further, random, pool);
    const auto make = [&](Index list) {
        if (list == 0) {
            pairs.near = numbering.bothWaysOf(near, counts.near);
        } else if (list == 1) {
            pairs.middle = numbering.bothWaysOf(middle, counts.middle);
        } else if (hasRing) {
            pairs.ring.emplace(codes.columns, counts.further, dimensions, random);
            pairs.further = nearOnRing(near, counts.near, numbering, *pairs.ring);
        } else {
            pairs.further = numbering.bothWaysOf(further, counts.further);
        }
    };
    std::array<std::exception_ptr, 3> failures; // too little memory is the caller's to hear of
    pool.run(std::ssize(failures), [&](Index list, int) {
        try {
            make(list);
        } catch (...) {
            failures[static_cast<std::size_t>(list)] = std::current_exception();
        }
    });
    for (const std::exception_ptr &failure : failures)
        if (failure)
            std::rethrow_exception(failure);
    pairs.samples = std::move(numbering.samples);
    return pairs;
}

} // namespace hourglass::projections
