// Drawing in the window: what the model makes of it, its place on the map, its neighbours, while the hand moves and the training goes on.
#include <QClipboard>
#include <QToolButton>

#include "app/background/drawing_feed.h"
#include "app/session/sample_selection.h"
#include "engine/analysis/metrics.h"
#include "tests/support/stacks.h"
#include "tests/support/window_bench.h"
#include "ui/code/decoded_tiles.h"
#include "ui/drawing/draw_canvas.h"
#include "ui/drawing/draw_view.h"

using namespace hourglass;
using tests::WindowBench;

namespace {

constexpr int patience = WindowBench::patience;

struct DrawBench : WindowBench {
    ui::DrawView *view = views.panels.view<ui::DrawView>();
    ui::DrawCanvas *canvas = view->canvas();
    std::shared_ptr<const analysis::ReconstructionColumn> answer;
    std::shared_ptr<const analysis::NearestPicture> nearest;
    int answers = 0;

    explicit DrawBench(QSettings &settings) : WindowBench(settings) {
        auto *feed = session.findChild<app::DrawingFeed *>();
        QObject::connect(feed, &app::DrawingFeed::answered, view, [this](const auto &column) {
            answer = column;
            ++answers;
        });
        QObject::connect(feed, &app::DrawingFeed::nearestArrived, view, [this](const auto &picture) { nearest = picture; });
    }
    void draw() {
        open();
        dock("draw")->toggleViewAction()->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!canvas->visibleRegion().isEmpty() && !canvas->place().isEmpty(), patience);
    }
    QPoint at(double x, double y) const { return (canvas->place().topLeft() + QPointF(x * canvas->place().width(), y * canvas->place().height())).toPoint(); }
    void stroke(const QPointF &from, const QPointF &to) {
        QTest::mousePress(canvas, Qt::LeftButton, {}, at(from.x(), from.y()));
        QTest::mouseMove(canvas, at(to.x(), to.y()));
        QTest::mouseRelease(canvas, Qt::LeftButton, {}, at(to.x(), to.y()));
    }
    /// By the network of the newest snapshot, run by itself.
    std::vector<float> reconstructed(const std::vector<float> &sample, std::vector<float> &code) const {
        const plan::Snapshot &snapshot = *session.snapshotFeed().snapshot();
        plan::Network network(snapshot.plan, snapshot.parameters.data(), snapshot.state.data(), 1);
        const auto features = static_cast<core::Index>(sample.size());
        const core::ConstView z = network.encode({sample.data(), features, 1, features});
        code.assign(z.data, z.data + z.rows);
        const core::ConstView y = network.reconstruct({sample.data(), features, 1, features});
        return {y.data, y.data + y.rows};
    }
};

} // namespace

class DrawingTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_count = 0;

    QSettings *settings() { return new QSettings(m_folder.filePath(QString("settings%1.ini").arg(++m_count)), QSettings::IniFormat, this); }

