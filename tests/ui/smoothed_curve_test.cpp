// The average against its definition, and the columns of a picture against a slow obvious loop over every step.
#include <QTest>

#include <cmath>
#include <limits>

#include "tests/support/noisy_run.h"
#include "ui/loss/smoothed_curve.h"

using namespace hourglass;
using namespace hourglass::tests;
using training::StepRecord;
using ui::CurveAxis;
using ui::CurveColumn;
using ui::Index;
using ui::SmoothedCurve;

namespace {

/// A curve that grows while it is read.
struct Growing {
    std::shared_ptr<runs::Curve> curve;
    SmoothedCurve read;

    explicit Growing(double smoothing = 0, Index capacity = runs::Curve::defaultCapacity)
        : curve(std::make_shared<runs::Curve>(capacity)), read(curve, smoothing) {}
    void append(const StepRecord &step) { curve->append(step); }
};

SmoothedCurve curveOf(const std::vector<StepRecord> &steps, Index capacity = runs::Curve::defaultCapacity) {
    Growing growing(0, capacity);
    for (const StepRecord &each : steps)
        growing.append(each);
    return growing.read;
}

std::vector<double> evenEdges(double from, double to, int columns) {
    std::vector<double> edges;
    for (int edge = 0; edge <= columns; ++edge)
        edges.push_back(from + (to - from) * edge / columns);
    return edges;
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

class SmoothedCurveTest : public QObject {
    Q_OBJECT
private slots:
    void emptyCurveHasNothing() {
        const Growing growing;
        QVERIFY(growing.read.isEmpty());
        QVERIFY(!growing.read.nearest(CurveAxis::Steps, 3));
        std::vector<CurveColumn> columns(3);
        growing.read.thinned(CurveAxis::Epochs, evenEdges(0, 1, 10), columns);
        QVERIFY(columns.empty());
    }

    void oneStep() {
        Growing growing(50);
        growing.append(stepOf(1, 0.5f));
        QCOMPARE(growing.read.last().smoothed, 0.5f); // without bias from the first step on
        std::vector<CurveColumn> columns;
        growing.read.thinned(CurveAxis::Steps, evenEdges(0, 10, 10), columns);
        QCOMPARE(columns.size(), std::size_t(1));
        QCOMPARE(columns[0].x, 1.0);
        QVERIFY(!growing.read.nearest(CurveAxis::Epochs, std::numeric_limits<double>::quiet_NaN()));
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
        const SmoothedCurve curve = curveOf(steps);
        for (const CurveAxis axis : {CurveAxis::Steps, CurveAxis::Epochs}) {
            const double end = axis == CurveAxis::Steps ? count : count / unevenStepsPerEpoch;
            const std::vector<double> edges = evenEdges(from * end, to * end, pixels);
            std::vector<CurveColumn> columns;
            curve.thinned(axis, edges, columns);
            auto next = columns.begin();
            if (next != columns.end() && next->x < edges.front())
                ++next;
            for (int pixel = 0; pixel < pixels; ++pixel) {
                const SlowSum slow = slowSum(steps, axis, edges[static_cast<std::size_t>(pixel)], edges[static_cast<std::size_t>(pixel) + 1]);
                if (slow.steps == 0)
                    continue;
                QVERIFY(next != columns.end());
                QCOMPARE(next->steps, slow.steps);
                QCOMPARE(static_cast<double>(next->minimum), slow.minimum);
                QCOMPARE(static_cast<double>(next->maximum), slow.maximum);
                QVERIFY(isNear(next->mean, slow.mean()));
                ++next;
            }
            QVERIFY(columns.end() - next <= 1); // the record after the edges
            QVERIFY(next == columns.end() || next->x >= edges.back());
        }
    }

    void logarithmicColumnsMatchTheLoop() {
        const std::vector<StepRecord> steps = noisyRun(5000);
        const SmoothedCurve curve = curveOf(steps);
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

    void averageMatchesTheDefinition_data() {
        QTest::addColumn<double>("constant");
        for (const double constant : {0.5, 1.0, 20.0, 500.0, 1e7})
            QTest::addRow("%g", constant) << constant;
    }
    void averageMatchesTheDefinition() {
        QFETCH(const double, constant);
        const std::vector<StepRecord> steps = noisyRun(3001);
        const std::vector<double> slow = slowAverage(steps, constant);
        Growing growing(constant);
        for (const StepRecord &each : steps) {
            growing.append(each);
            if (each.step % 100 == 0)
                QVERIFY(isNear(growing.read.last().smoothed, slow[static_cast<std::size_t>(each.step - 1)])); // read as it grows
        }
        const SmoothedCurve &before = growing.read;
        SmoothedCurve after = curveOf(steps);
        after.setSmoothing(3);
        after.setSmoothing(constant);
        for (Index record = 0; record < 3001; ++record) {
            QVERIFY(isNear(before.point(record).smoothed, slow[static_cast<std::size_t>(record)]));
            QVERIFY(isNear(after.point(record).smoothed, slow[static_cast<std::size_t>(record)]));
        }
    }

    void averageDoesNotDependOnMergingOrThinning() {
        const std::vector<StepRecord> steps = noisyRun(40000);
        SmoothedCurve whole = curveOf(steps), merged = curveOf(steps, 2048);
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
        Growing curve(1000);
        for (Index number = 1; number <= 400; ++number)
            curve.append(stepOf(number, 1.0f - 0.002f * static_cast<float>(number)));
        // The mean of all steps would be 0.6; the loss is 0.2.
        QVERIFY2(curve.read.last().smoothed < 0.4f, qPrintable(QString::number(curve.read.last().smoothed)));
    }

    void averageOfAConstantIsTheConstant() {
        Growing curve(70);
        for (Index number = 1; number <= 500; ++number) {
            curve.append(stepOf(number, 0.25f));
            QCOMPARE(curve.read.last().smoothed, 0.25f);
        }
    }

    void withoutSmoothingTheAverageIsTheValue() {
        SmoothedCurve curve = curveOf(noisyRun(100));
        curve.setSmoothing(10);
        curve.setSmoothing(0);
        for (Index record = 0; record < 100; ++record)
            QCOMPARE(curve.point(record).smoothed, curve.point(record).mean);
        curve.setSmoothing(std::numeric_limits<double>::quiet_NaN());
        QCOMPARE(curve.smoothing(), 0.0);
    }

    void followsMergingAndGoingBack() {
        Growing growing(30, 256);
        std::vector<StepRecord> steps = noisyRun(250, 1);
        for (const StepRecord &each : steps)
            growing.append(each);
        QVERIFY(std::isfinite(growing.read.last().smoothed));
        const std::vector<StepRecord> other = noisyRun(250, 2);
        steps.resize(100);
        for (Index number = 101; number <= 250; ++number) {
            steps.push_back(other[static_cast<std::size_t>(number - 1)]);
            growing.append(steps.back());
        }
        const std::vector<double> slow = slowAverage(steps, 30);
        for (Index span = 0; span < growing.read.size(); ++span)
            QVERIFY(isNear(growing.read.point(span).smoothed, slow[static_cast<std::size_t>(span)]));
        for (Index number = 251; number <= 2000; ++number) {
            growing.append(stepOf(number, 0.25f));
            if (number % 7 == 0)
                QVERIFY(isNear(growing.read.last().mean, 0.25));
        }
        QVERIFY(growing.read.size() <= 256);
        QVERIFY(isNear(growing.read.last().smoothed, 0.25));
        SmoothedCurve anew(growing.curve, 30);
        for (Index span = 0; span < growing.read.size(); ++span)
            QCOMPARE(growing.read.point(span).smoothed, anew.point(span).smoothed);
    }
};

QTEST_APPLESS_MAIN(SmoothedCurveTest)
#include "smoothed_curve_test.moc"
