// Gradient ascent to the input that excites a unit: against closed forms for linear units, and that it rises where there is none.
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "engine/analysis/exciting_input_task.h"
#include "engine/analysis/unit.h"
#include "engine/data/shown_part.h"
#include "engine/spec/presets.h"
#include "tests/support/snapshot_bench.h"

using namespace hourglass;
using namespace hourglass::tests;
using analysis::InputBounds;

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

InputBounds ball(Index features, double radius) {
    const auto count = static_cast<std::size_t>(features);
    return {std::vector<float>(count, 0.25f), std::vector<float>(count, -infinity), std::vector<float>(count, infinity), radius};
}

double lengthOf(const std::vector<float> &x, const std::vector<float> &from) {
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i)
        sum += std::pow(static_cast<double>(x[i]) - static_cast<double>(from[i]), 2);
    return std::sqrt(sum);
}

struct LinearUnit {
    SnapshotBench bench{{.train = 40, .features = 36, .test = 60, .shape = core::Shape(1, 6, 6)}, {dense(5, "identity"), output()}, 0};

    std::vector<double> weights(Index unit) {
        const float *row = bench.parametersOf(0) + unit * 36;
        return {row, row + 36};
    }
    analysis::Ascent ascend(Index unit, const InputBounds &bounds, double smoothness = 0, int steps = 400) {
        plan::InputGradient network(bench.snapshot->plan, bench.snapshot->parameters.data(), bench.snapshot->state.data(), 0, 1);
        analysis::AscentOptions options;
        options.smoothness = smoothness;
        options.steps = steps;
        return *analysis::exciteMost(network, bench.dataset->shape, core::Shape(5), unit, bounds, {}, options);
    }
};

/// Σ (difference of neighbours)² of a picture of 6 × 6.
double roughnessOf(const std::vector<float> &x) {
    double sum = 0;
    for (std::size_t row = 0; row < 6; ++row)
        for (std::size_t column = 0; column < 6; ++column) {
            if (column + 1 < 6)
                sum += std::pow(static_cast<double>(x[row * 6 + column]) - static_cast<double>(x[row * 6 + column + 1]), 2);
            if (row + 1 < 6)
                sum += std::pow(static_cast<double>(x[row * 6 + column]) - static_cast<double>(x[row * 6 + column + 6]), 2);
        }
    return sum;
}

} // namespace

class ExcitingInputTest : public QObject {
    Q_OBJECT
private slots:
    /// Of a linear unit on a ball: along its weights, with the activation wᵀm + b + ρ ‖w‖.
    void onABallItIsTheWeights() {
        LinearUnit unit;
        for (const Index number : {0, 3}) {
            const std::vector<double> w = unit.weights(number);
            const double norm = std::sqrt(std::inner_product(w.begin(), w.end(), w.begin(), 0.0));
            const InputBounds bounds = ball(36, 1.7);
            const analysis::Ascent ascent = unit.ascend(number, bounds);
            for (std::size_t i = 0; i < 36; ++i)
                QVERIFY(std::abs(static_cast<double>(ascent.input[i]) - 0.25 - 1.7 * w[i] / norm) < 1e-4);
            const double atMean = 0.25 * std::accumulate(w.begin(), w.end(), 0.0);
            QVERIFY(std::abs(ascent.start - atMean) < 1e-5);
            QVERIFY(std::abs(ascent.activation - (atMean + 1.7 * norm)) < 1e-4);
        }
    }

    /// Within ranges that are met before the ball: each feature at the end that its weight points to.
    void inABoxItIsTheCorner() {
        LinearUnit unit;
        InputBounds bounds = ball(36, 100);
        bounds.lowest.assign(36, 0.0f);
        bounds.highest.assign(36, 1.0f);
        const std::vector<double> w = unit.weights(2);
        const analysis::Ascent ascent = unit.ascend(2, bounds);
        for (std::size_t i = 0; i < 36; ++i)
            QCOMPARE(ascent.input[i], w[i] > 0 ? 1.0f : 0.0f);
    }

