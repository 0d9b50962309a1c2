// Exported C++ headers compile as C++11 without a warning and give the network's numbers. cpp_header_long_test.cpp takes every preset as it is.
#include <QTest>

#include "engine/core/floating_point.h"
#include "engine/plan/fitting.h"
#include "tests/support/cpp_program.h"

using namespace hourglass;
using namespace hourglass::tests;

class CppHeaderTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { core::setFloatingPointMode(); }

    /// On small images, so that compiling them costs little.
    void presetsAgree() {
        CppProgram program;
        const core::Shape small(1, 8, 8);
        for (const char *key : {"deep", "convolutional", "variational", "tied", "recurrent"}) {
            const auto plan = plan::compile(plan::fittedTo(spec::findPreset(key)->spec.model, small), small);
            QVERIFY2(plan, key);
            program.add(key, FilledPlan(*plan, 1));
        }
        const QString fault = program.fault({"-O0"});
        QVERIFY2(fault.isEmpty(), qPrintable(fault));
    }

    void stacksByLotAgree() {
        CppProgram program;
        std::map<std::string, int> counts;
        int added = 0;
        for (std::uint64_t seed = 1; added < 80; ++seed)
            if (const auto plan = randomPlan(seed); plan && plan->parameterFloats() < 3'000) {
                program.add("stack" + std::to_string(seed), FilledPlan(plan, seed));
                ++added;
                for (const spec::LayerSpec &layer : plan->model().layers)
                    ++counts[layer.kind];
            }
        for (const layers::Row &row : layers::registry())
            QVERIFY2(counts[row.kind.key] >= 2, row.kind.key.c_str());
        const QString fault = program.fault({"-O0"});
        QVERIFY2(fault.isEmpty(), qPrintable(fault));
    }

    void whatHasTooManyNumbersIsRefused() {
        exporters::Model model;
        model.parts.emplace_back();
        model.parts[0].constants.push_back({"layers.0.weight", {20'000'001}, std::vector<float>(20'000'001)});
        const auto header = exporters::formats()[1].make(model);
        QVERIFY(!header && header.error().sentence().find("20000001 numbers") != std::string::npos);
    }

    void aTitleBecomesANamespace_data() {
        QTest::addColumn<QString>("title");
        QTest::addColumn<QString>("name");
        QTest::newRow("words") << "Two-layer halves (2)"
                               << "namespace hourglass_two_layer_halves_2 {";
        QTest::newRow("none") << ""
                              << "namespace hourglass_model {";
        QTest::newRow("other letters") << QString::fromUtf8("模型") << "namespace hourglass_model {";
        QTest::newRow("a word of the language") << "class"
                                                << "namespace hourglass_class {";
    }
    void aTitleBecomesANamespace() {
        QFETCH(QString, title);
        QFETCH(QString, name);
        const FilledPlan filled(*plan::compile({{dense(2, "relu"), output()}, 0}, core::Shape(3)), 1);
        auto model = exporters::modelOf({filled.plan, filled.parameters.data(), filled.state.data()}, plan::StackPart::Whole, exporters::formats()[1]);
        model->title = title.toStdString();
        QVERIFY(QString::fromStdString(*exporters::formats()[1].make(*model)).contains(name));
    }
};

QTEST_APPLESS_MAIN(CppHeaderTest)
#include "cpp_header_test.moc"
