// Spread, directions, mixes and random codes against closed forms and slow loops.
#include <QTest>

#include <cmath>
#include <limits>

#include "engine/analysis/code_spread.h"
#include "engine/core/random.h"

using namespace hourglass;
using analysis::CodeBasis;
using analysis::CodeSpread;
using core::Index;

namespace {

/// units × count, packed: unit j has the mean 3 · j and the spread 1 + j, and leans on unit 0.
struct Drawn {
    Index units, count;
    core::Floats values;

    Drawn(Index unitCount, Index codeCount, std::uint64_t step = 0) : units(unitCount), count(codeCount), values(unitCount * codeCount) {
        const core::Random random(5, core::Stream::Data);
        for (Index i = 0; i < count; ++i) {
            const float common = random.normal(step, static_cast<std::uint64_t>(i), 0);
            for (Index j = 0; j < units; ++j) {
                const float own = random.normal(step, static_cast<std::uint64_t>(i), static_cast<std::uint64_t>(j + 1));
                values[i * units + j] = static_cast<float>(3 * j) + static_cast<float>(1 + j) * own + common;
            }
        }
    }
    core::ConstView view() const { return {values.data(), units, count, units}; }
    double mean(Index unit) const {
        double sum = 0;
        for (Index i = 0; i < count; ++i)
            sum += static_cast<double>(values[i * units + unit]);
        return sum / static_cast<double>(count);
    }
    double covariance(Index a, Index b) const {
        double sum = 0;
        for (Index i = 0; i < count; ++i)
            sum += (static_cast<double>(values[i * units + a]) - mean(a)) * (static_cast<double>(values[i * units + b]) - mean(b));
        return sum / static_cast<double>(count);
    }
};

analysis::CodeFit fit(const core::ConstView &codes, CodeBasis basis = CodeBasis::Units, bool fitsGaussian = false, const CodeSpread *previous = nullptr) {
    auto result = analysis::fitCodes(codes, basis, fitsGaussian, previous);
    return result ? *result : analysis::CodeFit();
}

double largestDifference(const std::vector<float> &a, const std::vector<float> &b) {
    double largest = a.size() == b.size() ? 0 : 1e9;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        largest = std::max(largest, std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
    return largest;
}

} // namespace

class CodeSpreadTest : public QObject {
    Q_OBJECT
private slots:
    void unitsAreMeasured() {
        const Drawn drawn(4, 500);
        const CodeSpread spread = fit(drawn.view()).spread;
        QCOMPARE(spread.axes, 4);
        QCOMPARE(spread.codes, 500);
        for (Index unit = 0; unit < 4; ++unit) {
            QVERIFY(std::abs(static_cast<double>(spread.mean[unit]) - drawn.mean(unit)) < 1e-5);
            QVERIFY(std::abs(spread.deviation[unit] - std::sqrt(drawn.covariance(unit, unit))) < 1e-5);
        }
    }

    void histogramsAreSharesOfTheirBins() {
        const Drawn drawn(3, 400);
        const CodeSpread spread = fit(drawn.view()).spread;
        for (Index unit = 0; unit < 3; ++unit) {
            std::vector<int> slow(CodeSpread::bins);
            for (Index i = 0; i < drawn.count; ++i) {
                const double position = (static_cast<double>(drawn.values[i * 3 + unit]) - static_cast<double>(spread.mean[unit])) / spread.deviation[unit];
                int bin = 0;
                while (bin + 1 < CodeSpread::bins && position >= -3.5 + (bin + 1) * 7.0 / CodeSpread::bins)
                    ++bin;
                ++slow[bin];
            }
            for (int bin = 0; bin < CodeSpread::bins; ++bin)
                QVERIFY(std::abs(static_cast<double>(spread.histograms[unit * CodeSpread::bins + bin]) - slow[bin] / 400.0) < 1e-5);
        }
    }

    void aDeadUnitHasNoSpread() {
        core::Floats codes(2 * 1000);
        for (Index i = 0; i < 1000; ++i) {
            codes[2 * i] = 0.1f; // whose sum is rounded
            codes[2 * i + 1] = static_cast<float>(i % 2);
        }
        const CodeSpread spread = fit({codes.data(), 2, 1000, 2}).spread;
        QCOMPARE(spread.deviation[0], 0.0);
        QCOMPARE(spread.scale(0), 1.0);
        QVERIFY(std::abs(spread.deviation[1] - 0.5) < 1e-12);
        const std::vector<float> moved = analysis::moved(spread, spread.mean, std::vector<double>{2, -1});
        QVERIFY(largestDifference(moved, {2.1f, 0.0f}) < 1e-6);
    }

    void principalAxesAreUncorrelatedAndOrdered() {
        const Drawn drawn(5, 600);
        const CodeSpread spread = fit(drawn.view(), CodeBasis::Principal).spread;
        QCOMPARE(spread.axes, 5);
        for (Index a = 0; a < 5; ++a)
            for (Index b = 0; b < 5; ++b) {
                double sum = 0; // dᵀ C d
                for (Index i = 0; i < 5; ++i)
                    for (Index j = 0; j < 5; ++j)
                        sum += static_cast<double>(spread.directions[a * 5 + i]) * drawn.covariance(i, j) * static_cast<double>(spread.directions[b * 5 + j]);
                QVERIFY(std::abs(sum - (a == b ? spread.deviation[a] * spread.deviation[a] : 0)) < 1e-3);
            }
        for (Index a = 1; a < 5; ++a)
            QVERIFY(spread.deviation[a] <= spread.deviation[a - 1]);
    }