    /// Where both are met: clip(t w) with the t that makes it as long as the radius, found here by another search.
    void inBoxAndBallItIsTheClippedWeights() {
        LinearUnit unit;
        InputBounds bounds = ball(36, 1.2);
        bounds.lowest.assign(36, 0.0f);
        bounds.highest.assign(36, 0.5f);
        const std::vector<double> w = unit.weights(1);
        const auto along = [&](double t) {
            std::vector<float> x;
            for (const double weight : w)
                x.push_back(static_cast<float>(std::clamp(0.25 + t * weight, 0.0, 0.5)));
            return x;
        };
        double t = 0;
        while (lengthOf(along(t), bounds.mean) < 1.2)
            t += 1e-4;
        const analysis::Ascent ascent = unit.ascend(1, bounds);
        QVERIFY(lengthOf(ascent.input, bounds.mean) < 1.2 + 1e-4);
        QVERIFY2(lengthOf(ascent.input, along(t)) < 2e-3, qPrintable(QString::number(lengthOf(ascent.input, along(t)))));
        QVERIFY(std::count(ascent.input.begin(), ascent.input.end(), 0.5f) > 3); // the box is met, and not by all
        QVERIFY(std::count_if(ascent.input.begin(), ascent.input.end(), [](float value) { return value > 0.01f && value < 0.49f; }) > 3);
    }

    /// The nearest point: no other of ten thousand that are allowed is nearer.
    void whatIsKeptWithinIsTheNearest() {
        InputBounds bounds = ball(5, 0.8);
        bounds.lowest = {0.0f, -1.0f, 0.2f, 0.25f, 0.0f};
        bounds.highest = {1.0f, 0.5f, 0.3f, 0.25f, 4.0f};
        const std::vector<float> wanted{2.0f, -0.4f, 0.5f, 1.0f, -3.0f};
        std::vector<float> kept = wanted;
        analysis::keepWithin(bounds, kept.data());
        const auto isAllowed = [&](const std::vector<float> &d) {
            for (std::size_t i = 0; i < 5; ++i)
                if (d[i] + bounds.mean[i] < bounds.lowest[i] - 1e-6f || d[i] + bounds.mean[i] > bounds.highest[i] + 1e-6f)
                    return false;
            return lengthOf(d, std::vector<float>(5, 0.0f)) <= 0.8 + 1e-6;
        };
        QVERIFY(isAllowed(kept));
        for (Index draw = 0; draw < 10'000; ++draw) {
            std::vector<float> other;
            for (Index i = 0; i < 5; ++i)
                other.push_back(kept[static_cast<std::size_t>(i)] + 0.3f * wave(draw * 5 + i));
            if (isAllowed(other))
                QVERIFY(lengthOf(other, wanted) > lengthOf(kept, wanted) - 1e-5);
        }
        std::vector<float> inside{0.1f, 0.1f, 0.0f, 0.0f, 0.1f};
        const std::vector<float> before = inside;
        analysis::keepWithin(bounds, inside.data());
        QCOMPARE(inside, before);
    }

    void smoothnessCostsActivationAndPaysInSmoothness() {
        LinearUnit unit;
        const InputBounds bounds = ball(36, 1.5);
        const analysis::Ascent rough = unit.ascend(4, bounds), smooth = unit.ascend(4, bounds, 3);
        QVERIFY(smooth.activation < rough.activation && smooth.activation > smooth.start);
        QVERIFY(roughnessOf(smooth.input) < 0.8 * roughnessOf(rough.input));
        // Of a table no two features are neighbours.
        unit.bench.dataset = smoothData({.train = 40, .features = 36, .test = 60});
        QCOMPARE(unit.ascend(4, bounds, 3).activation, rough.activation);
    }

    void boundsAreThoseOfTheSamples() {
        const auto dataset = smoothData({.train = 30, .features = 7, .test = 50});
        const InputBounds bounds = *analysis::boundsOf(*dataset);
        double squares = 0;
        for (std::size_t feature = 0; feature < 7; ++feature) {
            double sum = 0;
            float low = infinity, high = -infinity;
            for (std::size_t sample = 0; sample < 50; ++sample) {
                const float value = dataset->test.floats[sample * 7 + feature];
                sum += static_cast<double>(value);
                low = std::min(low, value);
                high = std::max(high, value);
            }
            QVERIFY(std::abs(static_cast<double>(bounds.mean[feature]) - sum / 50) < 1e-6);
            QCOMPARE(bounds.lowest[feature], low);
            QCOMPARE(bounds.highest[feature], high);
            for (std::size_t sample = 0; sample < 50; ++sample)
                squares += std::pow(static_cast<double>(dataset->test.floats[sample * 7 + feature]) - sum / 50, 2) / 50;
        }
        QVERIFY(std::abs(bounds.radius - std::sqrt(squares)) < 1e-6);
    }

