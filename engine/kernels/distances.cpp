// Searches through rows of distances.
#include "engine/kernels/gather.h"
#include "engine/kernels/projections.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace hourglass::kernels {

namespace {

typedef double Doubles __attribute__((vector_size(8 * sizeof(double))));
typedef float UnalignedEight __attribute__((vector_size(8 * sizeof(float)), aligned(4), may_alias));

typedef double FourDoubles __attribute__((vector_size(4 * sizeof(double))));

// By reference: as values, vectors wider than the level's have no convention of calling.
inline void halve(const Doubles &sums, FourDoubles &to) {
    to = __builtin_shufflevector(sums, sums, 0, 1, 2, 3) + __builtin_shufflevector(sums, sums, 4, 5, 6, 7);
}

inline void loadEight(const float *from, Doubles &to) {
    to = __builtin_convertvector(*reinterpret_cast<const UnalignedEight *>(from), Doubles);
}

constexpr Index eight = 8; ///< numbers of Doubles

inline double squareBetween(Index count, const float *a, const float *b) {
    Doubles sums{}, first, second;
    Index i = 0;
    for (; i + eight <= count; i += eight) {
        loadEight(a + i, first);
        loadEight(b + i, second);
        const Doubles way = first - second;
        sums += way * way;
    }
    for (Index lane = 0; i < count; ++i, ++lane) {
        const double way = static_cast<double>(a[i]) - static_cast<double>(b[i]);
        sums[lane] += way * way;
    }
    FourDoubles four;
    halve(sums, four);
    const FourDoubles two = four + __builtin_shufflevector(four, four, 1, 0, 3, 2);
    return two[0] + two[2];
}

inline void sumPairs(const Doubles &a, const Doubles &b, FourDoubles &to) {
    FourDoubles first, second;
    halve(a, first);
    halve(b, second);
    to = __builtin_shufflevector(first, second, 0, 4, 2, 6) + __builtin_shufflevector(first, second, 1, 5, 3, 7);
}

/// The squares of the distances to four others, whose sums across lanes are made together; `count` is a multiple of eight.
inline void fourSquares(Index count, const double *own, const float *const others[4], double *squares) {
    Doubles sums[4] = {};
    for (Index i = 0; i < count; i += eight) {
        const Doubles here = *reinterpret_cast<const Doubles *>(own + i);
        for (int each = 0; each < 4; ++each) {
            Doubles there;
            loadEight(others[each] + i, there);
            const Doubles way = here - there;
            sums[each] += way * way;
        }
    }
    FourDoubles low, high;
    sumPairs(sums[0], sums[1], low);
    sumPairs(sums[2], sums[3], high);
    const FourDoubles all = __builtin_shufflevector(low, high, 0, 1, 4, 5) + __builtin_shufflevector(low, high, 2, 3, 6, 7);
    __builtin_memcpy(squares, &all, sizeof all);
}

/// A bit for each lane of a that is at most b.
inline unsigned lanesAtMost(Vector a, float b) {
#if defined(__AVX512F__)
    return _mm512_cmp_ps_mask(reinterpret_cast<__m512>(a), _mm512_set1_ps(b), _CMP_LE_OQ);
#elif defined(__AVX2__)
    return static_cast<unsigned>(_mm256_movemask_ps(_mm256_cmp_ps(reinterpret_cast<__m256>(a), _mm256_set1_ps(b), _CMP_LE_OQ)));
#else
    return static_cast<unsigned>(_mm_movemask_ps(_mm_cmple_ps(reinterpret_cast<__m128>(a), _mm_set1_ps(b))));
#endif
}

/// Writes the chosen lanes, and the numbers of their places from `first` on, one behind another; how many. Where there are 16 lanes, as many are written
/// whatever is chosen.
inline Index storeLanes(unsigned lanes, Vector value, std::int32_t first, float *values, std::int32_t *indices) {
#if defined(__AVX512F__)
    const __m512i places = _mm512_add_epi32(_mm512_set1_epi32(first), _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
    const auto chosen = static_cast<__mmask16>(lanes);
    _mm512_storeu_ps(values, _mm512_maskz_compress_ps(chosen, reinterpret_cast<__m512>(value)));
    _mm512_storeu_si512(indices, _mm512_maskz_compress_epi32(chosen, places));
    return __builtin_popcount(lanes);
#else
    Index stored = 0;
    for (; lanes != 0; lanes &= lanes - 1) {
        const int lane = __builtin_ctz(lanes);
        values[stored] = value[lane];
        indices[stored++] = first + lane;
    }
    return stored;
#endif
}

constexpr float mostFloat = 3.4e38f;

/// By halves.
inline float leastLane(Vector v) {
#if defined(__AVX512F__)
    const Vector8 low = __builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7), high = __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15),
                  half = high < low ? high : low;
#elif defined(__AVX2__)
    const Vector8 half = v;
#endif
#if defined(__AVX2__)
    const Vector4 front = __builtin_shufflevector(half, half, 0, 1, 2, 3), back = __builtin_shufflevector(half, half, 4, 5, 6, 7),
                  quarter = back < front ? back : front;
#else
    const Vector4 quarter = v;
#endif
    const Vector4 turned = __builtin_shufflevector(quarter, quarter, 2, 3, 2, 3), two = turned < quarter ? turned : quarter;
    return two[1] < two[0] ? two[1] : two[0];
}

