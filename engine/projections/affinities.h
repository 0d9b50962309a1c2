// What t-SNE is to reproduce: who is near whom, as probabilities.
#pragma once

#include <atomic>
#include <vector>

#include "engine/kernels/projections.h"
#include "engine/projections/neighbours.h"

namespace hourglass::projections {

/// A symmetric sparse matrix, by rows; the columns of a row rise.
struct SparseMatrix {
    std::vector<Index> starts; ///< rows + 1
    std::vector<std::int32_t> columns;
    std::vector<float> values;

    Index rows() const { return static_cast<Index>(starts.size()) - 1; }
    kernels::SparseRows view() const { return {starts.data(), columns.data(), values.data()}; }
};

/// How two numbers p(j|i) and p(i|j), 0 where there is none, become one.
using Union = float (*)(float, float);

/// The matrix whose number (i, j) is `united` of those that i has of j and j of i; `values` as the neighbours' indices. Takes the
/// neighbours, so that never more than needed is held.
SparseMatrix symmetric(Neighbours neighbours, std::vector<float> values, Union united, core::ThreadPool &pool);

/// p(j|i) ∝ exp(−β_i |x_i − x_j|²) over the neighbours given, β_i such that its perplexity 2^H is as wanted; then (p(j|i) + p(i|j)) / 2n (van der
/// Maaten and Hinton 2008, over 3 · perplexity neighbours as van der Maaten 2014). The sum of all is 1.
SparseMatrix affinitiesOf(Neighbours neighbours, double perplexity, core::ThreadPool &pool);

} // namespace hourglass::projections
