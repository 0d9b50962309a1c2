#include "engine/training/precision.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "engine/core/types.h"

namespace hourglass::training {

namespace {

using core::Index;
using kernels::MixedPath;

struct PathRow {
    MixedPath path;
    const char *key, *name;
};

constexpr PathRow paths[] = {
    {MixedPath::Amx, "amx", "AMX"}, {MixedPath::Avx512Bf16, "avx512_bf16", "AVX512_BF16"}, {MixedPath::Software, "software", "software"}};

/// c[m × n] = a[m × k] b[k × n] of numbers that have more digits than bfloat16 keeps, by any path or in single precision.
class ProductTrial {
public:
    ProductTrial(Index m, Index n, Index k)
        : m_m(m), m_n(n), m_k(k), m_a(m * k), m_b(k * n), m_c(m * n), m_panels(static_cast<std::size_t>(kernels::panelSize(m, k))),
          m_rows(static_cast<std::size_t>(kernels::rowsSize(n, k))) {
        std::uint64_t state = 1;
        for (core::Floats *numbers : {&m_a, &m_b})
            for (Index i = 0; i < numbers->size(); ++i) {
                state = state * 6364136223846793005u + 1442695040888963407u;
                (*numbers)[i] = static_cast<float>(static_cast<std::int64_t>(state >> 40) - (1 << 23)) * 0x1p-23f;
            }
    }

    void round(MixedPath path) {
        kernels::roundPanels(path, m_m, m_k, m_a.data(), m_m, m_panels.data(), kernels::chunksOf(m_k) * kernels::mixedTile, kernels::mixedTile);
        kernels::roundRows(path, m_k, m_n, m_b.data(), m_k, m_rows.data(), kernels::rowStrideOf(m_k));
    }
    const core::Floats &product(MixedPath path) {
        kernels::mixedProduct(path, {m_m, m_n, kernels::chunksOf(m_k), m_panels.data(), kernels::chunksOf(m_k) * kernels::mixedTile, kernels::mixedTile,
                                     m_rows.data(), kernels::rowStrideOf(m_k), kernels::mixedChunk, m_c.data(), m_m, false});
        return m_c;
    }
    void singleProduct() { kernels::product(m_m, m_n, m_k, m_a.data(), m_m, m_b.data(), 1, m_k, m_c.data(), m_m, false); }
    const std::vector<std::uint16_t> &panels() const { return m_panels; }
    const std::vector<std::uint16_t> &rows() const { return m_rows; }
    /// Of a sum of k products: each sum rounds once, and all operands are below 1 in magnitude.
    double bound() const { return 2 * static_cast<double>(m_k + 2) * static_cast<double>(m_k) * 0x1p-24; }

private:
    Index m_m, m_n, m_k;
    core::Floats m_a, m_b, m_c;
    std::vector<std::uint16_t> m_panels, m_rows;
};

template <class Work>
double leastSeconds(Work work) {
    using Clock = std::chrono::steady_clock;
    double least = 1;
    for (int turn = 0; turn < 5; ++turn) {
        const Clock::time_point start = Clock::now();
        work();
        least = std::min(least, std::chrono::duration<double>(Clock::now() - start).count());
    }
    return least;
}

double measuredGain(MixedPath path) {
    ProductTrial trial(512, 32, 512);
    trial.round(path);
    const double single = leastSeconds([&] { trial.singleProduct(); });
    return single / leastSeconds([&] { trial.product(path); });
}

MixedPrecision chosen() {
    const char *const forced = std::getenv("HOURGLASS_MIXED");
    const bool isForced = forced && std::any_of(std::begin(paths), std::end(paths), [&](const PathRow &row) { return row.key == std::string(forced); });
    std::string why;
    for (const PathRow &row : paths) {
        if (isForced && row.key != std::string(forced) && row.path != MixedPath::Software)
            continue;
        if (!kernels::isSupported(row.path)) {
            why += std::string(why.empty() ? "This machine has no " : ", no ") + row.name;
            continue;
        }
        if (!agreesWithSoftware(row.path)) {
            why += std::string(why.empty() ? "" : ", ") + row.name + " gives other products here than it should and is not used";
            continue;
        }
        MixedPrecision found{row.path, row.key, row.name, {}, measuredGain(row.path)};
        if (isForced && row.key == std::string(forced))
            found.reason = "HOURGLASS_MIXED asks for it.";
        else if (row.path == MixedPath::Software)
            found.reason = why + (why.empty() ? "Rounding" : ": rounding") + " is done in software, with the same meaning, and is no faster.";
        else
            found.reason = (why.empty() ? "" : why + ". ") + "This processor has " + row.name + ", and its products are what they should be.";
        return found;
    }
    return {};
}

} // namespace

bool agreesWithSoftware(MixedPath path) {
    const Index sizes[][3] = {{48, 32, 96}, {33, 17, 40}, {7, 3, 5}};
    for (const auto &size : sizes) {
        ProductTrial one(size[0], size[1], size[2]), other(size[0], size[1], size[2]);
        one.round(path);
        other.round(MixedPath::Software);
        if (one.panels() != other.panels() || one.rows() != other.rows())
            return false;
        const core::Floats &is = one.product(path), &shouldBe = other.product(MixedPath::Software);
        for (Index i = 0; i < is.size(); ++i)
            if (!(std::abs(static_cast<double>(is[i]) - static_cast<double>(shouldBe[i])) <= one.bound()))
                return false;
    }
    return true;
}

std::string mixedSentence() {
    const MixedPrecision &found = mixedPrecision();
    if (found.path == MixedPath::Software)
        return "Mixed precision is trained in, without a gain. " + found.reason;
    const std::string tenths = std::to_string(std::lround(found.gain * 10));
    const std::string times = tenths.size() < 2 ? "0." + tenths : tenths.substr(0, tenths.size() - 1) + "." + tenths.back();
    return "Mixed precision: " + found.name + " multiplies, " + times + " times as fast as single precision does. " + found.reason;
}

const MixedPrecision &mixedPrecision() {
    static const MixedPrecision precision = chosen();
    return precision;
}

} // namespace hourglass::training
