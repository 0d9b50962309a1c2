// Charges on a grid, and the spline through a potential.
#include "engine/kernels/projections.h"

#include <immintrin.h>

namespace hourglass::kernels {

namespace {

/// Weights of the four places around t in [0, 1), from the one before.
inline __m128 splineAt(float t) {
    const float u = 1.0f - t;
    return _mm_setr_ps(u * u * u * (1.0f / 6.0f), (0.5f * t - 1.0f) * t * t + 2.0f / 3.0f, (0.5f * u - 1.0f) * u * u + 2.0f / 3.0f, t * t * t * (1.0f / 6.0f));
}
inline __m128 splineSlopeAt(float t) {
    const float u = 1.0f - t;
    return _mm_setr_ps(-0.5f * u * u, (1.5f * t - 2.0f) * t, (2.0f - 1.5f * u) * u, 0.5f * t * t);
}

struct Place {
    Index row, column; ///< of the first of the 4 × 4 places
    float down, across;
};

inline Place placeOf(float x, float y, const PlaneGrid &grid) {
    const float across = (x - grid.left) * grid.perUnit, down = (y - grid.bottom) * grid.perUnit;
    const auto column = static_cast<std::int32_t>(across), row = static_cast<std::int32_t>(down); // both are at least 1
    return {row - 1, column - 1, down - static_cast<float>(row), across - static_cast<float>(column)};
}

inline float sumOf(__m128 v) {
    const __m128 halves = _mm_add_ps(v, _mm_movehl_ps(v, v));
    return _mm_cvtss_f32(_mm_add_ss(halves, _mm_shuffle_ps(halves, halves, 1)));
}

} // namespace

void spreadCharges(Index count, const std::int32_t *points, const float *x, const float *y, const PlaneGrid &grid, Index firstRow, Index lastRow,
                   float *charges) {
    for (Index i = 0; i < count; ++i) {
        const Place place = placeOf(x[points[i]], y[points[i]], grid);
        const __m128 across = splineAt(place.across);
        alignas(16) float down[4];
        _mm_store_ps(down, splineAt(place.down));
        for (Index row = 0; row < 4; ++row) {
            const Index at = place.row + row;
            if (at < firstRow || at >= lastRow)
                continue;
            float *to = charges + at * grid.stride + place.column;
            _mm_storeu_ps(to, _mm_add_ps(_mm_loadu_ps(to), _mm_mul_ps(across, _mm_set1_ps(down[row]))));
        }
    }
}

double readPotential(Index from, Index to, const float *x, const float *y, const PlaneGrid &grid, const float *values, float *slopeX, float *slopeY) {
    double sum = 0;
    for (Index i = from; i < to; ++i) {
        const Place place = placeOf(x[i], y[i], grid);
        alignas(16) float down[4], downSlope[4];
        _mm_store_ps(down, splineAt(place.down));
        _mm_store_ps(downSlope, splineSlopeAt(place.down));
        __m128 level = _mm_setzero_ps(), slope = _mm_setzero_ps();
        for (Index row = 0; row < 4; ++row) {
            const __m128 here = _mm_loadu_ps(values + (place.row + row) * grid.stride + place.column);
            level = _mm_add_ps(level, _mm_mul_ps(here, _mm_set1_ps(down[row])));
            slope = _mm_add_ps(slope, _mm_mul_ps(here, _mm_set1_ps(downSlope[row])));
        }
        const __m128 across = splineAt(place.across);
        sum += static_cast<double>(sumOf(_mm_mul_ps(level, across)));
        slopeX[i] = sumOf(_mm_mul_ps(level, splineSlopeAt(place.across))) * grid.perUnit;
        slopeY[i] = sumOf(_mm_mul_ps(slope, across)) * grid.perUnit;
    }
    return sum;
}

} // namespace hourglass::kernels
