#include "engine/projections/neighbour_search.h"

#include <algorithm>
#include <cassert>
#include <functional>
#include <iterator>
#include <numeric>

#include "engine/kernels/projections.h"

namespace hourglass::projections {

namespace {

constexpr Index mostAxesOfBoxes = 32;
constexpr Index firstBoxes = 8;
constexpr Index fewQueries = 8; ///< as long as so few look at a box, its products are theirs alone
constexpr std::size_t mostRanked = 160;
constexpr float infinity = std::numeric_limits<float>::infinity();

/// These columns of the codes one behind another.
core::Floats columnsOf(core::ConstView codes, const std::vector<std::int32_t> &numbers) {
    core::Floats columns(codes.rows * std::ssize(numbers));
    for (std::size_t i = 0; i < numbers.size(); ++i)
        std::copy_n(codes.column(numbers[i]), codes.rows, columns.data() + static_cast<Index>(i) * codes.rows);
    return columns;
}

template <class T>
void makeRoom(std::vector<T> &of, std::size_t size) {
    if (of.size() < size)
        of.resize(size);
}

} // namespace

void sortNearest(std::vector<NeighbourSearch::Measured> &measured, Index count, NeighbourSearch::Desk &desk) {
    if (measured.size() <= mostRanked) {
        // Who knows its rank need not be compared in an order that nobody foresees.
        makeRoom(desk.distances, mostRanked + core::slack);
        makeRoom(desk.ranks, mostRanked + core::slack);
        for (std::size_t i = 0; i < measured.size(); ++i)
            desk.distances[i] = static_cast<float>(measured[i].distance);
        kernels::ranksOf(std::ssize(measured), desk.distances.data(), desk.ranks.data());
        desk.sorted.assign(measured.size(), {0, -1});
        bool areDistinct = true;
        for (std::size_t i = 0; i < measured.size(); ++i) {
            NeighbourSearch::Measured &place = desk.sorted[static_cast<std::size_t>(desk.ranks[i])];
            areDistinct &= place.index < 0;
            place = measured[i];
        }
        if (areDistinct)
            return std::swap(measured, desk.sorted);
    }
    const bool areMany = std::ssize(measured) > 2 * count; // that are equal, or almost
    if (areMany)
        std::nth_element(measured.begin(), measured.begin() + static_cast<std::ptrdiff_t>(count - 1), measured.end());
    std::sort(measured.begin(), areMany ? measured.begin() + static_cast<std::ptrdiff_t>(count) : measured.end());
}

void NeighbourSearch::Desk::measure(core::ConstView codes, Index from, std::span<const std::int32_t> others) {
    makeRoom(exact, others.size());
    kernels::squaredDistances(codes.rows, codes.column(from), codes.data, codes.stride, std::ssize(others), others.data(), exact.data());
    measured.resize(others.size());
    for (std::size_t i = 0; i < others.size(); ++i)
        measured[i] = {exact[i], others[i]};
}

NeighbourSearch::NeighbourSearch(core::ConstView codes, Index among, Index count, Index firstAsked, Index asked, Index step)
    : m_among(among), m_count(count), m_firstAsked(firstAsked), m_step(step),
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
    m_columns = columnsOf(codes, m_numbers);
    m_codes = {m_columns.data(), codes.rows, std::ssize(m_numbers), codes.rows};
    m_rows = DistanceRows(m_codes);
    m_boxes.emplace(m_rows, among, std::move(axes));
    for (Index place = 0; place < among; ++place)
        m_lowerNorms[place] = m_rows.norm(place) * (1.0f - m_rounding);
    for (Index box = 0; box < m_boxes->count(); ++box)
        m_largestNorm = std::max(m_largestNorm, m_boxes->largestNorm(box));
}

void NeighbourSearch::find(Index first, Index queries, Desk &desk, Neighbours &to) const {
    const Index from = m_firstPlace + first, boxes = m_boxes->count();
    for (Candidates &candidates : desk.candidates) {
        candidates.size = candidates.kept = 0;
        candidates.limit = infinity;
    }
    std::array<float, queriesAtOnce> reach; // the squared distance up to which a box is looked at, but for the rounding of what is in it
    reach.fill(infinity);
    const float room = 4.0f * m_rounding * m_largestNorm;
    const auto furthestReach = [&] { return *std::max_element(reach.begin(), reach.begin() + queries) + room; };
    makeRoom(desk.squares, static_cast<std::size_t>(boxes * queriesAtOnce + core::slack));
    // A few boxes that lie near the queries' own tell soon how far others need to be looked at, most of which lie further.
    m_boxes->squaredDistances(from, queries, desk.farther);
    const auto firstOnes = desk.farther.begin() + std::min(firstBoxes, boxes);
    std::nth_element(desk.farther.begin(), firstOnes - 1, desk.farther.end());
    for (auto each = desk.farther.begin(); each != firstOnes; ++each) {
        squaresOf(each->second, from, queries, desk);
        lookAt(each->second, from, queries, reach, desk);
    }
    // Then the nearest first, so that the limits are soon low. Few of them are looked at: a heap finds those soonest.
    desk.order.clear();
    const float mostReach = furthestReach();
    for (auto each = firstOnes; each != desk.farther.end(); ++each)
        if (each->first <= mostReach)
            desk.order.emplace_back(squaresOf(each->second, from, queries, desk), each->second);
    std::make_heap(desk.order.begin(), desk.order.end(), std::greater<>());
    for (auto end = desk.order.end(); end != desk.order.begin(); --end) {
        std::pop_heap(desk.order.begin(), end, std::greater<>());
        const auto [nearest, box] = *(end - 1);
        if (nearest > furthestReach())
            break; // and so are all that follow
        lookAt(box, from, queries, reach, desk);
    }
    for (Index query = 0; query < queries; ++query)
        measure(from + query, desk.candidates[static_cast<std::size_t>(query)], desk, to);
}

