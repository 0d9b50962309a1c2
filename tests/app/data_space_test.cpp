// The data space in the whole window: it comes with data that it can show, follows the training, is turned by the mouse, and shares its samples.
#include <QClipboard>
#include <QPushButton>

#include <fstream>

#include "app/session/sample_selection.h"
#include "tests/support/window_bench.h"
#include "ui/data_space/data_space_canvas.h"
#include "ui/data_space/data_space_view.h"
#include "ui/import/import_panel.h"
#include "ui/plots/plot_export.h"
#include "ui/window/data_menu.h"

using namespace hourglass;
using tests::dense;
using tests::output;
using tests::WindowBench;

namespace {

constexpr int patience = WindowBench::patience;

struct Bench : WindowBench {
    using WindowBench::WindowBench;
    ui::DataSpaceView *view = program.panels().view<ui::DataSpaceView>();
    ui::DataSpaceCanvas *canvas = view->canvas();
    app::SampleSelection *selection = session.findChild<app::SampleSelection *>();

    ui::Dock *own() const { return dock("dataSpace"); }
    /// As an entry of the data's menu does.
    void choose(const QString &key) {
        emit window.topBar()->dataChosen(key);
        QTRY_VERIFY_WITH_TIMEOUT(QString::fromStdString(session.dataset()->key) == key || window.importPanel()->isVisible(), patience);
    }
    /// Until the picture is that of the present parameters.
    void settle() {
        const auto isSettled = [this] {
            const auto &snapshot = session.snapshotFeed().snapshot();
            return session.status().state != training::State::Running && snapshot && snapshot->run == session.status().run &&
                   snapshot->step == session.status().step && canvas->picture() && shows(canvas->picture(), *snapshot);
        };
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(), patience);
    }
    double error() const {
        const analysis::DataSpacePicture &picture = *canvas->picture();
        double sum = 0;
        for (std::size_t i = 0; i < picture.points.size(); ++i)
            sum += std::pow(static_cast<double>(picture.points[i] - picture.reconstructions[i]), 2);
        return sum / static_cast<double>(picture.points.size());
    }
    /// One that no other covers.
    core::Index uncovered() const {
        for (const core::Index sample : canvas->picture()->samples)
            if (canvas->sampleNear(canvas->pixelOf(sample)->toPoint()) == sample) // where a mouse can be
                return sample;
        return -1;
    }
    void drag(const QPoint &from, const QPoint &by) {
        QTest::mousePress(canvas, Qt::LeftButton, {}, from);
        for (int step = 1; step <= 4; ++step) {
            const QPointF at = from + by * step / 4;
            QMouseEvent move(QEvent::MouseMove, at, canvas->mapToGlobal(at), Qt::NoButton, Qt::LeftButton, {});
            QCoreApplication::sendEvent(canvas, &move);
        }
        QTest::mouseRelease(canvas, Qt::LeftButton, {}, from + by);
    }
    void doubleClick(const QPoint &at) {
        QTest::mouseDClick(canvas, Qt::LeftButton, {}, at);
        QTest::mouseRelease(canvas, Qt::LeftButton, {}, at);
    }
    void wheel(const QPointF &at, int steps) {
        QWheelEvent event(at, canvas->mapToGlobal(at), {}, {0, 120 * steps}, Qt::NoButton, {}, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(canvas, &event);
    }
};

} // namespace

class DataSpaceTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<Bench> m_bench;

