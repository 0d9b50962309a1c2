// The sheet of keys, line by line, in the real window: each does something where it says so, and nothing that keys do is missing in it.
#include <QCheckBox>
#include <QShortcut>

#include "app/session/sample_selection.h"
#include "tests/support/window_bench.h"
#include "ui/data_space/data_space_canvas.h"
#include "ui/latent/map_legend.h"
#include "ui/loss/loss_canvas.h"
#include "ui/samples/sample_grid.h"
#include "ui/stack/stack_canvas.h"
#include "ui/window/keyboard_help.h"
#include "ui/window/preset_gallery.h"

using namespace hourglass;
using tests::WindowBench;
using ui::InputRow;
using ui::InputSection;

namespace {

/// The keys that stand on a cap: "Ctrl+←".
QKeyCombination keysOf(QString text) {
    static const std::pair<const char *, const char *> arrows[] = {{"←", "Left"}, {"→", "Right"}, {"↑", "Up"}, {"↓", "Down"}};
    for (const auto &[arrow, word] : arrows)
        text.replace(QString::fromUtf8(arrow), QLatin1String(word));
    const QKeySequence keys(text);
    return keys.isEmpty() ? QKeyCombination(Qt::Key_unknown) : keys[0];
}

bool areKeys(const QString &text) {
    return keysOf(text).key() != Qt::Key_unknown;
}

/// A key as the keyboard sends it; whether the widget itself took it.
bool press(QWidget *widget, QKeyCombination keys) {
    const bool isLetter = keys.key() > Qt::Key_Space && keys.key() < Qt::Key_AsciiTilde;
    QKeyEvent event(QEvent::KeyPress, keys.key(), keys.keyboardModifiers(), isLetter ? QString(QChar(keys.key())).toLower() : QString());
    QCoreApplication::sendEvent(widget, &event);
    return event.isAccepted();
}

/// Whether the widget by itself takes the key: without those around it, and without the shortcuts.
bool takes(QWidget *widget, QKeyCombination keys) {
    QKeyEvent event(QEvent::KeyPress, keys.key(), keys.keyboardModifiers());
    static_cast<QObject *>(widget)->event(&event);
    return event.isAccepted();
}

void send(QWidget *widget, QEvent::Type type, const QPointF &at, Qt::MouseButton button, Qt::MouseButtons buttons) {
    QMouseEvent event(type, at, widget->mapToGlobal(at), button, buttons, Qt::NoModifier);
    QCoreApplication::sendEvent(widget, &event);
}

void wheel(QWidget *widget, const QPointF &at, int turns = 1) {
    QWheelEvent event(at, widget->mapToGlobal(at), {}, {0, 120 * turns}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(widget, &event);
}

void drag(QWidget *widget, const QPointF &from, const QPointF &to) {
    send(widget, QEvent::MouseButtonPress, from, Qt::LeftButton, Qt::LeftButton);
    for (int i = 1; i <= 6; ++i)
        send(widget, QEvent::MouseMove, from + (to - from) * i / 6, Qt::NoButton, Qt::LeftButton);
    send(widget, QEvent::MouseButtonRelease, to, Qt::LeftButton, Qt::NoButton);
}

} // namespace

class KeysSheetTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<WindowBench> m_bench;

