// PyTorch as the oracle for each kind of layer: the same stack, first parameters and data must be at the same parameters after 1 and after
// 20 steps, and evaluate to the same loss (tests/data/make_torch_layers.py).
#include <QTest>

#include <cmath>
#include <set>

#include "engine/spec/json.h"
#include "engine/training/catalogue.h"
#include "engine/training/stepper.h"
#include "tests/support/torch_layers.h"

using namespace hourglass;
using namespace hourglass::tests;

namespace {

/// Kinds whose numbers are drawn: PyTorch draws others. Their arithmetic is held to differences in layers_test.
const std::set<std::string> drawn{"dropout", "spatial_dropout", "gaussian_noise", "variational", "mmd"};

} // namespace

class TorchLayersTest : public QObject {
    Q_OBJECT

private slots:
    void hasEveryKind() {
        std::set<std::string> kinds = drawn;
        for (const TorchLayers &reference : readTorchLayers()) {
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
        const std::vector<TorchLayers> references = readTorchLayers();
        QVERIFY(references.size() >= 56);
        for (std::size_t index = 0; index < references.size(); ++index)
            QTest::addRow("%zu, %d steps", index / 2, references[index].steps) << index;
    }
    void isWherePyTorchIs() {
        QFETCH(std::size_t, index);
        const TorchLayers reference = readTorchLayers()[index];
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
