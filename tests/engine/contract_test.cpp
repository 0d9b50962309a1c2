// The clauses of the layer contract that dense does not need: state, modes, shared parameters, terms of the loss, random numbers.
#include <QTest>

#include <cmath>

#include "engine/plan/network.h"
#include "tests/support/layer_bench.h"

using namespace hourglass;
using namespace hourglass::tests;
using core::Index;

namespace {

/// A stack whose first layer is under test and sees the data themselves.
LayerBench benchOf(std::vector<spec::LayerSpec> layers, DataSizes sizes, Index batch) {
    return LayerBench({"contract", "", std::move(layers), sizes, batch});
}

double meanOf(const data::Part &part, const std::vector<Index> &samples, Index feature) {
    double sum = 0;
    for (const Index sample : samples)
        sum += static_cast<double>(part.floats[static_cast<std::size_t>(sample * part.features + feature)]);
    return sum / static_cast<double>(samples.size());
}

} // namespace

class ContractTest : public QObject {
    Q_OBJECT

private slots:
    void runningStatisticsFollowTheBatches() {
        const LayerBench bench = benchOf({plain("test_batch_norm"), output("identity")}, {45, 7}, 40);
        const auto stepper = bench.stepper();
        QCOMPARE(stepper->currentState().size(), Index{32});
        for (Index feature = 0; feature < 7; ++feature) {
            QCOMPARE(stepper->currentState()[feature], 0.0f);
            QCOMPARE(stepper->currentState()[16 + feature], 1.0f);
        }
        training::Batcher batcher;
        batcher.start(45, bench.spec.seed, 0, 0);
        std::vector<double> mean(7, 0.0), variance(7, 1.0);
        for (int step = 0; step < 2; ++step) {
            Index count = 0;
            const Index *numbers = batcher.next(40, count);
            const std::vector<Index> samples(numbers, numbers + count);
            stepper->step();
            for (std::size_t feature = 0; feature < 7; ++feature) {
                const double ofBatch = meanOf(bench.dataset->train, samples, static_cast<Index>(feature));
                double squares = 0;
                for (const Index sample : samples) {
                    const double x = static_cast<double>(bench.dataset->train.floats[static_cast<std::size_t>(sample * 7) + feature]);
                    squares += (x - ofBatch) * (x - ofBatch);
                }
                mean[feature] += 0.1 * (ofBatch - mean[feature]);
                variance[feature] += 0.1 * (squares / static_cast<double>(count - 1) - variance[feature]);
                QVERIFY(std::abs(static_cast<double>(stepper->currentState()[static_cast<Index>(feature)]) - mean[feature]) < 1e-6);
                QVERIFY(std::abs(static_cast<double>(stepper->currentState()[static_cast<Index>(16 + feature)]) - variance[feature]) < 1e-6);
            }
        }
    }

    void evaluationUsesTheRunningStatisticsAndLeavesThemAlone() {
        const LayerBench bench = benchOf({plain("test_batch_norm"), output("identity")}, {45, 7}, 40);
        const auto stepper = bench.stepper();
        stepper->step();
        const core::Floats before = stepper->currentState();
        plan::Network network(bench.plan, stepper->currentParameters().data(), before.data(), 4);
        const data::Part &test = bench.dataset->test;
        // One sample alone: statistics of a batch would make it zero.
        network.reconstruct({test.floats.data(), 7, 1, 7});
        for (Index feature = 0; feature < 7; ++feature) {
            const double x = static_cast<double>(test.floats[static_cast<std::size_t>(feature)]);
            const double scale = static_cast<double>(stepper->currentParameters()[feature]),
                         shift = static_cast<double>(stepper->currentParameters()[16 + feature]);
            const double expected = scale * (x - static_cast<double>(before[feature])) / std::sqrt(static_cast<double>(before[16 + feature]) + 1e-3) + shift;
            QVERIFY(std::abs(static_cast<double>(network.output(0, 1).data[feature]) - expected) < 1e-5);
        }
        stepper->evaluate(test);
        QVERIFY(sameBits(before, stepper->currentState()));
    }

    void stateGoesWithTheTraining() {
        const LayerBench bench = benchOf({plain("test_batch_norm"), output("identity")}, {45, 7}, 40);
        const auto whole = bench.stepper(), half = bench.stepper();
        for (int step = 0; step < 5; ++step)
            whole->step();
        for (int step = 0; step < 3; ++step)
            half->step();
        const training::TrainingState middle = half->state();
        const auto rest = bench.stepper();
        rest->restore(middle);
        for (int step = 3; step < 5; ++step)
            rest->step();
        QVERIFY(sameBits(whole->state().parameters, rest->state().parameters));
        QVERIFY(sameBits(whole->state().state, rest->state().state));
    }

