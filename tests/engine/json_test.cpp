#include <QTest>

#include <cmath>
#include <limits>
#include <random>

#include "engine/spec/json.h"
#include "engine/spec/presets.h"
#include "engine/training/catalogue.h"
#include "tests/support/spec_catalogue.h"

using namespace hourglass;
using core::Index;

namespace {

const spec::Catalogue &catalogue() {
    static const spec::Catalogue all = tests::specCatalogue();
    return all;
}

/// A spec with something set in every place.
spec::Spec fullSpec() {
    spec::Spec full;
    full.name = "Fóö \"quoted\" \\ 漏斗\n";
    full.data.source = "folder/my data.csv";
    full.data.options = {{"delimiter", std::string(";")}, {"header", true}, {"rows", Index(3)}, {"share", 0.5}};
    full.data.split = {"random", {{"test", 0.25}}};
    full.data.validation = 0.1;
    full.model.layers = {{"dense", {{"units", Index(128)}, {"activation", std::string("relu")}, {"initialiser", std::string("he_normal")}}},
                         {"dense", {{"units", Index(2)}}},
                         {"dense", {}},
                         {"dense", {{"units", std::string("data")}, {"activation", std::string("sigmoid")}}}};
    full.model.code = 1;
    full.model.mirror = true;
    full.training.loss = {"binary_cross_entropy", {{"reduction", std::string("sum")}}};
    full.training.optimiser = {"sgd", {{"rate", 0.1}, {"momentum", 1.0 / 3.0 * 2.0}, {"nesterov", true}}};
    full.training.corruption = {"gaussian", {{"strength", 1.0}}};
    full.training.penalties = {{"l1_activation", {{"strength", 0.25}}}, {"l1_activation", {}}};
    full.training.augmentation = {{"shift", {{"amount", 0.2}}}, {"flip", {}}};
    full.training.gradient = {1.5, 0.1, 4};
    full.training.average = {"exponential", {{"decay", 0.99}}};
    full.training.stop = {{"target_loss", {{"loss", 0.125}}}};
    full.training.batch = 100;
    full.training.epochs = 7;
    full.training.seed = std::uint64_t(1) << 53;
    return full;
}

std::string smallText(const std::string &layers = R"([{"kind": "dense", "units": "data"}])", const std::string &rest = "") {
    return R"({"version": 1, "model": {"layers": )" + layers + R"(, "code": 0})" + rest + "}";
}

std::string layerText(const std::string &settings) {
    return smallText(R"([{"kind": "dense", "units": 8}, {"kind": "dense", )" + settings + "}]");
}

std::string trainingText(const std::string &settings) {
    return smallText(R"([{"kind": "dense"}])", R"(, "training": {)" + settings + "}");
}

} // namespace

class JsonTest : public QObject {
    Q_OBJECT

private slots:
    void writesAndReadsBack() {
        for (const spec::Preset &preset : spec::presets()) {
            const auto read = spec::readSpec(spec::writeSpec(preset.spec), training::catalogue(), "x");
            QVERIFY2(read, read ? "" : read.error().sentence().c_str());
            QVERIFY(*read == preset.spec);
        }
        const auto read = spec::readSpec(spec::writeSpec(fullSpec()), catalogue(), "x");
        QVERIFY2(read, read ? "" : read.error().sentence().c_str());
        QVERIFY(*read == fullSpec());
    }

