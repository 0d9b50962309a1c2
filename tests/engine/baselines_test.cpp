#include <QTest>

#include <cmath>

#include "engine/analysis/baselines.h"
#include "tests/support/analysis_data.h"

using namespace hourglass;
using analysis::Baselines;
using analysis::Pca;
using core::Index;
using tests::drawnPart;
using tests::valueOf;

namespace {

data::Dataset drawnDataset(bool bytes = false) {
    data::Dataset dataset;
    dataset.shape = core::Shape(30);
    dataset.train = drawnPart(900, 30, 6, bytes, 1);
    dataset.test = drawnPart(600, 30, 6, bytes, 2);
    return dataset;
}

Pca fitted(const data::Dataset &dataset, Index components) {
    return std::move(*analysis::fitPca(dataset.train, components));
}

/// All of it again, number by number, in double.
Baselines slowly(const data::Part &train, const data::Part &part, const Pca &pca, Index components) {
    Baselines sums;
    sums.components = components;
    const auto clipped = [](double p) { return std::clamp(p, 0.001, 0.999); };
    const auto entropy = [](double t, double p) { return (t > 0 ? -t * std::log(p) : 0) - (t < 1 ? (1 - t) * std::log(1 - p) : 0); };
    std::vector<double> mean(static_cast<std::size_t>(train.features));
    for (Index i = 0; i < train.samples; ++i)
        for (Index f = 0; f < train.features; ++f)
            mean[f] += static_cast<double>(valueOf(train, i, f)) / static_cast<double>(train.samples);
    const double share = 1.0 / static_cast<double>(part.samples * part.features);
    for (Index i = 0; i < part.samples; ++i) {
        std::vector<double> rebuilt = mean;
        for (Index k = 0; k < components; ++k) {
            double code = 0;
            for (Index f = 0; f < part.features; ++f)
                code += static_cast<double>(pca.directions[f + k * part.features]) * (static_cast<double>(valueOf(part, i, f)) - mean[f]);
            for (Index f = 0; f < part.features; ++f)
                rebuilt[f] += code * static_cast<double>(pca.directions[f + k * part.features]);
        }
        for (Index f = 0; f < part.features; ++f) {
            const double target = static_cast<double>(valueOf(part, i, f));
            sums.meanMse += share * std::pow(mean[f] - target, 2);
            sums.pcaMse += share * std::pow(rebuilt[f] - target, 2);
            sums.meanBce += share * entropy(target, clipped(mean[f]));
            sums.pcaBce += share * entropy(target, clipped(rebuilt[f]));
            sums.bceFloor += share * entropy(target, target);
        }
    }
    return sums;
}

void compare(const Baselines &measured, const Baselines &expected) {
    const auto isNear = [](double a, double b) { return std::abs(a - b) < 1e-6; };
    QCOMPARE(measured.components, expected.components);
    QVERIFY(isNear(measured.meanMse, expected.meanMse));
    QVERIFY(isNear(measured.meanBce, expected.meanBce));
    QVERIFY(isNear(measured.pcaMse, expected.pcaMse));
    QVERIFY(isNear(measured.pcaBce, expected.pcaBce));
    QVERIFY(isNear(measured.bceFloor, expected.bceFloor));
}

} // namespace

class BaselinesTest : public QObject {
    Q_OBJECT
private slots:
    void agreeWithSlowLoop_data();
    void agreeWithSlowLoop();
    void blackAndWhite();
    void validationPartGoesFirst();
    void outsideTheUnitRange();
    void moreComponentsThanThereAre();
    void noComponents();
    void nothingHeldOut();
    void cancels();
    void referenceFigures();
};

void BaselinesTest::agreeWithSlowLoop_data() {
    QTest::addColumn<bool>("bytes");
    QTest::addColumn<Index>("components");
    for (const bool bytes : {false, true})
        for (const Index components : {1, 4, 20})
            QTest::newRow(qPrintable(QString("%1, %2").arg(bytes ? "bytes" : "floats").arg(components))) << bytes << components;
}

void BaselinesTest::agreeWithSlowLoop() {
    QFETCH(bool, bytes);
    QFETCH(Index, components);
    const data::Dataset dataset = drawnDataset(bytes);
    const Pca pca = fitted(dataset, 20);
    const auto measured = analysis::measureBaselines(dataset, pca, components);
    QVERIFY(measured);
    compare(*measured, slowly(dataset.train, dataset.test, pca, components));
}

void BaselinesTest::blackAndWhite() {
    data::Dataset dataset = drawnDataset(true);
    for (data::Part *part : {&dataset.train, &dataset.test})
        for (std::size_t i = 0; i < part->bytes.size(); ++i) // the first feature is black in training alone
            part->bytes[i] = i % 30 == 0 ? (part == &dataset.test ? 255 : 0) : part->bytes[i] < 128 ? 0 : 255;
    const Pca pca = fitted(dataset, 5);
    const auto measured = analysis::measureBaselines(dataset, pca, 5);
    compare(*measured, slowly(dataset.train, dataset.test, pca, 5));
    QVERIFY(std::abs(measured->bceFloor) < 1e-6);
    QVERIFY(std::isfinite(measured->meanBce));
}

