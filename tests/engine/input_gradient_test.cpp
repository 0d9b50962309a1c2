// The gradient of a layer's output with respect to the input, in evaluation mode, against differences: every kind of layer, and every layer of a stack.
#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>

#include "engine/plan/input_gradient.h"
#include "engine/plan/network.h"
#include "engine/training/catalogue.h"
#include "tests/support/layer_cases.h"

using namespace hourglass;
using namespace hourglass::tests;

namespace {

constexpr Index samples = 3;

bool isOfTheEngine(const LayerCase &row) {
    return std::none_of(row.layers.begin(), row.layers.end(), [](const spec::LayerSpec &layer) { return layer.kind.rfind("test_", 0) == 0; });
}

struct Bench {
    std::shared_ptr<const plan::Plan> plan;
    core::Floats parameters, state, input;
    int last;

    explicit Bench(const LayerCase &row, int layer)
        : plan(*plan::compile({row.layers, row.code, false}, row.sizes.sample())), parameters(plan->parameterFloats()), state(plan->stateFloats()),
          input(core::strideOf(plan->features()) * samples), last(layer) {
        plan::initialise(*plan, row.seed + 4, parameters.data(), state.data());
        for (Index i = 0; i < parameters.size(); ++i)
            parameters[i] += 0.1f * wave(i);
        for (Index i = 0; i < state.size(); ++i)
            state[i] += 0.3f + 0.2f * wave(i + 5); // running statistics that are not those of a start
        const std::vector<float> values = smoothSamples(samples, plan->features(), 3);
        for (Index sample = 0; sample < samples; ++sample)
            std::copy_n(values.data() + sample * plan->features(), plan->features(), x().column(sample));
    }
    core::View x() { return {input.data(), plan->features(), samples, core::strideOf(plan->features())}; }

    /// Of each sample by itself: what one says does not depend on the others in evaluation.
    static double weightOf(Index row, Index sample) { return static_cast<double>(wave(row * 7 + sample * 131 + 11)); }
    double objective(plan::InputGradient &network, Index sample) {
        const core::ConstView y = network.forward(x());
        double sum = 0;
        for (Index row = 0; row < y.rows; ++row)
            sum += weightOf(row, sample) * static_cast<double>(y.column(sample)[row]);
        return sum;
    }
};

QString faultOf(const LayerCase &row, int layer) {
    Bench bench(row, layer);
    plan::InputGradient network(bench.plan, bench.parameters.data(), bench.state.data(), layer, samples);
    // Forward it is the network that all views run.
    plan::Network other(bench.plan, bench.parameters.data(), bench.state.data(), samples);
    other.reconstruct(bench.x());
    const core::ConstView y = network.forward(bench.x()), expected = other.output(layer, samples);
    for (Index sample = 0; sample < samples; ++sample)
        for (Index i = 0; i < y.rows; ++i)
            if (y.column(sample)[i] != expected.column(sample)[i])
                return QString("forward differs at %1").arg(i);
    const core::View slope = network.outputGradient();
    for (Index sample = 0; sample < samples; ++sample)
        for (Index i = 0; i < slope.rows; ++i)
            slope.column(sample)[i] = static_cast<float>(Bench::weightOf(i, sample));
    const core::ConstView gradient = network.backward();
    const Index features = bench.plan->features();
    std::vector<std::vector<double>> found;
    for (Index sample = 0; sample < samples; ++sample)
        found.emplace_back(gradient.column(sample), gradient.column(sample) + features);
    constexpr double step = 2e-3;
    for (Index sample = 0; sample < samples; ++sample) {
        const std::vector<double> &own = found[static_cast<std::size_t>(sample)];
        double norm = 0;
        for (const double value : own)
            norm += value * value;
        norm = std::sqrt(norm);
        for (int draw = 0; draw < 6; ++draw) { // along single features, and along signs of all
            double expectedSlope = 0;
            const std::vector<float> before(bench.x().column(sample), bench.x().column(sample) + features);
            const auto direction = [&](Index i) {
                return draw < 3 ? (i == (draw * 31 + sample) % features ? 1.0 : 0.0) : wave(i + draw * 1009) < 0 ? -1.0 : 1.0;
            };
            const double h = draw < 3 ? step : step / std::sqrt(static_cast<double>(features));
            double ends[2];
            for (const int side : {0, 1}) {
                for (Index i = 0; i < features; ++i)
                    bench.x().column(sample)[i] = before[static_cast<std::size_t>(i)] + static_cast<float>((side == 0 ? h : -h) * direction(i));
                ends[side] = bench.objective(network, sample);
            }
            std::copy(before.begin(), before.end(), bench.x().column(sample));
            for (Index i = 0; i < features; ++i)
                expectedSlope += own[static_cast<std::size_t>(i)] * direction(i);
            const double here = bench.objective(network, sample), tolerance = 0.01 * std::max(norm, std::abs(expectedSlope)) + 2e-3;
            const double measured = (ends[0] - ends[1]) / (2 * h), ahead = (ends[0] - here) / h, behind = (here - ends[1]) / h; // at a kink one side is right
            if (std::min({std::abs(measured - expectedSlope), std::abs(ahead - expectedSlope), std::abs(behind - expectedSlope)}) > tolerance)
                return QString("sample %1, direction %2: the gradient says %3, differences say %4").arg(sample).arg(draw).arg(expectedSlope).arg(measured);
        }
    }
    return {};
}

} // namespace

class InputGradientTest : public QObject {
    Q_OBJECT
private slots:
    void agreesWithDifferences_data() {
        QTest::addColumn<std::size_t>("index");
        for (std::size_t index = 0; index < layerCases().size(); ++index)
            if (isOfTheEngine(layerCases()[index]) && layerCases()[index].penalties.empty())
                QTest::newRow(layerCases()[index].name) << index;
    }
    void agreesWithDifferences() {
        QFETCH(std::size_t, index);
        const LayerCase &row = layerCases()[index];
        for (int layer = 0; layer < static_cast<int>(row.layers.size()); ++layer) {
            const QString fault = faultOf(row, layer);
            QVERIFY2(fault.isEmpty(), qPrintable(QString("layer %1, %2: %3").arg(layer).arg(row.layers[static_cast<std::size_t>(layer)].kind.c_str(), fault)));
        }
    }

    void everyKindIsAmongTheCases() {
        std::set<std::string> kinds;
        for (const LayerCase &row : layerCases())
            if (isOfTheEngine(row) && row.penalties.empty())
                for (const spec::LayerSpec &layer : row.layers)
                    kinds.insert(layer.kind);
        for (const spec::Kind &kind : training::catalogue().layers)
            QVERIFY2(kinds.count(kind.key), kind.key.c_str());
    }
};

QTEST_APPLESS_MAIN(InputGradientTest)
#include "input_gradient_test.moc"
