#include "tests/benchmarks/timed_kernels.h"

#include <chrono>
#include <cstdlib>
#include <list>
#include <mutex>

#include <dlfcn.h>
#include <x86intrin.h>

#include "engine/kernels/mixed_patches.h"

namespace hourglass::benchmarks {

namespace {

using Ticks = std::array<std::uint64_t, partNames.size()>;
using Clock = std::chrono::steady_clock;

bool isTiming = false; // changes between steps alone, and the pool's rounds order it
std::uint64_t firstTick;
Clock::time_point firstMoment;

struct Threads {
    std::mutex mutex;
    std::list<Ticks> all; ///< of threads that have ended, too
};

Threads &threads() {
    static Threads threads;
    return threads;
}

Ticks &ticks() {
    thread_local Ticks *const own = [] {
        const std::lock_guard lock(threads().mutex);
        return &threads().all.emplace_back();
    }();
    return *own;
}

class Timer {
public:
    explicit Timer(Part part) : m_part(part), m_start(isTiming ? __rdtsc() : 0) {}
    ~Timer() {
        if (m_start)
            ticks()[static_cast<std::size_t>(m_part)] += __rdtsc() - m_start;
    }
    Timer(const Timer &) = delete;
    Timer &operator=(const Timer &) = delete;

private:
    Part m_part;
    std::uint64_t m_start;
};

/// The library's function of the same name.
template <class Function>
Function *next(Function *own) {
    Dl_info info;
    void *address = reinterpret_cast<void *>(own);
    void *const found = dladdr(address, &info) && info.dli_sname ? dlsym(RTLD_NEXT, info.dli_sname) : nullptr;
    if (!found)
        std::abort();
    return reinterpret_cast<Function *>(found);
}

} // namespace

void startTiming() {
    for (Ticks &of : threads().all)
        of.fill(0);
    firstMoment = Clock::now();
    firstTick = __rdtsc();
    isTiming = true;
}

Seconds stopTiming() {
    isTiming = false;
    const double tick = std::chrono::duration<double>(Clock::now() - firstMoment).count() / static_cast<double>(__rdtsc() - firstTick);
    Seconds sums{};
    for (const Ticks &of : threads().all)
        for (std::size_t part = 0; part < sums.size(); ++part)
            sums[part] += static_cast<double>(of[part]) * tick;
    return sums;
}

} // namespace hourglass::benchmarks

#define TIMED(part, result, name, parameters, arguments)                                                                                                       \
    result name parameters {                                                                                                                                   \
        static const auto theirs = hourglass::benchmarks::next(&name);                                                                                         \
        const hourglass::benchmarks::Timer timer(hourglass::benchmarks::part);                                                                                 \
        return theirs arguments;                                                                                                                               \
    }

