// The Loss dock driven as a person and the session drive it: records come in, mouse and keys read, zoom and fit.
#include <QAbstractButton>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSlider>
#include <QSvgRenderer>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>
#include <limits>

#include "engine/runs/run_history.h"
#include "tests/support/loss_data.h"
#include "ui/loss/label_places.h"
#include "ui/loss/loss_plot.h"
#include "ui/plots/number_ticker.h"
#include "ui/plots/plot_export.h"
#include "ui/plots/plot_style.h"

using namespace hourglass;
using namespace hourglass::tests;
using ui::Extent;
using ui::LossPlot;

namespace {

constexpr float notANumber = std::numeric_limits<float>::quiet_NaN();

std::vector<ui::Baseline> crossEntropyBaselines() {
    return {{QStringLiteral("mean image"), 0.491, QStringLiteral("What knowing nothing reaches")},
            {QStringLiteral("PCA, 32 components"), 0.2958, QStringLiteral("The best linear code of the same size")},
            {QStringLiteral("floor"), 0.2422, QStringLiteral("No model can pass it")}};
}

void feed(runs::RunLog &log, core::Index epochs, unsigned seed = 1, double end = 0.288) {
    log.append(heldOut(0));
    for (core::Index epoch = 0; epoch < epochs; ++epoch) {
        log.append(lossSteps(epoch * 235 + 1, (epoch + 1) * 235, seed, end));
        log.append(heldOut((epoch + 1) * 235, end));
    }
}

QPoint at(const ui::LossCanvas &canvas, double x, double loss) {
    return {static_cast<int>(std::lround(canvas.xAxis->coordToPixel(x))), static_cast<int>(std::lround(canvas.yAxis->coordToPixel(loss)))};
}

} // namespace

class LossPlotTest : public QObject {
    Q_OBJECT
private slots:
    void init() {
        m_history = runs::RunHistory();
        m_window = std::make_unique<QWidget>();
        auto *layout = new QVBoxLayout(m_window.get());
        m_plot = new LossPlot;
        m_plot->showRun(m_history.runs().present);
        layout->addWidget(m_plot->header());
        layout->addWidget(m_plot);
        m_plot->header()->show();
        m_window->resize(540, 420);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        m_canvas = m_plot->canvas();
        m_replots = std::make_unique<QSignalSpy>(m_canvas, &QCustomPlot::afterReplot);
    }
    void cleanup() { m_window.reset(); }

    void emptyPlotSaysWhatWillCome() {
        m_plot->refresh();
        QVERIFY(!m_canvas->annotations().message.isEmpty());
        QTest::mouseMove(m_canvas, m_canvas->rect().center());
        QTest::keyClick(m_canvas, Qt::Key_Left);
        QTest::keyClick(m_canvas, Qt::Key_Home);
        QTest::keyClick(m_canvas, Qt::Key_F);
        QVERIFY(!m_canvas->reading().isShown);
        QVERIFY(!m_canvas->accessibleDescription().isEmpty());
        log().append(std::vector<training::StepRecord>());
        m_plot->showRun({});
        QVERIFY(m_plot->run().isEmpty());
    }

    void oneStepIsEnough() {
        startRun("mean squared error", "test");
        log().append(lossSteps(1, 1));
        m_plot->refresh();
        QVERIFY(m_canvas->annotations().message.isEmpty());
        QVERIFY(m_canvas->yAxis->range().contains(m_plot->run().present().train.last().mean));
        QVERIFY(m_canvas->yAxis->range().size() > 0);
    }

    void theAxisOfOnePointCanBeRead() {
        startRun("mean squared error", "test");
        log().append(heldOut(0));
        m_plot->refresh();
        const double value = m_plot->run().present().heldOut.last().mean;
        QVERIFY(m_canvas->yAxis->range().contains(value));
        m_canvas->replot();
        QVERIFY(m_canvas->yAxis->range().size() > 0.05 * value);
    }

    void theBandOfSingleStepsFadesAsItThickens() {
        const auto distance = [this] {
            const QColor band = m_canvas->graph(2)->pen().color(), ground = m_plot->theme().panel;
            return std::abs(band.red() - ground.red()) + std::abs(band.green() - ground.green()) + std::abs(band.blue() - ground.blue());
        };
        start(2);
        m_plot->refresh();
        const int few = distance();
        startRun("mean squared error", "test");
        feed(log(), 40);
        m_plot->refresh();
        const int more = distance();
        startRun("mean squared error", "test");
        feed(log(), 700);
        m_plot->refresh();
        const int many = distance();
        QVERIFY2(few > more && more > many && many > few / 5, qPrintable(QString("%1 %2 %3").arg(few).arg(more).arg(many)));
        const ui::LossView view = m_canvas->view();
        ui::LossView raw = view;
        raw.smoothing = 0; // then the single steps are the curve
        m_canvas->setView(raw);
        m_canvas->rebuild();
        QVERIFY(distance() > 2 * many);
    }

    void aRunBeforeOnOtherDataSaysSo() {
        start(3);
        log().setDataName("Two moons");
        startRun("mean squared error", "test");
        log().setDataName("Two moons");
        feed(log(), 2);
        m_plot->refresh();
        QCOMPARE(m_canvas->annotations().legend.size(), std::size_t(1));
        QCOMPARE(m_canvas->annotations().legend[0].note, QStringLiteral("binary cross-entropy")); // another loss
        startRun("mean squared error", "test");
        log().setDataName("Digits");
        feed(log(), 2);
        m_plot->refresh();
        QCOMPARE(m_canvas->annotations().legend[0].note, QStringLiteral("on Two moons"));
        m_canvas->replot();
        QTest::mouseMove(m_canvas, at(*m_canvas, 1, 0.3));
        QCoreApplication::processEvents();
        const ui::Reading reading = m_canvas->reading();
        QVERIFY(reading.isShown);
        QVERIFY2(reading.text().contains("on Two moons"), qPrintable(reading.text()));
    }

