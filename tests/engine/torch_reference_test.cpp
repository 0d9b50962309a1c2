// PyTorch as the oracle: the same stack, weights and data must be at the same parameters after 1 and after 20 steps
// (tests/data/make_torch_reference.py).
#include <QTest>

#include <algorithm>
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

constexpr Index widths[] = {7, 5, 3, 5, 7};
constexpr int layerCount = 4;
constexpr Index samples = 11;

struct Reference {
    std::string activation, loss, reduction, optimiser, assignments;
    int steps = 0;
    std::vector<double> parameters;
};

std::vector<Reference> readReferences() {
    std::ifstream file(HOURGLASS_SOURCE_DIR "/tests/data/torch_reference.txt");
    std::vector<Reference> references;
    for (std::string text; std::getline(file, text);) {
        std::istringstream line(text);
        Reference reference;
        std::size_t count = 0;
        line >> reference.activation >> reference.loss >> reference.reduction >> reference.optimiser >> reference.assignments >> reference.steps >> count;
        reference.parameters.resize(count);
        for (double &value : reference.parameters)
            line >> value;
        if (line.fail())
            return {};
        references.push_back(std::move(reference));
    }
    return references;
}

std::vector<double> initialParameters() {
    std::vector<double> values;
    for (int layer = 0; layer < layerCount; ++layer) {
        for (Index i = 0; i < widths[layer] * widths[layer + 1]; ++i)
            values.push_back(0.6 * std::sin(1.3 * static_cast<double>(i) + 0.7 * layer + 0.1));
        for (Index i = 0; i < widths[layer + 1]; ++i)
            values.push_back(0.1 * std::cos(2.1 * static_cast<double>(i) + layer));
    }
    return values;
}

std::shared_ptr<const data::Dataset> formulaData() {
    auto dataset = std::make_shared<data::Dataset>(*smoothData({samples, widths[0], 0, 1}));
    for (Index s = 0; s < samples; ++s)
        for (Index f = 0; f < widths[0]; ++f)
            dataset->train.floats[static_cast<std::size_t>(s * widths[0] + f)] =
                static_cast<float>(0.5 + 0.45 * std::sin(0.9 * static_cast<double>(s) + 1.7 * static_cast<double>(f) + 0.05 * static_cast<double>(s * f)));
    return dataset;
}

/// An error stops the test: the file names something that is not there.
core::Result<spec::TrainingSpec> settingsOf(const Reference &reference) {
    spec::Spec spec;
    spec.model.layers = {output()};
    spec.training = settings(reference.loss.c_str(), reference.optimiser.c_str(), samples, 100);
    if (reference.loss != "cosine")
        spec.training.loss.values["reduction"] = reference.reduction;
    std::istringstream words(reference.assignments);
    for (std::string word; std::getline(words, word, ';');) {
        const auto with = spec::withSetting(spec, word, training::catalogue());
        if (!with)
            return with.error();
        spec = *with;
    }
    return spec.training;
}

/// Copies between the oracle's order and the plan's flat array, in which every tensor starts at a multiple of 16.
template <class Work>
void forEachParameter(const plan::Plan &plan, Work work) {
    std::size_t number = 0;
    for (const plan::PlacedLayer &placed : plan.layers()) {
        Index at = placed.parameters;
        for (const layers::Tensor &tensor : placed.traits().parameters) {
            for (Index i = 0; i < tensor.size(); ++i)
                work(number++, at + i);
            at += core::padded(tensor.size());
        }
    }
}

} // namespace

