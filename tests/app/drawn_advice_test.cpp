// The code that is suggested for a set knows what its samples lie on.
#include <QLabel>
#include <QPushButton>

#include "app/session/preset_fit.h"
#include "app/session/table_stack.h"
#include "engine/data/generators/generator.h"
#include "tests/support/window_bench.h"
#include "ui/import/import_panel.h"

using namespace hourglass;
using tests::dense;
using tests::WindowBench;

namespace {

data::Dataset drawn(const std::string &key, spec::Values options = {}) {
    options.emplace("samples", core::Index(200));
    auto dataset = data::generate(*data::findGenerator(key), options, 3);
    if (!dataset)
        qFatal("%s", dataset.error().sentence().c_str());
    return *dataset;
}

/// 3–16–code–16–3.
spec::Spec narrowSpec(core::Index code) {
    spec::Spec spec = tests::smallSpec();
    spec.model.layers[1] = dense(code, "identity");
    return spec;
}

} // namespace

class DrawnAdviceTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

private slots:
    void aSurfaceGetsTwoUnitsAndACurveOne_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<int>("dimensions");
        QTest::addColumn<int>("code");
        for (const auto &[key, dimensions, code] : {std::tuple("swiss-roll", 3, 2),
                                                    {"s-curve", 3, 2},
                                                    {"torus", 3, 2},
                                                    {"trefoil", 3, 1},
                                                    {"circles", 2, 1},
                                                    {"moons", 2, 1},
                                                    {"swiss-roll", 12, 2},
                                                    {"trefoil", 9, 1}})
            QTest::addRow("%s in %d dimensions", key, dimensions) << key << dimensions << code;
    }
    void aSurfaceGetsTwoUnitsAndACurveOne() {
        QFETCH(QString, key);
        QFETCH(int, dimensions);
        QFETCH(int, code);
        const data::Dataset dataset = drawn(key.toStdString(), {{"dimensions", core::Index(dimensions)}});
        const spec::Preset deep = *spec::findPreset("deep"); // 32 units
        const app::StackFit advice = app::importAdvice(deep.spec, dataset);
        QVERIFY(advice.remedy);
        QCOMPARE(app::codeUnits(advice.remedy->model), std::optional(core::Index(code)));
        const auto fit = app::presetFit(deep, {.source = key.toStdString()}, dataset);
        QVERIFY(fit);
        QCOMPARE(app::codeUnits(fit->spec.model), std::optional(core::Index(code)));
    }

    void ownDataOfThreeColumnsGetTwo() {
        data::Dataset own = drawn("trefoil");
        own.key = "/somewhere/places.csv";
        QCOMPARE(app::codeUnits(app::importAdvice(spec::findPreset("deep")->spec, own).remedy->model), std::optional(core::Index(2)));
        QCOMPARE(app::fittingCode(own), core::Index(2));
    }

    void aCodeTooNarrowForASurfaceIsWidenedAlone() {
        const spec::Spec narrow = narrowSpec(1);
        const app::StackFit advice = app::importAdvice(narrow, drawn("swiss-roll"));
        QVERIFY(!advice.refusal && advice.remedy && !advice.isOtherStack);
        QVERIFY2(advice.notes.join(' ').contains("surface"), qPrintable(advice.notes.join(' ')));
        QVERIFY(*advice.remedy == narrowSpec(2));
        QVERIFY(!app::importAdvice(narrowSpec(2), drawn("swiss-roll")).remedy);
        QVERIFY(!app::importAdvice(narrowSpec(2), drawn("trefoil")).remedy); // a plane holds a closed curve without a tear
        QVERIFY(!app::importAdvice(narrow, drawn("trefoil")).remedy);
    }

    /// Taken from the menu, data that the stack trains on come at once; what would fit them is a button away.
    void theStripSaysWhatWouldFit() {
        QSettings settings(m_folder.filePath("settings.ini"), QSettings::IniFormat);
        WindowBench bench(settings);
        bench.open(narrowSpec(1));
        emit bench.window.topBar()->dataChosen("swiss-roll");
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.dataset()->key, std::string("swiss-roll"), WindowBench::patience);
        auto *action = bench.window.notices()->findChild<QPushButton *>("noticeAction");
        QTRY_VERIFY(action && action->isVisible());
        QTest::qWait(250); // the strip is out
        QTest::mouseClick(action, Qt::LeftButton);
        ui::ImportPanel *panel = bench.window.importPanel();
        QTRY_VERIFY_WITH_TIMEOUT(panel->isVisible() && !panel->candidate().isReading, WindowBench::patience);
        panel->findChild<QPushButton *>("importUseFitted")->click();
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.plan()->codeSize() == 2, WindowBench::patience);
        QCOMPARE(bench.session.dataset()->key, std::string("swiss-roll"));
        emit bench.window.topBar()->dataChosen("s-curve"); // fits
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.dataset()->key, std::string("s-curve"), WindowBench::patience);
        QTest::qWait(100);
        QCOMPARE(bench.window.notices()->count(), 0);
    }
};

QTEST_MAIN(DrawnAdviceTest)
#include "drawn_advice_test.moc"