    void labelsOfLevelsKeepClearOfTheCurves() {
        start(30);
        m_plot->refresh();
        const QCPAxis *loss = m_canvas->yAxis; // a level just below the end of the curve: above its line its name would lie on that
        const double level = loss->pixelToCoord(loss->coordToPixel(m_plot->run().present().train.last().smoothed) + 9);
        m_plot->showBaselines({{QStringLiteral("PCA, 32 components"), level, {}}});
        m_plot->refresh();
        m_canvas->replot();
        const auto covered = [this] {
            const QRectF label = m_canvas->annotations().labels().back().rect;
            int points = 0;
            for (int graph : {3, 4}) // the curves of this run
                for (const QCPGraphData &point : *m_canvas->graph(graph)->data())
                    points += label.contains(m_canvas->xAxis->coordToPixel(point.key), m_canvas->yAxis->coordToPixel(point.value));
            return points;
        };
        QVERIFY(!m_canvas->annotations().labels().empty());
        QCOMPARE(covered(), 0);
        const QRectF place = m_canvas->annotations().labels().back().rect;
        m_canvas->replot();
        QCOMPARE(m_canvas->annotations().labels().back().rect, place); // and stay where they are
    }

    void refreshDrawsOnceAndOnlyWhatChanged() {
        start(3);
        m_plot->refresh();
        m_replots->clear();
        m_plot->refresh();
        QCOMPARE(m_replots->size(), 0);
        log().append(lossSteps(706, 710));
        log().append(lossSteps(711, 715));
        log().append(heldOut(715));
        QCOMPARE(m_replots->size(), 0); // appending alone draws nothing
        m_plot->refresh();
        m_plot->refresh();
        QCOMPARE(m_replots->size(), 1);
    }

    void aHiddenPlotCostsNothingAndCatchesUp() {
        start(3);
        m_plot->refresh();
        m_plot->hide();
        m_replots->clear();
        log().append(lossSteps(706, 900));
        m_plot->refresh();
        QCOMPARE(m_replots->size(), 0);
        m_plot->show();
        QTRY_VERIFY(m_replots->size() > 0);
        QCOMPARE(m_plot->run().lastStep(), core::Index(900));
    }

    void onlyThinnedPointsReachTheGraphs() {
        startRun("loss", "test");
        log().append(lossSteps(1, 200000));
        m_plot->refresh();
        const int pixels = m_canvas->axisRect()->width();
        for (int graph = 0; graph < m_canvas->graphCount(); ++graph)
            QVERIFY(m_canvas->graph(graph)->dataCount() <= 2 * pixels + 4);
    }

    void aPeakOfOneStepIsDrawn() {
        startRun("loss", "test");
        auto steps = lossSteps(1, 100000);
        steps[61234].minimum = steps[61234].mean = steps[61234].maximum = 0.33f;
        for (std::size_t step = 50000; step < 70000; ++step)
            steps[step].minimum = steps[step].mean = steps[step].maximum = step == 61234 ? 0.33f : 0.29f;
        log().append(steps);
        m_plot->refresh();
        bool isThere = false;
        for (int graph = 0; graph < m_canvas->graphCount(); ++graph)
            for (const QCPGraphData &point : *m_canvas->graph(graph)->data())
                isThere |= std::abs(point.value - 0.33) < 1e-6 && std::abs(point.key - 61235 / stepsPerEpoch) < 2;
        QVERIFY2(isThere, qPrintable(QStringLiteral("%1 %2 max %3")
                                         .arg(m_canvas->yAxis->range().lower)
                                         .arg(m_canvas->yAxis->range().upper)
                                         .arg(log().present().train.sum(50000, 70000).maximum)));
    }

    void fitIsRobustAgainstTheStart() {
        startRun("loss", "test");
        auto steps = lossSteps(1, 14 * 235);
        for (int step = 0; step < 20; ++step)
            steps[static_cast<std::size_t>(step)].minimum = steps[static_cast<std::size_t>(step)].mean = steps[static_cast<std::size_t>(step)].maximum =
                4000.0f;
        steps[2000].minimum = steps[2000].mean = steps[2000].maximum = 1e30f;
        log().append(steps);
        m_plot->refresh();
        const QCPRange range = m_canvas->yAxis->range();
        QVERIFY2(range.upper < 0.5 && range.lower > 0.2, qPrintable(QStringLiteral("%1 – %2").arg(range.lower).arg(range.upper)));
    }

    void fitStandsStill() {
        startRun("binary cross-entropy", "test");
        m_plot->showBaselines(crossEntropyBaselines());
        int changes = 0;
        QCPRange before;
        for (core::Index step = 0; step < 20 * 235; step += 10) {
            log().append(lossSteps(step + 1, step + 10));
            m_plot->refresh();
            changes += m_canvas->yAxis->range() != before;
            before = m_canvas->yAxis->range();
        }
        QVERIFY2(changes < 25, qPrintable(QString::number(changes)));
        QVERIFY(before.contains(0.2958) && before.contains(0.2422));
        QVERIFY(!before.contains(0.491));
        QVERIFY(m_canvas->xAxis->range().upper >= 20 && m_canvas->xAxis->range().upper < 26);
    }

    void labelsNeverOverlap_data() {
        QTest::addColumn<double>("second");
        for (const double second : {0.2958, 0.29581, 0.2965, 0.300, 0.31})
            QTest::addRow("%g", second) << second;
    }
    void labelsNeverOverlap() {
        QFETCH(const double, second);
        auto baselines = crossEntropyBaselines();
        baselines.push_back({QStringLiteral("PCA, 64 components"), second, {}});
        baselines.push_back({QStringLiteral("nothing"), std::numeric_limits<double>::quiet_NaN(), {}});
        start(14);
        m_plot->showBaselines(baselines);
        for (const QSize size : {QSize(540, 420), QSize(330, 260)}) {
            m_window->resize(size);
            m_plot->refresh();
            QTest::qWait(1);
            const auto labels = m_canvas->annotations().labels();
            QVERIFY(labels.size() >= 4);
            for (std::size_t first = 0; first < labels.size(); ++first) {
                QVERIFY(m_canvas->rect().contains(labels[first].rect.toRect()));
                for (std::size_t other = first + 1; other < labels.size(); ++other)
                    QVERIFY(!labels[first].rect.adjusted(0, 0.5, 0, -0.5).intersects(labels[other].rect));
            }
        }
    }