class TorchReferenceTest : public QObject {
    Q_OBJECT

private slots:
    void namesEveryLossOptimiserAndActivation() {
        std::set<std::string> named;
        for (const Reference &reference : readReferences())
            named.insert({reference.activation, reference.loss, reference.optimiser, reference.reduction});
        const auto isScheduled = [](const std::string &key) {
            const std::vector<Reference> all = readReferences();
            return std::any_of(all.begin(), all.end(),
                               [&](const Reference &reference) { return reference.assignments.find("training.schedule.kind=" + key) != std::string::npos; });
        };
        const auto isNamed = [&](const std::string &key) { return named.count(key) == 1; };
        for (const spec::Kind &kind : training::catalogue().losses) // two look at whole samples, of shapes of their own: see torch_losses_test
            QVERIFY2(isNamed(kind.key) || kind.key == "structural_similarity" || kind.key == "categorical_cross_entropy", kind.key.c_str());
        for (const spec::Kind &kind : training::catalogue().optimisers) // L-BFGS searches along lines in its own way: see lbfgs_test
            QVERIFY2(isNamed(kind.key) || kind.key == "lbfgs", kind.key.c_str());
        for (const spec::Kind &kind :
             training::catalogue().schedules) // one cycle has no twin there that counts as we do, plateau needs a validation part: see schedule_test
            QVERIFY2(kind.key == "one_cycle" || kind.key == "plateau" || isScheduled(kind.key), kind.key.c_str());
        for (const spec::Choice &choice : training::catalogue().layers[0].find("activation")->choices)
            if (choice.key != "softmax") // in torch_layers_test: it is no map of single numbers
                QVERIFY2(isNamed(choice.key), choice.key.c_str());
        QVERIFY(isNamed("mean") && isNamed("sum"));
    }

    void isWherePyTorchIs_data() {
        QTest::addColumn<std::size_t>("index");
        const std::vector<Reference> references = readReferences();
        QVERIFY(references.size() > 30);
        for (std::size_t index = 0; index < references.size(); ++index)
            QTest::addRow("%s, %s, %s, %s, %s, %d steps", references[index].activation.c_str(), references[index].loss.c_str(),
                          references[index].reduction.c_str(), references[index].optimiser.c_str(), references[index].assignments.c_str(),
                          references[index].steps)
                << index;
    }
    void isWherePyTorchIs() {
        QFETCH(std::size_t, index);
        const Reference reference = readReferences()[index];
        const char *activation = reference.activation.c_str();
        const auto plan = plan::compile({{dense(widths[1], activation), dense(widths[2], activation), dense(widths[3], activation), output()}, 1, false},
                                        core::Shape(widths[0]));
        QVERIFY(bool(plan));
        training::Stepper stepper(*plan, formulaData());
        const auto wanted = settingsOf(reference);
        QVERIFY2(bool(wanted), wanted ? "" : wanted.error().sentence().c_str());
        QVERIFY(bool(stepper.configure(*wanted)));
        stepper.start();
        training::TrainingState state = stepper.state();
        const std::vector<double> initial = initialParameters();
        QCOMPARE(initial.size(), reference.parameters.size());
        forEachParameter(**plan, [&](std::size_t number, Index at) { state.parameters[at] = static_cast<float>(initial[number]); });
        stepper.restore(state);
        for (int step = 0; step < reference.steps; ++step)
            stepper.step();
        double difference = 0, norm = 0, way = 0;
        forEachParameter(**plan, [&](std::size_t number, Index at) {
            const double shouldBe = reference.parameters[number], error = static_cast<double>(stepper.currentParameters()[at]) - shouldBe;
            difference += error * error;
            norm += shouldBe * shouldBe;
            way += (shouldBe - initial[number]) * (shouldBe - initial[number]);
        });
        const double relative = std::sqrt(difference / norm), ofTheWay = std::sqrt(difference / way);
        QVERIFY2(relative < 1e-4, qPrintable(QString("relative difference %1").arg(relative)));
        // Parameters barely move in one step: what they moved must agree, too.
        QVERIFY2(ofTheWay < 1e-3, qPrintable(QString("difference %1 of the way").arg(ofTheWay)));
    }
};

QTEST_APPLESS_MAIN(TorchReferenceTest)
#include "torch_reference_test.moc"