    /// Beyond what closed forms reach: at least as much as the mean sample and the best of the samples that it began from, within the ranges.
    void itRisesInEveryKindOfStack_data() {
        QTest::addColumn<QString>("preset");
        for (const char *preset : {"map", "convolutional", "recurrent", "variational", "k-sparse"})
            QTest::newRow(preset) << QString(preset);
    }
    void itRisesInEveryKindOfStack() {
        QFETCH(QString, preset);
        const auto dataset = smoothData({.train = 20, .features = 784, .test = 30, .shape = core::Shape(1, 28, 28)});
        SnapshotBench bench(dataset, spec::findPreset(preset.toStdString())->spec.model);
        const auto latest = std::make_shared<analysis::LatestBounds>();
        const InputBounds bounds = *analysis::boundsOf(*dataset);
        for (const int layer : {0, bench.snapshot->plan->codeLayer()}) {
            analysis::ExcitingInputTask task{layer, 1, {}, latest};
            task.options.steps = 12;
            const auto picture = bench.run(task);
            QVERIFY(picture && !picture->obstacle);
            QVERIFY2(picture->activation >= picture->mean - 1e-6, qPrintable(QString("%1 %2").arg(picture->activation).arg(picture->mean)));
            QVERIFY(lengthOf(picture->values, bounds.mean) < bounds.radius * 1.001);
            for (std::size_t i = 0; i < 784; ++i)
                QVERIFY(picture->values[i] >= bounds.lowest[i] - 1e-5f && picture->values[i] <= bounds.highest[i] + 1e-5f);
            // What is said of it is what the network says.
            plan::Network network(bench.snapshot->plan, bench.snapshot->parameters.data(), bench.snapshot->state.data(), 1);
            network.reconstruct({picture->values.data(), 784, 1, 784});
            const core::Shape &output = bench.snapshot->plan->outline().layers[static_cast<std::size_t>(layer)].output;
            QVERIFY(std::abs(analysis::activationOf(output, network.output(layer, 1).data, 1) - picture->activation) <
                    1e-4 * (1 + std::abs(picture->activation)));
            QVERIFY(bench.run(task)->values == picture->values); // the same each time
        }
    }

    void badInputIsASentence() {
        LinearUnit unit;
        const auto latest = std::make_shared<analysis::LatestBounds>();
        QVERIFY(!unit.bench.run(analysis::ExcitingInputTask{9, 0, {}, latest}));
        QVERIFY(!unit.bench.run(analysis::ExcitingInputTask{0, 5, {}, latest}));
        QVERIFY(!unit.bench.run(analysis::ExcitingInputTask{-1, 0, {}, latest}));
        std::fill_n(unit.bench.parametersOf(0), 36, std::numeric_limits<float>::quiet_NaN());
        const auto picture = unit.bench.run(analysis::ExcitingInputTask{0, 0, {}, latest});
        QVERIFY(picture && picture->obstacle && picture->values.empty());
        QVERIFY(unit.bench.run(analysis::ExcitingInputTask{0, 1, {}, latest})->values.size() == 36); // the other units are well
        unit.bench.isCancelled = true;
        QVERIFY(!unit.bench.run(analysis::ExcitingInputTask{0, 1, {}, latest}));
        // One sample, and none that differ: there is only the mean.
        auto single = std::make_shared<data::Dataset>(*smoothData({.train = 1, .features = 36, .test = 1, .shape = core::Shape(1, 6, 6)}));
        unit.bench.isCancelled = false;
        unit.bench.dataset = single;
        const auto alone = unit.bench.run(analysis::ExcitingInputTask{0, 1, {}, latest});
        QVERIFY(alone && alone->values == std::vector<float>(single->test.floats.begin(), single->test.floats.end()));
    }
};

QTEST_APPLESS_MAIN(ExcitingInputTest)
#include "exciting_input_test.moc"
