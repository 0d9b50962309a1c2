// What a bottleneck adds to the loss: the divergence of a variational code, the discrepancy of a Wasserstein one.
#include <QTest>

#include <cmath>

#include "tests/support/layer_bench.h"

using namespace hourglass;
using namespace hourglass::tests;

namespace {

constexpr Index features = 7, samples = 45;

/// An encoder of one layer, whose weights say what comes in: nothing but the bias of the layer tells it apart.
LayerCase caseOf(const char *kind, const spec::Values &values, Index batch) {
    return {kind, kind, {dense(3, "identity"), {kind, values}, output("identity")}, {samples, features}, batch};
}

/// The loss of the first batch with the layer's terms and without them.
double termOf(const char *kind, spec::Values values, const char *price, Index batch, const training::TrainingState *from = nullptr) {
    double losses[2];
    for (const bool isPriced : {false, true}) {
        if (!isPriced)
            values[price] = 0.0;
        const LayerBench bench(caseOf(kind, values, batch));
        const auto stepper = bench.stepper();
        if (from)
            stepper->restore(*from);
        losses[isPriced] = stepper->step().loss;
        values[price] = 1.5;
    }
    return losses[1] - losses[0];
}

/// The code that the first layers give each sample, in the order of the first epoch.
std::vector<std::vector<double>> codesOf(const LayerBench &bench, const training::Stepper &stepper) {
    std::vector<std::vector<double>> codes;
    training::Batcher batcher;
    batcher.start(samples, bench.spec.seed, 0, 0);
    Index count = 0;
    const Index *order = batcher.next(samples, count);
    const float *weights = stepper.currentParameters().data(), *bias = weights + core::padded(3 * features);
    for (Index s = 0; s < count; ++s) {
        codes.emplace_back();
        for (Index unit = 0; unit < 3; ++unit) {
            double z = static_cast<double>(bias[unit]);
            for (Index f = 0; f < features; ++f)
                z += static_cast<double>(weights[unit * features + f]) *
                     static_cast<double>(bench.dataset->train.floats[static_cast<std::size_t>(order[s] * features + f)]);
            codes.back().push_back(z);
        }
    }
    return codes;
}

} // namespace

class BottlenecksTest : public QObject {
    Q_OBJECT

private slots:
    /// With weights of zero each unit has the mean and variance of its biases: Σ ½ (μ² + σ² − 1 − log σ²).
    void divergenceIsThatOfNormals() {
        const LayerBench bench(caseOf("variational", {{"units", Index{2}}}, 20));
        const auto stepper = bench.stepper();
        training::TrainingState state = stepper->state();
        const Index at = bench.plan->layers()[1].parameters;
        std::fill_n(state.parameters.data() + at, 12, 0.0f);
        const double means[]{0.5, -1.2}, logVariances[]{0.3, -0.7};
        for (int unit = 0; unit < 2; ++unit) {
            state.parameters[at + core::padded(12) + unit] = static_cast<float>(means[unit]);
            state.parameters[at + core::padded(12) + 2 + unit] = static_cast<float>(logVariances[unit]);
        }
        double expected = 0;
        for (int unit = 0; unit < 2; ++unit)
            expected += 0.5 * (means[unit] * means[unit] + std::exp(logVariances[unit]) - 1 - logVariances[unit]);
        const double is = termOf("variational", {{"units", Index{2}}, {"beta", 1.5}}, "beta", 20, &state);
        QVERIFY2(std::abs(is - 1.5 * expected) < 1e-5, qPrintable(QString("%1 is not %2").arg(is).arg(1.5 * expected)));
        // Of each unit at least so much is paid: more than the second unit's, less than the first one's.
        const double cheaper = 0.5 * (0.25 + std::exp(0.3) - 1 - 0.3), dearer = expected - cheaper, free = 0.5 * (cheaper + dearer);
        const double floored = termOf("variational", {{"units", Index{2}}, {"beta", 1.5}, {"free_bits", free}}, "beta", 20, &state);
        QVERIFY2(std::abs(floored - 1.5 * (free + dearer)) < 1e-5, qPrintable(QString::number(floored)));
    }

