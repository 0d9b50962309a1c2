// How fast products are: of the shapes of stacks in batches of 256, and of odd ones; in single precision, by Eigen, and by each path of mixed precision
// that the machine has, whose operands are rounded already; beside what the multipliers do at most in float32 ("registers"). Each in turn, the best
// of many short runs. tests/benchmarks/run.sh products, and
//   --threads N        this number alone, 1 and 2 without
//   --seconds S        for each shape and library, 0.2 without
//   --anchors PYTHON   beside PyTorch's products in float32 and bfloat16
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "engine/core/floating_point.h"
#include "engine/core/thread_pool.h"
#include "engine/kernels/mixed.h"
#include "tests/benchmarks/eigen_product.h"
#include "tests/benchmarks/register_products.h"

using namespace hourglass;
using core::Index;
using kernels::MixedPath;

namespace {

struct Shape {
    Index m, n, k;
    bool isTurned; ///< of a weights' gradient: both operands are contiguous across the depth
};

struct Options {
    int threads = 0;
    double seconds = 0.2;
    std::string python;
};

std::vector<Shape> shapes() {
    std::vector<Shape> all;
    for (const auto &[inputs, outputs] : {std::pair<Index, Index>{784, 128}, {128, 64}, {64, 32}, {784, 256}, {784, 1024}, {1024, 512}, {512, 64}}) {
        all.push_back({outputs, 256, inputs, false});
        all.push_back({inputs, 256, outputs, false});
        all.push_back({inputs, outputs, 256, true});
    }
    for (const Index odd : {1, 2, 3, 7, 13, 17, 31, 33, 47, 63, 65, 97, 100, 127, 129, 200, 255, 300, 511, 1000})
        all.push_back({odd, 256, (odd * 7) % 450 + 5, false});
    return all;
}

std::string processor() {
    std::ifstream file("/proc/cpuinfo");
    std::string line, family, model, name;
    while (std::getline(file, line) && !line.empty()) {
        const std::size_t colon = line.find(": ");
        const std::string value = colon == std::string::npos ? "" : line.substr(colon + 2);
        if (line.rfind("model name", 0) == 0)
            name = value;
        else if (line.rfind("cpu family", 0) == 0)
            family = value;
        else if (line.rfind("model\t", 0) == 0)
            model = value;
    }
    return name + ", family " + family + ", model " + model;
}

/// Operands of one shape as every side wants them.
class Operands {
public:
    Operands(const Shape &shape, core::ThreadPool &pool)
        : m_shape(shape), m_pool(pool), m_a(shape.m * shape.k), m_b(shape.k * shape.n), m_c(shape.m * shape.n + 64), m_strideA(core::strideOf(shape.m)),
          m_strideB(core::strideOf(shape.isTurned ? shape.n : shape.k)), m_wideA(m_strideA * shape.k),
          m_wideB(m_strideB * (shape.isTurned ? shape.k : shape.n)), m_wideC(m_strideA * shape.n), m_packed(kernels::panelsSize(shape.m, shape.k)),
          m_panels(kernels::panelSize(shape.m, shape.k) / 2 + 16),
          m_rows((kernels::rowsSize(shape.n, shape.k) + 64 * kernels::mixedChunk * kernels::chunksOf(shape.k)) / 2) {
        for (Index i = 0; i < m_a.size(); ++i)
            m_a[i] = static_cast<float>(i * 7919 % 2001 - 1000) / 1000;
        for (Index i = 0; i < m_b.size(); ++i)
            m_b[i] = static_cast<float>(i * 6421 % 2001 - 1000) / 1000;
        for (Index k = 0; k < shape.k; ++k)
            std::copy_n(m_a.data() + k * shape.m, shape.m, m_wideA.data() + k * m_strideA);
        kernels::packPanels(shape.m, shape.k, m_wideA.data(), m_strideA, {0, shape.m}, {0, shape.k}, m_packed.data());
        const Index rows = shape.isTurned ? shape.n : shape.k, columns = shape.isTurned ? shape.k : shape.n;
        for (Index column = 0; column < columns; ++column)
            std::copy_n(m_b.data() + column * rows, rows, m_wideB.data() + column * m_strideB);
    }

