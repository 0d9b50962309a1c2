// Ready arrangements of the window: switched in one step, each kept as it was left, reset alone, and restored.
#include <QActionGroup>
#include <QElapsedTimer>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QSettings>
#include <QToolButton>
#include <QtTest>

#include "ui/window/arrangement_switch.h"
#include "ui/window/keyboard_help.h"
#include "ui/window/main_window.h"
#include "ui/window/top_bar.h"

using namespace hourglass::ui;

namespace {

struct Whole : MainWindow {
    explicit Whole(QSettings &settings, bool hasArrangements = true) : MainWindow(settings) {
        addPanel(new Panel("stack", "Stack"), DockColumn::Left, 1);
        auto *map = new Panel("latent", "Latent space");
        addPanel(map, DockColumn::Centre, 0.6);
        addPanel(new Panel("pictures", "Pictures"), DockColumn::Centre, 0.4);
        addPanel(new Panel("loss", "Loss"), DockColumn::Right, 1);
        addTab(new Panel("data", "Data"), map);
        if (hasArrangements)
            addArrangement({.key = "data",
                            .title = "Data",
                            .sentence = "The samples",
                            .stands = {{.panel = "data", .place = DockColumn::Centre, .share = 1},
                                       {.panel = "latent", .place = DockColumn::Right, .share = 0.7},
                                       {.panel = "loss", .place = DockColumn::Right, .share = 0.3},
                                       {.panel = "stack", .place = DockColumn::Left, .share = 1, .isShown = false},
                                       {.panel = "nowhere", .place = DockColumn::Left, .share = 1}},
                            .right = {0.3, 200, 500}});
        restoreLayout();
    }
    Dock *dock(const QString &name) const { return findChild<Dock *>(name + "Dock"); }
    QAction *choice(int number) const { return findChild<QAction *>(QString("arrangement%1").arg(number)); }
    bool isSeen(const QString &name) const { return !dock(name)->visibleRegion().isEmpty() && dock(name)->isVisible(); }
    QStringList seen() const {
        QStringList names;
        for (const char *name : {"stack", "latent", "pictures", "loss", "data"})
            if (isSeen(name))
                names << name;
        return names;
    }
    void open(const QSize &size = {1280, 800}) {
        resize(size);
        show();
        activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(this));
        QTest::qWait(20);
    }
};

const QStringList ofTraining{"stack", "latent", "pictures", "loss"}, ofData{"latent", "loss", "data"};

/// Pictures of a widget that are drawn between two moments.
struct Paintings : QObject {
    int count = 0;
    bool eventFilter(QObject *, QEvent *event) override {
        count += event->type() == QEvent::Paint;
        return false;
    }
};

} // namespace

class ArrangementsTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QSettings *settings(const QString &name) { return new QSettings(m_folder.filePath(name + ".ini"), QSettings::IniFormat, this); }

