// The pyramid against a slow obvious loop over every step.
#include <QTest>

#include <cmath>
#include <limits>
#include <random>

#include "ui/loss/curve.h"

using namespace hourglass;
using training::StepRecord;
using ui::Curve;
using ui::CurveAxis;
using ui::CurveColumn;
using ui::Index;

namespace {

constexpr double stepsPerEpoch = 234.4; // the last batch of an epoch is smaller

StepRecord step(Index number, float loss) {
    return {number, static_cast<double>(number) / stepsPerEpoch, 1, loss, loss, loss};
}

std::vector<StepRecord> noisyRun(Index count, unsigned seed = 1) {
    std::mt19937 random(seed);
    std::normal_distribution<float> noise(0.0f, 0.012f);
    std::vector<StepRecord> steps;
    for (Index number = 1; number <= count; ++number)
        steps.push_back(step(number, 0.29f + 0.26f * std::exp(-static_cast<float>(number) / 300.0f) + noise(random)));
    return steps;
}

Curve curveOf(const std::vector<StepRecord> &steps, Index capacity = Curve::defaultCapacity) {
    Curve curve(capacity);
    for (const StepRecord &each : steps)
        curve.append(each);
    return curve;
}

std::vector<double> evenEdges(double from, double to, int columns) {
    std::vector<double> edges;
    for (int edge = 0; edge <= columns; ++edge)
        edges.push_back(from + (to - from) * edge / columns);
    return edges;
}

struct Slow {
    Index steps = 0;
    double minimum = 1e30, sum = 0, maximum = -1e30;
};

Slow slowly(const std::vector<StepRecord> &steps, CurveAxis axis, double from, double to) {
    Slow slow;
    for (const StepRecord &each : steps) {
        const double x = axis == CurveAxis::Epochs ? each.epoch : static_cast<double>(each.step);
        if (x < from || x >= to || !std::isfinite(each.mean))
            continue;
        slow.steps += each.steps;
        slow.minimum = std::min<double>(slow.minimum, each.minimum);
        slow.maximum = std::max<double>(slow.maximum, each.maximum);
        slow.sum += static_cast<double>(each.mean) * static_cast<double>(each.steps);
    }
    return slow;
}

/// The definition, step by step.
std::vector<double> slowAverage(const std::vector<StepRecord> &steps, double constant) {
    std::vector<double> averages;
    double value = 0, count = 0;
    for (const StepRecord &each : steps) {
        ++count;
        const double decay = count == 1 ? 0.0 : std::exp(-1.0 / std::min(constant, count / 4));
        value = decay * value + (1 - decay) * each.mean;
        averages.push_back(value);
    }
    return averages;
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
        QVERIFY(!curve.nearest(CurveAxis::Steps, 3));
        std::vector<CurveColumn> columns(3);
        curve.thinned(CurveAxis::Epochs, evenEdges(0, 1, 10), columns);
        QVERIFY(columns.empty());
        QCOMPARE(curve.summary(CurveAxis::Steps, 0, 10).steps, Index(0));
    }

    void oneStep() {
        Curve curve;
        curve.setSmoothing(50);
        curve.append(step(1, 0.5f));
        QCOMPARE(curve.last().smoothed, 0.5f); // without bias from the first step on
        std::vector<CurveColumn> columns;
        curve.thinned(CurveAxis::Steps, evenEdges(0, 10, 10), columns);
        QCOMPARE(columns.size(), std::size_t(1));
        QCOMPARE(columns[0].x, 1.0);
    }

