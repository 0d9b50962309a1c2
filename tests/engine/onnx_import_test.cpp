// Models in ONNX that come in: those that we wrote, those that PyTorch and Keras wrote (tests/data/make_onnx_models.py), and files that are none.
#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <iterator>
#include <numeric>

#include <onnx/onnx_pb.h>

#include "engine/core/floating_point.h"
#include "engine/exporters/model.h"
#include "engine/files/safetensors.h"
#include "engine/importers/importer.h"
#include "tests/support/graph_stacks.h"
#include "tests/support/imported_models.h"

using namespace hourglass;
using namespace hourglass::tests;
using plan::StackPart;

namespace {

constexpr Index samples = 3;

const QString models = QStringLiteral(HOURGLASS_SOURCE_DIR "/tests/data/models/");

std::string bytesOf(const QString &path) {
    std::ifstream file(path.toStdString(), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void write(const QString &path, const std::string &bytes) {
    std::ofstream(path.toStdString(), std::ios::binary) << bytes;
}

/// Empty, or how what comes back differs from what left.
QString faultOfRoundTrip(const FilledPlan &filled, std::uint64_t seed, importers::Imported *taken = nullptr) {
    const exporters::Row &format = exporters::formats().front();
    auto model = exporters::modelOf({filled.plan, filled.parameters.data(), filled.state.data()}, StackPart::Whole, format);
    model->facts = {{"hourglass.code", "layers." + std::to_string(filled.plan->codeLayer())}};
    const QTemporaryDir folder;
    const std::string path = folder.filePath("model.onnx").toStdString();
    const auto bytes = format.make(*model);
    if (!bytes)
        return QString::fromStdString(bytes.error().sentence());
    write(QString::fromStdString(path), *bytes);
    const auto imported = importers::read(path, {});
    if (!imported)
        return QString::fromStdString(imported.error().sentence());
    if (imported->plan->features() != filled.plan->features())
        return "another number of features";
    const std::vector<float> input = someSamples(filled.plan->features(), samples, seed);
    if (isCloseCall(model->parts.front(), input, samples))
        return {};
    const double difference = differenceOf(outputOf(*imported, input, samples), networkOutput(filled, StackPart::Whole, input, samples));
    if (taken)
        *taken = *imported;
    return difference <= 1e-5 ? QString() : QString("differs by %1").arg(difference);
}

onnx::NodeProto &addNode(onnx::ModelProto &model, const char *operation, const char *name, std::initializer_list<const char *> inputs, const char *output) {
    onnx::NodeProto &node = *model.mutable_graph()->add_node();
    node.set_op_type(operation);
    node.set_name(name);
    for (const char *input : inputs)
        node.add_input(input);
    node.add_output(output);
    return node;
}

onnx::ModelProto withInput(std::initializer_list<Index> extents) {
    onnx::ModelProto model;
    model.set_ir_version(10);
    model.add_opset_import()->set_version(20);
    for (auto *value : {model.mutable_graph()->add_input(), model.mutable_graph()->add_output()}) {
        value->set_name(value == &model.graph().input(0) ? "x" : "y");
        auto &type = *value->mutable_type()->mutable_tensor_type();
        type.set_elem_type(onnx::TensorProto::FLOAT);
        type.mutable_shape()->add_dim()->set_dim_param("n");
        for (const Index extent : extents)
            type.mutable_shape()->add_dim()->set_dim_value(extent);
    }
    return model;
}

onnx::TensorProto &addTensor(onnx::ModelProto &model, const char *name, std::initializer_list<Index> shape) {
    onnx::TensorProto &tensor = *model.mutable_graph()->add_initializer();
    tensor.set_name(name);
    tensor.set_data_type(onnx::TensorProto::FLOAT);
    Index size = 1;
    for (const Index extent : shape) {
        tensor.add_dims(extent);
        size *= extent;
    }
    for (Index i = 0; i < size; ++i)
        tensor.add_float_data(0.25f + static_cast<float>(i));
    return tensor;
}

/// What is said of the model written into a file, or "read".
QString saidOf(const onnx::ModelProto &model, const importers::Wish &wish = {}) {
    const QTemporaryDir folder;
    const QString path = folder.filePath("model.onnx");
    write(path, model.SerializeAsString());
    const auto imported = importers::read(path.toStdString(), wish);
    return imported ? QStringLiteral("read") : QString::fromStdString(imported.error().sentence());
}

} // namespace

class OnnxImportTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { core::setFloatingPointMode(); }

    void presetsComeBack_data() {
        QTest::addColumn<int>("unused");
        for (const spec::Preset &preset : spec::presets())
            QTest::newRow(preset.key.c_str()) << 0;
    }
    void presetsComeBack() {
        const FilledPlan filled(presetPlan(*spec::findPreset(QTest::currentDataTag())), 1);
        importers::Imported imported;
        const QString fault = faultOfRoundTrip(filled, 1, &imported);
        QVERIFY2(fault.isEmpty(), qPrintable(fault));
        QCOMPARE(imported.plan->codeSize(), filled.plan->codeSize());
        QCOMPARE(imported.plan->input(), filled.plan->input());
    }

    /// A few are refused with a sentence: where a layer that leaves no node was all that said which shape a flat row has, and where rows are added
    /// behind a transposed convolution that its stride does not explain. None comes back as another.
    void stacksByLotComeBack() {
        int read = 0, refused = 0;
        for (std::uint64_t seed = 1; seed <= 150; ++seed) {
            const auto plan = randomPlan(seed);
            if (!plan)
                continue;
            const QString fault = faultOfRoundTrip(FilledPlan(plan, seed), seed);
            refused += fault.contains("model.onnx: ") ? 1 : 0;
            ++read;
            QVERIFY2(fault.isEmpty() || fault.contains("model.onnx: "), qPrintable(QString("seed %1: ").arg(seed) + fault));
        }
        QVERIFY2(read > 75 && 20 * refused <= read, qPrintable(QString("%1 of %2 were refused").arg(refused).arg(read)));
    }

    void othersGiveWhatTheyGaveThere_data() {
        QTest::addColumn<Index>("code");
        QTest::addColumn<std::vector<Index>>("shape"); // of a sample there, where it lies in another order
        QTest::addColumn<std::vector<Index>>("order");
        const std::vector<Index> none;
        for (const char *name : {"torch_coded", "torch_coded_13", "torch_lstm", "torch_gru", "torch_lstm_13", "torch_variational"})
            QTest::newRow(name) << Index{2} << none << none;
        QTest::newRow("torch_dense") << Index{4} << none << none;
        for (const char *name : {"torch_convolutional", "torch_convolutional_13", "torch_beside", "keras_dense"})
            QTest::newRow(name) << Index{3} << none << none;
        QTest::newRow("torch_pooled") << Index{8} << none << none;
        QTest::newRow("torch_steps") << Index{3} << std::vector<Index>{2, 8} << std::vector<Index>{1, 0};
        QTest::newRow("keras_convolutional") << Index{3} << std::vector<Index>{8, 8, 3} << std::vector<Index>{2, 0, 1};
        QTest::newRow("keras_pooled") << Index{48} << none << none;
        QTest::newRow("keras_lstm") << Index{2} << none << none;
        QTest::newRow("keras_steps") << Index{3} << none << none;
    }
    void othersGiveWhatTheyGaveThere() {
        QFETCH(Index, code);
        QFETCH(std::vector<Index>, shape);
        QFETCH(std::vector<Index>, order);
        const QString path = models + QTest::currentDataTag();
        const auto imported = importers::read((path + ".onnx").toStdString(), {});
        QVERIFY2(imported, imported ? "" : imported.error().sentence().c_str());
        auto expected = files::SafetensorsFile::open((path + ".expected.safetensors").toStdString());
        QVERIFY(expected);
        std::vector<float> input = numbersOf(*expected, "input"), output = numbersOf(*expected, "output");
        if (!shape.empty()) {
            input = inOurOrder(input, samples, shape, order);
            output = inOurOrder(output, samples, shape, order);
        }
        const double difference = differenceOf(outputOf(*imported, input, samples), output);
        QVERIFY2(difference <= 1e-5, qPrintable(QString("differs by %1").arg(difference)));
        QCOMPARE(imported->plan->codeSize(), code);
    }

    void theCodeIsWhereThePersonSays() {
        const std::string path = (models + "torch_coded.onnx").toStdString();
        const auto imported = importers::read(path, {.code = 0});
        QVERIFY(imported);
        QCOMPARE(imported->plan->codeSize(), Index{9});
        const auto beyond = importers::read(path, {.code = 7});
        QVERIFY(!beyond && beyond.error().sentence().find("layer 8") != std::string::npos);
    }

    void whatIsTakenForGrantedIsSaid() {
        const auto imported = importers::read((models + "torch_beside.onnx").toStdString(), {});
        QVERIFY(imported);
        const std::string all = std::accumulate(imported->remarks.begin(), imported->remarks.end(), std::string());
        QVERIFY2(all.find("layer 2 (Dense, 3)") != std::string::npos, all.c_str());
    }

    /// Names of operators and nodes stand in what is said.
    void whatNoLayerDoesIsNamed_data() {
        QTest::addColumn<QString>("operation");
        QTest::addColumn<QString>("words");
        QTest::newRow("an operator of none") << "Einsum"
                                             << "Einsum \"inner\"";
        QTest::newRow("of all samples") << "ReduceMean"
                                        << "ReduceMean \"inner\"";
        QTest::newRow("to its other half") << "Add"
                                           << "Add \"inner\": the model branches";
        QTest::newRow("Sin") << "Sin"
                             << "the operator Sin";
    }
    void whatNoLayerDoesIsNamed() {
        QFETCH(QString, operation);
        QFETCH(QString, words);
        onnx::ModelProto model = withInput({4});
        addTensor(model, "w", {4, 4});
        addNode(model, "MatMul", "first", {"x", "w"}, "h");
        addNode(model, operation.toStdString().c_str(), "inner", {"h", "x"}, "y");
        const QString said = saidOf(model);
        QVERIFY2(said.contains(words) && said.contains("model.onnx"), qPrintable(said));
    }

    void shapesThatDoNotFitAreSaid() {
        onnx::ModelProto model = withInput({4});
        addTensor(model, "w", {5, 4});
        addNode(model, "MatMul", "first", {"x", "w"}, "y");
        QVERIFY2(saidOf(model).contains("MatMul \"first\": its weights do not fit"), qPrintable(saidOf(model)));
        model = withInput({4});
        addTensor(model, "w", {4, 3});
        addNode(model, "MatMul", "first", {"x", "w"}, "y");
        QVERIFY2(saidOf(model).contains("It gives 3 numbers for 4"), qPrintable(saidOf(model)));
        model = withInput({4});
        addTensor(model, "w", {4, 4}).set_dims(0, Index{1} << 40);
        addNode(model, "MatMul", "first", {"x", "w"}, "y");
        QVERIFY2(saidOf(model).contains("too large"), qPrintable(saidOf(model)));
        model = withInput({4, 0});
        QVERIFY2(saidOf(model).contains("This is no model"), qPrintable(saidOf(model)));
        model = withInput({});
        addNode(model, "Identity", "first", {"x"}, "y");
        QVERIFY2(saidOf(model).contains("the input has no shape"), qPrintable(saidOf(model)));
        model.mutable_graph()->mutable_input(0)->mutable_type()->mutable_tensor_type()->mutable_shape()->add_dim()->set_dim_param("wide");
        QVERIFY2(saidOf(model).contains("left open"), qPrintable(saidOf(model)));
    }

    void numbersElsewhereMustLieBesideTheModel_data() {
        QTest::addColumn<QString>("location");
        QTest::addColumn<QString>("words");
        QTest::newRow("above") << "../weights"
                               << "outside of the model's folder";
        QTest::newRow("of the system") << "/etc/passwd"
                                       << "outside of the model's folder";
        QTest::newRow("by a link") << "link"
                                   << "outside of the model's folder";
        QTest::newRow("nowhere") << "gone"
                                 << "no such file";
        QTest::newRow("too short") << "short"
                                   << "not as many";
        QTest::newRow("a folder") << "."
                                  << "no such file";
    }
    void numbersElsewhereMustLieBesideTheModel() {
        QFETCH(QString, location);
        QFETCH(QString, words);
        const QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkdir("models"));
        write(folder.filePath("weights"), std::string(64, '\0'));
        write(folder.filePath("models/short"), std::string(63, '\0'));
        QVERIFY(QFile::link(folder.filePath("weights"), folder.filePath("models/link")));
        onnx::ModelProto model = withInput({4});
        onnx::TensorProto &tensor = addTensor(model, "w", {4, 4});
        tensor.clear_float_data();
        tensor.set_data_location(onnx::TensorProto::EXTERNAL);
        auto &entry = *tensor.add_external_data();
        entry.set_key("location");
        entry.set_value(location.toStdString());
        addNode(model, "MatMul", "first", {"x", "w"}, "y");
        const QString path = folder.filePath("models/model.onnx");
        write(path, model.SerializeAsString());
        const auto imported = importers::read(path.toStdString(), {});
        QVERIFY(!imported);
        QVERIFY2(QString::fromStdString(imported.error().sentence()).contains(words), imported.error().sentence().c_str());
    }

