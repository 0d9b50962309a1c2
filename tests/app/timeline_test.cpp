// The timeline in the real window: a moment that was kept is shown in every view, played, branched from and noted, while the training goes on.
#include <QLineEdit>

#include "app/session/timeline.h"
#include "tests/support/window_bench.h"
#include "ui/loss/loss_canvas.h"
#include "ui/timeline/timeline_strip.h"

using namespace hourglass;
using core::Index;
using tests::WindowBench;

namespace {

void send(QWidget *widget, QEvent::Type type, const QPointF &at, Qt::MouseButton button, Qt::MouseButtons buttons) {
    QMouseEvent event(type, at, widget->mapToGlobal(at), button, buttons, Qt::NoModifier);
    QCoreApplication::sendEvent(widget, &event);
}

bool areEqual(const core::Floats &a, const core::Floats &b) {
    return std::equal(a.span().begin(), a.span().end(), b.span().begin(), b.span().end());
}

} // namespace

class TimelineTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<WindowBench> m_bench;
    ui::TimeTrack *m_track = nullptr;

    const std::vector<runs::KeyFrames::Frame> &frames() const { return m_bench->session.keyFrames().frames(); }
    app::SnapshotFeed &feed() const { return m_bench->session.snapshotFeed(); }

    /// So many steps, and the timeline knows them.
    void train(int steps) {
        const Index goal = m_bench->session.status().step + steps;
        for (int i = 0; i < steps; ++i)
            m_bench->session.step();
        QTRY_VERIFY_WITH_TIMEOUT(m_bench->session.status().step == goal && m_bench->session.status().state == training::State::Paused, WindowBench::patience);
        m_bench->rest();
        QTRY_COMPARE_WITH_TIMEOUT(m_track->content().lastStep, goal, WindowBench::patience);
        QTRY_COMPARE_WITH_TIMEOUT(m_track->content().moments.size(), frames().size(), WindowBench::patience);
    }
    /// Every view shows the parameters of this step.
    bool showEverywhere(Index step) const {
        const auto &snapshot = feed().snapshot();
        return snapshot && snapshot->step == step && !feed().isBusy() && m_bench->map->moment.step == step && m_bench->lattice->moment.step == step &&
               m_bench->reconstructions->moment.step == step;
    }
    void dragTo(double x, QEvent::Type type = QEvent::MouseMove) {
        const QPointF at(x, m_track->height() - 8);
        send(m_track, type, at, type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton, type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton);
    }

