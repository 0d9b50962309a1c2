// Products of bfloat16 operands on each path that this machine has: rounding to the bit, sums within what float32 explains of them.
#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "engine/core/floating_point.h"
#include "engine/core/types.h"
#include "engine/kernels/mixed.h"
#include "tests/support/instruction_levels.h"

using namespace hourglass;
using namespace hourglass::tests;
using kernels::Index;
using kernels::MixedPath;

namespace {

constexpr MixedPath paths[] = {MixedPath::Software, MixedPath::Avx512Bf16, MixedPath::Amx};
constexpr const char *names[] = {"software", "AVX512_BF16", "AMX"};
constexpr std::uint16_t canary = 0xdead;

std::uint32_t bitsOf(float value) {
    std::uint32_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    return bits;
}

float floatOf(std::uint32_t bits) {
    float value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

bool isNotANumber(std::uint16_t number) {
    return (number & 0x7fff) > 0x7f80;
}

/// By comparison of distances, not by the trick with the carry.
std::uint16_t roundedSlowly(float value) {
    const std::uint32_t bits = bitsOf(value);
    if (std::isnan(value))
        return static_cast<std::uint16_t>(bits >> 16 | 0x40);
    if (std::isinf(value))
        return static_cast<std::uint16_t>(bits >> 16);
    if (std::abs(static_cast<double>(value)) < 0x1p-126)
        return static_cast<std::uint16_t>((bits >> 31) << 15);
    const std::uint32_t below = bits & 0xffff0000u, above = below + 0x10000u;
    const double infinity = 0x1p128 * (bits >> 31 ? -1 : 1);
    const double low = static_cast<double>(floatOf(below)), high = std::isinf(floatOf(above)) ? infinity : static_cast<double>(floatOf(above));
    const double down = std::abs(static_cast<double>(value) - low), up = std::abs(high - static_cast<double>(value));
    const bool goesUp = up < down || (up == down && (below >> 16 & 1u));
    return static_cast<std::uint16_t>((goesUp ? above : below) >> 16);
}

std::vector<float> awkwardNumbers() {
    std::vector<float> numbers;
    for (const std::uint32_t bits : {0x00000000u, 0x00000001u, 0x007fffffu, 0x00800000u, 0x00808000u, 0x3f808000u, 0x3f818000u, 0x3f807fffu, 0x3f808001u,
                                     0x3f80ffffu, 0x7f7f7fffu, 0x7f7f8000u, 0x7f7fffffu, 0x7f800000u, 0x7f800001u, 0x7fffffffu, 0x7fc00000u})
        for (const std::uint32_t sign : {0u, 0x80000000u})
            numbers.push_back(floatOf(bits | sign));
    std::uint64_t state = 1;
    for (int i = 0; i < 20000; ++i) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        numbers.push_back(floatOf(static_cast<std::uint32_t>(state >> 32)));
    }
    return numbers;
}

/// rows × columns with a stride of its own.
struct Matrix {
    Index rows, columns, stride;
    std::vector<float> numbers;

    Matrix(Index r, Index c, unsigned seed) : rows(r), columns(c), stride(r + 3), numbers(static_cast<std::size_t>((r + 3) * c + 16)) {
        std::uint64_t state = seed;
        for (float &number : numbers) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            number = static_cast<float>(static_cast<std::int64_t>(state >> 40) - (1 << 23)) * 0x1p-22f;
        }
    }
    float at(Index row, Index column) const { return numbers[static_cast<std::size_t>(row + column * stride)]; }
};

float ofHalf(std::uint16_t number) {
    return floatOf(static_cast<std::uint32_t>(number) << 16);
}

/// Every number of a matrix, rounded; as the matrix has them, without the stride's gap.
std::vector<double> roundedNumbers(const Matrix &matrix) {
    std::vector<double> numbers;
    for (Index column = 0; column < matrix.columns; ++column)
        for (Index row = 0; row < matrix.rows; ++row)
            numbers.push_back(static_cast<double>(ofHalf(roundedSlowly(matrix.at(row, column)))));
    return numbers;
}

using Halves = std::vector<std::uint16_t>;