    void single() {
        inParts([&](Index first, Index count) {
            const float *b = m_wideB.data() + (m_shape.isTurned ? first : first * m_strideB);
            kernels::product(m_shape.m, count, m_shape.k, m_wideA.data(), m_strideA, b, m_shape.isTurned ? m_strideB : 1, m_shape.isTurned ? 1 : m_strideB,
                             m_wideC.data() + first * m_strideA, m_strideA, false);
        });
    }
    /// By panels, which the layers that have them renew once a step.
    void inPanels() {
        inParts([&](Index first, Index count) {
            const float *b = m_wideB.data() + (m_shape.isTurned ? first : first * m_strideB);
            kernels::panelProduct({m_shape.m, m_shape.k, m_packed.data(), m_shape.k, m_shape.k, 0}, 0, m_shape.m, count, b, m_shape.isTurned ? m_strideB : 1,
                                  m_shape.isTurned ? 1 : m_strideB, m_wideC.data() + first * m_strideA, m_strideA, false);
        });
    }
    void eigen() {
        inParts([&](Index first, Index count) {
            if (!m_shape.isTurned)
                benchmarks::eigenProduct(m_shape.m, count, m_shape.k, m_a.data(), m_b.data() + first * m_shape.k, false, m_c.data() + first * m_shape.m);
            else if (first == 0) // its columns of bᵀ do not lie together: whole
                benchmarks::eigenProduct(m_shape.m, m_shape.n, m_shape.k, m_a.data(), m_b.data(), true, m_c.data());
        });
    }
    void round(MixedPath path) {
        const Index deep = kernels::chunksOf(m_shape.k) * kernels::mixedTile;
        kernels::roundPanels(path, m_shape.m, m_shape.k, m_wideA.data(), m_strideA, panels(), deep, kernels::mixedTile);
        if (!m_shape.isTurned)
            return kernels::roundRows(path, m_shape.k, m_shape.n, m_wideB.data(), m_strideB, rows(), kernels::rowStrideOf(m_shape.k));
        for (Index chunk = 0; chunk < kernels::chunksOf(m_shape.k); ++chunk)
            kernels::roundRowsTurned(path, m_shape.n, std::min(kernels::mixedChunk, m_shape.k - chunk * kernels::mixedChunk),
                                     m_wideB.data() + chunk * kernels::mixedChunk * m_strideB, m_strideB, rows() + chunk * turnedChunk());
    }
    void mixed(MixedPath path) {
        const Index deep = kernels::chunksOf(m_shape.k) * kernels::mixedTile, stride = m_shape.isTurned ? kernels::mixedChunk : kernels::rowStrideOf(m_shape.k);
        inParts([&](Index first, Index count) {
            kernels::mixedProduct(path, {m_shape.m, count, kernels::chunksOf(m_shape.k), panels(), deep, kernels::mixedTile, rows() + first * stride, stride,
                                         m_shape.isTurned ? turnedChunk() : kernels::mixedChunk, m_wideC.data() + first * m_strideA, m_strideA, false});
        });
    }

private:
    std::uint16_t *panels() { return reinterpret_cast<std::uint16_t *>(m_panels.data()); }
    std::uint16_t *rows() { return reinterpret_cast<std::uint16_t *>(m_rows.data()); }
    Index turnedChunk() const { return (m_shape.n + 15) / 16 * 16 * kernels::mixedChunk; }

    /// Columns of c in thirty-twos, as blocks of samples are.
    void inParts(core::FunctionRef<void(Index first, Index count)> work) {
        m_pool.run((m_shape.n + 31) / 32, [&](Index part, int) { work(part * 32, std::min<Index>(32, m_shape.n - part * 32)); });
    }

