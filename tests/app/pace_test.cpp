// How fast the training goes and how it ends, in the real window by mouse and keys.
#include <QToolButton>

#include "tests/support/window_bench.h"
#include "ui/window/pace_choice.h"

using namespace hourglass;
using tests::smallSpec;
using tests::WindowBench;
using training::State;

namespace {

constexpr int patience = WindowBench::patience;

} // namespace

class PaceTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_count = 0;

    QSettings *settings() { return new QSettings(m_folder.filePath(QString("settings%1.ini").arg(++m_count)), QSettings::IniFormat, this); }

private slots:
    void theKeysMakeItSlowerAndFasterWhileItTrains() {
        WindowBench bench(*settings());
        bench.open();
        ui::PaceChoice *pace = bench.window.topBar()->paceChoice();
        for (int i = 0; i < 10; ++i)
            bench.key(Qt::Key_BracketLeft);
        QCOMPARE(pace->pace(), 1.0);
        bench.key(Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().step, core::Index{1}, patience);
        QElapsedTimer clock;
        clock.start();
        QTest::qWait(1500);
        QVERIFY(bench.session.status().step <= 2 + clock.elapsed() / 1000);
        QCOMPARE(bench.session.status().state, State::Running);
        for (int i = 0; i < 10; ++i)
            bench.key(Qt::Key_BracketRight);
        QCOMPARE(pace->pace(), 0.0);
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().step > 30, patience);
        bench.key(Qt::Key_Space);
        bench.rest();
    }

    void theMenuChoosesAndNothingIsUndone() {
        WindowBench bench(*settings());
        bench.open();
        const spec::Spec before = bench.session.spec();
        QMenu *menu = bench.window.topBar()->findChild<QToolButton *>("paceButton")->menu();
        QVERIFY(menu->actions().size() > 8);
        menu->actions()[3]->trigger();
        QCOMPARE(bench.window.topBar()->paceChoice()->pace(), 10.0);
        QVERIFY(bench.session.spec() == before);
        QVERIFY(!bench.window.commands().undo->isEnabled());
        bool isInTraining = false;
        for (const QAction *each : bench.window.menuBar()->actions())
            if (each->text() == "&Training")
                for (const QAction *entry : each->menu()->actions())
                    isInTraining |= entry->menu() == menu;
        QVERIFY(isInTraining);
    }

    void whatIsDoneSaysSoAndGoesOnWhenAsked() {
        WindowBench bench(*settings());
        spec::Spec spec = smallSpec();
        spec.training.epochs = 2;
        bench.open(spec);
        bench.key(Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(bench.session.status().state, State::Finished, patience);
        bench.rest();
        auto *hint = bench.window.findChild<QLabel *>("hint");
        auto *more = bench.window.topBar()->findChild<QPushButton *>("moreButton");
        QTRY_VERIFY_WITH_TIMEOUT(more->isVisible(), patience);
        QCOMPARE(more->text(), QString("2 more epochs"));
        bool isSaid = false;
        for (const QLabel *label : bench.window.findChildren<QLabel *>("hint"))
            isSaid |= label->text() == "All 2 epochs are done. Press M for 2 more.";
        QVERIFY2(isSaid, qPrintable(hint->text()));
        const core::Index step = bench.session.status().step;
        for (const Qt::Key key : {Qt::Key_Space, Qt::Key_Period}) { // meant to pause, and a moment late: nothing goes on by it
            bench.key(key);
            QTest::qWait(300);
            QCOMPARE(bench.session.status().state, State::Finished);
            QCOMPARE(bench.session.status().step, step);
            QCOMPARE(bench.session.status().epochs, core::Index{2});
        }
        QTest::mouseClick(more, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().step == 2 * step && bench.session.status().state == State::Finished, patience);
        QCOMPARE(bench.session.status().epochs, core::Index{4});
        bench.rest();
        bench.key(Qt::Key_M); // and by its key
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().step == 3 * step && bench.session.status().state == State::Finished, patience);
        bench.rest();
        bench.key(Qt::Key_R); // starts anew: there is something to train again
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().state == State::Paused && more->isHidden(), patience);
        bench.rest();
    }
};

QTEST_MAIN(PaceTest)
#include "pace_test.moc"