/// The least of the first `count` lanes.
template <int vectors>
inline float leastOf(const Vector (&values)[vectors], Index count) {
    Vector least = Vector{} + mostFloat;
    for (int each = 0; each < vectors; ++each) {
        IntVector numbers{};
        for (int lane = 0; lane < width; ++lane)
            numbers[lane] = each * width + lane;
        const Vector own = numbers < static_cast<std::int32_t>(count) ? values[each] : Vector{} + mostFloat;
        least = own < least ? own : least;
    }
    return leastLane(least);
}

/// boxDistances() of so many vectors, which share what is read of the box.
template <int vectors>
inline float squaresOutside(Index count, Index axes, const std::int32_t *axis, const float *places, Index stride, const float *low, const float *high,
                            float enough, float *squares) {
    constexpr Index axesOfLook = 8;
    Vector sums[vectors] = {};
    float least = 0;
    for (Index n = 0; n < axes;) {
        for (const Index end = std::min(n + axesOfLook, axes); n < end; ++n)
            for (int each = 0; each < vectors; ++each) {
                const Vector place = loadVector(places + axis[n] * stride + each * width), below = low[n] - place, above = place - high[n];
                const Vector outside = below > above ? below : above, way = outside > 0.0f ? outside : Vector{};
                sums[each] = multiplyAdd(way, way, sums[each]);
            }
        least = leastOf(sums, count);
        if (least > enough)
            break;
    }
    for (int each = 0; each < vectors; ++each)
        storeVector(squares + each * width, sums[each]);
    return least;
}

} // namespace

double squaredDistance(Index count, const float *a, const float *b) {
    return squareBetween(count, a, b);
}

void squaredDistances(Index count, const float *own, const float *columns, Index stride, Index others, const std::int32_t *other, double *squares) {
    constexpr Index ahead = 8, line = 16, mostTogether = 256;
    const auto fetch = [&](Index i) {
        for (Index at = 0; i < others && at < count && at < 4 * line; at += line)
            __builtin_prefetch(columns + stride * other[i] + at);
    };
    if (count % eight == 0 && count <= mostTogether) {
        alignas(sizeof(Doubles)) double wide[mostTogether];
        for (Index at = 0; at < count; ++at)
            wide[at] = static_cast<double>(own[at]);
        for (Index i = 0; i < others; i += 4) {
            const float *four[4];
            double found[4];
            for (Index each = 0; each < 4; ++each) {
                fetch(i + ahead + each);
                four[each] = columns + stride * other[std::min(i + each, others - 1)]; // the last ones as all others: of equal ones the bits are equal
            }
            fourSquares(count, wide, four, found);
            std::copy_n(found, std::min<Index>(4, others - i), squares + i);
        }
        return;
    }
    for (Index i = 0; i < others; ++i) {
        fetch(i + ahead);
        squares[i] = squareBetween(count, own, columns + stride * other[i]);
    }
}

void distancesFrom(Index count, const float *products, const float *offsets, float *values) {
    for (Index i = 0; i < count; ++i)
        values[i] = offsets[i] - 2.0f * products[i];
}