private slots:
    void aPanelIsLetGoWhereTheDocksChange() {
        Whole window(*settings("dragged"));
        window.open();
        Dock *loss = window.dock("loss");
        QWidget *header = loss->titleBarWidget();
        const auto moveTo = [&](const QPoint &place) {
            const QPoint to = window.mapToGlobal(place);
            QMouseEvent event(QEvent::MouseMove, header->mapFromGlobal(to), to, Qt::NoButton, Qt::LeftButton, {});
            QCoreApplication::sendEvent(header, &event);
        };
        QTest::mousePress(header, Qt::LeftButton, {}, {40, 10});
        moveTo({400, 300});
        moveTo({-400, -300}); // beside the window, where it is put nowhere
        QVERIFY(loss->isFloating());
        window.dock("pictures")->toggleViewAction()->trigger();
        const QPoint at = loss->pos();
        moveTo({-500, -200});
        QCOMPARE(loss->pos(), at);
        QTest::mouseRelease(header, Qt::LeftButton);
    }
    void aSwitchChangesTheWindow() {
        Whole window(*settings("switch"));
        window.open();
        QCOMPARE(window.seen(), ofTraining);
        QVERIFY(window.choice(1)->isChecked());
        QTest::keyClick(&window, Qt::Key_2, Qt::AltModifier);
        QCOMPARE(window.seen(), ofData);
        QVERIFY(window.choice(2)->isChecked() && !window.choice(1)->isChecked());
        const QRect data = window.dock("data")->geometry(), map = window.dock("latent")->geometry(), loss = window.dock("loss")->geometry();
        QVERIFY(data.left() < 20 && data.right() < map.left() && data.width() > 2 * map.width());
        QVERIFY(map.bottom() < loss.top() && map.height() > loss.height());
        QVERIFY(std::abs(map.width() - 378) < 3);
        for (QToolButton *segment : window.topBar()->findChild<ArrangementSwitch *>()->findChildren<QToolButton *>())
            if (segment->text() == "Train")
                QTest::mouseClick(segment, Qt::LeftButton);
        QCOMPARE(window.seen(), ofTraining);
        QVERIFY(window.choice(1)->isChecked());
    }

    /// Where the docks stand at once is where they stay, and none is drawn on the way.
    void nothingMovesAfterwards() {
        Whole window(*settings("steady"));
        window.open();
        Paintings paintings;
        for (Dock *dock : window.findChildren<Dock *>())
            dock->installEventFilter(&paintings);
        for (const int number : {2, 1, 2, 1}) {
            paintings.count = 0;
            QElapsedTimer watch;
            watch.start();
            window.choice(number)->trigger();
            qInfo("arrangement %d in %lld ms", number, watch.elapsed());
            QCOMPARE(paintings.count, 0);
            std::map<Dock *, QRect> places;
            for (Dock *dock : window.findChildren<Dock *>())
                if (dock->isVisible())
                    places[dock] = dock->geometry();
            QTest::qWait(60);
            for (const auto &[dock, place] : places)
                QVERIFY2(dock->geometry() == place, qPrintable(dock->objectName()));
        }
    }

    void eachKeepsWhatWasMadeOfIt() {
        Whole window(*settings("apart"));
        window.open();
        window.dock("pictures")->close();
        window.findChild<DockArea *>()->resizeDocks({window.dock("stack")}, {333}, Qt::Horizontal);
        QTest::qWait(20);
        const int wide = window.dock("stack")->width();
        window.choice(2)->trigger();
        QCOMPARE(window.seen(), ofData);
        window.dock("loss")->close();
        window.choice(1)->trigger();
        QCOMPARE(window.seen(), QStringList({"stack", "latent", "loss"}));
        QCOMPARE(window.dock("stack")->width(), wide);
        window.choice(2)->trigger();
        QCOMPARE(window.seen(), QStringList({"latent", "data"}));
        window.commands().resetLayout->trigger(); // of this one alone
        QTest::qWait(20);
        QCOMPARE(window.seen(), ofData);
        window.choice(1)->trigger();
        QCOMPARE(window.seen(), QStringList({"stack", "latent", "loss"}));
        window.commands().resetLayout->trigger();
        QTest::qWait(20);
        QCOMPARE(window.seen(), ofTraining);
    }

    void theWindowOpensAsItWasClosed() {
        QSettings *kept = settings("closed");
        {
            Whole window(*kept);
            window.open();
            window.dock("stack")->close();
            window.choice(2)->trigger();
            window.dock("latent")->close();
            window.close();
        }
        Whole window(*kept);
        window.open();
        QVERIFY(window.choice(2)->isChecked());
        QCOMPARE(window.seen(), QStringList({"loss", "data"}));
        window.choice(1)->trigger();
        QCOMPARE(window.seen(), QStringList({"latent", "pictures", "loss"}));
    }

    void settingsOfOneArrangementBecomeTheFirst() {
        QSettings *kept = settings("older");
        {
            Whole window(*kept, false); // as it was written before there were several
            QVERIFY(window.topBar()->findChild<ArrangementSwitch *>()->isHidden());
            window.open();
            window.dock("loss")->close();
            window.close();
        }
        kept->remove("window/arrangement");
        Whole window(*kept);
        window.open();
        QVERIFY(window.choice(1)->isChecked());
        QCOMPARE(window.seen(), QStringList({"stack", "latent", "pictures"}));
        window.choice(2)->trigger();
        QCOMPARE(window.seen(), ofData);
    }

    void brokenSettingsDoNoHarm() {
        QSettings *kept = settings("broken");
        kept->setValue("window/arrangement", "attic");
        kept->setValue("window/docks", QByteArray("nonsense"));
        kept->setValue("window/docks-data", QByteArray("more"));
        Whole window(*kept);
        window.open();
        QCOMPARE(window.seen(), ofTraining);
        window.choice(2)->trigger();
        QCOMPARE(window.seen(), ofData);
    }

    void whatIsHiddenComesBackByTheMenu() {
        Whole window(*settings("hidden"));
        window.open();
        window.choice(2)->trigger();
        window.dock("pictures")->toggleViewAction()->trigger(); // not named in the row: a tab beside the first of it
        QTRY_VERIFY(window.isSeen("pictures") && !window.isSeen("data"));
        window.dock("stack")->toggleViewAction()->trigger(); // in its column
        QTRY_VERIFY(window.isSeen("stack"));
        QVERIFY(window.dock("stack")->geometry().right() < window.dock("pictures")->geometry().left());
    }

    void menuAndSwitchSayTheSame() {
        Whole window(*settings("menu"));
        window.open();
        QMenu *arrangements = nullptr;
        for (const QAction *entry : window.menuBar()->actions())
            for (QAction *action : entry->menu()->actions())
                if (action->text() == "Arrangements")
                    arrangements = action->menu();
        QVERIFY(arrangements);
        QCOMPARE(arrangements->actions(), QList<QAction *>({window.choice(1), window.choice(2)}));
        for (const QAction *choice : arrangements->actions()) {
            QVERIFY(choice->isCheckable() && !choice->statusTip().isEmpty());
            QVERIFY2(choice->toolTip().contains("Alt+"), qPrintable(choice->toolTip()));
        }
    }

    void theSheetOfKeysNamesThem() {
        Whole window(*settings("help"));
        window.commands().keyboardHelp->trigger();
        QStringList texts;
        for (const QLabel *label : window.findChild<KeyboardHelp *>()->findChildren<QLabel *>())
            texts << label->text();
        QVERIFY(texts.contains("Arrangements"));
        QVERIFY(texts.contains("Alt+1") && texts.contains("Alt+2"));
    }

    void theSwitchGivesWay() {
        for (const int width : {1920, 1280, 1024, 960}) {
            Whole window(*settings(QString("width%1").arg(width)));
            window.topBar()->showData("", "A data set with a remarkably long name of its own", 70000, "28×28");
            hourglass::training::Status status;
            status.state = hourglass::training::State::Running;
            status.epochs = 3000;
            window.showStatus(status);
            window.open({width, 700});
            auto *whole = window.topBar()->findChild<ArrangementSwitch *>();
            QVERIFY2(window.topBar()->rect().contains(whole->geometry()), qPrintable(QString::number(width)));
            for (QToolButton *button : whole->findChildren<QToolButton *>()) {
                QVERIFY(!button->accessibleName().isEmpty() && !button->toolTip().isEmpty());
                if (button->isVisible())
                    QVERIFY(whole->rect().contains(button->geometry()));
            }
        }
        QWidget window;
        Actions actions(&window);
        TopBar bar(actions, &window);
        QActionGroup group(&bar);
        for (const char *name : {"Train", "Data"})
            group.addAction(name)->setCheckable(true);
        group.actions().front()->setChecked(true);
        bar.setArrangements(group.actions());
        bar.setGeometry(0, 0, 740, 50);
        window.show();
        auto *button = bar.findChild<QToolButton *>("arrangementButton");
        QVERIFY(button->isVisible());
        QCOMPARE(button->text(), QString("Train"));
        group.actions().back()->trigger();
        QCOMPARE(button->text(), QString("Data"));
        bar.setGeometry(0, 0, 1600, 50);
        QVERIFY(!button->isVisible());
    }
};

QTEST_MAIN(ArrangementsTest)
#include "arrangements_test.moc"