    void positionsAndMovesAreInverse_data() {
        QTest::addColumn<bool>("isPrincipal");
        QTest::newRow("units") << false;
        QTest::newRow("principal") << true;
    }
    void positionsAndMovesAreInverse() {
        QFETCH(bool, isPrincipal);
        const Drawn drawn(4, 300);
        const CodeSpread spread = fit(drawn.view(), isPrincipal ? CodeBasis::Principal : CodeBasis::Units).spread;
        const std::vector<float> code(drawn.values.data(), drawn.values.data() + 4);
        const std::vector<double> positions = analysis::positionsOf(spread, code);
        QVERIFY(largestDifference(analysis::moved(spread, spread.mean, positions), code) < 1e-4); // from the mean back to where it stands
        const std::vector<double> offsets{0.5, -1, 0, 2};
        const std::vector<double> after = analysis::positionsOf(spread, analysis::moved(spread, code, offsets));
        for (Index axis = 0; axis < 4; ++axis) {
            QVERIFY(std::abs(after[axis] - positions[axis] - offsets[axis]) < 1e-4);
            const double expected = isPrincipal ? positions[axis] * spread.deviation[axis] : static_cast<double>(code[axis]);
            QVERIFY(std::abs(analysis::valueAt(spread, axis, positions[axis]) - expected) < 1e-4);
        }
    }

    void directionsFollowTheSignsBefore() {
        const Drawn drawn(4, 300);
        CodeSpread before = fit(drawn.view(), CodeBasis::Principal).spread;
        for (float &value : before.directions)
            value = -value;
        const CodeSpread after = fit(Drawn(4, 300, 1).view(), CodeBasis::Principal, false, &before).spread;
        for (Index axis = 0; axis < 4; ++axis) {
            double along = 0;
            for (Index unit = 0; unit < 4; ++unit)
                along += static_cast<double>(before.directions[axis * 4 + unit]) * static_cast<double>(after.directions[axis * 4 + unit]);
            QVERIFY(along > 0);
        }
    }

    void randomCodesHaveTheMomentsOfTheCodes() {
        const Drawn drawn(3, 2000);
        const analysis::CodeGaussian gaussian = *fit(drawn.view(), CodeBasis::Units, true).gaussian;
        // The symmetric root, column by column: its square is the covariance.
        double root[3][3];
        for (Index column = 0; column < 3; ++column) {
            std::vector<double> normals(3);
            normals[column] = 1;
            const std::vector<float> code = analysis::drawn(gaussian, normals);
            for (Index row = 0; row < 3; ++row)
                root[row][column] = static_cast<double>(code[row]) - static_cast<double>(gaussian.mean[row]);
        }
        for (Index a = 0; a < 3; ++a)
            for (Index b = 0; b < 3; ++b) {
                QVERIFY(std::abs(root[a][b] - root[b][a]) < 1e-4);
                double square = 0;
                for (Index k = 0; k < 3; ++k)
                    square += root[a][k] * root[k][b];
                QVERIFY2(std::abs(square - drawn.covariance(a, b)) < 2e-3,
                         qPrintable(QString("%1 %2: %3 and %4").arg(a).arg(b).arg(square).arg(drawn.covariance(a, b))));
            }
    }

    void whatDirectionsLeaveIsSpreadEvenly() {
        analysis::CodeGaussian gaussian{{1, 1, 1}, {1, 0, 0}, {4}, 0.5};
        QVERIFY(largestDifference(analysis::drawn(gaussian, std::vector<double>{1, 2, -1}), {5.0f, 2.0f, 0.5f}) < 1e-6);
    }

    void manyUnitsHaveTheirLeadingDirections() {
        const Drawn drawn(300, 400);
        const analysis::CodeFit found = fit(drawn.view(), CodeBasis::Principal);
        QCOMPARE(found.spread.axes, analysis::mostPrincipal);
        double total = 0, carried = 0;
        for (Index unit = 0; unit < 300; ++unit)
            total += drawn.covariance(unit, unit);
        for (const double deviation : found.gaussian->deviation)
            carried += deviation * deviation;
        QVERIFY(std::abs(carried + (300 - 64) * found.gaussian->rest * found.gaussian->rest - total) < 1e-3 * total);
    }

    void whatIsNotFiniteIsLeftOut() {
        const Drawn drawn(2, 50);
        core::Floats codes(2 * 51);
        std::copy_n(drawn.values.data(), 100, codes.data());
        codes[100] = std::numeric_limits<float>::quiet_NaN();
        const CodeSpread spread = fit({codes.data(), 2, 51, 2}).spread;
        QCOMPARE(spread.codes, 50);
        QVERIFY(std::abs(spread.deviation[1] - std::sqrt(drawn.covariance(1, 1))) < 1e-5);
        const auto none = analysis::fitCodes({codes.data() + 100, 1, 1, 1}, CodeBasis::Units, false);
        QVERIFY(!none && none.error().sentence().find("finite") != std::string::npos);
    }

    void oneSampleHasNoSpread() {
        const Drawn drawn(2, 1);
        const analysis::CodeFit found = fit(drawn.view(), CodeBasis::Units, true);
        QCOMPARE(found.spread.deviation, (std::vector<double>{0, 0}));
        QVERIFY(largestDifference(analysis::drawn(*found.gaussian, std::vector<double>{3, -3}), found.spread.mean) < 1e-6);
    }
};

QTEST_APPLESS_MAIN(CodeSpreadTest)
#include "code_spread_test.moc"