/// How far the queries lie outside the box; the least of them.
float NeighbourSearch::squaresOf(Index box, Index from, Index queries, Desk &desk) const {
    float *of = desk.squares.data() + box * queriesAtOnce;
    m_boxes->squaredDistances(box, from, queries, of);
    return *std::min_element(of, of + queries);
}

void NeighbourSearch::lookAt(Index box, Index from, Index queries, std::array<float, queriesAtOnce> &reach, Desk &desk) const {
    const float *squares = desk.squares.data() + box * queriesAtOnce, room = 4.0f * m_rounding * m_boxes->largestNorm(box);
    std::array<Index, queriesAtOnce> near;
    Index count = 0;
    for (Index query = 0; query < queries; ++query) {
        near[static_cast<std::size_t>(count)] = query;
        count += squares[query] <= reach[static_cast<std::size_t>(query)] + room;
    }
    if (count == 0)
        return;
    const Index at = box * samplesOfBox, samples = std::min(samplesOfBox, m_among - at);
    float *products = desk.products.data();
    const bool areFew = count <= fewQueries;
    if (!areFew)
        m_rows.products(at, samples, from, queries, 1, products, samplesOfBox);
    for (Index i = 0; i < count; ++i) {
        const Index query = near[static_cast<std::size_t>(i)];
        float *own = products + query * samplesOfBox;
        if (areFew)
            m_rows.products(at, samples, from + query, 1, 1, own, samplesOfBox);
        Candidates &candidates = desk.candidates[static_cast<std::size_t>(query)];
        take(from + query, at, samples, own, candidates, desk);
        reach[static_cast<std::size_t>(query)] = candidates.limit + m_rows.norm(from + query) * (1.0f + 4.0f * m_rounding);
    }
}

void NeighbourSearch::take(Index query, Index from, Index count, const float *products, Candidates &candidates, Desk &desk) const {
    const std::size_t room = candidates.size + static_cast<std::size_t>(count + core::slack);
    makeRoom(candidates.lower, room);
    makeRoom(candidates.places, room);
    candidates.size +=
        static_cast<std::size_t>(kernels::collectBelow(count, products, m_lowerNorms.data() + from, candidates.limit, static_cast<std::int32_t>(from),
                                                       candidates.lower.data() + candidates.size, candidates.places.data() + candidates.size));
    if (candidates.size > 2 * candidates.kept + static_cast<std::size_t>(m_count) + 128)
        narrow(query, candidates, desk);
}

/// Drops those that cannot be among the nearest: `count` others are nearer, whatever the rounding. The query itself takes a place.
void NeighbourSearch::narrow(Index query, Candidates &candidates, Desk &desk) const {
    if (candidates.size <= static_cast<std::size_t>(m_count))
        return;
    const Index size = static_cast<Index>(candidates.size);
    makeRoom(desk.upper, candidates.size);
    makeRoom(desk.work, static_cast<std::size_t>(2 * (size + core::slack)));
    const float *norms = m_rows.norms(), own = m_rows.norm(query), twice = 2.0f * m_rounding;
    for (std::size_t i = 0; i < candidates.size; ++i)
        desk.upper[i] = candidates.lower[i] + twice * (own + norms[candidates.places[i]]);
    candidates.limit = kernels::selectSmallest(size, m_count, desk.upper.data(), desk.work.data());
    candidates.size = candidates.kept = static_cast<std::size_t>(kernels::keepBelow(size, candidates.limit, candidates.lower.data(), candidates.places.data()));
}

void NeighbourSearch::measure(Index place, Candidates &candidates, Desk &desk, Neighbours &to) const {
    const std::int32_t number = numberAt(place);
    if (static_cast<Index>(candidates.size) > m_count + m_count / 2 + 16) // a few more are measured sooner than told from the others
        narrow(place, candidates, desk);
    std::vector<Measured> &measured = desk.measured;
    desk.measure(m_codes, place, std::span(candidates.places).first(candidates.size));
    for (Measured &each : measured)
        each.index = numberAt(each.index);
    std::erase_if(measured, [number](const Measured &each) { return each.index == number; });
    assert(static_cast<Index>(measured.size()) >= m_count);
    sortNearest(measured, m_count, desk);
    const Index asked = (number - m_firstAsked) / m_step;
    for (Index i = 0; i < m_count; ++i) {
        const auto at = static_cast<std::size_t>(asked * m_count + i);
        to.indices[at] = measured[static_cast<std::size_t>(i)].index;
        to.squaredDistances[at] = static_cast<float>(measured[static_cast<std::size_t>(i)].distance);
    }
}

} // namespace hourglass::projections
