// A probe sees every layer after a step: outputs, their gradients, parameters and theirs; and nobody notices that it looks.
#include <QTest>

#include <numeric>

#include "engine/core/thread_pool.h"
#include "engine/plan/network.h"
#include "tests/support/layer_bench.h"
#include "tests/support/malloc_count.h"

using namespace hourglass;
using namespace hourglass::tests;

namespace {

double meanOf(core::ConstView view) {
    double sum = 0;
    for (Index column = 0; column < view.columns; ++column)
        sum = std::accumulate(view.column(column), view.column(column) + view.rows, sum);
    return sum / static_cast<double>(view.rows * view.columns);
}

/// Measures the mean of each output, and keeps the last step's views, which stay as they are until the next step.
struct Means : training::LayerProbe {
    std::vector<training::ProbedLayer> layers;
    std::vector<double> outputs;
    core::ConstView target;
    Index step = 0, looks = 0;

    explicit Means(std::size_t count) : layers(count), outputs(count) {}

    void look(const training::ProbedStep &seen) override {
        ++looks;
        step = seen.step;
        target = seen.target;
        for (std::size_t layer = 0; layer < seen.layers.size(); ++layer) {
            layers[layer] = seen.layers[layer];
            outputs[layer] = meanOf(seen.layers[layer].output);
        }
    }
};

LayerCase caseOf(std::vector<spec::LayerSpec> layers, Index batch) {
    LayerCase row{"", "", std::move(layers), {37, 7}, batch};
    row.seed = 3;
    return row;
}

bool isClose(double a, double b, double tolerance = 1e-5) {
    return std::abs(a - b) <= tolerance * std::max({1e-3, std::abs(a), std::abs(b)});
}

} // namespace

class LayerProbeTest : public QObject {
    Q_OBJECT

private slots:
    /// One batch of the whole part: outputs are those of the network before the step, in the order of the batch, whose mean knows
    /// no order.
    void seesOutputsOfEveryLayer() {
        const LayerBench bench(caseOf({dense(6, "tanh"), dense(3, "gelu"), output()}, 37));
        const auto stepper = bench.stepper();
        const core::Floats before = stepper->currentParameters();
        Means means(3);
        stepper->setProbe(&means);
        stepper->step();
        QCOMPARE(means.looks, Index{1});
        QCOMPARE(means.step, Index{1});
        plan::Network network(bench.plan, before.data(), stepper->currentState().data(), 37);
        std::vector<float> samples(37 * 7);
        for (Index sample = 0; sample < 37; ++sample)
            bench.dataset->train.copySample(sample, samples.data() + sample * 7);
        network.reconstruct({samples.data(), 7, 37, 7});
        for (int layer = 0; layer < 3; ++layer) {
            QCOMPARE(means.layers[static_cast<std::size_t>(layer)].output.columns, Index{37});
            QVERIFY(isClose(means.outputs[static_cast<std::size_t>(layer)], meanOf(network.output(layer, 37))));
        }
        QVERIFY(isClose(meanOf(means.target), meanOf({samples.data(), 7, 37, 7})));
    }