    void baselinesToggle() {
        start(14);
        m_plot->showBaselines(crossEntropyBaselines());
        m_plot->refresh();
        const std::size_t before = m_canvas->annotations().labels().size();
        QTest::mouseClick(chip(QStringLiteral("Baselines")), Qt::LeftButton);
        QVERIFY(!m_plot->view().showsBaselines);
        QCOMPARE(m_canvas->annotations().labels().size(), before - 3);
    }

    void hoverReadsValues() {
        start(14);
        m_plot->refresh();
        QTest::mouseMove(m_canvas, at(*m_canvas, 5.0, 0.29));
        const ui::Reading &reading = m_canvas->reading();
        QVERIFY(reading.isShown);
        QVERIFY(std::abs(reading.x - 5.0) < 0.05);
        QCOMPARE(reading.rows.size(), std::size_t(2));
        const auto point = *m_plot->run().present().train.nearest(ui::CurveAxis::Epochs, reading.x);
        QCOMPARE(reading.rows[0].value, ui::significant(point.smoothed, 4, m_canvas->locale()));
        QVERIFY(reading.rows[0].note.contains(ui::significant(point.mean, 4, m_canvas->locale())));
        QCOMPARE(reading.rows[1].name, QStringLiteral("test"));
        QVERIFY(reading.title.contains(m_canvas->locale().toString(point.step)));
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(m_canvas, &leave);
        QVERIFY(!m_canvas->reading().isShown);
    }

    void hoverDrawsTheReadOutAlone() {
        start(14);
        m_plot->refresh();
        m_replots->clear();
        for (int x = 100; x < 400; x += 10)
            QTest::mouseMove(m_canvas, QPoint(x, 200));
        QVERIFY(m_canvas->reading().isShown);
        QCOMPARE(m_replots->size(), 0);
    }

    void readOutKeepsClearOfPointerAndLabels() {
        start(14);
        m_plot->showBaselines(crossEntropyBaselines());
        m_plot->refresh();
        QTest::qWait(1);
        const QRect area = m_canvas->axisRect()->rect();
        for (int x = area.left() + 2; x < area.right(); x += 23)
            for (int y = area.top() + 2; y < area.bottom(); y += 29) {
                QTest::mouseMove(m_canvas, QPoint(x, y));
                QVERIFY(!m_canvas->readOutBox().isEmpty());
                QVERIFY(!m_canvas->readOutBox().contains(QPointF(x, y)));
                QVERIFY(QRectF(m_canvas->rect()).contains(m_canvas->readOutBox()));
            }
    }

    void placesBesideAPoint() {
        const QRectF area(0, 0, 400, 300);
        const QSizeF size(120, 60);
        QVERIFY(ui::placeBeside({50, 150}, size, area, {}).left() > 50);
        QVERIFY(ui::placeBeside({380, 150}, size, area, {}).right() < 380);
        const QRectF taken(60, 70, 200, 80);
        QVERIFY(!ui::placeBeside({50, 150}, size, area, {taken}).intersects(taken));
        const QRectF small = ui::placeBeside({60, 80}, {110, 60}, {0, 0, 120, 160}, {});
        QVERIFY(!small.contains(QPointF(60, 80)) && QRectF(0, 0, 120, 160).contains(small));
    }

    void spreadsLabels() {
        const auto places = ui::spreadLabels({100, 100, 104, 10}, 12, 0, 120);
        QCOMPARE(places[3], 10.0);
        QVERIFY(places[1] - places[0] >= 12 && places[2] - places[1] >= 12 && places[2] + 12 <= 120);
        QVERIFY(ui::spreadLabels({}, 12, 0, 100).empty());
    }

    void dragZoomsAndDoubleClickFits() {
        start(14);
        m_plot->refresh();
        const QCPRange x = m_canvas->xAxis->range(), y = m_canvas->yAxis->range();
        drag(at(*m_canvas, 4, 0.30), at(*m_canvas, 9, 0.28));
        QVERIFY(!m_canvas->isFitted());
        QVERIFY(std::abs(m_canvas->xAxis->range().lower - 4) < 0.1 && std::abs(m_canvas->xAxis->range().upper - 9) < 0.1);
        QVERIFY(std::abs(m_canvas->yAxis->range().lower - 0.28) < 0.002 && std::abs(m_canvas->yAxis->range().upper - 0.30) < 0.002);

        // A person's zoom stays while the run goes on.
        const QCPRange zoomed = m_canvas->xAxis->range();
        log().append(lossSteps(14 * 235 + 1, 20 * 235));
        m_plot->refresh();
        QCOMPARE(m_canvas->xAxis->range().lower, zoomed.lower);
        QCOMPARE(m_canvas->xAxis->range().upper, zoomed.upper);

        QTest::mouseDClick(m_canvas, Qt::LeftButton, {}, m_canvas->axisRect()->rect().center());
        QVERIFY(m_canvas->isFitted());
        QVERIFY(m_canvas->xAxis->range().upper >= 20);
        QVERIFY(m_canvas->yAxis->range().size() >= 0.5 * y.size());
        QVERIFY(x.size() < m_canvas->xAxis->range().size());
    }

    void aStrokeAlongOneAxisZoomsItAlone() {
        start(14);
        m_plot->refresh();
        const QCPRange y = m_canvas->yAxis->range();
        drag(at(*m_canvas, 4, 0.30), at(*m_canvas, 9, 0.30) + QPoint(0, 2));
        QVERIFY(std::abs(m_canvas->xAxis->range().lower - 4) < 0.1);
        QCOMPARE(m_canvas->yAxis->range().lower, y.lower);
        QCOMPARE(m_canvas->yAxis->range().upper, y.upper);
    }

    void aClickIsNoZoom() {
        start(14);
        m_plot->refresh();
        drag(at(*m_canvas, 4, 0.30), at(*m_canvas, 4, 0.30) + QPoint(2, 2));
        QVERIFY(m_canvas->isFitted());
    }

