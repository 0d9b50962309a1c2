// PyTorch as the oracle for each kind of layer: the same stack, first parameters and data must be at the same parameters after 1 and after
// 20 steps, and evaluate to the same loss (tests/data/make_torch_layers.py).
#include <QTest>

#include <cmath>
#include <fstream>
#include <set>
#include <sstream>

#include "engine/spec/json.h"
#include "engine/training/catalogue.h"
#include "engine/training/stepper.h"
#include "tests/support/stacks.h"

using namespace hourglass;
using namespace hourglass::tests;

namespace {

constexpr Index samples = 11;

/// Kinds whose numbers are drawn: PyTorch draws others. Their arithmetic is held to differences in layers_test.
const std::set<std::string> drawn{"dropout", "spatial_dropout", "gaussian_noise", "variational", "mmd"};

struct Reference {
    std::string spec;
    Index features = 0;
    int steps = 0;
    std::vector<double> values;
};

std::vector<Reference> readReferences() {
    std::ifstream file(HOURGLASS_SOURCE_DIR "/tests/data/torch_layers.txt");
    std::vector<Reference> references;
    for (std::string spec, numbers; std::getline(file, spec) && std::getline(file, numbers);) {
        std::istringstream line(numbers);
        Reference reference{spec, 0, 0, {}};
        std::size_t count = 0;
        line >> reference.features >> reference.steps >> count;
        reference.values.resize(count);
        for (double &value : reference.values)
            line >> value;
        if (line.fail())
            return {};
        references.push_back(std::move(reference));
    }
    return references;
}

std::shared_ptr<const data::Dataset> formulaData(Index features) {
    auto dataset = std::make_shared<data::Dataset>(*smoothData({samples, features, 0, 1}));
    for (Index s = 0; s < samples; ++s)
        for (Index f = 0; f < features; ++f)
            dataset->train.floats[static_cast<std::size_t>(s * features + f)] = static_cast<float>(
                0.5 + 0.45 * std::sin(0.9 * static_cast<double>(s) + 1.7 * static_cast<double>(f) + 0.05 * static_cast<double>(s * f)));
    return dataset;
}

/// Calls work(place in the flat array, first value) for each parameter in the order of files.
template <class Work>
void forEachParameter(const plan::Plan &plan, Work work) {
    int number = 0;
    for (const plan::PlacedLayer &placed : plan.layers()) {
        Index at = placed.parameters;
        for (const layers::Tensor &tensor : placed.traits().parameters) {
            const bool isFlat = tensor.shape.size() == 1, isScale = isFlat && tensor.name == "weight";
            for (Index i = 0; i < tensor.size(); ++i)
                work(at + i, (isScale ? 1.0 : 0.0) + (isFlat ? 0.2 : 0.6) * std::sin(1.3 * static_cast<double>(i) + 0.7 * number + 0.1));
            at += core::padded(tensor.size());
            ++number;
        }
    }
}

} // namespace

class TorchLayersTest : public QObject {
    Q_OBJECT

private slots:
    void hasEveryKind() {
        std::set<std::string> kinds = drawn;
        for (const Reference &reference : readReferences()) {
            const auto spec = spec::readSpec(reference.spec, training::catalogue(), "reference");
            QVERIFY2(bool(spec), spec ? "" : spec.error().sentence().c_str());
            for (const spec::LayerSpec &layer : spec->model.layers)
                kinds.insert(layer.kind);
        }
        for (const spec::Kind &kind : training::catalogue().layers)
            QVERIFY2(kinds.count(kind.key), kind.key.c_str());
    }

    void isWherePyTorchIs_data() {
        QTest::addColumn<std::size_t>("index");
        const std::vector<Reference> references = readReferences();
        QVERIFY(references.size() >= 56);
        for (std::size_t index = 0; index < references.size(); ++index)
            QTest::addRow("%zu, %d steps", index / 2, references[index].steps) << index;
    }
    void isWherePyTorchIs() {
        QFETCH(std::size_t, index);
        const Reference reference = readReferences()[index];
        const auto spec = spec::readSpec(reference.spec, training::catalogue(), "reference");
        QVERIFY2(bool(spec), spec ? "" : spec.error().sentence().c_str());
        const auto dataset = formulaData(reference.features);
        const auto plan = plan::compile(spec->model, dataset->shape);
        QVERIFY2(bool(plan), plan ? "" : plan.error().sentence().c_str());
        training::Stepper stepper(*plan, dataset);
        QVERIFY(bool(stepper.configure(spec->training)));
        stepper.start();
        training::TrainingState state = stepper.state();
        forEachParameter(**plan, [&](Index at, double first) { state.parameters[at] = static_cast<float>(first); });
        stepper.restore(state);
        for (int step = 0; step < reference.steps; ++step)
            stepper.step();
        double difference = 0, norm = 0, way = 0;
        std::size_t number = 0;
        forEachParameter(**plan, [&](Index at, double first) {
            const double shouldBe = reference.values.at(number++), error = static_cast<double>(stepper.currentParameters()[at]) - shouldBe;
            difference += error * error;
            norm += shouldBe * shouldBe;
            way += (shouldBe - first) * (shouldBe - first);
        });
        QCOMPARE(number + 1, reference.values.size());
        QVERIFY2(std::sqrt(difference / norm) < 1e-4, qPrintable(QString::number(std::sqrt(difference / norm))));
        QVERIFY2(std::sqrt(difference / way) < 1e-3, qPrintable(QString::number(std::sqrt(difference / way))));
        const double loss = stepper.evaluate(dataset->train);
        QVERIFY2(std::abs(loss / reference.values.back() - 1) < 1e-4, qPrintable(QString::number(loss)));
    }
};

QTEST_APPLESS_MAIN(TorchLayersTest)
#include "torch_layers_test.moc"
