// Every layer's operations, run by their definitions, give what the layer gives; `engine_graph agrees:"seed 17"` repeats a stack.
// graph_long_test.cpp draws more.
#include <QTest>

#include "engine/core/floating_point.h"
#include "tests/support/batch_norm_layer.h"
#include "tests/support/graph_stacks.h"

using namespace hourglass;
using namespace hourglass::tests;
using plan::StackPart;

class GraphTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { core::setFloatingPointMode(); }

    void agrees_data() { addSeeds(1, 400); }
    void agrees() {
        QFETCH(quint64, seed);
        const QString fault = faultOfGraph(seed);
        QVERIFY2(fault.isEmpty(), qPrintable(fault));
    }

    void closeCallsAreFew() {
        int calls = 0, sparse = 0;
        for (std::uint64_t seed = 1; seed <= 400; ++seed)
            if (const auto plan = randomPlan(seed)) {
                const FilledPlan filled(plan, seed);
                const auto graph = filled.lowered(StackPart::Whole);
                QVERIFY(graph);
                sparse += std::any_of(graph->nodes.begin(), graph->nodes.end(),
                                      [](const graph::Node &node) { return std::holds_alternative<graph::KeepLargest>(node.operation); });
                calls += isCloseCall(*graph, someSamples(graph->shapeOf(graph->input).size(), 3, seed), 3);
            }
        QVERIFY2(calls > 0 && 4 * calls < sparse, qPrintable(QString("%1 of %2").arg(calls).arg(sparse)));
    }

    void everyKindOfLayerTakesPart() {
        std::map<std::string, int> counts;
        for (std::uint64_t seed = 1; seed <= 400; ++seed)
            if (const auto plan = randomPlan(seed))
                for (const spec::LayerSpec &layer : plan->model().layers)
                    ++counts[layer.kind];
        for (const layers::Row &row : layers::registry())
            QVERIFY2(counts[row.kind.key] >= 10, row.kind.key.c_str());
    }

    void namesItsOutputs() {
        const auto plan = plan::compile({{dense(3, "relu"), output("sigmoid")}, 0}, core::Shape(2, 4, 5));
        const FilledPlan filled(*plan, 1);
        const auto whole = filled.lowered(StackPart::Whole), encoder = filled.lowered(StackPart::Encoder), decoder = filled.lowered(StackPart::Decoder);
        QCOMPARE(whole->inputName, std::string("input"));
        QCOMPARE(decoder->inputName, std::string("code"));
        QCOMPARE(whole->outputs.size(), std::size_t{2});
        QCOMPARE(whole->outputs[1].name, std::string("logits"));
        QVERIFY(whole->shapeOf(whole->outputs[0].value) == core::Shape(2, 4, 5) && whole->shapeOf(whole->outputs[1].value) == core::Shape(2, 4, 5));
        QCOMPARE(encoder->outputs.size(), std::size_t{1});
        QCOMPARE(encoder->outputs[0].name, std::string("code"));
        QCOMPARE(decoder->constants.front().name, std::string("layers.1.weight"));
        const auto sigmoid = graph::run(*whole, someSamples(40, 1, 1).data());
        for (std::size_t i = 0; i < 40; ++i)
            QVERIFY(std::abs(sigmoid[0][i] - 1 / (1 + std::exp(-sigmoid[1][i]))) < 1e-12);
    }

    void softmaxLeavesItsLogits() {
        const auto plan = plan::compile({{dense(3, "relu"), output("softmax")}, 0}, core::Shape(2, 3, 2));
        const FilledPlan filled(*plan, 1);
        const auto outputs = graph::run(*filled.lowered(StackPart::Whole), someSamples(12, 1, 1).data());
        QCOMPARE(outputs.size(), std::size_t{2});
        double sum = 0, sumOfLogits = 0;
        for (std::size_t i = 0; i < 12; ++i) {
            sum += outputs[0][i];
            sumOfLogits += std::exp(outputs[1][i]);
        }
        QVERIFY(std::abs(sum - 1) < 1e-12 && std::abs(outputs[0][5] - std::exp(outputs[1][5]) / sumOfLogits) < 1e-12);
    }

    void aTiedLayerSharesItsWeights() {
        const auto plan = plan::compile({{dense(3, "tanh"), {"tied", {{"to", Index{0}}}}}, 0}, core::Shape(6));
        const FilledPlan filled(*plan, 1);
        QCOMPARE(filled.lowered(StackPart::Whole)->constants.size(), std::size_t{3});
        QCOMPARE(filled.lowered(StackPart::Decoder)->constants.front().name, std::string("layers.0.weight"));
    }

    void withoutALayerBehindTheCodeThereIsNoDecoder() {
        const auto plan = plan::compile({{output("identity")}, 0}, core::Shape(6));
        const auto graph = FilledPlan(*plan, 1).lowered(StackPart::Decoder);
        QVERIFY(!graph && graph.error().sentence().find("no decoder") != std::string::npos);
    }

    void aLayerWithoutOperationsIsNamed() {
        std::vector<layers::Row> kinds = layers::registry();
        kinds.push_back(batchNormRow());
        const auto plan = plan::compile({{dense(4, "tanh"), {batchNormRow().kind.key, {}}, output()}, 0}, core::Shape(6), kinds);
        QVERIFY(plan);
        const auto graph = FilledPlan(*plan, 1).lowered(StackPart::Whole);
        QVERIFY(!graph && graph.error().layer == 1);
    }
};

QTEST_APPLESS_MAIN(GraphTest)
#include "graph_test.moc"