    void columnsMatchTheLoop_data() {
        QTest::addColumn<int>("count");
        QTest::addColumn<double>("from"); // share of the run
        QTest::addColumn<double>("to");
        QTest::addColumn<int>("pixels");
        QTest::newRow("few") << 7 << 0.0 << 1.1 << 400;
        QTest::newRow("one group") << 8 << 0.0 << 1.1 << 3;
        QTest::newRow("a group and one") << 9 << 0.0 << 1.1 << 3;
        QTest::newRow("all") << 20000 << 0.0 << 1.01 << 400;
        QTest::newRow("zoomed") << 20000 << 0.31 << 0.5 << 777;
        QTest::newRow("nearly nothing") << 20000 << 0.5 << 0.5003 << 300;
        QTest::newRow("one column") << 4097 << 0.1 << 0.9 << 1;
        QTest::newRow("right of it") << 500 << 2.0 << 3.0 << 100;
    }
    void columnsMatchTheLoop() {
        QFETCH(const int, count);
        QFETCH(const double, from);
        QFETCH(const double, to);
        QFETCH(const int, pixels);
        const std::vector<StepRecord> steps = noisyRun(count);
        const Curve curve = curveOf(steps);
        for (const CurveAxis axis : {CurveAxis::Steps, CurveAxis::Epochs}) {
            const double end = axis == CurveAxis::Steps ? count : count / stepsPerEpoch;
            const std::vector<double> edges = evenEdges(from * end, to * end, pixels);
            std::vector<CurveColumn> columns;
            curve.thinned(axis, edges, columns);
            auto next = columns.begin();
            if (next != columns.end() && next->x < edges.front())
                ++next;
            for (int pixel = 0; pixel < pixels; ++pixel) {
                const Slow slow =
                    slowly(steps, axis, edges[static_cast<std::size_t>(pixel)], edges[static_cast<std::size_t>(pixel) + 1]);
                if (slow.steps == 0)
                    continue;
                QVERIFY(next != columns.end());
                QCOMPARE(next->steps, slow.steps);
                QCOMPARE(static_cast<double>(next->minimum), slow.minimum);
                QCOMPARE(static_cast<double>(next->maximum), slow.maximum);
                QVERIFY(isNear(next->mean, slow.sum / static_cast<double>(slow.steps)));
                ++next;
            }
            QVERIFY(columns.end() - next <= 1); // the record after the edges
            QVERIFY(next == columns.end() || next->x >= edges.back());
        }
    }

    void logarithmicColumnsMatchTheLoop() {
        const std::vector<StepRecord> steps = noisyRun(5000);
        const Curve curve = curveOf(steps);
        std::vector<double> edges;
        for (int edge = 0; edge <= 200; ++edge)
            edges.push_back(std::pow(10.0, 4.0 * edge / 200));
        std::vector<CurveColumn> columns;
        curve.thinned(CurveAxis::Steps, edges, columns);
        Index total = 0;
        for (const CurveColumn &column : columns)
            total += column.steps;
        QCOMPARE(total, Index(5000));
    }

    void summaryOfAnyRangeMatchesTheLoop() {
        const std::vector<StepRecord> steps = noisyRun(9000);
        const Curve curve = curveOf(steps);
        std::mt19937 random(3);
        for (int trial = 0; trial < 300; ++trial) {
            const double a = random() % 9200, b = random() % 9200;
            const Slow slow = slowly(steps, CurveAxis::Steps, std::min(a, b), std::max(a, b));
            const CurveColumn sum = curve.summary(CurveAxis::Steps, std::min(a, b), std::max(a, b));
            QCOMPARE(sum.steps, slow.steps);
            if (slow.steps == 0)
                continue;
            QCOMPARE(static_cast<double>(sum.minimum), slow.minimum);
            QCOMPARE(static_cast<double>(sum.maximum), slow.maximum);
            QVERIFY(isNear(sum.mean, slow.sum / static_cast<double>(slow.steps)));
        }
    }

    void mergedRecordsWeighTheirSteps() {
        Curve curve;
        curve.append({10, 0.1, 10, 0.2f, 0.4f, 0.9f});
        curve.append({40, 0.4, 30, 0.1f, 0.2f, 0.3f});
        const CurveColumn sum = curve.summary(CurveAxis::Steps, 0, 100);
        QCOMPARE(sum.steps, Index(40));
        QCOMPARE(sum.minimum, 0.1f);
        QCOMPARE(sum.maximum, 0.9f);
        QVERIFY(isNear(sum.mean, 0.25));
    }

