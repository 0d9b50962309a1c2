// Further terms of the objective: their names and values in the record, their expectation where they are drawn, and what they refuse. Their
// gradients are held to differences in layers_test and to PyTorch in torch_layers_test.
#include <QTest>

#include <cmath>

#include "tests/support/layer_bench.h"

using namespace hourglass;
using namespace hourglass::tests;

namespace {

LayerCase caseOf(std::vector<spec::LayerSpec> layers, std::vector<spec::Component> penalties, Index code = 0) {
    return {"penalty", "dense", std::move(layers), {64, 7}, 64, squaredError, 1, false, std::move(penalties), code};
}

} // namespace

class PenaltiesTest : public QObject {
    Q_OBJECT

private slots:
    void eachIsItsOwnTerm() {
        const LayerBench bench(
            caseOf({dense(5, "sigmoid"), {"variational", {}}, output()}, {{"l2_weights", {}}, {"l1_activity", {}}, {"l2_weights", {{"weight", 0.5}}}}));
        const auto stepper = bench.stepper();
        training::StepOutcome outcome;
        double sum = 0;
        while (!outcome.endsEpoch)
            outcome = stepper->step();
        const std::vector<training::Term> terms = stepper->termsOf(outcome.epochTerms);
        const std::vector<std::string> names{"data", "bottleneck", "l2_weights", "l1_activity", "l2_weights"};
        QCOMPARE(terms.size(), names.size());
        for (std::size_t i = 0; i < terms.size(); ++i) {
            QCOMPARE(terms[i].name, names[i]);
            QVERIFY(terms[i].value > 0);
            sum += terms[i].value;
        }
        QVERIFY(std::abs(sum - outcome.epochLoss) < 1e-9);
        QVERIFY(std::abs(terms[4].value / terms[2].value - 0.5 / 1e-5) < 0.1);
    }

    /// Over an epoch of several batches, each several to a step, the mean by samples.
    void termsAreMeansOverTheEpoch() {
        for (const Index accumulate : {1, 3}) {
            LayerCase row = caseOf({dense(5, "tanh"), output()}, {{"l1_activity", {{"weight", 0.2}}}});
            row.batch = 10;
            const LayerBench bench(row);
            spec::TrainingSpec settings = bench.spec;
            settings.gradient.accumulate = accumulate;
            training::Stepper stepper(bench.plan, bench.dataset);
            QVERIFY(bool(stepper.configure(settings)));
            stepper.start();
            training::StepOutcome outcome;
            while (!outcome.endsEpoch)
                outcome = stepper.step();
            QVERIFY(std::abs(outcome.epochTerms[0] + outcome.epochTerms[2] - outcome.epochLoss) < 1e-9);
        }
    }

    void heldOutLossesKnowNone() {
        const LayerBench with(caseOf({dense(5, "sigmoid"), output()}, {{"l2_weights", {{"weight", 1.0}}}, {"contractive", {}}})),
            without(caseOf({dense(5, "sigmoid"), output()}, {}));
        QCOMPARE(with.stepper()->evaluate(with.dataset->test), without.stepper()->evaluate(without.dataset->test));
    }

    /// The mean of many draws through a linear encoder of two layers is |W₂ W₁|².
    void theDrawnContractiveTermExpectsTheJacobian() {
        LayerCase row = caseOf({dense(5, "identity"), dense(3, "identity"), output()}, {{"contractive", {{"weight", 1.0}}}}, 1);
        const LayerBench bench(row);
        spec::TrainingSpec settings = bench.spec;
        settings.optimiser = {"sgd", {{"rate", 1e-8}, {"momentum", 0.0}}};
        training::Stepper stepper(bench.plan, bench.dataset);
        QVERIFY(bool(stepper.configure(settings)));
        stepper.start();
        const float *first = stepper.currentParameters().data() + bench.plan->layers()[0].parameters,
                    *second = stepper.currentParameters().data() + bench.plan->layers()[1].parameters;
        double expected = 0, mean = 0;
        for (Index unit = 0; unit < 3; ++unit)
            for (Index input = 0; input < 7; ++input) {
                double entry = 0;
                for (Index middle = 0; middle < 5; ++middle)
                    entry += static_cast<double>(second[unit * 5 + middle]) * static_cast<double>(first[middle * 7 + input]);
                expected += entry * entry;
            }
        constexpr int draws = 400;
        for (int draw = 0; draw < draws; ++draw)
            mean += stepper.step().epochTerms[2] / draws;
        QVERIFY2(std::abs(mean / expected - 1) < 0.02, qPrintable(QString("%1 is not %2").arg(mean).arg(expected)));
    }

    void refuses() {
        const auto refusal = [](const LayerCase &row) {
            const auto dataset = smoothData(row.sizes);
            training::Stepper stepper(*plan::compile({row.layers, row.code, false}, dataset->shape), dataset);
            spec::TrainingSpec settings = tests::settings(squaredError, "adam", 10);
            settings.penalties = row.penalties;
            const auto taken = stepper.configure(settings);
            return taken ? QString() : QString::fromStdString(taken.error().sentence());
        };
        QVERIFY(refusal(caseOf({dense(5, "relu"), output()}, {{"kl_sparsity", {}}})).contains("between 0 and 1"));
        QVERIFY(refusal(caseOf({plain("batch_norm"), dense(5, "relu"), output()}, {{"contractive", {}}}, 1)).contains("Batch norm"));
        QVERIFY(refusal(caseOf({dense(4000, "relu"), output()}, {{"orthogonality", {}}})).contains("2048"));
        QCOMPARE(refusal(caseOf({dense(5, "sigmoid"), output()}, {{"kl_sparsity", {}}, {"contractive", {}}, {"orthogonality", {}}, {"l1_activity", {}}})),
                 QString());
    }

    /// What the settings asked for before does not linger.
    void areTakenAwayAgain() {
        const LayerBench bench(
            caseOf({dense(5, "gelu"), dense(5, "tanh"), output()}, {{"contractive", {{"weight", 1.0}}}, {"l1_weights", {{"weight", 1.0}}}}, 1)),
            plain(caseOf({dense(5, "gelu"), dense(5, "tanh"), output()}, {}, 1));
        const auto changed = bench.stepper(), never = plain.stepper();
        QVERIFY(bool(changed->configure(plain.spec)));
        QCOMPARE(changed->step().loss, never->step().loss);
        QVERIFY(sameBits(changed->currentParameters(), never->currentParameters()));
    }
};

QTEST_APPLESS_MAIN(PenaltiesTest)
#include "penalties_test.moc"
