#include "engine/projections/neighbours.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <numeric>

#include "engine/kernels/projections.h"
#include "engine/projections/codes.h"

namespace hourglass::projections {

namespace {

constexpr Index queriesOfItem = 32, samplesOfChunk = 512;
constexpr Index mostSamples = Index{1} << 24;

/// What one worker needs for one query after another.
struct Candidates {
    std::vector<float> lower; ///< the least that the squared distance can be, without the query's own part
    std::vector<std::int32_t> indices;
    std::vector<float> upper, work;
    std::size_t size = 0, kept = 0;
    float limit = 0;
};

struct Measured {
    double distance;
    std::int32_t index;
    bool operator<(const Measured &other) const { return distance < other.distance || (distance == other.distance && index < other.index); }
};

class Search {
public:
    /// The nearest among the first `among` samples; asked are firstAsked, firstAsked + step ….
    Search(core::ConstView codes, Index among, Index count, Index firstAsked, Index step)
        : m_codes(codes), m_among(among), m_count(count), m_firstAsked(firstAsked), m_step(step), m_rows(codes),
          // |error of a squared distance| ≤ rounding (|x|² + |y|²): a chain of `rows` fused additions, norms likewise, and the centring.
          m_rounding(static_cast<float>(codes.rows + 8) * 2.0f * std::numeric_limits<float>::epsilon()), m_lowerNorms(m_rows.samples()) {
        for (Index sample = 0; sample < m_rows.samples(); ++sample)
            m_lowerNorms[sample] = m_rows.norm(sample) * (1.0f - m_rounding);
    }

    void find(Index first, Index queries, Neighbours &to) const {
        std::vector<Candidates> candidates(static_cast<std::size_t>(queries));
        core::Floats products(samplesOfChunk * queries);
        for (Candidates &each : candidates)
            each.limit = std::numeric_limits<float>::infinity();
        for (Index from = 0; from < m_among; from += samplesOfChunk) {
            const Index count = std::min(samplesOfChunk, m_among - from);
            m_rows.products(from, count, sampleOf(first), queries, m_step, products.data(), samplesOfChunk);
            for (Index query = 0; query < queries; ++query)
                take(sampleOf(first + query), from, count, products.data() + query * samplesOfChunk, candidates[static_cast<std::size_t>(query)]);
        }
        std::vector<Measured> measured;
        for (Index query = 0; query < queries; ++query)
            measure(first + query, candidates[static_cast<std::size_t>(query)], measured, to);
    }

private:
    Index sampleOf(Index asked) const { return m_firstAsked + asked * m_step; }

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

    void measure(Index asked, Candidates &candidates, std::vector<Measured> &measured, Neighbours &to) const {
        const Index query = sampleOf(asked);
        narrow(query, candidates);
        measured.clear();
        for (std::size_t i = 0; i < candidates.size; ++i)
            if (const std::int32_t index = candidates.indices[i]; index != query)
                measured.push_back({kernels::squaredDistance(m_codes.rows, m_codes.column(query), m_codes.column(index)), index});
        assert(static_cast<Index>(measured.size()) >= m_count);
        if (static_cast<Index>(measured.size()) > 2 * m_count) // many that are equal, or almost
            std::nth_element(measured.begin(), measured.begin() + static_cast<std::ptrdiff_t>(m_count - 1), measured.end());
        std::sort(measured.begin(),
                  static_cast<Index>(measured.size()) > 2 * m_count ? measured.begin() + static_cast<std::ptrdiff_t>(m_count) : measured.end());
        for (Index i = 0; i < m_count; ++i) {
            const auto at = static_cast<std::size_t>(asked * m_count + i);
            to.indices[at] = measured[static_cast<std::size_t>(i)].index;
            to.squaredDistances[at] = static_cast<float>(measured[static_cast<std::size_t>(i)].distance);
        }
    }

    core::ConstView m_codes;
    Index m_among, m_count, m_firstAsked, m_step;
    DistanceRows m_rows;
    float m_rounding;
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
    const Search search(codes, among, count, firstAsked, step);
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

DistanceRows::DistanceRows(core::ConstView codes)
    : m_samples(codes.columns), m_dimensions(codes.rows), m_stride(core::strideOf(codes.columns)), m_turned(m_stride * codes.rows), m_norms(codes.columns) {
    std::vector<double> norms(static_cast<std::size_t>(m_samples));
    for (Index row = 0; row < m_dimensions; ++row) {
        double sum = 0;
        for (Index sample = 0; sample < m_samples; ++sample)
            sum += static_cast<double>(codes.column(sample)[row]);
        const auto mean = static_cast<float>(sum / static_cast<double>(m_samples));
        float *turned = m_turned.data() + row * m_stride;
        for (Index sample = 0; sample < m_samples; ++sample) {
            turned[sample] = codes.column(sample)[row] - mean;
            norms[static_cast<std::size_t>(sample)] += static_cast<double>(turned[sample]) * static_cast<double>(turned[sample]);
        }
    }
    for (Index sample = 0; sample < m_samples; ++sample)
        m_norms[sample] = static_cast<float>(norms[static_cast<std::size_t>(sample)]);
}

void DistanceRows::products(Index from, Index count, Index first, Index queries, Index step, float *products, Index stride) const {
    kernels::product(count, queries, m_dimensions, m_turned.data() + from, m_stride, m_turned.data() + first, m_stride, step, products, stride, false);
}

core::Result<Neighbours> nearestNeighbours(core::ConstView codes, Index count, core::ThreadPool &pool, const std::atomic<bool> *cancelled, Index step) {
    assert(count > 0 && count < codes.columns);
    return found(codes, codes.columns, count, 0, askedOf(codes.columns, step), step, pool, cancelled);
}

core::Result<Neighbours> nearestNeighboursAmong(core::ConstView codes, Index among, Index count, core::ThreadPool &pool, const std::atomic<bool> *cancelled) {
    assert(count > 0 && count <= among && among <= codes.columns);
    return found(codes, among, count, among, codes.columns - among, 1, pool, cancelled);
}

} // namespace hourglass::projections