    InputSection section(const QString &title) const {
        for (const InputSection &each : m_bench->window.inputs())
            if (each.title == title)
                return each;
        return {};
    }
    /// Presses every key of a section in the widget that has them; `prepare` makes each mean something. Returns what the mouse does.
    /// `isMeant`: which of them mean something as things stand; all, without it.
    QStringList pressAll(const QString &title, QWidget *widget, const std::function<void()> &prepare,
                         const std::function<bool(const QString &)> &isMeant = {}) {
        QStringList byMouse;
        const InputSection all = section(title);
        if (all.rows.empty())
            QTest::qFail(qPrintable("no section " + title), __FILE__, __LINE__);
        for (const InputRow &row : all.rows)
            for (const QString &input : row.inputs) {
                if (!areKeys(input)) {
                    byMouse << input;
                    continue;
                }
                if (isMeant && !isMeant(input))
                    continue;
                prepare();
                const bool isShortcut = std::any_of(widget->actions().begin(), widget->actions().end(),
                                                    [&](const QAction *action) { return action->shortcuts().contains(QKeySequence(keysOf(input))); });
                QSignalSpy *triggered = nullptr;
                for (QAction *action : widget->actions())
                    if (action->shortcuts().contains(QKeySequence(keysOf(input)))) {
                        action->setEnabled(true);
                        triggered = new QSignalSpy(action, &QAction::triggered);
                    }
                if (isShortcut)
                    QTest::keyClick(widget, keysOf(input).key(), keysOf(input).keyboardModifiers());
                const bool isTaken = isShortcut ? triggered->count() == 1 : press(widget, keysOf(input));
                if (!isTaken)
                    QTest::qFail(qPrintable(title + ": " + input + " (" + row.meaning + ") does nothing"), __FILE__, __LINE__);
                delete triggered;
            }
        return byMouse;
    }
    /// Keys that the widget takes and the sheet does not tell of.
    QStringList unlisted(const QString &title, QWidget *widget, const std::function<void()> &prepare) {
        QSet<QString> listed;
        for (const InputRow &row : section(title).rows)
            for (const QString &input : row.inputs)
                listed << input;
        QStringList missing;
        QList<Qt::Key> all{Qt::Key_Left,   Qt::Key_Right,  Qt::Key_Up,     Qt::Key_Down,   Qt::Key_Home,      Qt::Key_End,  Qt::Key_PageUp, Qt::Key_PageDown,
                           Qt::Key_Return, Qt::Key_Escape, Qt::Key_Insert, Qt::Key_Delete, Qt::Key_Backspace, Qt::Key_Plus, Qt::Key_Minus,  Qt::Key_Space};
        for (int letter = Qt::Key_A; letter <= Qt::Key_Z; ++letter)
            all << static_cast<Qt::Key>(letter);
        for (const Qt::Key key : all)
            for (const Qt::KeyboardModifiers with : {Qt::KeyboardModifiers(), Qt::KeyboardModifiers(Qt::ShiftModifier),
                                                     Qt::KeyboardModifiers(Qt::ControlModifier), Qt::KeyboardModifiers(Qt::AltModifier)}) {
                const QKeyCombination keys(with, key);
                prepare();
                const bool isSign = key == Qt::Key_Plus || key == Qt::Key_Minus;
                const bool scrolls = qobject_cast<QAbstractScrollArea *>(widget) && with != Qt::NoModifier; // as every list does
                if (takes(widget, keys) && !scrolls && !listed.contains(ui::keyText(keys)) && !(isSign && with == Qt::ShiftModifier))
                    missing << ui::keyText(keys);
            }
        return missing;
    }

private slots:
    void init() {
        m_settings = std::make_unique<QSettings>(m_folder.filePath(QString::number(reinterpret_cast<quintptr>(this)) + ".ini"), QSettings::IniFormat);
        m_settings->clear();
        m_bench = std::make_unique<WindowBench>(*m_settings);
        m_bench->open();
    }
    void cleanup() {
        m_bench.reset();
        m_settings.reset();
    }

    void everyActionWithAKeyIsInItAndComesByThatKey() {
        ui::MainWindow &window = m_bench->window;
        QSet<QString> listed;
        for (const InputSection &each : window.inputs())
            for (const InputRow &row : each.rows)
                for (const QString &input : row.inputs)
                    listed << input;
        int count = 0;
        for (QAction *action : window.findChildren<QAction *>())
            for (const QKeySequence &keys : action->shortcuts()) {
                QVERIFY2(listed.contains(ui::keyText(keys)), qPrintable(action->text() + " by " + keys.toString()));
                ++count;
            }
        for (const QShortcut *shortcut : window.findChildren<QShortcut *>())
            QVERIFY2(listed.contains(ui::keyText(shortcut->key())), qPrintable(shortcut->key().toString()));
        QVERIFY(count > 30);

        for (QAction *action : window.actions()) {
            if (action->shortcuts().isEmpty())
                continue;
            action->disconnect(SIGNAL(triggered(bool))); // what it does is not asked here
            action->disconnect(SIGNAL(toggled(bool)));
            action->setEnabled(true);
            for (const QKeySequence &keys : action->shortcuts()) {
                QSignalSpy triggered(action, &QAction::triggered);
                window.setFocus();
                QTest::keyClick(&window, keys[0].key(), keys[0].keyboardModifiers());
                QVERIFY2(triggered.count() == 1, qPrintable(action->text() + " by " + keys.toString()));
            }
        }
    }

