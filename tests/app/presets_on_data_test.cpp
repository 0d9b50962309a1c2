// Presets on data of one's own, in the window: what is kept, what is adapted, what is offered.
#include <QFile>
#include <QLabel>
#include <QPushButton>

#include <cmath>

#include "app/session/preset_fit.h"
#include "app/session/stack_fit.h"
#include "engine/data/generators/generator.h"
#include "tests/support/window_bench.h"
#include "ui/reconstructions/reconstruction_card.h"
#include "ui/window/preset_gallery.h"

using namespace hourglass;
using tests::smallSpec;

namespace {

constexpr int patience = tests::WindowBench::patience;

/// As `hourglass` opens: on data that nobody chose.
struct Bench : tests::WindowBench {
    explicit Bench(QSettings &settings) : WindowBench(settings) {}

    void choose(const QString &preset) {
        key(Qt::Key_P);
        auto *card = window.presetGallery()->findChild<QWidget *>("preset-" + preset);
        QVERIFY(card);
        QTest::mouseClick(card, Qt::LeftButton);
    }
    void openData(const QString &path) {
        program.import().consider(path);
        QTRY_VERIFY_WITH_TIMEOUT(program.import().candidate().isReady(), patience);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(session.spec().data.source == path.toStdString() && session.dataset()->key == path.toStdString(), patience);
    }
    QString notice() const { return window.notices()->count() > 0 ? window.notices()->findChild<QLabel *>("noticeWhat")->text() : QString(); }
    QPushButton *action() const { return window.notices()->findChild<QPushButton *>("noticeAction"); }
    const spec::LayerSpec &layer(std::size_t index) const { return session.spec().model.layers[index]; }
    void takesAStep() {
        key(Qt::Key_Period);
        QTRY_COMPARE_WITH_TIMEOUT(session.status().step, 1, patience);
    }
};

std::shared_ptr<const data::Dataset> drawn(const std::string &source) {
    const auto dataset = app::library().load({.source = source}, 0, {});
    return dataset ? *dataset : nullptr;
}

} // namespace

class PresetsOnDataTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_table;

    QSettings *settings() { return new QSettings(m_folder.filePath(QString("%1.ini").arg(QTest::currentTestFunction())), QSettings::IniFormat, this); }

