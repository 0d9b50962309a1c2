#include "tests/benchmarks/register_products.h"

#include "engine/kernels/vectors.h"

namespace hourglass::benchmarks {

namespace {

constexpr int chains = kernels::width == 16 ? 24 : 12; ///< enough to hide the latency of a multiply-add, and no more than there are registers

} // namespace

float registerProduct(core::Index depth) {
    kernels::Vector sums[chains], column = kernels::Vector{} + 0.5f, factor = kernels::Vector{} + 0.25f;
    for (kernels::Vector &sum : sums)
        sum = kernels::Vector{};
    for (core::Index k = 0; k < depth; ++k) {
        asm volatile("" : "+v"(column), "+v"(factor)); // new numbers each time, for all that the compiler knows
#pragma GCC unroll 24
        for (kernels::Vector &sum : sums)
            sum = kernels::multiplyAdd(column, factor, sum);
    }
    float all = 0;
    for (const kernels::Vector &sum : sums)
        all += sum[0];
    return all;
}

double registerOperations(core::Index depth) {
    return 2.0 * chains * kernels::width * static_cast<double>(depth);
}

} // namespace hourglass::benchmarks
