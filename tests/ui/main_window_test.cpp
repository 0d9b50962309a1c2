#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>
#include <QtTest>

#include "ui/window/keyboard_help.h"
#include "ui/window/main_window.h"
#include "ui/window/preset_gallery.h"
#include "ui/window/top_bar.h"

using namespace hourglass::ui;
using hourglass::training::State;
using hourglass::training::Status;

class MainWindowTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    /// A window with six panels, as the program has them.
    struct Whole : MainWindow {
        std::vector<Panel *> panels;
        explicit Whole(QSettings &settings) : MainWindow(settings) {
            add("stack", "Stack", DockColumn::Left, 0.72);
            add("layer", "Layer", DockColumn::Left, 0.28);
            add("latent", "Latent space", DockColumn::Centre, 0.65);
            add("reconstructions", "Reconstructions", DockColumn::Centre, 0.35);
            add("loss", "Loss", DockColumn::Right, 0.5);
            add("training", "Training", DockColumn::Right, 0.5);
            restoreLayout();
        }
        void add(const char *name, const char *title, DockColumn place, double share) {
            panels.push_back(new Panel(name, title));
            addPanel(panels.back(), place, share);
        }
        Dock *dock(const QString &name) const { return findChild<Dock *>(name + "Dock"); }
        void open(const QSize &size = {1280, 800}) {
            resize(size);
            show();
            activateWindow();
            QVERIFY(QTest::qWaitForWindowActive(this));
            QTest::qWait(20); // the docks take their sizes with the next events
        }
    };

    QSettings *settings(const QString &name) { return new QSettings(m_folder.filePath(name + ".ini"), QSettings::IniFormat, this); }
    static Status running() {
        Status status;
        status.state = State::Running;
        return status;
    }

