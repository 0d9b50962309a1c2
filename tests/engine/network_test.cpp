// A plan with the numbers of one moment: against a slow loop in double, and against itself in pieces.
#include <QTest>

#include <cmath>

#include "engine/plan/network.h"
#include "engine/spec/presets.h"
#include "tests/support/stacks.h"

using namespace hourglass;
using namespace hourglass::tests;

namespace {

struct Bench {
    std::shared_ptr<const plan::Plan> plan;
    core::Floats parameters, state, x;
    Index samples;

    explicit Bench(std::vector<spec::LayerSpec> layers, Index code, Index features = 13, Index count = 9)
        : plan(*plan::compile({std::move(layers), code, false}, core::Shape(features))), parameters(plan->parameterFloats()), state(plan->stateFloats()),
          x(core::strideOf(features) * count), samples(count) {
        plan::initialise(*plan, 5, parameters.data(), state.data());
        for (Index i = 0; i < parameters.size(); ++i)
            parameters[i] += 0.01f * wave(i); // biases that are not zero
        const std::vector<float> values = smoothSamples(count, features, 3);
        for (Index s = 0; s < count; ++s)
            std::copy_n(values.data() + s * features, features, x.data() + s * core::strideOf(features));
    }
    core::ConstView view(Index first, Index count) const {
        const Index stride = core::strideOf(plan->features());
        return {x.data() + first * stride, plan->features(), count, stride};
    }
    plan::Network network(Index block) const { return plan::Network(plan, parameters.data(), state.data(), block); }
};

std::vector<float> copied(core::ConstView view) {
    std::vector<float> values;
    for (Index column = 0; column < view.columns; ++column)
        values.insert(values.end(), view.column(column), view.column(column) + view.rows);
    return values;
}

/// y = f(W x + b) for dense layers of tanh, and a sigmoid at the end that is left out for the logits.
std::vector<double> slowly(const Bench &bench, Index sample, std::size_t layers, bool leavesLogits = false) {
    const core::ConstView input = bench.view(sample, 1);
    std::vector<double> x(input.data, input.data + input.rows);
    for (std::size_t layer = 0; layer < layers; ++layer) {
        const plan::PlacedLayer &placed = bench.plan->layers()[layer];
        const Index inputs = static_cast<Index>(x.size()), outputs = placed.traits().output.size();
        const float *weight = bench.parameters.data() + placed.parameters, *bias = weight + core::padded(inputs * outputs);
        std::vector<double> y(static_cast<std::size_t>(outputs));
        for (Index o = 0; o < outputs; ++o) {
            double z = static_cast<double>(bias[o]);
            for (Index i = 0; i < inputs; ++i)
                z += static_cast<double>(weight[o * inputs + i]) * x[static_cast<std::size_t>(i)];
            const bool isLast = layer + 1 == bench.plan->layers().size();
            y[static_cast<std::size_t>(o)] = !isLast ? std::tanh(z) : leavesLogits ? z : 1 / (1 + std::exp(-z));
        }
        x = y;
    }
    return x;
}

bool isNear(const float *values, const std::vector<double> &shouldBe) {
    for (std::size_t i = 0; i < shouldBe.size(); ++i)
        if (!(std::abs(static_cast<double>(values[i]) - shouldBe[i]) < 2e-6))
            return false;
    return true;
}

std::vector<spec::LayerSpec> stack() {
    return {dense(11, "tanh"), dense(3, "tanh"), dense(17, "tanh"), output()};
}

} // namespace

class NetworkTest : public QObject {
    Q_OBJECT

private slots:
    void isWhatALoopGives() {
        const Bench bench(stack(), 1);
        plan::Network network = bench.network(bench.samples);
        const std::vector<float> codes = copied(network.encode(bench.view(0, bench.samples)));
        const std::vector<float> whole = copied(network.reconstruct(bench.view(0, bench.samples)));
        const std::vector<float> logits = copied(network.reconstructLogits(bench.view(0, bench.samples)));
        for (Index sample = 0; sample < bench.samples; ++sample) {
            QVERIFY(isNear(codes.data() + sample * 3, slowly(bench, sample, 2)));
            QVERIFY(isNear(whole.data() + sample * 13, slowly(bench, sample, 4)));
            QVERIFY(isNear(logits.data() + sample * 13, slowly(bench, sample, 4, true)));
        }
    }

    void decodingACodeIsTheReconstruction_data() {
        QTest::addColumn<Index>("code");
        for (const Index code : {0, 1, 2, 3})
            QTest::addRow("code %d", static_cast<int>(code)) << code;
    }
    void decodingACodeIsTheReconstruction() {
        QFETCH(Index, code);
        const Bench bench(stack(), code);
        plan::Network network = bench.network(bench.samples), other = bench.network(bench.samples);
        const std::vector<float> whole = copied(network.reconstruct(bench.view(0, bench.samples)));
        QVERIFY(copied(other.decode(network.encode(bench.view(0, bench.samples)))) == whole); // to the bit
    }

    void piecesGiveTheBitsOfTheWhole() {
        const Bench bench(stack(), 1);
        plan::Network network = bench.network(bench.samples), small = bench.network(2);
        const std::vector<float> whole = copied(network.reconstruct(bench.view(0, bench.samples)));
        std::vector<float> pieces;
        for (Index first = 0; first < bench.samples; first += 2) {
            const std::vector<float> piece = copied(small.reconstruct(bench.view(first, std::min<Index>(2, bench.samples - first))));
            pieces.insert(pieces.end(), piece.begin(), piece.end());
        }
        QVERIFY(pieces == whole);
    }

    void tellsTheOutputOfEachLayer() {
        const Bench bench(stack(), 1);
        plan::Network network = bench.network(bench.samples);
        network.reconstruct(bench.view(0, bench.samples));
        for (int layer = 0; layer < 4; ++layer)
            QVERIFY(isNear(network.output(layer, bench.samples).column(5), slowly(bench, 5, static_cast<std::size_t>(layer) + 1)));
    }

    void evaluationDropsNothingAndUsesRunningStatistics() {
        const Bench plain({dense(11, "tanh"), output()}, 0);
        const Bench dropping({dense(11, "tanh"), {"dropout", {{"rate", 0.9}}}, output()}, 0);
        QCOMPARE(dropping.parameters.size(), plain.parameters.size());
        plan::Network without = plain.network(plain.samples), with(dropping.plan, plain.parameters.data(), dropping.state.data(), plain.samples);
        QVERIFY(copied(with.reconstruct(plain.view(0, 9))) == copied(without.reconstruct(plain.view(0, 9))));
        // Batch norm of one sample at a time is that of all: nothing of the batch is looked at.
        const Bench normed({dense(11, "tanh"), {"batch_norm", {}}, output()}, 0);
        plan::Network all = normed.network(normed.samples), single = normed.network(1);
        const std::vector<float> whole = copied(all.reconstruct(normed.view(0, normed.samples)));
        const std::vector<float> third = copied(single.reconstruct(normed.view(3, 1)));
        QVERIFY(std::equal(third.begin(), third.end(), whole.begin() + 3 * 13));
    }
};

QTEST_APPLESS_MAIN(NetworkTest)
#include "network_test.moc"
