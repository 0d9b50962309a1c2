// The map laid out by t-SNE and its like, in the window, by mouse.
#include <QMenu>
#include <QToolButton>

#include <algorithm>
#include <map>

#include "app/session/project_keeper.h"
#include "app/session/timeline.h"
#include "tests/support/stacks.h"
#include "tests/support/window_bench.h"
#include "ui/theme/class_palette.h"
#include "ui/theme/panel.h"

using namespace hourglass;
using tests::WindowBench;
using Kind = analysis::LatentAxes::Kind;
using Of = analysis::LayoutReport::Of;

namespace {

constexpr int patience = WindowBench::patience;

spec::Spec eightUnits() {
    spec::Spec spec = tests::smallSpec();
    spec.model.layers[1] = tests::dense(8, "relu");
    return spec;
}

QToolButton *chip(const WindowBench &bench) {
    return bench.views.latent->header()->findChild<QToolButton *>("layoutChip");
}

/// The row of the menu that opens at the control, clicked.
void choose(WindowBench &bench, const QString &method) {
    QTest::mouseClick(chip(bench), Qt::LeftButton);
    QPointer<QMenu> menu;
    QTRY_VERIFY((menu = bench.window.findChild<QMenu *>("layoutMenu")) && menu->isVisible());
    for (QAction *action : menu->actions())
        if (action->text() == method) {
            QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
            QTRY_VERIFY(!menu);
            bench.window.activateWindow();
            QVERIFY(QTest::qWaitForWindowActive(&bench.window));
            return;
        }
    QFAIL(qPrintable("no " + method));
}

/// But for the rounding of places that are kept.
bool isNearTo(const analysis::LatentPicture &a, const analysis::LatentPicture &b) {
    const auto areNear = [](const std::vector<float> &one, const std::vector<float> &other) {
        if (one.size() != other.size() || one.empty())
            return false;
        const auto [least, most] = std::minmax_element(other.begin(), other.end());
        for (std::size_t i = 0; i < one.size(); ++i)
            if (std::abs(one[i] - other[i]) > (*most - *least) / 60'000)
                return false;
        return true;
    };
    return areNear(a.x, b.x) && areNear(a.y, b.y);
}

bool isSettled(const WindowBench &bench, const std::string &method) {
    return bench.map->axes.method == method && bench.map->layout && bench.map->layout->neighbours > 0;
}

} // namespace

class MapLayoutTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_count = 0;

    QSettings *settings() { return new QSettings(m_folder.filePath(QString("settings%1.ini").arg(++m_count)), QSettings::IniFormat, this); }

private slots:
    void axesTakenBackAtOnceKeepTheirLattice() {
        WindowBench bench(*settings());
        bench.open();
        QTRY_VERIFY_WITH_TIMEOUT(bench.lattice && bench.isFresh(), patience);
        analysis::LatentAxes other = bench.map->axes;
        std::swap(other.first, other.second);
        emit bench.views.latent->axesEdited(other);
        emit bench.views.latent->axesEdited(bench.map->axes);
        bench.lattice.reset();
        bench.session.step();
        QTRY_VERIFY_WITH_TIMEOUT(bench.lattice && bench.isFresh(), patience);
    }
    void aLayoutIsChosenFollowsTheTrainingAndSettles() {
        WindowBench bench(*settings());
        bench.open(eightUnits());
        QCOMPARE(bench.map->axes.kind, Kind::Principal);
        choose(bench, "t-SNE");
        QTRY_COMPARE_WITH_TIMEOUT(bench.map->axes.method, std::string("tsne"), patience);
        QVERIFY(chip(bench)->isChecked() && chip(bench)->text().contains("t-SNE"));
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(bench, "tsne"), patience);
        QVERIFY(bench.map->layout->trustworthiness > 0.8);
        QVERIFY2(chip(bench)->toolTip().contains("Trustworthiness 0") && chip(bench)->toolTip().contains("mean nothing"), qPrintable(chip(bench)->toolTip()));
        QVERIFY(!bench.map->plane);

