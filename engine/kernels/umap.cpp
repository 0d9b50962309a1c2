// UMAP's epoch: a point a lane.
#include "engine/kernels/in_dimensions.h"
#include "engine/kernels/vector_math.h"

namespace hourglass::kernels {

namespace {

constexpr float mostMove = 4.0f; ///< a coordinate's, before the rate

/// Points that move, one in each lane.
using Movers = Ways;

inline Vector clipped(Vector value) {
    return larger(smaller(value, Vector{} + mostMove), Vector{} - mostMove);
}

template <int dimensions>
inline Vector squareOf(const Ways &way) {
    const Vector inPlane = way.x * way.x + way.y * way.y;
    if constexpr (dimensions > 2)
        return inPlane + way.z * way.z;
    else
        return inPlane;
}

template <int dimensions>
inline void move(Movers &point, const Ways &way, Vector force, float rate) {
    point.x = point.x + rate * clipped(force * way.x);
    point.y = point.y + rate * clipped(force * way.y);
    if constexpr (dimensions > 2)
        point.z = point.z + rate * clipped(force * way.z);
}

/// d²ᵇ; of 0 something very small.
inline Vector powerOf(Vector square, float b) {
    return exponentialOf(b * logarithmOf(square));
}

/// ∂ log w / ∂y = −2ab d²⁽ᵇ⁻¹⁾ / (1 + a d²ᵇ) (y − y'), in the lanes where `isOn` is not 0.
template <int dimensions>
inline void attract(Movers &point, const ConstPoints &at, IntVector others, IntVector isOn, const UmapStep &step) {
    const Ways way = waysTo<dimensions>(point.x, point.y, point.z, at, others);
    const Vector square = larger(squareOf<dimensions>(way), Vector{} + 1e-20f), power = powerOf(square, step.b);
    const Vector force = (-2.0f * step.a * step.b) * power / (square * (1.0f + step.a * power));
    move<dimensions>(point, way, isOn ? force : Vector{}, step.rate);
}

/// ∂ log(1 − w) / ∂y = 2b / ((0.001 + d²) (1 + a d²ᵇ)) (y − y').
template <int dimensions>
inline void repel(Movers &point, const ConstPoints &at, IntVector others, IntVector isOn, const UmapStep &step) {
    const Ways way = waysTo<dimensions>(point.x, point.y, point.z, at, others);
    const Vector square = squareOf<dimensions>(way), power = powerOf(larger(square, Vector{} + 1e-20f), step.b);
    const Vector force = (2.0f * step.repulsion * step.b) / ((0.001f + square) * (1.0f + step.a * power));
    move<dimensions>(point, way, isOn ? force : Vector{}, step.rate);
}

template <int dimensions>
void moveAll(Index from, Index to, const UmapStep &step, const std::int32_t *rows, const Index *starts, const std::int32_t *due, const std::int32_t *counts,
             const ConstPoints &at, const Points &moved) {
    for (Index first = from; first < to; first += width) {
        const Index lanes = to - first < width ? to - first : width;
        IntVector own, left;
        const std::int32_t *next[width];
        std::int32_t most = 0;
        for (int lane = 0; lane < width; ++lane) {
            own[lane] = rows[first + (lane < lanes ? lane : 0)];
            left[lane] = lane < lanes ? counts[own[lane]] : 0;
            next[lane] = due + starts[own[lane]];
            most = left[lane] > most ? left[lane] : most;
        }
        Movers point{gather(at.x, own), gather(at.y, own), {}};
        if constexpr (dimensions > 2)
            point.z = gather(at.z, own);
        WordVector word = mixed(reinterpret_cast<WordVector>(own) * 0x9E3779B9u + step.key) | 1u;
        for (std::int32_t turn = 0; turn < most; ++turn) {
            const IntVector isOn = turn < left;
            std::int32_t neighbours[width];
            for (int lane = 0; lane < width; ++lane)
                neighbours[lane] = turn < counts[own[lane]] ? next[lane][turn] : own[lane];
            attract<dimensions>(point, at, loadIntegers(neighbours), isOn, step);
            for (std::int32_t draw = 0; draw < step.negatives; ++draw) {
                word = nextOf(word);
                const IntVector drawn = below(word, static_cast<float>(step.samples));
                repel<dimensions>(point, at, drawn, isOn & (drawn != own), step);
            }
        }
        for (int lane = 0; lane < lanes; ++lane) {
            moved.x[own[lane]] = point.x[lane];
            moved.y[own[lane]] = point.y[lane];
            if constexpr (dimensions > 2)
                moved.z[own[lane]] = point.z[lane];
        }
    }
}

} // namespace

void umapDue(Index from, Index to, std::int32_t epoch, const SparseRows &graph, std::int32_t *due, std::int32_t *counts) {
    const auto before = static_cast<float>(epoch), now = static_cast<float>(epoch + 1);
    for (Index row = from; row < to; ++row) {
        const Index first = graph.starts[row], end = graph.starts[row + 1];
        std::int32_t *list = due + first;
        Index at = first;
#if defined(__AVX512F__)
        for (; at < end; at += width) {
            const auto inRow = static_cast<__mmask16>(end - at < width ? (1u << (end - at)) - 1u : 0xFFFFu);
            const __m512 share = _mm512_maskz_loadu_ps(inRow, graph.values + at);
            const __m512i earlier = _mm512_maskz_cvttps_epi32(inRow, _mm512_mul_ps(share, _mm512_set1_ps(before))),
                          later = _mm512_maskz_cvttps_epi32(inRow, _mm512_mul_ps(share, _mm512_set1_ps(now)));
            const __mmask16 isDue = _mm512_mask_cmpgt_epi32_mask(inRow, later, earlier);
            const __m512i columns = _mm512_maskz_loadu_epi32(inRow, graph.columns + at);
            const int found = __builtin_popcount(isDue);
            _mm512_mask_storeu_epi32(list, static_cast<__mmask16>((1u << found) - 1u), _mm512_maskz_compress_epi32(isDue, columns));
            list += found;
        }
#endif
        for (; at < end; ++at)
            if (static_cast<std::int32_t>(graph.values[at] * now) > static_cast<std::int32_t>(graph.values[at] * before))
                *list++ = graph.columns[at];
        counts[row] = static_cast<std::int32_t>(list - (due + first));
    }
}

void umapStep(Index from, Index to, const UmapStep &step, const std::int32_t *rows, const Index *starts, const std::int32_t *due, const std::int32_t *counts,
              const ConstPoints &at, const Points &moved) {
    at.z ? moveAll<3>(from, to, step, rows, starts, due, counts, at, moved) : moveAll<2>(from, to, step, rows, starts, due, counts, at, moved);
}

} // namespace hourglass::kernels
