// Sweeps in the whole window: from the panel to trainings beside the present one, and from one of them to the stack, which Undo takes back.
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QTableView>
#include <QToolButton>

#include "app/session/sweep_desk.h"
#include "app/wiring/sweep_settings.h"
#include "engine/spec/presets.h"
#include "engine/sweeps/results.h"
#include "tests/support/window_bench.h"
#include "ui/sweep/sweep_form.h"
#include "ui/sweep/sweep_panel.h"
#include "ui/sweep/sweep_plot.h"

using namespace hourglass;
using tests::WindowBench;

namespace {

void click(QWidget *widget) {
    QTest::mouseClick(widget, Qt::LeftButton);
}

void show(WindowBench &bench, ui::SweepPanel *panel) {
    bench.dock("sweep")->toggleViewAction()->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(panel->isVisible() && !panel->form()->valueEdits().empty(), WindowBench::patience);
}

void write(QLineEdit *edit, const QString &text) {
    edit->setFocus();
    edit->selectAll();
    QTest::keyClicks(edit, text);
}

core::Index codeOf(const app::Session &session) {
    const spec::ModelSpec &model = session.spec().model;
    return std::get<core::Index>(model.layers[static_cast<std::size_t>(model.code)].values.at("units"));
}

} // namespace

class SweepWindowTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_count = 0;
    QSettings *settings() { return new QSettings(m_folder.filePath(QString("settings%1.ini").arg(++m_count)), QSettings::IniFormat, this); }

