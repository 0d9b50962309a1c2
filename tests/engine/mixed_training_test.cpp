// Training in mixed precision: what enters products is rounded once and no more, on each path, and everything else is as in single precision.
#include <QTest>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <memory>
#include <vector>

#include "engine/core/floating_point.h"
#include "engine/core/thread_pool.h"
#include "engine/plan/plan.h"
#include "engine/spec/precision.h"
#include "engine/training/precision.h"
#include "engine/training/stepper.h"
#include "tests/support/layer_cases.h"
#include "tests/support/stacks.h"
#include "tests/support/started_stepper.h"

using namespace hourglass;
using namespace hourglass::tests;
using kernels::MixedPath;

namespace {

spec::TrainingSpec mixed(spec::TrainingSpec training) {
    training.precision = {"mixed", {}};
    return training;
}

double rounded(float value) {
    std::uint16_t number[kernels::mixedChunk];
    kernels::roundRows(MixedPath::Software, 1, 1, &value, 1, number, kernels::mixedChunk);
    return static_cast<double>(__builtin_bit_cast(float, static_cast<std::uint32_t>(number[0]) << 16));
}

struct Matrix {
    Index rows = 0, columns = 0;
    std::vector<float> numbers;

    float at(Index row, Index column) const { return numbers[static_cast<std::size_t>(row + column * rows)]; }
};

Matrix copied(core::ConstView view) {
    Matrix to{view.rows, view.columns, {}};
    for (Index column = 0; column < view.columns; ++column)
        to.numbers.insert(to.numbers.end(), view.column(column), view.column(column) + view.rows);
    return to;
}

/// Keeps what a step leaves.
struct Keeper : training::LayerProbe {
    Matrix target;
    std::vector<Matrix> outputs, gradients;
    std::vector<std::vector<float>> parameterGradients;

    void look(const training::ProbedStep &step) override {
        target = copied(step.target);
        outputs.clear();
        gradients.clear();
        parameterGradients.clear();
        for (const training::ProbedLayer &layer : step.layers) {
            outputs.push_back(copied(layer.output));
            gradients.push_back(copied(layer.outputGradient));
            parameterGradients.emplace_back(layer.parameterGradient.begin(), layer.parameterGradient.end());
        }
    }
};

/// Whether `is` is Σ a b + c of `count` terms, whose operands are rounded, within what sums in float32 explain.
template <class A, class B>
bool isSum(float is, Index count, A a, B b, double c = 0) {
    double sum = c, magnitude = std::abs(c);
    for (Index k = 0; k < count; ++k) {
        const double term = rounded(a(k)) * rounded(b(k));
        sum += term;
        magnitude += std::abs(term);
    }
    return std::abs(static_cast<double>(is) - sum) <= static_cast<double>(count + 3) * 0x1p-24 * magnitude;
}

} // namespace

class MixedTrainingTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { core::setFloatingPointMode(); }

    void theChosenPathIsThere() {
        const training::MixedPrecision &precision = training::mixedPrecision();
        QVERIFY(kernels::isSupported(precision.path));
        QVERIFY(training::agreesWithSoftware(precision.path));
        QVERIFY(!precision.key.empty() && precision.reason.back() == '.' && precision.gain > 0);
    }

    /// Forward, backward and the weights' gradient of a stack of dense layers, number by number.
    void denseProductsTakeRoundedOperands() {
        const auto dataset = smoothData({.train = 75, .features = 83});
        const std::vector<spec::LayerSpec> layers{dense(40, "identity"), dense(5, "identity"), dense(70, "identity"), output("identity")};
        const auto stepper = stepperOf(layers, dataset, mixed(settings(squaredError, "sgd", 75)));
        QVERIFY(stepper);
        Keeper kept;
        stepper->setProbe(&kept);
        const core::Floats parameters = stepper->currentParameters();
        stepper->step();
        const Index samples = 75;
        const Matrix *x = &kept.target;
        for (std::size_t layer = 0; layer < layers.size(); ++layer) {
            const Matrix &y = kept.outputs[layer], &dz = kept.gradients[layer];
            const float *weights = parameters.data() + stepper->plan().layers()[layer].parameters, *bias = weights + core::padded(x->rows * y.rows);
            const float *gradient = kept.parameterGradients[layer].data();
            for (Index out = 0; out < y.rows; ++out) {
                for (Index sample = 0; sample < samples; ++sample)
                    QVERIFY(isSum(
                        y.at(out, sample), x->rows, [&](Index k) { return weights[out * x->rows + k]; }, [&](Index k) { return x->at(k, sample); },
                        static_cast<double>(bias[out])));
                for (Index in = 0; in < x->rows; ++in)
                    QVERIFY(isSum(
                        gradient[out * x->rows + in], samples, [&](Index k) { return dz.at(out, k); }, [&](Index k) { return x->at(in, k); }));
                double sum = 0, magnitude = 0;
                for (Index sample = 0; sample < samples; ++sample) {
                    sum += static_cast<double>(dz.at(out, sample));
                    magnitude += std::abs(static_cast<double>(dz.at(out, sample)));
                }
                QVERIFY(std::abs(static_cast<double>(gradient[core::padded(x->rows * y.rows) + out]) - sum) <= 80 * 0x1p-24 * magnitude);
            }
            if (layer > 0)
                for (Index in = 0; in < x->rows; ++in)
                    for (Index sample = 0; sample < samples; ++sample)
                        QVERIFY(isSum(
                            kept.gradients[layer - 1].at(in, sample), y.rows, [&](Index k) { return weights[k * x->rows + in]; },
                            [&](Index k) { return dz.at(k, sample); }));
            x = &y;
        }
    }

    /// Whatever the layer: the gradient is that of single precision but for the rounding of operands, half of 2⁻⁸ each.
    void gradientsAreThoseOfSinglePrecision_data() { eachCase(); }
    void gradientsAreThoseOfSinglePrecision() {
        const LayerCase &one = caseOfRow();
        const auto dataset = smoothData(one.sizes);
        spec::TrainingSpec training = settings(one.loss, "sgd", one.batch, 1, one.seed);
        training.penalties = one.penalties;
        std::vector<std::vector<float>> gradients[2];
        for (const bool isMixed : {false, true}) {
            const auto stepper = stepperOf(one.layers, dataset, isMixed ? mixed(training) : training, one.code);
            QVERIFY(stepper);
            Keeper kept;
            stepper->setProbe(&kept);
            stepper->step();
            gradients[isMixed] = kept.parameterGradients;
        }
        for (std::size_t layer = 0; layer < gradients[0].size(); ++layer) {
            double squares = 0, apart = 0;
            for (std::size_t i = 0; i < gradients[0][layer].size(); ++i) {
                const auto is = static_cast<double>(gradients[1][layer][i]), shouldBe = static_cast<double>(gradients[0][layer][i]);
                QVERIFY(std::isfinite(is));
                squares += shouldBe * shouldBe;
                apart += (is - shouldBe) * (is - shouldBe);
            }
            // Each product on the way adds its operands' rounding; a stack of a few layers meets a dozen of them.
            QVERIFY2(std::sqrt(apart) <= 12 * 0x1p-8 * std::sqrt(squares) + 1e-6,
                     qPrintable(QString("layer %1: %2 of %3").arg(layer).arg(std::sqrt(apart)).arg(std::sqrt(squares))));
        }
    }

    void bitsDoNotDependOnThreads_data() { eachCase(); }
    void bitsDoNotDependOnThreads() {
        const LayerCase &one = caseOfRow();
        const auto dataset = smoothData(one.sizes);
        spec::TrainingSpec training = mixed(settings(one.loss, "adam", one.batch, 1, one.seed));
        training.penalties = one.penalties;
        core::Floats first;
        for (const int threads : {1, 2, 3, 5, 8}) {
            core::ThreadPool pool(threads);
            const auto stepper = stepperOf(one.layers, dataset, training, one.code);
            QVERIFY(stepper);
            stepper->setThreadPool(&pool);
            for (int step = 0; step < 4; ++step)
                stepper->step();
            if (threads == 1)
                first = stepper->currentParameters();
            QVERIFY2(sameBits(first, stepper->currentParameters()), qPrintable(QString::number(threads)));
        }
    }

    /// Large enough that a pool shares the work.
    void bitsDoNotDependOnThreadsWhereWorkIsShared() {
        const auto dataset = smoothData({.train = 200, .features = 300});
        core::Floats first;
        for (const int threads : {1, 2, 3, 5, 8}) {
            core::ThreadPool pool(threads);
            const auto stepper = stepperOf({dense(200, "relu"), dense(20, "relu"), output()}, dataset, mixed(settings(crossEntropy, "adam", 90)));
            stepper->setThreadPool(&pool);
            for (int step = 0; step < 6; ++step)
                stepper->step();
            if (threads == 1)
                first = stepper->currentParameters();
            QVERIFY2(sameBits(first, stepper->currentParameters()), qPrintable(QString::number(threads)));
        }
    }

    void evaluationIsInSinglePrecision() {
        const auto dataset = smoothData({.train = 70, .features = 40});
        const std::vector<spec::LayerSpec> layers{dense(24, "relu"), output()};
        const spec::TrainingSpec training = settings(crossEntropy, "adam", 32);
        const auto stepper = stepperOf(layers, dataset, mixed(training)), other = stepperOf(layers, dataset, training);
        for (int step = 0; step < 5; ++step)
            stepper->step();
        other->replaceParameters(stepper->currentParameters(), stepper->currentState());
        QCOMPARE(stepper->evaluate(dataset->test), other->evaluate(dataset->test));
        stepper->step();
        other->replaceParameters(stepper->currentParameters(), stepper->currentState());
        QCOMPARE(stepper->evaluate(dataset->test), other->evaluate(dataset->test));
    }

    /// There and back while it trains: from then on each is what it would be if it had gone on from that state.
    void precisionMayChangeWhileItTrains() {
        const auto dataset = smoothData({.train = 70, .features = 40});
        const std::vector<spec::LayerSpec> layers{dense(24, "relu"), output()};
        const spec::TrainingSpec single = settings(crossEntropy, "adam", 32);
        const auto stepper = stepperOf(layers, dataset, single);
        for (const spec::TrainingSpec &next : {mixed(single), single, mixed(single)}) {
            stepper->step();
            const training::TrainingState state = stepper->state();
            QVERIFY(stepper->configure(next));
            const auto other = stepperOf(layers, dataset, next);
            other->restore(state);
            for (int step = 0; step < 3; ++step) {
                stepper->step();
                other->step();
                QVERIFY(sameBits(stepper->currentParameters(), other->currentParameters()));
            }
        }
    }

    void mixedTrainingLearns() {
        const auto dataset = smoothData({.train = 300, .features = 60});
        const std::vector<spec::LayerSpec> layers{dense(32, "relu"), dense(8, "relu"), dense(32, "relu"), output()};
        double losses[2];
        for (const bool isMixed : {false, true}) {
            const spec::TrainingSpec training = settings(squaredError, "adam", 32);
            const auto stepper = stepperOf(layers, dataset, isMixed ? mixed(training) : training);
            for (int step = 0; step < 200; ++step)
                stepper->step();
            losses[isMixed] = stepper->evaluate(dataset->test);
        }
        QVERIFY2(losses[1] < 1.5 * losses[0], qPrintable(QString("%1 and %2").arg(losses[0]).arg(losses[1])));
    }

    void whatIsNotFiniteIsFound() {
        const auto dataset = smoothData({.train = 40, .features = 20});
        const auto stepper = stepperOf({dense(9, "relu"), output("identity")}, dataset, mixed(settings(squaredError, "sgd", 40)));
        core::Floats parameters = stepper->currentParameters();
        parameters[3] = std::numeric_limits<float>::quiet_NaN();
        stepper->replaceParameters(parameters, stepper->currentState());
        stepper->step();
        QVERIFY(stepper->firstLayerNotFinite() >= 0);
    }

private:
    static void eachCase() {
        QTest::addColumn<int>("row");
        for (std::size_t i = 0; i < layerCases().size(); ++i)
            QTest::addRow("%s", layerCases()[i].name) << static_cast<int>(i);
    }
    static const LayerCase &caseOfRow() {
        QFETCH(int, row);
        return layerCases()[static_cast<std::size_t>(row)];
    }
};

QTEST_APPLESS_MAIN(MixedTrainingTest)
#include "mixed_training_test.moc"