    void writesWhatTheContractShows() {
        spec::Spec deep;
        deep.name = "Deep";
        deep.model.layers = {{"dense", {{"units", Index(128)}, {"activation", std::string("relu")}, {"initialiser", std::string("glorot_uniform")}}},
                             {"dense", {{"units", std::string("data")}, {"activation", std::string("sigmoid")}}}};
        deep.model.mirror = true;
        deep.training.loss = {"binary_cross_entropy", {{"reduction", std::string("mean")}}};
        deep.training.optimiser = {"adam", {{"rate", 0.001}, {"beta1", 0.9}, {"beta2", 0.999}, {"epsilon", 1e-8}}};
        QCOMPARE(QString::fromStdString(spec::writeSpec(deep)), QString::fromUtf8(R"({
  "version": 1,
  "name": "Deep",
  "data": {
    "source": "fashion-mnist",
    "options": {},
    "window": {"kind": "none"},
    "subset": {"kind": "all"},
    "split": {"kind": "random"},
    "scaling": {"kind": "unit"},
    "validation": 0.0
  },
  "model": {
    "layers": [
      {"kind": "dense", "units": 128, "activation": "relu", "initialiser": "glorot_uniform"},
      {"kind": "dense", "units": "data", "activation": "sigmoid"}
    ],
    "code": 0,
    "mirror": true
  },
  "training": {
    "loss": {"kind": "binary_cross_entropy", "reduction": "mean"},
    "penalties": [],
    "optimiser": {"kind": "adam", "rate": 0.001, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},
    "schedule": {"kind": "constant"},
    "augmentation": [],
    "corruption": {"kind": "none"},
    "gradient": {"clip_norm": 0.0, "clip_value": 0.0, "accumulate": 1},
    "average": {"kind": "none"},
    "precision": {"kind": "single"},
    "batch": 256,
    "epochs": 50,
    "stop": [],
    "seed": 0
  }
}
)"));
    }

    void numbersKeepEveryBit_data() {
        QTest::addColumn<double>("rate");
        for (const double rate : {0.1, 1.0 / 3.0, 1e-8, 1.0000000000000002, 9.999999999999998, 0.0001, 0.00012345678901234567, 5.0})
            QTest::addRow("%.17g", rate) << rate;
    }
    void numbersKeepEveryBit() {
        QFETCH(double, rate);
        spec::Spec full = fullSpec();
        full.training.optimiser.values["rate"] = rate;
        const auto read = spec::readSpec(spec::writeSpec(full), catalogue(), "");
        QVERIFY(read);
        QCOMPARE(std::get<double>(read->training.optimiser.values.at("rate")), rate);
    }

    void absentPartsHaveTheirDefaults() {
        const auto read = spec::readSpec(smallText(), catalogue(), "");
        QVERIFY2(read, read ? "" : read.error().sentence().c_str());
        spec::Spec expected;
        expected.model.layers = {{"dense", {{"units", std::string("data")}}}};
        QVERIFY(*read == expected);
    }

    void numbersTakeTheSettingsType() {
        const auto read = spec::readSpec(trainingText(R"("optimiser": {"kind": "sgd", "rate": 1, "momentum": -0.0}, "batch": 64.0, "epochs": 1e3, "seed": -0)"),
                                         catalogue(), "");
        QVERIFY2(read, read ? "" : read.error().sentence().c_str());
        QCOMPARE(std::get<double>(read->training.optimiser.values.at("rate")), 1.0);
        QVERIFY(!std::signbit(std::get<double>(read->training.optimiser.values.at("momentum"))));
        QCOMPARE(read->training.batch, Index(64));
        QCOMPARE(read->training.epochs, Index(1000));
        QCOMPARE(read->training.seed, std::uint64_t(0));
    }