private slots:
    void everythingOfferedCanBeVaried() {
        for (const char *key : {"map", "convolutional", "variational", "sparse", "denoising"}) {
            const spec::Preset preset = *spec::findPreset(key);
            const std::vector<ui::SweepSetting> all = app::sweepSettingsOf(preset.spec);
            QVERIFY(all.size() > 10);
            for (const ui::SweepSetting &setting : all) {
                const auto axis = sweeps::readAxis(setting.path.toStdString() + '=' + setting.values.toStdString());
                const QByteArray where = QByteArray::fromStdString(preset.key) + ' ' + setting.path.toUtf8() + ' ' + setting.values.toUtf8();
                QVERIFY2(axis && !setting.label.isEmpty(), where);
                for (const std::string &value : axis->values)
                    QVERIFY2(sweeps::withValue(preset.spec, axis->path, value), where);
            }
        }
    }

    void trainsBesideAndOpensTheBest() {
        WindowBench bench(*settings());
        bench.open();
        auto *panel = bench.program.panels().view<ui::SweepPanel>();
        auto *desk = bench.session.findChild<app::SweepDesk *>();
        show(bench, panel);
        const core::Index before = codeOf(bench.session);
        write(panel->form()->valueEdits().front(), "1, 2, 3, 900");
        bench.key(Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(desk->record() && !desk->isRunning() && desk->record()->pca.size() == 4, WindowBench::patience);
        QTRY_COMPARE_WITH_TIMEOUT(panel->table()->model()->rowCount(), 4, WindowBench::patience);
        QCOMPARE(desk->record()->measure, sweeps::Measure::SquaredError); // as PCA's beside it
        QVERIFY2(panel->said().startsWith("Best: Code · Units"), qPrintable(panel->said()));
        QVERIFY(panel->plot()->pixelOf(2));
        QCOMPARE(codeOf(bench.session), before); // what is here stays

        panel->select(2);
        click(panel->openButton());
        QTRY_COMPARE_WITH_TIMEOUT(codeOf(bench.session), core::Index(3), WindowBench::patience);
        bench.rest();
        bench.session.undo();
        QTRY_COMPARE_WITH_TIMEOUT(codeOf(bench.session), before, WindowBench::patience);
    }

    void saysWhatItCannotDoAndPausesAndCancels() {
        WindowBench bench(*settings());
        bench.open();
        auto *panel = bench.program.panels().view<ui::SweepPanel>();
        auto *desk = bench.session.findChild<app::SweepDesk *>();
        show(bench, panel);
        write(panel->form()->valueEdits().front(), " ");
        click(panel->startButton());
        QVERIFY2(panel->said().contains("There are no values"), qPrintable(panel->said()));
        QVERIFY(!desk->record());
        write(panel->form()->valueEdits().front(), "1, 2, 3");
        panel->form()->setEpochs(100000); // hours
        click(panel->startButton());
        QVERIFY2(panel->said().isEmpty(), qPrintable(panel->said()));
        QTRY_VERIFY_WITH_TIMEOUT(desk->progress().fraction > 0, WindowBench::patience);
        bench.key(Qt::Key_Space); // the training of the window goes on all the same
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().step > 3, WindowBench::patience);
        bench.key(Qt::Key_Space);
        click(panel->pauseButton());
        QVERIFY(desk->progress().isPaused);
        click(panel->pauseButton());
        QVERIFY(!desk->progress().isPaused);
        desk->cancel();
        QVERIFY(!desk->isRunning() && panel->form()->isVisible());
        // Another begins at once, though threads of the first are still at their steps.
        panel->form()->setEpochs(1);
        click(panel->startButton());
        QTRY_VERIFY_WITH_TIMEOUT(!desk->isRunning() && bestIsThere(*desk), WindowBench::patience);
    }

    void isKeptInTheProjectAndListedAmongTheRuns() {
        QTemporaryDir works;
        std::unique_ptr<QSettings> own(settings());
        std::shared_ptr<const sweeps::Record> before;
        {
            WindowBench bench(*own, 2, works.path());
            bench.open();
            auto *panel = bench.program.panels().view<ui::SweepPanel>();
            auto *desk = bench.session.findChild<app::SweepDesk *>();
            show(bench, panel);
            panel->form()->setEpochs(2);
            for (const char *values : {"1, 2", "2, 3, 4"}) {
                write(panel->form()->valueEdits().front(), values);
                click(panel->startButton());
                QTRY_VERIFY_WITH_TIMEOUT(!desk->isRunning() && !desk->record()->pca.empty(), WindowBench::patience);
            }
            before = desk->record();
            QAction *first = listOf(bench)->actions().last();
            QVERIFY(!first->isChecked());
            first->trigger();
            QTRY_COMPARE_WITH_TIMEOUT(panel->table()->model()->rowCount(), 2, WindowBench::patience);
        }
        WindowBench bench(*own, 2, works.path());
        bench.open();
        const QStringList files = QDir(works.path()).entryList({"*.hourglass"}, QDir::Files, QDir::Time);
        QVERIFY(!files.isEmpty());
        bench.session.openProject(QDir(works.path()).filePath(files.front()));
        auto *panel = bench.program.panels().view<ui::SweepPanel>();
        auto *desk = bench.session.findChild<app::SweepDesk *>();
        QTRY_COMPARE_WITH_TIMEOUT(listOf(bench)->actions().size(), 2, WindowBench::patience);
        if (!panel->isVisible())
            show(bench, panel);
        listOf(bench)->actions().first()->trigger(); // the newest
        QTRY_COMPARE_WITH_TIMEOUT(panel->table()->model()->rowCount(), 3, WindowBench::patience);
        QCOMPARE(desk->record()->progress.size(), before->progress.size());
        for (std::size_t trial = 0; trial < before->progress.size(); ++trial)
            QCOMPARE(desk->record()->progress[trial].losses, before->progress[trial].losses);
        QVERIFY2(panel->said().startsWith("Best: "), qPrintable(panel->said()));
        const std::size_t runs = bench.session.runList().runs().size();
        emit panel->listWanted((*before->trials)[1].combination);
        QCOMPARE(bench.session.runList().runs().size(), runs + 1);
        const runs::NamedRun &listed = bench.session.runList().runs().back();
        QCOMPARE(listed.name, std::string("Sweep: 3"));
        QVERIFY(listed.isTrained() && !listed.canGoOn());
        QCOMPARE(static_cast<float>(runs::resultOf(*listed.log).heldOut), static_cast<float>(before->progress[1].losses.back())); // as a curve keeps it
        QCOMPARE(runs::resultOf(*listed.log).epochs, 2.0);
    }

private:
    /// The sweeps that are kept.
    static QMenu *listOf(const WindowBench &bench) { return bench.window.findChild<QToolButton *>("keptSweeps")->menu(); }
    static bool bestIsThere(const app::SweepDesk &desk) {
        const sweeps::Record &record = *desk.record();
        const auto summaries = sweeps::summariesOf(*record.trials, record.progress, record.measure);
        return summaries.size() == 3 && std::all_of(summaries.begin(), summaries.end(), [](const sweeps::Summary &each) { return each.isWhole; });
    }
};

QTEST_MAIN(SweepWindowTest)
#include "sweep_window_test.moc"