    void tiedWeightsAreOne() {
        const LayerBench bench = benchOf({dense(5, "tanh"), tied(0, "identity")}, {45, 7}, 40);
        QCOMPARE(bench.plan->outline().parameters, Index{5 * 7 + 5 + 7});
        QCOMPARE(bench.plan->outline().layers[1].parameters, Index{7});
        const auto stepper = bench.stepper();
        for (int step = 0; step < 4; ++step)
            stepper->step();
        const core::Floats &parameters = stepper->currentParameters();
        const float *weight = parameters.data(), *bias = parameters.data() + bench.plan->layers()[1].parameters;
        plan::Network network(bench.plan, parameters.data(), stepper->currentState().data(), 4);
        const std::vector<float> code = waves(5);
        const core::ConstView y = network.decode({code.data(), 5, 1, 5});
        for (Index feature = 0; feature < 7; ++feature) {
            double expected = static_cast<double>(bias[feature]);
            for (Index unit = 0; unit < 5; ++unit)
                expected += static_cast<double>(weight[unit * 7 + feature]) * static_cast<double>(code[static_cast<std::size_t>(unit)]);
            QVERIFY(std::abs(static_cast<double>(y.data[feature]) - expected) < 1e-5);
        }
    }

    void aLayerMayOnlyBeTiedToOneBefore() {
        const auto made = plan::compile({{tied(1, "identity"), dense(7, "tanh")}, 0, false}, core::Shape(7), testedKinds());
        QVERIFY(!made);
        QCOMPARE(made.error().layer, 0);
    }

    void penaltiesArePartOfTheTrainingLossAlone_data() {
        QTest::addColumn<QByteArray>("kind");
        QTest::newRow("sample by sample") << QByteArray("test_penalty");
        QTest::newRow("across samples") << QByteArray("test_batch_penalty");
    }
    void penaltiesArePartOfTheTrainingLossAlone() {
        QFETCH(QByteArray, kind);
        const DataSizes sizes{70, 7};
        const LayerBench with = benchOf({plain(kind.constData()), dense(3, "tanh"), output("identity")}, sizes, 70);
        const LayerBench without = benchOf({plain("test_dropout"), dense(3, "tanh"), output("identity")}, sizes, 70);
        const auto stepper = with.stepper(), other = without.stepper();
        // Both stacks have the same numbers; in evaluation both first layers do nothing.
        const double plainLoss = other->evaluate(without.dataset->train);
        QCOMPARE(stepper->evaluate(with.dataset->train), plainLoss);
        double penalty = 0;
        for (const float x : with.dataset->train.floats)
            penalty += 0.5 * static_cast<double>(Penalty::strength) * static_cast<double>(x) * static_cast<double>(x);
        QVERIFY(std::abs(stepper->step().loss - (plainLoss + penalty / 70)) < 1e-6);
    }

    void randomNumbersChangeWithStepSampleLayerAndSeed() {
        // Identity and one layer of dropout after the other: where an output is zero shows what was drawn.
        const LayerBench bench = benchOf({plain("test_dropout"), plain("test_dropout")}, {33, 50}, 33);
        const auto lossesOf = [&](std::uint64_t seed) {
            LayerBench seeded = bench;
            seeded.spec.seed = seed;
            const auto stepper = seeded.stepper();
            std::vector<double> losses;
            for (int step = 0; step < 5; ++step)
                losses.push_back(stepper->step().loss);
            return losses;
        };
        const std::vector<double> one = lossesOf(1), again = lossesOf(1), two = lossesOf(2);
        QVERIFY(one == again);
        for (std::size_t step = 0; step < one.size(); ++step) {
            QVERIFY(one[step] != two[step]);
            if (step > 0)
                QVERIFY(one[step] != one[step - 1]); // there is nothing to train: only the draw differs
        }
        // With the same draw in both layers the loss of a feature kept would be (16/9 − 1)² x² and half a quarter of all would be gone;
        // with independent ones 9/16 of all numbers are kept.
        double squares = 0;
        for (const float x : bench.dataset->train.floats)
            squares += static_cast<double>(x) * static_cast<double>(x) / (33.0 * 50.0);
        const double independent = squares * (9.0 / 16 * (16.0 / 9 - 1) * (16.0 / 9 - 1) + 7.0 / 16),
                     same = squares * (3.0 / 4 * (16.0 / 9 - 1) * (16.0 / 9 - 1) + 1.0 / 4);
        for (const double loss : one)
            QVERIFY(std::abs(loss - independent) < std::abs(loss - same));
    }
};

QTEST_APPLESS_MAIN(ContractTest)
#include "contract_test.moc"
