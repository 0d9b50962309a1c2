#include "engine/projections/neighbour_search.h"

#include <algorithm>
#include <cassert>
#include <functional>
#include <iterator>
#include <numeric>
#include <utility>

#include "engine/kernels/projections.h"
#include "engine/projections/row_chunks.h"

namespace hourglass::projections {

namespace {

constexpr Index mostAxesOfBoxes = 32;
constexpr Index firstBoxes = 8;
constexpr std::size_t stepsOfOrder = 64;
constexpr std::size_t mostRanked = 160;
constexpr float infinity = std::numeric_limits<float>::infinity();

/// These columns of the codes one behind another.
core::Floats columnsOf(core::ConstView codes, const std::vector<std::int32_t> &numbers, core::ThreadPool &pool) {
    core::Floats columns(codes.rows * std::ssize(numbers));
    forRows(std::ssize(numbers), pool,
            [&](Index place) { std::copy_n(codes.column(numbers[static_cast<std::size_t>(place)]), codes.rows, columns.data() + place * codes.rows); });
    return columns;
}

std::vector<std::int32_t> numbersOf(Index first, Index count, Index step) {
    std::vector<std::int32_t> numbers(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < numbers.size(); ++i)
        numbers[i] = static_cast<std::int32_t>(first + static_cast<Index>(i) * step);
    return numbers;
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

void NeighbourSearch::Desk::nearestOf(core::ConstView codes, Index from, std::span<const std::int32_t> others, Index count, Index with, std::int32_t *indices,
                                      float *squaredDistances) {
    if (others.size() <= mostRanked) {
        // Who knows its rank goes to its place at once.
        makeRoom(exact, others.size());
        makeRoom(distances, mostRanked + core::slack);
        makeRoom(ranks, mostRanked + core::slack);
        kernels::squaredDistances(codes.rows, codes.column(from), codes.data, codes.stride, std::ssize(others), others.data(), exact.data());
        for (std::size_t i = 0; i < others.size(); ++i)
            distances[i] = static_cast<float>(exact[i]);
        kernels::ranksOf(std::ssize(others), distances.data(), ranks.data());
        std::fill_n(indices, count, -1);
        for (std::size_t i = 0; i < others.size(); ++i)
            if (ranks[i] < count) {
                indices[ranks[i]] = others[i];
                if (ranks[i] < with)
                    squaredDistances[ranks[i]] = distances[i];
            }
        if (std::find(indices, indices + count, -1) == indices + count) // of equal ones one place stays empty
            return;
    }
    measure(codes, from, others);
    sortNearest(measured, count, *this);
    for (Index i = 0; i < count; ++i) {
        indices[i] = measured[static_cast<std::size_t>(i)].index;
        if (i < with)
            squaredDistances[i] = static_cast<float>(measured[static_cast<std::size_t>(i)].distance);
    }
}

/// `order`, of squares up to `most`, by steps of them.
void NeighbourSearch::Desk::sortAbout(float most) {
    const float perStep = static_cast<float>(stepsOfOrder) / std::max(most, std::numeric_limits<float>::min());
    const auto stepOf = [&](float square) { return static_cast<std::size_t>(std::min(static_cast<float>(stepsOfOrder - 1), square * perStep)); };
    std::array<std::size_t, stepsOfOrder + 1> starts{};
    for (const auto &each : order)
        ++starts[stepOf(each.first) + 1];
    std::partial_sum(starts.begin(), starts.end(), starts.begin());
    sortedOrder.resize(order.size());
    for (const auto &each : order)
        sortedOrder[starts[stepOf(each.first)]++] = each;
    std::swap(order, sortedOrder);
}

NeighbourSearch::NeighbourSearch(core::ConstView codes, Index among, Index count, std::vector<std::int32_t> order, std::vector<std::int32_t> queries,
                                 float within, core::ThreadPool &pool)
    : m_among(among), m_count(count),
      // |error of a squared distance| ≤ rounding (|x|² + |y|²): a chain of `rows` fused additions, norms likewise, and the centring.
      m_rounding(static_cast<float>(codes.rows + 8) * 2.0f * std::numeric_limits<float>::epsilon()), m_share(1.0f / (within * within)),
      m_numbers(std::move(order)), m_lowerNorms(among) {
    std::vector<std::int32_t> axes = widestAxes(codes, mostAxesOfBoxes);
    if (m_numbers.empty()) {
        m_numbers.resize(static_cast<std::size_t>(among));
        std::iota(m_numbers.begin(), m_numbers.end(), 0);
        sortIntoBoxes(codes, axes, m_numbers);
    }
    if (!queries.empty()) {
        sortIntoBoxes(codes, axes, queries);
        m_firstPlace = (among + samplesOfBox - 1) / samplesOfBox * samplesOfBox;
        m_numbers.resize(static_cast<std::size_t>(m_firstPlace)); // what fills the last box up is never looked at
        m_numbers.insert(m_numbers.end(), queries.begin(), queries.end());
    }
    m_columns = columnsOf(codes, m_numbers, pool);
    m_codes = {m_columns.data(), codes.rows, std::ssize(m_numbers), codes.rows};
    m_panels = DistancePanels(m_codes, pool);
    m_boxes.emplace(m_panels, among, std::move(axes), pool);
    for (Index place = 0; place < among; ++place)
        m_lowerNorms[place] = m_panels.norm(place) * (1.0f - m_rounding);
    for (Index box = 0; box < m_boxes->count(); ++box)
        m_largestNorm = std::max(m_largestNorm, m_boxes->largestNorm(box));
}

NeighbourSearch::NeighbourSearch(core::ConstView codes, Index among, Index count, Index firstAsked, Index asked, Index step, float within,
                                 core::ThreadPool &pool)
    : NeighbourSearch(codes, among, count, {}, asked < among || firstAsked > 0 ? numbersOf(firstAsked, asked, step) : std::vector<std::int32_t>(), within,
                      pool) {
    m_firstAsked = firstAsked;
    m_step = step;
}

NeighbourSearch::NeighbourSearch(core::ConstView codes, Index count, std::vector<std::int32_t> order, float within, core::ThreadPool &pool)
    : NeighbourSearch(codes, codes.columns, count, std::move(order), std::vector<std::int32_t>(), within, pool) {}

float NeighbourSearch::Reach::furthest(Index queries) const {
    constexpr std::size_t lanes = 8;
    std::array<float, lanes> most;
    most.fill(-infinity);
    std::size_t i = 0;
    for (; i + lanes <= static_cast<std::size_t>(queries); i += lanes)
        for (std::size_t lane = 0; lane < lanes; ++lane)
            most[lane] = of[i + lane] > most[lane] ? of[i + lane] : most[lane];
    for (; i < static_cast<std::size_t>(queries); ++i)
        most[0] = std::max(most[0], of[i]);
    return *std::max_element(most.begin(), most.end());
}

void NeighbourSearch::find(Index first, Index queries, Desk &desk, Neighbours &to) const {
    const Index from = m_firstPlace + first, boxes = m_boxes->count();
    assert(from % samplesOfBox + queries <= samplesOfBox);
    for (Candidates &candidates : desk.candidates) {
        candidates.size = candidates.kept = 0;
        candidates.limit = infinity;
    }
    turn(from, queries, desk);
    Reach reach;
    reach.of.fill(infinity);
    const float room = 4.0f * m_rounding * m_largestNorm;
    makeRoom(desk.squares, static_cast<std::size_t>(boxes * queriesAtOnce + core::slack));
    const auto squaresOf = [&](Index box, float enough) {
        return m_boxes->squaredDistances(box, from, queries, enough, desk.squares.data() + box * queriesAtOnce);
    };
    // A few boxes that lie near the queries' own tell soon how far others need to be looked at, most of which lie further.
    m_boxes->squaredGaps(from, queries, desk.gaps);
    std::array<std::pair<float, Index>, firstBoxes> firstOnes;
    firstOnes.fill({infinity, boxes});
    for (Index box = 0; box < boxes; ++box)
        if (const float gap = desk.gaps[static_cast<std::size_t>(box)]; gap < firstOnes.back().first) {
            auto at = firstOnes.end() - 1;
            for (; at != firstOnes.begin() && gap < (at - 1)->first; --at)
                *at = *(at - 1);
            *at = {gap, box};
        }
    for (const auto &[gap, box] : firstOnes) {
        if (box == boxes)
            break;
        squaresOf(box, infinity);
        lookAt(box, from, queries, reach, desk);
        desk.gaps[static_cast<std::size_t>(box)] = infinity; // it was looked at
    }
    // Then the nearest first, about, so that the limits are soon low.
    float furthest = reach.furthest(queries) + room;
    desk.order.clear();
    float most = 0;
    for (Index box = 0; box < boxes; ++box)
        if (const float gap = desk.gaps[static_cast<std::size_t>(box)]; gap <= furthest && gap < infinity)
            if (const float nearest = squaresOf(box, furthest); nearest <= furthest) {
                desk.order.emplace_back(nearest, box);
                most = std::max(most, nearest);
            }
    desk.sortAbout(most);
    for (const auto &[nearest, box] : desk.order)
        if (nearest <= furthest && lookAt(box, from, queries, reach, desk))
            furthest = reach.furthest(queries) + room;
    for (Index query = 0; query < queries; ++query)
        measure(from + query, desk.candidates[static_cast<std::size_t>(query)], desk, to);
}

/// The centred codes of the queries one behind another.
void NeighbourSearch::turn(Index from, Index queries, Desk &desk) const {
    const Index dimensions = m_panels.dimensions();
    makeRoom(desk.queries, static_cast<std::size_t>(queriesAtOnce * dimensions + core::slack));
    makeRoom(desk.asked, static_cast<std::size_t>(queriesAtOnce * dimensions + core::slack));
    const float *own = m_panels.at(from);
    for (Index axis = 0; axis < dimensions; ++axis)
        for (Index query = 0; query < queries; ++query)
            desk.queries[static_cast<std::size_t>(query * dimensions + axis)] = own[axis * samplesOfBox + query];
}

/// Multiplies the box with those queries that it may be near to; whether there were any.
bool NeighbourSearch::lookAt(Index box, Index from, Index queries, Reach &reach, Desk &desk) const {
    std::array<std::int32_t, queriesAtOnce + core::slack> near;
    const Index count =
        kernels::placesWithin(queries, desk.squares.data() + box * queriesAtOnce, reach.of.data(), 4.0f * m_rounding * m_boxes->largestNorm(box), near.data());
    if (count == 0)
        return false;
    const Index dimensions = m_panels.dimensions(), samples = m_boxes->samplesIn(box);
    const float *asked = desk.queries.data();
    if (count < queries) {
        for (Index i = 0; i < count; ++i)
            std::copy_n(desk.queries.data() + near[static_cast<std::size_t>(i)] * dimensions, dimensions, desk.asked.data() + i * dimensions);
        asked = desk.asked.data();
    }
    kernels::product(samples, count, dimensions, m_panels.panel(box), samplesOfBox, asked, 1, dimensions, desk.products.data(), samplesOfBox, false);
    for (Index i = 0; i < count; ++i) {
        const auto query = static_cast<std::size_t>(near[static_cast<std::size_t>(i)]);
        const Index place = from + static_cast<Index>(query);
        Candidates &candidates = desk.candidates[query];
        take(place, box * samplesOfBox, samples, desk.products.data() + i * samplesOfBox, candidates, desk);
        reach.of[query] = m_share * (candidates.limit + m_panels.norm(place) * (1.0f + 4.0f * m_rounding));
    }
    return true;
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
    const float *norms = m_panels.norms(), own = m_panels.norm(query), twice = 2.0f * m_rounding;
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
    const Index asked = (number - m_firstAsked) / m_step, with = to.measured();
    for (Index i = 0; i < m_count; ++i)
        to.indices[static_cast<std::size_t>(asked * m_count + i)] = measured[static_cast<std::size_t>(i)].index;
    for (Index i = 0; i < with; ++i)
        to.squaredDistances[static_cast<std::size_t>(asked * with + i)] = static_cast<float>(measured[static_cast<std::size_t>(i)].distance);
}

} // namespace hourglass::projections