    void wheelZoomsAtThePointer() {
        start(14);
        m_plot->refresh();
        const QPoint pointer = at(*m_canvas, 6, 0.29);
        const double x = m_canvas->xAxis->pixelToCoord(pointer.x()), y = m_canvas->yAxis->pixelToCoord(pointer.y());
        const double width = m_canvas->xAxis->range().size();
        wheel(pointer, 120);
        QVERIFY(m_canvas->xAxis->range().size() < 0.85 * width);
        QVERIFY(std::abs(m_canvas->xAxis->coordToPixel(x) - pointer.x()) < 1);
        QVERIFY(std::abs(m_canvas->yAxis->coordToPixel(y) - pointer.y()) < 1);
        for (int turn = 0; turn < 300; ++turn)
            wheel(pointer, 120);
        QVERIFY(m_canvas->xAxis->range().size() > 0);
        for (int turn = 0; turn < 400; ++turn)
            wheel(pointer, -120);
        QVERIFY(m_canvas->xAxis->range().lower >= 0 && m_canvas->xAxis->range().upper < 100);
        QVERIFY(std::isfinite(m_canvas->yAxis->range().size()));
        auto *fit = m_canvas->findChild<QToolButton *>();
        QVERIFY(fit->isVisible());
        QTest::mouseClick(fit, Qt::LeftButton);
        QVERIFY(m_canvas->isFitted() && !fit->isVisible());
    }

    void keysMoveTheHairline() {
        start(14);
        m_plot->refresh();
        m_canvas->setFocus();
        QSignalSpy moved(m_canvas, &ui::LossCanvas::readingChanged);
        QTest::keyClick(m_canvas, Qt::Key_End);
        QVERIFY(std::abs(m_canvas->reading().x - 14) < 0.01);
        QTest::keyClick(m_canvas, Qt::Key_Left);
        const double left = m_canvas->reading().x;
        QVERIFY(left < 14);
        QTest::keyClick(m_canvas, Qt::Key_Left, Qt::ControlModifier);
        QVERIFY(m_canvas->reading().x < left - 0.2);
        QTest::keyClick(m_canvas, Qt::Key_Right, Qt::ControlModifier);
        QVERIFY(std::abs(m_canvas->reading().x - left) < 0.05);
        QTest::keyClick(m_canvas, Qt::Key_Home);
        QVERIFY(m_canvas->reading().x < 0.05);
        QCOMPARE(moved.size(), 5);
        QCOMPARE(m_canvas->accessibleDescription(), m_canvas->reading().text());
        QTest::keyClick(m_canvas, Qt::Key_Escape);
        QVERIFY(!m_canvas->reading().isShown);
        QTest::keyClick(m_canvas, Qt::Key_Plus);
        QVERIFY(!m_canvas->isFitted());
        QTest::keyClick(m_canvas, Qt::Key_F);
        QVERIFY(m_canvas->isFitted());
    }

    void keysStepWhereStepsAreWide() {
        startRun("loss", "test");
        log().append(lossSteps(1, 10));
        m_plot->refresh();
        setAxis(ui::CurveAxis::Steps);
        QTest::keyClick(m_canvas, Qt::Key_End);
        for (int expected = 9; expected >= 1; --expected) {
            QTest::keyClick(m_canvas, Qt::Key_Left);
            QCOMPARE(m_canvas->reading().x, static_cast<double>(expected));
        }
    }

    void keysAreKeptFromTheWindowsShortcutsOnlyThere() {
        const auto isTaken = [this](int key, Qt::KeyboardModifiers modifiers = {}) {
            QKeyEvent event(QEvent::ShortcutOverride, key, modifiers);
            event.ignore();
            QCoreApplication::sendEvent(m_canvas, &event);
            return event.isAccepted();
        };
        QVERIFY(isTaken(Qt::Key_Left) && isTaken(Qt::Key_End) && isTaken(Qt::Key_F));
        QVERIFY(!isTaken(Qt::Key_Space) && !isTaken(Qt::Key_R) && !isTaken(Qt::Key_Period));
        QVERIFY(!isTaken(Qt::Key_F, Qt::ControlModifier));
        QVERIFY(!isTaken(Qt::Key_Escape)); // nothing to let go of
    }

    void aNewRunLeavesTheOldOneFaint() {
        start(14);
        log().mark({400, 400 / stepsPerEpoch, "Rate"});
        startRun("binary cross-entropy", "validation");
        QCOMPARE(m_plot->others()[0].run.lastStep(), core::Index(14 * 235));
        QVERIFY(m_plot->run().isEmpty() && m_plot->run().marks().empty());
        m_plot->refresh();
        QVERIFY(m_canvas->annotations().message.isEmpty()); // the old curve is there
        feed(log(), 6, 5);
        m_plot->refresh();
        QTest::mouseMove(m_canvas, at(*m_canvas, 3, 0.29));
        QCOMPARE(m_canvas->reading().rows.size(), std::size_t(3));
        QVERIFY(m_canvas->reading().rows[2].value != m_canvas->reading().rows[0].value);
        QCOMPARE(m_canvas->reading().rows[1].name, QStringLiteral("validation"));

        // A run that never made a step pushes nothing out.
        startRun("binary cross-entropy", "test");
        startRun("binary cross-entropy", "test");
        QCOMPARE(m_plot->others()[0].run.lastStep(), core::Index(6 * 235));
    }

    void anotherLossBeginsAnotherCurve() {
        start(4);
        log().changeLoss("binary cross-entropy"); // the same: nothing happens
        QCOMPARE(log().segments(), std::size_t(1));
        log().changeLoss("mean squared error");
        QCOMPARE(log().segments(), std::size_t(2));
        QCOMPARE(log().marks().size(), std::size_t(1));
        QVERIFY(log().marks()[0].text.find("mean squared error") != std::string::npos);
        auto steps = lossSteps(941, 1400);
        for (auto &step : steps)
            step.minimum = step.mean = step.maximum = 0.05f * step.mean;
        log().append(steps);
        m_plot->refresh();
        QVERIFY(m_canvas->yAxis->range().upper < 0.1); // fits what can be compared
        QTest::mouseMove(m_canvas, at(*m_canvas, 2, 0.015));
        QCOMPARE(m_canvas->reading().context, QStringLiteral("binary cross-entropy"));
        // Back by an undo: the second curve is gone, and so is its mark.
        log().append(lossSteps(501, 510));
        m_plot->refresh();
        QCOMPARE(m_plot->run().lossName(), QStringLiteral("binary cross-entropy"));
        QCOMPARE(m_plot->run().segments().size(), std::size_t(1));
        QVERIFY(m_plot->run().marks().empty());
        QCOMPARE(m_plot->run().present().train.size(), core::Index(510));
        QVERIFY(m_plot->run().present().heldOut.last().step <= 500);
    }

