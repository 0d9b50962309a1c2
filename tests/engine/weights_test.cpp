// The weights of a stack as a file: the bits come back, and a file that does not fit is told by the tensor.
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <limits>

#include "engine/files/safetensors.h"
#include "engine/files/weights.h"
#include "engine/plan/network.h"
#include "engine/training/stepper.h"
#include "tests/support/stacks.h"

using namespace hourglass;
using namespace hourglass::files;
using namespace hourglass::tests;

namespace {

const std::vector<spec::LayerSpec> stack{dense(5, "tanh"), {"batch_norm", {}}, dense(3, "identity"), output()};

std::shared_ptr<const plan::Plan> planOf(std::vector<spec::LayerSpec> layers) {
    const auto plan = plan::compile({std::move(layers), 1, false}, core::Shape(7));
    return plan ? *plan : nullptr;
}

bool haveSameBits(const core::Floats &a, const core::Floats &b) {
    return a.size() == b.size() && std::equal(a.data(), a.data() + a.size(), b.data());
}

} // namespace

class WeightsTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::string m_path = m_folder.filePath("w.safetensors").toStdString();

    /// The tensors of the stack, with numbers that are not to be read as others.
    struct Tensor {
        std::string name;
        std::vector<Index> shape;
        std::vector<float> values;
    };
    static std::vector<Tensor> tensors() {
        std::vector<Tensor> all{{"layers.0.weight", {5, 7}, {}}, {"layers.0.bias", {5}, {}},         {"layers.1.weight", {5}, {}},
                                {"layers.1.bias", {5}, {}},      {"layers.1.running_mean", {5}, {}}, {"layers.1.running_var", {5}, {}},
                                {"layers.2.weight", {3, 5}, {}}, {"layers.2.bias", {3}, {}},         {"layers.3.weight", {7, 3}, {}},
                                {"layers.3.bias", {7}, {}}};
        float next = 0;
        for (Tensor &tensor : all) {
            tensor.values.resize(static_cast<std::size_t>(tensor.shape.size() == 2 ? tensor.shape[0] * tensor.shape[1] : tensor.shape[0]));
            for (float &value : tensor.values)
                value = next += 0.125f;
        }
        return all;
    }
    void write(const std::vector<Tensor> &tensors) {
        std::vector<TensorValues> values;
        for (const Tensor &tensor : tensors)
            values.push_back({tensor.name, tensor.shape, tensor.values});
        QVERIFY(!writeSafetensors(m_path, values));
    }