    void theSheetShowsEveryLine() {
        ui::MainWindow &window = m_bench->window;
        QTest::keyClick(&window, Qt::Key_F1);
        auto *sheet = window.findChild<ui::KeyboardHelp *>();
        QVERIFY(sheet && sheet->isVisible());
        QStringList texts;
        for (const QLabel *label : sheet->findChildren<QLabel *>())
            texts << label->text();
        int lines = 0;
        QSet<QString> headings;
        for (const InputSection &each : window.inputs()) {
            if (each.rows.empty())
                continue;
            QVERIFY2(texts.contains(each.title) && !headings.contains(each.title), qPrintable(each.title));
            headings << each.title;
            for (const InputRow &row : each.rows) {
                QVERIFY2(texts.contains(row.meaning), qPrintable(row.meaning));
                QVERIFY(!row.inputs.isEmpty());
                ++lines;
            }
        }
        QVERIFY(lines > 60);
        for (const char *key : {"Ins", "Alt+↑", "C"}) // that were missing once
            QVERIFY2(texts.contains(QString::fromUtf8(key)), key);
        const QImage picture = sheet->grab().toImage();
        QVERIFY(picture.width() <= window.screen()->availableGeometry().width());
        QTest::keyClick(sheet, Qt::Key_Escape);
        QVERIFY(!sheet->isVisible());
    }

    void theStack() {
        auto *canvas = m_bench->window.findChild<ui::StackCanvas *>();
        const auto prepare = [&] {
            canvas->setFocus();
            m_bench->views.stack->selectLayer(1);
            if (canvas->scene().held)
                return;
            const QPointF edge(canvas->barRectangle(1).right(), canvas->barRectangle(1).center().y());
            send(canvas, QEvent::MouseButtonRelease, edge, Qt::LeftButton, Qt::NoButton);
        };
        const auto hold = [&] {
            prepare();
            const QPointF edge(canvas->barRectangle(1).right(), canvas->barRectangle(1).center().y());
            send(canvas, QEvent::MouseButtonPress, edge, Qt::LeftButton, Qt::LeftButton);
            send(canvas, QEvent::MouseMove, edge + QPointF(20, 0), Qt::NoButton, Qt::LeftButton);
        };
        QStringList byMouse;
        for (const InputRow &row : section("The stack").rows)
            for (const QString &input : row.inputs) {
                if (!areKeys(input)) {
                    byMouse << input;
                    continue;
                }
                const QKeyCombination keys = keysOf(input);
                if (keys.key() == Qt::Key_Escape)
                    hold();
                else
                    prepare();
                QAction *action = nullptr;
                for (QAction *each : canvas->actions())
                    if (each->shortcuts().contains(QKeySequence(keys)))
                        action = each;
                const QString what = input + ": " + row.meaning;
                if (!action) {
                    QVERIFY2(press(canvas, keys), qPrintable(what));
                    continue;
                }
                action->setEnabled(true);
                QSignalSpy triggered(action, &QAction::triggered);
                QTest::keyClick(canvas, keys.key(), keys.keyboardModifiers());
                QVERIFY2(triggered.count() == 1, qPrintable(what));
            }
        QCOMPARE(byMouse, QStringList({"Click", "Drag an edge", "Ctrl", "Drag a bar"})); // each in ui/stack_view
        QCOMPARE(unlisted("The stack", canvas, prepare).join(QStringLiteral(" ")), QString());
    }