private slots:
    void initTestCase() {
        m_table = m_folder.filePath("readings.csv");
        QFile file(m_table);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("speed,height,width,depth,sound,light\n");
        for (int row = 0; row < 200; ++row) {
            for (int column = 0; column < 6; ++column)
                file.write((column > 0 ? "," : "") + QByteArray::number(std::sin(0.37 * row * (column + 1)) * 3, 'f', 3));
            file.write("\n");
        }
    }

    void ownDataStayAndThePresetIsAdapted() {
        Bench bench(*settings());
        bench.open(smallSpec(), "map");
        bench.openData(m_table);
        QVERIFY(!QTest::currentTestFailed());
        bench.window.notices()->clear();
        bench.choose("deep");
        QCOMPARE(bench.session.presetKey(), QString("deep"));
        QCOMPARE(bench.session.dataset()->key, m_table.toStdString());
        QCOMPARE(bench.session.spec().data.source, m_table.toStdString());
        QCOMPARE(bench.layer(2).values.at("units"), spec::Value(core::Index(3)));
        QCOMPARE(bench.layer(5).values.at("activation"), spec::Value(std::string("identity")));
        QCOMPARE(bench.session.spec().training.loss.kind, std::string("mean_squared_error"));
        for (const char *said : {"Deep", "readings.csv", "3 units instead of 32", "linear output", "mean squared error"})
            QVERIFY2(bench.notice().contains(said), qPrintable(bench.notice()));
        QCOMPARE(bench.notice().count('.'), 2); // one sentence, and the file's name
        bench.takesAStep();

        bench.choose("narrow");
        QCOMPARE(bench.session.presetKey(), QString("narrow"));
        QCOMPARE(bench.session.dataset()->key, m_table.toStdString());
        QTest::keyClick(&bench.window, Qt::Key_Z, Qt::ControlModifier);
        QTest::keyClick(&bench.window, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(bench.session.dataset()->key, m_table.toStdString());
        QCOMPARE(bench.session.presetKey(), QString("map"));
    }

    void theFeaturesOfATableAreReadOnASamplesCard() {
        Bench bench(*settings());
        bench.open(smallSpec(), "map");
        bench.openData(m_table);
        QVERIFY(!QTest::currentTestFailed());
        QTRY_VERIFY_WITH_TIMEOUT(bench.reconstructions->sample == core::Shape(6), patience);
        QTest::qWait(250);
        bench.moveMouse(bench.grid, bench.grid->layoutOfColumns().cell(0, bench.grid->layoutOfColumns().rows.front()).center());
        QTRY_VERIFY(bench.grid->card() && bench.grid->card()->isVisible());
        QVERIFY(bench.grid->card()->height() < 6 * 18 + 150); // rows, no chart with its axis of "feature 1 … 6"
    }

    void thePresetsOwnDataAreOneButtonAway() {
        Bench bench(*settings());
        bench.open(smallSpec(), "map");
        bench.openData(m_table);
        QVERIFY(!QTest::currentTestFailed());
        bench.choose("halves");
        QCOMPARE(bench.session.dataset()->key, m_table.toStdString());
        QVERIFY(bench.action()->isVisible());
        QTest::qWait(250); // the strip is out
        QTest::mouseClick(bench.action(), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.dataset()->key, std::string("halves"), patience);
        QVERIFY(bench.session.spec().model == spec::findPreset("halves")->spec.model);
        bench.choose("shallow"); // those that came with a preset give way
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.dataset()->key, std::string("noise"), patience);
    }

    void dataThatNobodyChoseGiveWay() {
        Bench bench(*settings());
        bench.open(smallSpec(), "map");
        bench.choose("tabular");
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.dataset()->key, std::string("tabular"), patience);
        QCOMPARE(bench.window.notices()->count(), 0);
        QVERIFY(bench.session.spec().model == spec::findPreset("tabular")->spec.model);
    }

    void dataOfTheMenuAreChosen() {
        Bench bench(*settings());
        bench.open(smallSpec(), "map");
        emit bench.window.topBar()->dataChosen("strokes");
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.dataset()->key, std::string("strokes"), patience);
        bench.choose("narrow");
        QCOMPARE(bench.session.presetKey(), QString("narrow"));
        QCOMPARE(bench.session.dataset()->key, std::string("strokes"));
        QVERIFY(bench.session.spec().model == spec::findPreset("narrow")->spec.model); // nothing to adapt
        QVERIFY2(!bench.notice().contains("with"), qPrintable(bench.notice()));
        QVERIFY(bench.action()->text().contains("Fashion-MNIST"));
    }

    void whatCannotBeFittedLeavesAllAsItIs() {
        Bench bench(*settings());
        bench.open(smallSpec(), "map");
        bench.openData(m_table);
        QVERIFY(!QTest::currentTestFailed());
        const spec::Spec before = bench.session.spec();
        bench.choose("convolutional");
        QVERIFY(bench.session.spec() == before);
        QCOMPARE(bench.session.presetKey(), QString("map"));
        QVERIFY2(bench.notice().contains("All stays as it is"), qPrintable(bench.notice()));
        QTest::qWait(250);
        QTest::mouseClick(bench.action(), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.presetKey(), QString("convolutional"), patience);
        QVERIFY(QString::fromStdString(bench.session.dataset()->key).startsWith("fashion-mnist"));
    }

    /// Whatever is not refused trains, and says what differs from the preset where anything does.
    void everyPresetMeetsEveryKindOfData_data() {
        QTest::addColumn<QString>("source");
        for (const char *source : {"swiss-roll", "correlated", "sines", "sprites", "halves", "tabular"})
            QTest::newRow(source) << source;
    }
    void everyPresetMeetsEveryKindOfData() {
        QFETCH(QString, source);
        const auto dataset = drawn(source.toStdString());
        QVERIFY(dataset);
        for (const spec::Preset &preset : spec::presets()) {
            const auto fit = app::presetFit(preset, {.source = source.toStdString()}, *dataset);
            const bool wantsPlaces = preset.key == "convolutional" || preset.key == "recurrent" || preset.key == "gru";
            QVERIFY2(fit || wantsPlaces, preset.key.c_str());
            if (!fit)
                continue;
            std::shared_ptr<const plan::Plan> plan;
            QVERIFY2(!app::refusalOf(fit->spec, *dataset, plan), preset.key.c_str());
            const bool isChanged = !(fit->spec.model == preset.spec.model) || !(fit->spec.training.loss == preset.spec.training.loss);
            QVERIFY2(isChanged == !fit->adapted.isEmpty(), preset.key.c_str());
            if (preset.key == "variational") // the price of the code keeps its weight
                QCOMPARE(fit->spec.training.loss.values.at("reduction"), spec::Value(std::string("sum")));
            if (preset.key == "deep")
                QVERIFY(plan->codeSize() < dataset->features());
            if (preset.key == "tabular" && dataset->features() <= 10)
                QCOMPARE(plan->codeSize(), core::Index(32)); // wider on purpose
        }
    }
};

QTEST_MAIN(PresetsOnDataTest)
#include "presets_on_data_test.moc"