    Shape m_shape;
    core::ThreadPool &m_pool;
    core::Floats m_a, m_b, m_c;
    Index m_strideA, m_strideB;
    core::Floats m_wideA, m_wideB, m_wideC, m_packed, m_panels, m_rows;
};

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

struct Side {
    std::string name;
    double operations; ///< floating-point ones of a run
    std::function<void()> run;
};

/// GFLOP/s of the best of runs of 5 ms, sides in turn.
std::vector<double> rates(const std::vector<Side> &sides, double seconds) {
    std::vector<double> best(sides.size(), 0.0);
    for (const Clock::time_point start = Clock::now(); secondsSince(start) < seconds * static_cast<double>(sides.size());)
        for (std::size_t side = 0; side < sides.size(); ++side) {
            const Clock::time_point begun = Clock::now();
            Index times = 0;
            for (; secondsSince(begun) < 0.005; ++times)
                sides[side].run();
            best[side] = std::max(best[side], static_cast<double>(times) / secondsSince(begun));
        }
    for (std::size_t side = 0; side < sides.size(); ++side)
        best[side] *= 1e-9 * sides[side].operations;
    return best;
}

/// What PyTorch reaches, a JSON object, shape by shape; empty where it does not answer.
std::vector<std::string> anchorRates(const Options &options, int threads) {
    const char *const name = std::getenv("TMPDIR") ? std::getenv("TMPDIR") : "/tmp";
    const std::string list = std::string(name) + "/hourglass_products_" + std::to_string(threads);
    std::ofstream file(list);
    for (const Shape &shape : shapes())
        file << shape.m << ' ' << shape.n << ' ' << shape.k << ' ' << shape.isTurned << '\n';
    file.close();
    const std::string command = "'" + options.python + "' '" HOURGLASS_ANCHORS "/products_anchor.py' " + std::to_string(threads) + " " +
                                std::to_string(options.seconds) + " < '" + list + "'";
    std::vector<std::string> lines;
    if (FILE *const output = popen(command.c_str(), "r")) {
        char line[256];
        while (std::fgets(line, sizeof line, output))
            lines.push_back(std::string(line).substr(0, std::string(line).find('\n')));
        pclose(output);
    }
    std::remove(list.c_str());
    return lines;
}

void measure(const Options &options, int threads) {
    core::ThreadPool pool(threads);
    const std::vector<std::string> anchors = options.python.empty() ? std::vector<std::string>() : anchorRates(options, threads);
    constexpr std::pair<MixedPath, const char *> paths[] = {{MixedPath::Software, "software"}, {MixedPath::Avx512Bf16, "avx512_bf16"}, {MixedPath::Amx, "amx"}};
    const std::vector<Shape> all = shapes();
    for (std::size_t i = 0; i < all.size(); ++i) {
        Operands operands(all[i], pool);
        const double operations = 2.0 * static_cast<double>(all[i].m) * static_cast<double>(all[i].n) * static_cast<double>(all[i].k);
        constexpr Index depth = 2000;
        std::vector<float> sums(static_cast<std::size_t>(threads * 16));
        const auto inRegisters = [&] {
            pool.run(threads, [&](Index, int worker) { sums[static_cast<std::size_t>(worker * 16)] += benchmarks::registerProduct(depth); });
        };
        std::vector<Side> sides{{"registers", threads * benchmarks::registerOperations(depth), inRegisters},
                                {"single", operations, [&] { operands.single(); }},
                                {"panels", operations, [&] { operands.inPanels(); }},
                                {"eigen", operations, [&] { operands.eigen(); }}};
        for (const auto &[path, name] : paths)
            if (kernels::isSupported(path)) {
                operands.round(path);
                sides.push_back({name, operations, [&operands, way = path] { operands.mixed(way); }});
            }
        const std::vector<double> found = rates(sides, options.seconds);
        std::printf("{\"benchmark\":\"products\",\"processor\":\"%s\",\"instructions\":\"%s\",\"threads\":%d,\"m\":%lld,\"n\":%lld,\"k\":%lld,\"form\":\"%s\"",
                    processor().c_str(), kernels::instructionLevel(), threads, static_cast<long long>(all[i].m), static_cast<long long>(all[i].n),
                    static_cast<long long>(all[i].k), all[i].isTurned ? "gradient" : "forward");
        for (std::size_t side = 0; side < sides.size(); ++side)
            std::printf(",\"%s\":%.1f", sides[side].name.c_str(), found[side]);
        if (i < anchors.size())
            std::printf(",\"torch\":%s", anchors[i].c_str());
        std::printf("}\n");
        std::fflush(stdout);
    }
}

} // namespace

int main(int argc, char **argv) {
    Options options;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string name = argv[i];
        if (name == "--threads")
            options.threads = std::clamp(std::atoi(argv[i + 1]), 1, 256);
        else if (name == "--seconds")
            options.seconds = std::atof(argv[i + 1]);
        else if (name == "--anchors")
            options.python = argv[i + 1];
        else {
            std::fprintf(stderr, "Options: --threads N --seconds S --anchors PYTHON\n");
            return 2;
        }
    }
    core::setFloatingPointMode();
    for (const int threads : options.threads > 0 ? std::vector{options.threads} : std::vector{1, 2})
        measure(options, threads);
    return 0;
}