    void changesAreMarkedAndSaidOnHover() {
        start(14);
        log().mark({940, 4.0, "Rate 0.001 → 0.003"});
        m_plot->refresh();
        QTest::qWait(1);
        QTest::mouseMove(m_canvas, at(*m_canvas, 4.0, 0.29) + QPoint(2, 0));
        QCOMPARE(m_canvas->reading().change, QStringLiteral("Rate 0.001 → 0.003"));
        QCOMPARE(m_canvas->reading().x, 4.0);
        QCOMPARE(m_canvas->annotations().litMark, 0);
        QTest::mouseMove(m_canvas, at(*m_canvas, 8.0, 0.29));
        QVERIFY(m_canvas->reading().change.isEmpty());
        const QPoint number(at(*m_canvas, 4.0, 0.29).x() + 6, m_canvas->axisRect()->top() - 12);
        QTest::mouseMove(m_canvas, number);
        QCOMPARE(m_canvas->annotations().litMark, 0);
    }

    void termsOfTheLossAreReadAndDrawn() {
        start(2);
        QToolButton *terms = chip(QStringLiteral("Terms"));
        QVERIFY(terms->isHidden() && m_canvas->terms().empty()); // of one term alone
        startRun("binary cross-entropy, summed", "test");
        for (core::Index epoch = 1; epoch <= 5; ++epoch) {
            log().append(lossSteps((epoch - 1) * 235 + 1, epoch * 235));
            training::EvaluationRecord evaluation = heldOut(epoch * 235);
            evaluation.endsEpoch = true;
            evaluation.terms = {{"data", 0.25 - 0.01 * static_cast<double>(epoch), "reconstruction"}, {"bottleneck", 0.04, "KL divergence"}};
            log().append(evaluation);
        }
        m_plot->refresh();
        QVERIFY(!terms->isHidden());
        QCOMPARE(m_canvas->terms().size(), std::size_t(2));
        QVERIFY(m_canvas->terms()[0].colour != m_canvas->terms()[1].colour);
        QTest::mouseMove(m_canvas, at(*m_canvas, 3.0, 0.29));
        const auto rows = [this] { return m_canvas->reading().rows; };
        QCOMPARE(rows()[2].name, QStringLiteral("reconstruction"));
        QCOMPARE(rows()[2].value, QStringLiteral("0.2200"));
        QCOMPARE(rows()[3].value, QStringLiteral("0.04000"));
        QVERIFY(std::isnan(rows()[3].level)); // not drawn yet
        QVERIFY(m_canvas->yAxis->range().lower > 0.04);
        QTest::mouseClick(terms, Qt::LeftButton);
        QVERIFY(m_canvas->yAxis->range().lower <= 0.04 && m_canvas->yAxis->range().lower >= 0);
        int drawn = 0;
        for (int graph = 0; graph < m_canvas->graphCount(); ++graph)
            drawn += m_canvas->graph(graph)->pen().color() == m_canvas->terms()[1].colour && m_canvas->graph(graph)->dataCount() == 5;
        QCOMPARE(drawn, 1);
        QTest::mouseClick(terms, Qt::LeftButton);
        QVERIFY(m_canvas->yAxis->range().lower > 0.04);
    }

    void aMarksNumberLeadsBackToBeforeIt() {
        start(14);
        QSignalSpy chosen(m_plot, &LossPlot::wayBackChosen);
        const auto kept = m_history.mark({}), lost = m_history.mark({});
        m_history.keep(lost, nullptr);
        log().mark({.step = 940, .epoch = 4.0, .text = "Rate", .before = kept});
        log().mark({.step = 1880, .epoch = 8.0, .text = "Batch", .before = lost});
        log().mark({.step = 2820, .epoch = 12.0, .text = "Diverged"});
        m_plot->refresh();
        QTest::qWait(1);
        const auto number = [this](double epoch) { return QPoint(at(*m_canvas, epoch, 0.29).x(), m_canvas->axisRect()->top() - 12); };
        QTest::mouseMove(m_canvas, number(4.0));
        QVERIFY(m_canvas->reading().way.contains("back to before"));
        QCOMPARE(m_canvas->cursor().shape(), Qt::PointingHandCursor);
        QTest::mouseClick(m_canvas, Qt::LeftButton, {}, number(4.0));
        QCOMPARE(chosen, QList<QList<QVariant>>{{0}});
        QTest::mouseMove(m_canvas, number(8.0));
        QVERIFY(m_canvas->reading().way.contains("given up"));
        QTest::mouseMove(m_canvas, number(12.0));
        QVERIFY(m_canvas->reading().way.isEmpty());
        QTest::mouseClick(m_canvas, Qt::LeftButton, {}, number(12.0));
        QTest::mouseClick(m_canvas, Qt::LeftButton, {}, at(*m_canvas, 4.0, 0.29)); // its line is no button
        QCOMPARE(chosen.size(), 1);
        emit m_plot->contextMenu()->aboutToShow();
        const QList<QAction *> ways = m_plot->contextMenu()->findChild<QMenu *>()->actions();
        QCOMPARE(ways.size(), 2);
        QVERIFY(ways[0]->isEnabled() && !ways[1]->isEnabled() && ways[1]->text().contains("given up"));
        ways[0]->trigger();
        QCOMPARE(chosen.size(), 2);
    }

