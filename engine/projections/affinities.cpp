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

/// Where each sample is somebody's neighbour: places in the list of all neighbours, which rise.
struct Incoming {
    std::vector<Index> starts;
    std::vector<std::int32_t> places;

    Incoming(const std::vector<std::int32_t> &indices, Index rows) : starts(static_cast<std::size_t>(rows) + 1), places(indices.size()) {
        for (const std::int32_t index : indices)
            ++starts[static_cast<std::size_t>(index) + 1];
        std::partial_sum(starts.begin(), starts.end(), starts.begin());
        std::vector<Index> next(starts.begin(), starts.end() - 1);
        for (std::size_t place = 0; place < indices.size(); ++place)
            places[static_cast<std::size_t>(next[static_cast<std::size_t>(indices[place])]++)] = static_cast<std::int32_t>(place);
    }
};

/// Calls visit(column, own value, other's value) for the union of a row's neighbours and of those whose neighbour it is.
template <class Visit>
void visitUnion(Index row, const Neighbours &neighbours, const std::vector<float> &values, const Incoming &incoming, const Visit &visit) {
    const Index count = neighbours.count;
    Index own = row * count, other = incoming.starts[static_cast<std::size_t>(row)];
    const Index ownEnd = own + count, otherEnd = incoming.starts[static_cast<std::size_t>(row) + 1];
    while (own < ownEnd || other < otherEnd) {
        const auto place = other < otherEnd ? static_cast<std::size_t>(incoming.places[static_cast<std::size_t>(other)]) : 0;
        const Index from = other < otherEnd ? static_cast<Index>(place) / count : INT32_MAX;
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
    const Incoming incoming(neighbours.indices, rows);
    SparseMatrix matrix;
    matrix.starts.resize(static_cast<std::size_t>(rows) + 1);
    forRows(rows, pool, [&](Index row) {
        Index entries = 0;
        visitUnion(row, neighbours, values, incoming, [&](std::int32_t, float, float) { ++entries; });
        matrix.starts[static_cast<std::size_t>(row) + 1] = entries;
    });
    std::partial_sum(matrix.starts.begin(), matrix.starts.end(), matrix.starts.begin());
    matrix.columns.resize(static_cast<std::size_t>(matrix.starts.back()));
    matrix.values.resize(static_cast<std::size_t>(matrix.starts.back()));
    forRows(rows, pool, [&](Index row) {
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
