// Every kernel against the obvious loop in double. Runs at the level that the loader chooses, and once more for each lower one: the
// environment then says which level is expected (see tests/CMakeLists.txt).
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "engine/kernels/images.h"
#include "tests/support/instruction_levels.h"
#include "tests/support/numbers.h"

using namespace hourglass;
using namespace hourglass::tests;
using kernels::Activation;
using kernels::Index;

namespace {

constexpr float canary = -12345.0f;
const float infinity = std::numeric_limits<float>::infinity(), notANumber = std::numeric_limits<float>::quiet_NaN();

struct Largest {
    double relative = 0, absolute = 0;

    void see(double is, double shouldBe) {
        absolute = std::max(absolute, std::abs(is - shouldBe));
        if (shouldBe != 0)
            relative = std::max(relative, std::abs(is - shouldBe) / std::abs(shouldBe));
    }
};

double activated(Activation activation, double z) {
    switch (activation) {
    case Activation::Identity: return z;
    case Activation::Relu: return z > 0 ? z : 0;
    case Activation::LeakyRelu: return z > 0 ? z : 0.01 * z;
    case Activation::Elu: return z > 0 ? z : std::expm1(z);
    case Activation::Selu: return 1.0507009873554804934193349852946 * (z > 0 ? z : 1.6732632423543772848170429916717 * std::expm1(z));
    case Activation::Gelu: return 0.5 * z * std::erfc(-z / std::sqrt(2.0));
    case Activation::Silu: return z / (1 + std::exp(-z));
    case Activation::Softplus: return std::max(z, 0.0) + std::log1p(std::exp(-std::abs(z)));
    case Activation::HardTanh: return std::clamp(z, -1.0, 1.0);
    case Activation::Sigmoid: return 1 / (1 + std::exp(-z));
    case Activation::Tanh: return std::tanh(z);
    case Activation::Softmax: // bends no number by itself: softmaxIsThatOfTheColumn
        break;
    }
    return 0;
}

double derivative(Activation activation, double z) {
    switch (activation) {
    case Activation::Identity: return 1;
    case Activation::Relu: return z > 0 ? 1 : 0;
    case Activation::LeakyRelu: return z > 0 ? 1 : 0.01;
    case Activation::Elu: return z > 0 ? 1 : std::exp(z);
    case Activation::Selu: return 1.0507009873554804934193349852946 * (z > 0 ? 1 : 1.6732632423543772848170429916717 * std::exp(z));
    case Activation::Gelu: return 0.5 * std::erfc(-z / std::sqrt(2.0)) + z * std::exp(-z * z / 2) / std::sqrt(2 * 3.14159265358979323846);
    case Activation::Silu: return 1 / (1 + std::exp(-z)) * (1 + z * (1 - 1 / (1 + std::exp(-z))));
    case Activation::Softplus: return 1 / (1 + std::exp(-z));
    case Activation::HardTanh: return std::abs(z) < 1 ? 1 : 0;
    case Activation::Sigmoid: return activated(activation, z) * (1 - activated(activation, z));
    case Activation::Tanh: return 1 - std::tanh(z) * std::tanh(z);
    case Activation::Softmax: break;
    }
    return 0;
}

constexpr Activation activations[] = {Activation::Identity, Activation::Relu,     Activation::LeakyRelu, Activation::Elu,
                                      Activation::Selu,     Activation::Gelu,     Activation::Silu,      Activation::Softplus,
                                      Activation::Sigmoid,  Activation::HardTanh, Activation::Tanh};

/// One product with its surroundings: rows and columns beyond the result keep a canary, what product() may read but not use is NaN.
struct ProductCase {
    Index m, n, k, aStride, bDepthStride, bColumnStride, cStride;
    std::vector<float> a, b, c;

