#include <QTest>

#include <cmath>

#include "engine/analysis/covariance.h"
#include "tests/support/analysis_data.h"

using namespace hourglass;
using analysis::SampleBlocks;
using core::Index;
using tests::drawnPart;
using tests::valueOf;

class CovarianceTest : public QObject {
    Q_OBJECT
private slots:
    void blocksHoldEverySampleOnce_data();
    void blocksHoldEverySampleOnce();
    void blocksOfAMatrix();
    void nothingToVisit();
    void cancelsBetweenBlocks();
    void agreesWithSlowLoop();
    void outerProductsOfUnevenBlocks();
};

void CovarianceTest::blocksHoldEverySampleOnce_data() {
    QTest::addColumn<Index>("samples");
    QTest::addColumn<Index>("features");
    QTest::addColumn<Index>("limit");
    QTest::newRow("one block") << Index{100} << Index{3} << analysis::allSamples;
    QTest::newRow("a whole block") << Index{512} << Index{3} << analysis::allSamples;
    QTest::newRow("one sample more") << Index{513} << Index{3} << analysis::allSamples;
    QTest::newRow("wide samples") << Index{70} << Index{40000} << analysis::allSamples;
    QTest::newRow("limit") << Index{1000} << Index{3} << Index{600};
    QTest::newRow("limit beyond") << Index{10} << Index{3} << Index{600};
}

void CovarianceTest::blocksHoldEverySampleOnce() {
    QFETCH(Index, samples);
    QFETCH(Index, features);
    QFETCH(Index, limit);
    data::Part part;
    part.samples = samples;
    part.features = features;
    for (Index i = 0; i < samples * features; ++i)
        part.bytes.push_back(static_cast<std::uint8_t>((i * 7 + i / features) % 256));
    const SampleBlocks blocks(part, limit);
    QCOMPARE(blocks.count(), std::min(samples, limit));
    Index seen = 0;
    QVERIFY(blocks.visit(nullptr, [&](core::View block) {
        QCOMPARE(block.rows, features);
        QCOMPARE(block.stride, features);
        QVERIFY(block.columns >= 1 && block.columns <= 512);
        for (Index column = 0; column < block.columns; ++column, ++seen)
            for (const Index feature : {Index{0}, features - 1})
                QCOMPARE(block.column(column)[feature], valueOf(part, seen * samples / blocks.count(), feature));
        std::fill_n(block.data, block.rows * block.columns, -1.0f); // it is ours to change
    }));
    QCOMPARE(seen, blocks.count());
}

void CovarianceTest::blocksOfAMatrix() {
    std::vector<float> values(700 * 4, -1.0f);
    for (Index i = 0; i < 700; ++i)
        for (Index row = 0; row < 2; ++row)
            values[i * 4 + row] = static_cast<float>(2 * i + row);
    Index seen = 0;
    QVERIFY(SampleBlocks(core::ConstView{values.data(), 2, 700, 4}).visit(nullptr, [&](core::View block) {
        for (Index column = 0; column < block.columns; ++column, ++seen) {
            QCOMPARE(block.column(column)[0], static_cast<float>(2 * seen));
            QCOMPARE(block.column(column)[1], static_cast<float>(2 * seen + 1));
        }
    }));
    QCOMPARE(seen, 700);
}

void CovarianceTest::nothingToVisit() {
    const data::Part part;
    int calls = 0;
    QVERIFY(SampleBlocks(part).visit(nullptr, [&](core::View) { ++calls; }));
    QCOMPARE(calls, 0);
}

void CovarianceTest::cancelsBetweenBlocks() {
    const data::Part part = drawnPart(2000, 2, 1);
    std::atomic<bool> cancelled = false;
    int calls = 0;
    QVERIFY(!SampleBlocks(part).visit(&cancelled, [&](core::View) { cancelled = ++calls == 2; }));
    QCOMPARE(calls, 2);
    QVERIFY(!analysis::meanOf(SampleBlocks(part), &cancelled));
    QVERIFY(!analysis::covarianceOf(SampleBlocks(part), core::Floats(2), &cancelled));
}

void CovarianceTest::agreesWithSlowLoop() {
    const Index samples = 1100, features = 101; // three blocks, three panels
    const data::Part part = drawnPart(samples, features, 3, true);
    const auto mean = analysis::meanOf(SampleBlocks(part));
    const auto covariance = analysis::covarianceOf(SampleBlocks(part), *mean);
    std::vector<double> expectedMean(features);
    for (Index i = 0; i < samples; ++i)
        for (Index f = 0; f < features; ++f)
            expectedMean[f] += static_cast<double>(valueOf(part, i, f)) / static_cast<double>(samples);
    for (Index column = 0; column < features; ++column) {
        QVERIFY(std::abs(static_cast<double>((*mean)[column]) - expectedMean[column]) < 1e-6);
        for (Index row = column; row < features; ++row) {
            double expected = 0;
            for (Index i = 0; i < samples; ++i)
                expected += (static_cast<double>(valueOf(part, i, row)) - expectedMean[row]) *
                            (static_cast<double>(valueOf(part, i, column)) - expectedMean[column]) / static_cast<double>(samples);
            QVERIFY(std::abs((*covariance)[row + column * features] - expected) < 1e-7);
        }
    }
}

void CovarianceTest::outerProductsOfUnevenBlocks() {
    const Index size = 50;
    analysis::OuterProductSum sum(size);
    std::vector<double> expected(size * size);
    std::uint64_t seed = 0;
    for (const Index columns : {3, 200, 1, 512, 40, 700, 5}) { // short ones go together, a long one alone
        const data::Part part = drawnPart(columns, size, 0, false, ++seed);
        core::Floats block(size * columns);
        std::copy(part.floats.begin(), part.floats.end(), block.data());
        sum.add({block.data(), size, columns, size});
        for (Index i = 0; i < columns; ++i)
            for (Index column = 0; column < size; ++column)
                for (Index row = column; row < size; ++row)
                    expected[row + column * size] += static_cast<double>(valueOf(part, i, row)) * static_cast<double>(valueOf(part, i, column));
    }
    const std::vector<double> taken = sum.take();
    for (Index column = 0; column < size; ++column)
        for (Index row = column; row < size; ++row)
            QVERIFY(std::abs(taken[row + column * size] / expected[row + column * size] - 1) < 1e-5);
}

QTEST_APPLESS_MAIN(CovarianceTest)
#include "covariance_test.moc"