private slots:
    void init() {
        m_settings = std::make_unique<QSettings>(m_folder.filePath("settings.ini"), QSettings::IniFormat);
        m_settings->clear();
        m_bench = std::make_unique<Bench>(*m_settings);
        m_bench->open();
    }
    void cleanup() {
        m_bench.reset();
        m_settings.reset();
    }

    void theSwissRollsSheetFollowsTheTraining() {
        Bench &bench = *m_bench;
        QVERIFY(!bench.own()->isVisible()); // images have no such space
        spec::ModelSpec images = bench.session.spec().model;
        images.layers = {{"conv2d", {{"channels", core::Index(2)}, {"stride", core::Index(4)}}}, dense(8, "identity"), output()};
        images.code = 1;
        bench.session.editModel(images, "Convolution");
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.spec().model == images && bench.session.plan()->model() == images, patience);
        bench.choose("swiss-roll"); // which that stack does not fit
        QTRY_VERIFY_WITH_TIMEOUT(bench.window.importPanel()->isVisible() && !bench.window.importPanel()->candidate().isReading, patience);
        bench.window.importPanel()->findChild<QPushButton *>("importUseFitted")->click();
        QCOMPARE(bench.session.dataset()->key, std::string("swiss-roll"));
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.plan()->codeSize() == 2, patience); // the sheet that it is
        QTRY_VERIFY_WITH_TIMEOUT(bench.isInSight(bench.canvas) && bench.canvas->picture(), patience);
        bench.settle();
        QVERIFY(bench.canvas->obstacle().isEmpty());
        QVERIFY(!bench.canvas->picture()->sheet.isEmpty() && !bench.canvas->picture()->sheet.isCurve());
        const double before = bench.error();
        const QImage untrained = bench.canvas->grab().toImage();
        const auto sheet = bench.canvas->picture()->sheet.values;
        int moments = 0;
        core::Index last = 0;
        bench.session.setPace(200); // else all of it is over before a slow machine has looked twice
        bench.key(Qt::Key_Space);
        const auto hasFollowed = [&] {
            const core::Index step = bench.canvas->picture()->moment.step;
            moments += step > last;
            last = std::max(last, step);
            return moments > 3 && bench.error() < before / 3;
        };
        QTRY_VERIFY_WITH_TIMEOUT(hasFollowed(), patience);
        if (bench.session.status().state == training::State::Running)
            bench.key(Qt::Key_Space);
        bench.settle();
        QVERIFY(bench.canvas->picture()->sheet.values != sheet);
        QVERIFY(bench.canvas->grab().toImage() != untrained);
    }

    void theMouseTurnsItAndItsSamplesAreThoseOfAllViews() {
        Bench &bench = *m_bench;
        bench.choose("s-curve");
        QTRY_VERIFY_WITH_TIMEOUT(bench.isInSight(bench.canvas) && bench.canvas->picture(), patience);
        bench.settle();
        const QPointF before = *bench.canvas->pixelOf(3);
        bench.drag({100, 100}, {80, 24});
        QVERIFY(QLineF(*bench.canvas->pixelOf(3), before).length() > 2);
        QVERIFY(!bench.selection->pinned()); // a drag is no click
        const QPointF turned = *bench.canvas->pixelOf(3);
        bench.canvas->setFocus();
        QTest::keyClick(bench.canvas, Qt::Key_Left);
        QVERIFY(*bench.canvas->pixelOf(3) != turned);
        bench.wheel(QRectF(bench.canvas->rect()).center(), 2);
        QVERIFY(bench.canvas->sight().zoomed() > 1.2);
        bench.doubleClick({5, 5});
        QCOMPARE(*bench.canvas->pixelOf(3), before);

        const core::Index sample = bench.uncovered();
        QVERIFY(sample >= 0);
        bench.moveMouse(bench.canvas, *bench.canvas->pixelOf(sample));
        QTRY_COMPARE(bench.canvas->hovered(), std::optional(sample));
        QVERIFY(bench.selection->hovered() && bench.selection->hovered()->sample == sample && bench.selection->hovered()->part == data::PartKind::Test);
        auto *card = bench.canvas->findChild<QWidget *>("spaceCard");
        QVERIFY(card->isVisible());
        QVERIFY2(bench.canvas->accessibleDescription().contains(QString::fromUtf8("x₃")), qPrintable(bench.canvas->accessibleDescription()));
        QTest::mouseClick(bench.canvas, Qt::LeftButton, {}, bench.canvas->pixelOf(sample)->toPoint());
        QVERIFY(bench.selection->pinned() && bench.selection->pinned()->sample == sample);
        QCOMPARE(bench.canvas->selected(), std::optional(sample));
        bench.dock("latent")->raise();
        QTRY_VERIFY_WITH_TIMEOUT(bench.isInSight(bench.glass) && bench.glass->marks().selected, patience); // the map has it too
        bench.selection->hover(data::SampleId{data::PartKind::Test, 11}, bench.views.latent);
        QCOMPARE(bench.canvas->marked(), std::optional(core::Index(11)));
        bench.own()->raise();
        QTRY_VERIFY_WITH_TIMEOUT(bench.isInSight(bench.canvas), patience);
        bench.selection->hover({}, nullptr);
        const QImage all = bench.canvas->grab().toImage(); // what is selected on the map stands out here
        bench.selection->choose(std::make_shared<const app::SampleSet>(app::SampleSet{"One", {{data::PartKind::Test, sample}}}));
        QVERIFY(bench.canvas->grab().toImage() != all);
        bench.selection->choose(nullptr);
        QCOMPARE(bench.canvas->grab().toImage(), all);
        bench.canvas->setFocus();
        QTest::keyClick(bench.canvas, Qt::Key_Escape);
        QVERIFY(!bench.selection->pinned());
    }

    void aPlaneIsMovedAndZoomed() {
        Bench &bench = *m_bench;
        spec::ModelSpec line = bench.session.spec().model;
        line.layers[1] = dense(1, "identity");
        bench.session.editModel(line, "One unit");
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.plan()->codeSize() == 1, patience);
        bench.choose("moons");
        QTRY_VERIFY_WITH_TIMEOUT(bench.isInSight(bench.canvas) && bench.canvas->picture(), patience);
        bench.settle();
        QVERIFY(bench.canvas->picture()->sheet.isCurve());
        const QPointF before = *bench.canvas->pixelOf(5), other = *bench.canvas->pixelOf(9);
        bench.drag({150, 90}, {60, -20});
        QCOMPARE((*bench.canvas->pixelOf(5) - before).toPoint(), QPoint(60, -20));
        bench.wheel(*bench.canvas->pixelOf(5), 3);
        QVERIFY(QLineF(*bench.canvas->pixelOf(5), *bench.canvas->pixelOf(9)).length() > 1.4 * QLineF(before, other).length());
        QCOMPARE((*bench.canvas->pixelOf(5) - before).toPoint(), QPoint(60, -20)); // at the pointer nothing moves
        bench.doubleClick({5, 5});
        QCOMPARE(*bench.canvas->pixelOf(5), before);
    }

    void itComesAndGoesWithTheDataUnlessSomebodySaysOtherwise() {
        Bench &bench = *m_bench;
        bench.own()->toggleViewAction()->trigger(); // asked for with images: for which data it is
        QTRY_VERIFY_WITH_TIMEOUT(bench.isInSight(bench.canvas), patience);
        QVERIFY2(bench.canvas->obstacle().contains("784"), qPrintable(bench.canvas->obstacle()));
        QVERIFY(!bench.canvas->grab().isNull());
        bench.own()->toggleViewAction()->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(bench.isInSight(bench.views.latent), patience);
        bench.choose("torus");
        QTRY_VERIFY_WITH_TIMEOUT(bench.isInSight(bench.canvas), patience);
        bench.choose("sprites");
        QTRY_VERIFY_WITH_TIMEOUT(!bench.own()->isVisible() && bench.isInSight(bench.views.latent), patience);
        bench.choose("torus");
        QTRY_VERIFY_WITH_TIMEOUT(bench.isInSight(bench.canvas), patience);
        bench.own()->close(); // by its button
        bench.choose("s-curve");
        QTRY_VERIFY_WITH_TIMEOUT(bench.isInSight(bench.views.latent), patience);
        QTest::qWait(100);
        QVERIFY(!bench.own()->isVisible());
    }

    void theTabThatSomebodyChoseStaysInFront() {
        Bench &bench = *m_bench;
        bench.dock("dataView")->toggleViewAction()->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(bench.isInSight(bench.views.data), patience);
        bench.choose("swiss-roll");
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.dataset()->key, std::string("swiss-roll"), patience);
        QTest::qWait(100);
        QVERIFY(bench.isInSight(bench.views.data) && !bench.isInSight(bench.canvas));
    }

    void ownColumnsKeepTheirNamesAndNumbers() {
        Bench &bench = *m_bench;
        const QString path = m_folder.filePath("houses.csv");
        std::ofstream file(path.toStdString());
        file << "height (m),price,year\n";
        for (int i = 0; i < 120; ++i)
            file << 2.5 + 0.01 * (i * 37 % 120) << ',' << 100'000 + 2500 * i << ',' << 1900 + i % 110 << '\n';
        file.close();
        bench.program.import().consider(path);
        ui::ImportPanel *panel = bench.window.importPanel();
        QTRY_VERIFY_WITH_TIMEOUT(panel->isVisible() && !panel->candidate().isReading && panel->candidate().isReady(), patience);
        auto *fitted = panel->findChild<QPushButton *>("importUseFitted");
        (fitted->isVisible() && fitted->isEnabled() ? fitted : panel->findChild<QPushButton *>("importUse"))->click();
        QTRY_VERIFY_WITH_TIMEOUT(bench.isInSight(bench.canvas) && bench.canvas->picture(), patience);
        bench.settle();
        const std::vector<float> &points = bench.canvas->picture()->points;
        const auto offset = [&](std::size_t feature) { return bench.session.dataset()->offsets.empty() ? 0.0 : bench.session.dataset()->offsets[feature]; };
        for (std::size_t i = 0; i < points.size(); i += 3) {
            QVERIFY(points[i] > 2.4f && points[i] < 3.8f);
            QVERIFY(static_cast<double>(points[i + 1]) + offset(1) > 99'000 && static_cast<double>(points[i + 2]) + offset(2) > 1899);
        }
        const core::Index sample = bench.uncovered();
        bench.moveMouse(bench.canvas, *bench.canvas->pixelOf(sample));
        QTRY_COMPARE(bench.canvas->hovered(), std::optional(sample));
        const QString said = bench.canvas->accessibleDescription();
        QVERIFY2(said.contains("height (m)") && said.contains("price") && said.contains("year"), qPrintable(said));
    }

    void itIsExportedLikeEveryPlot() {
        Bench &bench = *m_bench;
        bench.choose("swiss-roll");
        QTRY_VERIFY_WITH_TIMEOUT(bench.isInSight(bench.canvas) && bench.canvas->picture(), patience);
        bench.settle();
        auto *plot = bench.canvas->findChild<ui::PlotExport *>();
        for (const char *ending : {"svg", "pdf", "png", "csv"}) {
            const auto saved = plot->save(m_folder.filePath(QString("space.") + ending));
            QVERIFY2(saved, ending);
            QVERIFY(QFileInfo(*saved).size() > 1000);
        }
        QFile drawing(m_folder.filePath("space.svg")), numbers(m_folder.filePath("space.csv"));
        QVERIFY(drawing.open(QIODevice::ReadOnly) && numbers.open(QIODevice::ReadOnly));
        QVERIFY(drawing.readAll().count("<circle") >= 4000); // shapes, no picture of them
        const QList<QByteArray> lines = numbers.readAll().trimmed().split('\n');
        QCOMPARE(lines.size(), 2001);
        QCOMPARE(lines[0].trimmed(), QString::fromUtf8("sample,label,x₁,x₂,x₃,x₁ reconstructed,x₂ reconstructed,x₃ reconstructed").toUtf8());
        QCOMPARE(lines[7].count(','), 7);
        QVERIFY(!QImage(m_folder.filePath("space.png")).isNull());
        plot->copyImage();
        QVERIFY(!QGuiApplication::clipboard()->image().isNull());
    }

    void hiddenItCostsNothing() {
        Bench &bench = *m_bench;
        bench.choose("swiss-roll");
        QTRY_VERIFY_WITH_TIMEOUT(bench.isInSight(bench.canvas) && bench.canvas->picture(), patience);
        bench.settle();
        bench.dock("latent")->raise();
        QTRY_VERIFY_WITH_TIMEOUT(!bench.isInSight(bench.canvas) && bench.isInSight(bench.views.latent), patience);
        const core::Index step = bench.canvas->picture()->moment.step;
        const int maps = bench.maps;
        bench.session.step();
        QTRY_VERIFY_WITH_TIMEOUT(bench.maps > maps && bench.map->moment.step > step, patience); // the map goes on
        QTest::qWait(100);
        QCOMPARE(bench.canvas->picture()->moment.step, step);
        bench.own()->raise();
        QTRY_VERIFY_WITH_TIMEOUT(bench.canvas->picture()->moment.step > step, patience);
    }
};

QTEST_MAIN(DataSpaceTest)
#include "data_space_test.moc"
