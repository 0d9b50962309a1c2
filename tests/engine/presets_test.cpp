#include <QTest>

#include <cmath>
#include <tuple>

#include "engine/spec/edits.h"
#include "engine/spec/json.h"
#include "engine/spec/presets.h"
#include "engine/training/catalogue.h"
#include "engine/training/stepper.h"
#include "tests/support/stacks.h"

using namespace hourglass;
using core::Index;

namespace {

/// "784-128-…" without the data's own width at either end: "128 64 32".
QString unitsOf(const spec::ModelSpec &model) {
    QStringList units;
    for (const spec::LayerSpec &layer : model.layers) {
        const spec::Value &value = layer.values.at("units");
        units << (std::holds_alternative<Index>(value) ? QString::number(std::get<Index>(value)) : QString::fromStdString(std::get<std::string>(value)));
    }
    return units.join(' ');
}

QString activationsOf(const spec::ModelSpec &model) {
    QStringList activations;
    for (const spec::LayerSpec &layer : model.layers)
        activations << QString::fromStdString(std::get<std::string>(layer.values.at("activation")));
    return activations.join(' ');
}

} // namespace

class PresetsTest : public QObject {
    Q_OBJECT

private slots:
    void standsAsInTheTable_data() {
        QTest::addColumn<QString>("units");
        QTest::addColumn<QString>("activations");
        QTest::addColumn<int>("code");
        QTest::addColumn<bool>("mirror");
        QTest::addColumn<QString>("loss");
        QTest::addColumn<int>("batch");
        QTest::addColumn<int>("epochs");
        QTest::addColumn<QString>("source");
        const QString mse = "mean_squared_error", bce = "binary_cross_entropy", images = "fashion-mnist";
        QTest::newRow("shallow") << "10 data"
                                 << "relu sigmoid" << 0 << true << mse << 256 << 100 << "noise";
        QTest::newRow("deep") << "128 64 32 64 128 data"
                              << "relu relu relu relu relu sigmoid" << 2 << true << bce << 256 << 50 << images;
        QTest::newRow("halves") << "10 10 100 data"
                                << "relu relu sigmoid sigmoid" << 1 << false << bce << 256 << 50 << "halves";
        QTest::newRow("narrow") << "64 64 data"
                                << "relu relu sigmoid" << 1 << false << mse << 128 << 10 << images;
        QTest::newRow("tabular") << "64 32 64 data"
                                 << "relu relu relu sigmoid" << 1 << true << mse << 32 << 100 << "tabular";
        QTest::newRow("map") << "256 64 2 64 256 data"
                             << "relu relu identity relu relu sigmoid" << 2 << true << bce << 128 << 30 << images;
        QTest::newRow("denoising") << "128 64 32 64 128 data"
                                   << "relu relu relu relu relu sigmoid" << 2 << true << bce << 256 << 30 << images;
    }
    void standsAsInTheTable() {
        const auto preset = spec::findPreset(QTest::currentDataTag());
        QVERIFY(preset);
        const spec::Spec &found = preset->spec;
        QTEST(unitsOf(found.model), "units");
        QTEST(activationsOf(found.model), "activations");
        QTEST(static_cast<int>(found.model.code), "code");
        QTEST(found.model.mirror, "mirror");
        QTEST(QString::fromStdString(found.training.loss.kind), "loss");
        QTEST(static_cast<int>(found.training.batch), "batch");
        QTEST(static_cast<int>(found.training.epochs), "epochs");
        QTEST(QString::fromStdString(found.data.source), "source");
        QVERIFY(found.training.optimiser == (spec::Component{"adam", {{"rate", 0.001}}}));
        const bool isNoisy = preset->key == "denoising";
        QVERIFY(found.training.corruption == (isNoisy ? spec::Component{"gaussian", {{"strength", 0.3}}} : spec::Component{"none", {}}));
        QCOMPARE(found.training.seed, std::uint64_t(0));
    }