    void beyondTheCapacityNoPeakIsLost() {
        std::vector<StepRecord> steps = noisyRun(100000);
        steps[4242] = step(4243, 7.5f);
        steps[77777] = step(77778, -3.0f);
        steps.back() = step(100000, 9.0f);
        const Curve curve = curveOf(steps, 4096);
        QVERIFY(curve.records() <= 4096);
        const CurveColumn all = curve.summary(CurveAxis::Steps, 0, 1e9);
        const Slow slow = slowly(steps, CurveAxis::Steps, 0, 1e9);
        QCOMPARE(all.steps, slow.steps);
        QVERIFY(isNear(all.mean, slow.sum / static_cast<double>(slow.steps), 1e-5));
        std::vector<CurveColumn> columns;
        curve.thinned(CurveAxis::Steps, evenEdges(0, 100001, 400), columns);
        const auto isPeakNear = [&](double place, double value) {
            for (const CurveColumn &column : columns)
                if (std::abs(column.x - place) < 300 && (column.maximum == value || column.minimum == value))
                    return true;
            return false;
        };
        QVERIFY(isPeakNear(4243, 7.5));
        QVERIFY(isPeakNear(77778, -3.0));
        QVERIFY(isPeakNear(100000, 9.0));
        for (std::size_t column = 1; column < columns.size(); ++column)
            QVERIFY(columns[column].x > columns[column - 1].x);
    }

