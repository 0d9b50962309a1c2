// The path of mixed.h for processors with AMX: tiles of 16 rows of 64 bytes. A tile of c is 16 columns of 16 numbers each, one of the panels
// the pairs of 16 columns, one of the rows 32 numbers of 16 rows. Compiled for such processors at every level.
#include "engine/kernels/mixed_paths.h"

#include <immintrin.h>

namespace hourglass::kernels {

namespace {

constexpr Index side = 16;

/// Every tile is as large as it can be; what is smaller is filled up with zeros or goes through a tile of its own.
struct alignas(64) Shape {
    unsigned char palette = 1, start = 0, reserved[14] = {};
    unsigned short bytes[16] = {64, 64, 64, 64, 64, 64, 64, 64};
    unsigned char rows[16] = {16, 16, 16, 16, 16, 16, 16, 16};
};
constexpr Shape shape;

/// Where tiles go that do not lie whole within c, before what does is copied.
struct alignas(64) Aside {
    float numbers[side * side];
};

void copyAside(const Aside &aside, const MixedProduct &p, Index m, Index n) {
    const Index rows = p.m - m < side ? p.m - m : side, columns = p.n - n < side ? p.n - n : side;
    const auto mask = static_cast<__mmask16>((1u << rows) - 1u);
    for (Index column = 0; column < columns; ++column) {
        float *to = p.c + m + (n + column) * p.cStride;
        __m512 sum = _mm512_load_ps(aside.numbers + column * side);
        if (p.accumulate)
            sum = _mm512_add_ps(_mm512_maskz_loadu_ps(mask, to), sum);
        _mm512_mask_storeu_ps(to, mask, sum);
    }
}

// Numbers of tiles must stand in the text: c is 0 … 3, rows are 4 and 5, panels 6 and 7.
#define HOURGLASS_BEGIN(number, m, n)                                                                                                                          \
    do {                                                                                                                                                       \
        if (p.accumulate && isWhole(p, m, n))                                                                                                                  \
            _tile_loadd(number, p.c + (m) + (n)*p.cStride, p.cStride * 4);                                                                                     \
        else                                                                                                                                                   \
            _tile_zero(number);                                                                                                                                \
    } while (false)
#define HOURGLASS_END(number, m, n)                                                                                                                            \
    do {                                                                                                                                                       \
        if (isWhole(p, m, n)) {                                                                                                                                \
            _tile_stored(number, p.c + (m) + (n)*p.cStride, p.cStride * 4);                                                                                    \
        } else {                                                                                                                                               \
            _tile_stored(number, aside.numbers, side * 4);                                                                                                     \
            copyAside(aside, p, m, n);                                                                                                                         \
        }                                                                                                                                                      \
    } while (false)

inline bool isWhole(const MixedProduct &p, Index m, Index n) {
    return m + side <= p.m && n + side <= p.n;
}

/// 16 or 32 numbers of c in each of 16 or 32 columns.
template <bool isWide, bool isHigh>
void tiles(const MixedProduct &p, Index m, Index n) {
    const std::uint16_t *panels = p.panels + m / mixedGroup * p.groupStride, *rows = p.rows + n * p.rowStride;
    HOURGLASS_BEGIN(0, m, n);
    if constexpr (isHigh) {
        HOURGLASS_BEGIN(1, m + side, n);
    }
    if constexpr (isWide) {
        HOURGLASS_BEGIN(2, m, n + side);
    }
    if constexpr (isWide && isHigh) {
        HOURGLASS_BEGIN(3, m + side, n + side);
    }
    const Index rowBytes = p.rowStride * 2, pairBytes = p.pairStride * 2;
    for (Index chunk = 0; chunk < p.chunks; ++chunk) {
        _tile_loadd(4, rows, rowBytes);
        _tile_loadd(6, panels, pairBytes);
        _tile_dpbf16ps(0, 4, 6);
        if constexpr (isHigh) {
            _tile_loadd(7, panels + p.groupStride, pairBytes);
            _tile_dpbf16ps(1, 4, 7);
        }
        if constexpr (isWide) {
            _tile_loadd(5, rows + side * p.rowStride, rowBytes);
            _tile_dpbf16ps(2, 5, 6);
            if constexpr (isHigh)
                _tile_dpbf16ps(3, 5, 7);
        }
        rows += p.rowChunkStride;
        panels += p.panelChunkStride;
    }
    Aside aside;
    HOURGLASS_END(0, m, n);
    if constexpr (isHigh) {
        HOURGLASS_END(1, m + side, n);
    }
    if constexpr (isWide) {
        HOURGLASS_END(2, m, n + side);
    }
    if constexpr (isWide && isHigh) {
        HOURGLASS_END(3, m + side, n + side);
    }
}

#undef HOURGLASS_BEGIN
#undef HOURGLASS_END

} // namespace

void mixedProductAmx(const MixedProduct &p) {
    _tile_loadconfig(&shape);
    for (Index m = 0; m < p.m; m += 2 * side) {
        const bool isHigh = m + side < p.m;
        for (Index n = 0; n < p.n; n += 2 * side) {
            const bool isWide = n + side < p.n;
            if (isHigh)
                isWide ? tiles<true, true>(p, m, n) : tiles<false, true>(p, m, n);
            else
                isWide ? tiles<true, false>(p, m, n) : tiles<false, false>(p, m, n);
        }
    }
    _tile_release();
}

} // namespace hourglass::kernels