    ProductCase(Index rows, Index columns, Index depth, Index aGap, bool bIsTransposed)
        : m(rows), n(columns), k(depth), aStride(rows + aGap), bDepthStride(bIsTransposed ? columns + 3 : 1), bColumnStride(bIsTransposed ? 1 : depth + 5),
          cStride(rows + 2), a(static_cast<std::size_t>(aStride * depth + kernels::slack), notANumber),
          b(static_cast<std::size_t>(bIsTransposed ? bDepthStride * depth : bColumnStride * columns), notANumber),
          c(static_cast<std::size_t>(cStride * (columns + 1)), canary) {
        for (Index j = 0; j < k; ++j) {
            for (Index i = 0; i < m; ++i)
                a[static_cast<std::size_t>(i + j * aStride)] = wave(i * 7 + j * 3);
            for (Index i = 0; i < n; ++i)
                b[static_cast<std::size_t>(j * bDepthStride + i * bColumnStride)] = wave(1000 + i * 5 + j * 11);
        }
    }

    void run(bool accumulate) { kernels::product(m, n, k, a.data(), aStride, b.data(), bDepthStride, bColumnStride, c.data(), cStride, accumulate); }

    /// Empty where the result is within the rounding of a float chain of k terms, and nothing else was touched.
    QString fault(bool accumulate) const {
        for (Index column = 0; column <= n; ++column)
            for (Index row = 0; row < cStride; ++row) {
                const float is = c[static_cast<std::size_t>(row + column * cStride)];
                if (row >= m || column >= n) {
                    if (is != canary)
                        return QString("m %1 n %2 k %3: wrote at (%4, %5)").arg(m).arg(n).arg(k).arg(row).arg(column);
                    continue;
                }
                double sum = accumulate ? static_cast<double>(canary) : 0, size = std::abs(sum);
                for (Index j = 0; j < k; ++j) {
                    const double term = static_cast<double>(a[static_cast<std::size_t>(row + j * aStride)]) *
                                        static_cast<double>(b[static_cast<std::size_t>(j * bDepthStride + column * bColumnStride)]);
                    sum += term;
                    size += std::abs(term);
                }
                if (!(std::abs(static_cast<double>(is) - sum) <= 1e-7 * (2 + static_cast<double>(k)) * size + 1e-30))
                    return QString("m %1 n %2 k %3 at (%4, %5): %6 is not %7").arg(m).arg(n).arg(k).arg(row).arg(column).arg(is).arg(sum);
            }
        return {};
    }
};

} // namespace

class KernelsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        const std::string wanted = qEnvironmentVariable("HOURGLASS_TEST_LEVEL").toStdString();
        if (!wanted.empty() && !supports(wanted))
            QSKIP("This processor does not have the level");
        if (wanted == bestLevel())
            QSKIP("The loader chooses this level by itself: the test without the variable is of it");
        // Without the variable the loader is on its own: it must have found the best that the processor has.
        QCOMPARE(std::string(kernels::instructionLevel()), wanted.empty() ? bestLevel() : wanted);
    }

    void productIsTheSumOfProducts() {
        for (Index m = 1; m <= 70; ++m)
            for (const Index n : {1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 16, 23, 24, 32, 48, 65})
                for (const Index k : {1, 2, 5, 33})
                    for (const Index gap : {0, 3, 16})
                        for (const bool isTransposed : {false, true})
                            for (const bool accumulate : {false, true}) {
                                ProductCase product(m, n, k, gap, isTransposed);
                                product.run(accumulate);
                                const QString fault = product.fault(accumulate);
                                QVERIFY2(fault.isEmpty(), qPrintable(fault));
                            }
    }

    void productOfLargeAndEmptyOperands() {
        for (const auto &[m, n, k] : {std::array<Index, 3>{784, 32, 128}, {127, 256, 509}, {257, 31, 784}, {1024, 33, 17}, {5, 300, 1000}}) {
            ProductCase product(m, n, k, 16, false);
            product.run(false);
            QVERIFY2(product.fault(false).isEmpty(), qPrintable(product.fault(false)));
        }
        // A sum of nothing is zero.
        ProductCase nothing(9, 3, 0, 0, false);
        nothing.run(false);
        QVERIFY(nothing.fault(false).isEmpty());
        ProductCase noColumns(9, 0, 4, 0, false);
        noColumns.run(false);
        QVERIFY(noColumns.fault(false).isEmpty());
    }

    void productIsTheSameBitsHoweverItIsCut() {
        for (const Index m : {1, 15, 48, 64, 70, 129})
            for (const Index n : {32, 61, 96}) {
                ProductCase whole(m, n, 45, 3, false), cut(m, n, 45, 3, false);
                whole.run(false);
                for (const Index size : {1, 5, 7, 8, 24, 32}) {
                    std::fill(cut.c.begin(), cut.c.end(), canary);
                    for (Index first = 0; first < n; first += size)
                        kernels::product(m, std::min(size, n - first), cut.k, cut.a.data(), cut.aStride, cut.b.data() + first * cut.bColumnStride,
                                         cut.bDepthStride, cut.bColumnStride, cut.c.data() + first * cut.cStride, cut.cStride, false);
                    QVERIFY(sameBits(whole.c, cut.c));
                    std::fill(cut.c.begin(), cut.c.end(), canary);
                    for (Index first = 0; first < m; first += size)
                        kernels::product(std::min(size, m - first), n, cut.k, cut.a.data() + first, cut.aStride, cut.b.data(), cut.bDepthStride,
                                         cut.bColumnStride, cut.c.data() + first, cut.cStride, false);
                    QVERIFY(sameBits(whole.c, cut.c));
                }
            }
    }

    /// Operands that do not fit the second cache are packed: with the bits of one column by itself, which never is.
    void productOfPackedOperandsIsTheSameBits() {
        for (const bool isTransposed : {false, true})
            for (const auto &[m, k] : {std::pair<Index, Index>{301, 470}, {397, 389}, {409, 521}})
                for (const Index n : {16, 17, 53})
                    for (const bool accumulate : {false, true}) {
                        ProductCase whole(m, n, k, 16, isTransposed), columns(m, n, k, 16, isTransposed);
                        whole.run(accumulate);
                        for (Index column = 0; column < n; ++column)
                            kernels::product(m, 1, k, columns.a.data(), columns.aStride, columns.b.data() + column * columns.bColumnStride,
                                             columns.bDepthStride, columns.bColumnStride, columns.c.data() + column * columns.cStride, columns.cStride,
                                             accumulate);
                        QVERIFY(sameBits(whole.c, columns.c));
                        if (n == 17)
                            QVERIFY2(whole.fault(accumulate).isEmpty(), qPrintable(whole.fault(accumulate)));
                    }
    }

    void productPassesOnWhatIsNotFinite() {
        for (const float bad : {notANumber, infinity}) {
            ProductCase product(37, 9, 6, 0, false);
            product.a[static_cast<std::size_t>(20 + 2 * product.aStride)] = bad;
            product.run(false);
            for (Index column = 0; column < 9; ++column)
                for (Index row = 0; row < 37; ++row)
                    QCOMPARE(std::isfinite(product.c[static_cast<std::size_t>(row + column * product.cStride)]), row != 20);
        }
    }

    void transposes() {
        for (const auto &[rows, columns] : {std::array<Index, 2>{1, 1}, {16, 16}, {17, 5}, {3, 50}, {64, 33}, {37, 20}}) {
            const Index stride = rows + 2, back = columns + 1;
            std::vector<float> from = waves(stride * columns), to(static_cast<std::size_t>(back * rows), canary);
            kernels::transpose(rows, columns, from.data(), stride, to.data(), back);
            for (Index row = 0; row < rows; ++row) {
                for (Index column = 0; column < columns; ++column)
                    QCOMPARE(to[static_cast<std::size_t>(column + row * back)], from[static_cast<std::size_t>(row + column * stride)]);
                QCOMPARE(to[static_cast<std::size_t>(columns + row * back)], canary);
            }
        }
    }

    void activationsAreWithinAFewRoundings() {
        std::vector<float> z;
        for (int i = -4000; i <= 4000; ++i)
            z.push_back(static_cast<float>(i) * 0.0217f + 0.00013f);
        for (int i = -30; i < 4; ++i)
            for (const float sign : {-1.0f, 1.0f})
                z.push_back(sign * std::ldexp(1.2345f, i));
        const auto count = static_cast<Index>(z.size());
        for (const Activation activation : activations) {
            std::vector<float> y = z;
            kernels::biasAndActivate(activation, count, 1, y.data(), count, nullptr);
            Largest value;
            for (std::size_t i = 0; i < z.size(); ++i)
                value.see(static_cast<double>(y[i]), activated(activation, static_cast<double>(z[i])));
            // Those that are made of a distribution function or a logarithm are as near as a number beside 1 can be, but not in their tails.
            const bool isRelative = activation != Activation::Gelu && activation != Activation::Silu && activation != Activation::Softplus;
            if (!isRelative) {
                value = {};
                for (std::size_t i = 0; i < z.size(); ++i)
                    value.see(1 + (static_cast<double>(y[i]) - activated(activation, static_cast<double>(z[i]))) /
                                      std::max(1.0, std::abs(static_cast<double>(z[i]))),
                              1);
            }
            QVERIFY2(value.relative < 5e-7, qPrintable(QString("activation %1: relative error %2").arg(int(activation)).arg(value.relative)));

            std::vector<float> slope(z.size(), 2.0f);
            kernels::differentiate(activation, count, 1, kernels::isDifferentiatedAtInput(activation) ? z.data() : y.data(), count, slope.data(), count);
            Largest error;
            for (std::size_t i = 0; i < z.size(); ++i)
                error.see(static_cast<double>(slope[i]), 2 * derivative(activation, static_cast<double>(z[i])));
            QVERIFY2(error.absolute < 5e-7, qPrintable(QString("activation %1: error of the slope %2").arg(int(activation)).arg(error.absolute)));
        }
    }

    void activationsAddTheBiasOfTheirRowAndKeepToTheirRows() {
        constexpr Index rows = 19, columns = 5, stride = 23;
        const std::vector<float> bias = waves(rows);
        for (const Activation activation : activations) {
            std::vector<float> y = waves(stride * columns, 40), before = y;
            kernels::biasAndActivate(activation, rows, columns, y.data(), stride, bias.data());
            for (Index i = 0; i < stride * columns; ++i) {
                const auto at = static_cast<std::size_t>(i);
                const Index row = i % stride;
                if (row >= rows)
                    QCOMPARE(y[at], before[at]);
                else
                    QVERIFY(std::abs(static_cast<double>(y[at]) -
                                     activated(activation, static_cast<double>(before[at]) + static_cast<double>(bias[static_cast<std::size_t>(row)]))) < 5e-7);
            }
        }
    }

    void activationsPassOnWhatIsNotFinite() {
        for (const Activation activation : activations)
            for (const Index at : {0, 7, 18}) {
                std::vector<float> y(19, 0.5f);
                y[static_cast<std::size_t>(at)] = notANumber;
                kernels::biasAndActivate(activation, 19, 1, y.data(), 19, nullptr);
                for (Index i = 0; i < 19; ++i)
                    QCOMPARE(std::isnan(y[static_cast<std::size_t>(i)]), i == at);
            }
        float ends[] = {infinity, -infinity};
        kernels::biasAndActivate(Activation::Sigmoid, 2, 1, ends, 2, nullptr);
        QVERIFY(ends[0] == 1.0f && ends[1] >= 0 && ends[1] < 1e-37f);
        ends[0] = infinity, ends[1] = -infinity;
        kernels::biasAndActivate(Activation::Tanh, 2, 1, ends, 2, nullptr);
        QVERIFY(ends[0] == 1.0f && ends[1] == -1.0f);
    }

    void softmaxIsThatOfTheColumn() {
        for (const Index rows : {1, 2, 16, 37}) {
            std::vector<float> y = waves(rows * 2), bias = waves(rows), dy = waves(rows * 2 + 5);
            for (float &value : y)
                value = 40 * value; // far apart: exp alone would overflow where 3 · 40 is met
            const std::vector<float> z = y, before(dy.begin(), dy.begin() + rows * 2);
            kernels::biasAndActivate(Activation::Softmax, rows, 2, y.data(), rows, bias.data());
            kernels::differentiate(Activation::Softmax, rows, 2, y.data(), rows, dy.data(), rows);
            for (Index column = 0; column < 2; ++column) {
                const auto at = [&](const std::vector<float> &values, Index row) {
                    return static_cast<double>(values[static_cast<std::size_t>(row + column * rows)]);
                };
                double sum = 0, along = 0;
                for (Index row = 0; row < rows; ++row)
                    sum += std::exp(at(z, row) + static_cast<double>(bias[static_cast<std::size_t>(row)]));
                for (Index row = 0; row < rows; ++row) {
                    const double expected = std::exp(at(z, row) + static_cast<double>(bias[static_cast<std::size_t>(row)])) / sum;
                    QVERIFY(std::abs(at(y, row) - expected) < 1e-6);
                    along += expected * at(before, row);
                }
                for (Index row = 0; row < rows; ++row)
                    QVERIFY(std::abs(at(dy, row) - at(y, row) * (at(before, row) - along)) < 1e-6);
            }
        }
        float huge[] = {1000.0f, 999.0f, -1000.0f};
        kernels::biasAndActivate(Activation::Softmax, 3, 1, huge, 3, nullptr);
        QVERIFY(std::abs(huge[0] - 0.7310586f) < 1e-6f && std::abs(huge[1] - 0.2689414f) < 1e-6f && huge[2] < 1e-30f);
    }

    void biasOfColumnsIsThatOfEach() {
        constexpr Index rows = 19, columns = 3;
        for (const Activation activation : activations) {
            std::vector<float> y = waves(rows * columns), expected = y;
            const std::vector<float> bias = waves(columns);
            kernels::columnBiasAndActivate(activation, rows, columns, y.data(), rows, bias.data());
            for (Index column = 0; column < columns; ++column) {
                const std::vector<float> same(rows, bias[static_cast<std::size_t>(column)]);
                kernels::biasAndActivate(activation, rows, 1, expected.data() + column * rows, rows, same.data());
            }
            QVERIFY(y == expected);
        }
    }

    void sums() {
        for (const Index count : {0, 1, 15, 16, 33, 1000}) {
            const std::vector<float> values = waves(count);
            double expected = 0;
            for (const float value : values)
                expected += static_cast<double>(value);
            QVERIFY(std::abs(static_cast<double>(kernels::sum(count, values.data())) - expected) < 1e-4);
        }
    }

    /// The matrix is what the offsets say, and adding is its adjoint: ⟨gather x, m⟩ = ⟨x, add m⟩.
    void patchesGoAndComeBack() {
        for (const Index step : {1, 2, 3})
            for (const Index columns : {1, 7, 8, 9, 16, 17, 33, 40}) {
                constexpr Index rows = 3, depths = 3;
                const Index rowStep = columns * step + 4, stride = rows * columns + 5;
                const std::int32_t offsets[] = {0, 1, static_cast<std::int32_t>(rowStep)};
                const kernels::Patches patches{depths, stride, offsets, rows, columns, rowStep, step};
                const Index last = offsets[2] + (rows - 1) * rowStep + (columns - 1) * step; // nothing behind may be touched
                const std::vector<float> image = waves(last + 1), matrix = waves(depths * stride);
                std::vector<float> gathered(static_cast<std::size_t>(depths * stride), canary), added(static_cast<std::size_t>(last + 1), 0.0f);
                kernels::gatherPatches(patches, image.data(), gathered.data());
                kernels::addPatches(patches, matrix.data(), added.data());
                double forth = 0, back = 0;
                for (Index d = 0; d < depths; ++d)
                    for (Index p = 0; p < stride; ++p) {
                        const auto at = static_cast<std::size_t>(d * stride + p);
                        if (p >= rows * columns) {
                            QCOMPARE(gathered[at], canary);
                            continue;
                        }
                        QCOMPARE(gathered[at], image[static_cast<std::size_t>(offsets[d] + p / columns * rowStep + p % columns * step)]);
                        forth += static_cast<double>(gathered[at]) * static_cast<double>(matrix[at]);
                    }
                for (std::size_t i = 0; i < added.size(); ++i)
                    back += static_cast<double>(image[i]) * static_cast<double>(added[i]);
                QVERIFY2(std::abs(forth - back) < 1e-4, qPrintable(QString("step %1, %2 columns").arg(step).arg(columns)));
            }
    }

    /// Each pixel is added to in the order of depths, whatever the width of a vector: the same bits.
    void patchesAreAddedInTheOrderOfDepths() {
        for (const Index kernel : {1, 2, 3, 5, 9})
            for (const Index positions : {1, 2, 7, 8, 14, 16, 17})
                for (const Index step : {1, 2, 3}) {
                    const Index side = (positions - 1) * step + kernel, stride = positions * positions + 5;
                    std::vector<std::int32_t> offsets;
                    for (Index channel = 0; channel < 2; ++channel)
                        for (Index i = 0; i < kernel * kernel; ++i)
                            offsets.push_back(static_cast<std::int32_t>(channel * side * side + i / kernel * side + i % kernel));
                    const auto depths = static_cast<Index>(offsets.size());
                    const std::vector<float> matrix = waves(depths * stride);
                    std::vector<float> image(static_cast<std::size_t>(2 * side * side)), expected = image;
                    kernels::addPatches({depths, stride, offsets.data(), positions, positions, step * side, step}, matrix.data(), image.data());
                    for (Index depth = 0; depth < depths; ++depth)
                        for (Index p = 0; p < positions * positions; ++p)
                            expected[static_cast<std::size_t>(offsets[static_cast<std::size_t>(depth)] + p / positions * step * side + p % positions * step)] +=
                                matrix[static_cast<std::size_t>(depth * stride + p)];
                    QVERIFY2(sameBits(image, expected), qPrintable(QString("kernel %1, %2 positions, step %3").arg(kernel).arg(positions).arg(step)));
                }
    }

    void imagesAreCopiedRowByRow() {
        const std::vector<float> from = waves(3 * 40 * 50);
        for (const Index columns : {1, 14, 16, 29}) {
            std::vector<float> to(3 * 30 * 33, canary);
            kernels::copyImage(3, 20, columns, from.data(), {50, 40 * 50}, to.data(), {33, 30 * 33});
            for (Index i = 0; i < 3 * 30 * 33; ++i) {
                const Index channel = i / (30 * 33), row = i / 33 % 30, column = i % 33;
                QCOMPARE(to[static_cast<std::size_t>(i)],
                         row < 20 && column < columns ? from[static_cast<std::size_t>(channel * 40 * 50 + row * 50 + column)] : canary);
            }
        }
    }

    void sumsColumns() {
        constexpr Index rows = 21, columns = 37, stride = 32;
        const std::vector<float> a = waves(stride * columns);
        std::vector<float> sums(rows + 1, canary);
        kernels::sumColumns(rows, columns, a.data(), stride, sums.data());
        for (Index row = 0; row < rows; ++row) {
            double sum = 0;
            for (Index column = 0; column < columns; ++column)
                sum += static_cast<double>(a[static_cast<std::size_t>(row + column * stride)]);
            QVERIFY(std::abs(static_cast<double>(sums[static_cast<std::size_t>(row)]) - sum) < 1e-5);
        }
        QCOMPARE(sums.back(), canary);
    }

    void lossesAreTheirSums_data() {
        QTest::addColumn<int>("rows");
        for (const int rows : {1, 15, 16, 17, 100, 784})
            QTest::addRow("%d rows", rows) << rows;
    }
    void lossesAreTheirSums() {
        QFETCH(int, rows);
        const Index columns = 7, yStride = rows + 1, tStride = rows + 4, gStride = rows + 3;
        std::vector<float> z = waves(yStride * columns), t = waves(tStride * columns, 300);
        for (float &value : z)
            value *= 9;
        for (float &value : t)
            value = 0.5f + 0.5f * value;
        t[0] = 0, z[0] = 40; // as wrong as can be
        const auto at = [](const std::vector<float> &values, Index row, Index column, Index stride) {
            return static_cast<double>(values[static_cast<std::size_t>(row + column * stride)]);
        };
        double squares = 0, entropy = 0, clipped = 0;
        std::vector<float> p = z;
        for (float &value : p)
            value = 1 / (1 + std::exp(-value));
        for (Index column = 0; column < columns; ++column)
            for (Index row = 0; row < rows; ++row) {
                const double logit = at(z, row, column, yStride), target = at(t, row, column, tStride);
                squares += (logit - target) * (logit - target);
                entropy += std::max(logit, 0.0) - logit * target + std::log1p(std::exp(-std::abs(logit)));
                const double q = std::min(std::max(at(p, row, column, yStride), 0.001), 0.999);
                clipped += -target * std::log(q) - (1 - target) * std::log(1 - q);
            }
        constexpr float scale = 0.37f;
        std::vector<float> squareGradient(static_cast<std::size_t>(gStride * columns), canary), entropyGradient = squareGradient;
        const auto isNear = [](double is, double shouldBe) { return std::abs(is - shouldBe) < 2e-6 * std::abs(shouldBe); };
        QVERIFY(isNear(kernels::squaredError(rows, columns, z.data(), yStride, t.data(), tStride, nullptr, 0, 0), squares));
        QVERIFY(isNear(kernels::squaredError(rows, columns, z.data(), yStride, t.data(), tStride, squareGradient.data(), gStride, scale), squares));
        QVERIFY(isNear(kernels::crossEntropyOfLogits(rows, columns, z.data(), yStride, t.data(), tStride, nullptr, 0, 0), entropy));
        QVERIFY(isNear(kernels::crossEntropyOfLogits(rows, columns, z.data(), yStride, t.data(), tStride, entropyGradient.data(), gStride, scale), entropy));
        QVERIFY(isNear(kernels::crossEntropy(rows, columns, p.data(), yStride, t.data(), tStride, 0.001f), clipped));
        for (Index column = 0; column < columns; ++column)
            for (Index row = 0; row < gStride; ++row) {
                const double square = at(squareGradient, row, column, gStride), slope = at(entropyGradient, row, column, gStride);
                if (row >= rows) {
                    QVERIFY(square == static_cast<double>(canary) && slope == static_cast<double>(canary));
                    continue;
                }
                const double logit = at(z, row, column, yStride), target = at(t, row, column, tStride);
                QVERIFY(std::abs(square - 0.37 * 2 * (logit - target)) < 5e-6);
                QVERIFY(std::abs(slope - 0.37 * (activated(Activation::Sigmoid, logit) - target)) < 1e-7);
            }
    }

    void lossesPassOnWhatIsNotFinite() {
        constexpr Index rows = 101; // of whole vectors in fours, a vector alone and single numbers
        for (const Index at : {0, 17, 63, 70, 100}) {
            std::vector<float> z(rows, 0.5f), t(rows, 0.25f), slopes(rows);
            const auto place = static_cast<std::size_t>(at);
            z[place] = notANumber;
            QVERIFY(!std::isfinite(kernels::squaredError(rows, 1, z.data(), rows, t.data(), rows, nullptr, 0, 0)));
            QVERIFY(!std::isfinite(kernels::crossEntropyOfLogits(rows, 1, z.data(), rows, t.data(), rows, nullptr, 0, 0)));
            QVERIFY(!std::isfinite(kernels::crossEntropyOfLogits(rows, 1, z.data(), rows, t.data(), rows, slopes.data(), rows, 1)));
            QVERIFY(std::isnan(slopes[place]));
            QVERIFY(!std::isfinite(kernels::crossEntropy(rows, 1, z.data(), rows, t.data(), rows, 1e-7f)));
            z[place] = infinity;
            QVERIFY(!std::isfinite(kernels::squaredError(rows, 1, z.data(), rows, t.data(), rows, nullptr, 0, 0)));
            QVERIFY(!std::isfinite(kernels::crossEntropyOfLogits(rows, 1, z.data(), rows, t.data(), rows, nullptr, 0, 0)));
            z[place] = -infinity;
            QVERIFY(!std::isfinite(kernels::crossEntropyOfLogits(rows, 1, z.data(), rows, t.data(), rows, nullptr, 0, 0)));
        }
    }

    void crossEntropyIsExactFarFromZero() {
        // Four rows share a logarithm: their product must neither overflow nor lose what is small.
        constexpr Index rows = 64 + 16 + 5;
        for (const float size : {0.0f, 1e-3f, 5.0f, 20.0f, 90.0f, 1e4f})
            for (const float sign : {1.0f, -1.0f}) {
                const std::vector<float> z(rows, sign * size), t(rows, 0.25f);
                const double logit = static_cast<double>(z[0]), each = std::max(logit, 0.0) - logit * 0.25 + std::log1p(std::exp(-std::abs(logit)));
                const double is = kernels::crossEntropyOfLogits(rows, 1, z.data(), rows, t.data(), rows, nullptr, 0, 0);
                QVERIFY2(std::abs(is - rows * each) <= 2e-6 * rows * each, qPrintable(QString::number(logit)));
            }
    }

    void adamIsThatOfThePaper() {
        constexpr Index count = 53;
        std::vector<float> parameters = waves(count), m(count), v(count);
        std::vector<double> slow(parameters.begin(), parameters.end()), slowM(count), slowV(count);
        const double rate = 0.01, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-3;
        for (int step = 1; step <= 30; ++step) {
            std::vector<float> gradient = waves(count, step * 77);
            gradient[5] = 0; // a unit that is dead
            const double correction1 = 1 - std::pow(beta1, step), correction2 = 1 - std::pow(beta2, step);
            kernels::adam(count, {float(rate), float(beta1), float(beta2), float(epsilon), float(correction1), float(correction2)}, parameters.data(),
                          gradient.data(), m.data(), v.data());
            for (std::size_t i = 0; i < count; ++i) {
                const auto g = static_cast<double>(gradient[i]);
                slowM[i] = beta1 * slowM[i] + (1 - beta1) * g;
                slowV[i] = beta2 * slowV[i] + (1 - beta2) * g * g;
                slow[i] -= rate * (slowM[i] / correction1) / (std::sqrt(slowV[i] / correction2) + epsilon);
            }
        }
        for (std::size_t i = 0; i < count; ++i)
            QVERIFY2(std::abs(static_cast<double>(parameters[i]) - slow[i]) < 3e-6, qPrintable(QString::number(static_cast<double>(parameters[i]) - slow[i])));
    }

    void momentumCarriesOn() {
        constexpr Index count = 53;
        std::vector<float> parameters = waves(count), velocity(count);
        std::vector<double> slow(parameters.begin(), parameters.end()), slowVelocity(count);
        for (int step = 1; step <= 30; ++step) {
            const std::vector<float> gradient = waves(count, step * 77);
            kernels::momentum(count, 0.02f, 0.9f, false, parameters.data(), gradient.data(), velocity.data());
            for (std::size_t i = 0; i < count; ++i) {
                slowVelocity[i] = 0.9 * slowVelocity[i] + static_cast<double>(gradient[i]);
                slow[i] -= 0.02 * slowVelocity[i];
            }
        }
        for (std::size_t i = 0; i < count; ++i)
            QVERIFY(std::abs(static_cast<double>(parameters[i]) - slow[i]) < 1e-5);
    }

    void bytesBecomeParts() {
        std::vector<std::uint8_t> bytes(256);
        std::vector<float> values(256);
        for (std::size_t i = 0; i < bytes.size(); ++i)
            bytes[i] = static_cast<std::uint8_t>(i);
        kernels::scaleBytes(256, bytes.data(), values.data());
        for (std::size_t i = 0; i < bytes.size(); ++i)
            QVERIFY(values[i] == static_cast<float>(i) / 255.0f); // to the bit, which QCOMPARE() does not ask for
    }

    void findsWhatIsNotFinite() {
        std::vector<float> values = waves(77);
        values[3] = std::numeric_limits<float>::max();
        values[4] = std::numeric_limits<float>::denorm_min();
        QVERIFY(kernels::areFinite(77, values.data()));
        QVERIFY(kernels::areFinite(0, values.data()));
        for (std::size_t at = 0; at < values.size(); ++at)
            for (const float bad : {notANumber, -notANumber, infinity, -infinity}) {
                std::vector<float> some = values;
                some[at] = bad;
                QVERIFY(!kernels::areFinite(77, some.data()));
            }
    }
};

QTEST_APPLESS_MAIN(KernelsTest)
#include "kernels_test.moc"
