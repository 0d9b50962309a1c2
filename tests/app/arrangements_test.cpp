// The ready arrangements in the whole window: what is seen in them at each size, what hidden views cost, and that the training goes on.
#include <QAbstractButton>
#include <QAction>
#include <QElapsedTimer>

#include "tests/support/window_bench.h"
#include "ui/reconstructions/reconstruction_grid.h"
#include "ui/samples/data_view.h"

using namespace hourglass;
using tests::WindowBench;

namespace {

QAction *choice(const WindowBench &bench, int number) {
    return bench.window.findChild<QAction *>(QString("arrangement%1").arg(number));
}

bool isSeen(const WindowBench &bench, const char *dock) {
    return bench.dock(dock)->isVisible() && !bench.dock(dock)->visibleRegion().isEmpty();
}

} // namespace

class AppArrangementsTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_count = 0;
    QSettings *settings() { return new QSettings(m_folder.filePath(QString("settings%1.ini").arg(++m_count)), QSettings::IniFormat, this); }

private slots:
    void theSamplesHaveMostOfTheWindow_data() {
        QTest::addColumn<QSize>("size");
        for (const QSize &size : {QSize(1024, 768), QSize(1280, 800), QSize(1600, 1000)})
            QTest::addRow("%dx%d", size.width(), size.height()) << size;
    }
    void theSamplesHaveMostOfTheWindow() {
        QFETCH(QSize, size);
        WindowBench bench(*settings());
        bench.show(size);
        bench.program.open(tests::smallSpec(), {});
        choice(bench, 2)->trigger();
        QTest::qWait(50);
        QCOMPARE(bench.window.size(), size); // no panel presses it apart
        const QRect room = bench.window.findChild<ui::DockArea *>()->rect();
        for (const char *name : {"dataView", "latent", "reconstructions", "loss"}) {
            QVERIFY2(isSeen(bench, name), name);
            const QRect place = bench.dock(name)->geometry();
            QVERIFY2(room.contains(place), qPrintable(QString("%1 %2…%3 of %4, at least %5")
                                                          .arg(name)
                                                          .arg(place.left())
                                                          .arg(place.right())
                                                          .arg(room.width())
                                                          .arg(bench.dock(name)->minimumSizeHint().width())));
            QVERIFY2(bench.dock(name)->height() >= bench.dock(name)->minimumSizeHint().height(), name);
        }
        for (const char *name : {"stack", "layer", "training"})
            QVERIFY2(!isSeen(bench, name), name);
        const QSize data = bench.dock("dataView")->size();
        QVERIFY2(2 * data.width() > room.width() && 10 * data.height() > 9 * room.height(),
                 qPrintable(QString("%1 × %2").arg(data.width()).arg(data.height())));
        QVERIFY(bench.dock("loss")->height() < bench.dock("latent")->height());
    }

    void picturesAreTwiceTheirSizeAlsoInASmallWindow() {
        WindowBench bench(*settings());
        bench.show({1280, 800});
        bench.program.open(tests::smallSpec(), {});
        for (const int number : {1, 3}) {
            choice(bench, number)->trigger();
            auto *grid = bench.dock("reconstructions")->findChild<ui::ReconstructionGrid *>();
            QVERIFY(grid);
            QTRY_COMPARE_WITH_TIMEOUT(grid->layoutOfColumns().cellWidth, 56.0, WindowBench::patience);
        }
    }

    void theTrainingGoesOn() {
        WindowBench bench(*settings());
        bench.open();
        bench.key(Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().step > 2, WindowBench::patience);
        for (const int number : {2, 1, 2, 1}) {
            QElapsedTimer watch;
            watch.start();
            choice(bench, number)->trigger();
            qInfo("arrangement %d in %lld ms", number, watch.elapsed());
            QCOMPARE(bench.session.status().state, training::State::Running);
            const core::Index step = bench.session.status().step;
            QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().step > step, WindowBench::patience);
        }
    }

    void spaceTrainsAfterAViewWithTheFocusIsGone() {
        WindowBench bench(*settings());
        bench.open();
        choice(bench, 5)->trigger();
        QWidget *view = nullptr;
        for (QWidget *each : bench.dock("weights")->findChildren<QWidget *>())
            if (each->isVisible() && (each->focusPolicy() & Qt::ClickFocus) && !qobject_cast<QAbstractButton *>(each))
                view = each;
        QVERIFY(view);
        view->setFocus(Qt::MouseFocusReason);
        QCOMPARE(QApplication::focusWidget(), view);
        choice(bench, 1)->trigger();
        QVERIFY(!qobject_cast<QAbstractButton *>(QApplication::focusWidget()));
        bench.key(Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(bench.session.status().step > 2, WindowBench::patience);
    }

    void whatIsHiddenCostsNothing() {
        WindowBench bench(*settings());
        bench.open();
        QCOMPARE(bench.views.data->list().size(), 0); // not even a list
        choice(bench, 2)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(bench.views.data->list().size() > 0, WindowBench::patience);
        bench.dock("latent")->close();
        bench.rest();
        const int maps = bench.maps, sheets = bench.sheets;
        bench.key(Qt::Key_Period);
        QTRY_VERIFY_WITH_TIMEOUT(bench.sheets > sheets, WindowBench::patience);
        QTest::qWait(100);
        QCOMPARE(bench.maps, maps);
        choice(bench, 1)->trigger(); // there it is in sight
        QTRY_VERIFY_WITH_TIMEOUT(bench.maps > maps, WindowBench::patience);
    }
};

QTEST_MAIN(AppArrangementsTest)
#include "arrangements_test.moc"
