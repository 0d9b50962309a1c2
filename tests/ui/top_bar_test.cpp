#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <QtTest>

#include "ui/window/data_button.h"
#include "ui/window/pace_choice.h"
#include "ui/window/top_bar.h"
#include "ui/window/wording.h"

using namespace hourglass::ui;
using hourglass::training::State;
using hourglass::training::Status;

namespace {

Status running(double epoch = 14.03) {
    Status status;
    status.state = State::Running;
    status.epoch = epoch;
    status.epochs = 50;
    status.step = 6566;
    status.samplesPerSecond = 186e3;
    status.secondsLeft = 83;
    return status;
}

} // namespace

class TopBarTest : public QObject {
    Q_OBJECT

    struct Window : QWidget {
        Actions actions{this};
        TopBar bar{actions, this};
        explicit Window(int width = 1280) {
            resize(width, 200);
            bar.setGeometry(0, 0, width, 50);
            show();
        }
        QString figure(const char *name) const { return bar.findChild<QLabel *>(name)->text(); }
        QPushButton *button(const char *name) const { return bar.findChild<QPushButton *>(name); }
    };

private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void wordsOfTime() {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        QCOMPARE(durationText(0), QString("0 s"));
        QCOMPARE(durationText(7.2), QString("8 s"));
        QCOMPARE(durationText(59.5), QString("1 min 00 s"));
        QCOMPARE(durationText(200), QString("3 min 20 s"));
        QCOMPARE(durationText(3900), QString("1 h 05 min"));
        QCOMPARE(durationText(1e7), QString("115 days"));
        for (const double odd : {nan, -1.0, std::numeric_limits<double>::infinity()})
            QCOMPARE(durationText(odd), QString("–"));
        QCOMPARE(speedText(740), QString("740 samples/s"));
        QCOMPARE(speedText(186e3), QString("186 k samples/s"));
        QCOMPARE(speedText(999.9e3), QString("1.00 M samples/s"));
        QCOMPARE(speedText(1.234e6, true), QString("1.23 M/s"));
        QCOMPARE(speedText(nan), QString("–"));
        QCOMPARE(epochText(14.09, 50), QString("14.0 / 50"));
        QCOMPARE(epochText(0.3, 0), QString("0.3")); // 0.3 is a little less than three tenths
        QCOMPARE(epochText(nan, 5), QString("–"));
    }

    void showsAStatus() {
        Window window;
        QCOMPARE(window.figure("epochReadout"), QString("–"));
        window.bar.showStatus(running());
        QCOMPARE(window.figure("epochReadout"), QString("14.0 / 50"));
        QCOMPARE(window.figure("stepsReadout"), QLocale().toString(6566));
        QCOMPARE(window.figure("speedReadout"), QString("186 k samples/s"));
        QCOMPARE(window.figure("leftReadout"), QString("1 min 23 s"));
        Status odd = running(std::numeric_limits<double>::quiet_NaN());
        odd.secondsLeft = hourglass::training::none;
        window.bar.showStatus(odd);
        QCOMPARE(window.figure("epochReadout"), QString("–"));
        QCOMPARE(window.figure("leftReadout"), QString("–"));
        Status done = running(50);
        done.state = State::Finished;
        window.bar.showStatus(done);
        QCOMPARE(window.figure("leftReadout"), QString("done"));
    }

    void whatIsDoneOffersMore() {
        Window window;
        QPushButton *train = window.button("trainButton"), *more = window.button("moreButton");
        window.bar.showStatus(running());
        QVERIFY(more->isHidden());
        Status done = running(30);
        done.state = State::Finished;
        done.epochs = done.epochsMore = 30;
        window.bar.showStatus(done);
        QVERIFY(train->isHidden() && more->isVisible());
        QCOMPARE(more->text(), QString("30 more epochs"));
        window.actions.moreEpochs->setEnabled(true);
        QSignalSpy wanted(window.actions.moreEpochs, &QAction::triggered);
        QTest::mouseClick(more, Qt::LeftButton);
        QCOMPARE(wanted.count(), 1);
        done.epochsMore = 1;
        window.bar.showStatus(running());
        QVERIFY(train->isVisible() && more->isHidden());
        window.bar.showStatus(done);
        QCOMPARE(more->text(), QString("1 more epoch"));
    }