    void aLossThatIsNotFiniteIsMarked() {
        start(2);
        auto steps = lossSteps(471, 474);
        for (auto &step : steps)
            step.minimum = step.mean = step.maximum = notANumber;
        log().append(steps);
        auto evaluation = heldOut(475);
        evaluation.heldOutLoss = training::none;
        log().append(evaluation);
        m_plot->showBaselines({{QStringLiteral("odd"), std::numeric_limits<double>::infinity(), {}}});
        m_plot->refresh();
        QCOMPARE(m_plot->run().marks().size(), std::size_t(1));
        QVERIFY(m_plot->run().marks()[0].isBad);
        QCOMPARE(m_plot->run().marks()[0].step, core::Index(471));
        QVERIFY(std::isfinite(m_canvas->yAxis->range().upper));
        QCOMPARE(m_plot->run().present().train.last().step, core::Index(470));
        for (const QLabel *label : m_plot->header()->findChildren<QLabel *>())
            QVERIFY(!label->text().contains(QStringLiteral("nan")));
    }

    void logarithmicAxesTakeZeroAndBelow() {
        startRun("loss", "test");
        auto steps = lossSteps(1, 3000);
        for (std::size_t step = 0; step < steps.size(); ++step) {
            const auto loss = static_cast<float>(std::pow(10.0, -5.0 * static_cast<double>(step) / 3000.0));
            steps[step].minimum = steps[step].mean = steps[step].maximum = step % 500 == 0 ? 0.0f : loss;
        }
        log().append(steps);
        log().append(heldOut(0));
        m_plot->refresh();
        QTest::mouseClick(chip(QStringLiteral("log")), Qt::LeftButton);
        QCOMPARE(m_canvas->yAxis->scaleType(), QCPAxis::stLogarithmic);
        QVERIFY(m_canvas->yAxis->range().lower > 0 && m_canvas->yAxis->range().lower < 1e-4);
        choose(QStringLiteral("Logarithmic horizontal axis"));
        QVERIFY(m_plot->view().isLogHorizontal);
        QVERIFY(m_canvas->xAxis->range().lower > 0);
        QTest::mouseMove(m_canvas, m_canvas->axisRect()->rect().center());
        QVERIFY(m_canvas->reading().isShown);
        wheel(m_canvas->axisRect()->rect().center(), 120);
        QVERIFY(m_canvas->xAxis->range().lower > 0 && m_canvas->yAxis->range().lower > 0);
    }

    void viewMenuChoosesAxisAndSmoothing() {
        start(14);
        m_plot->refresh();
        setAxis(ui::CurveAxis::Steps);
        QVERIFY(m_canvas->xAxis->range().upper > 14 * 235);
        auto *slider = m_window->findChild<QSlider *>();
        if (!slider)
            slider = m_plot->findChild<QSlider *>();
        QVERIFY(slider);
        slider->setValue(0);
        QCOMPARE(m_plot->view().smoothing, 0.0);
        QCOMPARE(m_plot->run().present().train.last().smoothed, m_plot->run().present().train.last().mean);
        slider->setValue(slider->maximum());
        QVERIFY(m_plot->view().smoothing > 500);
        QVERIFY(!slider->accessibleName().isEmpty());
    }

    void presentValuesStandInTheHeaderOrInThePlot() {
        start(14);
        m_window->resize(900, 420);
        m_plot->refresh();
        QVERIFY(valueLabel(QStringLiteral("train"))->isVisible());
        QVERIFY(m_canvas->annotations().values.empty());
        m_window->resize(330, 300);
        QTest::qWait(1);
        m_plot->refresh();
        QVERIFY(!valueLabel(QStringLiteral("train"))->isVisible());
        QCOMPARE(m_canvas->annotations().values.size(), std::size_t(2));
    }

    void presentValuesStandBelowEachOtherWhereTheyAreWide() {
        startRun("binary cross-entropy", "test");
        feed(log(), 14, 1, 0.002881);
        m_window->resize(180, 300);
        QTest::qWait(1);
        m_plot->refresh();
        const auto &labels = m_canvas->annotations().labels();
        QCOMPARE(m_canvas->annotations().values.size(), std::size_t(2));
        QVERIFY2(labels.front().rect.height() > 1.8 * QFontMetricsF(m_canvas->font()).height(), qPrintable(QString::number(m_canvas->axisRect()->width())));
        QVERIFY2(labels.front().rect.left() >= m_canvas->axisRect()->left(), qPrintable(QString::number(labels.front().rect.left())));
    }

    void dashedLinesEndAtLabels() {
        start(14);
        m_window->resize(540, 420);
        QTest::qWait(1);
        m_plot->refresh();
        const double pixel = m_canvas->yAxis->range().size() / m_canvas->axisRect()->height(), low = m_canvas->yAxis->range().lower;
        // One below the axis, said at its foot in letters without any flat stroke, and one whose line lies across that.
        const std::vector<ui::Baseline> baselines{{QStringLiteral("lllllllllll"), low - 200 * pixel, {}}, {QStringLiteral("near"), low + 7 * pixel, {}}};
        m_plot->showBaselines(baselines);
        m_plot->refresh();
        const QImage picture = m_canvas->toPixmap().toImage();
        const int y = static_cast<int>(std::floor(m_canvas->yAxis->coordToPixel(baselines[1].value)));
        const ui::Theme &theme = m_canvas->annotations().theme;
        const auto distance = [](const QColor &a, const QColor &b) { return std::abs(a.lightness() - b.lightness()); };
        const auto longestDash = [&](int from, int to) {
            int longest = 0;
            for (int row = y - 1; row <= y + 1; ++row)
                for (int x = from, length = 0; x <= to; ++x) {
                    length = distance(picture.pixelColor(x, row), theme.panel) > 0.4 * distance(theme.dim, theme.panel) ? length + 1 : 0;
                    longest = std::max(longest, length);
                }
            return longest;
        };
        QVERIFY(longestDash(m_canvas->axisRect()->left(), m_canvas->axisRect()->right()) >= 3);
        int across = 0;
        for (const auto &label : m_canvas->annotations().labels()) {
            const QRect inside = label.rect.toRect().adjusted(2, 2, -2, -2);
            if (y < inside.top() || y > inside.bottom())
                continue;
            ++across;
            QVERIFY(longestDash(inside.left(), inside.left() + QFontMetrics(m_canvas->font()).horizontalAdvance("lllllllll")) < 3);
        }
        QVERIFY(across > 0);
    }

