// Batches added up, clipping, the moving average and L-BFGS, where they meet layers that draw, look across samples or add to the loss.
#include <QTest>

#include <cmath>

#include "engine/core/floating_point.h"
#include "engine/plan/network.h"
#include "tests/support/layer_bench.h"

using namespace hourglass;
using namespace hourglass::tests;

namespace {

const DataSizes sizes{192, 131};

spec::LayerSpec dropout() {
    return {"dropout", {{"rate", 0.3}}};
}

spec::LayerSpec variational() {
    return {"variational", {{"units", Index{9}}, {"beta", 0.2}}};
}

struct Way {
    const char *name;
    void (*choose)(spec::TrainingSpec &);
};

const std::vector<Way> ways{{"batches added up", [](spec::TrainingSpec &training) { training.gradient.accumulate = 3; }},
                            {"clipped",
                             [](spec::TrainingSpec &training) {
                                 training.gradient = {0.05, 0.01, 1};
                             }},
                            {"averaged",
                             [](spec::TrainingSpec &training) {
                                 training.average = {"exponential", {{"decay", 0.9}}};
                             }},
                            {"all of it",
                             [](spec::TrainingSpec &training) {
                                 training.gradient = {0.05, 0.01, 2}, training.average = {"exponential", {}};
                             }},
                            {"lbfgs",
                             [](spec::TrainingSpec &training) {
                                 training.optimiser = {"lbfgs", {}};
                             }},
                            {"lbfgs, averaged", [](spec::TrainingSpec &training) {
                                 training.optimiser = {"lbfgs", {}}, training.average = {"exponential", {{"decay", 0.9}}};
                             }}};

const std::vector<std::pair<const char *, std::vector<spec::LayerSpec>>> stacks{{"batch norm", {dense(60, "tanh"), {"batch_norm", {}}, output()}},
                                                                                {"dropout", {dense(60, "tanh"), dropout(), output()}},
                                                                                {"variational", {dense(60, "tanh"), variational(), output()}},
                                                                                {"all three, tied",
                                                                                 {dense(40, "tanh"),
                                                                                  {"batch_norm", {}},
                                                                                  dropout(),
                                                                                  variational(),
                                                                                  dense(40, "tanh"),
                                                                                  {"tied", {{"to", Index{0}}, {"activation", std::string("sigmoid")}}}}}};

LayerBench benchOf(const std::vector<spec::LayerSpec> &layers, Index batch, const char *optimiser = "adam") {
    return LayerBench(LayerCase{"combination", "", layers, sizes, batch}, optimiser);
}

core::Floats difference(const core::Floats &after, const core::Floats &before) {
    core::Floats way(after.size());
    for (Index i = 0; i < after.size(); ++i)
        way[i] = after[i] - before[i];
    return way;
}

/// |a − factor · b| / |factor · b|
double apart(const core::Floats &a, const core::Floats &b, double factor = 1) {
    double squares = 0, size = 0;
    for (Index i = 0; i < a.size(); ++i) {
        squares += std::pow(static_cast<double>(a[i]) - factor * static_cast<double>(b[i]), 2);
        size += std::pow(factor * static_cast<double>(b[i]), 2);
    }
    return std::sqrt(squares / size);
}

void withoutMomentum(LayerBench &bench) {
    bench.spec.optimiser = {"sgd", {{"rate", 0.1}, {"momentum", 0.0}}};
}

} // namespace

class CombinationsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { core::setFloatingPointMode(); }

    void anyNumberOfThreadsGivesTheSameBits_data() {
        QTest::addColumn<std::size_t>("stack");
        QTest::addColumn<std::size_t>("way");
        for (std::size_t stack = 0; stack < stacks.size(); ++stack)
            for (std::size_t way = 0; way < ways.size(); ++way)
                QTest::addRow("%s, %s", stacks[stack].first, ways[way].name) << stack << way;
    }
    void anyNumberOfThreadsGivesTheSameBits() {
        QFETCH(std::size_t, stack);
        QFETCH(std::size_t, way);
        LayerBench bench = benchOf(stacks[stack].second, 64);
        ways[way].choose(bench.spec);
        training::TrainingState first;
        std::vector<double> firstLosses;
        for (const int threads : {1, 2, 3, 5}) {
            core::ThreadPool pool(threads);
            const auto stepper = bench.stepper(&pool);
            std::vector<double> losses;
            for (int step = 0; step < 4; ++step)
                losses.push_back(stepper->step().loss);
            losses.push_back(stepper->evaluate(bench.dataset->test));
            for (const double loss : losses)
                QVERIFY(std::isfinite(loss));
            const training::TrainingState state = stepper->state();
            if (threads == 1) {
                first = state;
                firstLosses = losses;
                continue;
            }
            QVERIFY(losses == firstLosses);
            QVERIFY(sameBits(state.parameters, first.parameters) && sameBits(state.moments, first.moments));
            QVERIFY(sameBits(state.state, first.state) && sameBits(state.averaged, first.averaged));
        }
    }

    /// Where nothing looks across samples, three batches of a third are the whole: what a sample draws does not depend on its batch.
    void batchesAddedUpAreOneLargeBatch_data() {
        QTest::addColumn<std::size_t>("stack");
        QTest::newRow("dropout") << std::size_t{1};
        QTest::newRow("variational") << std::size_t{2};
    }
    void batchesAddedUpAreOneLargeBatch() {
        QFETCH(std::size_t, stack);
        LayerBench whole = benchOf(stacks[stack].second, 192), parts = benchOf(stacks[stack].second, 64);
        for (LayerBench *bench : {&whole, &parts})
            withoutMomentum(*bench);
        parts.spec.gradient.accumulate = 3;
        const auto one = whole.stepper(), three = parts.stepper();
        for (int step = 0; step < 5; ++step) {
            const core::Floats before = one->currentParameters(), beforeParts = three->currentParameters();
            const double loss = one->step().loss, lossOfParts = three->step().loss;
            QVERIFY2(std::abs(lossOfParts / loss - 1) < 1e-5, qPrintable(QString("%1 and %2").arg(loss).arg(lossOfParts)));
            const double away = apart(difference(three->currentParameters(), beforeParts), difference(one->currentParameters(), before));
            QVERIFY2(away < 1e-3, qPrintable(QString::number(away)));
        }
    }

    /// Each batch of a step has statistics of its own, and moves the running ones.
    void eachBatchMovesTheRunningStatistics() {
        LayerBench bench = benchOf({{"batch_norm", {}}, output("identity")}, 64);
        bench.spec.gradient.accumulate = 2;
        const auto stepper = bench.stepper();
        training::Batcher batcher;
        batcher.start(192, bench.spec.seed, 0, 0);
        Index count = 0;
        const Index *order = batcher.next(128, count);
        QCOMPARE(count, Index{128});
        stepper->step();
        for (Index feature = 0; feature < 131; ++feature) {
            const auto valueOf = [&](Index i) { return static_cast<double>(bench.dataset->train.floats[static_cast<std::size_t>(order[i] * 131 + feature)]); };
            double runningMean = 0, runningVariance = 1;
            for (Index batch = 0; batch < 2; ++batch) {
                double mean = 0, squares = 0;
                for (Index i = batch * 64; i < batch * 64 + 64; ++i)
                    mean += valueOf(i) / 64;
                for (Index i = batch * 64; i < batch * 64 + 64; ++i)
                    squares += (valueOf(i) - mean) * (valueOf(i) - mean);
                runningMean += 0.1 * (mean - runningMean);
                runningVariance += 0.1 * (squares / 63 - runningVariance);
            }
            QVERIFY(std::abs(static_cast<double>(stepper->currentState()[feature]) - runningMean) < 1e-6);
            QVERIFY(std::abs(static_cast<double>(stepper->currentState()[core::padded(131) + feature]) - runningVariance) < 2e-6);
        }
    }

    /// The step is that without clipping, shortened: the terms of a variational layer and what batches add up to are clipped with the rest.
    void clippingShortensTheWholeGradient_data() {
        QTest::addColumn<std::size_t>("stack");
        for (std::size_t stack = 0; stack < stacks.size(); ++stack)
            QTest::addRow("%s", stacks[stack].first) << stack;
    }
    void clippingShortensTheWholeGradient() {
        QFETCH(std::size_t, stack);
        LayerBench bench = benchOf(stacks[stack].second, 64);
        withoutMomentum(bench);
        bench.spec.gradient.accumulate = 3;
        const auto whole = bench.stepper();
        const core::Floats start = whole->currentParameters();
        whole->step();
        const double length = whole->gradientNorm();
        QVERIFY(length > 0);
        bench.spec.gradient.clipNorm = length / 4;
        const auto clipped = bench.stepper();
        clipped->step();
        QVERIFY(std::abs(clipped->gradientNorm() / (length / 4) - 1) < 1e-4);
        const double away = apart(difference(clipped->currentParameters(), start), difference(whole->currentParameters(), start), 0.25);
        QVERIFY2(away < 1e-3, qPrintable(QString::number(away)));
    }

    /// The average follows the parameters, min(decay, (1 + t) / (10 + t)) of it kept; evaluation takes it with the running statistics as they are.
    void theAverageFollowsAndIsEvaluated_data() {
        QTest::addColumn<QByteArray>("optimiser");
        QTest::newRow("adam") << QByteArray("adam");
        QTest::newRow("lbfgs") << QByteArray("lbfgs");
    }
    void theAverageFollowsAndIsEvaluated() {
        QFETCH(QByteArray, optimiser);
        LayerBench bench = benchOf({dense(40, "tanh"), {"batch_norm", {}}, dropout(), output()}, 64, optimiser.constData());
        bench.spec.average = {"exponential", {{"decay", 0.3}}};
        const auto stepper = bench.stepper();
        std::vector<double> expected;
        for (Index i = 0; i < stepper->currentParameters().size(); ++i)
            expected.push_back(static_cast<double>(stepper->currentParameters()[i]));
        for (int step = 0; step < 6; ++step) {
            stepper->step();
            const double kept = std::min(0.3, (1.0 + step) / (10.0 + step));
            for (std::size_t i = 0; i < expected.size(); ++i) {
                expected[i] += (1 - kept) * (static_cast<double>(stepper->currentParameters()[static_cast<Index>(i)]) - expected[i]);
                QVERIFY(std::abs(static_cast<double>(stepper->shownParameters()[static_cast<Index>(i)]) - expected[i]) < 1e-5);
            }
        }
        plan::Network network(bench.plan, stepper->shownParameters().data(), stepper->currentState().data(), 20);
        const data::Part &test = bench.dataset->test;
        const core::ConstView x{test.floats.data(), 131, test.samples, 131}, y = network.reconstruct(x);
        double loss = 0;
        for (Index sample = 0; sample < test.samples; ++sample)
            for (Index feature = 0; feature < 131; ++feature)
                loss += std::pow(static_cast<double>(y.column(sample)[feature]) - static_cast<double>(x.column(sample)[feature]), 2) /
                        static_cast<double>(131 * test.samples);
        QVERIFY(std::abs(stepper->evaluate(test) / loss - 1) < 1e-5);
    }

    /// A step of L-BFGS looks at one function, however often: the draws are those of the step, so that it comes down.
    void lbfgsSeesOneDrawInEachStep() {
        LayerBench bench = benchOf(stacks[2].second, 64, "lbfgs");
        const auto stepper = bench.stepper();
        double first = 0, last = 0;
        for (int step = 0; step < 8; ++step) {
            last = stepper->step().loss;
            first = step == 0 ? last : first;
        }
        QVERIFY2(last < 0.9 * first, qPrintable(QString("%1, then %2").arg(first).arg(last)));
    }

    /// Taken up again in the middle, everything goes on to the bit.
    void goesOnToTheBit_data() { anyNumberOfThreadsGivesTheSameBits_data(); }
    void goesOnToTheBit() {
        QFETCH(std::size_t, stack);
        QFETCH(std::size_t, way);
        LayerBench bench = benchOf(stacks[stack].second, 64);
        ways[way].choose(bench.spec);
        const auto whole = bench.stepper(), rest = bench.stepper();
        for (int step = 0; step < 2; ++step)
            whole->step();
        rest->restore(whole->state());
        for (int step = 0; step < 3; ++step)
            QCOMPARE(rest->step().loss, whole->step().loss);
        const training::TrainingState one = whole->state(), other = rest->state();
        QVERIFY(sameBits(one.parameters, other.parameters) && sameBits(one.moments, other.moments));
        QVERIFY(sameBits(one.state, other.state) && sameBits(one.averaged, other.averaged));
    }
};

QTEST_APPLESS_MAIN(CombinationsTest)
#include "combinations_test.moc"
