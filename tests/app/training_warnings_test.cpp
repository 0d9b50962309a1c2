// What train says when it ends with status 0 and no good model, and what it refuses instead of ending so.
#include <QTemporaryDir>
#include <QTest>

#include "engine/files/npy_writer.h"
#include "engine/files/weights.h"
#include "engine/spec/json.h"
#include "engine/training/catalogue.h"
#include "engine/training/constancy.h"
#include "tests/support/command_run.h"
#include "tests/support/numbers.h"

using namespace hourglass;
using namespace hourglass::tests;
using core::Index;
using Words = std::vector<std::string>;

class TrainingWarningsTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::string pathOf(const char *name) { return m_folder.filePath(QString::fromUtf8(name)).toStdString(); }

    std::string writeData(const std::vector<Index> &extents) {
        Index count = 1;
        for (const Index extent : extents)
            count *= extent;
        std::vector<float> values;
        for (Index i = 0; i < count; ++i)
            values.push_back(0.5f + 0.5f * wave(i));
        auto writer = files::NpyWriter::create(pathOf("X.npy"), extents);
        if (!writer || writer->write(values) || writer->commit())
            qFatal("cannot write");
        return pathOf("X.npy");
    }

    std::string writeSpec(const char *layers) {
        QFile file(m_folder.filePath("spec.json"));
        if (!file.open(QIODevice::WriteOnly))
            qFatal("cannot write");
        file.write(QByteArray(R"({"version": 1, "model": {"code": 0, "layers": [)") + layers +
                   R"(]}, "training": {"loss": {"kind": "mean_squared_error"}, "batch": 16, "epochs": 1}})");
        return pathOf("spec.json");
    }

    /// Weights that are all `value`, biases of the first layer `bias`.
    std::string writeWeights(const std::string &spec, Index features, float value, float bias) {
        QFile file(QString::fromStdString(spec));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("cannot read");
        const auto read = spec::readSpec(file.readAll().toStdString(), training::catalogue(), "spec");
        const auto plan = *plan::compile(read->model, core::Shape(features));
        core::Floats parameters(plan->parameterFloats()), state(plan->stateFloats());
        std::fill_n(parameters.data(), parameters.size(), value);
        const auto &first = plan->layers()[0];
        std::fill_n(parameters.data() + core::padded(first.traits().parameters[0].size()), first.traits().output.size(), bias);
        if (files::writeWeights(pathOf("start.safetensors"), *plan, parameters, state))
            qFatal("cannot write");
        return pathOf("start.safetensors");
    }

private slots:
    void aDeadCodeIsSaid() {
        const std::string data = writeData({60, 7}),
                          spec = writeSpec(R"({"kind": "dense", "units": 3, "activation": "relu"}, {"kind": "dense", "units": "data"})");
        const std::string weights = writeWeights(spec, 7, 0.1f, -100);
        const Run dead = run({"train", "--spec", spec, "--data", data, "--weights-in", weights, "--json"});
        QCOMPARE(dead.status, 0);
        QVERIFY(objects(dead.out).back().at("dead_code").get<bool>());
        QVERIFY2(dead.err.find(training::constantSentence(training::Constant::Code)) != std::string::npos, dead.err.c_str());
        const Run alive = run({"train", "--spec", spec, "--data", data, "--json"});
        QVERIFY(!objects(alive.out).back().at("dead_code").get<bool>());
        QVERIFY(alive.err.find("the same for all samples") == std::string::npos);
    }

    void aTrainingThatWentAstrayIsSaid() {
        const std::string data = writeData({60, 7}),
                          spec = writeSpec(
                              R"({"kind": "dense", "units": 3, "activation": "identity"}, {"kind": "dense", "units": "data", "activation": "identity"})");
        const std::string weights = writeWeights(spec, 7, 100, 0);
        const Run astray = run({"train", "--spec", spec, "--data", data, "--weights-in", weights, "--rate", "1e-7", "--json"});
        QVERIFY2(astray.status == 0, astray.err.c_str());
        QVERIFY(objects(astray.out).back().at("astray").get<bool>());
        QVERIFY2(astray.err.find("the training went astray") != std::string::npos, astray.err.c_str());
        const Run sound = run({"train", "--spec", spec, "--data", data, "--json"});
        QVERIFY(!objects(sound.out).back().at("astray").get<bool>() && sound.err.find("astray") == std::string::npos);
    }

    void batchesTooSmallForBatchNormAreRefused() {
        const std::string data = writeData({60, 7});
        const std::string spec =
            writeSpec(R"({"kind": "dense", "units": 3, "activation": "identity"}, {"kind": "batch_norm"}, {"kind": "dense", "units": "data"})");
        for (const char *batch : {"1", "2", "3"}) {
            const Run refused = run({"train", "--spec", spec, "--data", data, "--batch", batch});
            QCOMPARE(refused.status, 1);
            QVERIFY2(refused.err.find("Batch norm in layer 2") != std::string::npos, refused.err.c_str());
        }
        // 54 samples: one would be left over.
        const Run joined = run({"train", "--spec", spec, "--data", data, "--batch", "53", "--steps", "3", "--json"});
        QVERIFY2(joined.status == 0, joined.err.c_str());
        QCOMPARE(objects(joined.out).front().at("samples").get<int>(), 54);
        QVERIFY(objects(joined.out).front().at("note").get<std::string>().find("it joins the one before") != std::string::npos);
        QCOMPARE(objects(joined.out).size(), std::size_t{5});                                       // start, three epochs of one step, done
        QCOMPARE(run({"train", "--preset", "tabular", "--epochs", "1", "--batch", "1"}).status, 0); // without batch norm any size does
    }

    void picturesOfAnySizeTrain() {
        for (const Index side : {5, 25, 27, 30, 50}) {
            const std::string data = writeData({20, 1, side, side + 3});
            const Run trained = run({"train", "--preset", "convolutional", "--set", "data.source=" + data, "--epochs", "1", "--json"});
            QVERIFY2(trained.status == 0, trained.err.c_str());
        }
    }

    void aHintForAStackOfOnesOwnCanBeFollowed() {
        const std::string data = writeData({20, 1, 27, 27});
        const std::string spec =
            writeSpec(R"({"kind": "conv2d", "channels": 4, "stride": 2}, {"kind": "conv2d_transposed", "channels": "data", "stride": 2, "output_padding": 0})");
        const Run refused = run({"train", "--spec", spec, "--data", data});
        QCOMPARE(refused.status, 1);
        QVERIFY2(refused.err.find("Set its padding to 1 and its output padding to 0") != std::string::npos, refused.err.c_str());
        QCOMPARE(run({"train", "--spec", spec, "--data", data, "--set", "model.layers.1.padding=1"}).status, 0);
        QCOMPARE(run({"train", "--spec", spec, "--data", data, "--set", "model.layers.1.output_padding=auto"}).status, 0);
    }
};

QTEST_GUILESS_MAIN(TrainingWarningsTest)
#include "training_warnings_test.moc"
