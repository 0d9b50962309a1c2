// Every layer case through every check of the contract. What counts allocations stands in allocation_test.
#include <QTest>

#include <cmath>
#include <vector>

#include "engine/core/floating_point.h"
#include "engine/plan/network.h"
#include "engine/spec/json.h"
#include "engine/training/catalogue.h"
#include "tests/support/gradient_check.h"

using namespace hourglass;
using namespace hourglass::tests;

namespace {

void addCases() {
    QTest::addColumn<std::size_t>("index");
    for (std::size_t index = 0; index < layerCases().size(); ++index)
        QTest::newRow(layerCases()[index].name) << index;
}

} // namespace

class LayersTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { core::setFloatingPointMode(); }

    void everyKindHasACase() {
        for (const layers::Row &row : testedKinds()) {
            const QString key = QString::fromStdString(row.kind.key);
            if (key.startsWith("test_wrong"))
                continue;
            bool isThere = false;
            for (const LayerCase &test : layerCases())
                isThere = isThere || key == test.kind;
            QVERIFY2(isThere, qPrintable("no case for " + key));
        }
    }

    void everyCaseHoldsItsKind() {
        for (const LayerCase &row : layerCases()) {
            bool isThere = false;
            for (const spec::LayerSpec &layer : row.layers)
                isThere = isThere || layer.kind == row.kind;
            QVERIFY2(isThere, row.name);
        }
    }

    void everyActivationAndInitialiserHasACase() {
        for (const spec::Choice &choice : layers::registry()[0].kind.find("activation")->choices) {
            bool isThere = false;
            for (const LayerCase &row : layerCases())
                for (const spec::LayerSpec &layer : row.layers)
                    if (const auto value = layer.values.find("activation"); value != layer.values.end())
                        isThere = isThere || std::get<std::string>(value->second) == choice.key;
            QVERIFY2(isThere, choice.key.c_str());
        }
    }

    void gradientIsThatOfTheLoss_data() { addCases(); }
    void gradientIsThatOfTheLoss() {
        QFETCH(std::size_t, index);
        const QString fault = GradientCheck(layerCases()[index]).fault();
        QVERIFY2(fault.isEmpty(), qPrintable(fault));
    }

    void onePercentIsSeen_data() {
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<int>("features");
        for (const char *kind : {"test_wrong_input", "test_wrong_parameters"})
            for (const int features : {7, 131})
                QTest::addRow("%s, %d features", kind, features) << QByteArray(kind) << features;
    }
    void onePercentIsSeen() {
        QFETCH(QByteArray, kind);
        QFETCH(int, features);
        const LayerCase wrong{"wrong", kind.constData(), {dense(6, "tanh"), plain(kind.constData()), output()}, {45, features}, 40};
        QVERIFY(!GradientCheck(wrong).fault().isEmpty());
    }

    void goesThroughJson_data() { addCases(); }
    void goesThroughJson() {
        QFETCH(std::size_t, index);
        const LayerCase &row = layerCases()[index];
        spec::Spec spec;
        spec.name = row.name;
        spec.model = {row.layers, static_cast<Index>(row.layers.size()) - 1, false};
        spec.training = LayerBench(row).spec;
        spec::Catalogue catalogue = training::catalogue();
        catalogue.layers.clear();
        for (const layers::Row &kind : testedKinds())
            catalogue.layers.push_back(kind.kind);
        const auto read = spec::readSpec(spec::writeSpec(spec), catalogue, "here");
        QVERIFY2(bool(read), read ? "" : read.error().sentence().c_str());
        QVERIFY(*read == spec);
    }

    void anyNumberOfThreadsGivesTheSameBits_data() { addCases(); }
    void anyNumberOfThreadsGivesTheSameBits() {
        QFETCH(std::size_t, index);
        const LayerBench bench(layerCases()[index], "adam");
        training::TrainingState first;
        std::vector<double> firstLosses;
        double firstHeldOut = 0;
        for (const int threads : isSanitized ? std::vector{1, 3} : std::vector{1, 2, 3, 5, 8}) {
            core::ThreadPool pool(threads);
            const auto stepper = bench.stepper(&pool);
            std::vector<double> losses;
            for (int step = 0; step < 7; ++step)
                losses.push_back(stepper->step().loss);
            const double heldOut = stepper->evaluate(bench.dataset->test);
            if (threads == 1) {
                first = stepper->state();
                firstLosses = losses;
                firstHeldOut = heldOut;
                continue;
            }
            QVERIFY(sameBits(first.parameters, stepper->state().parameters));
            QVERIFY(sameBits(first.moments, stepper->state().moments));
            QVERIFY(sameBits(first.state, stepper->state().state));
            QVERIFY(losses == firstLosses);
            QCOMPARE(heldOut, firstHeldOut);
        }
    }

    void trainsToTheEndOfAnEpochInFiniteNumbers_data() { addCases(); }
    void trainsToTheEndOfAnEpochInFiniteNumbers() {
        QFETCH(std::size_t, index);
        const LayerBench bench(layerCases()[index]);
        const auto stepper = bench.stepper();
        const core::Floats before = stepper->currentParameters();
        core::Index samples = 0, last = 0;
        double sum = 0;
        for (training::StepOutcome outcome; !outcome.endsEpoch;) {
            outcome = stepper->step();
            samples += last = outcome.samples;
            sum += outcome.loss * static_cast<double>(outcome.samples);
            QVERIFY(std::isfinite(outcome.loss));
            if (outcome.endsEpoch)
                QCOMPARE(outcome.epochLoss, sum / static_cast<double>(samples));
        }
        QCOMPARE(samples, bench.dataset->train.samples);
        if (samples > 1)
            QVERIFY((last < bench.spec.batch || training::layerWithFewest(*bench.plan) >= 0) && last > 0); // a small last batch joins the one before
        QCOMPARE(stepper->firstLayerNotFinite(), -1);
        QVERIFY(!sameBits(before, stepper->currentParameters()));
    }

    /// The stepper's evaluation, in blocks and by the pool, is that of a network of the same numbers; no mode of training leaks into it.
    void evaluatesAsANetworkDoes_data() { addCases(); }
    void evaluatesAsANetworkDoes() {
        QFETCH(std::size_t, index);
        LayerCase row = layerCases()[index];
        for (spec::LayerSpec &layer : row.layers)
            if (layer.kind == "variational")
                layer.values["beta"] = 0.0; // a network knows no terms of the loss
        const LayerBench bench(row);
        const auto stepper = bench.stepper();
        for (int step = 0; step < 3; ++step)
            stepper->step();
        const bool isCategorical = row.loss == std::string("categorical_cross_entropy");
        const data::Part &test = bench.dataset->test;
        plan::Network network(bench.plan, stepper->currentParameters().data(), stepper->currentState().data(), 7);
        double sum = 0;
        for (core::Index first = 0; first < test.samples; first += 7) {
            const core::Index count = std::min<core::Index>(7, test.samples - first);
            const core::ConstView x{test.floats.data() + first * test.features, test.features, count, test.features};
            const core::ConstView y = network.reconstruct(x);
            for (core::Index s = 0; s < count; ++s)
                for (core::Index f = 0; f < test.features; ++f) {
                    const auto is = static_cast<double>(y.column(s)[f]), target = static_cast<double>(x.column(s)[f]);
                    sum += isCategorical              ? -target * std::log(is)
                           : row.loss == crossEntropy ? -target * std::log(is) - (1 - target) * std::log(1 - is)
                                                      : (is - target) * (is - target);
                }
        }
        const double expected = sum / static_cast<double>(isCategorical ? test.samples : test.samples * test.features), is = stepper->evaluate(test);
        QVERIFY2(std::abs(is - expected) < 2e-5 * expected, qPrintable(QString("%1 is not %2").arg(is).arg(expected)));
    }
};

QTEST_APPLESS_MAIN(LayersTest)
#include "layers_test.moc"
