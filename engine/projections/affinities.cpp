#include "engine/projections/affinities.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

#include "engine/projections/row_chunks.h"

namespace hourglass::projections {

namespace {

/// Each row's neighbours in the order of their numbers, none of which is there twice: so each has a place of its own.
void sortRows(Neighbours &neighbours, std::vector<float> &values, Index rows, core::ThreadPool &pool) {
    const auto count = static_cast<std::size_t>(neighbours.count);
    pool.run(chunksOfRows(rows), [&](Index chunk, int) {
        std::vector<float> numbers(count + core::slack);
        std::vector<std::int32_t> places(count + core::slack);
        std::vector<float> sorted(count);
        for (Index row = chunk * rowsOfChunk; row < std::min((chunk + 1) * rowsOfChunk, rows); ++row) {
            std::int32_t *indices = neighbours.indices.data() + row * neighbours.count;
            float *own = values.data() + row * neighbours.count;
            std::copy_n(indices, count, numbers.begin());
            kernels::ranksOf(neighbours.count, numbers.data(), places.data());
            for (std::size_t i = 0; i < count; ++i) {
                indices[places[i]] = static_cast<std::int32_t>(numbers[i]);
                sorted[static_cast<std::size_t>(places[i])] = own[i];
            }
            std::copy_n(sorted.begin(), count, own);
        }
    });
}

/// Where samples are somebody's neighbour: places in the list of all neighbours, which rise. For a part of the samples after another, so that never all are
/// held.
class Incoming {
public:
    explicit Incoming(const Neighbours &neighbours)
        : m_neighbours(neighbours), m_next(neighbours.indices.size() / static_cast<std::size_t>(neighbours.count)) {}

    /// Calls work(row) for each row when it is its part's turn.
    template <class Work>
    void forAll(core::ThreadPool &pool, const Work &work) {
        const Index rows = std::ssize(m_next), rowsOfPart = (chunksOfRows(rows) + parts - 1) / parts * rowsOfChunk;
        std::fill(m_next.begin(), m_next.end(), 0);
        for (m_first = 0; m_first < rows; m_first += rowsOfPart) {
            const Index end = std::min(m_first + rowsOfPart, rows);
            collect(end);
            forRows(end - m_first, pool, [&](Index row) { work(m_first + row); });
        }
    }
    std::span<const std::int32_t> of(Index row) const {
        const auto at = static_cast<std::size_t>(row - m_first);
        return std::span(m_places).subspan(static_cast<std::size_t>(m_starts[at]), static_cast<std::size_t>(m_starts[at + 1] - m_starts[at]));
    }

private:
    static constexpr Index parts = 8;

    /// Of the samples from m_first to end − 1. The neighbours of each row rise, and m_next knows up to where they were looked at.
    void collect(Index end) {
        const auto visit = [&](std::size_t row, const auto &add) {
            const std::int32_t *own = m_neighbours.indices.data() + static_cast<Index>(row) * m_neighbours.count;
            std::int32_t at = m_next[row];
            for (; at < m_neighbours.count && own[at] < end; ++at)
                add(static_cast<std::size_t>(own[at] - m_first), static_cast<std::int32_t>(static_cast<Index>(row) * m_neighbours.count + at));
            return at;
        };
        m_starts.assign(static_cast<std::size_t>(end - m_first) + 1, 0);
        for (std::size_t row = 0; row < m_next.size(); ++row)
            visit(row, [&](std::size_t sample, std::int32_t) { ++m_starts[sample + 1]; });
        std::partial_sum(m_starts.begin(), m_starts.end(), m_starts.begin());
        m_places.clear();
        m_places.resize(static_cast<std::size_t>(m_starts.back()));
        std::vector<Index> free(m_starts.begin(), m_starts.end() - 1);
        for (std::size_t row = 0; row < m_next.size(); ++row)
            m_next[row] = visit(row, [&](std::size_t sample, std::int32_t place) { m_places[static_cast<std::size_t>(free[sample]++)] = place; });
    }

    const Neighbours &m_neighbours;
    Index m_first = 0;
    std::vector<std::int32_t> m_next; ///< of each row
    std::vector<Index> m_starts;      ///< of each sample of the part
    std::vector<std::int32_t> m_places;
};

/// Calls visit(column, own value, other's value) for the union of a row's neighbours and of those whose neighbour it is.
template <class Visit>
void visitUnion(Index row, const Neighbours &neighbours, const std::vector<float> &values, const Incoming &incoming, const Visit &visit) {
    const Index count = neighbours.count;
    const auto places = incoming.of(row);
    Index own = row * count;
    const Index ownEnd = own + count;
    std::size_t other = 0;
    while (own < ownEnd || other < places.size()) {
        const auto place = other < places.size() ? static_cast<std::size_t>(places[other]) : 0;
        const Index from = other < places.size() ? static_cast<Index>(place) / count : INT32_MAX;
        const Index to = own < ownEnd ? neighbours.indices[static_cast<std::size_t>(own)] : INT32_MAX;
        const bool takesOwn = to <= from, takesOther = from <= to;
        visit(static_cast<std::int32_t>(std::min(to, from)), takesOwn ? values[static_cast<std::size_t>(own)] : 0.0f, takesOther ? values[place] : 0.0f);
        own += takesOwn;
        other += takesOther;
    }
}

} // namespace

SparseMatrix symmetric(Neighbours neighbours, std::vector<float> values, Union united, core::ThreadPool &pool) {
    const Index rows = static_cast<Index>(neighbours.indices.size()) / neighbours.count;
    neighbours.squaredDistances = {};
    sortRows(neighbours, values, rows, pool);
    Incoming incoming(neighbours);
    SparseMatrix matrix;
    matrix.starts.resize(static_cast<std::size_t>(rows) + 1);
    incoming.forAll(pool, [&](Index row) {
        Index entries = 0;
        visitUnion(row, neighbours, values, incoming, [&](std::int32_t, float, float) { ++entries; });
        matrix.starts[static_cast<std::size_t>(row) + 1] = entries;
    });
    std::partial_sum(matrix.starts.begin(), matrix.starts.end(), matrix.starts.begin());
    matrix.columns.resize(static_cast<std::size_t>(matrix.starts.back()));
    matrix.values.resize(static_cast<std::size_t>(matrix.starts.back()));
    incoming.forAll(pool, [&](Index row) {
        auto at = static_cast<std::size_t>(matrix.starts[static_cast<std::size_t>(row)]);
        visitUnion(row, neighbours, values, incoming, [&](std::int32_t column, float own, float other) {
            matrix.columns[at] = column;
            matrix.values[at++] = united(own, other);
        });
    });
    return matrix;
}

SparseMatrix affinitiesOf(Neighbours neighbours, double perplexity, core::ThreadPool &pool) {
    const Index rows = static_cast<Index>(neighbours.indices.size()) / neighbours.count;
    const auto entropy = static_cast<float>(std::log(perplexity));
    std::vector<float> values(std::move(neighbours.squaredDistances));
    forRows(rows, pool, [&](Index row) {
        float *of = values.data() + row * neighbours.count;
        const std::vector<float> distances(of, of + neighbours.count);
        kernels::perplexityRow(neighbours.count, distances.data(), entropy, of);
    });
    SparseMatrix matrix = symmetric(
        std::move(neighbours), std::move(values), [](float own, float other) { return own + other; }, pool);
    const float share = 0.5f / static_cast<float>(rows);
    for (float &value : matrix.values)
        value *= share;
    return matrix;
}

} // namespace hourglass::projections