Index collectBelow(Index count, const float *products, const float *offsets, float limit, std::int32_t first, float *values, std::int32_t *indices) {
    Index found = 0, i = 0;
#if defined(__AVX512F__)
    // Of most boxes nobody is near enough.
    for (; i + 3 * width <= count; i += 3 * width) {
        Vector value[3];
        unsigned lanes[3];
        for (int each = 0; each < 3; ++each) {
            value[each] = loadVector(offsets + i + each * width) - 2.0f * loadVector(products + i + each * width);
            lanes[each] = lanesAtMost(value[each], limit);
        }
        if ((lanes[0] | lanes[1] | lanes[2]) == 0)
            continue;
        for (int each = 0; each < 3; ++each)
            found += storeLanes(lanes[each], value[each], first + static_cast<std::int32_t>(i) + each * width, values + found, indices + found);
    }
#endif
    for (; i + width <= count; i += width) {
        const Vector value = loadVector(offsets + i) - 2.0f * loadVector(products + i);
        found += storeLanes(lanesAtMost(value, limit), value, first + static_cast<std::int32_t>(i), values + found, indices + found);
    }
    for (; i < count; ++i) {
        const float value = offsets[i] - 2.0f * products[i];
        if (value <= limit) {
            values[found] = value;
            indices[found++] = first + static_cast<std::int32_t>(i);
        }
    }
    return found;
}

Index keepBelow(Index count, float limit, float *values, std::int32_t *indices) {
    Index kept = 0, i = 0;
#if defined(__AVX512F__)
    for (; i + width <= count; i += width) { // what is written lies before what is still to be read, or is what was just read
        const __m512 value = _mm512_loadu_ps(values + i);
        const __m512i index = _mm512_loadu_si512(indices + i);
        const __mmask16 lanes = _mm512_cmp_ps_mask(value, _mm512_set1_ps(limit), _CMP_LE_OQ);
        _mm512_storeu_ps(values + kept, _mm512_maskz_compress_ps(lanes, value));
        _mm512_storeu_si512(indices + kept, _mm512_maskz_compress_epi32(lanes, index));
        kept += __builtin_popcount(lanes);
    }
#endif
    for (; i < count; ++i) {
        const float value = values[i];
        values[kept] = value;
        indices[kept] = indices[i];
        kept += value <= limit;
    }
    return kept;
}

void ranksOf(Index count, const float *values, std::int32_t *ranks) {
    for (Index i = 0; i < count; i += width) {
        const Vector own = loadVector(values + i);
        IntVector before{};
        for (Index j = 0; j < count; ++j)
            before -= values[j] < own; // true is −1
        __builtin_memcpy(ranks + i, &before, sizeof before);
    }
}

float boxDistances(Index count, Index axes, const std::int32_t *axis, const float *places, Index stride, const float *low, const float *high, float enough,
                   float *squares) {
    float least = mostFloat;
    Index i = 0;
    for (; i + 2 * width < count; i += 3 * width) {
        const float here = squaresOutside<3>(std::min<Index>(count - i, 3 * width), axes, axis, places + i, stride, low, high, enough, squares + i);
        least = here < least ? here : least;
    }
    for (; i < count; i += width) {
        const float here = squaresOutside<1>(std::min<Index>(count - i, width), axes, axis, places + i, stride, low, high, enough, squares + i);
        least = here < least ? here : least;
    }
    return least;
}

void boxGaps(Index count, Index axes, const float *low, const float *high, const float *lows, const float *highs, Index stride, float *squares) {
    for (Index i = 0; i < count; i += width) {
        Vector sum{};
        for (Index n = 0; n < axes; ++n) {
            const Vector below = low[n] - loadVector(highs + n * stride + i), above = loadVector(lows + n * stride + i) - high[n];
            const Vector outside = below > above ? below : above, way = outside > 0.0f ? outside : Vector{};
            sum = multiplyAdd(way, way, sum);
        }
        storeVector(squares + i, sum);
    }
}

