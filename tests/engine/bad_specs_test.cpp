// Specs that cannot be, over every kind and setting that the program has: one sentence that names the place, before any memory is asked for.
// What JSON may look like is json_test's, what shapes refuse each other is that of shapes_test and compile_test.
#include <QTest>

#include <cmath>
#include <functional>

#include "engine/plan/plan.h"
#include "engine/spec/json.h"
#include "engine/training/catalogue.h"
#include "tests/support/largest_allocation.h"
#include "tests/support/layer_cases.h"

using namespace hourglass;
using namespace hourglass::tests;

Q_DECLARE_METATYPE(hourglass::core::Shape)
Q_DECLARE_METATYPE(std::vector<hourglass::spec::LayerSpec>)

namespace {

using Stack = std::vector<spec::LayerSpec>;

/// Where a component stands in a spec: its path, and what makes a spec of it.
struct Seat {
    std::string path;
    std::function<std::string(const std::string &component)> text;
};

std::string specText(const std::string &layer, const std::string &training) {
    return R"({"version": 1, "model": {"layers": [)" + layer + R"(], "code": 0}, "training": {)" + training + "}}";
}

std::string dataText(const std::string &members) {
    return R"({"version": 1, "data": {)" + members + R"(}, "model": {"layers": [{"kind": "dense"}], "code": 0}})";
}

Seat layerSeat() {
    return {"model.layers.1", [](const std::string &component) { return specText(R"({"kind": "dense"}, )" + component, ""); }};
}

Seat trainingSeat(const std::string &key, bool isList) {
    return {"training." + key + (isList ? ".0" : ""), [=](const std::string &component) {
                std::string list = isList ? "[" : "";
                list += component + (isList ? "]" : "");
                return specText(R"({"kind": "dense"})", '"' + key + "\": " + list);
            }};
}

Seat dataSeat(const std::string &key) {
    return {"data." + key, [=](const std::string &component) { return dataText('"' + key + "\": " + component); }};
}

struct Table {
    Seat seat;
    const std::vector<spec::Kind> *kinds;
};

std::vector<Table> tables() {
    const spec::Catalogue &all = training::catalogue();
    return {{layerSeat(), &all.layers},
            {trainingSeat("loss", false), &all.losses},
            {trainingSeat("penalties", true), &all.penalties},
            {trainingSeat("optimiser", false), &all.optimisers},
            {trainingSeat("schedule", false), &all.schedules},
            {trainingSeat("corruption", false), &all.corruptions},
            {trainingSeat("augmentation", true), &all.augmentations},
            {trainingSeat("average", false), &all.averages},
            {trainingSeat("stop", true), &all.stops},
            {dataSeat("window"), &all.windows},
            {dataSeat("subset"), &all.subsets},
            {dataSeat("split"), &all.splits},
            {dataSeat("scaling"), &all.scalings}};
}

/// Values as JSON that the setting must refuse.
std::vector<std::string> wrongValues(const spec::Setting &setting) {
    std::vector<std::string> wrong{"null", "[]", "{}"};
    if (setting.kind != spec::SettingKind::Text) // which takes a number as its text
        wrong.insert(wrong.end(), {"1e300", "-1e300", "\"no such word\"", "\"NaN\""});
    if (setting.kind != spec::SettingKind::Toggle)
        wrong.insert(wrong.end(), {"true", "false"});
    if (setting.kind == spec::SettingKind::Toggle || setting.kind == spec::SettingKind::Choice)
        wrong.insert(wrong.end(), {"0", "1", "\"true\""});
    if (setting.kind == spec::SettingKind::Integer)
        wrong.insert(wrong.end(), {"1.5", "9223372036854775808", "-9223372036854775808", std::to_string(static_cast<Index>(setting.minimum) - 1),
                                   std::to_string(static_cast<Index>(setting.maximum) + 1)});
    return wrong;
}

/// Empty, or what is wrong with the refusal.
QString faultOf(const std::string &text, const std::string &where) {
    const auto read = spec::readSpec(text, training::catalogue(), "");
    if (!read && read.error().where == where && !read.error().what.empty() && read.error().sentence().find('\n') == std::string::npos)
        return {};
    return QString::fromStdString(text + (read ? " is taken" : " gives: " + read.error().sentence()));
}

} // namespace

