// Scripts that train elsewhere: what they are made of, and what their text must name. tests/run.sh --interop runs them.
#include <QTest>

#include "engine/core/floating_point.h"
#include "engine/exporters/lesson.h"
#include "engine/exporters/pytorch.h"
#include "tests/support/graph_stacks.h"

using namespace hourglass;
using namespace hourglass::tests;
using plan::StackPart;

namespace {

data::Dataset someDataset(const core::Shape &shape) {
    data::Dataset dataset;
    dataset.title = "Samples by \"lot\" \\";
    dataset.shape = shape;
    dataset.train.samples = 40;
    dataset.train.features = shape.size();
    dataset.train.floats.assign(static_cast<std::size_t>(40 * shape.size()), 0.5f);
    return dataset;
}

exporters::Lesson lessonOf(const FilledPlan &filled, const data::Dataset &dataset, const spec::TrainingSpec &training = {}) {
    exporters::Order order{
        .subject = {filled.plan, filled.parameters.data(), filled.state.data()}, .dataset = &dataset, .scaling = {"unit", {}}, .title = "Mine", .version = "1"};
    order.training = training;
    auto lesson = exporters::lessonOf(order);
    lesson->weightsFile = "mine.weights.safetensors";
    lesson->samplesFile = "mine.samples.npy";
    return *lesson;
}

std::string scriptOf(const spec::ModelSpec &model, const core::Shape &shape, const spec::TrainingSpec &training = {}) {
    const FilledPlan filled(*plan::compile(model, shape), 1);
    exporters::Lesson lesson = lessonOf(filled, someDataset(shape), training);
    const std::vector<std::string> own = exporters::pytorchRemarks(lesson);
    lesson.remarks.insert(lesson.remarks.end(), own.begin(), own.end());
    return exporters::pytorchOf(lesson);
}

bool names(const std::string &text, const std::string &part) {
    return text.find(part) != std::string::npos;
}

} // namespace

class ScriptTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { core::setFloatingPointMode(); }

    /// What is done in training alone changes nothing in evaluation.
    void aGraphToTrainOnGivesTheSameNumbers() {
        int withTraining = 0;
        for (std::uint64_t seed = 1; seed <= 150; ++seed) {
            const auto plan = randomPlan(seed);
            if (!plan)
                continue;
            const FilledPlan filled(plan, seed);
            const auto evaluated = filled.lowered(StackPart::Whole),
                       trained = plan::lowered(*plan, filled.parameters.data(), filled.state.data(), StackPart::Whole, plan::Purpose::Training);
            QVERIFY(evaluated && trained);
            const std::vector<float> sample = someSamples(plan->features(), 1, seed);
            QVERIFY2(differenceOf(graph::run(*trained, sample.data()).front(), graph::run(*evaluated, sample.data()).front()) <= 1e-12,
                     std::to_string(seed).c_str());
            const auto isOfTraining = [](const graph::Node &node) { return std::holds_alternative<graph::InTraining>(node.operation); };
            QVERIFY(std::none_of(evaluated->nodes.begin(), evaluated->nodes.end(), isOfTraining));
            withTraining += std::any_of(trained->nodes.begin(), trained->nodes.end(), isOfTraining);
        }
        QVERIFY2(withTraining >= 20, std::to_string(withTraining).c_str());
    }

    /// So that weights find their places both ways.
    void everyLayerWithTensorsHasAModuleOfItsNumber() {
        for (std::uint64_t seed = 1; seed <= 150; ++seed) {
            const auto plan = randomPlan(seed);
            if (!plan)
                continue;
            const FilledPlan filled(plan, seed);
            const std::string text = exporters::pytorchOf(lessonOf(filled, someDataset(plan->input())));
            for (std::size_t layer = 0; layer < plan->layers().size(); ++layer) {
                const bool hasTensors = !plan->layers()[layer].traits().parameters.empty();
                const std::string key = "            \"" + std::to_string(layer) + "\": ";
                QVERIFY2(names(text, key) == hasTensors, (std::to_string(seed) + ": " + key).c_str());
            }
            for (const auto &[open, close] : {std::pair('(', ')'), std::pair('[', ']'), std::pair('{', '}')})
                QCOMPARE(std::count(text.begin(), text.end(), open), std::count(text.begin(), text.end(), close));
        }
    }

    void theSettingsAreThoseOfTheTraining() {
        spec::TrainingSpec training;
        training.optimiser = {"nadam", {{"rate", 0.004}}};
        training.schedule = {"exponential", {{"factor", 0.75}, {"warm_up", 2.5}}};
        training.loss = {"binary_cross_entropy", {{"reduction", std::string("sum")}}};
        training.penalties = {{"l1_activity", {{"weight", 0.125}}}};
        training.gradient.clipNorm = 3;
        training.seed = 17;
        const std::string text = scriptOf({{dense(3, "relu"), output("sigmoid")}, 0}, core::Shape(6), training);
        for (const char *part :
             {"RATE = 0.004\n", "torch.optim.NAdam(parameters, lr=RATE, betas=(0.9, 0.999), eps=1e-08, momentum_decay=0.004)", "0.75 ** done", "done / 2.5",
              "SEED = 17\n", "F.binary_cross_entropy_with_logits(output, target, reduction=\"none\").sum() / len(target)", "0.125 * code.abs()",
              "clip_grad_norm_(model.parameters(), 3)"})
            QVERIFY2(names(text, part), part);
        QVERIFY(!names(text, "clip_grad_value_") && !names(text, "averaged[name]"));
    }

    void whatAnotherProgramDoesOtherwiseIsSaid() {
        const core::Shape shape(6);
        const std::string plain = scriptOf({{dense(3, "relu"), output("sigmoid")}, 0}, shape);
        QVERIFY(!names(plain, "another generator") && !names(plain, "looks across samples"));
        spec::TrainingSpec training;
        training.stop = {{"no_improvement", {}}};
        training.penalties = {{"orthogonality", {}}};
        const std::string text = scriptOf({{dense(3, "relu"), {"dropout", {}}, output("sigmoid")}, 0}, shape, training);
        QVERIFY(names(text, "another generator") && names(text, "looks across samples") &&
                names(text, "rules that end a training are not repeated (no_improvement)"));
    }

    void aTableSaysWhichColumnsItTakes() {
        const FilledPlan filled(*plan::compile({{dense(3, "relu"), output("sigmoid")}, 0}, core::Shape(2)), 1);
        data::Dataset dataset = someDataset(core::Shape(2));
        dataset.featureNames = {"height", "a \"quoted\" one"};
        QVERIFY(names(exporters::pytorchOf(lessonOf(filled, dataset)), "COLUMNS = [\"height\", \"a \\\"quoted\\\" one\"]"));
        dataset.featureKinds = {data::FeatureKind::Number, data::FeatureKind::Category};
        QVERIFY(names(exporters::pytorchOf(lessonOf(filled, dataset)), "COLUMNS = None"));
    }

    /// A name of the data must not end the text that it stands in.
    void aNameEndsNoText() {
        const std::string text = scriptOf({{dense(3, "relu"), output("sigmoid")}, 0}, core::Shape(6));
        QVERIFY(names(text, "Data: Samples by 'lot' '."));
    }
};

QTEST_GUILESS_MAIN(ScriptTest)
#include "script_test.moc"