    void memoryIsBounded() {
        Curve curve;
        for (Index number = 1; number <= 1'000'000; ++number)
            curve.append(step(number, 0.3f));
        QCOMPARE(curve.records(), Index(1'000'000)); // every step is still there
        QVERIFY(curve.bytes() < 40'000'000);
        for (Index number = 1'000'001; number <= 2'500'000; ++number)
            curve.append(step(number, 0.3f));
        QVERIFY(curve.bytes() < 40'000'000);
        curve.shrink(10'000);
        QVERIFY(curve.records() <= 10'000);
        QVERIFY(curve.bytes() < 3'000'000);
        QCOMPARE(curve.summary(CurveAxis::Steps, 0, 1e9).steps, Index(2'500'000));
        QCOMPARE(curve.last().step, Index(2'500'000));
    }

    void averageMatchesTheDefinition_data() {
        QTest::addColumn<double>("constant");
        for (const double constant : {0.5, 1.0, 20.0, 500.0, 1e7})
            QTest::addRow("%g", constant) << constant;
    }
    void averageMatchesTheDefinition() {
        QFETCH(const double, constant);
        const std::vector<StepRecord> steps = noisyRun(3001);
        const std::vector<double> slow = slowAverage(steps, constant);
        Curve before;
        before.setSmoothing(constant);
        for (const StepRecord &each : steps)
            before.append(each);
        Curve after = curveOf(steps);
        after.setSmoothing(3);
        after.setSmoothing(constant);
        for (Index record = 0; record < 3001; ++record) {
            QVERIFY(isNear(before.point(record).smoothed, slow[static_cast<std::size_t>(record)]));
            QVERIFY(isNear(after.point(record).smoothed, slow[static_cast<std::size_t>(record)]));
        }
    }

    void averageDoesNotDependOnMergingOrThinning() {
        const std::vector<StepRecord> steps = noisyRun(40000);
        Curve whole = curveOf(steps), merged = curveOf(steps, 2048);
        whole.setSmoothing(400);
        merged.setSmoothing(400);
        std::vector<CurveColumn> columns;
        merged.thinned(CurveAxis::Steps, evenEdges(0, 40001, 200), columns);
        QVERIFY(columns.size() >= 199);
        for (const CurveColumn &column : columns)
            if (column.x > 1000) // before, a merged record is a good part of the run so far
                QVERIFY(isNear(column.smoothed, whole.nearest(CurveAxis::Steps, column.x)->smoothed, 1e-3));
    }

    void averageKeepsUpAtTheStart() {
        Curve curve;
        curve.setSmoothing(1000);
        for (Index number = 1; number <= 400; ++number)
            curve.append(step(number, 1.0f - 0.002f * static_cast<float>(number)));
        // The mean of all steps would be 0.6; the loss is 0.2.
        QVERIFY2(curve.last().smoothed < 0.4f, qPrintable(QString::number(curve.last().smoothed)));
    }

    void averageOfAConstantIsTheConstant() {
        Curve curve;
        curve.setSmoothing(70);
        for (Index number = 1; number <= 500; ++number) {
            curve.append(step(number, 0.25f));
            QCOMPARE(curve.last().smoothed, 0.25f);
        }
    }

    void withoutSmoothingTheAverageIsTheValue() {
        Curve curve = curveOf(noisyRun(100));
        curve.setSmoothing(10);
        curve.setSmoothing(0);
        for (Index record = 0; record < 100; ++record)
            QCOMPARE(curve.point(record).smoothed, curve.point(record).mean);
        curve.setSmoothing(std::numeric_limits<double>::quiet_NaN());
        QCOMPARE(curve.smoothing(), 0.0);
    }

    void notFiniteIsLeftOutAndNoted() {
        Curve curve;
        curve.setSmoothing(5);
        curve.append(step(1, 0.5f));
        curve.append(step(2, std::numeric_limits<float>::quiet_NaN()));
        curve.append({4, 0.02, 2, 0.1f, 0.2f, std::numeric_limits<float>::infinity()});
        curve.append(step(5, 0.4f));
        QCOMPARE(curve.records(), Index(2));
        QCOMPARE(curve.notFinite(), Index(3));
        QCOMPARE(curve.firstNotFinite(), Index(2));
        QVERIFY(std::isfinite(curve.last().smoothed));
        QCOMPARE(curve.summary(CurveAxis::Steps, 0, 10).maximum, 0.5f);
        Curve never;
        never.append(step(1, std::numeric_limits<float>::quiet_NaN()));
        QVERIFY(never.isEmpty());
        QCOMPARE(never.firstNotFinite(), Index(1));
    }

    void nearestIsTheNearest() {
        const Curve curve = curveOf(noisyRun(1000));
        QCOMPARE(curve.nearest(CurveAxis::Steps, 41.4)->step, Index(41));
        QCOMPARE(curve.nearest(CurveAxis::Steps, 41.6)->step, Index(42));
        QCOMPARE(curve.nearest(CurveAxis::Steps, -5)->step, Index(1));
        QCOMPARE(curve.nearest(CurveAxis::Steps, 5000)->step, Index(1000));
        QCOMPARE(curve.nearest(CurveAxis::Epochs, 500 / stepsPerEpoch)->step, Index(500));
        QVERIFY(!curve.nearest(CurveAxis::Epochs, std::numeric_limits<double>::quiet_NaN()));
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
        Curve curve;
        curve.setSmoothing(30);
        for (const StepRecord &each : steps)
            curve.append(each);
        curve.append(step(1001, std::numeric_limits<float>::quiet_NaN()));
        steps.resize(static_cast<std::size_t>(back - 1));
        for (Index number = back; number <= 3000; ++number) {
            steps.push_back(other[static_cast<std::size_t>(number - 1)]);
            curve.append(steps.back());
        }
        QCOMPARE(curve.records(), Index(3000));
        QCOMPARE(curve.notFinite(), Index(0));
        const std::vector<double> slow = slowAverage(steps, 30);
        for (Index record = 0; record < 3000; ++record) {
            QCOMPARE(curve.point(record).mean, steps[static_cast<std::size_t>(record)].mean);
            QVERIFY(isNear(curve.point(record).smoothed, slow[static_cast<std::size_t>(record)]));
        }
        for (Index from = 0; from < 3000; from += 131) {
            const Slow expected = slowly(steps, CurveAxis::Steps, static_cast<double>(from), 2900);
            const CurveColumn sum = curve.summary(CurveAxis::Steps, static_cast<double>(from), 2900);
            QCOMPARE(sum.steps, expected.steps);
            if (expected.steps > 0)
                QCOMPARE(static_cast<double>(sum.maximum), expected.maximum);
        }
    }
};

QTEST_APPLESS_MAIN(CurveTest)
#include "curve_test.moc"