    void refuses_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("part"); // of the sentence
        const auto row = [](const char *name, const std::string &text, const char *where, const char *part) {
            QTest::newRow(name) << QString::fromStdString(text) << where << part;
        };
        row("empty", "", "f", "is empty");
        row("spaces", " \n ", "f", "is empty");
        row("no JSON", "{\"version\": 1,}", "f", "line 1, column 15");
        row("cut off", "{\"version\": 1", "f", "is not JSON");
        row("more after the end", smallText() + "x", "f", "is not JSON");
        row("a list", "[]", "f", "must be an object, not a list");
        row("a number", "3", "f", "not 3");
        row("no version", "{}", "f: version", "is missing");
        row("version 2", R"({"version": 2})", "f: version", "must be 1, not 2. This program reads version 1");
        row("version as text", R"({"version": "1"})", "f: version", "must be 1, not \"1\"");
        row("unknown key", R"({"version": 1, "modle": {}})", "f: modle", "Did you mean \"model\"?");
        row("no model", R"({"version": 1})", "f: model", "is missing");
        row("name is no text", smallText("[]", R"(, "name": 3)"), "f: name", "must be text in quotes, not 3");
        row("data is text", smallText("[]", R"(, "data": "x")"), "f: data", "must be an object, not \"x\"");
        row("unknown in data", smallText("[]", R"(, "data": {"sauce": "x"})"), "f: data.sauce", "Did you mean \"source\"?");
        row("no source", smallText("[{\"kind\": \"dense\"}]", R"(, "data": {"source": ""})"), "f: data.source", "names no data");
        row("unknown scaling", smallText("[{\"kind\": \"dense\"}]", R"(, "data": {"scaling": "unti"})"), "f: data.scaling.kind", "Did you mean \"unit\"?");
        row("options no object", smallText("[]", R"(, "data": {"options": 3})"), "f: data.options", "must be an object, not 3");
        row("an option of two values", smallText("[]", R"(, "data": {"options": {"a": [1, 2]}})"), "f: data.options.a", "must be");
        row("validation", smallText("[]", R"(, "data": {"validation": 0.6})"), "f: data.validation", "a number from 0 to 0.5, not 0.6");
        row("no layers", R"({"version": 1, "model": {"code": 0}})", "f: model.layers", "is missing");
        row("no layer", smallText("[]"), "f: model.layers", "has no layer");
        row("layers no list", smallText("{}"), "f: model.layers", "must be a list, not an object");
        std::string many = "[";
        for (int i = 0; i < 65; ++i)
            many += std::string(i ? "," : "") + R"({"kind": "dense"})";
        row("65 layers", smallText(many + "]"), "f: model.layers", "has 65 layers. A stack has 1 to 64 layers");
        row("no code", R"({"version": 1, "model": {"layers": []}})", "f: model.code", "is missing");
        row("code beyond", R"({"version": 1, "model": {"layers": [{"kind": "dense"}], "code": 1}})", "f: model.code", "0 to 0, not 1");
        row("code negative", R"({"version": 1, "model": {"layers": [{"kind": "dense"}], "code": -1}})", "f: model.code", "not -1");
        row("code as list", R"({"version": 1, "model": {"layers": [{"kind": "dense"}], "code": [1]}})", "f: model.code", "not a list");
        row("mirror", R"({"version": 1, "model": {"layers": [{"kind": "dense"}], "code": 0, "mirror": 1}})", "f: model.mirror", "true or false, not 1");
        row("layer as word", smallText(R"(["dense"])"), "f: model.layers.0", "Write {\"kind\": \"dense\"}");
        row("layer as null", smallText("[null]"), "f: model.layers.0", "must be an object, not null");
        row("layer without kind", smallText(R"([{"units": 3}])"), "f: model.layers.0.kind", "is missing");
        row("kind as number", smallText(R"([{"kind": 3}])"), "f: model.layers.0.kind", "must be text");
        row("unknown kind", smallText(R"([{"kind": "Dence"}])"), "f: model.layers.0.kind", "no kind of layer. Did you mean \"dense\"?");
        row("far from any kind", smallText(R"([{"kind": "transformer"}])"), "f: model.layers.0.kind", "Known here: dense.");
        row("unknown setting", layerText(R"("unitz": 3)"), "f: model.layers.1.unitz", "is no setting of \"dense\". Did you mean \"units\"?");
        row("far from any setting", layerText(R"("x": 3)"), "f: model.layers.1.x", "Known here: units, activation, initialiser.");
        row("units 0", layerText(R"("units": 0)"), "f: model.layers.1.units", "a whole number from 1 to 65536 or \"data\", not 0");
        row("units 65537", layerText(R"("units": 65537)"), "f: model.layers.1.units", "not 65537");
        row("units half", layerText(R"("units": 1.5)"), "f: model.layers.1.units", "not 1.5");
        row("units true", layerText(R"("units": true)"), "f: model.layers.1.units", "not true");
        row("units word", layerText(R"("units": "date")"), "f: model.layers.1.units", "not \"date\"");
        row("units null", layerText(R"("units": null)"), "f: model.layers.1.units", "must be a single value, not null");
        row("units list", layerText(R"("units": [1])"), "f: model.layers.1.units", "not a list");
        row("units 2^63", layerText(R"("units": 9223372036854775808)"), "f: model.layers.1.units", "must be a whole number");
        row("units -2^63", layerText(R"("units": -9223372036854775808)"), "f: model.layers.1.units", "must be a whole number");
        row("units 2^70", layerText(R"("units": 1180591620717411303424)"), "f: model.layers.1.units", "must be a whole number");
        row("activation", layerText(R"("activation": "rleu")"), "f: model.layers.1.activation", "\"rleu\" is not known. Did you mean \"relu\"?");
        row("activation number", layerText(R"("activation": 1)"), "f: model.layers.1.activation", "must be a name, not 1");
        row("1e400", layerText(R"("units": 1e400)"), "f", "is not JSON");
        row("NaN", layerText(R"("units": NaN)"), "f", "is not JSON");
        row("twice", layerText(R"("units": 1, "units": 1)"), "f: model.layers.1.units", "stands here twice");
        row("twice at the top", R"({"version": 1, "version": 1})", "f: version", "stands here twice");
        row("unknown in training", trainingText(R"("batches": 3)"), "f: training.batches", "Did you mean \"batch\"?");
        row("unknown loss", trainingText(R"("loss": {"kind": "mse"})"), "f: training.loss.kind", "is no kind of loss. Known here: mean_squared_error");
        row("reduction", trainingText(R"("loss": {"kind": "mean_squared_error", "reduction": "max"})"), "f: training.loss.reduction", "mean");
        row("loss as word", trainingText(R"("loss": "mean_squared_error")"), "f: training.loss", "Write {\"kind\": \"mean_squared_error\"}");
        row("rate 0", trainingText(R"("optimiser": {"kind": "adam", "rate": 0})"), "f: training.optimiser.rate", "a number from 1e-8 to 10, not 0");
        row("momentum of adam", trainingText(R"("optimiser": {"kind": "adam", "momentum": 0})"), "f: training.optimiser.momentum", "no setting of \"adam\"");
        row("nothing to set", trainingText(R"("schedule": {"kind": "constant", "x": 0})"), "f: training.schedule.x", "Nothing can be set here");
        row("unknown corruption", trainingText(R"("corruption": {"kind": "gausian"})"), "f: training.corruption.kind", "\"gaussian\"?");
        row("penalties", trainingText(R"("penalties": [{"kind": "l1_activations"}])"), "f: training.penalties.0.kind", "Did you mean \"l1_activation\"?");
        row("penalty's strength", trainingText(R"("penalties": [{"kind": "l1_activation", "strength": -1}])"), "f: training.penalties.0.strength",
            "from 0 to 100");
        row("too many penalties", trainingText(R"("penalties": [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1])"), "f: training.penalties", "There may be 16");
        row("gradient", trainingText(R"("gradient": {"clip": 1})"), "f: training.gradient.clip", "Known here: clip_norm");
        row("accumulate nothing", trainingText(R"("gradient": {"accumulate": 0})"), "f: training.gradient.accumulate", "from 1 to 1024");
        row("average", trainingText(R"("average": {"kind": "ema"})"), "f: training.average.kind", "exponential");
        row("penalties no list", trainingText(R"("penalties": {})"), "f: training.penalties", "must be a list");
        row("stop", trainingText(R"("stop": [1])"), "f: training.stop.0", "must be an object, not 1");
        row("batch 0", trainingText(R"("batch": 0)"), "f: training.batch", "a whole number from 1 to 1048576, not 0");
        row("epochs", trainingText(R"("epochs": 1000001)"), "f: training.epochs", "1 to 1000000");
        row("seed 2^53+1", trainingText(R"("seed": 9007199254740993)"), "f: training.seed", "0 to 9007199254740992, not 9007199254740993");
        row("seed 2^64-1", trainingText(R"("seed": 18446744073709551615)"), "f: training.seed", "0 to 9007199254740992");
        row("seed -1", trainingText(R"("seed": -1)"), "f: training.seed", "not -1");
        row("strange key", smallText("[]", ", \"a.b\\u001b[31m\": 3"), "f: a.b?[31m", "is not known here");
        row("long key", smallText("[]", ", \"" + std::string(5000, 'x') + "\": 3"), ("f: " + std::string(60, 'x') + "…").c_str(), "is not known here");
    }
    void refuses() {
        QFETCH(QString, text);
        QFETCH(QString, where);
        QFETCH(QString, part);
        const auto read = spec::readSpec(text.toStdString(), catalogue(), "f");
        QVERIFY(!read);
        QCOMPARE(QString::fromStdString(read.error().where), where);
        const QString sentence = QString::fromStdString(read.error().sentence());
        QVERIFY2(sentence.contains(part), qPrintable(sentence));
        QVERIFY2(sentence.size() < 600, qPrintable(sentence));
    }

    void anErrorOfALayerNamesTheLayer() {
        const auto read = spec::readSpec(layerText(R"("units": 0)"), catalogue(), "");
        QVERIFY(!read);
        QCOMPARE(read.error().layer, 1);
        QCOMPARE(read.error().where, std::string("model.layers.1.units"));
        QCOMPARE(spec::readSpec(trainingText(R"("batch": 0)"), catalogue(), "").error().layer, -1);
    }

    void hostileTextsAreErrors() {
        for (const std::string &bracket : {std::string("["), std::string("{\"a\":")}) {
            std::string deep;
            for (int i = 0; i < 10'000; ++i)
                deep += bracket;
            const auto read = spec::readSpec(deep, catalogue(), "f");
            QVERIFY(!read);
            QVERIFY(read.error().what.find("nested more than 64 levels") != std::string::npos);
        }
        const auto large = spec::readSpec(std::string(100'000'000, ' '), catalogue(), "f");
        QVERIFY(!large);
        QVERIFY(large.error().what.find("16 MB") != std::string::npos);
        // Many members, each compared with the others, must not take minutes.
        std::string wide = "{\"version\": 1";
        for (int i = 0; i < 200'000; ++i)
            wide += ",\"" + std::to_string(i) + "\":0";
        QVERIFY(!spec::readSpec(wide + "}", catalogue(), "f"));
        QVERIFY(!spec::readSpec("\"" + std::string(10'000'000, 'x'), catalogue(), "f"));
        QVERIFY(!spec::readSpec(std::string("{\"version\": 1, \"name\": \"\xff\"}"), catalogue(), "f"));
        QVERIFY(!spec::readSpec(std::string("\0\0\0\0", 4), catalogue(), "f"));
    }

    void mutationsNeverCrash() {
        std::mt19937 random(7);
        const std::vector<std::string> splinters{
            "{", "}", "[", "]", ",", ":", "\"", "null", "-", "1e99", "true", "\\u0000", "\xc3", "\"kind\"", "9223372036854775808", ""};
        std::vector<std::string> texts;
        for (const spec::Preset &preset : spec::presets())
            texts.push_back(spec::writeSpec(preset.spec));
        texts.push_back(spec::writeSpec(fullSpec()));
        int read = 0;
        for (int i = 0; i < 2000; ++i) {
            std::string text = texts[random() % texts.size()];
            for (unsigned count = 1 + random() % 3; count > 0; --count) {
                const std::size_t at = random() % text.size(), length = std::min<std::size_t>(random() % 12, text.size() - at);
                if (random() % 3 == 0)
                    text[at] = static_cast<char>(random() % 256);
                else
                    text.replace(at, length, splinters[random() % splinters.size()]);
            }
            const auto result = spec::readSpec(text, catalogue(), "f");
            if (result) {
                ++read;
                QVERIFY(*spec::readSpec(spec::writeSpec(*result), catalogue(), "f") == *result);
            } else {
                QVERIFY(!result.error().what.empty());
                QVERIFY(result.error().where.rfind("f", 0) == 0);
            }
        }
        QVERIFY(read > 0 && read < 1900);
    }

    void setsByPath() {
        const spec::Spec before = spec::findPreset("deep")->spec;
        const auto set = [&](const std::string &assignment) {
            const auto result = spec::withSetting(before, assignment, catalogue());
            if (!result)
                qWarning("%s", result.error().sentence().c_str());
            return result ? *result : spec::Spec{};
        };
        QCOMPARE(std::get<Index>(set("model.layers.2.units=8").model.layers[2].values.at("units")), Index(8));
        QCOMPARE(std::get<std::string>(set("model.layers.0.initialiser=he_normal").model.layers[0].values.at("initialiser")), std::string("he_normal"));
        QCOMPARE(std::get<std::string>(set("model.layers.0.units=data").model.layers[0].values.at("units")), std::string("data"));
        QCOMPARE(std::get<double>(set("training.optimiser.rate=1e-2").training.optimiser.values.at("rate")), 0.01);
        QCOMPARE(set("training.gradient.clip_norm=2").training.gradient.clipNorm, 2.0);
        QCOMPARE(set(R"(training.penalties=[{"kind": "l1_activation"}])").training.penalties, (std::vector<spec::Component>{{"l1_activation", {}}}));
        QCOMPARE(set("training.average.kind=exponential").training.average.kind, std::string("exponential"));
        QCOMPARE(set("training.seed=7").training.seed, std::uint64_t(7));
        QCOMPARE(set("name=My stack = good").name, std::string("My stack = good"));
        QCOMPARE(set("name=\"2024\"").name, std::string("2024"));
        QCOMPARE(set("data.scaling=standardise").data.scaling.kind, std::string("standardise"));
        QCOMPARE(std::get<double>(set("data.split.test=0.3").data.split.values.at("test")), 0.3);
        QCOMPARE(std::get<std::string>(set("data.options.delimiter=;").data.options.at("delimiter")), std::string(";"));
        QCOMPARE(set("data.source=a b/c.csv").data.source, std::string("a b/c.csv"));
        QCOMPARE(set("model.mirror=false").model.mirror, false);
        QCOMPARE(set(R"(model.layers.2={"kind": "dense", "units": 3})").model.layers[2], (spec::LayerSpec{"dense", {{"units", Index(3)}}}));
        QCOMPARE(set(R"(training.corruption={"kind": "gaussian"})").training.corruption.kind, std::string("gaussian"));
        spec::Spec expected = before;
        expected.training.epochs = 3;
        QVERIFY(set("training.epochs=3") == expected);
    }

    void aNewKindDropsWhatItDoesNotHave() {
        spec::Spec before = spec::findPreset("deep")->spec;
        before.training.optimiser.values["beta1"] = 0.8;
        const auto after = spec::withSetting(before, "training.optimiser.kind=sgd", catalogue());
        QVERIFY2(after, after ? "" : after.error().sentence().c_str());
        QVERIFY(after->training.optimiser == (spec::Component{"sgd", {{"rate", 0.001}}}));
    }

    void refusesAssignments_data() {
        QTest::addColumn<QByteArray>("assignment");
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("part");
        const auto row = [](const char *assignment, const char *where, const char *part) {
            QTest::newRow(assignment) << QByteArray(assignment) << where << part;
        };
        row("", "", "Write a path and a value");
        row("model.code", "", "\"model.code\" sets nothing");
        row("=3", "", "sets nothing");
        row("model..code=3", "", "sets nothing");
        row("model.code.=3", "", "sets nothing");
        row("modle.code=3", "modle", "Did you mean \"model\"?");
        row("nam=x", "nam", "Did you mean \"name\"?");
        row("model.layer.2.units=3", "model.layer", "Did you mean \"layers\"?");
        row("model.layers.6.units=3", "model.layers.6", "There are model.layers.0 to model.layers.5");
        row("model.layers.-1.units=3", "model.layers.-1", "There are model.layers.0");
        row("model.layers.99999999999999999999.units=3", "model.layers.99999999999999999999", "is not there");
        row("model.layers.two.units=3", "model.layers.two", "There are model.layers.0");
        row("model.layers.2.unit=3", "model.layers.2.unit", "Did you mean \"units\"?");
        row("model.layers.2.units=0", "model.layers.2.units", "from 1 to 65536");
        row("model.layers.2.units=many", "model.layers.2.units", "not \"many\"");
        row("model.layers.2.units=", "model.layers.2.units", "not \"\"");
        row("model.layers.2.units=[8", "model.layers.2.units", "is not JSON");
        row("model.layers.2.units.x=8", "model.layers.2.units", "single value");
        row("training.penalties.0=1", "training.penalties.0", "The list is empty");
        row("training.penalties=[1]", "training.penalties.0", "must be an object, not 1");
        row("training.gradient.clip_norm=-1", "training.gradient.clip_norm", "from 0 to");
        row("training.loss=binary_cross_entropy", "training.loss", "Write {\"kind\": \"binary_cross_entropy\"}");
        row("training.loss.kind=binary_cross_entrop", "training.loss.kind", "Did you mean \"binary_cross_entropy\"?");
        row("model.code=6", "model.code", "0 to 5, not 6");
        row("name=2024", "name", "must be text in quotes, not 2024");
        row("name=\xff", "", "UTF-8");
        row("version=2", "version", "must be 1");
        row("model={}", "model.layers", "is missing");
    }
    void refusesAssignments() {
        QFETCH(QByteArray, assignment);
        QFETCH(QString, where);
        QFETCH(QString, part);
        const auto result = spec::withSetting(spec::findPreset("deep")->spec, assignment.toStdString(), catalogue());
        QVERIFY(!result);
        QCOMPARE(QString::fromStdString(result.error().where), where);
        const QString sentence = QString::fromStdString(result.error().sentence());
        QVERIFY2(sentence.contains(part), qPrintable(sentence));
    }

    void checksSpecsMadeInMemory() {
        QVERIFY(*spec::checked(fullSpec(), catalogue()) == fullSpec());
        const auto whereOf = [](const auto &edit) {
            spec::Spec edited = fullSpec();
            edit(edited);
            const auto result = spec::checked(edited, catalogue());
            return result ? std::string("no error") : result.error().where;
        };
        const double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();
        QCOMPARE(whereOf([&](auto &s) { s.training.optimiser.values["rate"] = nan; }), std::string("training.optimiser.rate"));
        QCOMPARE(whereOf([&](auto &s) { s.training.optimiser.values["rate"] = infinity; }), std::string("training.optimiser.rate"));
        QCOMPARE(whereOf([&](auto &s) { s.data.validation = nan; }), std::string("data.validation"));
        QCOMPARE(whereOf([&](auto &s) { s.model.layers[0].values["units"] = nan; }), std::string("model.layers.0.units"));
        QCOMPARE(whereOf([](auto &s) { s.model.layers[2].values["units"] = std::numeric_limits<Index>::min(); }), std::string("model.layers.2.units"));
        QCOMPARE(whereOf([](auto &s) { s.model.layers.clear(); }), std::string("model.layers"));
        QCOMPARE(whereOf([](auto &s) { s.model.layers.resize(65, {"dense", {}}); }), std::string("model.layers"));
        QCOMPARE(whereOf([](auto &s) { s.model.code = 4; }), std::string("model.code"));
        QCOMPARE(whereOf([](auto &s) { s.training.seed = ~std::uint64_t(0); }), std::string("training.seed"));
        QCOMPARE(whereOf([](auto &s) { s.training.seed = (std::uint64_t(1) << 53) + 1; }), std::string("training.seed"));
        QCOMPARE(whereOf([](auto &s) { s.training.loss.kind.clear(); }), std::string("training.loss.kind"));
        QCOMPARE(whereOf([](auto &s) { s.name = "\xed\xa0\x80"; }), std::string("name"));
        QCOMPARE(whereOf([](auto &s) { s.data.source = "\xc0\xaf"; }), std::string("data.source"));
        // What cannot be written is null, and reading says where.
        spec::Spec broken = fullSpec();
        broken.training.optimiser.values["rate"] = nan;
        QCOMPARE(spec::readSpec(spec::writeSpec(broken), catalogue(), "").error().where, std::string("training.optimiser.rate"));
        broken.name = std::string("\xff");
        QVERIFY(!spec::writeSpec(broken).empty());
    }
};

QTEST_APPLESS_MAIN(JsonTest)
#include "json_test.moc"