namespace hourglass::kernels {

TIMED(Part::Products, void, product,
      (Index m, Index n, Index k, const float *a, Index aStride, const float *b, Index bDepthStride, Index bColumnStride, float *c, Index cStride,
       bool accumulate),
      (m, n, k, a, aStride, b, bDepthStride, bColumnStride, c, cStride, accumulate))
TIMED(Part::Products, void, panelProduct,
      (const PanelOperand &a, Index firstRow, Index rows, Index n, const float *b, Index bDepthStride, Index bColumnStride, float *c, Index cStride,
       bool accumulate),
      (a, firstRow, rows, n, b, bDepthStride, bColumnStride, c, cStride, accumulate))
TIMED(Part::Transpositions, void, packPanels, (Index m, Index panelDepth, const float *a, Index aStride, Range rows, Range depth, float *panels),
      (m, panelDepth, a, aStride, rows, depth, panels))
TIMED(Part::Products, void, mixedProduct, (MixedPath path, const MixedProduct &product), (path, product))
TIMED(Part::Rounding, void, roundRows, (MixedPath path, Index i, Index j, const float *from, Index stride, std::uint16_t *to, Index toStride),
      (path, i, j, from, stride, to, toStride))
TIMED(Part::Rounding, void, roundRowsTurned, (MixedPath path, Index i, Index j, const float *from, Index stride, std::uint16_t *to),
      (path, i, j, from, stride, to))
TIMED(Part::Rounding, void, roundPanels,
      (MixedPath path, Index i, Index j, const float *from, Index stride, std::uint16_t *to, Index groupStride, Index chunkStride),
      (path, i, j, from, stride, to, groupStride, chunkStride))
TIMED(Part::Rounding, void, roundPanelsTurned,
      (MixedPath path, Index i, Index j, const float *from, Index stride, std::uint16_t *to, Index groupStride, Index chunkStride),
      (path, i, j, from, stride, to, groupStride, chunkStride))
TIMED(Part::Transpositions, void, transpose, (Index rows, Index columns, const float *a, Index aStride, float *b, Index bStride),
      (rows, columns, a, aStride, b, bStride))
TIMED(Part::BiasAndActivation, void, biasAndActivate, (Activation activation, Index rows, Index columns, float *y, Index stride, const float *bias),
      (activation, rows, columns, y, stride, bias))
TIMED(Part::BiasAndActivation, void, columnBiasAndActivate, (Activation activation, Index rows, Index columns, float *y, Index stride, const float *bias),
      (activation, rows, columns, y, stride, bias))
TIMED(Part::BiasAndActivation, void, differentiate,
      (Activation activation, Index rows, Index columns, const float *y, Index yStride, float *dy, Index dyStride),
      (activation, rows, columns, y, yStride, dy, dyStride))
TIMED(Part::BiasAndActivation, float, sum, (Index count, const float *values), (count, values))
TIMED(Part::BiasAndActivation, void, sumColumns, (Index rows, Index columns, const float *a, Index stride, float *sums), (rows, columns, a, stride, sums))
TIMED(Part::Gates, void, lstmForward,
      (const RecurrentStep &step, const float *inputBias, const float *hiddenBias, float *gates, const float *previousCell, float *cell, float *hidden),
      (step, inputBias, hiddenBias, gates, previousCell, cell, hidden))
TIMED(Part::Gates, void, lstmBackward,
      (const RecurrentStep &step, float *gates, const float *previousCell, const float *cell, const float *dHidden, float *dCell),
      (step, gates, previousCell, cell, dHidden, dCell))
TIMED(Part::Gates, void, addScaled, (Index count, float scale, const float *from, float *to), (count, scale, from, to))
TIMED(Part::Patches, void, gatherPatches, (const Patches &patches, const float *image, float *columns), (patches, image, columns))
TIMED(Part::Patches, void, gatherPanels, (MixedPath path, const Patches &patches, const std::uint16_t *image, std::uint16_t *panels, Index pairStride),
      (path, patches, image, panels, pairStride))
TIMED(Part::Patches, void, gatherRows, (MixedPath path, const Patches &patches, const std::uint16_t *image, std::uint16_t *rows, Index rowStride),
      (path, patches, image, rows, rowStride))
TIMED(Part::Patches, void, addPatches, (const Patches &patches, const float *columns, float *image), (patches, columns, image))
TIMED(Part::Loss, double, squaredError,
      (Index rows, Index columns, const float *y, Index yStride, const float *t, Index tStride, float *gradient, Index gradientStride, float scale),
      (rows, columns, y, yStride, t, tStride, gradient, gradientStride, scale))
TIMED(Part::Loss, double, crossEntropyOfLogits,
      (Index rows, Index columns, const float *z, Index zStride, const float *t, Index tStride, float *gradient, Index gradientStride, float scale),
      (rows, columns, z, zStride, t, tStride, gradient, gradientStride, scale))
TIMED(Part::Gather, void, scaleBytes, (Index count, const std::uint8_t *from, float *to), (count, from, to))
TIMED(Part::Corruption, void, addNormal, (Index rows, float *x, float strength, const std::uint32_t key[2], std::uint64_t step, std::uint64_t sample),
      (rows, x, strength, key, step, sample))
TIMED(Part::Optimiser, void, adam, (Index count, const AdamStep &step, float *parameters, const float *gradient, float *m, float *v),
      (count, step, parameters, gradient, m, v))

} // namespace hourglass::kernels