private slots:
    void whatWasTrainedComesBackToTheBit() {
        const auto plan = planOf(stack);
        const auto dataset = smoothData({45, 7});
        training::Stepper stepper(plan, dataset);
        QVERIFY(bool(stepper.configure(settings(squaredError, "adam", 16))));
        stepper.start();
        for (int step = 0; step < 3; ++step)
            stepper.step();
        QVERIFY(!writeWeights(m_path, *plan, stepper.currentParameters(), stepper.currentState()));
        const auto weights = readWeights(m_path, *plan);
        QVERIFY2(bool(weights), weights ? "" : weights.error().sentence().c_str());
        QVERIFY(haveSameBits(weights->parameters, stepper.currentParameters()));
        QVERIFY(haveSameBits(weights->state, stepper.currentState()));
        QVERIFY(weights->state[0] != 0.0f); // there was something to come back
    }

    void namesAndShapesAreThoseOfTheSpec() {
        const auto plan = planOf(stack);
        core::Floats parameters(plan->parameterFloats()), state(plan->stateFloats());
        plan::initialise(*plan, 1, parameters.data(), state.data());
        QVERIFY(!writeWeights(m_path, *plan, parameters, state));
        const auto file = SafetensorsFile::open(m_path);
        QVERIFY(bool(file));
        const std::vector<Tensor> wanted = tensors();
        QCOMPARE(file->tensors().size(), wanted.size());
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            QCOMPARE(file->tensors()[i].name, wanted[i].name);
            QCOMPARE(file->tensors()[i].shape, wanted[i].shape);
        }
    }

    void aDenseLayerMultipliesRows() {
        // y = W x + b with W [outputs, inputs] row-major: what every other program means by the tensor.
        const auto plan = planOf({dense(2, "identity"), output("identity")});
        std::vector<Tensor> all{{"layers.0.weight", {2, 7}, std::vector<float>(14)},
                                {"layers.0.bias", {2}, {0.5f, 0.25f}},
                                {"layers.1.weight", {7, 2}, std::vector<float>(14)},
                                {"layers.1.bias", {7}, std::vector<float>(7)}};
        for (std::size_t i = 0; i < 14; ++i)
            all[0].values[i] = static_cast<float>(i);
        write(all);
        const auto weights = readWeights(m_path, *plan);
        QVERIFY(bool(weights));
        plan::Network network(plan, weights->parameters.data(), weights->state.data(), 1);
        core::Floats x(core::strideOf(7));
        x[6] = 2;
        network.reconstruct({x.data(), 7, 1, core::strideOf(7)});
        QCOMPARE(network.output(0, 1).data[0], 2 * 6 + 0.5f);
        QCOMPARE(network.output(0, 1).data[1], 2 * 13 + 0.25f);
    }

    /// As PyTorch writes a state dict: a counter beside the running statistics, and halves where the model was made smaller.
    void takesWeightsFromElsewhere() {
        const auto plan = planOf(stack);
        const auto fileOf = [&](const char *counter) {
            std::string header = "{", data;
            const auto add = [&](const std::string &name, const char *type, const std::string &shape, const std::string &bytes) {
                header += std::string(header.size() > 1 ? "," : "") + '"' + name + "\":{\"dtype\":\"" + type + "\",\"shape\":" + shape + ",\"data_offsets\":[" +
                          std::to_string(data.size()) + ',' + std::to_string(data.size() + bytes.size()) + "]}";
                data += bytes;
            };
            add(counter, "I64", "[]", std::string("\x07\0\0\0\0\0\0\0", 8));
            for (const Tensor &tensor : tensors()) {
                std::string bytes;
                for (const float value : tensor.values)
                    bytes.append(reinterpret_cast<const char *>(&value) + 2, 2); // all are multiples of 1/8 with few digits
                add(tensor.name, "BF16", shapeText(tensor.shape), bytes);
            }
            header += '}';
            const auto length = static_cast<std::uint64_t>(header.size());
            QFile file(QString::fromStdString(m_path));
            if (!file.open(QIODevice::WriteOnly))
                qFatal("no file");
            file.write(reinterpret_cast<const char *>(&length), 8);
            file.write(header.data(), static_cast<qint64>(header.size()));
            file.write(data.data(), static_cast<qint64>(data.size()));
        };
        fileOf("layers.1.num_batches_tracked");
        const auto weights = readWeights(m_path, *plan);
        QVERIFY2(weights, weights ? "" : weights.error().sentence().c_str());
        QCOMPARE(weights->remarks.size(), std::size_t{1});
        QCOMPARE(QString::fromStdString(weights->remarks[0]), QString("The weights in BF16 were read as float32."));
        QCOMPARE(weights->parameters[0], 0.125f);
        QCOMPARE(weights->parameters[3], 0.5f);
        fileOf("layers.0.num_batches_tracked"); // a dense layer counts nothing
        const auto wrong = readWeights(m_path, *plan);
        QVERIFY(!wrong && QString::fromStdString(wrong.error().sentence()).contains("layers.0.num_batches_tracked: the stack has no such tensor"));
        write(tensors());
        QVERIFY(readWeights(m_path, *plan)->remarks.empty());
    }

    void saysWhichTensorDoesNotFit_data() {
        QTest::addColumn<std::function<void(std::vector<Tensor> &)>>("change");
        QTest::addColumn<QString>("part");
        const auto row = [](const char *name, std::function<void(std::vector<Tensor> &)> change, const char *part) {
            QTest::newRow(name) << std::move(change) << QString::fromUtf8(part);
        };
        row(
            "missing", [](auto &all) { all.erase(all.begin() + 3); }, "layers.1.bias: the file has no such tensor, but the stack has one of the shape [5]");
        row(
            "missing state", [](auto &all) { all.erase(all.begin() + 5); }, "layers.1.running_var: the file has no such tensor");
        row(
            "none at all", [](auto &all) { all.clear(); }, "layers.0.weight: the file has no such tensor, but the stack has one of the shape [5, 7]");
        row(
            "too many",
            [](auto &all) {
                all.push_back({"layers.4.weight", {1}, {1.0f}});
            },
            "layers.4.weight: the stack has no such tensor");
        row(
            "another name",
            [](auto &all) {
                all.push_back({"epoch", {}, {1.0f}});
            },
            "epoch: the stack has no such tensor");
        row(
            "turned",
            [](auto &all) {
                all[0].shape = {7, 5};
            },
            "layers.0.weight: the shape is [7, 5], but in the stack [5, 7]");
        row(
            "flat", [](auto &all) { all[0].shape = {35}; }, "layers.0.weight: the shape is [35], but in the stack [5, 7]");
        row(
            "wider",
            [](auto &all) {
                all[9].shape = {8};
                all[9].values.resize(8);
            },
            "layers.3.bias: the shape is [8], but in the stack [7]");
        row(
            "not a number", [](auto &all) { all[6].values[4] = std::nanf(""); }, "layers.2.weight: number 4 is not finite");
        row(
            "infinite state", [](auto &all) { all[5].values[0] = std::numeric_limits<float>::infinity(); }, "layers.1.running_var: number 0 is not finite");
    }
    void saysWhichTensorDoesNotFit() {
        QFETCH(std::function<void(std::vector<Tensor> &)>, change);
        QFETCH(QString, part);
        const auto plan = planOf(stack);
        std::vector<Tensor> all = tensors();
        write(all);
        QVERIFY(bool(readWeights(m_path, *plan)));
        change(all);
        write(all);
        const auto weights = readWeights(m_path, *plan);
        QVERIFY(!weights);
        const QString sentence = QString::fromStdString(weights.error().sentence());
        QVERIFY2(sentence.contains("w.safetensors: " + part), qPrintable(sentence));
    }

    void writesNothingThatIsNotFinite() {
        const auto plan = planOf(stack);
        core::Floats parameters(plan->parameterFloats()), state(plan->stateFloats());
        parameters[plan->layers()[2].parameters] = std::numeric_limits<float>::infinity();
        const std::string path = m_folder.filePath("none").toStdString();
        const auto error = writeWeights(path, *plan, parameters, state);
        QVERIFY(error && QString::fromStdString(error->sentence()).contains("layers.2.weight"));
        QVERIFY(!QFile::exists(QString::fromStdString(path)));
    }
};

QTEST_APPLESS_MAIN(WeightsTest)
#include "weights_test.moc"