    void theSpeedIsAChoice() {
        Window window;
        PaceChoice *pace = window.bar.paceChoice();
        auto *button = window.bar.findChild<QToolButton *>("paceButton");
        QSignalSpy chosen(pace, &PaceChoice::paceChosen);
        QCOMPARE(button->text(), QString("max"));
        QCOMPARE(pace->pace(), 0.0);
        const int width = button->width();
        pace->goFaster(1); // the end stays the end
        QCOMPARE(chosen.count(), 0);
        pace->goFaster(-1);
        QCOMPARE(chosen.last()[0].toDouble(), 1000.0);
        pace->actions().first()->trigger();
        QCOMPARE(chosen.last()[0].toDouble(), 1.0);
        QCOMPARE(button->text(), QString("1/s"));
        QVERIFY(button->isChecked());
        QCoreApplication::processEvents();
        QCOMPARE(button->width(), width); // nothing moves
        pace->goFaster(3);
        QCOMPARE(pace->pace(), 10.0);
        pace->actions().last()->trigger();
        QCOMPARE(pace->pace(), 0.0);
        QVERIFY(!button->isChecked());
        double before = 0.5; // each faster than the one before
        pace->actions().first()->trigger();
        for (qsizetype i = 1; i + 1 < pace->actions().size(); ++i) {
            pace->goFaster(1);
            QVERIFY(pace->pace() > before);
            before = pace->pace();
        }
    }

    void trainButtonSaysWhatItDoes() {
        Window window;
        QPushButton *train = window.button("trainButton");
        QCOMPARE(train->text(), QString("Train"));
        const int width = train->width();
        window.bar.showStatus(running());
        QCoreApplication::processEvents();
        QCOMPARE(train->text(), QString("Pause"));
        QCOMPARE(train->width(), width); // nothing jumps
        Status paused = running();
        paused.state = State::Paused;
        window.bar.showStatus(paused);
        QCOMPARE(train->text(), QString("Train"));
    }

    void figuresDoNotMoveTheirNeighbours() {
        Window window;
        window.bar.showStatus(running(0.1));
        QCoreApplication::processEvents();
        const int x = window.bar.findChild<QLabel *>("leftReadout")->mapTo(&window, QPoint()).x();
        for (const double epoch : {1.1, 8.8, 14.4, 50.0})
            for (const hourglass::core::Index step : {1, 77, 11111, 88888}) {
                Status status = running(epoch);
                status.step = step;
                status.samplesPerSecond = 1000.0 * epoch;
                window.bar.showStatus(status);
                QCoreApplication::processEvents();
                QCOMPARE(window.bar.findChild<QLabel *>("leftReadout")->mapTo(&window, QPoint()).x(), x);
            }
    }

    void buttonsTriggerTheActions() {
        Window window;
        for (const auto &[name, action] : {std::pair{"trainButton", window.actions.train},
                                           {"stepButton", window.actions.step},
                                           {"resetButton", window.actions.reset},
                                           {"presetsButton", window.actions.presets}}) {
            QSignalSpy spy(action, &QAction::triggered);
            QTest::mouseClick(window.button(name), Qt::LeftButton);
            QCOMPARE(spy.count(), 1);
            QVERIFY(!window.button(name)->toolTip().isEmpty());
            QVERIFY(!window.button(name)->accessibleName().isEmpty());
        }
        window.actions.step->setEnabled(false);
        QVERIFY(!window.button("stepButton")->isEnabled());
    }

