#include "engine/projections/neighbours.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <iterator>
#include <limits>
#include <numeric>
#include <optional>

#include "engine/kernels/projections.h"
#include "engine/projections/codes.h"
#include "engine/projections/distance_rows.h"
#include "engine/projections/sample_boxes.h"

namespace hourglass::projections {

namespace {

constexpr Index queriesOfItem = 32, mostAxesOfBoxes = 32;
constexpr Index mostSamples = Index{1} << 24;

/// What one worker needs for one query after another.
struct Candidates {
    std::vector<float> lower; ///< the least that the squared distance can be, without the query's own part
    std::vector<std::int32_t> indices;
    std::vector<float> upper, work;
    std::size_t size = 0, kept = 0;
    float limit = std::numeric_limits<float>::infinity();
};

struct Measured {
    double distance;
    std::int32_t index;
    bool operator<(const Measured &other) const { return distance < other.distance || (distance == other.distance && index < other.index); }
};

/// These columns of the codes one behind another.
DistanceRows rowsOf(core::ConstView codes, const std::vector<std::int32_t> &numbers) {
    core::Floats columns(codes.rows * std::ssize(numbers));
    for (std::size_t i = 0; i < numbers.size(); ++i)
        std::copy_n(codes.column(numbers[i]), codes.rows, columns.data() + static_cast<Index>(i) * codes.rows);
    return DistanceRows({columns.data(), codes.rows, std::ssize(numbers), codes.rows});
}

/// Samples stand at places in the order of their boxes; who is asked as well, and behind them where not all are.
class Search {
public:
    /// The nearest among the first `among` samples; asked are firstAsked, firstAsked + step ….
    Search(core::ConstView codes, Index among, Index count, Index firstAsked, Index asked, Index step)
        : m_codes(codes), m_among(among), m_count(count), m_firstAsked(firstAsked), m_step(step),
          // |error of a squared distance| ≤ rounding (|x|² + |y|²): a chain of `rows` fused additions, norms likewise, and the centring.
          m_rounding(static_cast<float>(codes.rows + 8) * 2.0f * std::numeric_limits<float>::epsilon()), m_lowerNorms(among) {
        std::vector<std::int32_t> axes = widestAxes(codes, mostAxesOfBoxes);
        m_numbers.resize(static_cast<std::size_t>(among));
        std::iota(m_numbers.begin(), m_numbers.end(), 0);
        sortIntoBoxes(codes, axes, m_numbers);
        if (asked < among || firstAsked > 0) {
            std::vector<std::int32_t> queries(static_cast<std::size_t>(asked));
            for (std::size_t i = 0; i < queries.size(); ++i)
                queries[i] = static_cast<std::int32_t>(firstAsked + static_cast<Index>(i) * step);
            sortIntoBoxes(codes, axes, queries);
            m_firstPlace = among;
            m_numbers.insert(m_numbers.end(), queries.begin(), queries.end());
        }
        m_rows = rowsOf(codes, m_numbers);
        m_boxes.emplace(m_rows, among, std::move(axes));
        for (Index place = 0; place < among; ++place)
            m_lowerNorms[place] = m_rows.norm(place) * (1.0f - m_rounding);
    }

    /// Of so many of those that are asked, in the order of their places.
    void find(Index first, Index queries, Neighbours &to) const {
        const Index from = m_firstPlace + first, boxes = m_boxes->count();
        std::vector<Candidates> candidates(static_cast<std::size_t>(queries));
        // The nearest boxes first, so that the limits are soon low and keep most of the others out.
        std::vector<float> squares(static_cast<std::size_t>(boxes * queriesOfItem + core::slack));
        std::vector<std::pair<float, Index>> order(static_cast<std::size_t>(boxes));
        for (Index box = 0; box < boxes; ++box) {
            float *of = squares.data() + box * queriesOfItem;
            m_boxes->squaredDistances(box, from, queries, of);
            order[static_cast<std::size_t>(box)] = {*std::min_element(of, of + queries), box};
        }
        std::sort(order.begin(), order.end());
        std::array<float, queriesOfItem> reach; // the squared distance up to which a box is looked at, but for the rounding of what is in it
        reach.fill(std::numeric_limits<float>::infinity());
        core::Floats products(samplesOfBox * queries);
        for (const auto &[nearest, box] : order) {
            const float *of = squares.data() + box * queriesOfItem, room = 4.0f * m_rounding * m_boxes->largestNorm(box);
            int near = 0;
            for (Index query = 0; query < queries; ++query)
                near += of[query] <= reach[static_cast<std::size_t>(query)] + room;
            if (near == 0)
                continue;
            const Index at = box * samplesOfBox, count = std::min(samplesOfBox, m_among - at);
            m_rows.products(at, count, from, queries, 1, products.data(), samplesOfBox);
            for (Index query = 0; query < queries; ++query)
                if (float &own = reach[static_cast<std::size_t>(query)]; of[query] <= own + room) {
                    Candidates &each = candidates[static_cast<std::size_t>(query)];
                    take(from + query, at, count, products.data() + query * samplesOfBox, each);
                    own = each.limit + m_rows.norm(from + query) * (1.0f + 4.0f * m_rounding);
                }
        }
        std::vector<Measured> measured;
        for (Index query = 0; query < queries; ++query)
            measure(from + query, candidates[static_cast<std::size_t>(query)], measured, to);
    }

private:
    std::int32_t numberAt(Index place) const { return m_numbers[static_cast<std::size_t>(place)]; }