private slots:
    void everyActionIsInAMenuAndExplained() {
        Whole window(*settings("menus"));
        QSet<QAction *> inMenus;
        QStringList titles;
        for (const QAction *entry : window.menuBar()->actions()) {
            titles.append(entry->text());
            for (QAction *action : entry->menu()->actions())
                inMenus.insert(action);
        }
        QCOMPARE(titles, QStringList({"&File", "&Edit", "&View", "&Training", "T&imeline", "&Window", "&Help"}));
        QSet<QString> keys;
        for (QAction *action : window.actions()) {
            QVERIFY2(inMenus.contains(action), qPrintable(action->text()));
            QVERIFY2(!action->toolTip().isEmpty() && !action->statusTip().isEmpty(), qPrintable(action->text()));
            for (const QKeySequence &key : action->shortcuts()) {
                QVERIFY2(!keys.contains(key.toString()), qPrintable("twice: " + key.toString()));
                keys.insert(key.toString());
            }
        }
        QVERIFY(window.commands().train->toolTip().contains("Space"));
        for (const char *key : {"Space", ".", "R", "Shift+R", "Ctrl+O", "Ctrl+S", "Ctrl+Shift+S", "Ctrl+Shift+O", "N", "F1", "?"})
            QVERIFY2(keys.contains(key), key);
    }

    void plainKeysReachTheActions() {
        Whole window(*settings("keys"));
        window.showStatus(running());
        window.open();
        const std::pair<Qt::Key, QAction *> keys[] = {{Qt::Key_Space, window.commands().train},
                                                      {Qt::Key_Period, window.commands().step},
                                                      {Qt::Key_R, window.commands().reset},
                                                      {Qt::Key_N, window.commands().newDraw}};
        for (const auto &[key, action] : keys) {
            QSignalSpy spy(action, &QAction::triggered);
            QTest::keyClick(window.focusWidget(), key);
            QCOMPARE(spy.count(), 1);
        }
        QSignalSpy newSeed(window.commands().newSeed, &QAction::triggered);
        QTest::keyClick(&window, Qt::Key_R, Qt::ShiftModifier);
        QCOMPARE(newSeed.count(), 1);
    }

    void plainKeysBelongToTheFocusedControl_data() {
        QTest::addColumn<bool>("isFloating");
        QTest::newRow("in the window") << false;
        QTest::newRow("in a floating dock") << true;
    }
    void plainKeysBelongToTheFocusedControl() {
        QFETCH(bool, isFloating);
        Whole window(*settings("stolen"));
        window.showStatus(running());
        auto *layout = new QVBoxLayout(window.panels[5]);
        auto *line = new QLineEdit;
        auto *spin = new QSpinBox;
        auto *combo = new QComboBox;
        auto *button = new QPushButton("Button");
        combo->addItems({"Adam", "Newton", "RMSprop"});
        for (QWidget *each : {static_cast<QWidget *>(line), static_cast<QWidget *>(spin), static_cast<QWidget *>(combo), static_cast<QWidget *>(button)})
            layout->addWidget(each);
        window.open();
        window.dock("training")->setFloating(isFloating);
        QApplication::setActiveWindow(line->window()); // a floating dock calls itself active with its parent

        std::vector<std::unique_ptr<QSignalSpy>> spies;
        for (QAction *action : {window.commands().train, window.commands().step, window.commands().reset, window.commands().newSeed, window.commands().newDraw,
                                window.commands().fitMap, window.commands().presets, window.commands().keyboardHelp})
            spies.push_back(std::make_unique<QSignalSpy>(action, &QAction::triggered));
        QSignalSpy clicked(button, &QPushButton::clicked);
        for (QWidget *each : {static_cast<QWidget *>(line), static_cast<QWidget *>(spin), static_cast<QWidget *>(combo), static_cast<QWidget *>(button)}) {
            each->setFocus();
            QCOMPARE(QApplication::focusWidget(), each);
            for (const Qt::Key key : {Qt::Key_R, Qt::Key_N, Qt::Key_Period, Qt::Key_F, Qt::Key_P, Qt::Key_Question, Qt::Key_Space})
                QTest::keyClick(each, key);
            QTest::keyClick(each, Qt::Key_R, Qt::ShiftModifier);
            if (each == combo)
                combo->hidePopup();
            for (const auto &spy : spies)
                QCOMPARE(spy->count(), 0);
        }
        QCOMPARE(line->text(), QString("rn.fp? r"));
        QCOMPARE(clicked.count(), 1); // Space is the button's
        line->setFocus();
        QSignalSpy open(window.commands().open, &QAction::triggered); // keys with Ctrl are the window's all the same
        QTest::keyClick(line, Qt::Key_O, Qt::ControlModifier);
        QCOMPARE(open.count(), isFloating ? open.count() : 1);
    }

    void aListUsedWithTheMouseLeavesSpaceToTheTraining() {
        Whole window(*settings("hands"));
        window.showStatus(running());
        auto *layout = new QVBoxLayout(window.panels[5]);
        auto *combo = new QComboBox;
        auto *tick = new QCheckBox("Tick");
        auto *button = new QPushButton("Button");
        auto *list = new QListWidget;
        auto *line = new QLineEdit;
        combo->addItems({"Adam", "Newton", "RMSprop"});
        list->addItems({"one", "two"});
        for (QWidget *each : std::initializer_list<QWidget *>{line, combo, tick, button, list})
            layout->addWidget(each);
        window.open();
        QSignalSpy train(window.commands().train, &QAction::triggered);
        for (QWidget *each : std::initializer_list<QWidget *>{combo, tick, button, list}) {
            QTest::mouseClick(each == list ? list->viewport() : each, Qt::LeftButton, {}, {8, 8});
            if (each == combo) {
                QTest::qWait(QApplication::doubleClickInterval() + 50); // until then a release is that of the click that opened it
                QTest::mouseClick(combo->view()->viewport(), Qt::LeftButton, {}, combo->view()->visualRect(combo->model()->index(1, 0)).center());
                QTRY_VERIFY(!combo->view()->isVisible());
            }
            const bool wasTicked = tick->isChecked();
            train.clear();
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
            QCOMPARE(train.count(), 1);
            QVERIFY(!combo->view()->isVisible());
            QCOMPARE(tick->isChecked(), wasTicked);
        }
        QTest::mouseClick(line, Qt::LeftButton); // what is typed belongs to the field all the same
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QCOMPARE(line->text(), QString(" "));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab); // and whoever goes by keys opens the list with Space
        QCOMPARE(QApplication::focusWidget(), combo);
        QTest::keyClick(combo, Qt::Key_Space);
        QVERIFY(combo->view()->isVisible());
        combo->hidePopup();
        QCOMPARE(train.count(), 1);
    }

    void menusOpenByKeys() {
        Whole window(*settings("menukeys"));
        window.open();
        QMenu *file = window.menuBar()->actions().first()->menu(), *view = window.menuBar()->actions().at(2)->menu();
        QTest::keyClick(&window, Qt::Key_F10);
        QVERIFY(file->isVisible());
        QTest::keyClick(file, Qt::Key_Escape);
        QTRY_VERIFY(!file->isVisible());
        QTest::keyClick(&window, Qt::Key_V, Qt::AltModifier);
        QTRY_VERIFY(view->isVisible());
        QTest::keyClick(view, Qt::Key_Escape);
    }

    void firstArrangementFillsTheWindow_data() {
        QTest::addColumn<QSize>("size");
        for (const QSize &size : {QSize(1024, 768), QSize(1280, 800), QSize(1600, 1000), QSize(1920, 1080)})
            QTest::addRow("%dx%d", size.width(), size.height()) << size;
    }
    void firstArrangementFillsTheWindow() {
        QFETCH(QSize, size);
        Whole window(*settings(QString("first%1").arg(size.width())));
        window.open(size);
        QCOMPARE(window.size(), size);
        const auto box = [&window](const char *name) { return window.dock(name)->geometry(); };
        QCOMPARE(box("stack").left(), box("layer").left());
        QCOMPARE(box("stack").width(), box("layer").width());
        QVERIFY(box("stack").bottom() < box("layer").top());
        QCOMPARE(box("latent").left() - box("stack").right() - 1, 10);
        QCOMPARE(box("loss").left() - box("latent").right() - 1, 10);
        QCOMPARE(box("reconstructions").top() - box("latent").bottom() - 1, 10);
        QCOMPARE(box("loss").width(), box("training").width());
        QVERIFY(box("latent").width() > box("loss").width());
        QVERIFY(box("latent").height() > box("reconstructions").height());
        QVERIFY(box("stack").height() > box("layer").height());
        // The middle takes what the window grows by.
        const int side = box("loss").width();
        window.resize(size + QSize(200, 0));
        QTest::qWait(20);
        QCOMPARE(box("loss").width(), side);
    }

    void arrangementIsRemembered() {
        QSettings *kept = settings("remembered");
        {
            Whole window(*kept);
            window.open({1200, 780});
            window.dock("loss")->close();
            window.dock("layer")->setFloating(true);
            window.close();
        }
        Whole window(*kept);
        window.show();
        QCOMPARE(window.size(), QSize(1200, 780));
        QVERIFY(!window.dock("loss")->isVisible());
        QVERIFY(window.dock("layer")->isFloating());
        QVERIFY(window.dock("latent")->isVisible());

        window.commands().resetLayout->trigger();
        QTest::qWait(20);
        QVERIFY(window.dock("loss")->isVisible());
        QVERIFY(!window.dock("layer")->isFloating());
        QVERIFY(window.dock("stack")->geometry().bottom() < window.dock("layer")->geometry().top());
        QVERIFY(window.dock("latent")->geometry().right() < window.dock("loss")->geometry().left());
    }

    void resetUndoesTabsAndMoves() {
        Whole window(*settings("tabs"));
        window.open();
        auto *area = window.findChild<DockArea *>();
        const QRect before = window.dock("latent")->geometry();
        area->tabifyDockWidget(window.dock("stack"), window.dock("latent"));
        area->addDockWidget(Qt::BottomDockWidgetArea, window.dock("training"));
        QTest::qWait(20);
        QVERIFY(window.dock("latent")->geometry() != before);
        window.commands().resetLayout->trigger();
        QTest::qWait(20);
        QCOMPARE(window.dock("latent")->geometry(), before);
    }

    void dockFromALargerScreenComesBack() {
        QSettings *kept = settings("far");
        {
            Whole window(*kept);
            window.open();
            window.dock("loss")->setFloating(true);
            window.dock("loss")->move(9000, 7000);
            window.close();
        }
        Whole window(*kept);
        window.show();
        QTest::qWait(20);
        QVERIFY(window.dock("loss")->isFloating());
        const QRect bar = QRect(window.dock("loss")->mapToGlobal(QPoint()), QSize(window.dock("loss")->width(), 38));
        QVERIFY(window.screen()->availableGeometry().intersects(bar));
        QVERIFY(window.screen()->availableGeometry().contains(bar.center()));
    }

    void brokenSettingsGiveTheFirstArrangement() {
        QSettings *kept = settings("broken");
        kept->setValue("window/geometry", QByteArray("nonsense"));
        kept->setValue("window/docks", QByteArray("more nonsense"));
        kept->setValue("window/theme", "purple");
        Whole window(*kept);
        window.show();
        for (const char *name : {"stack", "layer", "latent", "reconstructions", "loss", "training"})
            QVERIFY2(window.dock(name)->isVisible(), name);
        QVERIFY(window.commands().themeSystem->isChecked());
    }

    void docksHideByKeyAndMenu() {
        Whole window(*settings("hide"));
        window.open();
        QTest::keyClick(&window, Qt::Key_1, Qt::ControlModifier);
        QVERIFY(!window.dock("stack")->isVisible());
        QTest::keyClick(&window, Qt::Key_1, Qt::ControlModifier);
        QVERIFY(window.dock("stack")->isVisible());
    }

    void aDoubleClickOnATitleFillsTheWindowAndGoesBack() {
        Whole window(*settings("filled"));
        window.open();
        Dock *latent = window.dock("latent");
        const QRect before = latent->geometry();
        auto *area = window.findChild<DockArea *>();
        const QPoint title(latent->panel()->header()->width() / 2, 15);
        QTest::mouseDClick(latent->panel()->header(), Qt::LeftButton, {}, title);
        QTRY_VERIFY(latent->width() > area->width() - 30 && latent->height() > area->height() - 30);
        QVERIFY(!window.dock("stack")->isVisible() && !latent->isFloating());
        QTest::mouseDClick(latent->panel()->header(), Qt::LeftButton, {}, title);
        QTRY_COMPARE(latent->geometry(), before);
        QVERIFY(window.dock("stack")->isVisible());
        QTest::mouseDClick(latent->panel()->header(), Qt::LeftButton, {}, title);
        window.dock("loss")->toggleViewAction()->trigger(); // asking for another panel goes back, too
        QTRY_COMPARE(latent->geometry(), before);
        QVERIFY(window.dock("loss")->isVisible());
        QTest::mouseDClick(latent->panel()->header(), Qt::LeftButton, {}, title);
        window.close(); // what is kept is the arrangement, not the one panel
        Whole again(*settings("filled"));
        again.open();
        QVERIFY(again.dock("stack")->isVisible() && again.dock("training")->isVisible());
    }

    void theSheetOfKeysScrollsOnASmallScreen() {
        Whole window(*settings("sheet"));
        window.open();
        window.commands().keyboardHelp->trigger();
        auto *sheet = window.findChild<KeyboardHelp *>();
        QVERIFY(sheet->screen()->availableGeometry().height() >= sheet->height());
        sheet->resize(sheet->width(), 300);
        auto *scroll = sheet->findChild<QScrollArea *>();
        QTRY_VERIFY(scroll->verticalScrollBar()->maximum() > 0);
        QTest::keyClick(sheet, Qt::Key_PageDown);
        QVERIFY(scroll->verticalScrollBar()->value() > 0);
    }

    void fullScreenFollowsTheWindow() {
        Whole window(*settings("full"));
        window.open();
        window.commands().fullScreen->trigger();
        QVERIFY(window.isFullScreen());
        window.showNormal(); // by other means
        QVERIFY(!window.commands().fullScreen->isChecked());
    }

    void separatorsStayWhereTheyWerePut() {
        Whole window(*settings("separators"));
        window.open();
        window.findChild<DockArea *>()->resizeDocks({window.dock("stack")}, {400}, Qt::Horizontal);
        QTest::qWait(20);
        const int width = window.dock("stack")->width();
        QVERIFY(width > 350);
        window.hide();
        window.show();
        QTest::qWait(20);
        QCOMPARE(window.dock("stack")->width(), width);
    }

    void titleBarShowsItsButtonsUnderThePointer() {
        Whole window(*settings("hover"));
        window.open();
        PanelHeader *header = window.panels[0]->header();
        QToolButton *close = nullptr;
        for (QToolButton *button : header->findChildren<QToolButton *>())
            close = button->accessibleName() == "Close" ? button : close;
        QVERIFY(close && !close->isVisible());
        QEnterEvent enter({5, 5}, {5, 5}, {5, 5});
        QCoreApplication::sendEvent(header, &enter);
        QVERIFY(close->isVisible());
        QTest::mouseClick(close, Qt::LeftButton);
        QVERIFY(!window.dock("stack")->isVisible());
    }

    void aThemeForThisTimeIsNotKept() {
        QSettings *kept = settings("once");
        Whole window(*kept);
        window.useTheme(ThemeChoice::Dark);
        QVERIFY(window.theme().isDark && window.commands().themeDark->isChecked());
        QVERIFY(!kept->contains("window/theme"));
    }

    void themeIsChosenKeptAndHandedOn() {
        QSettings *kept = settings("theme");
        {
            Whole window(*kept);
            QSignalSpy changed(&window, &MainWindow::themeChanged);
            window.commands().themeDark->trigger();
            QCOMPARE(changed.count(), 1);
            QVERIFY(window.theme().isDark);
            for (const Panel *panel : window.panels)
                QVERIFY(panel->theme().isDark);
            QVERIFY(window.commands().themeDark->isChecked() && !window.commands().themeSystem->isChecked());
        }
        Whole window(*kept);
        QVERIFY(window.theme().isDark);
        QVERIFY(window.panels[0]->theme().isDark);
        // The desktop's colours are not asked for while the choice is Dark.
        QEvent change(QEvent::ApplicationPaletteChange);
        QCoreApplication::sendEvent(&window, &change);
        QCoreApplication::processEvents();
        QVERIFY(window.theme().isDark);
        window.commands().themeLight->trigger();
        QVERIFY(!window.panels[0]->theme().isDark);
    }

    void statusNamesTheButtonAndWhatCanBeDone() {
        Whole window(*settings("status"));
        QVERIFY(!window.commands().train->isEnabled()); // nothing to train yet
        window.showStatus(running());
        QVERIFY(window.commands().train->isEnabled());
        QCOMPARE(window.commands().train->text(), QString("Pause"));
        Status paused = running();
        paused.state = State::Paused;
        window.showStatus(paused);
        QCOMPARE(window.commands().train->text(), QString("Train"));
    }

    void titleFollowsTheDocument() {
        Whole window(*settings("title"));
        window.setDocument("Deep", true);
        QCOMPARE(window.windowTitle(), QString("Deep[*] – Hourglass"));
        QVERIFY(window.isWindowModified());
        window.setDocument("100% [of] it");
        QVERIFY(window.windowTitle().startsWith("100% [of] it"));
        window.setDocument("");
        QCOMPARE(window.windowTitle(), QString("Untitled[*] – Hourglass"));
    }

    void statusBarSpeaks() {
        Whole window(*settings("line"));
        window.showEnvironment("AVX-512 · 2 threads");
        window.showHint("Drag in the map");
        QCOMPARE(window.findChild<QLabel *>("environment")->text(), QString("AVX-512 · 2 threads"));
        QCOMPARE(window.findChild<QLabel *>("hint")->text(), QString("Drag in the map"));
    }

    void filesCanBeDropped() {
        Whole window(*settings("drop"));
        window.open();
        QSignalSpy dropped(&window, &MainWindow::pathDropped);
        const auto drop = [&window](const QList<QUrl> &urls) {
            QMimeData data;
            data.setUrls(urls);
            QDragEnterEvent enter({50, 50}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
            enter.ignore();
            QCoreApplication::sendEvent(&window, &enter);
            const auto *frame = window.findChild<QWidget *>("dropFrame");
            if (frame->isVisible() != enter.isAccepted()) // it is seen where it may be let go of
                return !enter.isAccepted();
            QDropEvent event({50, 50}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
            if (enter.isAccepted())
                QCoreApplication::sendEvent(&window, &event);
            return enter.isAccepted();
        };
        QVERIFY(drop({QUrl::fromLocalFile("/tmp/a folder/images.gz")}));
        QCOMPARE(dropped.count(), 1);
        QCOMPARE(dropped[0][0].toString(), QString("/tmp/a folder/images.gz"));
        QVERIFY(window.findChild<QWidget *>("dropFrame")->isHidden());
        QVERIFY(!drop({QUrl("https://example.org/x")}));
        QVERIFY(!drop({}));
        QCOMPARE(dropped.count(), 1);
    }

    void keySheetSaysWhatTheActionsSay() {
        Whole window(*settings("help"));
        window.commands().fitMap->setShortcut(QKeySequence("Ctrl+Alt+9")); // whatever it is then
        window.commands().keyboardHelp->trigger();
        auto *sheet = window.findChild<KeyboardHelp *>();
        QVERIFY(sheet && sheet->isVisible());
        QStringList words;
        for (const QLabel *label : sheet->findChildren<QLabel *>())
            words.append(label->text());
        for (const QAction *action : window.actions())
            if (!action->shortcut().isEmpty()) {
                const QString key = keyText(action->shortcut());
                const bool isShared = words.contains("Ctrl+") && words.contains(key.mid(5)); // what all its keys begin with stands once
                QVERIFY2(words.contains(key) || (action->shortcuts().size() > 1 && key.startsWith("Ctrl+") && isShared), qPrintable(action->text()));
            }
        QVERIFY(words.contains("Ctrl+Alt+9"));
        QVERIFY(words.contains("Latent space")); // the docks have keys too
        QTest::keyClick(sheet, Qt::Key_Escape);
        QVERIFY(!sheet->isVisible());
    }

    void helpWindowsOpenBesideTheProgram() {
        Whole window(*settings("windows"));
        window.open();
        window.commands().glossary->trigger();
        window.commands().about->trigger();
        for (const char *name : {"glossaryWindow", "aboutWindow"}) {
            auto *opened = window.findChild<QWidget *>(name);
            QVERIFY(opened && opened->isVisible() && opened->isWindow());
            QVERIFY(!opened->isModal());
        }
    }

    void presetsOpenFromTheKeyAndTheButton() {
        Whole window(*settings("presets"));
        window.open();
        PresetSummary summary;
        summary.key = "deep";
        summary.widths = {784, 2, 784};
        summary.code = 1;
        window.presetGallery()->showPresets({summary});
        QSignalSpy chosen(&window, &MainWindow::presetChosen);
        QTest::keyClick(&window, Qt::Key_P);
        QVERIFY(window.presetGallery()->isVisible());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Enter);
        QCOMPARE(chosen.count(), 1);
        QTest::mouseClick(window.topBar()->presetsButton(), Qt::LeftButton);
        QVERIFY(window.presetGallery()->isVisible());
    }
};

QTEST_MAIN(MainWindowTest)
#include "main_window_test.moc"
