// What projections onto the plane and into space spend their time with. As kernels.h: compiled once for each level of the instruction set, flat arrays, no
// state, and every number one chain of operations in a fixed order.
#pragma once

#include "engine/kernels/kernels.h"

namespace hourglass::kernels {

/// Σ (a − b)², in double.
HOURGLASS_KERNEL double squaredDistance(Index count, const float *a, const float *b);
/// Likewise from one column of numbers, `own`, to each of those columns[stride · other[i]]: the bits do not depend on who else is asked.
HOURGLASS_KERNEL void squaredDistances(Index count, const float *own, const float *columns, Index stride, Index others, const std::int32_t *other,
                                       double *squares);
/// values = offsets − 2 products.
HOURGLASS_KERNEL void distancesFrom(Index count, const float *products, const float *offsets, float *values);
/// Writes offsets[i] − 2 products[i] and first + i wherever the former is at most `limit`, in the order of i; returns how many. Both lists
/// need room for `count` numbers and `slack` more.
HOURGLASS_KERNEL Index collectBelow(Index count, const float *products, const float *offsets, float limit, std::int32_t first, float *values,
                                    std::int32_t *indices);
/// Keeps the values that are at most `limit`, with their indices, in their order; returns how many.
HOURGLASS_KERNEL Index keepBelow(Index count, float limit, float *values, std::int32_t *indices);
/// ranks[i] = how many values are less than values[i]. In a time that grows with the square: for a hundred of them. Both have room for `slack` more.
HOURGLASS_KERNEL void ranksOf(Index count, const float *values, std::int32_t *ranks);
/// squares[i] = Σ over the axes of (how far places[axis[n] · stride + i] lies outside low[n] … high[n])², n the place of an axis in the list; returns the least
/// of them. Where that of some vectors of them is more than `enough` after the first axes, the others are left out. Reads and writes up to `slack` beyond
/// count.
HOURGLASS_KERNEL float boxDistances(Index count, Index axes, const std::int32_t *axis, const float *places, Index stride, const float *low, const float *high,
                                    float enough, float *squares);
/// squares[i] = Σ over the axes n of (how far lows[n · stride + i] … highs[n · stride + i] lies from low[n] … high[n])². Reads and writes up to `slack` beyond
/// count.
HOURGLASS_KERNEL void boxGaps(Index count, Index axes, const float *low, const float *high, const float *lows, const float *highs, Index stride,
                              float *squares);
/// Writes the places of the values that are at most limits[place] + room, in their order; returns how many. All have room for `slack` more.
HOURGLASS_KERNEL Index placesWithin(Index count, const float *values, const float *limits, float room, std::int32_t *places);
/// The number that would stand at `rank` if the values were sorted. None is NaN; they are used up; `work` has 2 · (count + slack) numbers.
HOURGLASS_KERNEL float selectSmallest(Index count, Index rank, float *values, float *work);
/// How many values lie below the limit, or are equal to it at a place before `place`.
HOURGLASS_KERNEL Index countBefore(Index count, const float *values, float limit, Index place);
/// Σ √max(a, 0) √max(b, 0), Σ max(a, 0) and Σ max(b, 0), where a = firstOffset + first and b likewise.
HOURGLASS_KERNEL void correlateRoots(Index count, const float *first, float firstOffset, const float *second, float secondOffset, double sums[3]);

/// A complex transform of even length, Σ_j x(j) exp(−2πi jk / length), of `fourierLanes` signals at once: their numbers lie side by side, and
/// arrays of them on 64-byte boundaries. `factors` holds for each pass, whose length is that of the one before divided by its radix (2, 3, 4
/// or 5), for each p below length / radix the numbers exp(−2πi pj / length), j = 1 … radix − 1, real part first.
constexpr Index fourierLanes = 16;
struct FourierPlan {
    Index length;
    int passes;
    const int *radices;
    const float *factors;
};
/// The four steps of a convolution of a plane of real numbers (grid[row · gridStride + column], `rows` of them, zeros beyond) with an even
/// kernel. `work` has 4 · length · fourierLanes numbers. First each column: of 2 · fourierLanes columns the numbers k = 0 … length / 2 of their
/// transforms, at [k · stride + column].
HOURGLASS_KERNEL void fourierDown(const FourierPlan &plan, Index rows, const float *grid, Index gridStride, float *re, float *im, Index stride, float *work);
/// Then each row: fourierLanes rows of what fourierDown() made, `columns` of them and zeros beyond, are transformed, multiplied by the
/// spectrum [number · fourierLanes + row], and transformed back, times length.
HOURGLASS_KERNEL void fourierAcross(const FourierPlan &plan, Index columns, float *re, float *im, Index stride, const float *spectrum, float *work);
/// And the columns back, times length.
HOURGLASS_KERNEL void fourierUp(const FourierPlan &plan, Index rows, const float *re, const float *im, Index stride, float *grid, Index gridStride,
                                float *work);
/// The spectrum of an even kernel, from fourierLanes rows of what fourierDown() made of its columns 0 … length / 2.
HOURGLASS_KERNEL void fourierSpectrum(const FourierPlan &plan, const float *re, Index stride, float *spectrum, float *work);

/// Where points lie on a grid: the number (y − bottom) / cell of a row, (x − left) / cell of a column, at [row · stride + column].
struct PlaneGrid {
    float left, bottom, perUnit; ///< perUnit = 1 / cell
    Index stride;
};
/// Adds a charge of 1 at each of these points, shared among 4 × 4 places by cubic B-splines, to the rows firstRow … lastRow − 1 alone.
HOURGLASS_KERNEL void spreadCharges(Index count, const std::int32_t *points, const float *x, const float *y, const PlaneGrid &grid, Index firstRow,
                                    Index lastRow, float *charges);
/// The spline through these numbers and its slopes at the points from … to − 1; returns the sum of the potentials.
HOURGLASS_KERNEL double readPotential(Index from, Index to, const float *x, const float *y, const PlaneGrid &grid, const float *values, float *slopeX,
                                      float *slopeY);

/// Coordinates of points, an array each; z is null in the plane. `twos`: x and y of each point of the plane once more, beside each other, for loops that
/// meet points anywhere; may be null.
struct ConstPoints {
    const float *x, *y, *z;
    const float *twos = nullptr;
};
struct Points {
    float *x, *y, *z;
    operator ConstPoints() const { return {x, y, z, nullptr}; }
};

/// Rows of a sparse matrix: the entries starts[row] … starts[row + 1] − 1 of row `row`.
struct SparseRows {
    const Index *starts;
    const std::int32_t *columns;
    const float *values;
};
/// pull.x[i] = Σ_j p (x_i − x_j) / (1 + d²), the others likewise, for the rows from … to − 1.
HOURGLASS_KERNEL void studentPull(Index from, Index to, const SparseRows &p, const ConstPoints &at, const Points &pull);
/// Of one row at the place (x, y, z), wherever its point stands: returns Σ_j p w with w = 1 / (1 + d²), and writes Σ_j p w y_j / Σ_j p w to `mean`, the place
/// where a step of mean shift leads to (Fukunaga and Hostetler 1975). z and the third mean in space alone.
HOURGLASS_KERNEL float studentMass(Index row, const SparseRows &p, const ConstPoints &at, const float place[3], float mean[3]);
/// Σ p log(p (1 + d²)) over these rows.
HOURGLASS_KERNEL double studentDivergence(Index from, Index to, const SparseRows &p, const ConstPoints &at);
/// What StudentPotential sums, over all pairs: slope.x[i] = Σ_j −2 (x_i − x_j) / (1 + d²)² for the points from … to − 1 among `count`, the others
/// likewise; returns Σ_i Σ_{j≠i} 1 / (1 + d²).
HOURGLASS_KERNEL double studentSlopes(Index from, Index to, Index count, const ConstPoints &at, const Points &slope);
/// The same sums for `studentBlock` points of space, over heaps of points, to the second order, taken for as wide in each direction: slopes, and
/// φ[i] = Σ 1 / (1 + d²). The numbers of a heap: its middle x, y and z, how many points, and a third of their mean squared distance from the middle.
constexpr Index studentBlock = 32, numbersOfHeap = 5;
HOURGLASS_KERNEL void studentHeaps(Index heaps, const float *source, const ConstPoints &at, const Points &slope, float *potential);
/// p(j) = exp(−β d²(j)) / Σ with the β at which the entropy of p is `entropy` (natural logarithm); the squared distances rise. Uniform where
/// no β does it.
HOURGLASS_KERNEL void perplexityRow(Index count, const float *squaredDistances, float entropy, float *p);

/// Descent with momentum and gains (Jacobs 1988; van der Maaten and Hinton 2008): gradient = pullShare · pull + slopeShare · slope.
struct GainStep {
    float pullShare, slopeShare, rate, momentum, longest; ///< no point moves further than `longest`
};
struct GainState {
    ConstPoints pull, slope;
    Points gain, velocity, at;
};
HOURGLASS_KERNEL void gainStep(Index from, Index to, const GainStep &step, const GainState &state);

/// A step of UMAP's descent (McInnes, Healy and Melville 2018), with w(d²) = 1 / (1 + a d²ᵇ).
struct UmapStep {
    float a, b, rate, repulsion;
    std::int32_t negatives;
    std::uint32_t key; ///< of this step's random numbers
    Index samples;     ///< at most 2^24
};
/// The neighbours whose turn it is in this epoch: the value in the graph, from 0 to 1, is the share of the epochs. Those of a row go to
/// due[starts[row]] and behind it, their number to counts[row].
HOURGLASS_KERNEL void umapDue(Index from, Index to, std::int32_t epoch, const SparseRows &graph, std::int32_t *due, std::int32_t *counts);
/// Moves the points rows[from] … rows[to − 1], many of them side by side: each meets the neighbours that are due one after another, and after
/// each `negatives` points drawn by lot. The others stand where they stood before (at); where it comes to goes to `moved`.
HOURGLASS_KERNEL void umapStep(Index from, Index to, const UmapStep &step, const std::int32_t *rows, const Index *starts, const std::int32_t *due,
                               const std::int32_t *counts, const ConstPoints &at, const Points &moved);

/// Pairs of points, each among those of both: pointsOfSlice points side by side have as many as the one of them with the most. The n-th of point
/// pointsOfSlice · slice + lane stands at columns[starts[slice] + pointsOfSlice · n + lane]; who has fewer is filled up with itself.
constexpr Index pointsOfSlice = 16;
struct PairSlices {
    const Index *starts;
    const std::int32_t *columns;
};
/// The gradient of PaCMAP's loss (Wang, Huang, Rudin and Shaposhnik 2021) at the points from … to − 1, whole slices, with d = 1 + |y_i − y_j|²:
/// Σ w₀ d / (10 + d) over near pairs, Σ w₁ d / (10000 + d) over mid-near ones, Σ w₂ / (1 + d) over further ones.
HOURGLASS_KERNEL void pacmapGradient(Index from, Index to, const PairSlices pairs[3], const float weights[3], const ConstPoints &at, const Points &gradient);
/// That of the further pairs alone, where point i is in a pair with each point (i + shift) mod `samples`: that of point `from` + n at n. `at` goes on behind
/// the last point with the first ones. As many points are read and written as the next multiple of 32 says.
HOURGLASS_KERNEL void pacmapRing(Index from, Index to, Index samples, Index shifts, const Index *shift, float weight, const ConstPoints &at,
                                 const Points &gradient);

} // namespace hourglass::kernels