    void take(Index query, Index from, Index count, const float *products, Candidates &candidates) const {
        const std::size_t room = candidates.size + static_cast<std::size_t>(count);
        if (candidates.lower.size() < room) {
            candidates.lower.resize(room);
            candidates.indices.resize(room);
        }
        candidates.size +=
            static_cast<std::size_t>(kernels::collectBelow(count, products, m_lowerNorms.data() + from, candidates.limit, static_cast<std::int32_t>(from),
                                                           candidates.lower.data() + candidates.size, candidates.indices.data() + candidates.size));
        if (candidates.size > 2 * candidates.kept + static_cast<std::size_t>(m_count) + 128)
            narrow(query, candidates);
    }

    /// Drops those that cannot be among the nearest: `count` others are nearer, whatever the rounding. The query itself takes a place.
    void narrow(Index query, Candidates &candidates) const {
        const auto rank = static_cast<std::size_t>(m_count);
        if (candidates.size <= rank)
            return;
        if (candidates.upper.size() < candidates.size)
            candidates.upper.resize(candidates.size);
        const Index size = static_cast<Index>(candidates.size);
        if (candidates.work.size() < static_cast<std::size_t>(2 * (size + core::slack)))
            candidates.work.resize(static_cast<std::size_t>(2 * (size + core::slack)));
        for (std::size_t i = 0; i < candidates.size; ++i)
            candidates.upper[i] = candidates.lower[i] + 2.0f * m_rounding * (m_rows.norm(query) + m_rows.norm(candidates.indices[i]));
        candidates.limit = kernels::selectSmallest(size, m_count, candidates.upper.data(), candidates.work.data());
        std::size_t kept = 0;
        for (std::size_t i = 0; i < candidates.size; ++i)
            if (candidates.lower[i] <= candidates.limit) {
                candidates.lower[kept] = candidates.lower[i];
                candidates.indices[kept++] = candidates.indices[i];
            }
        candidates.size = candidates.kept = kept;
    }

    void measure(Index place, Candidates &candidates, std::vector<Measured> &measured, Neighbours &to) const {
        const std::int32_t number = numberAt(place);
        if (static_cast<Index>(candidates.size) > m_count + m_count / 2 + 16) // a few more are measured sooner than told from the others
            narrow(place, candidates);
        measured.clear();
        for (std::size_t i = 0; i < candidates.size; ++i)
            if (const std::int32_t index = numberAt(candidates.indices[i]); index != number)
                measured.push_back({kernels::squaredDistance(m_codes.rows, m_codes.column(number), m_codes.column(index)), index});
        assert(static_cast<Index>(measured.size()) >= m_count);
        const bool areMany = static_cast<Index>(measured.size()) > 2 * m_count; // that are equal, or almost
        if (areMany)
            std::nth_element(measured.begin(), measured.begin() + static_cast<std::ptrdiff_t>(m_count - 1), measured.end());
        std::sort(measured.begin(), areMany ? measured.begin() + static_cast<std::ptrdiff_t>(m_count) : measured.end());
        const Index asked = (number - m_firstAsked) / m_step;
        for (Index i = 0; i < m_count; ++i) {
            const auto at = static_cast<std::size_t>(asked * m_count + i);
            to.indices[at] = measured[static_cast<std::size_t>(i)].index;
            to.squaredDistances[at] = static_cast<float>(measured[static_cast<std::size_t>(i)].distance);
        }
    }

    core::ConstView m_codes;
    Index m_among, m_count, m_firstAsked, m_step;
    float m_rounding;
    std::vector<std::int32_t> m_numbers; ///< the sample at each place
    Index m_firstPlace = 0;              ///< of those that are asked
    DistanceRows m_rows;
    std::optional<SampleBoxes> m_boxes; ///< borrows the rows
    core::Floats m_lowerNorms;
};

core::Result<Neighbours> found(core::ConstView codes, Index among, Index count, Index firstAsked, Index asked, Index step, core::ThreadPool &pool,
                               const std::atomic<bool> *cancelled) {
    if (const auto obstacle = obstacleTo(codes))
        return *obstacle;
    if (codes.columns > mostSamples || asked * count > std::numeric_limits<std::int32_t>::max())
        return core::Error{std::to_string(count) + " neighbours of each of " + std::to_string(asked) + " samples are more than can be kept", "",
                           "Ask for fewer neighbours (a lower perplexity), or project a part of the samples."};
    const auto size = static_cast<std::size_t>(asked * count);
    Neighbours neighbours{count, std::vector<std::int32_t>(size), std::vector<float>(size)};
    const Search search(codes, among, count, firstAsked, asked, step);
    pool.run((asked + queriesOfItem - 1) / queriesOfItem, [&](Index item, int) {
        const Index first = item * queriesOfItem;
        if (!isCancelled(cancelled))
            search.find(first, std::min(queriesOfItem, asked - first), neighbours);
    });
    if (isCancelled(cancelled))
        return cancelledError();
    return neighbours;
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

} // namespace hourglass::projections