class BadSpecsTest : public QObject {
    Q_OBJECT

private slots:
    void everySettingRefusesWhatItIsNot() {
        int refused = 0;
        for (const Table &table : tables())
            for (const spec::Kind &kind : *table.kinds) {
                const std::string start = "{\"kind\": \"" + kind.key + "\", \"";
                QVERIFY2(bool(spec::readSpec(table.seat.text("{\"kind\": \"" + kind.key + "\"}"), training::catalogue(), "")), kind.key.c_str());
                for (const spec::Setting &setting : kind.settings)
                    for (const std::string &value : wrongValues(setting)) {
                        const QString fault = faultOf(table.seat.text(start + setting.key + "\": " + value + "}"), table.seat.path + '.' + setting.key);
                        QVERIFY2(fault.isEmpty(), qPrintable(fault));
                        ++refused;
                    }
                const QString fault = faultOf(table.seat.text(start + "no_such_key\": 1}"), table.seat.path + ".no_such_key");
                QVERIFY2(fault.isEmpty(), qPrintable(fault));
            }
        QVERIFY(refused > 1000);
    }

    void sayWhatABillionUnitsWouldTake() {
        for (const auto &[kind, key] : std::vector<std::pair<std::string, std::string>>{{"dense", "units"},
                                                                                        {"variational", "units"},
                                                                                        {"lstm", "units"},
                                                                                        {"dense_steps", "units"},
                                                                                        {"conv2d", "channels"},
                                                                                        {"repeat_vector", "steps"}}) {
            const auto read = spec::readSpec(layerSeat().text("{\"kind\": \"" + kind + "\", \"" + key + "\": 1000000000}"), training::catalogue(), "");
            QVERIFY2(!read, kind.c_str());
            QCOMPARE(read.error().layer, 1);
            const QString sentence = QString::fromStdString(read.error().sentence());
            QVERIFY2(sentence.contains("must be a whole number from 1 to ") && sentence.endsWith("not 1000000000. One sample alone would take 4000 MB there."),
                     qPrintable(sentence));
        }
        const auto little = spec::readSpec(layerSeat().text(R"({"kind": "dense", "units": 65537})"), training::catalogue(), "");
        QVERIFY(QString::fromStdString(little.error().sentence()).endsWith("not 65537."));
    }

    void sayTheMemoryThatTheyDoNotAskFor_data() {
        QTest::addColumn<core::Shape>("sample");
        QTest::addColumn<Stack>("stack");
        QTest::addColumn<int>("layer");
        QTest::addColumn<QString>("part");
        const auto row = [](const char *name, const core::Shape &sample, const Stack &stack, int layer, const char *part) {
            QTest::newRow(name) << sample << stack << layer << QString(part);
        };
        const core::Shape image(1, 28, 28), series(3000, 4);
        const Index most = 4096;
        row("variational", image, {dense(65536, "relu"), {"variational", {{"units", most}}}, output()}, 1, "have 536870912 weights (2147 MB)");
        row("convolution", image, {conv("conv2d", most, 1, 1, {}), conv("conv2d", most, 5, 1, {}), output()}, 1, "need 419430400 numbers (1678 MB)");
        row("convolution, its patches", image, {conv("conv2d", most, 1, 1, {}), conv("conv2d", 1, 11, 1, {}), output()}, 1, "need 388562944 numbers (1554 MB)");
        row("convolution, its padding", image,
            {conv("conv2d", most, 28, 1, {{"padding", Index{0}}}), conv("conv2d", 1, 1, 64, {{"padding", Index{512}}}), output()}, 1,
            "need 4303360000 numbers (17213 MB)");
        row("transposed convolution, its map", image, {conv("conv2d_transposed", 16, 3, 64, {}), conv("conv2d_transposed", 1, 3, 64, {}), output()}, 1,
            "numbers (");
        row("convolution of series", series, {conv("conv1d", most, 1, 1, {}), conv("conv1d", most, 17, 1, {}), output()}, 1,
            "need 285212672 numbers (1141 MB)");
        row("lstm", core::Shape(3, 4), {dense(65536, "relu"), {"repeat_vector", {{"steps", Index{1}}}}, recurrent("lstm", most, "last", false), output()}, 2,
            "need 1140850688 numbers (4563 MB)");
        row("gru, its memory", series,
            {recurrent("gru", most, "last", false),
             recurrent("gru", most, "last", false),
             {"repeat_vector", {{"steps", Index{65536}}}},
             recurrent("gru", most, "sequence", false),
             output()},
            3, "numbers (");
        row("dense at each step", core::Shape(2, 4),
            {dense(10, "relu"), {"repeat_vector", {{"steps", Index{65536}}}}, denseSteps(Index{4096}, "relu"), denseSteps(Index{4096}, "relu"), output()}, 4,
            "weights (");
        row("upsampling", image, {{"upsample", {{"factor", Index{64}}}}, {"upsample", {{"factor", Index{64}}}}, output()}, 1,
            "have 13153337344 numbers (52613 MB)");
        row("repeated", image, {dense(65536, "relu"), {"repeat_vector", {{"steps", Index{65536}}}}, output()}, 1, "have 4294967296 numbers (17180 MB)");
    }
    void sayTheMemoryThatTheyDoNotAskFor() {
        QFETCH(core::Shape, sample);
        QFETCH(Stack, stack);
        QFETCH(int, layer);
        QFETCH(QString, part);
        largestAllocation = 0;
        const auto plan = plan::compile({stack, 0, false}, sample);
        QVERIFY(largestAllocation < 1'000'000);
        QVERIFY(!plan);
        const QString sentence = QString::fromStdString(plan.error().sentence());
        QCOMPARE(plan.error().layer, layer);
        QVERIFY2(sentence.contains(part) && sentence.contains(", more than 268435456 (1074 MB). "), qPrintable(sentence));
        QVERIFY(!plan.error().hint.empty());
    }