    void valuesCanBeReadOnTheirGround() {
        for (const ui::Theme &theme : {ui::Theme::light(), ui::Theme::dark()})
            for (const QColor &colour : {theme.encoder, theme.code, theme.bad}) {
                const auto luminance = [](const QColor &c) {
                    const auto linear = [](double part) { return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4); };
                    return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF()) + 0.05;
                };
                const double a = luminance(theme.readable(colour)), b = luminance(theme.panel);
                QVERIFY(std::max(a, b) / std::min(a, b) >= 4.5);
            }
    }

    void everyControlHasNameAndToolTip() {
        for (const QAbstractButton *button : m_window->findChildren<QAbstractButton *>()) {
            QVERIFY(!button->accessibleName().isEmpty());
            QVERIFY(!button->toolTip().isEmpty());
        }
        QVERIFY(!m_canvas->accessibleName().isEmpty());
        start(2);
        QTest::qWait(200); // texts change a few times a second only
        m_plot->refresh();
        QVERIFY(m_canvas->accessibleDescription().contains(ui::significant(m_plot->run().present().heldOut.last().mean, 4, m_canvas->locale())));
    }

    void contextMenuSavesTheNumbers() {
        start(2);
        m_plot->showBaselines(crossEntropyBaselines());
        startRun("binary cross-entropy", "test");
        feed(log(), 1);
        int entries = 0;
        for (const QAction *action : m_plot->contextMenu()->actions())
            entries += !action->isSeparator();
        QCOMPARE(entries, 7);
        auto *plotExport = m_canvas->findChild<ui::PlotExport *>();
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("loss.csv"));
        QVERIFY(plotExport->save(path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = file.readAll().trimmed().split('\n');
        // heading; 235 steps and two evaluations now, 470 and three before; three baselines
        QCOMPARE(lines.size(), 1 + 237 + 473 + 3);
        const auto columns = lines.first().count(',');
        QVERIFY(lines.at(1).startsWith("present,binary cross-entropy,train,1,"));
        for (const QByteArray &line : lines)
            if (!line.contains("PCA"))
                QCOMPARE(line.count(','), columns);
    }

    /// A painter of SVG clips nothing.
    void whatLiesBeyondTheAxesIsInNoDrawing() {
        start(14);
        m_plot->refresh();
        QVERIFY(m_plot->run().present().heldOut.point(0).mean > m_canvas->yAxis->range().upper);
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("loss.svg"));
        QVERIFY(m_canvas->findChild<ui::PlotExport *>()->save(path));
        QImage picture(m_canvas->size() * 2, QImage::Format_RGB32);
        picture.fill(Qt::white);
        QPainter painter(&picture);
        QSvgRenderer(path).render(&painter);
        const QRect area(m_canvas->axisRect()->topLeft() * 2, m_canvas->axisRect()->size() * 2);
        int within = 0, beyond = 0;
        for (int y = 0; y < picture.height(); ++y)
            for (int x = 0; x < picture.width(); ++x) {
                const QColor colour = picture.pixelColor(x, y);
                const bool isCurve = colour.hsvSaturation() > 60; // figures and lines are grey
                (area.contains(x, y) ? within : beyond) += isCurve;
            }
        QVERIFY2(within > 500, qPrintable(QString::number(within)));
        QCOMPARE(beyond, 0);
        // No dot where a curve has a gap: it would stand at the corner.
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString drawing = QString::fromUtf8(file.readAll());
        static const QRegularExpression circle(QStringLiteral("<circle cx=\"([^\"]*)\" cy=\"([^\"]*)\""));
        int dots = 0;
        for (auto found = circle.globalMatch(drawing); found.hasNext(); ++dots) {
            const QRegularExpressionMatch match = found.next();
            const QPointF centre(match.captured(1).toDouble(), match.captured(2).toDouble());
            QVERIFY2(QRectF(m_canvas->axisRect()->rect()).contains(centre), qPrintable(match.captured()));
        }
        QVERIFY2(dots >= 10, qPrintable(QString::number(dots)));
        static const QRegularExpression fraction(QStringLiteral("font-size=\"\\d+\\."));
        QVERIFY(!drawing.contains(fraction)); // letters as wide as they were measured
    }

    void savingReportsFailure() {
        QSignalSpy failed(m_plot, &LossPlot::failed);
        auto *plotExport = m_canvas->findChild<ui::PlotExport *>();
        emit plotExport->failed(core::Error{"what", "where", "hint"});
        QCOMPARE(failed.size(), 1);
    }

    void ticksAreShort() {
        const QLocale english(QLocale::English, QLocale::UnitedKingdom);
        QCOMPARE(ui::NumberTicker::label(0.3, 0.02, english), QStringLiteral("0.30"));
        QCOMPARE(ui::NumberTicker::label(0.0, 0.02, english), QStringLiteral("0"));
        QCOMPARE(ui::NumberTicker::label(14, 2, english), QStringLiteral("14"));
        QCOMPARE(ui::NumberTicker::label(20000, 5000, english), QStringLiteral("20k"));
        QCOMPARE(ui::NumberTicker::label(1500000, 500000, english), QStringLiteral("1.5M"));
        QCOMPARE(ui::NumberTicker::label(0.001, 0, english), QStringLiteral("0.001"));
        QCOMPARE(ui::significant(0.32, 4, english), QStringLiteral("0.3200"));
        QCOMPARE(ui::significant(0, 4, english), QStringLiteral("0.000"));
        QCOMPARE(ui::significant(training::none, 4, english), QStringLiteral("–"));
    }

    void fitOfNothingIsWhatWasShown() {
        const Extent shown{0.2, 0.4};
        QVERIFY(ui::fittedLoss(shown, {}) == shown);
        const std::vector<ui::CurveColumn> flat{{1, 1, 0.5f, 0.5f, 0.5f, 0.5f}, {2, 1, 0.5f, 0.5f, 0.5f, 0.5f}};
        const Extent extent = ui::fittedLoss({0, 0}, {flat, {}, {}, false, true});
        QVERIFY(extent.lower < 0.5 && extent.upper > 0.5);
        const std::vector<ui::CurveColumn> zero{{1, 1, 0, 0, 0, 0}};
        const Extent atZero = ui::fittedLoss({0, 0}, {zero, {}, {}, false, true});
        QVERIFY(atZero.size() > 0 && atZero.contains(0));
    }

    void beforeTheFirstStepTheWayDownIsSeen() {
        const std::vector<ui::CurveColumn> start{{0, 1, 0.69f, 0.69f, 0.69f, 0.69f}};
        const Extent waiting = ui::fittedLoss({0, 0}, {{}, start, {0.49, 0.24}, false, true});
        QVERIFY(waiting.contains(0.69) && waiting.contains(0.49) && waiting.contains(0.24));
        const std::vector<ui::CurveColumn> steps{{1, 1, 0.30f, 0.31f, 0.32f, 0.31f}, {2, 1, 0.30f, 0.30f, 0.31f, 0.30f}};
        QVERIFY(!ui::fittedLoss({0, 0}, {steps, start, {0.49, 0.24}, false, true}).contains(0.49));
    }

    void aNarrowHeaderGivesUpWhatTheMenuHas() {
        LossPlot plot;
        m_history.start(1, 0, "binary cross-entropy", "test");
        plot.showRun(m_history.runs().present);
        QWidget *header = plot.header();
        QWidget window;
        window.resize(700, 100);
        header->setParent(&window);
        header->show();
        window.show();
        const auto chip = [&](const QString &text) {
            for (QToolButton *button : header->findChildren<QToolButton *>())
                if (button->text() == text)
                    return button;
            return static_cast<QToolButton *>(nullptr);
        };
        header->resize(600, header->height());
        QVERIFY(chip("log")->isVisible() && chip("Baselines")->isVisible() && chip("View")->isVisible());
        header->resize(header->minimumSizeHint().width(), header->height());
        QVERIFY(!chip("log")->isVisible() && !chip("Baselines")->isVisible() && chip("View")->isVisible());
        for (QAction *action : chip("View")->menu()->actions())
            if (action->text() == QStringLiteral("Baselines") || action->text() == QStringLiteral("Logarithmic loss axis"))
                action->trigger();
        QVERIFY(plot.view().isLogVertical);
        QVERIFY(plot.view().showsBaselines != ui::LossView().showsBaselines);
        header->resize(600, header->height());
        QVERIFY(chip("log")->isVisible() && chip("log")->isChecked());
        header->setParent(&plot);
    }

    void chipsComeBackWhenWhatTookTheirPlaceGoes() {
        QToolButton *log = nullptr;
        for (QToolButton *chip : m_plot->header()->findChildren<QToolButton *>())
            if (chip->text() == QStringLiteral("log"))
                log = chip;
        QVERIFY(log && log->isVisible());
        auto *wide = new QWidget(m_plot->header());
        wide->setFixedWidth(m_plot->header()->width() - 200);
        m_plot->header()->addBeforeControls(wide);
        wide->show();
        QTRY_VERIFY(!log->isVisible());
        wide->hide();
        QTRY_VERIFY(log->isVisible());
    }

    void canBeClosedWithTheFocusInIt() {
        auto plot = std::make_unique<LossPlot>();
        m_history.start(1, 0, "loss", "test");
        plot->showRun(m_history.runs().present);
        feed(log(), 1);
        plot->show();
        QVERIFY(QTest::qWaitForWindowExposed(plot.get()));
        plot->canvas()->setFocus();
        plot->refresh();
        plot.reset(); // the last focus event must not find a run that is gone
    }

    void paintsInBothThemes() {
        start(14);
        for (const ui::Theme &theme : {ui::Theme::light(), ui::Theme::dark()}) {
            m_plot->setTheme(theme);
            const QImage image = m_canvas->grab().toImage();
            QCOMPARE(image.pixelColor(3, image.height() - 3), theme.panel);
            int blue = 0;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    blue += image.pixelColor(x, y) == theme.encoder;
            QVERIFY(blue > 50);
        }
    }

