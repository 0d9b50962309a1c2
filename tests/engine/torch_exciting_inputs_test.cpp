// PyTorch's autograd as the oracle of the input that excites a unit: the gradient of what the unit says by the input, and whole ascents with their smoothness
// (tests/data/make_torch_exciting_inputs.py).
#include <QTest>

#include <cmath>
#include <fstream>
#include <sstream>

#include "engine/analysis/exciting_input.h"
#include "engine/analysis/unit.h"
#include "engine/spec/json.h"
#include "engine/training/catalogue.h"
#include "tests/support/torch_layers.h"

using namespace hourglass;
using namespace hourglass::tests;

namespace {

constexpr int points = 3, ascents = 3;

struct TorchSlope {
    double value = 0;
    std::vector<double> gradient;
};

struct TorchAscent {
    analysis::AscentOptions options;
    double radius = 0, value = 0;
    std::vector<double> input;
};

struct TorchUnit {
    std::string spec;
    core::Shape sample;
    int layer = 0;
    Index unit = 0;
    std::vector<TorchSlope> slopes;
    std::vector<TorchAscent> ascents;
};

void readAll(std::istream &line, std::vector<double> &values) {
    for (double &value : values)
        line >> value;
}

/// Nothing where a line is not as it should be.
std::vector<TorchUnit> readTorchUnits() {
    std::ifstream file(HOURGLASS_SOURCE_DIR "/tests/data/torch_exciting_inputs.txt");
    std::vector<TorchUnit> units;
    for (std::string text; std::getline(file, text);) {
        TorchUnit unit{text, {}, 0, 0, std::vector<TorchSlope>(points), std::vector<TorchAscent>(ascents)};
        if (!std::getline(file, text))
            return {};
        std::istringstream line(text);
        line >> unit.sample.rank;
        for (int i = 0; i < std::min(unit.sample.rank, 3); ++i)
            line >> unit.sample.extents[static_cast<std::size_t>(i)];
        line >> unit.layer >> unit.unit;
        const auto features = static_cast<std::size_t>(unit.sample.size());
        for (TorchSlope &slope : unit.slopes) {
            slope.gradient.resize(features);
            line >> slope.value;
            readAll(line, slope.gradient);
        }
        if (line.fail())
            return {};
        for (TorchAscent &ascent : unit.ascents) {
            if (!std::getline(file, text))
                return {};
            std::istringstream own(text);
            ascent.input.resize(features);
            own >> ascent.options.steps >> ascent.options.smoothness >> ascent.radius >> ascent.value;
            readAll(own, ascent.input);
            if (own.fail())
                return {};
        }
        units.push_back(std::move(unit));
    }
    return units;
}

std::vector<float> sampleBy(Index features, double shift) {
    std::vector<float> sample;
    for (Index i = 0; i < features; ++i) {
        const auto place = static_cast<double>(i);
        sample.push_back(static_cast<float>(0.5 + 0.35 * std::sin(0.8 * place + 1.9 * shift + 0.3 * std::cos(2.1 * place))));
    }
    return sample;
}

analysis::InputBounds boundsBy(Index features, double radius) {
    analysis::InputBounds bounds;
    bounds.radius = radius;
    for (Index i = 0; i < features; ++i) {
        const auto place = static_cast<double>(i);
        const double mean = 0.5 + 0.15 * std::sin(1.1 * place);
        bounds.mean.push_back(static_cast<float>(mean));
        bounds.lowest.push_back(static_cast<float>(mean - 0.2 - 0.1 * std::cos(0.7 * place)));
        bounds.highest.push_back(static_cast<float>(mean + 0.25 + 0.15 * std::sin(0.9 * place)));
    }
    return bounds;
}

struct Bench {
    std::shared_ptr<const plan::Plan> plan;
    core::Floats parameters, state;

    explicit Bench(const TorchUnit &reference) {
        const auto spec = spec::readSpec(reference.spec, training::catalogue(), "reference");
        if (!spec)
            return;
        const auto made = plan::compile(spec->model, reference.sample);
        if (!made)
            return;
        plan = *made;
        parameters = core::Floats(plan->parameterFloats());
        state = core::Floats(plan->stateFloats());
        forEachParameter(*plan, [&](Index at, double first) { parameters[at] = static_cast<float>(first); });
        for (const plan::PlacedLayer &placed : plan->layers()) {
            Index at = placed.state;
            for (const layers::Tensor &tensor : placed.traits().state) {
                for (Index i = 0; i < tensor.size(); ++i) {
                    const auto place = static_cast<double>(i);
                    state[at + i] = static_cast<float>(tensor.name == "running_mean" ? 0.3 * std::sin(1.1 * place + 0.2) : 0.9 + 0.6 * std::sin(0.9 * place));
                }
                at += core::padded(tensor.size());
            }
        }
    }
    const core::Shape &outputOf(int layer) const { return plan->outline().layers[static_cast<std::size_t>(layer)].output; }
};

void everyTorchUnit() {
    QTest::addColumn<std::size_t>("index");
    const std::vector<TorchUnit> units = readTorchUnits();
    QVERIFY(units.size() >= 21);
    for (std::size_t index = 0; index < units.size(); ++index)
        QTest::addRow("%zu, layer %d, unit %lld", index, units[index].layer, static_cast<long long>(units[index].unit)) << index;
}

} // namespace