private slots:
    void init() {
        m_settings = std::make_unique<QSettings>(m_folder.filePath(QString::number(reinterpret_cast<quintptr>(this)) + ".ini"), QSettings::IniFormat);
        m_settings->clear();
        m_bench = std::make_unique<WindowBench>(*m_settings);
        m_bench->open();
        m_track = m_bench->window.timeline()->track();
    }
    void cleanup() {
        m_bench.reset();
        m_settings.reset();
    }

    void draggingShowsThatMomentInEveryView() {
        train(12);
        QCOMPARE(frames().size(), std::size_t(13)); // each step at first
        dragTo(m_track->pixelOf(9), QEvent::MouseButtonPress);
        QCOMPARE(feed().past()->step, Index(9));
        dragTo(m_track->pixelOf(3) + 1);
        dragTo(m_track->pixelOf(3) + 1, QEvent::MouseButtonRelease);
        QTRY_VERIFY_WITH_TIMEOUT(showEverywhere(3), WindowBench::patience);
        QVERIFY(areEqual(feed().snapshot()->parameters, frames()[3].snapshot->parameters));
        QVERIFY(!areEqual(feed().snapshot()->parameters, frames()[12].snapshot->parameters));
        QCOMPARE(m_bench->map->moment.run, m_bench->session.status().run);
        QCOMPARE(m_bench->session.status().step, Index(12)); // nothing of the training moved

        const auto pill = [](const ui::Panel *panel) { return panel->header()->findChild<QLabel *>("pastMoment"); };
        QVERIFY(pill(m_bench->views.latent) && pill(m_bench->views.latent)->isVisible() && pill(m_bench->views.reconstructions)->text().contains("epoch 0.1"));
        QVERIFY(!pill(m_bench->views.stack) && !pill(m_bench->views.loss));
        const auto *line = m_bench->window.findChild<QLabel *>("shownMomentText");
        QVERIFY(line->isVisible() && line->text().contains("step 3"));
        QVERIFY(m_bench->views.loss->canvas()->shownMoment());

        m_bench->key(Qt::Key_L, Qt::ControlModifier);
        QVERIFY(!feed().past() && line->isHidden() && pill(m_bench->views.latent)->isHidden() && !m_bench->views.loss->canvas()->shownMoment());
        QTRY_VERIFY_WITH_TIMEOUT(showEverywhere(12) && m_bench->isFresh(), WindowBench::patience);
        dragTo(m_track->pixelOf(3), QEvent::MouseButtonPress);
        dragTo(m_track->pixelOfPresent());
        QVERIFY(!feed().past());
        dragTo(m_track->pixelOfPresent(), QEvent::MouseButtonRelease);
    }

    void theTrainingGoesOnMeanwhile() {
        train(5);
        m_track->setFocus();
        QTest::keyClick(m_track, Qt::Key_Home);
        m_bench->key(Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(m_bench->session.status().step > 60 && frames().back().step() > 40, WindowBench::patience);
        QTRY_VERIFY_WITH_TIMEOUT(showEverywhere(0), WindowBench::patience);
        QCOMPARE(m_bench->session.shownStatus().step, Index(0));
        m_bench->key(Qt::Key_Space);
        QTest::keyClick(m_track, Qt::Key_Right);
        QTRY_VERIFY_WITH_TIMEOUT(showEverywhere(1), WindowBench::patience);
        QTest::keyClick(m_track, Qt::Key_End);
        m_bench->rest();
        QVERIFY(m_bench->session.status().step > 60);
    }

    void theFilmLeavesNoMomentOutAndEndsInThePresent() {
        train(10);
        std::vector<Index> shown;
        QObject listener;
        connect(&feed(), &app::SnapshotFeed::shownChanged, &listener, [&] { shown.push_back(feed().past() ? feed().past()->step : -1); });
        auto *timeline = m_bench->session.findChild<app::Timeline *>();
        timeline->setSpeed(100);
        m_bench->key(Qt::Key_T, Qt::ControlModifier);
        QVERIFY(timeline->isPlaying());
        QTRY_VERIFY_WITH_TIMEOUT(!timeline->isPlaying(), WindowBench::patience);
        QCOMPARE(shown, (std::vector<Index>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, -1}));
        shown.clear();
        timeline->setLooping(true);
        timeline->play();
        QTRY_VERIFY_WITH_TIMEOUT(shown.size() > 13, WindowBench::patience);
        QVERIFY(timeline->isPlaying());
        QCOMPARE(shown[11], Index(0));
        QTest::keyClick(&m_bench->window, Qt::Key_Left, Qt::AltModifier);
        QVERIFY(!timeline->isPlaying() && feed().past());
    }

    void anotherTrainingIsShownAsItIs() {
        train(4);
        m_bench->session.findChild<app::Timeline *>()->showNearest(2);
        QTRY_VERIFY_WITH_TIMEOUT(showEverywhere(2), WindowBench::patience);
        m_bench->session.reset();
        QVERIFY(!feed().past());
        QTRY_VERIFY_WITH_TIMEOUT(showEverywhere(0) && frames().size() == 1, WindowBench::patience);
        QCOMPARE(m_track->content().lastStep, Index(0));
        m_bench->session.undo(); // with its moments
        QTRY_COMPARE_WITH_TIMEOUT(m_bench->session.status().step, Index(4), WindowBench::patience);
        QTRY_COMPARE_WITH_TIMEOUT(frames().size(), std::size_t(5), WindowBench::patience);
    }

    void theMomentBeforeAnEditStaysAndItsMarkLeadsThere() {
        train(30);
        spec::TrainingSpec training = m_bench->session.spec().training;
        training.optimiser.values["rate"] = 0.02;
        m_bench->session.editTraining(training, "Rate 0.02");
        m_bench->session.finishEdit();
        QTRY_VERIFY_WITH_TIMEOUT(
            std::any_of(frames().begin(), frames().end(), [](const auto &frame) { return frame.isBeforeEdit && frame.step() == 30 && frame.state; }),
            WindowBench::patience);
        train(10);
        QCOMPARE(m_track->content().marks.size(), std::size_t(1));
        QCOMPARE(m_track->content().marks[0].text, QString("Rate 0.02"));
        QSignalSpy hovered(m_track, &ui::TimeTrack::markHovered);
        const QPointF flag(m_track->pixelOf(30), 4);
        send(m_track, QEvent::MouseMove, flag, Qt::NoButton, Qt::NoButton);
        QCOMPARE(hovered.count(), 1);
        QCOMPARE(m_bench->views.loss->canvas()->annotations().litMark, 0); // all light up
        send(m_track, QEvent::MouseButtonPress, flag, Qt::LeftButton, Qt::LeftButton);
        send(m_track, QEvent::MouseButtonRelease, flag, Qt::LeftButton, Qt::NoButton);
        QCOMPARE(feed().past()->step, Index(30));
        send(m_track, QEvent::MouseMove, QPointF(5, m_track->height() - 5), Qt::NoButton, Qt::NoButton);
        QCOMPARE(m_bench->views.loss->canvas()->annotations().litMark, -1);
    }

    void aClickOnTheCurveGoesThereAndADoubleClickStillFits() {
        train(40);
        ui::LossCanvas *canvas = m_bench->views.loss->canvas();
        canvas->fit();
        const ui::LossSegment &segment = m_bench->views.loss->run().present();
        const auto point = segment.train.point(20);
        const QPointF at(canvas->xAxis->coordToPixel(point.place(canvas->view().axis)), canvas->yAxis->coordToPixel(point.smoothed));
        const auto click = [canvas](const QPointF &place) {
            send(canvas, QEvent::MouseMove, place, Qt::NoButton, Qt::NoButton);
            send(canvas, QEvent::MouseButtonPress, place, Qt::LeftButton, Qt::LeftButton);
            send(canvas, QEvent::MouseButtonRelease, place, Qt::LeftButton, Qt::NoButton);
        };
        click(at);
        QVERIFY(feed().past());
        QVERIFY(std::abs(feed().past()->step - point.step) <= 2);
        QCOMPARE(*canvas->shownMoment(), feed().past()->epoch);
        m_bench->key(Qt::Key_L, Qt::ControlModifier);
        click(at);
        send(canvas, QEvent::MouseButtonDblClick, at, Qt::LeftButton, Qt::LeftButton);
        send(canvas, QEvent::MouseButtonRelease, at, Qt::LeftButton, Qt::NoButton);
        QVERIFY(!feed().past());                                      // the first half of a double-click was none
        click(QPointF(at.x(), canvas->axisRect()->rect().top() + 2)); // far from every curve
        QVERIFY(!feed().past() || canvas->yAxis->coordToPixel(point.smoothed) < canvas->axisRect()->rect().top() + 20);
    }

    void aBranchIsARunFromTheNearestMomentThatWasKeptWhole() {
        train(20);
        const std::size_t index = *m_bench->session.keyFrames().nearestState(11);
        const Index from = frames()[index].step();
        const core::Floats parameters = frames()[index].snapshot->parameters;
        QVERIFY(std::abs(from - 11) <= 2);
        runs::RunList &list = m_bench->session.runList();
        const std::uint64_t left = list.present();
        QSignalSpy told(&m_bench->session, &app::Session::told);
        m_bench->session.findChild<app::Timeline *>()->showNearest(11);
        m_bench->window.commands().branch->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(m_bench->session.status().step, from, WindowBench::patience);
        QVERIFY(list.present() != left);
        QCOMPARE(list.find(list.present())->branchStep, from);
        QCOMPARE(list.find(list.present())->parent, left);
        QVERIFY(told.count() > 0 && told.last().first().toString().contains(QString::number(from)));
        m_bench->rest();
        QVERIFY(areEqual(feed().snapshot()->parameters, parameters));
        QCOMPARE(m_bench->session.runs().present->lastStep(), from);
        QCOMPARE(frames().back().step(), from);
        train(3);
        QCOMPARE(list.find(left)->log->lastStep(), Index(20));
        m_bench->session.undo();
        QTRY_COMPARE_WITH_TIMEOUT(m_bench->session.status().step, Index(20), WindowBench::patience);
        QCOMPARE(list.present(), left);
        QVERIFY(frames().back().step() == 20);
    }

    void aNoteIsAMarkAtItsMoment() {
        train(8);
        m_bench->session.findChild<app::Timeline *>()->showNearest(4);
        m_bench->window.commands().noteMoment->trigger();
        auto *note = m_bench->window.findChild<QLineEdit *>("momentNote");
        QVERIFY(note->isVisible() && note->hasFocus());
        QTest::keyClicks(note, "It turns round here");
        QTest::keyClick(note, Qt::Key_Return);
        QVERIFY(note->isHidden() && m_track->isVisible());
        const auto &marks = m_bench->session.runs().present->marks();
        QCOMPARE(marks.size(), std::size_t(1));
        QCOMPARE(marks[0].step, Index(4));
        QTRY_COMPARE_WITH_TIMEOUT(m_track->content().marks.size(), std::size_t(1), WindowBench::patience);
        m_bench->window.commands().noteMoment->trigger();
        QTest::keyClick(note, Qt::Key_Escape);
        QVERIFY(note->isHidden() && marks.size() == 1);
    }

    void keysAndMouseAreToldAndTheBandCanBeHidden() {
        ui::MainWindow &window = m_bench->window;
        const std::vector<ui::InputSection> sections = window.inputs();
        QVERIFY(std::any_of(sections.begin(), sections.end(),
                            [](const ui::InputSection &section) { return section.title == "The timeline" && section.rows.size() == 5; }));
        QVERIFY(window.timeline()->isVisible());
        window.commands().timeline->trigger();
        QVERIFY(window.timeline()->isHidden());
        QCOMPARE(m_settings->value("window/timeline").toBool(), false);
    }

    void scalesLeadThereAndBack() {
        for (const ui::TimeAxis axis : {ui::TimeAxis::Root, ui::TimeAxis::Linear, ui::TimeAxis::Logarithmic}) {
            const ui::TimeScale scale(axis, 14'000);
            QCOMPARE(scale.place(0), 0.0);
            QCOMPARE(scale.place(14'000), 1.0);
            double before = -1;
            for (const Index step : {0, 1, 10, 500, 7000, 14'000}) {
                QVERIFY(scale.place(step) > before);
                before = scale.place(step);
                QVERIFY(std::abs(scale.step(before) - static_cast<double>(step)) < 1e-6 * 14'000);
            }
        }
    }
};

QTEST_MAIN(TimelineTest)
#include "timeline_test.moc"