private:
    runs::RunLog &log() { return m_history.log(); }
    void startRun(const std::string &lossName, const std::string &heldOutName) {
        m_history.start(1, 0, lossName, heldOutName);
        m_plot->showRun(m_history.runs().present);
        if (m_history.runs().before)
            m_plot->showOthers({{QStringLiteral("Before"), 0, m_history.runs().before}});
    }
    void start(core::Index epochs) {
        startRun("binary cross-entropy", "test");
        feed(log(), epochs);
    }
    void drag(const QPoint &from, const QPoint &to) {
        QTest::mousePress(m_canvas, Qt::LeftButton, {}, from);
        QTest::mouseMove(m_canvas, (from + to) / 2);
        QTest::mouseMove(m_canvas, to);
        QTest::mouseRelease(m_canvas, Qt::LeftButton, {}, to);
    }
    void wheel(const QPoint &place, int delta) {
        QWheelEvent event(place, m_canvas->mapToGlobal(place), {}, {0, delta}, Qt::NoButton, {}, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(m_canvas, &event);
    }
    void setAxis(ui::CurveAxis axis) {
        const QString text = axis == ui::CurveAxis::Steps ? QStringLiteral("Steps") : QStringLiteral("Epochs");
        choose(text);
        QCOMPARE(m_plot->view().axis, axis);
    }
    void choose(const QString &entry) {
        for (QAction *action : chip(QStringLiteral("View"))->menu()->actions())
            if (action->text() == entry)
                action->trigger();
    }
    QToolButton *chip(const QString &name) const {
        for (QToolButton *button : m_plot->header()->findChildren<QToolButton *>())
            if (button->accessibleName() == name)
                return button;
        return nullptr;
    }
    QLabel *valueLabel(const QString &beginning) const {
        for (QLabel *label : m_plot->header()->findChildren<QLabel *>())
            if (label->text().startsWith(beginning))
                return label;
        return nullptr;
    }

    runs::RunHistory m_history;
    std::unique_ptr<QWidget> m_window;
    LossPlot *m_plot = nullptr;
    ui::LossCanvas *m_canvas = nullptr;
    std::unique_ptr<QSignalSpy> m_replots;
};

QTEST_MAIN(LossPlotTest)
#include "loss_plot_test.moc"
