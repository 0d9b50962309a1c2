// The map laid out by t-SNE and its like, in the window, by mouse.
#include <QMenu>
#include <QToolButton>

#include "tests/support/stacks.h"
#include "tests/support/window_bench.h"
#include "ui/theme/class_palette.h"
#include "ui/theme/panel.h"

using namespace hourglass;
using tests::WindowBench;
using Kind = analysis::LatentAxes::Kind;

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