    /// With plain descent a step is the rate times the gradient; and the gradient of a bias is the sum of its unit's output
    /// gradients.
    void seesGradientsOfEveryLayer() {
        const LayerBench bench(caseOf({dense(6, "tanh"), dense(3, "gelu"), output()}, 37));
        spec::TrainingSpec settings = bench.spec;
        settings.optimiser = {"sgd", {{"rate", 1.0}, {"momentum", 0.0}}};
        training::Stepper stepper(bench.plan, bench.dataset);
        QVERIFY(bool(stepper.configure(settings)));
        stepper.start();
        const core::Floats before = stepper.currentParameters();
        Means means(3);
        stepper.setProbe(&means);
        stepper.step();
        for (std::size_t at = 0; at < 3; ++at) {
            const training::ProbedLayer &seen = means.layers[at];
            const plan::PlacedLayer &placed = bench.plan->layers()[at];
            const layers::Tensor &weight = placed.traits().parameters[0], &bias = placed.traits().parameters[1];
            QCOMPARE(seen.parameters.data(), stepper.currentParameters().data() + placed.parameters);
            QCOMPARE(seen.parameterGradient.size(), seen.parameters.size());
            const Index offset = core::padded(weight.size());
            for (Index i = 0; i < weight.size(); ++i) {
                const auto place = static_cast<std::size_t>(i);
                const double moved = static_cast<double>(before[placed.parameters + i]) - static_cast<double>(seen.parameters[place]);
                QVERIFY2(std::abs(moved - static_cast<double>(seen.parameterGradient[place])) < 1e-6, qPrintable(QString::number(moved)));
            }
            double sum = 0, size = 0;
            for (Index unit = 0; unit < bias.size(); ++unit) {
                double ofUnit = 0;
                for (Index sample = 0; sample < 37; ++sample)
                    ofUnit += static_cast<double>(seen.outputGradient.column(sample)[unit]);
                QVERIFY(isClose(ofUnit, static_cast<double>(seen.parameterGradient[static_cast<std::size_t>(offset + unit)]), 1e-4));
                sum += ofUnit;
                size = std::max(size, std::abs(ofUnit));
            }
            QVERIFY(size > 1e-6);
            QVERIFY(isClose(meanOf(seen.outputGradient) * 37 * static_cast<double>(bias.size()), sum, 1e-4));
        }
    }

    /// The last batch of an epoch is smaller, and several batches to a step show the last one.
    void seesTheLastBatchAlone() {
        const LayerBench bench(caseOf({dense(6, "tanh"), output()}, 16));
        const auto stepper = bench.stepper();
        Means means(2);
        stepper->setProbe(&means);
        for (const Index samples : {16, 16, 5}) {
            stepper->step();
            QCOMPARE(means.layers[0].output.columns, samples);
            QCOMPARE(means.layers[1].outputGradient.columns, samples);
        }
        stepper->setProbe(nullptr);
        stepper->step();
        QCOMPARE(means.looks, Index{3});
    }

    void saysWhereOutputsAreLogits() {
        LayerCase row = caseOf({dense(6, "tanh"), output()}, 37);
        for (const bool isCrossEntropy : {false, true}) {
            row.loss = isCrossEntropy ? "binary_cross_entropy" : squaredError;
            const LayerBench bench(row);
            const auto stepper = bench.stepper();
            Means means(2);
            stepper->setProbe(&means);
            stepper->step();
            QCOMPARE(means.layers[0].isLogits, false);
            QCOMPARE(means.layers[1].isLogits, isCrossEntropy);
        }
    }

    /// Any kind of layer, with any penalty: same bits, and nothing is allocated.
    void lookingChangesNoBit_data() {
        QTest::addColumn<std::size_t>("index");
        for (std::size_t index = 0; index < layerCases().size(); ++index)
            QTest::newRow(layerCases()[index].name) << index;
    }
    void lookingChangesNoBit() {
        QFETCH(std::size_t, index);
        const LayerBench bench(layerCases()[index], "adam");
        core::ThreadPool pool(3);
        const auto with = bench.stepper(&pool), without = bench.stepper();
        Means means(bench.plan->layers().size());
        with->setProbe(&means);
        const long allocations = allocationsOf([&] {
            for (int step = 0; step < 4; ++step)
                with->step();
        });
        if (!isSanitized)
            QCOMPARE(allocations, 0L);
        for (int step = 0; step < 4; ++step)
            without->step();
        QCOMPARE(means.looks, Index{4});
        QVERIFY(sameBits(with->currentParameters(), without->currentParameters()));
    }
};

QTEST_APPLESS_MAIN(LayerProbeTest)
#include "layer_probe_test.moc"