void BaselinesTest::validationPartGoesFirst() {
    data::Dataset dataset = drawnDataset();
    dataset.validation = drawnPart(100, 30, 6, false, 3);
    const Pca pca = fitted(dataset, 3);
    compare(*analysis::measureBaselines(dataset, pca, 3), slowly(dataset.train, dataset.validation, pca, 3));
    compare(*analysis::measureBaselines(analysis::SampleBlocks(dataset.test), true, pca, 3), slowly(dataset.train, dataset.test, pca, 3));
}

void BaselinesTest::outsideTheUnitRange() {
    data::Dataset dataset = drawnDataset();
    for (data::Part *part : {&dataset.train, &dataset.test})
        for (float &value : part->floats)
            value = 20 * value - 5;
    dataset.isWithinUnit = false;
    const Pca pca = fitted(dataset, 3);
    const auto measured = analysis::measureBaselines(dataset, pca, 3);
    const Baselines expected = slowly(dataset.train, dataset.test, pca, 3);
    QVERIFY(std::abs(measured->meanMse / expected.meanMse - 1) < 1e-6);
    QVERIFY(std::abs(measured->pcaMse / expected.pcaMse - 1) < 1e-5);
    QVERIFY(std::isnan(measured->meanBce) && std::isnan(measured->pcaBce) && std::isnan(measured->bceFloor));
}

void BaselinesTest::moreComponentsThanThereAre() {
    const data::Dataset dataset = drawnDataset();
    const auto measured = analysis::measureBaselines(dataset, fitted(dataset, 100), 128);
    QCOMPARE(measured->components, 30);
    QVERIFY(measured->pcaMse < 1e-10);
}

void BaselinesTest::noComponents() {
    const data::Dataset dataset = drawnDataset();
    const auto measured = analysis::measureBaselines(dataset, fitted(dataset, 4), 0);
    QCOMPARE(measured->pcaMse, measured->meanMse);
    QCOMPARE(measured->pcaBce, measured->meanBce);
}

void BaselinesTest::nothingHeldOut() {
    data::Dataset dataset = drawnDataset();
    const Pca pca = fitted(dataset, 4);
    dataset.test = {};
    const auto measured = analysis::measureBaselines(dataset, pca, 4);
    QVERIFY(measured);
    for (const double value : {measured->meanMse, measured->meanBce, measured->pcaMse, measured->pcaBce, measured->bceFloor})
        QVERIFY(std::isnan(value));
}

void BaselinesTest::cancels() {
    const data::Dataset dataset = drawnDataset();
    const std::atomic<bool> cancelled = true;
    QVERIFY(!analysis::measureBaselines(dataset, fitted(dataset, 4), 4, &cancelled));
}

void BaselinesTest::referenceFigures() {
    const auto dataset = tests::fashionMnist();
    if (!dataset) { // what must hold of any images
        const data::Dataset drawn = drawnDataset(true);
        const Pca pca = fitted(drawn, 20);
        double last = analysis::measureBaselines(drawn, pca, 0)->pcaMse;
        for (const Index components : {1, 2, 4, 8, 16}) {
            const auto measured = analysis::measureBaselines(drawn, pca, components);
            QVERIFY(measured->pcaMse < last && measured->pcaBce > measured->bceFloor && measured->meanBce > measured->pcaBce);
            last = measured->pcaMse;
        }
        return;
    }
    QCOMPARE(dataset->train.samples, 60000);
    QCOMPARE(dataset->heldOut().samples, 10000);
    const Pca pca = fitted(*dataset, 128);
    const auto rounded = [](double value) { return std::round(value * 1e4) / 1e4; };
    struct Figure {
        Index components;
        double mse, bce; ///< bce 0 where none is known
    };
    for (const Figure &figure : {Figure{2, 0.0461, 0.3853},
                                 {3, 0.0409, 0},
                                 {8, 0.0266, 0.3282},
                                 {10, 0.0243, 0},
                                 {16, 0.0204, 0},
                                 {32, 0.0151, 0.2958},
                                 {64, 0.0104, 0.2810},
                                 {128, 0.0063, 0}}) {
        const auto measured = analysis::measureBaselines(*dataset, pca, figure.components);
        QVERIFY(measured);
        QCOMPARE(rounded(measured->meanMse), 0.0866);
        QVERIFY(std::abs(measured->meanBce - 0.491) < 0.0005);
        QCOMPARE(rounded(measured->bceFloor), 0.2422);
        // 0.02435 and 0.02045 stand as 0.0243 and 0.0204: half a step of the last digit is allowed.
        QVERIFY2(std::abs(measured->pcaMse - figure.mse) < 0.6e-4, qPrintable(QString::number(measured->pcaMse, 'g', 8)));
        if (figure.bce > 0)
            QVERIFY2(std::abs(measured->pcaBce - figure.bce) < 0.6e-4, qPrintable(QString::number(measured->pcaBce, 'g', 8)));
    }
}

QTEST_APPLESS_MAIN(BaselinesTest)
#include "baselines_test.moc"