        const core::Index before = bench.map->moment.step;
        const auto layout = bench.map->x;
        bench.key(Qt::Key_Period); // a step: newer codes, and a layout of them
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, before + 1, patience);
        QTRY_VERIFY_WITH_TIMEOUT(bench.map->moment.step == before + 1 && isSettled(bench, "tsne"), patience);
        QVERIFY(bench.map->x != layout);
        const int maps = bench.maps;
        QTest::qWait(300);
        QCOMPARE(bench.maps, maps); // a training that rests has a map that rests

        // Points are hovered and chosen as on every map.
        const ui::Scatter *scatter = bench.views.latent->scatter();
        std::size_t point = 0;
        for (std::size_t i = 0; i < bench.map->x.size(); ++i)
            if (const auto pixel = scatter->pixelOf(i); pixel && bench.glass->rect().contains(pixel->toPoint()) && scatter->nearest(*pixel, 3) == i)
                point = i;
        const QPointF at = *scatter->pixelOf(point);
        bench.moveMouse(bench.glass, at);
        QTRY_VERIFY(bench.glass->cardRect());
        QTest::mouseClick(bench.glass, Qt::LeftButton, {}, at.toPoint());
        QTRY_VERIFY(bench.glass->marks().selected.has_value());

        // Between the points the nearest codes are decoded, and it is said.
        const auto decoded = bench.session.findChild<app::PointDecoder *>()->decode(bench.map->x[point] + 1e-3, bench.map->y[point]);
        QVERIFY(decoded && decoded->code.size() == 8);
        QVERIFY(!bench.session.findChild<app::PointDecoder *>()->decode(1e5, 1e5));

        choose(bench, "LDA");
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(bench, "lda"), patience);
        for (QToolButton *button : bench.dock("latent")->findChildren<QToolButton *>())
            if (button->text() == "PCA")
                QTest::mouseClick(button, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(bench.map->axes.kind, Kind::Principal, patience);
        QVERIFY(bench.map->plane && !chip(bench)->isChecked());
    }

    void aPastMomentShowsTheLayoutThatWasKeptWithIt() {
        WindowBench bench(*settings());
        bench.open(eightUnits());
        choose(bench, "t-SNE");
        std::map<core::Index, std::shared_ptr<const analysis::LatentPicture>> seen;
        for (core::Index step = 0; step < 4; ++step) {
            QTRY_VERIFY_WITH_TIMEOUT(bench.map->moment.step == step && isSettled(bench, "tsne"), patience);
            QVERIFY(bench.map->layout->of == Of::Present);
            seen[step] = bench.map;
            bench.key(Qt::Key_Period);
        }
        QTRY_VERIFY_WITH_TIMEOUT(bench.map->moment.step == 4 && isSettled(bench, "tsne"), patience);
        const runs::KeyFrames &frames = bench.session.keyFrames();
        QTRY_VERIFY_WITH_TIMEOUT(std::ranges::all_of(frames.frames(), [](const auto &frame) { return !frame.layouts.empty(); }), patience);
        auto *timeline = bench.session.findChild<app::Timeline *>();
        for (const core::Index step : {0, 3, 1, 2}) {
            const int maps = bench.maps;
            timeline->showNearest(step);
            QCOMPARE(bench.maps, maps + 1); // in the same turn, before its codes are there
            QCOMPARE(bench.map->moment.step, step);
            QVERIFY(bench.map->layout->of == Of::Kept);
            QVERIFY(isNearTo(*bench.map, *seen[step]));
            QCOMPARE(bench.map->samples, seen[step]->samples);
            QCOMPARE(bench.map->labels, seen[step]->labels);
            QCOMPARE(bench.map->layout->trustworthiness, seen[step]->layout->trustworthiness);
            QTRY_VERIFY_WITH_TIMEOUT(!bench.session.snapshotFeed().isBusy(), patience);
            QTest::qWait(150);
            QVERIFY(isNearTo(*bench.map, *seen[step])); // nor is it laid out again when they are
        }
        QVERIFY2(chip(bench)->toolTip().contains("kept with this moment"), qPrintable(chip(bench)->toolTip()));

        // By another method none was kept: it is laid out now, which is said, and kept from then on.
        choose(bench, "UMAP");
        QTRY_VERIFY_WITH_TIMEOUT(bench.map->axes.method == "umap" && bench.map->moment.step == 2 && isSettled(bench, "umap"), patience);
        QVERIFY(bench.map->layout->of == Of::Anew);
        QTRY_VERIFY_WITH_TIMEOUT(chip(bench)->toolTip().contains("it is laid out now"), patience);
        const auto anew = bench.map;
        timeline->showNearest(1);
        QTRY_VERIFY_WITH_TIMEOUT(bench.map->moment.step == 1 && isSettled(bench, "umap") && bench.map->layout->of == Of::Anew, patience);
        timeline->showNearest(2);
        QVERIFY(bench.map->layout->of == Of::Kept && isNearTo(*bench.map, *anew));
        choose(bench, "t-SNE"); // which is there still
        QTRY_VERIFY_WITH_TIMEOUT(bench.map->axes.method == "tsne" && bench.map->layout->of == Of::Kept && isNearTo(*bench.map, *seen[2]), patience);

        // In space, and of a network with a muted unit, it is another layout.
        analysis::LatentAxes space = bench.map->axes;
        space.third = 2;
        emit bench.views.latent->axesEdited(space);
        QTRY_VERIFY_WITH_TIMEOUT(bench.map->axes.isSpatial() && isSettled(bench, "tsne"), patience);
        QVERIFY(bench.map->layout->of == Of::Anew);
        emit bench.views.latent->axesEdited({.kind = Kind::Layout, .method = "tsne"});
        QVERIFY(bench.map->layout->of == Of::Kept);
        auto changes = std::make_shared<plan::UnitChanges>(plan::UnitChanges{{.layer = 0, .unit = 1}});
        bench.session.snapshotFeed().changeUnits([&changes](const plan::Plan &) { return changes; });
        QTRY_VERIFY_WITH_TIMEOUT(bench.map->layout->of == Of::Anew && isSettled(bench, "tsne"), patience);
        bench.session.snapshotFeed().changeUnits({});
        QTRY_VERIFY_WITH_TIMEOUT(bench.map->layout->of == Of::Kept && isNearTo(*bench.map, *seen[2]), patience);

        timeline->showPresent();
        QTRY_VERIFY_WITH_TIMEOUT(bench.map->moment.step == 4 && bench.map->layout->isSettled(), patience);
    }

    void aReopenedProjectShowsItAtOnce() {
        const QTemporaryDir folder;
        const QString works = folder.filePath("works"), file = folder.filePath("map.hourglass");
        std::shared_ptr<const analysis::LatentPicture> first, last;
        {
            WindowBench bench(*settings(), 2, works);
            bench.open(eightUnits());
            auto *keeper = bench.program.keeper();
            QVERIFY(keeper);
            keeper->saveAs(file);
            QTRY_COMPARE_WITH_TIMEOUT(keeper->file(), file, patience);
            choose(bench, "t-SNE");
            QTRY_VERIFY_WITH_TIMEOUT(bench.map->moment.step == 0 && isSettled(bench, "tsne"), patience);
            first = bench.map;
            for (core::Index step = 1; step < 6; ++step) {
                bench.key(Qt::Key_Period);
                QTRY_VERIFY_WITH_TIMEOUT(bench.map->moment.step == step && isSettled(bench, "tsne"), patience);
            }
            last = bench.map;
        }
        WindowBench bench(*settings(), 2, works);
        bench.open(eightUnits());
        bench.session.openPath(file);
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, core::Index(5), patience);
        // The projection is chosen again, and the layout is the one that was left.
        QTRY_VERIFY_WITH_TIMEOUT(bench.map->axes.method == "tsne" && bench.map->moment.step == 5 && bench.map->layout->of == Of::Kept, patience);
        QVERIFY(isNearTo(*bench.map, *last));
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.keyFrames().frames().size() >= 6, patience);
        bench.session.findChild<app::Timeline *>()->showNearest(0);
        QVERIFY(bench.map->moment.step == 0 && bench.map->layout->of == Of::Kept);
        QVERIFY(isNearTo(*bench.map, *first));
    }

    void aLayoutThatIsOnItsWayIsNotMadeAnew() {
        WindowBench bench(*settings());
        bench.open(eightUnits());
        choose(bench, "t-SNE");
        QTRY_VERIFY_WITH_TIMEOUT(bench.map->moment.step == 0 && isSettled(bench, "tsne"), patience);
        const auto seen = bench.map;
        const std::vector<runs::KeyFrames::Frame> frames = bench.session.keyFrames().frames();
        QVERIFY(!frames.empty() && !frames.front().layouts.empty());

        bench.session.reset(); // the same weights again, whose moments are somewhere else
        const std::uint64_t run = bench.session.status().run;
        QVERIFY(run != seen->moment.run);
        bench.session.expectFrames(run);
        const auto codes = [&bench] { return bench.session.findChild<app::MapFeed *>()->codes(); };
        QTRY_VERIFY_WITH_TIMEOUT(codes() && codes()->moment.run == run, patience);
        QTest::qWait(300);
        QVERIFY(bench.map->moment.run != run);
        QVERIFY(bench.session.findChild<app::MapFeed *>()->isLayingOut());
        bench.session.restoreFrames(run, frames);
        QVERIFY(bench.map->moment.run == run && bench.map->layout->of == Of::Kept && isNearTo(*bench.map, *seen));

        // Where the last of them came and none was of these codes, it is made.
        bench.session.reset();
        const std::uint64_t other = bench.session.status().run;
        bench.session.expectFrames(other);
        QTRY_VERIFY_WITH_TIMEOUT(codes() && codes()->moment.run == other, patience);
        bench.session.endFrames(other);
        QTRY_VERIFY_WITH_TIMEOUT(bench.map->moment.run == other && isSettled(bench, "tsne") && bench.map->layout->of == Of::Present, patience);
    }

    void whatWasShownWhileItTrainedIsAMoment() {
        WindowBench bench(*settings());
        bench.open(eightUnits());
        choose(bench, "PaCMAP");
        QTRY_COMPARE_WITH_TIMEOUT(bench.map->axes.method, std::string("pacmap"), patience);
        bench.session.toggleTraining();
        const runs::KeyFrames &frames = bench.session.keyFrames();
        const auto laidOut = [&frames] {
            return std::ranges::count_if(frames.frames(), [](const auto &frame) { return frame.step() > 0 && !frame.layouts.empty(); });
        };
        QTRY_VERIFY_WITH_TIMEOUT(laidOut() >= 3, patience);
        bench.session.toggleTraining();
        bench.rest();
        for (const runs::KeyFrames::Frame &frame : frames.frames())
            for (const runs::KeptLayout &layout : frame.layouts)
                QCOMPARE(layout->model, runs::fingerprintOf(*frame.snapshot));
    }

    void twoUnitsAreTheMapAgain() {
        WindowBench bench(*settings());
        bench.open(eightUnits());
        choose(bench, "UMAP");
        QTRY_COMPARE_WITH_TIMEOUT(bench.map->axes.method, std::string("umap"), patience);
        bench.type(WindowBench::number(bench.views.layer, "Units"), "2");
        QTRY_VERIFY_WITH_TIMEOUT(bench.map->units == 2 && bench.map->axes == analysis::LatentAxes(), patience);
        QVERIFY(!chip(bench)->isVisible());
    }

    void whatIsDrawnComesAndIsKept() {
        QSettings &kept = *settings();
        {
            WindowBench bench(kept);
            bench.open();
            std::shared_ptr<const analysis::ThumbnailPictures> pictures;
            connect(bench.session.findChild<app::MapFeed *>(), &app::MapFeed::thumbnailsArrived, &bench.window,
                    [&pictures](const auto &arrived) { pictures = arrived; });
            bench.glass->setFocus();
            QTest::keyClick(bench.glass, Qt::Key_T); // samples
            QTRY_VERIFY_WITH_TIMEOUT(pictures && !pictures->samples.empty() && !pictures->areReconstructions, patience);
            QTest::keyClick(bench.glass, Qt::Key_T); // reconstructions, which follow the training
            QTRY_VERIFY_WITH_TIMEOUT(pictures->areReconstructions, patience);
            bench.key(Qt::Key_Period);
            QTRY_VERIFY_WITH_TIMEOUT(pictures->moment.step == bench.session.status().step && pictures->moment.step > 0, patience);
            bench.glass->setFocus();
            QTest::keyClick(bench.glass, Qt::Key_L);
            bench.window.commands().distinctClasses->trigger();
            QVERIFY(ui::classPalette() == ui::ClassPalette::Distinct);
        }
        {
            WindowBench again(kept);
            const ui::MapLayers &layers = again.views.latent->layers();
            QVERIFY(layers.pictures == ui::MapLayers::Pictures::Reconstructions && layers.hasNames);
            QVERIFY(ui::classPalette() == ui::ClassPalette::Distinct && again.window.commands().distinctClasses->isChecked());
            again.window.commands().distinctClasses->trigger();
        }
        WindowBench other(*settings());
        QVERIFY(ui::classPalette() == ui::ClassPalette::Usual && other.views.latent->layers() == ui::MapLayers());
    }

    void aHiddenMapStandsStill() {
        WindowBench bench(*settings());
        bench.open(eightUnits());
        choose(bench, "PaCMAP");
        QTRY_COMPARE_WITH_TIMEOUT(bench.map->axes.method, std::string("pacmap"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(bench, "pacmap"), patience);
        bench.dock("latent")->hide();
        QTest::qWait(100);
        const int maps = bench.maps;
        bench.key(Qt::Key_Period);
        QTest::qWait(500);
        QCOMPARE(bench.maps, maps);
        bench.dock("latent")->show();
        QTRY_VERIFY_WITH_TIMEOUT(bench.maps > maps && bench.map->moment.step == bench.session.status().step, patience);
    }
};

QTEST_MAIN(MapLayoutTest)
#include "map_layout_test.moc"
