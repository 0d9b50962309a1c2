#include <QTest>

#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "engine/analysis/metrics.h"
#include "engine/core/random.h"

using namespace hourglass;
using core::Index;

namespace {

constexpr double ln2 = 0.69314718055994531;

bool isNear(double value, double expected, double tolerance = 1e-6) {
    return std::abs(value - expected) <= tolerance * std::max(1.0, std::abs(expected));
}

std::vector<float> uniforms(Index count, std::uint64_t step) {
    const core::Random random(5, core::Stream::Data);
    std::vector<float> values;
    for (Index i = 0; i < count; ++i)
        values.push_back(random.uniform(step, 0, static_cast<std::uint64_t>(i)));
    return values;
}

} // namespace

class MetricsTest : public QObject {
    Q_OBJECT
private slots:
    void squaredErrors();
    void signalToNoise();
    void crossEntropies();
    void crossEntropiesAreClipped();
    void entropyFloors();
    void agreeWithSlowLoop_data();
    void agreeWithSlowLoop();
    void notANumberStaysOne();
};

void MetricsTest::squaredErrors() {
    const float output[] = {1, 2, 3, 4}, target[] = {1, 0, 6, 4};
    QCOMPARE(analysis::meanSquaredError(4, output, target), 13.0 / 4);
    QCOMPARE(analysis::meanSquaredError(1, output, target), 0.0);
    QVERIFY(std::isnan(analysis::meanSquaredError(0, output, target)));
}

void MetricsTest::signalToNoise() {
    QVERIFY(isNear(analysis::peakSignalToNoise(1.0), 0.0));
    QVERIFY(isNear(analysis::peakSignalToNoise(0.01), 20.0));
    QVERIFY(isNear(analysis::peakSignalToNoise(10.0), -10.0));
    QVERIFY(isNear(analysis::peakSignalToNoise(1e-10), 100.0));
    QVERIFY(isNear(analysis::peakSignalToNoise(1e-30), 100.0));
    QVERIFY(isNear(analysis::peakSignalToNoise(0.0), 100.0));
}

void MetricsTest::crossEntropies() {
    const float half[] = {0.5f, 0.5f}, target[] = {0.25f, 1.0f}, quarter[] = {0.25f, 0.25f};
    QVERIFY(isNear(analysis::binaryCrossEntropy(2, half, target, 0.001f), ln2));
    const double expected = (-0.25 * std::log(0.25) - 0.75 * std::log(0.75) - std::log(0.25)) / 2;
    QVERIFY(isNear(analysis::binaryCrossEntropy(2, quarter, target, 0.001f), expected));
}

void MetricsTest::crossEntropiesAreClipped() {
    const float beyond[] = {-3.0f, 0.0f, 1.0f, 2.0f}, wrong[] = {1, 1, 0, 0}, right[] = {0, 0, 1, 1};
    const double clip = analysis::baselineClip;
    QVERIFY(isNear(analysis::binaryCrossEntropy(4, beyond, wrong, analysis::baselineClip), -std::log(clip), 1e-4));
    QVERIFY(isNear(analysis::binaryCrossEntropy(4, beyond, right, analysis::baselineClip), -std::log1p(-clip), 1e-6));
}

void MetricsTest::entropyFloors() {
    const float black[] = {0, 0, 1, 1}, grey[] = {0.5f, 0.5f}, mixed[] = {0.0f, 0.1f, 1.0f};
    QVERIFY(std::abs(analysis::entropyFloor(4, black)) < 1e-6); // 0 · log 0 = 0
    QVERIFY(isNear(analysis::entropyFloor(2, grey), ln2));
    QVERIFY(isNear(analysis::entropyFloor(3, mixed), (-0.1 * std::log(0.1) - 0.9 * std::log(0.9)) / 3));
    // No output passes it.
    const std::vector<float> target = uniforms(300, 1), output = uniforms(300, 2);
    QVERIFY(analysis::binaryCrossEntropy(300, output.data(), target.data(), analysis::smallestClip) > analysis::entropyFloor(300, target.data()));
}

void MetricsTest::agreeWithSlowLoop_data() {
    QTest::addColumn<Index>("features");
    for (const Index features : {1, 15, 16, 17, 784, 3072})
        QTest::newRow(qPrintable(QString::number(features))) << features;
}

void MetricsTest::agreeWithSlowLoop() {
    QFETCH(Index, features);
    const std::vector<float> output = uniforms(features, 3), target = uniforms(features, 4);
    double squares = 0, entropy = 0, floor = 0;
    const auto of = [](double t, double p) { return -t * std::log(p) - (1 - t) * std::log(1 - p); };
    for (Index i = 0; i < features; ++i) {
        const double t = static_cast<double>(target[i]), p = static_cast<double>(output[i]);
        squares += (p - t) * (p - t);
        entropy += of(t, std::clamp(p, 0.1, 0.9));
        floor += of(t, t);
    }
    const double count = static_cast<double>(features);
    QVERIFY(isNear(analysis::meanSquaredError(features, output.data(), target.data()), squares / count));
    QVERIFY(isNear(analysis::binaryCrossEntropy(features, output.data(), target.data(), 0.1f), entropy / count));
    QVERIFY(isNear(analysis::entropyFloor(features, target.data()), floor / count));
}

void MetricsTest::notANumberStaysOne() {
    const float output[] = {std::numeric_limits<float>::quiet_NaN(), 0.5f}, target[] = {0.5f, 0.5f};
    QVERIFY(std::isnan(analysis::meanSquaredError(2, output, target)));
    QVERIFY(std::isnan(analysis::peakSignalToNoise(std::nan(""))));
}

QTEST_APPLESS_MAIN(MetricsTest)
#include "metrics_test.moc"