    void numbersThatAreNotFiniteAreRefused() {
        onnx::ModelProto model = withInput({4});
        addTensor(model, "w", {4, 4}).set_float_data(3, NAN);
        addNode(model, "MatMul", "first", {"x", "w"}, "y");
        QVERIFY2(saidOf(model).contains("not finite"), qPrintable(saidOf(model)));
    }

    void numbersOfOtherTypesAreRead() {
        onnx::ModelProto model = withInput({2});
        onnx::TensorProto &tensor = addTensor(model, "w", {2, 2});
        tensor.clear_float_data();
        tensor.set_data_type(onnx::TensorProto::FLOAT16);
        for (const int bits : {0x3c00, 0xc000, 0x0001, 0x3555}) // 1, -2, 2^-24, 0.33325195
            tensor.add_int32_data(bits);
        addNode(model, "MatMul", "first", {"x", "w"}, "y");
        const QTemporaryDir folder;
        const QString path = folder.filePath("model.onnx");
        write(path, model.SerializeAsString());
        const auto imported = importers::read(path.toStdString(), {});
        QVERIFY(imported);
        QCOMPARE(outputOf(*imported, {1, 0, 0, 1, 0, 0}, 3), (std::vector<float>{1, -2, 0x1p-24f, 0.333251953125f, 0, 0}));
    }

