#include <QTest>

#include "engine/spec/json.h"
#include "engine/spec/presets.h"
#include "engine/training/catalogue.h"

using namespace hourglass;
using core::Index;

namespace {

/// "784-128-…" without the data's own width at either end: "128 64 32".
QString unitsOf(const spec::ModelSpec &model) {
    QStringList units;
    for (const spec::LayerSpec &layer : model.layers) {
        const spec::Value &value = layer.values.at("units");
        units << (std::holds_alternative<Index>(value) ? QString::number(std::get<Index>(value))
                                                       : QString::fromStdString(std::get<std::string>(value)));
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
        QVERIFY(found.training.corruption ==
                (isNoisy ? spec::Component{"gaussian", {{"strength", 0.3}}} : spec::Component{"none", {}}));
        QCOMPARE(found.training.seed, std::uint64_t(0));
    }

    void everyPresetIsValidAndSpeaks() {
        QCOMPARE(spec::presets().size(), std::size_t(7));
        for (const spec::Preset &preset : spec::presets()) {
            const auto checked = spec::checked(preset.spec, training::catalogue());
            QVERIFY2(checked, checked ? "" : checked.error().sentence().c_str());
            QVERIFY(*checked == preset.spec);
            QVERIFY(!preset.spec.name.empty());
            QVERIFY(preset.sentence.size() > 20 && preset.sentence.back() == '.');
            QCOMPARE(spec::findPreset(preset.key)->spec.name, preset.spec.name);
        }
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
