// What is written as ONNX, read back: its versions, its shapes, and, run by the words of ONNX's documents, the network's numbers.
// tests/run.sh --interop asks onnxruntime the same.
#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <set>

#include "engine/core/floating_point.h"
#include "engine/exporters/model.h"
#include "tests/support/graph_stacks.h"
#include "tests/support/onnx_interpreter.h"

using namespace hourglass;
using namespace hourglass::tests;
using plan::StackPart;

namespace {

constexpr Index samples = 2;

const exporters::Row &onnxRow() {
    return exporters::formats().front();
}

exporters::Subject subjectOf(const FilledPlan &filled) {
    return {filled.plan, filled.parameters.data(), filled.state.data()};
}

onnx::ModelProto written(const FilledPlan &filled, StackPart part, exporters::Model *made = nullptr) {
    auto model = exporters::modelOf(subjectOf(filled), part, onnxRow());
    model->facts = {{"hourglass.input", "Bytes divided by 255."}};
    onnx::ModelProto proto;
    proto.ParseFromString(*onnxRow().make(*model));
    if (made)
        *made = std::move(*model);
    return proto;
}

/// Without the batch.
std::vector<Index> extentsOf(const onnx::ValueInfoProto &value) {
    std::vector<Index> extents;
    for (const auto &dimension : value.type().tensor_type().shape().dim())
        if (dimension.has_dim_value())
            extents.push_back(dimension.dim_value());
    return extents;
}

/// Empty, or what is wrong with the file of this part.
QString faultOf(const FilledPlan &filled, StackPart part, std::uint64_t seed) {
    exporters::Model model;
    const onnx::ModelProto proto = written(filled, part, &model);
    const graph::Graph &graph = model.parts.front();
    if (proto.graph().input_size() != 1 || static_cast<std::size_t>(proto.graph().output_size()) != graph.outputs.size())
        return "inputs or outputs";
    std::set<std::string> names;
    for (const onnx::NodeProto &node : proto.graph().node())
        for (const std::string &output : node.output())
            if (!output.empty() && !names.insert(output).second)
                return "two values are called " + QString::fromStdString(output);
    const core::Shape &shape = graph.shapeOf(graph.input);
    const std::vector<float> numbers = someSamples(shape.size(), samples, seed);
    if (isCloseCall(graph, numbers, samples))
        return {};
    OnnxInterpreter::Tensor input{{samples}, std::vector<double>(numbers.begin(), numbers.end())};
    for (const Index extent : extentsOf(proto.graph().input(0)))
        input.extents.push_back(extent);
    try {
        const auto outputs = OnnxInterpreter(proto).run(input);
        for (const onnx::ValueInfoProto &output : proto.graph().output()) {
            const OnnxInterpreter::Tensor &given = outputs.at(output.name());
            if (extentsOf(output) != std::vector<Index>(given.extents.begin() + 1, given.extents.end()) || given.at(0) != samples)
                return QString::fromStdString(output.name()) + " has another shape than it says";
            const bool isLogits = output.name() == "logits";
            if (isLogits && (part != StackPart::Whole || !filled.plan->layers().back().traits().leavesLogits))
                continue;
            if (const double difference = differenceOf(given.numbers, networkOutput(filled, part, numbers, samples, isLogits)); !(difference <= 1e-5))
                return QString("%1 differs by %2").arg(QString::fromStdString(output.name())).arg(difference);
        }
    } catch (const std::exception &error) { // of the interpreter above
        return error.what();
    }
    return {};
}

QString faultOf(const FilledPlan &filled, std::uint64_t seed) {
    for (const StackPart part : stackParts)
        if (part != StackPart::Decoder || hasDecoder(*filled.plan))
            if (const QString fault = faultOf(filled, part, seed); !fault.isEmpty())
                return QString("part %1: ").arg(static_cast<int>(part)) + fault;
    return {};
}

} // namespace

class OnnxTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { core::setFloatingPointMode(); }

    void presetsAgree_data() {
        QTest::addColumn<int>("unused");
        for (const spec::Preset &preset : spec::presets())
            QTest::newRow(preset.key.c_str()) << 0;
    }
    void presetsAgree() {
        const FilledPlan filled(presetPlan(*spec::findPreset(QTest::currentDataTag())), 1);
        const QString fault = faultOf(filled, 1);
        QVERIFY2(fault.isEmpty(), qPrintable(fault));
    }

    /// With 177, 233 and 274 transposed convolutions add rows that their stride does not explain.
    void stacksByLotAgree_data() { addSeeds(1, 300); }
    void stacksByLotAgree() {
        QFETCH(quint64, seed);
        if (const auto plan = randomPlan(seed)) {
            const QString fault = faultOf(FilledPlan(plan, seed), seed);
            QVERIFY2(fault.isEmpty(), qPrintable(fault));
        }
    }

    void saysItsVersionsAndWhatGoesInAndOut() {
        const FilledPlan filled(*plan::compile({{dense(3, "relu"), output("sigmoid")}, 0}, core::Shape(2, 4, 5)), 1);
        const onnx::ModelProto proto = written(filled, StackPart::Whole);
        QCOMPARE(proto.ir_version(), std::int64_t{10});
        QCOMPARE(proto.opset_import_size(), 1);
        QCOMPARE(proto.opset_import(0).version(), std::int64_t{20});
        QCOMPARE(proto.graph().input(0).name(), std::string("input"));
        QCOMPARE(proto.graph().input(0).type().tensor_type().shape().dim(0).dim_param(), std::string("batch"));
        QCOMPARE(extentsOf(proto.graph().input(0)), (std::vector<Index>{2, 4, 5}));
        QCOMPARE(proto.graph().output_size(), 2);
        QCOMPARE(proto.graph().output(0).name(), std::string("reconstruction"));
        QCOMPARE(proto.graph().output(1).name(), std::string("logits"));
        QCOMPARE(proto.metadata_props_size(), 1);
        QCOMPARE(proto.metadata_props(0).value(), std::string("Bytes divided by 255."));
        QCOMPARE(written(filled, StackPart::Encoder).graph().output(0).name(), std::string("code"));
        QCOMPARE(written(filled, StackPart::Decoder).graph().input(0).name(), std::string("code"));
    }

    /// An encoder of a layer that does nothing but in training.
    void whatGivesItsInputOnHasAnOutputOfItsOwn() {
        const FilledPlan filled(*plan::compile({{spec::LayerSpec{"dropout", {}}, output("identity")}, 0}, core::Shape(6)), 1);
        const QString fault = faultOf(filled, 1);
        QVERIFY2(fault.isEmpty(), qPrintable(fault));
    }

    void isWrittenWholeOrNotAtAll() {
        const FilledPlan filled(*plan::compile({{output("identity")}, 0}, core::Shape(6)), 1);
        const QTemporaryDir folder;
        const auto model = exporters::modelOf(subjectOf(filled), StackPart::Whole, onnxRow());
        const auto error = exporters::write(onnxRow(), *model, folder.filePath("none/model.onnx").toStdString());
        QVERIFY(error && error->sentence().find("none/model.onnx") != std::string::npos);
        QVERIFY(QDir(folder.path()).isEmpty());
        const std::string path = folder.filePath("model.onnx").toStdString();
        QVERIFY(!exporters::write(onnxRow(), *model, path));
        std::ifstream file(path, std::ios::binary);
        onnx::ModelProto proto;
        QVERIFY(proto.ParseFromIstream(&file) && proto.graph().node_size() > 0);
        QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot), QStringList("model.onnx"));
    }
};

QTEST_APPLESS_MAIN(OnnxTest)
#include "onnx_test.moc"
