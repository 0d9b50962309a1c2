// The spans and the pyramid over them against a slow obvious loop over every step.
#include <QTest>

#include <cmath>
#include <limits>

#include "tests/support/noisy_run.h"

using namespace hourglass;
using namespace hourglass::tests;
using core::Index;
using runs::Curve;
using runs::CurveAxis;
using runs::Span;
using training::StepRecord;

namespace {

constexpr float notANumber = std::numeric_limits<float>::quiet_NaN();

Curve curveOf(const std::vector<StepRecord> &steps, Index capacity = Curve::defaultCapacity) {
    Curve curve(capacity);
    for (const StepRecord &each : steps)
        curve.append(each);
    return curve;
}

Span sumOf(const Curve &curve, double from, double to) {
    const Index first = curve.firstFrom(CurveAxis::Steps, from);
    return curve.sum(first, curve.firstFrom(CurveAxis::Steps, to, first));
}

Span whole(const Curve &curve) {
    return curve.sum(0, curve.size());
}

bool isNear(double a, double b, double tolerance = 1e-6) {
    return std::abs(a - b) <= tolerance;
}

} // namespace

class CurveTest : public QObject {
    Q_OBJECT
private slots:
    void emptyCurveHasNothing() {
        const Curve curve;
        QVERIFY(curve.isEmpty());
        QCOMPARE(curve.firstFrom(CurveAxis::Steps, 3), Index(0));
        QCOMPARE(whole(curve).steps, Index(0));
        QCOMPARE(curve.bytes(), std::size_t(0));
    }

    void sumsOfAnyRangeMatchTheLoop() {
        const std::vector<StepRecord> steps = noisyRun(9000);
        const Curve curve = curveOf(steps);
        std::mt19937 random(3);
        for (int trial = 0; trial < 300; ++trial) {
            const double a = random() % 9200;
            const double b = random() % 9200;
            const SlowSum slow = slowSum(steps, CurveAxis::Steps, std::min(a, b), std::max(a, b));
            const Span sum = sumOf(curve, std::min(a, b), std::max(a, b));
            QCOMPARE(sum.steps, slow.steps);
            if (slow.steps == 0)
                continue;
            QCOMPARE(static_cast<double>(sum.minimum), slow.minimum);
            QCOMPARE(static_cast<double>(sum.maximum), slow.maximum);
            QVERIFY(isNear(sum.mean, slow.mean()));
        }
    }

    void mergedRecordsWeighTheirSteps() {
        Curve curve;
        curve.append({10, 0.1, 10, 0.2f, 0.4f, 0.9f});
        curve.append({40, 0.4, 30, 0.1f, 0.2f, 0.3f});
        const Span sum = whole(curve);
        QCOMPARE(sum.step, Index(40));
        QCOMPARE(sum.steps, Index(40));
        QCOMPARE(sum.minimum, 0.1f);
        QCOMPARE(sum.maximum, 0.9f);
        QVERIFY(isNear(sum.mean, 0.25));
    }

    void beyondTheCapacityNoPeakIsLost() {
        std::vector<StepRecord> steps = noisyRun(100000);
        steps[4242] = stepOf(4243, 7.5f);
        steps[77777] = stepOf(77778, -3.0f);
        steps.back() = stepOf(100000, 9.0f);
        const Curve curve = curveOf(steps, 4096);
        QVERIFY(curve.size() <= 4096 && curve.size() >= 2048);
        const SlowSum slow = slowSum(steps, CurveAxis::Steps, 0, 1e9);
        QCOMPARE(whole(curve).steps, slow.steps);
        QVERIFY(isNear(whole(curve).mean, slow.mean(), 1e-5));
        // Each stands in the one span that its step belongs to.
        const auto at = [&curve](Index step) { return curve.span(curve.firstFrom(CurveAxis::Steps, static_cast<double>(step))); };
        QCOMPARE(at(4243).maximum, 7.5f);
        QCOMPARE(at(77778).minimum, -3.0f);
        QCOMPARE(at(100000).maximum, 9.0f);
        QVERIFY(at(50000).maximum < 1.0f && at(50000).minimum > 0.0f);
    }

    void spansFollowEachOther_data() {
        QTest::addColumn<int>("merged"); // steps in a record, as the trainer merges them
        QTest::newRow("each step") << 1;
        QTest::newRow("merged on their way") << 3;
    }
    void spansFollowEachOther() {
        QFETCH(const int, merged);
        Curve curve(1024);
        Index last = 0;
        while (last < 60000) {
            last += merged;
            curve.append({last, static_cast<double>(last) / 100, merged, 0.1f, 0.2f, 0.3f});
        }
        QVERIFY(curve.size() <= 1024);
        Index step = 0;
        for (Index span = 0; span < curve.size(); ++span) {
            step += curve.span(span).steps;
            QCOMPARE(curve.span(span).step, step);
            QVERIFY(isNear(curve.span(span).epoch, static_cast<double>(step) / 100, 1e-9));
        }
        QCOMPARE(step, last);
        // Even ones: none holds more than twice what the others do, but the last.
        for (Index span = 1; span + 1 < curve.size(); ++span)
            QVERIFY(curve.span(span).steps <= 2 * curve.span(0).steps && 2 * curve.span(span).steps >= curve.span(0).steps);
    }