Index panelPlace(Index column, Index depth, Index chunks) {
    return (column / 16 * chunks + depth / 32) * kernels::mixedTile + depth % 32 / 2 * 32 + column % 16 * 2 + depth % 2;
}

struct Shape {
    Index m, n, k;
};

std::vector<Shape> shapes() {
    std::vector<Shape> all;
    for (const Index m : {1, 16, 17, 33, 48, 70})
        for (const Index n : {1, 16, 19, 32, 45})
            for (const Index k : {1, 2, 31, 32, 33, 70})
                all.push_back({m, n, k});
    all.push_back({196, 16, 9});
    all.push_back({130, 32, 784});
    return all;
}

/// A product of matrices by a path: a(m, k) from columns of length m, b(k, n) from columns of length k.
std::vector<float> productOf(MixedPath path, const Matrix &a, const Matrix &b, const std::vector<float> &before, Index cStride, bool accumulate,
                             Index columnsAtOnce) {
    const Index m = a.rows, n = b.columns, k = a.columns, chunks = kernels::chunksOf(k);
    Halves panels(static_cast<std::size_t>(kernels::panelSize(m, k)), canary),
        rows(static_cast<std::size_t>(kernels::rowsSize(n, k) + 16 * kernels::rowStrideOf(k)), 0);
    kernels::roundPanels(path, m, k, a.numbers.data(), a.stride, panels.data(), chunks * kernels::mixedTile, kernels::mixedTile);
    kernels::roundRows(path, k, n, b.numbers.data(), b.stride, rows.data(), kernels::rowStrideOf(k));
    std::vector<float> c = before;
    for (Index first = 0; first < n; first += columnsAtOnce)
        kernels::mixedProduct(path, {m, std::min(columnsAtOnce, n - first), chunks, panels.data(), chunks * kernels::mixedTile, kernels::mixedTile,
                                     rows.data() + first * kernels::rowStrideOf(k), kernels::rowStrideOf(k), kernels::mixedChunk, c.data() + first * cStride,
                                     cStride, accumulate});
    return c;
}

} // namespace

class MixedProductsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        const std::string wanted = qEnvironmentVariable("HOURGLASS_TEST_LEVEL").toStdString();
        if (!wanted.empty() && !supports(wanted))
            QSKIP("This processor does not have the level");
        if (wanted == bestLevel())
            QSKIP("The loader chooses this level by itself: the test without the variable is of it");
        core::setFloatingPointMode();
    }

    void roundingIsToNearestEven_data() { eachPath(); }
    void roundingIsToNearestEven() {
        const MixedPath path = pathOfRow();
        const std::vector<float> numbers = awkwardNumbers();
        const auto count = static_cast<Index>(numbers.size());
        Halves rounded(static_cast<std::size_t>(kernels::rowStrideOf(count)), canary);
        kernels::roundRows(path, count, 1, numbers.data(), count, rounded.data(), kernels::rowStrideOf(count));
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            const std::uint16_t expected = roundedSlowly(numbers[i]);
            if (isNotANumber(expected))
                QVERIFY2(isNotANumber(rounded[i]), qPrintable(QString::number(bitsOf(numbers[i]), 16)));
            else
                QVERIFY2(rounded[i] == expected, qPrintable(QString::number(bitsOf(numbers[i]), 16) + " became " + QString::number(rounded[i], 16)));
        }
        for (Index i = count; i < kernels::chunksOf(count) * kernels::mixedChunk; ++i)
            QCOMPARE(rounded[static_cast<std::size_t>(i)], std::uint16_t{0});
    }

    void layoutsHoldWhatTheyShould_data() { eachPath(); }
    void layoutsHoldWhatTheyShould() {
        const MixedPath path = pathOfRow();
        for (const auto &[rows, columns] : {std::pair<Index, Index>{1, 1}, {16, 32}, {17, 31}, {5, 9}, {33, 32}, {40, 7}, {100, 20}}) {
            const Matrix from(rows, columns, 5);
            Halves turned(static_cast<std::size_t>((rows + 15) / 16 * 16 * 32), canary);
            kernels::roundRowsTurned(path, rows, columns, from.numbers.data(), from.stride, turned.data());
            for (Index row = 0; row < rows; ++row)
                for (Index column = 0; column < 32; ++column)
                    QCOMPARE(turned[static_cast<std::size_t>(row * 32 + column)], column < columns ? roundedSlowly(from.at(row, column)) : std::uint16_t{0});
            Halves panels(static_cast<std::size_t>(kernels::panelSize(rows, columns)), canary);
            kernels::roundPanels(path, rows, columns, from.numbers.data(), from.stride, panels.data(), kernels::chunksOf(columns) * kernels::mixedTile,
                                 kernels::mixedTile);
            Halves others(static_cast<std::size_t>(kernels::panelSize(columns, rows)), canary);
            kernels::roundPanelsTurned(path, rows, columns, from.numbers.data(), from.stride, others.data(), kernels::chunksOf(rows) * kernels::mixedTile,
                                       kernels::mixedTile);
            const auto compare = [](const Halves &is, Index across, Index deep, auto at) {
                for (Index column = 0; column < kernels::groupsOf(across) * 16; ++column)
                    for (Index depth = 0; depth < kernels::chunksOf(deep) * 32; ++depth)
                        if (is[static_cast<std::size_t>(panelPlace(column, depth, kernels::chunksOf(deep)))] !=
                            (column < across && depth < deep ? roundedSlowly(at(column, depth)) : 0))
                            return false;
                return true;
            };
            QVERIFY(compare(panels, rows, columns, [&](Index column, Index depth) { return from.at(column, depth); }));
            QVERIFY(compare(others, columns, rows, [&](Index column, Index depth) { return from.at(depth, column); }));
        }
    }

    /// |error| ≤ (k + 2) 2⁻²⁴ Σ |a b| whatever the order of sums; products themselves are exact.
    void sumsAreThoseOfRoundedOperands_data() { eachPath(); }
    void sumsAreThoseOfRoundedOperands() {
        const MixedPath path = pathOfRow();
        for (const Shape &shape : shapes())
            for (const bool accumulate : {false, true}) {
                const Matrix a(shape.m, shape.k, 1), b(shape.k, shape.n, 2);
                const Index cStride = shape.m + 5;
                const std::vector<double> as = roundedNumbers(a), bs = roundedNumbers(b);
                const Matrix before(cStride, shape.n, 3);
                std::vector<float> start(before.numbers.begin(), before.numbers.begin() + cStride * shape.n);
                const std::vector<float> c = productOf(path, a, b, start, cStride, accumulate, shape.n);
                for (Index n = 0; n < shape.n; ++n)
                    for (Index m = 0; m < cStride; ++m) {
                        const auto at = static_cast<std::size_t>(m + n * cStride);
                        if (m >= shape.m) {
                            QCOMPARE(c[at], start[at]);
                            continue;
                        }
                        double sum = accumulate ? static_cast<double>(start[at]) : 0, magnitude = std::abs(sum);
                        for (Index k = 0; k < shape.k; ++k) {
                            const double term = as[static_cast<std::size_t>(m + k * shape.m)] * bs[static_cast<std::size_t>(k + n * shape.k)];
                            sum += term;
                            magnitude += std::abs(term);
                        }
                        const double bound = static_cast<double>(shape.k + 2) * 0x1p-24 * magnitude;
                        QVERIFY2(std::abs(static_cast<double>(c[at]) - sum) <= bound,
                                 qPrintable(QString("%1 × %2 × %3: %4, not %5").arg(shape.m).arg(shape.n).arg(shape.k).arg(c[at]).arg(sum)));
                    }
            }
    }

    void columnsMayBeCutAnyhow_data() { eachPath(); }
    void columnsMayBeCutAnyhow() {
        const MixedPath path = pathOfRow();
        const Matrix a(70, 100, 1), b(100, 64, 2);
        const std::vector<float> start(static_cast<std::size_t>(80 * 64)), whole = productOf(path, a, b, start, 80, false, 64);
        for (const Index columns : {1, 7, 16, 32, 48})
            QCOMPARE(productOf(path, a, b, start, 80, false, columns), whole);
    }

    /// Of each pair the odd number first, fused: what VDPBF16PS does, and the software at every level.
    void softwareSumsInADefinedOrder() {
        const Matrix a(33, 77, 1), b(77, 9, 2);
        const std::vector<float> start(static_cast<std::size_t>(33 * 9));
        std::vector<float> expected = start;
        for (Index n = 0; n < 9; ++n)
            for (Index m = 0; m < 33; ++m) {
                float sum = 0;
                for (Index k = 0; k < 77; k += 2) {
                    if (k + 1 < 77)
                        sum = std::fma(ofHalf(roundedSlowly(a.at(m, k + 1))), ofHalf(roundedSlowly(b.at(k + 1, n))), sum);
                    sum = std::fma(ofHalf(roundedSlowly(a.at(m, k))), ofHalf(roundedSlowly(b.at(k, n))), sum);
                }
                expected[static_cast<std::size_t>(m + n * 33)] = sum;
            }
        QCOMPARE(productOf(MixedPath::Software, a, b, start, 33, false, 9), expected);
        if (kernels::isSupported(MixedPath::Avx512Bf16))
            QCOMPARE(productOf(MixedPath::Avx512Bf16, a, b, start, 33, false, 9), expected);
    }

    /// Depth in chunks that lie apart, as the samples of blocks do.
    void chunksMayLieApart_data() { eachPath(); }
    void chunksMayLieApart() {
        const MixedPath path = pathOfRow();
        constexpr Index m = 40, n = 37, samples = 75, chunks = 3;
        const Matrix x(m, samples, 1), dz(n, samples, 2);
        const Index panelChunk = kernels::groupsOf(m) * kernels::mixedTile, rowChunk = 48 * kernels::mixedChunk;
        Halves panels(static_cast<std::size_t>(panelChunk * chunks)), rows(static_cast<std::size_t>(rowChunk * chunks));
        for (Index chunk = 0; chunk < chunks; ++chunk) {
            const Index first = chunk * 32, count = std::min<Index>(32, samples - first);
            kernels::roundPanels(path, m, count, x.numbers.data() + first * x.stride, x.stride, panels.data() + chunk * panelChunk, kernels::mixedTile,
                                 panelChunk);
            kernels::roundRowsTurned(path, n, count, dz.numbers.data() + first * dz.stride, dz.stride, rows.data() + chunk * rowChunk);
        }
        std::vector<float> c(static_cast<std::size_t>(m * n));
        kernels::mixedProduct(path,
                              {m, n, chunks, panels.data(), kernels::mixedTile, panelChunk, rows.data(), kernels::mixedChunk, rowChunk, c.data(), m, false});
        for (Index out = 0; out < n; ++out)
            for (Index in = 0; in < m; ++in) {
                double sum = 0, magnitude = 0;
                for (Index sample = 0; sample < samples; ++sample) {
                    const double term =
                        static_cast<double>(ofHalf(roundedSlowly(x.at(in, sample)))) * static_cast<double>(ofHalf(roundedSlowly(dz.at(out, sample))));
                    sum += term;
                    magnitude += std::abs(term);
                }
                QVERIFY(std::abs(static_cast<double>(c[static_cast<std::size_t>(in + out * m)]) - sum) <= (samples + 2) * 0x1p-24 * magnitude);
            }
    }

    void whatIsNotFiniteStaysSo_data() { eachPath(); }
    void whatIsNotFiniteStaysSo() {
        const MixedPath path = pathOfRow();
        Matrix a(20, 40, 1), b(40, 5, 2);
        b.numbers[static_cast<std::size_t>(7 + 2 * b.stride)] = std::numeric_limits<float>::quiet_NaN();
        const std::vector<float> c = productOf(path, a, b, std::vector<float>(100), 20, false, 5);
        for (std::size_t i = 0; i < c.size(); ++i)
            QCOMPARE(std::isnan(c[i]), i / 20 == 2);
    }

private:
    static void eachPath() {
        QTest::addColumn<int>("path");
        for (const MixedPath path : paths)
            if (kernels::isSupported(path))
                QTest::newRow(names[static_cast<int>(path)]) << static_cast<int>(path);
    }
    static MixedPath pathOfRow() {
        QFETCH(int, path);
        return static_cast<MixedPath>(path);
    }
};

QTEST_APPLESS_MAIN(MixedProductsTest)
#include "mixed_products_test.moc"
