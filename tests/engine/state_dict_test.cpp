// PyTorch state dicts that come in: the stack that is deduced gives what the module gave (tests/data/make_state_dicts.py), or a sentence says why there is
// none.
#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <iterator>

#include "engine/core/floating_point.h"
#include "engine/files/safetensors.h"
#include "engine/importers/meaning.h"
#include "tests/support/graph_stacks.h"

using namespace hourglass;
using namespace hourglass::tests;
using importers::Wish;

namespace {

constexpr Index samples = 3;

const std::string models = HOURGLASS_SOURCE_DIR "/tests/data/models/";

std::vector<float> tensor(const std::string &path, const char *name) {
    auto file = files::SafetensorsFile::open(path);
    std::vector<float> numbers(static_cast<std::size_t>(file->find(name)->elements));
    file->read(*file->find(name), numbers.data());
    return numbers;
}

std::vector<float> outputOf(const importers::Imported &imported, const std::vector<float> &input) {
    plan::Network network(imported.plan, imported.parameters.data(), imported.state.data(), samples);
    const Index features = imported.plan->features(), stride = core::strideOf(features);
    core::Floats columns(stride * samples);
    for (Index i = 0; i < samples; ++i)
        std::copy_n(input.data() + i * features, features, columns.data() + i * stride);
    const core::ConstView y = network.reconstruct({columns.data(), features, samples, stride});
    std::vector<float> output;
    for (Index i = 0; i < samples; ++i)
        output.insert(output.end(), y.column(i), y.column(i) + y.rows);
    return output;
}

QString saidOf(const std::vector<files::TensorValues> &tensors, const Wish &wish = {}) {
    const QTemporaryDir folder;
    const std::string path = folder.filePath("dict.safetensors").toStdString();
    if (const auto error = files::writeSafetensors(path, tensors))
        return QString::fromStdString(error->sentence());
    const auto imported = importers::read(path, wish);
    return imported ? QStringLiteral("read") : QString::fromStdString(imported.error().sentence());
}

} // namespace

class StateDictTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { core::setFloatingPointMode(); }

    void whatIsDeducedGivesWhatTheModuleGave_data() {
        QTest::addColumn<QString>("activation");
        QTest::addColumn<QString>("output");
        QTest::addColumn<Index>("code");
        QTest::newRow("dict_numbered") << "tanh"
                                       << "sigmoid" << Index{3};
        QTest::newRow("dict_halves") << "relu"
                                     << "identity" << Index{2};
        QTest::newRow("dict_variational") << "relu"
                                          << "sigmoid" << Index{2};
    }
    void whatIsDeducedGivesWhatTheModuleGave() {
        QFETCH(QString, activation);
        QFETCH(QString, output);
        QFETCH(Index, code);
        const std::string path = models + QTest::currentDataTag();
        const auto imported = importers::read(path + ".safetensors", {.activation = activation.toStdString(), .output = output.toStdString()});
        QVERIFY2(imported, imported ? "" : imported.error().sentence().c_str());
        QCOMPARE(imported->plan->codeSize(), code);
        QVERIFY(!imported->lacksActivations());
        const std::string expected = path + ".expected.safetensors";
        const double difference = differenceOf(outputOf(*imported, tensor(expected, "input")), tensor(expected, "output"));
        QVERIFY2(difference <= 1e-6, qPrintable(QString("differs by %1").arg(difference)));
    }

    /// On samples that the module reconstructs as they are, the activations that it has are found.
    void activationsAreFoundByTheData() {
        auto imported = importers::read(models + "dict_numbered.safetensors", {});
        QVERIFY(imported && imported->lacksActivations());
        auto truth = importers::read(models + "dict_numbered.safetensors", {.activation = "tanh", .output = "sigmoid"});
        // What comes out again and again is nearly what went in.
        std::vector<float> numbers = tensor(models + "dict_numbered.expected.safetensors", "input");
        for (int i = 0; i < 200; ++i)
            numbers = outputOf(*truth, numbers);
        data::Dataset dataset;
        dataset.shape = core::Shape(12);
        for (data::Part *part : {&dataset.train, &dataset.test})
            *part = {.samples = samples, .features = 12, .floats = numbers};
        importers::chooseActivations(*imported, dataset);
        QVERIFY(!imported->lacksActivations());
        QVERIFY(imported->plan->model().layers == truth->plan->model().layers);
        QVERIFY2(imported->remarks.back().find("Tanh between the layers and Sigmoid at the output") != std::string::npos, imported->remarks.back().c_str());
    }

    void whatDoesNotStandInItIsSaid() {
        const auto convolution = importers::read(models + "dict_convolution.safetensors", {});
        QVERIFY2(!convolution && convolution.error().sentence().find("stride and padding") != std::string::npos,
                 convolution ? "read" : convolution.error().sentence().c_str());
        const auto series = importers::read(models + "dict_series.safetensors", {});
        QVERIFY2(!series && series.error().sentence().find("reads: this is a recurrent layer") != std::string::npos,
                 series ? "read" : series.error().sentence().c_str());
        const std::vector<float> numbers(64, 0.5f);
        const auto part = [&](std::size_t count) { return std::span(numbers.data(), count); };
        QVERIFY(saidOf({{"a.weight", {4, 8}, part(32)}, {"b.weight", {8, 4}, part(32)}}) == "read");
        QVERIFY(saidOf({{"a.weight", {4, 8}, part(32)}, {"b.weight", {8, 5}, part(40)}}).contains("do not fit one behind the other"));
        QVERIFY(saidOf({{"a.weight", {4, 8}, part(32)}}).contains("do not fit one behind the other"));
        QVERIFY(saidOf({{"a.weight", {4, 4}, part(16)}, {"a.scale", {4}, part(4)}}).contains("a.scale"));
        QVERIFY(saidOf({{"a.bias", {4}, part(4)}}).contains("a: there is no weight"));
        QVERIFY(saidOf({{"a.weight", {4, 4}, part(16)}, {"a.bias", {3}, part(3)}}).contains("another size"));
        QVERIFY(saidOf({{"a.weight", {4, 4}, part(16)}}, {.activation = "bent"}).contains("no activation \"bent\""));
        QVERIFY(saidOf({{"a.weight", {4, 4}, part(16)}}, {.output = "relu"}) == "read");
    }

    /// Many groups that fit nowhere end in good time.
    void namesWithoutEndAreGivenUp() {
        const std::vector<float> numbers(16, 0.5f);
        std::vector<files::TensorValues> tensors;
        for (char name = 'a'; name <= 'z'; ++name)
            tensors.push_back({std::string(1, name) + ".weight", {4, 4}, std::span(numbers.data(), 16)});
        tensors.push_back({"last.weight", {3, 4}, std::span(numbers.data(), 12)});
        QVERIFY(saidOf(tensors).contains("do not fit one behind the other"));
    }

    void damagedFilesGiveASentence() {
        std::ifstream file(models + "dict_halves.safetensors", std::ios::binary);
        const std::string whole((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
        const QTemporaryDir folder;
        const std::string path = folder.filePath("dict.safetensors").toStdString();
        Lots lots(5);
        for (std::size_t i = 0; i < whole.size() / 64 + 100; ++i) {
            const bool isCut = i < whole.size() / 64;
            std::string bytes = isCut ? whole.substr(0, i * 64) : whole;
            if (!isCut)
                bytes[static_cast<std::size_t>(lots.between(Index{0}, static_cast<Index>(bytes.size()) - 1))] ^=
                    static_cast<char>(1 << lots.between(Index{0}, Index{7}));
            std::ofstream(path, std::ios::binary) << bytes;
            const auto imported = importers::read(path, {});
            QVERIFY(!isCut || !imported);
            if (imported)
                QVERIFY(kernels::areFinite(imported->parameters.size(), imported->parameters.data()));
            else
                QVERIFY(imported.error().sentence().find("dict.safetensors") != std::string::npos);
        }
    }
};

QTEST_APPLESS_MAIN(StateDictTest)
#include "state_dict_test.moc"