    /// Cut off at every 64th byte, and with bits turned by lot: a sentence, or another model whose numbers are finite. Never an end of the program.
    void damagedFilesGiveASentence_data() {
        QTest::addColumn<bool>("isCut");
        for (const char *name : {"torch_dense", "torch_convolutional", "torch_lstm", "torch_coded_13", "keras_pooled"}) {
            QTest::newRow(name) << true;
            QTest::newRow((std::string(name) + " turned").c_str()) << false;
        }
    }
    void damagedFilesGiveASentence() {
        QFETCH(bool, isCut);
        const std::string whole = bytesOf(models + QString(QTest::currentDataTag()).section(' ', 0, 0) + ".onnx");
        QVERIFY(whole.size() > 1000);
        const QTemporaryDir folder;
        const QString path = folder.filePath("model.onnx");
        Lots lots(17);
        int refused = 0;
        for (std::size_t i = 0; i < (isCut ? whole.size() / 64 : 40); ++i) {
            std::string bytes = isCut ? whole.substr(0, i * 64) : whole;
            for (int turned = 0; !isCut && turned < 3; ++turned)
                bytes[static_cast<std::size_t>(lots.between(Index{0}, static_cast<Index>(bytes.size()) - 1))] ^=
                    static_cast<char>(1 << lots.between(Index{0}, Index{7}));
            write(path, bytes);
            const auto imported = importers::read(path.toStdString(), {});
            if (!imported) {
                ++refused;
                QVERIFY(imported.error().sentence().find("model.onnx") != std::string::npos && imported.error().sentence().size() > 30);
                continue;
            }
            QVERIFY2(!isCut, "a file that is cut off was read");
            QVERIFY(kernels::areFinite(imported->parameters.size(), imported->parameters.data()));
        }
        QVERIFY(refused > 0);
    }

    void otherFilesAreRefused() {
        const QTemporaryDir folder;
        for (const char *name : {"none.onnx", "empty.onnx", "text.onnx", "model.pt"}) {
            const QString path = folder.filePath(name);
            if (QString(name) != "none.onnx")
                write(path, QString(name) == "empty.onnx" ? "" : "hello");
            const auto imported = importers::read(path.toStdString(), {});
            QVERIFY(!imported);
            QVERIFY(imported.error().sentence().find(name) != std::string::npos);
        }
    }

    void itFitsDataOfAsManyNumbers() {
        const auto imported = importers::read((models + "torch_coded.onnx").toStdString(), {});
        QVERIFY(imported);
        for (const core::Shape &shape : {core::Shape(4, 5), core::Shape(20), core::Shape(1, 4, 5)})
            QVERIFY(importers::planFor(*imported, shape));
        const auto refused = importers::planFor(*imported, core::Shape(1, 28, 28));
        QVERIFY(!refused && refused.error().sentence().find("28 × 28") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(OnnxImportTest)
#include "onnx_import_test.moc"