    void theMap() {
        ui::MapGlass *glass = m_bench->glass;
        const QPointF centre = QRectF(glass->rect()).center();
        const auto prepare = [&] {
            glass->setFocus();
            const auto number = m_bench->map->samples.front();
            auto *selection = m_bench->session.findChild<app::SampleSelection *>();
            selection->choose(std::make_shared<const app::SampleSet>(app::SampleSet{"One", {selection->ofShownPart(number).value()}}));
            send(glass, QEvent::MouseMove, m_bench->views.latent->scatter()->pixelOf(0).value_or(centre), Qt::NoButton, Qt::NoButton);
            auto neighbours = std::make_shared<analysis::SampleNeighbours>();
            neighbours->sample = number;
            m_bench->views.latent->showNeighbours(neighbours);
        };
        m_bench->views.latent->disconnect(SIGNAL(choiceExportWanted())); // its dialogue waits for a person
        const auto isTurning = [](const QString &input) { return input.startsWith("Ctrl+"); };
        const QStringList byMouse = pressAll("The map", glass, prepare, [&](const QString &input) { return !isTurning(input); });
        QCOMPARE(byMouse, QStringList({"Move", "Click", "Drag", "Shift+drag", "Ctrl+drag", "Shift+click", "Wheel", "Double-click", "Click a class",
                                       "Double-click a class", "Shift+click a class", "Drag over the scale"}));
        QCOMPARE(unlisted("The map", glass, prepare).join(QStringLiteral(" ")), QString());
        auto inSpace = std::make_shared<analysis::LatentPicture>(*m_bench->map);
        inSpace->units = 3;
        inSpace->axes.third = 2;
        inSpace->plane = analysis::CodePlane{{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
        inSpace->z = inSpace->x;
        m_bench->views.latent->showCodes(inSpace);
        pressAll(
            "The map", glass, [&] { glass->setFocus(); }, isTurning);
    }

    void theLoss() {
        m_bench->key(Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(m_bench->session.status().step > 30, WindowBench::patience);
        m_bench->key(Qt::Key_Space);
        m_bench->rest();
        ui::LossCanvas *canvas = m_bench->views.loss->canvas();
        const QPointF centre = QRectF(canvas->axisRect()->rect()).center();
        const auto prepare = [&] { canvas->setFocus(); };
        const QStringList byMouse = pressAll("The loss", canvas, prepare);
        QCOMPARE(byMouse, QStringList({"Move", "Click a number", "Click a curve", "Drag", "Wheel", "Double-click"}));
        canvas->fit();
        send(canvas, QEvent::MouseMove, centre, Qt::NoButton, Qt::NoButton);
        QVERIFY(canvas->reading().isShown);
        const QCPRange whole = canvas->xAxis->range();
        wheel(canvas, centre);
        QVERIFY(canvas->xAxis->range().size() < whole.size());
        send(canvas, QEvent::MouseButtonDblClick, centre, Qt::LeftButton, Qt::LeftButton);
        QCOMPARE(canvas->xAxis->range().size(), whole.size());
        drag(canvas, centre - QPointF(60, 40), centre + QPointF(50, 40));
        QVERIFY(canvas->xAxis->range().size() < whole.size());
        QCOMPARE(unlisted("The loss", canvas, prepare).join(QStringLiteral(" ")), QString());
    }

    void theReconstructions() {
        ui::ReconstructionGrid *grid = m_bench->grid;
        const auto prepare = [&] {
            grid->setFocus();
            press(grid, Qt::Key_Home);
        };
        QCOMPARE(pressAll("The reconstructions", grid, prepare), QStringList({"Move", "Click", "Double-click"}));
        QSignalSpy selected(grid, &ui::ReconstructionGrid::sampleSelected), hovered(grid, &ui::ReconstructionGrid::sampleHovered);
        const QPointF at(grid->width() / 2.0, grid->height() / 2.0);
        send(grid, QEvent::MouseMove, at, Qt::NoButton, Qt::NoButton);
        QVERIFY(hovered.count() > 0);
        send(grid, QEvent::MouseButtonPress, at, Qt::LeftButton, Qt::LeftButton);
        QVERIFY(selected.count() > 0);
        QCOMPARE(unlisted("The reconstructions", grid, prepare).join(QStringLiteral(" ")), QString());
    }

    void theData() {
        for (const ui::Dock *dock : m_bench->window.findChildren<ui::Dock *>())
            if (dock->panel() == m_bench->views.data)
                dock->toggleViewAction()->trigger();
        auto *grid = m_bench->window.findChild<ui::SampleGrid *>();
        QTRY_VERIFY_WITH_TIMEOUT(grid->isVisible() && m_bench->views.data->list().size() > 0, WindowBench::patience);
        const auto prepare = [&] {
            grid->setFocus();
            press(grid, Qt::Key_Return);
        };
        QCOMPARE(pressAll("The data", grid, prepare), QStringList({"Move", "Click", "Wheel", "Click a class"}));
        QCOMPARE(unlisted("The data", grid, prepare).join(QStringLiteral(" ")), QString());
    }

    void theDataSpace() {
        emit m_bench->window.topBar()->dataChosen("swiss-roll");
        auto *canvas = m_bench->window.findChild<ui::DataSpaceCanvas *>();
        QTRY_VERIFY_WITH_TIMEOUT(canvas->isVisible() && canvas->picture(), WindowBench::patience);
        const auto prepare = [&] {
            canvas->setFocus();
            emit canvas->sampleSelected(core::Index(2)); // to be let go
        };
        QCOMPARE(pressAll("The data space", canvas, prepare), QStringList({"Move", "Click", "Drag", "Wheel", "Double-click"})); // each in app/data_space
        QCOMPARE(unlisted("The data space", canvas, prepare).join(QStringLiteral(" ")), QString());
    }

    void numbers() {
        ui::NumberEdit *rate = WindowBench::number(m_bench->views.training, "Learning rate");
        const auto prepare = [&] { rate->setFocus(); };
        QCOMPARE(pressAll("Numbers", rate, prepare), QStringList{"Wheel"});
        rate->setFocus();
        const double before = rate->value();
        wheel(rate, {5, 5});
        QVERIFY(rate->value() > before);
        const double after = rate->value();
        rate->selectAll();
        QTest::keyClicks(rate, "0.5");
        press(rate, Qt::Key_Escape);
        QCOMPARE(rate->value(), after);
    }

    void thePresets() {
        m_bench->key(Qt::Key_P);
        ui::PresetGallery *gallery = m_bench->window.presetGallery();
        QVERIFY(gallery->isVisible());
        const auto &cards = gallery->cards();
        const auto focused = [&] { return static_cast<int>(std::find(cards.begin(), cards.end(), QApplication::focusWidget()) - cards.begin()); };
        cards.front()->setFocus();
        for (const InputRow &row : section("The presets").rows)
            for (const QString &input : row.inputs) {
                const QKeyCombination keys = keysOf(input);
                if (keys.key() == Qt::Key_Return || keys.key() == Qt::Key_Escape)
                    continue;
                cards[keys.key() == Qt::Key_Right || keys.key() == Qt::Key_Down || keys.key() == Qt::Key_End ? 0 : cards.size() - 1]->setFocus();
                const int before = focused();
                press(QApplication::focusWidget(), keys);
                QVERIFY2(focused() != before && focused() < static_cast<int>(cards.size()), qPrintable(input));
            }
        QTest::keyClick(gallery, Qt::Key_Escape);
        QVERIFY(!gallery->isVisible());
        m_bench->key(Qt::Key_P);
        QSignalSpy chosen(gallery, &ui::PresetGallery::presetChosen);
        cards[2]->setFocus();
        press(cards[2], Qt::Key_Return);
        QCOMPARE(chosen.count(), 1);
    }

    void theWindow() {
        ui::MainWindow &window = m_bench->window;
        QTest::keyClick(&window, Qt::Key_F10);
        QCOMPARE(window.menuBar()->activeAction(), window.menuBar()->actions().first());
        for (const char *title : {"The menus", "The panels", "The sheet of data"}) // the others: ui/main_window, app/import
            QVERIFY2(!section(title).rows.empty(), title);
    }
};

QTEST_MAIN(KeysSheetTest)
#include "keys_sheet_test.moc"