private slots:
    void theAnswerComesWithTheStroke() {
        DrawBench bench(*settings());
        bench.draw();
        QTest::mousePress(bench.canvas, Qt::LeftButton, {}, bench.at(0.3, 0.3));
        QVERIFY(bench.answer); // before any event was waited for
        const int answers = bench.answers;
        QTest::mouseMove(bench.canvas, bench.at(0.6, 0.7));
        QVERIFY(bench.answers > answers);
        QTest::mouseRelease(bench.canvas, Qt::LeftButton, {}, bench.at(0.6, 0.7));

        std::vector<float> code;
        QCOMPARE(bench.answer->reconstruction, bench.reconstructed(bench.answer->original, code));
        QCOMPARE(bench.view->result()->tiles().size(), std::size_t(3));
        // The cross on the map stands where its code lies.
        QVERIFY(bench.map->plane && bench.map->axes.kind == analysis::LatentAxes::Kind::Units);
        QTRY_VERIFY_WITH_TIMEOUT(bench.nearest && bench.nearest->code == code, patience);
        QCOMPARE(bench.nearest->samples.size(), std::size_t(5));
        QVERIFY(bench.nearest->samples[0].distance <= bench.nearest->samples[4].distance);
        QCOMPARE(bench.view->neighbours()->tiles().size(), std::size_t(5));

        // It follows the training.
        const std::vector<float> before = bench.answer->reconstruction, original = bench.answer->original;
        bench.session.step();
        QTRY_VERIFY_WITH_TIMEOUT(bench.answer->reconstruction != before, patience);
        QCOMPARE(bench.answer->original, original);
        QTRY_VERIFY_WITH_TIMEOUT(bench.nearest->moment.step == 1, patience);

        bench.window.findChild<QToolButton *>("clearPaper")->click();
        QVERIFY(!bench.answer && bench.view->result()->tiles().empty() && bench.view->neighbours()->tiles().empty());
        QVERIFY(!bench.glass->marks().drawn);
    }

    void theMapHasItsCrossWhileThePaperIsSeen() {
        DrawBench bench(*settings());
        bench.draw();
        std::vector<float> code;
        // A sample lies within the map, wherever its code is.
        bench.window.findChild<QToolButton *>("putSample")->click();
        QVERIFY(bench.answer);
        QTRY_VERIFY_WITH_TIMEOUT(bench.glass->marks().drawn, patience);
        bench.dock("reconstructions")->raise();
        QTRY_VERIFY_WITH_TIMEOUT(!bench.glass->marks().drawn, patience);
        const int answers = bench.answers;
        bench.session.step();
        bench.rest();
        QCOMPARE(bench.answers, answers); // a hidden view costs nothing
        bench.dock("draw")->raise();
        QTRY_VERIFY_WITH_TIMEOUT(bench.glass->marks().drawn && bench.answers > answers, patience);
    }

    void aSampleIsSpoiledAndMeasuredAgainstWhatItWas() {
        DrawBench bench(*settings());
        bench.draw();
        auto *selection = bench.session.findChild<app::SampleSelection *>();
        selection->pin(selection->ofShownPart(5));
        bench.window.findChild<QToolButton *>("putSample")->click();
        std::vector<float> sample(static_cast<std::size_t>(bench.session.dataset()->features()));
        bench.session.dataset()->test.copySample(5, sample.data());
        QCOMPARE(bench.answer->original, sample);
        for (QToolButton *tool : bench.view->findChildren<QToolButton *>())
            if (tool->text() == "Noise")
                tool->click();
        bench.stroke({0.2, 0.5}, {0.8, 0.5});
        QVERIFY(bench.answer->original != sample);
        QCOMPARE(bench.view->result()->tiles().size(), std::size_t(4));
        QCOMPARE(bench.view->result()->tiles()[0].values, sample);
        const auto features = static_cast<core::Index>(sample.size());
        QVERIFY2(bench.view->figures().contains(ui::mseText(analysis::meanSquaredError(features, bench.answer->original.data(), sample.data()))),
                 qPrintable(bench.view->figures()));
        QVERIFY2(bench.view->figures().contains(ui::mseText(analysis::meanSquaredError(features, bench.answer->reconstruction.data(), sample.data()))),
                 qPrintable(bench.view->figures()));
    }

    void aPictureIsPastedOnThePaperAndNotAmongTheSamples() {
        DrawBench bench(*settings());
        bench.draw();
        QImage image(40, 40, QImage::Format_RGB32);
        image.fill(QColor(0, 255, 0));
        QGuiApplication::clipboard()->setImage(image);
        bench.canvas->setFocus();
        QTest::keyClick(bench.canvas, Qt::Key_V, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(bench.answer, patience);
        for (const float value : bench.answer->original)
            QVERIFY(std::abs(value - 150.0f / 255.0f) < 1e-6f); // 0.587 · 255
        bench.rest();
        QVERIFY(bench.reconstructions->columns.front().sample >= 0);
    }
};

QTEST_MAIN(DrawingTest)
#include "drawing_test.moc"