    void evaluationAddsTheWholePriceAndDrawsNothing() {
        const LayerBench cheap(caseOf("variational", {{"units", Index{2}}, {"beta", 0.0}}, 20)),
            dear(caseOf("variational", {{"units", Index{2}}, {"beta", 2.0}, {"annealing", std::string("warm_up")}}, 20));
        const auto without = cheap.stepper(), with = dear.stepper();
        const double term = with->evaluate(dear.dataset->test) - without->evaluate(cheap.dataset->test);
        QVERIFY(term > 0.01);
        QCOMPARE(with->evaluate(dear.dataset->test), with->evaluate(dear.dataset->test));
    }

    void annealingGrowsWithTheEpochs_data() {
        QTest::addColumn<QString>("annealing");
        QTest::addColumn<core::Index>("epoch");
        QTest::addColumn<double>("share");
        QTest::newRow("constant") << "constant" << Index{1} << 1.0;
        QTest::newRow("warm-up, at the start") << "warm_up" << Index{0} << 0.0;
        QTest::newRow("warm-up, within") << "warm_up" << Index{1} << 0.25;
        QTest::newRow("warm-up, over") << "warm_up" << Index{9} << 1.0;
        QTest::newRow("cyclical, within") << "cyclical" << Index{1} << 0.5;
        QTest::newRow("cyclical, plateau") << "cyclical" << Index{3} << 1.0;
        QTest::newRow("cyclical, again") << "cyclical" << Index{4} << 0.0;
    }
    void annealingGrowsWithTheEpochs() {
        QFETCH(QString, annealing);
        QFETCH(core::Index, epoch);
        QFETCH(double, share);
        const auto termAt = [&](const std::string &course) {
            const LayerBench bench(caseOf("variational", {{"units", Index{2}}}, 20));
            training::TrainingState state = bench.stepper()->state();
            state.epoch = epoch;
            return termOf("variational", {{"units", Index{2}}, {"beta", 1.5}, {"annealing", course}, {"annealing_epochs", 4.0}}, "beta", 20, &state);
        };
        const double is = termAt(annealing.toStdString()), whole = termAt("constant");
        QVERIFY(whole > 0.01);
        QVERIFY2(std::abs(is - share * whole) < 1e-6, qPrintable(QString("%1 of %2").arg(is).arg(whole)));
    }

    /// Against all pairs, one after the other.
    void discrepancyIsThatOfAllPairs() {
        const LayerBench bench(caseOf("mmd", {{"weight", 1.5}}, samples));
        const auto stepper = bench.stepper();
        const std::vector<std::vector<double>> codes = codesOf(bench, *stepper);
        const core::Random random(bench.spec.seed + (std::uint64_t{1} << 40), core::Stream::Layer);
        std::vector<std::vector<double>> draws;
        for (std::uint64_t s = 0; s < samples; ++s) {
            draws.emplace_back();
            for (std::uint64_t unit = 0; unit < 3; ++unit)
                draws.back().push_back(static_cast<double>(random.normal(0, s, unit)));
        }
        const auto kernel = [](const std::vector<double> &a, const std::vector<double> &b) {
            double squares = 0;
            for (std::size_t i = 0; i < a.size(); ++i)
                squares += (a[i] - b[i]) * (a[i] - b[i]);
            return 6 / (6 + squares);
        };
        double expected = 0;
        const double n = samples;
        for (std::size_t a = 0; a < codes.size(); ++a)
            for (std::size_t b = 0; b < codes.size(); ++b) {
                if (a != b)
                    expected += (kernel(codes[a], codes[b]) + kernel(draws[a], draws[b])) / (n * (n - 1));
                expected -= 2 * kernel(codes[a], draws[b]) / (n * n);
            }
        const double is = termOf("mmd", {{"weight", 1.5}}, "weight", samples);
        QVERIFY2(std::abs(is - 1.5 * expected) < 1e-6, qPrintable(QString("%1 is not %2").arg(is).arg(1.5 * expected)));
    }
};

QTEST_APPLESS_MAIN(BottlenecksTest)
#include "bottlenecks_test.moc"
