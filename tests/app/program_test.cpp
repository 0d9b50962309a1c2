// The whole window: session and views put together, driven with mouse and keys.
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

#include "tests/support/watched_training.h"
#include "ui/samples/data_view.h"

using namespace hourglass;
using tests::smallSpec;
using tests::WindowBench;
using training::State;

namespace {

constexpr int patience = WindowBench::patience;

QImage pictureOf(const ui::HoverCard &card) {
    QImage image(card.size(), QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    card.paint(painter, {});
    return image;
}

/// Threads of this process that bear its name: those that the program started, not Qt's.
int threadCount() {
    const auto nameAt = [](const QString &path) {
        QFile file(path + "/comm");
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    const QByteArray own = nameAt("/proc/self");
    int count = 0;
    for (const QString &task : QDir("/proc/self/task").entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        count += nameAt("/proc/self/task/" + task) == own;
    return count;
}

} // namespace

class ProgramTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_count = 0;

    QSettings *settings(const QString &name = {}) {
        const QString file = name.isEmpty() ? QString("settings%1").arg(++m_count) : name;
        return new QSettings(m_folder.filePath(file + ".ini"), QSettings::IniFormat, this);
    }

private slots:
    void comesUpWithSomethingInEveryView() {
        WindowBench bench(*settings());
        bench.open();
        QVERIFY(bench.window.windowTitle().startsWith("Small"));
        QCOMPARE(bench.window.notices()->count(), 0);
        QCOMPARE(bench.views.stack->selectedLayer(), 1); // the code
        QVERIFY(WindowBench::number(bench.views.layer, "Units"));
        QVERIFY(bench.views.latent->scatter()->pixelOf(0));
        QCOMPARE(bench.map->x.size(), std::size_t{500});
        QVERIFY(bench.lattice->columns > 5 && bench.lattice->rows > 3);
        QVERIFY(bench.grid->shownColumns() >= 5);
        QCOMPARE(bench.reconstructions->columns.size(), static_cast<std::size_t>(bench.views.reconstructions->columns()));
        QCOMPARE(bench.reconstructions->columns.front().pca.size(), std::size_t{784});
        QTRY_VERIFY_WITH_TIMEOUT(!bench.views.loss->run().present().heldOut.isEmpty(), patience);
        QCOMPARE(bench.views.loss->run().heldOutName(), QString("test"));
        QVERIFY(WindowBench::number(bench.views.training, "Learning rate")->value() > 0);
        QVERIFY(bench.window.commands().train->isEnabled());
        QVERIFY(!bench.window.commands().undo->isEnabled());
        QVERIFY(!bench.window.findChild<QLabel *>("environment")->text().isEmpty());
    }

    void dataThatAreNotThereBringTheFirstPreset() {
        WindowBench bench(*settings());
        bench.show();
        spec::Spec spec = smallSpec();
        spec.data.source = "/nowhere/at/all";
        bench.program.open(spec, {});
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.dataset(), patience);
        QCOMPARE(bench.session.presetKey(), QString("map"));
        QCOMPARE(bench.window.notices()->count(), 1);
        QVERIFY(bench.window.notices()->isVisible());
    }

    void spaceTrainsAndPauses() {
        WindowBench bench(*settings());
        bench.open();
        bench.key(Qt::Key_Space); // with the focus where the program leaves it
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().step > 20, patience);
        QCOMPARE(bench.session.status().state, State::Running);
        QCOMPARE(bench.window.commands().train->text(), QString("Pause"));
        QTRY_VERIFY_WITH_TIMEOUT(bench.map->moment.step > 0 && bench.lattice->moment.step > 0 && bench.reconstructions->moment.step > 0, patience);
        QTRY_VERIFY_WITH_TIMEOUT(bench.views.loss->run().lastStep() > 20, patience);
        bench.key(Qt::Key_Space);
        bench.rest();
        QCOMPARE(bench.session.status().state, State::Paused);
        QCOMPARE(bench.window.commands().train->text(), QString("Train"));
        const core::Index step = bench.session.status().step; // and every view shows it
        QCOMPARE(bench.map->moment.step, step);
        QCOMPARE(bench.lattice->moment.step, step);
        QCOMPARE(bench.reconstructions->moment.step, step);
        QCOMPARE(bench.views.loss->run().lastStep(), step);
        bench.key(Qt::Key_Period);
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, step + 1, patience);
        bench.rest();
    }

    void spaceBelongsToTheControlThatHasIt() {
        WindowBench bench(*settings());
        bench.open();
        QSignalSpy toggled(bench.window.commands().train, &QAction::triggered);
        ui::NumberEdit *rate = WindowBench::number(bench.views.training, "Learning rate");
        rate->setFocus();
        QVERIFY(rate->hasFocus());
        QTest::keyClick(rate, Qt::Key_Space);
        QTest::keyClick(rate, Qt::Key_R);
        QCOMPARE(toggled.count(), 0);
        QCOMPARE(bench.session.status().state, State::Paused);
        QTest::keyClick(rate, Qt::Key_Escape); // the keys are the window's again
        bench.key(Qt::Key_Space);
        QCOMPARE(toggled.count(), 1);
        auto *train = bench.window.topBar()->findChild<QPushButton *>("trainButton");
        QVERIFY(train);
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().step > 0, patience);
        train->setFocus();
        QTest::keyClick(train, Qt::Key_Space); // the button and the shortcut together are one toggle
        bench.rest();
        QCOMPARE(bench.session.status().state, State::Paused);
        QCOMPARE(toggled.count(), 2);
    }

    void theMouseOverTheMapDecodes_data() {
        QTest::addColumn<core::Index>("units");
        QTest::addColumn<bool>("isPinned");
        QTest::newRow("two units: the plane stays") << core::Index(2) << false;
        QTest::newRow("two units, pinned") << core::Index(2) << true;
        QTest::newRow("more: it moves with the codes") << core::Index(8) << false;
        QTest::newRow("more, pinned") << core::Index(8) << true;
    }
    void theMouseOverTheMapDecodes() {
        QFETCH(core::Index, units);
        QFETCH(bool, isPinned);
        WindowBench bench(*settings());
        spec::Spec spec = smallSpec();
        spec.model.layers[1].values["units"] = units;
        spec.training.optimiser.values["rate"] = 0.05; // so that a step is seen
        bench.open(spec);
        QSignalSpy moved(bench.views.latent, &ui::LatentMap::cursorMoved);
        bench.moveMouse(bench.glass, bench.glass->rect().center() - QPoint(60, 20));
        QVERIFY(!moved.isEmpty());
        QVERIFY(bench.glass->cardRect());
        const auto expected = [&](double dx) {
            ui::HoverCard card = bench.glass->card();
            card.setDecoded(*bench.session.findChild<app::PointDecoder *>()->decode(moved.last()[0].toDouble() + dx, moved.last()[1].toDouble()));
            return pictureOf(card);
        };
        const QImage before = pictureOf(bench.glass->card());
        QCOMPARE(before, expected(0));
        QVERIFY(before != expected(5));
        // It stays fresh where nothing but the parameters moves.
        if (isPinned)
            QTest::keyClick(bench.glass, Qt::Key_Return);
        QCOMPARE(bench.glass->marks().isPinned, isPinned);
        bench.key(Qt::Key_Period);
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, 1, patience);
        bench.rest();
        QVERIFY(pictureOf(bench.glass->card()) != before);
        QCOMPARE(pictureOf(bench.glass->card()), expected(0));
    }

    void aSampleIsTheSameInMapAndReconstructions() {
        WindowBench bench(*settings());
        bench.open();
        const auto &columns = bench.reconstructions->columns;
        const ui::Scatter *scatter = bench.views.latent->scatter();
        const auto pixelOf = [&](core::Index sample) { return *scatter->pixelOf(static_cast<std::size_t>(sample)); };
        // From the reconstructions to the map.
        bench.moveMouse(bench.grid, bench.grid->layoutOfColumns().column(2).center());
        QVERIFY(bench.glass->marks().marked);
        QCOMPARE(*bench.glass->marks().marked, pixelOf(columns[2].sample));
        QTest::mouseClick(bench.grid, Qt::LeftButton, {}, bench.grid->layoutOfColumns().column(2).center().toPoint());
        QVERIFY(bench.glass->marks().selected);
        QCOMPARE(*bench.glass->marks().selected, pixelOf(columns[2].sample));
        bench.moveMouse(bench.glass, {3, 3});
        QVERIFY(!bench.glass->marks().marked);
        // And back: a column whose dot lies alone.
        QSignalSpy hovered(bench.views.latent, &ui::LatentMap::sampleHovered);
        for (const analysis::ReconstructionColumn &column : columns) {
            const QPointF at = pixelOf(column.sample);
            if (column.sample == columns[2].sample || scatter->nearest(at.toPoint(), 8) != static_cast<std::size_t>(column.sample) ||
                !bench.glass->rect().contains(at.toPoint()) || bench.glass->childAt(at.toPoint()))
                continue;
            const QImage before = bench.grid->grab().toImage();
            bench.moveMouse(bench.glass, at);
            QVERIFY(!hovered.isEmpty());
            QCOMPARE(*hovered.last()[0].value<std::optional<core::Index>>(), column.sample);
            QVERIFY(bench.grid->grab().toImage() != before); // its column is tinted
            bench.moveMouse(bench.glass, {3, 3});
            QCOMPARE(bench.grid->grab().toImage(), before);
            return;
        }
        QSKIP("no dot lies alone");
    }

    void aWiderCodeOffersOtherAxesAndUndoTakesItBack() {
        WindowBench bench(*settings());
        bench.open();
        bench.key(Qt::Key_Period);
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, 1, patience);
        bench.rest();
        auto *first = bench.window.findChild<QComboBox *>("firstUnit");
        QVERIFY(!first->isVisible()); // two units are the map
        bench.type(WindowBench::number(bench.views.layer, "Units"), "8");
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.plan()->codeSize(), 8, patience);
        QTRY_VERIFY_WITH_TIMEOUT(bench.map->units == 8 && bench.isFresh(), patience);
        QCOMPARE(bench.session.status().step, 0);
        QCOMPARE(first->count(), 8);
        QToolButton *principal = nullptr, *units = nullptr;
        for (QToolButton *chip : bench.dock("latent")->findChildren<QToolButton *>()) {
            principal = chip->text() == "PCA" ? chip : principal;
            units = chip->text() == "Units" ? chip : units;
        }
        QVERIFY(principal && principal->isVisible() && principal->isChecked());
        QCOMPARE(bench.map->axes.kind, analysis::LatentAxes::Kind::Principal); // two of many units may be dead
        QTest::mouseClick(units, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(bench.map->axes, analysis::LatentAxes(), patience);
        QVERIFY(first->isVisible());
        QTest::mouseClick(principal, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(bench.map->axes.kind, analysis::LatentAxes::Kind::Principal, patience);
        QTRY_VERIFY_WITH_TIMEOUT(bench.lattice->axes == bench.map->axes && bench.isFresh(), patience);
        QVERIFY(!first->isVisible());
        QTRY_COMPARE_WITH_TIMEOUT(bench.reconstructions->codeSize, 8, patience);
        QVERIFY2(bench.window.commands().undo->text().contains("Units"), qPrintable(bench.window.commands().undo->text()));
        bench.key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(bench.session.spec() == smallSpec());
        QTRY_VERIFY_WITH_TIMEOUT(bench.map->units == 2 && bench.isFresh(), patience);
        QCOMPARE(bench.session.status().step, 1); // what was learned is back
        QCOMPARE(WindowBench::number(bench.views.layer, "Units")->value(), 2.0);
        QVERIFY(!principal->isVisible());
        QCOMPARE(bench.map->axes, analysis::LatentAxes()); // no PCA that nothing could switch off
        bench.key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(bench.map->units == 8 && bench.isFresh(), patience);
        QVERIFY(principal->isVisible() && principal->isChecked());
        QTest::mouseClick(units, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(bench.map->axes, analysis::LatentAxes(), patience);
        bench.type(WindowBench::number(bench.views.layer, "Units"), "6");
        QTRY_VERIFY_WITH_TIMEOUT(bench.map->units == 6 && bench.isFresh(), patience);
        QCOMPARE(bench.map->axes, analysis::LatentAxes()); // a person's own choice stays
        QVERIFY(units->isChecked());
    }

    void anImpossibleStackSaysSoAndTheOtherTrainsOn() {
        WindowBench bench(*settings());
        bench.open();
        bench.key(Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().step > 5, patience);
        spec::ModelSpec model = bench.session.spec().model;
        model.layers.back().values["units"] = core::Index(10);
        emit bench.views.stack->modelEdited(model, "Units 10");
        const core::Index step = bench.session.status().step;
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().step > step, patience);
        QCOMPARE(bench.window.notices()->count(), 0); // the stack says it at the layer
        bench.key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(bench.session.spec() == smallSpec());
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().step > step, patience);
    }

    void aRateChangedWhileItTrainsMarksTheCurve() {
        WindowBench bench(*settings());
        bench.open();
        bench.key(Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().step > 5, patience);
        const std::uint64_t run = bench.session.status().run;
        QVERIFY(bench.views.loss->run().marks().empty());
        bench.type(WindowBench::number(bench.views.training, "Learning rate"), "0.02");
        QTRY_COMPARE_WITH_TIMEOUT(bench.views.loss->run().marks().size(), std::size_t{1}, patience);
        const runs::Mark &mark = bench.views.loss->run().marks().front();
        QVERIFY2(mark.text.starts_with("Learning rate"), mark.text.c_str());
        QVERIFY(mark.step > 5 && !mark.isBad);
        QCOMPARE(bench.session.status().run, run);
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().step > mark.step, patience);
        QCOMPARE(bench.session.status().state, State::Running);
    }

    void aMarksNumberGoesBackToBeforeIt() {
        WindowBench bench(*settings());
        bench.open();
        for (int i = 0; i < 6; ++i)
            bench.key(Qt::Key_Period);
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, core::Index(6), patience);
        bench.type(WindowBench::number(bench.views.training, "Learning rate"), "0.02");
        bench.key(Qt::Key_Period);
        QTRY_COMPARE_WITH_TIMEOUT(bench.views.loss->run().marks().size(), std::size_t{1}, patience);
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, core::Index(7), patience);
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.runs().present->marks()[0].before->state, patience);
        bench.views.loss->refresh();
        auto *canvas = bench.window.findChild<ui::LossCanvas *>();
        const runs::Mark mark = bench.views.loss->run().marks().front();
        const QPoint number(static_cast<int>(canvas->xAxis->coordToPixel(mark.epoch)), canvas->axisRect()->top() - 12);
        bench.moveMouse(canvas, number);
        QTest::mouseClick(bench.window.windowHandle(), Qt::LeftButton, {}, canvas->mapTo(&bench.window, number));
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, core::Index(6), patience);
        QVERIFY(bench.session.spec() == smallSpec());
        QVERIFY(bench.views.loss->run().marks().empty() && bench.views.loss->run().lastStep() == 6);
        bench.key(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, core::Index(7), patience);
        QCOMPARE(bench.views.loss->run().marks().size(), std::size_t{1});
    }

    void aResetIsTakenBackWithItsCurve() {
        WindowBench bench(*settings());
        bench.open();
        bench.key(Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().step > 25, patience);
        bench.key(Qt::Key_Space);
        bench.rest();
        const core::Index step = bench.session.status().step;
        const std::string learned = app::parameterHash(*bench.session.snapshotFeed().snapshot());
        bench.key(Qt::Key_R);
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, core::Index(0), patience);
        bench.key(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, step, patience);
        bench.rest();
        QCOMPARE(app::parameterHash(*bench.session.snapshotFeed().snapshot()), learned);
        QCOMPARE(bench.views.loss->run().lastStep(), step);
        QVERIFY(bench.views.loss->run().present().heldOut.size() > 1);
    }

    void aNetworkThatDiedIsSaidWithTheWayBack_data() {
        QTest::addColumn<bool>("isHeld");
        QTest::addRow("typed") << false;
        QTest::addRow("while the handle is held") << true;
    }
    void aNetworkThatDiedIsSaidWithTheWayBack() {
        QFETCH(bool, isHeld);
        WindowBench bench(*settings());
        spec::Spec spec = smallSpec();
        spec.model = {{tests::dense(5, "relu"), tests::output()}, 0, false};
        spec.training.optimiser = {"sgd", {{"momentum", 0.9}}};
        bench.open(spec);
        bench.key(Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().step > 5, patience);
        if (isHeld) {
            spec::TrainingSpec faster = spec.training;
            faster.optimiser.values["rate"] = 400.0;
            bench.session.editTraining(faster, "Rate");
        } else {
            bench.type(WindowBench::number(bench.views.training, "Learning rate"), "400");
        }
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().constant != training::Constant::Nothing, patience);
        QTRY_COMPARE_WITH_TIMEOUT(bench.window.notices()->count(), 1, patience);
        auto *back = bench.window.notices()->findChild<QPushButton *>();
        QVERIFY2(back->text().startsWith("Back to before"), qPrintable(back->text()));
        back->click();
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.spec().training == spec.training, patience);
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().constant == training::Constant::Nothing, patience);
    }

    void aDivergenceIsSaidAndResetGoesOn() {
        WindowBench bench(*settings());
        spec::Spec spec = smallSpec();
        spec.training.optimiser = {"sgd", {}};
        bench.open(spec);
        const auto atStart = bench.session.snapshotFeed().snapshot();
        const QPoint stackAt = bench.views.stack->mapTo(&bench.window, QPoint());
        bench.key(Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().step > 5, patience);
        bench.type(WindowBench::number(bench.views.training, "Learning rate"), "1e6");
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().state, State::Diverged, patience);
        QTRY_COMPARE_WITH_TIMEOUT(bench.window.notices()->count(), 1, patience);
        QVERIFY(bench.window.notices()->isVisible());
        QVERIFY(!bench.views.loss->run().marks().empty());
        QTRY_VERIFY_WITH_TIMEOUT(bench.isFresh(), patience);
        for (const float value : bench.map->x)
            QVERIFY(std::isfinite(value));
        QCOMPARE(bench.views.stack->mapTo(&bench.window, QPoint()), stackAt); // the strip moves nothing
        bench.type(WindowBench::number(bench.views.training, "Learning rate"), "0.1");
        bench.key(Qt::Key_R);
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().state, State::Paused, patience);
        bench.rest();
        QCOMPARE(bench.session.status().step, 0);
        QCOMPARE(app::parameterHash(*bench.session.snapshotFeed().snapshot()), app::parameterHash(*atStart));
        bench.key(Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().step > 5, patience);
        QCOMPARE(bench.session.status().state, State::Running);
        QCOMPARE(bench.window.notices()->count(), 0); // what it was about is over
        QTRY_VERIFY(bench.window.notices()->isHidden());
    }

    void aNoticeLeavesWhenSomethingElseIsDone() {
        WindowBench bench(*settings());
        bench.open();
        bench.session.openPath("/nowhere/at/all.csv");
        QTRY_COMPARE_WITH_TIMEOUT(bench.window.notices()->count(), 1, patience); // with the button that finds it
        bench.session.openPath("/nowhere/at/all.json");
        QTRY_COMPARE_WITH_TIMEOUT(bench.window.notices()->count(), 2, patience);
        bench.type(WindowBench::number(bench.views.training, "Learning rate"), "0.01");
        QTRY_COMPARE_WITH_TIMEOUT(bench.window.notices()->count(), 1, patience);
        bench.session.openSource("halves");
        QTRY_COMPARE_WITH_TIMEOUT(bench.window.notices()->count(), 0, patience);
    }

    void theThemeReachesEveryView() {
        WindowBench bench(*settings());
        bench.open();
        bench.window.commands().themeLight->trigger();
        auto panels = bench.window.findChildren<ui::Panel *>();
        QCOMPARE(panels.size(), static_cast<qsizetype>(app::panelRows().size()));
        const auto all = panels;
        panels.removeIf([](const ui::Panel *panel) { return !panel->isVisible(); }); // to be grabbed they would be laid out, and move the others
        QVERIFY(panels.size() >= 6);
        std::vector<QImage> light;
        for (ui::Panel *panel : panels)
            light.push_back(panel->grab().toImage());
        bench.window.commands().themeDark->trigger();
        for (int i = 0; i < panels.size(); ++i) {
            QVERIFY(panels[i]->theme().isDark);
            QVERIFY2(panels[i]->grab().toImage() != light[static_cast<std::size_t>(i)], qPrintable(panels[i]->title()));
        }
        bench.window.commands().themeLight->trigger();
        for (int i = 0; i < panels.size(); ++i)
            QVERIFY2(panels[i]->grab().toImage() == light[static_cast<std::size_t>(i)], qPrintable(panels[i]->title()));
        bench.window.commands().themeDark->trigger();
        for (const ui::Panel *panel : all)
            QVERIFY2(panel->theme().isDark, qPrintable(panel->title()));
        QCOMPARE(bench.session.status().step, 0);
    }

    void whatIsHiddenCostsNothing() {
        WindowBench bench(*settings());
        bench.open();
        bench.dock("reconstructions")->close();
        bench.key(Qt::Key_Space);
        const int sheets = bench.sheets, maps = bench.maps;
        QTRY_VERIFY_WITH_TIMEOUT(bench.maps > maps + 5, patience);
        QVERIFY2(bench.sheets <= sheets + 1, "at most the one that was under way");
        bench.dock("latent")->close();
        QVERIFY(!bench.session.snapshotFeed().isBusy());
        const int last = bench.maps;
        const auto snapshot = bench.session.snapshotFeed().snapshot();
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().step > snapshot->step + 300, patience);
        QVERIFY2(bench.maps <= last + 1 && bench.map->moment.step <= snapshot->step, "at most the one that was under way");
        QVERIFY(bench.sheets <= sheets + 1);
        QCOMPARE(bench.session.snapshotFeed().snapshot(), snapshot);
        bench.key(Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().state, State::Paused, patience);
        // Shown again, they show the present.
        bench.dock("latent")->show();
        bench.dock("reconstructions")->show();
        bench.rest();
        QVERIFY(bench.maps > last);
        QTRY_COMPARE_WITH_TIMEOUT(bench.reconstructions->moment.step, bench.session.status().step, patience);
    }

    void theArrangementIsKeptAndReset() {
        {
            WindowBench bench(*settings("kept"));
            bench.show({1200, 780});
            bench.dock("loss")->close();
            bench.dock("layer")->setFloating(true);
            bench.window.commands().themeDark->trigger();
            bench.window.close();
        }
        WindowBench bench(*settings("kept"));
        bench.show({1200, 780});
        QVERIFY(!bench.dock("loss")->isVisible());
        QVERIFY(bench.dock("layer")->isFloating());
        QVERIFY(bench.views.latent->theme().isDark);
        bench.window.commands().resetLayout->trigger();
        QTRY_VERIFY(bench.dock("loss")->isVisible() && !bench.dock("layer")->isFloating());
        bench.program.open(smallSpec(), {});
        QTRY_VERIFY_WITH_TIMEOUT(bench.reconstructions && bench.map, patience);
    }

    void watchingChangesNoBit() {
        const tests::TrainingOrder order{data::fashionMnistSampleKey, 2};
        WindowBench bench(*settings(), 3);
        bench.open(tests::specOf(order), "deep");
        const std::string hash = tests::watchedHash(bench, patience);
        QVERIFY(bench.maps > 1 && bench.lattices > 1 && bench.sheets > 1);
        const std::string printed = tests::printedBy(order, 1);
        QVERIFY2(hash.size() == 64 && printed.find(hash) != std::string::npos, (hash + "\n" + printed).c_str());
    }

    void endsCleanlyWhateverItDoes_data() {
        QTest::addColumn<QString>("at");
        for (const char *at : {"start", "loading", "training", "dragging", "loading another"})
            QTest::newRow(at) << at;
    }
    void endsCleanlyWhateverItDoes() {
        QFETCH(QString, at);
        const int before = threadCount();
        QVERIFY(before >= 1);
        {
            WindowBench bench(*settings());
            QVERIFY(threadCount() > before);
            if (at == "start") {
                bench.show();
            } else if (at == "loading") {
                bench.show();
                bench.program.open(smallSpec(), {});
                QVERIFY(bench.session.isLoading());
            } else {
                bench.open();
                bench.key(Qt::Key_Space);
                QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().step > 3, patience);
            }
            if (at == "dragging") {
                spec::ModelSpec model = bench.session.spec().model;
                model.layers[0].values["units"] = core::Index(20);
                emit bench.views.stack->modelEdited(model, "Units 20");
            }
            if (at == "loading another")
                bench.session.openSource("halves");
            bench.window.close();
        }
        QTRY_COMPARE_WITH_TIMEOUT(threadCount(), before, patience); // the kernel takes its time with those that ended
    }
};

QTEST_MAIN(ProgramTest)
#include "program_test.moc"