    void everyPresetIsValidAndSpeaks() {
        const QStringList keys =
            QString(
                "shallow deep halves narrow tabular map denoising convolutional sparse sparse-kl k-sparse variational beta wae contractive tied recurrent gru linear")
                .split(' ');
        QCOMPARE(spec::presets().size(), static_cast<std::size_t>(keys.size()));
        for (qsizetype i = 0; i < keys.size(); ++i)
            QCOMPARE(QString::fromStdString(spec::presets()[static_cast<std::size_t>(i)].key), keys[i]);
        for (const spec::Preset &preset : spec::presets()) {
            const auto checked = spec::checked(preset.spec, training::catalogue());
            QVERIFY2(checked, checked ? "" : checked.error().sentence().c_str());
            QVERIFY(*checked == preset.spec);
            QVERIFY(!preset.spec.name.empty());
            QVERIFY(preset.sentence.size() > 20 && preset.sentence.back() == '.');
            QCOMPARE(spec::findPreset(preset.key)->spec.name, preset.spec.name);
        }
    }

    /// On the shape of its data each compiles, and all that it asks of loss and penalties can be had.
    void everyPresetTrains_data() {
        QTest::addColumn<int>("unused");
        for (const spec::Preset &preset : spec::presets())
            QTest::newRow(preset.key.c_str()) << 0;
    }
    void everyPresetTrains() {
        const spec::Spec spec = spec::findPreset(QTest::currentDataTag())->spec;
        const bool isImage = spec.data.source == "fashion-mnist";
        const auto dataset = tests::smoothData(isImage ? tests::DataSizes{40, 784, 0, 20, core::Shape(1, 28, 28)} : tests::DataSizes{40, 100, 0, 20});
        const auto plan = plan::compile(spec.model, dataset->shape);
        QVERIFY2(plan, plan ? "" : plan.error().sentence().c_str());
        training::Stepper stepper(*plan, dataset);
        const auto taken = stepper.configure(spec.training);
        QVERIFY2(taken, taken ? "" : taken.error().sentence().c_str());
        stepper.start();
        const double first = stepper.step().loss;
        double last = first;
        for (int step = 0; step < 40; ++step)
            last = stepper.step().loss;
        QVERIFY2(std::isfinite(last) && last < first, qPrintable(QString("%1 after %2").arg(last).arg(first)));
    }

    /// What a kind is there for must be in its preset.
    void furtherPresetsHoldWhatTheyShow_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("code");
        for (const auto &[key, kind, code] : std::vector<std::tuple<const char *, const char *, int>>{{"convolutional", "conv2d", 2},
                                                                                                      {"sparse", "l1_activity", 0},
                                                                                                      {"sparse-kl", "kl_sparsity", 0},
                                                                                                      {"k-sparse", "k_sparse", 1},
                                                                                                      {"variational", "variational", 1},
                                                                                                      {"beta", "variational", 1},
                                                                                                      {"wae", "mmd", 2},
                                                                                                      {"contractive", "contractive", 0},
                                                                                                      {"tied", "tied", 1},
                                                                                                      {"recurrent", "lstm", 1},
                                                                                                      {"gru", "gru", 1},
                                                                                                      {"linear", "dense", 0}})
            QTest::newRow(key) << kind << code;
    }
    void furtherPresetsHoldWhatTheyShow() {
        QFETCH(QString, kind);
        const spec::Spec spec = spec::findPreset(QTest::currentDataTag())->spec;
        QTEST(static_cast<int>(spec.model.code), "code");
        bool isThere = !spec.training.penalties.empty() && spec.training.penalties[0].kind == kind.toStdString();
        for (const spec::LayerSpec &layer : spec.model.layers)
            isThere = isThere || layer.kind == kind.toStdString();
        QVERIFY(isThere);
        QVERIFY(!spec.model.mirror || spec::isMirrored(spec.model));
    }

    void anUnknownPresetNamesThemAll() {
        const auto near = spec::findPreset("depe");
        QVERIFY(!near);
        QVERIFY(near.error().sentence().find("Did you mean \"deep\"?") != std::string::npos);
        for (const std::string &key : {std::string("xyzzy"), std::string(), std::string("deepest")}) {
            const auto found = spec::findPreset(key);
            QVERIFY(!found);
            for (const spec::Preset &preset : spec::presets())
                QVERIFY(found.error().hint.find(preset.key) != std::string::npos);
        }
    }
};

QTEST_APPLESS_MAIN(PresetsTest)
#include "presets_test.moc"
