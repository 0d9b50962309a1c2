// Products of an operand in panels have the bits of product(), whatever is packed, cut or gathered. Runs once more for each level, as kernels_test.
#include <QTest>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "engine/kernels/kernels.h"
#include "tests/support/instruction_levels.h"
#include "tests/support/numbers.h"

using namespace hourglass;
using namespace hourglass::tests;
using kernels::Index;
using kernels::Range;

namespace {

constexpr float canary = -12345.0f;

/// c = a b by product() and by panels of a, each with surroundings of canaries; what belongs to no number of a is NaN.
struct PanelCase {
    Index m, n, k;
    bool bIsTransposed;
    Index aStride = m + 3, bDepthStride = bIsTransposed ? n + 3 : 1, bColumnStride = bIsTransposed ? 1 : k + 5, cStride = m + 2;
    std::vector<float> a, b, expected, c;

    PanelCase(Index rows, Index columns, Index depth, bool isTransposed) : m(rows), n(columns), k(depth), bIsTransposed(isTransposed) {
        a.assign(static_cast<std::size_t>(aStride * k + kernels::slack), std::numeric_limits<float>::quiet_NaN());
        b.assign(static_cast<std::size_t>((n + 8) * (k + 8)), std::numeric_limits<float>::quiet_NaN());
        for (Index j = 0; j < k; ++j) {
            for (Index i = 0; i < m; ++i)
                a[static_cast<std::size_t>(i + j * aStride)] = wave(i * 7 + j * 3);
            for (Index i = 0; i < n; ++i)
                b[static_cast<std::size_t>(j * bDepthStride + i * bColumnStride)] = wave(1000 + i * 5 + j * 11);
        }
        c.assign(static_cast<std::size_t>(cStride * (n + 1)), canary);
        expected = c;
    }

    void expect(bool accumulate) { kernels::product(m, n, k, a.data(), aStride, b.data(), bDepthStride, bColumnStride, expected.data(), cStride, accumulate); }

    void multiply(const kernels::PanelOperand &panels, Range rows, bool accumulate) {
        kernels::panelProduct(panels, rows.first, rows.count, n, b.data(), bDepthStride, bColumnStride, c.data() + rows.first, cStride, accumulate);
    }

    bool isAsExpected() const { return sameBits(c, expected); }
};

std::vector<float> room(Index floats) {
    return std::vector<float>(static_cast<std::size_t>(floats + kernels::slack), std::numeric_limits<float>::quiet_NaN());
}

} // namespace

class PanelsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        const std::string wanted = qEnvironmentVariable("HOURGLASS_TEST_LEVEL").toStdString();
        if (!wanted.empty() && !supports(wanted))
            QSKIP("This processor does not have the level");
        if (wanted == bestLevel())
            QSKIP("The loader chooses this level by itself: the test without the variable is of it");
    }

    void productIsThatOfTheRowsAsTheyLie() {
        for (const Index m : {1, 3, 7, 8, 15, 16, 17, 33, 47, 48, 49, 64, 79, 96, 113, 200, 241})
            for (const Index n : {1, 2, 5, 6, 7, 8, 9, 31, 32, 47, 49, 100})
                for (const Index k : {1, 2, 37})
                    for (const bool isTransposed : {false, true})
                        for (const bool accumulate : {false, true}) {
                            PanelCase test(m, n, k, isTransposed);
                            std::vector<float> panels = room(kernels::panelsSize(m, k));
                            kernels::packPanels(m, k, test.a.data(), test.aStride, {0, m}, {0, k}, panels.data());
                            test.expect(accumulate);
                            test.multiply({m, k, panels.data(), k, k, 0}, {0, m}, accumulate);
                            QVERIFY2(test.isAsExpected(), qPrintable(QString("m %1 n %2 k %3").arg(m).arg(n).arg(k)));
                        }
    }

    void moreThanIsGatheredIsReadWhereItLies() {
        for (const Index k : {511, 512, 513, 700}) {
            PanelCase test(250, 50, k, true);
            std::vector<float> panels = room(kernels::panelsSize(250, k));
            kernels::packPanels(250, k, test.a.data(), test.aStride, {0, 250}, {0, k}, panels.data());
            test.expect(false);
            test.multiply({250, k, panels.data(), k, k, 0}, {0, 250}, false);
            QVERIFY2(test.isAsExpected(), qPrintable(QString::number(k)));
        }
    }

    /// As tasks of a layer do: parts of the rows, and of the depth, in any order.
    void panelsArePackedInPartsAndTransposed() {
        constexpr Index m = 157, k = 83;
        PanelCase test(m, 20, k, false);
        std::vector<float> packed = room(kernels::panelsSize(m, k)), transposed = packed, turned(static_cast<std::size_t>(k * m + kernels::slack));
        for (Index i = 0; i < m; ++i)
            for (Index j = 0; j < k; ++j)
                turned[static_cast<std::size_t>(j + i * k)] = test.a[static_cast<std::size_t>(i + j * test.aStride)];
        for (const Range rows : {Range{100, 57}, {0, 30}, {30, 70}})
            for (const Range depth : {Range{50, 33}, {0, 1}, {1, 49}}) {
                kernels::packPanels(m, k, test.a.data(), test.aStride, rows, depth, packed.data());
                kernels::transposeToPanels(m, k, turned.data(), k, rows, depth, transposed.data());
            }
        test.expect(false);
        test.multiply({m, k, packed.data(), k, k, 0}, {0, m}, false);
        QVERIFY(test.isAsExpected());
        std::fill(test.c.begin(), test.c.end(), canary);
        test.multiply({m, k, transposed.data(), k, k, 0}, {0, m}, false);
        QVERIFY(test.isAsExpected());
    }

    /// As a batch is: blocks of 32 samples, the last one smaller, and tiles of the rows.
    void depthMayLieInSegments() {
        constexpr Index segment = 32;
        for (const Index m : {40, 250, 500})
            for (const Index k : {7, 32, 33, 128, 190}) {
                PanelCase test(m, 50, k, true);
                const Index stride = kernels::panelsSize(m, segment) + 16, segments = (k + segment - 1) / segment;
                std::vector<float> panels = room(stride * segments);
                for (Index at = 0; at < segments; ++at)
                    kernels::packPanels(m, segment, test.a.data() + at * segment * test.aStride, test.aStride, {0, m}, {0, std::min(segment, k - at * segment)},
                                        panels.data() + at * stride);
                test.expect(true);
                const kernels::PanelOperand operand{m, k, panels.data(), segment, segment, stride};
                for (Index first = 0; first < m; first += 4 * kernels::panelUnit)
                    test.multiply(operand, {first, std::min(4 * kernels::panelUnit, m - first)}, true);
                QVERIFY2(test.isAsExpected(), qPrintable(QString("m %1 k %2").arg(m).arg(k)));
            }
    }
};

QTEST_GUILESS_MAIN(PanelsTest)
#include "panels_test.moc"