Index placesWithin(Index count, const float *values, const float *limits, float room, std::int32_t *places) {
    Index found = 0, i = 0;
#if defined(__AVX512F__)
    for (; i + width <= count; i += width) {
        const Vector excess = loadVector(values + i) - (loadVector(limits + i) + room);
        const __mmask16 lanes = _mm512_cmp_ps_mask(reinterpret_cast<__m512>(excess), _mm512_setzero_ps(), _CMP_LE_OQ);
        const __m512i own =
            _mm512_add_epi32(_mm512_set1_epi32(static_cast<std::int32_t>(i)), _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
        _mm512_storeu_si512(places + found, _mm512_maskz_compress_epi32(lanes, own));
        found += __builtin_popcount(lanes);
    }
#endif
    for (; i < count; ++i) {
        places[found] = static_cast<std::int32_t>(i);
        found += values[i] - (limits[i] + room) <= 0.0f;
    }
    return found;
}

float selectSmallest(Index count, Index rank, float *values, float *work) {
    float *above = work + count + slack;
    while (count > 2 * width) {
        const float a = values[0], b = values[count / 2], c = values[count - 1];
        const float low = a < b ? a : b, high = a < b ? b : a, pivot = c < low ? low : c > high ? high : c;
        Index less = 0, greater = 0, i = 0;
#if defined(__AVX512F__)
        for (; i + width <= count; i += width) {
            const __m512 value = _mm512_loadu_ps(values + i), middle = _mm512_set1_ps(pivot);
            const __mmask16 isLess = _mm512_cmp_ps_mask(value, middle, _CMP_LT_OQ), isGreater = _mm512_cmp_ps_mask(value, middle, _CMP_GT_OQ);
            _mm512_storeu_ps(work + less, _mm512_maskz_compress_ps(isLess, value));
            _mm512_storeu_ps(above + greater, _mm512_maskz_compress_ps(isGreater, value));
            less += __builtin_popcount(isLess);
            greater += __builtin_popcount(isGreater);
        }
#endif
        for (; i < count; ++i) {
            const float value = values[i];
            work[less] = value;
            less += value < pivot;
            above[greater] = value;
            greater += value > pivot;
        }
        if (rank < less) {
            std::memcpy(values, work, static_cast<std::size_t>(less) * sizeof(float));
            count = less;
        } else if (rank >= count - greater) {
            rank -= count - greater;
            std::memcpy(values, above, static_cast<std::size_t>(greater) * sizeof(float));
            count = greater;
        } else {
            return pivot;
        }
    }
    std::nth_element(values, values + rank, values + count);
    return values[rank];
}

Index countBefore(Index count, const float *values, float limit, Index place) {
    // In blocks whose counts fit 32 bits, so that a vector counts as many numbers as it holds.
    constexpr Index block = 1 << 20;
    Index below = 0;
    for (Index from = 0; from < count; from += block) {
        const Index to = count - from < block ? count : from + block, turn = place < from ? from : place < to ? place : to;
        std::int32_t here = 0;
        for (Index i = from; i < turn; ++i)
            here += values[i] <= limit;
        for (Index i = turn; i < to; ++i)
            here += values[i] < limit;
        below += here;
    }
    return below;
}

void correlateRoots(Index count, const float *first, float firstOffset, const float *second, float secondOffset, double sums[3]) {
    constexpr Index lanes = 8;
    double products[lanes] = {}, firsts[lanes] = {}, seconds[lanes] = {};
    for (Index i = 0; i < count; i += lanes) {
        const Index in = count - i < lanes ? count - i : lanes;
        float a[lanes] = {}, b[lanes] = {};
        for (Index lane = 0; lane < in; ++lane) {
            a[lane] = first[i + lane] + firstOffset;
            b[lane] = second[i + lane] + secondOffset;
        }
        for (Index lane = 0; lane < lanes; ++lane) {
            a[lane] = a[lane] > 0 ? a[lane] : 0;
            b[lane] = b[lane] > 0 ? b[lane] : 0;
            products[lane] += static_cast<double>(std::sqrt(a[lane]) * std::sqrt(b[lane]));
            firsts[lane] += static_cast<double>(a[lane]);
            seconds[lane] += static_cast<double>(b[lane]);
        }
    }
    sums[0] = sums[1] = sums[2] = 0;
    for (Index lane = 0; lane < lanes; ++lane) {
        sums[0] += products[lane];
        sums[1] += firsts[lane];
        sums[2] += seconds[lane];
    }
}

} // namespace hourglass::kernels