    void whatIsDrawnStaysTheSame() {
        // At the resolution of a picture a thinned curve tells what the whole one tells.
        const std::vector<StepRecord> steps = noisyRun(60000, 5);
        const Curve all = curveOf(steps), thin = curveOf(steps, 4096);
        for (Index column = 0; column < 100; ++column) {
            // Between ends of its spans both know the same steps.
            const Index from = thin.firstFrom(CurveAxis::Steps, static_cast<double>(column * 600));
            const Index to = thin.firstFrom(CurveAxis::Steps, static_cast<double>((column + 1) * 600));
            const double begin = from == 0 ? 0.0 : static_cast<double>(thin.span(from - 1).step) + 0.5;
            const double end = static_cast<double>(thin.span(std::min(to, thin.size()) - 1).step) + 0.5;
            const Span expected = sumOf(all, begin, end), sum = thin.sum(from, to);
            QCOMPARE(sum.steps, expected.steps);
            QCOMPARE(sum.minimum, expected.minimum);
            QCOMPARE(sum.maximum, expected.maximum);
            QVERIFY(isNear(sum.mean, expected.mean, 1e-5));
        }
    }

    void memoryIsBounded() {
        Curve curve;
        std::size_t most = 0;
        const auto feed = [&](Index from, Index to) {
            for (Index number = from; number <= to; ++number) {
                curve.append(stepOf(number, 0.3f));
                if (number % 1024 == 0)
                    most = std::max(most, curve.bytes());
            }
        };
        feed(1, 500'000);
        QCOMPARE(curve.size(), Index(500'000)); // every step is still there
        feed(500'001, 2'500'000);
        QVERIFY2(most < 20'000'000, qPrintable(QString::number(most)));
        curve.shrink(10'000);
        QVERIFY(curve.size() <= 10'000);
        QVERIFY(curve.bytes() < 500'000);
        QCOMPARE(whole(curve).steps, Index(2'500'000));
        QCOMPARE(curve.last().step, Index(2'500'000));
    }

    void notFiniteIsLeftOutAndNoted() {
        Curve curve;
        curve.append(stepOf(1, 0.5f));
        curve.append(stepOf(2, notANumber));
        curve.append({4, 0.02, 2, 0.1f, 0.2f, std::numeric_limits<float>::infinity()});
        curve.append(stepOf(5, 0.4f));
        QCOMPARE(curve.size(), Index(2));
        QCOMPARE(curve.notFinite(), Index(3));
        QCOMPARE(curve.firstNotFinite(), Index(2));
        QCOMPARE(whole(curve).maximum, 0.5f);
        Curve never;
        never.append(stepOf(1, notANumber));
        QVERIFY(never.isEmpty());
        QCOMPARE(never.firstNotFinite(), Index(1));
    }

    void nearestIsTheNearest() {
        const Curve curve = curveOf(noisyRun(1000));
        const auto nearest = [&curve](CurveAxis axis, double x) { return curve.span(curve.nearest(axis, x)).step; };
        QCOMPARE(nearest(CurveAxis::Steps, 41.4), Index(41));
        QCOMPARE(nearest(CurveAxis::Steps, 41.6), Index(42));
        QCOMPARE(nearest(CurveAxis::Steps, -5), Index(1));
        QCOMPARE(nearest(CurveAxis::Steps, 5000), Index(1000));
        QCOMPARE(nearest(CurveAxis::Epochs, 500 / unevenStepsPerEpoch), Index(500));
    }

    void generationTellsWhatMustBeDerivedAnew() {
        Curve curve(64);
        for (Index number = 1; number <= 64; ++number)
            curve.append(stepOf(number, 0.3f));
        const std::uint64_t before = curve.generation();
        curve.append(stepOf(65, 0.3f)); // pairs merge
        QVERIFY(curve.generation() != before);
        const std::uint64_t merged = curve.generation();
        curve.append(stepOf(66, 0.3f));
        QCOMPARE(curve.generation(), merged);
        curve.dropFrom(30);
        QVERIFY(curve.generation() != merged);
    }

    void goingBackReplacesWhatFollowed_data() {
        QTest::addColumn<int>("back");
        for (const int back : {1, 2, 64, 65, 512, 513, 700, 1000})
            QTest::addRow("%d", back) << back;
    }
    void goingBackReplacesWhatFollowed() {
        QFETCH(const int, back);
        std::vector<StepRecord> steps = noisyRun(1000, 1);
        const std::vector<StepRecord> other = noisyRun(3000, 2);
        Curve curve = curveOf(steps);
        curve.append(stepOf(1001, notANumber));
        steps.resize(static_cast<std::size_t>(back - 1));
        for (Index number = back; number <= 3000; ++number) {
            steps.push_back(other[static_cast<std::size_t>(number - 1)]);
            curve.append(steps.back());
        }
        QCOMPARE(curve.size(), Index(3000));
        QCOMPARE(curve.notFinite(), Index(0));
        for (Index span = 0; span < 3000; ++span)
            QCOMPARE(curve.span(span).mean, steps[static_cast<std::size_t>(span)].mean);
        for (Index from = 0; from < 3000; from += 131) {
            const SlowSum expected = slowSum(steps, CurveAxis::Steps, static_cast<double>(from), 2900);
            const Span sum = sumOf(curve, static_cast<double>(from), 2900);
            QCOMPARE(sum.steps, expected.steps);
            if (expected.steps > 0)
                QCOMPARE(static_cast<double>(sum.maximum), expected.maximum);
        }
    }
};

QTEST_APPLESS_MAIN(CurveTest)
#include "curve_test.moc"