    /// Each setting at its ends, alone and with all others, on any sort of sample: a plan or a sentence, and hardly any memory.
    void theEndsOfAllRangesCompileOrSayWhy() {
        const std::vector<core::Shape> samples{core::Shape(1),         core::Shape(784),     core::Shape(50, 4),
                                               core::Shape(1, 28, 28), core::Shape(3, 5, 4), core::Shape(65536)};
        for (const spec::Kind &kind : training::catalogue().layers)
            for (const core::Shape &sample : samples)
                for (const bool isMost : {false, true}) {
                    spec::LayerSpec all{kind.key, {}};
                    std::vector<spec::LayerSpec> layers;
                    for (const spec::Setting &setting : kind.settings) {
                        const double end = isMost ? setting.maximum : setting.minimum;
                        if (setting.kind == spec::SettingKind::Integer || setting.kind == spec::SettingKind::Real) {
                            const spec::Value value = setting.kind == spec::SettingKind::Integer ? spec::Value(static_cast<Index>(end)) : spec::Value(end);
                            all.values[setting.key] = value;
                            layers.push_back({kind.key, {{setting.key, value}}});
                        }
                    }
                    layers.push_back(all);
                    for (const spec::LayerSpec &layer : layers) {
                        largestAllocation = 0;
                        const auto plan = plan::compile({{layer, layer, layer, output()}, 0, false}, sample);
                        QVERIFY2(largestAllocation < 20'000'000, kind.key.c_str()); // a kernel of 1024 × 1024 has a table
                        if (plan)
                            continue;
                        QVERIFY2(plan.error().layer >= 0 && plan.error().layer < 4 && !plan.error().what.empty() && !plan.error().hint.empty(),
                                 kind.key.c_str());
                    }
                }
    }

    /// Tied layers that name each other, in a ring of any length: the first of them has nothing before it to name.
    void tiedLayersFormNoRing() {
        for (int length = 1; length <= 5; ++length) {
            Stack stack{dense(8, "tanh")};
            for (int i = 0; i < length; ++i)
                stack.push_back({"tied", {{"to", Index{1 + (i + 1) % length}}}});
            stack.push_back(output());
            const auto plan = plan::compile({stack, 0, false}, core::Shape(8));
            QVERIFY(!plan);
            QCOMPARE(plan.error().layer, 1);
            QVERIFY(plan.error().what.find("a layer before it") != std::string::npos);
        }
    }

    void fiveHundredLayersAreTooMany() {
        std::string layers = R"({"kind": "dense"})";
        for (int i = 1; i < 500; ++i)
            layers += R"(, {"kind": "dense"})";
        const auto read = spec::readSpec(specText(layers, ""), training::catalogue(), "");
        QVERIFY(!read);
        QCOMPARE(QString::fromStdString(read.error().sentence()), QString("model.layers: has 500 layers. A stack has 1 to 64 layers."));
    }
};

QTEST_APPLESS_MAIN(BadSpecsTest)
#include "bad_specs_test.moc"