    void tellsHowTheDataWereRead() {
        Window window;
        window.bar.showData("", "patients.csv", 300, "12");
        auto *button = window.bar.findChild<DataButton *>("dataButton");
        const int plain = button->sizeHint().width();
        window.bar.showReading("2 columns are left out: column 1 (id), column 4 (date).", false);
        QVERIFY(button->toolTip().contains("column 4 (date)"));
        QCOMPARE(button->sizeHint().width(), plain);
        window.bar.showReading("3 samples are left out.", true);
        QVERIFY(button->sizeHint().width() > plain); // a sign
        window.bar.showReading({}, false);
        QCOMPARE(button->sizeHint().width(), plain);
        QVERIFY(!button->toolTip().contains("left out"));
    }

    void sourcesAreChosenByKey() {
        Window window;
        window.bar.setSources({{"fashion-mnist", "Fashion-MNIST", "70 000 × 28×28", "Images"}, {"moons", "Two moons", "", "Shapes"}});
        window.bar.showData("fashion-mnist", "Fashion-MNIST", 70000, "28×28");
        QSignalSpy chosen(&window.bar, &TopBar::dataChosen);
        QAction *moons = nullptr, *fashion = nullptr;
        QMenu *menu = window.button("dataButton")->menu();
        for (QAction *entry : menu->actions()) {
            moons = entry->text().startsWith("Two moons") ? entry : moons;
            fashion = entry->text().startsWith("Fashion") ? entry : fashion;
        }
        QVERIFY(moons && fashion);
        QVERIFY(fashion->isChecked() && !moons->isChecked());
        moons->trigger();
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen[0][0].toString(), QString("moons"));
        QVERIFY(fashion->isChecked() && !moons->isChecked()); // until the owner shows the other data
        window.bar.showData("moons", "Two moons", 2000, "2");
        QVERIFY(!fashion->isChecked() && moons->isChecked());
        QVERIFY(menu->actions().contains(window.actions.openData));
        QVERIFY(window.button("dataButton")->accessibleName().contains("Two moons"));
        window.bar.showData("", "a file", 0, "");
        QVERIFY(!fashion->isChecked() && !moons->isChecked());
    }

    void loadingCanBeCancelled() {
        Window window;
        QSignalSpy cancelled(&window.bar, &TopBar::cancelRequested);
        window.bar.showLoading(0.4, "Reading Fashion-MNIST");
        QVERIFY(!window.button("dataButton")->isVisible());
        auto *cancel = window.bar.findChild<QToolButton *>("cancelLoading");
        QVERIFY(cancel->isVisible());
        QTest::mouseClick(cancel, Qt::LeftButton);
        QCOMPARE(cancelled.count(), 1);
        window.bar.showLoading(std::numeric_limits<double>::quiet_NaN(), "Reading");
        window.bar.showLoading(-1, "Reading");
        window.bar.showLoading(7, "Reading");
        window.bar.hideLoading();
        QVERIFY(window.button("dataButton")->isVisible());
        QVERIFY(!cancel->isVisible());
    }

    void givesWayInNarrowWindows() {
        for (const int width : {1920, 1280, 1024, 960}) {
            Window window(width);
            window.bar.showData("", "A data set with a remarkably long name of its own", 70000, "28×28");
            window.bar.showStatus(running());
            QCoreApplication::processEvents();
            for (const QWidget *child : window.bar.findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly))
                if (child->isVisible() && !child->isWindow())
                    QVERIFY2(window.bar.rect().contains(child->geometry()), qPrintable(QString("%1 %2").arg(width).arg(child->objectName())));
            QVERIFY(window.button("trainButton")->isVisible());
            QVERIFY(window.bar.findChild<QLabel *>("epochReadout")->isVisible());
        }
    }

    void comesBackWhenThereIsRoom() {
        Window window(800);
        window.bar.showStatus(running());
        QVERIFY(!window.bar.findChild<QLabel *>("leftReadout")->isVisible());
        window.bar.resize(1600, 50);
        QVERIFY(window.bar.findChild<QLabel *>("leftReadout")->isVisible());
    }
};

QTEST_MAIN(TopBarTest)
#include "top_bar_test.moc"
