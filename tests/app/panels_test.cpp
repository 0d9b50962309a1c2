// A panel is one row: menu, key, sheet of keys, arrangements and `render` follow from it.
#include <set>
#include <sstream>

#include <QLabel>

#include "app/commands/render_command.h"
#include "tests/support/window_bench.h"
#include "ui/window/keyboard_help.h"

using namespace hourglass;
using tests::WindowBench;

namespace {

int datasetsSeen = 0;

app::PanelRow dummyPanel() {
    return {
        .key = "dummy",
        .place = ui::DockColumn::Right,
        .share = 0.2,
        .make = []() -> ui::Panel * {
            auto *panel = new ui::Panel("dummy", "Dummy");
            auto *fill = new QWidget(panel);
            fill->setObjectName("dummyFill");
            fill->setStyleSheet("background: #12ab34");
            fill->setGeometry(0, 0, 4000, 4000);
            return panel;
        },
        .connect = [](ui::Panel &panel,
                      const app::PanelContext &context) { QObject::connect(&context.session, &app::Session::datasetChanged, &panel, [] { ++datasetsSeen; }); }};
}

std::vector<app::PanelRow> withDummy() {
    std::vector<app::PanelRow> rows = app::panelRows();
    rows.push_back(dummyPanel());
    return rows;
}

} // namespace

class PanelsTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QSettings *settings() { return new QSettings(m_folder.filePath("settings.ini"), QSettings::IniFormat, this); }

private slots:
    void init() {
        QFile::remove(m_folder.filePath("settings.ini"));
        datasetsSeen = 0;
    }

    void rowsAreSound() {
        std::set<std::string> keys;
        int first = 0;
        for (const app::PanelRow &row : app::panelRows()) {
            QVERIFY2(row.make && row.connect, row.key.c_str());
            QVERIFY2(row.beside.empty() || keys.count(row.beside) == 1, row.key.c_str()); // a row above
            QVERIFY2(row.beside.empty() == (row.share > 0), row.key.c_str());
            QVERIFY2(keys.insert(row.key).second, row.key.c_str());
            first += row.hasKeysFirst;
        }
        QCOMPARE(first, 1);
    }

    /// Whole at the usual size; whoever switches them off has the room, also the next time.
    void everyPanelSaysInOneLineWhatToLookAt() {
        for (const bool isFirst : {true, false}) {
            app::Program program(*settings(), 1);
            ui::MainWindow &window = program.window();
            window.resize(1600, 1000);
            window.show();
            QVERIFY(QTest::qWaitForWindowExposed(&window));
            int shown = 0;
            for (auto *header : window.findChildren<ui::PanelHeader *>())
                for (auto *label : header->findChildren<QLabel *>()) {
                    if (!label->property("caption").toBool() || !label->isVisible())
                        continue;
                    ++shown;
                    QTRY_VERIFY2(label->fontMetrics().horizontalAdvance(label->text()) <= label->width(),
                                 qPrintable(label->text())); // the columns are shared out once it is shown
                    QVERIFY2(header->rect().contains(label->geometry()), qPrintable(label->text()));
                }
            QCOMPARE(shown, isFirst ? 5 : 0);
            QAction *captions = window.commands().captions;
            QCOMPARE(captions->isChecked(), isFirst);
            if (!isFirst)
                continue;
            ui::PanelHeader *header = program.panels().find("latent")->header();
            const int high = header->height();
            captions->trigger();
            QVERIFY(header->height() < high);
        }
    }

    void aRowAloneIsAPanelOfTheWindow() {
        app::Program program(*settings(), 1, withDummy());
        ui::MainWindow &window = program.window();
        window.resize(1280, 800);
        window.show();
        ui::Panel *panel = program.panels().find("dummy");
        QVERIFY(panel && panel->isVisible());
        auto *dock = qobject_cast<ui::Dock *>(panel->parentWidget());
        QAction *toggle = dock->toggleViewAction();
        const auto number = app::panelRows().size() + 1;
        QCOMPARE(toggle->shortcut(), number <= 9 ? QKeySequence(QString("Ctrl+%1").arg(number)) : QKeySequence()); // there are nine such keys
        bool isInMenu = false;
        for (const QMenu *menu : window.findChildren<QMenu *>())
            isInMenu = isInMenu || menu->actions().contains(toggle);
        QVERIFY(isInMenu);

        QTRY_VERIFY(dock->x() > window.width() / 2); // the column at the right, below those above it
        QTRY_VERIFY(dock->y() > program.panels().find("training")->parentWidget()->y());
        QVERIFY(window.showArrangement("data")); // which does not name it
        QVERIFY(!dock->isVisible());
        toggle->trigger();
        QTRY_VERIFY(dock->isVisible() && !panel->visibleRegion().isEmpty());

        window.commands().keyboardHelp->trigger();
        QStringList said;
        for (const QLabel *label : window.findChild<ui::KeyboardHelp *>()->findChildren<QLabel *>())
            said << label->text();
        const QAction *firstToggle = qobject_cast<ui::Dock *>(program.panels().find("stack")->parentWidget())->toggleViewAction();
        QVERIFY(said.contains(firstToggle->shortcut().toString(QKeySequence::NativeText)));
        QVERIFY(said.contains("Dummy") || number > 9); // it lists keys

        program.open(tests::smallSpec(), {});
        QTRY_VERIFY_WITH_TIMEOUT(datasetsSeen > 0, WindowBench::patience);
    }

    void renderKnowsItByItsRow() {
        const std::vector<app::PanelRow> rows = withDummy();
        QVERIFY(app::panelKeys(rows).find(", dummy") != std::string::npos);
        app::RenderOrder order;
        order.spec = tests::smallSpec();
        order.spec.training.epochs = 1;
        order.size = {1000, 700};
        order.panel = "dummy";
        order.arrangement = "data"; // hidden there: brought up all the same
        order.path = m_folder.filePath("dummy.png");
        std::ostringstream out, err;
        app::Console console{out, err};
        QCOMPARE(app::renderPicture(order, rows, console), app::ExitStatus::Done);
        const QImage picture(order.path);
        QVERIFY2(!picture.isNull() && picture.width() < 1000, err.str().c_str());
        QCOMPARE(picture.pixelColor(picture.rect().center()), QColor("#12ab34"));
    }
};

QTEST_MAIN(PanelsTest)
#include "panels_test.moc"