class TorchExcitingInputsTest : public QObject {
    Q_OBJECT

private slots:
    void gradientsAreThoseOfPyTorch_data() { everyTorchUnit(); }
    void gradientsAreThoseOfPyTorch() {
        QFETCH(std::size_t, index);
        const TorchUnit reference = readTorchUnits()[index];
        const Bench bench(reference);
        QVERIFY(bench.plan);
        const Index features = reference.sample.size(), stride = core::strideOf(features);
        plan::InputGradient network(bench.plan, bench.parameters.data(), bench.state.data(), reference.layer, points);
        core::Floats input(stride * points);
        const core::View x{input.data(), features, points, stride};
        for (int point = 0; point < points; ++point)
            std::ranges::copy(sampleBy(features, point), x.column(point));
        const core::ConstView y = network.forward(x);
        const core::Shape &output = bench.outputOf(reference.layer);
        for (int point = 0; point < points; ++point) {
            const double shouldBe = reference.slopes[static_cast<std::size_t>(point)].value;
            QVERIFY2(std::abs(analysis::activationOf(output, y.column(point), reference.unit) - shouldBe) < 1e-6 * (1 + std::abs(shouldBe)),
                     qPrintable(QString::number(shouldBe)));
        }
        const core::View slope = network.outputGradient();
        const Index places = analysis::placesOf(output);
        for (int point = 0; point < points; ++point)
            for (Index place = 0; place < places; ++place)
                slope.column(point)[analysis::indexOf(output, reference.unit, place)] = 1.0f / static_cast<float>(places);
        const core::ConstView gradient = network.backward();
        for (int point = 0; point < points; ++point) {
            double difference = 0, norm = 0;
            for (Index i = 0; i < features; ++i) {
                const double shouldBe = reference.slopes[static_cast<std::size_t>(point)].gradient[static_cast<std::size_t>(i)],
                             error = static_cast<double>(gradient.column(point)[i]) - shouldBe;
                difference += error * error;
                norm += shouldBe * shouldBe;
            }
            QVERIFY(norm > 0);
            QVERIFY2(std::sqrt(difference / norm) < 5e-6, qPrintable(QString("%1 of %2").arg(std::sqrt(difference)).arg(std::sqrt(norm))));
        }
    }

    void ascentsAreThoseOfPyTorch_data() { everyTorchUnit(); }
    void ascentsAreThoseOfPyTorch() {
        QFETCH(std::size_t, index);
        const TorchUnit reference = readTorchUnits()[index];
        const Bench bench(reference);
        QVERIFY(bench.plan);
        const Index features = reference.sample.size();
        plan::InputGradient network(bench.plan, bench.parameters.data(), bench.state.data(), reference.layer, 3);
        for (const TorchAscent &expected : reference.ascents) {
            const auto found = analysis::exciteMost(network, reference.sample, bench.outputOf(reference.layer), reference.unit,
                                                    boundsBy(features, expected.radius), {sampleBy(features, 4), sampleBy(features, 5)}, expected.options);
            QVERIFY(found);
            double difference = 0;
            for (std::size_t i = 0; i < found->input.size(); ++i)
                difference += std::pow(static_cast<double>(found->input[i]) - expected.input[i], 2);
            QVERIFY2(std::sqrt(difference) < 3e-6 * expected.radius,
                     qPrintable(QString("%1 steps: %2").arg(expected.options.steps).arg(std::sqrt(difference) / expected.radius)));
            QVERIFY2(std::abs(found->activation - expected.value) < 2e-6 * (1 + std::abs(expected.value)),
                     qPrintable(QString("%1 steps: %2 for %3").arg(expected.options.steps).arg(found->activation).arg(expected.value)));
        }
    }
};

QTEST_APPLESS_MAIN(TorchExcitingInputsTest)
#include "torch_exciting_inputs_test.moc"
