// Someone who tries everything at random: mouse and keys anywhere in the window, menus, presets, data, arrangements, sizes and themes while it
// trains. Repeatable by its seed as far as the training's pace allows.
#pragma once

#include <QAbstractButton>
#include <QDialog>
#include <QMenu>
#include <QRandomGenerator>
#include <QTimer>

#include "engine/data/generators/generator.h"
#include "engine/spec/presets.h"
#include "tests/support/window_bench.h"
#include "ui/theme/text_size.h"

namespace hourglass::tests {

class RandomActions {
public:
    RandomActions(WindowBench &bench, quint32 seed) : m_bench(bench), m_random(seed) {
        // A menu or a dialog waits within its own loop: it is answered from here.
        m_answer.setInterval(40);
        QObject::connect(&m_answer, &QTimer::timeout, &m_answer, [this] { answer(); });
        m_answer.start();
        for (const spec::Preset &preset : spec::presets())
            m_presets.push_back(QString::fromStdString(preset.key));
        for (const data::Generator &generator : data::generators())
            m_sources.push_back(QString::fromStdString(generator.kind().key));
        m_sources.push_back(QString::fromLatin1(data::fashionMnistSampleKey));
    }

    /// What was done last, the newest at the end.
    const QStringList &last() const { return m_last; }
    int count() const { return m_count; }

    void act() {
        ++m_count;
        if (!m_bench.window.isVisible())
            m_bench.window.show();
        const int kind = below(100);
        if (kind < 45)
            mouse();
        else if (kind < 85)
            keys();
        else
            choose();
        QTest::qWait(below(4) == 0 ? 30 : 1);
    }

private:
    int below(int end) { return m_random.bounded(end); }
    template <class List>
    auto any(const List &list) {
        return list[below(static_cast<int>(list.size()))];
    }

    void note(const QString &what) {
        if (m_isTraced)
            qInfo("%d %s", m_count, qPrintable(what));
        m_last << what;
        if (m_last.size() > 40)
            m_last.removeFirst();
    }

    void answer() {
        if (QWidget *popup = QApplication::activePopupWidget()) {
            auto *menu = qobject_cast<QMenu *>(popup);
            const bool takes = menu && !menu->actions().isEmpty() && below(2) == 0;
            QAction *action = takes ? any(menu->actions()) : nullptr;
            const bool isSafe = action && action->isEnabled() && !action->menu() && action != m_bench.window.commands().quit;
            note(isSafe ? "menu " + action->text() : QStringLiteral("close popup"));
            popup->close();
            if (isSafe) // from a loop of its own: a dialog that it opens is answered from here, and a timer does not interrupt itself
                QTimer::singleShot(0, action, &QAction::trigger);
        } else if (auto *dialog = qobject_cast<QDialog *>(QApplication::activeModalWidget())) {
            note("reject " + dialog->windowTitle());
            dialog->reject();
        }
    }

    void mouse() {
        QWidgetList shown;
        for (QWidget *widget : m_bench.window.findChildren<QWidget *>())
            if (widget->isVisible() && widget->isEnabled() && widget->window() == &m_bench.window && widget->width() > 0 && widget->height() > 0)
                shown << widget;
        if (shown.isEmpty())
            return;
        QPointer<QWidget> widget = any(shown);
        const auto place = [&] { return QPoint(below(widget->width()), below(widget->height())); };
        const QPoint from = place(), to = place();
        const int how = below(6);
        note(QString("mouse %1 on %2 %3").arg(how).arg(widget->metaObject()->className(), widget->objectName()));
        switch (how) {
        case 0:
        case 1: return QTest::mouseClick(widget, Qt::LeftButton, below(4) == 0 ? Qt::ControlModifier : Qt::NoModifier, from);
        case 2: return QTest::mouseDClick(widget, Qt::LeftButton, {}, from);
        case 3:
            QTest::mousePress(widget, Qt::LeftButton, {}, from);
            for (int step = 1; step <= 4 && widget; ++step)
                QTest::mouseMove(widget, from + (to - from) * step / 4);
            if (below(5) == 0)
                m_bench.key(Qt::Key_Escape);
            if (widget)
                QTest::mouseRelease(widget, Qt::LeftButton, {}, to);
            return;
        case 4: return QTest::mouseMove(widget, to);
        default: {
            QWheelEvent wheel(from, widget->mapToGlobal(from), {}, {0, below(2) == 0 ? 120 : -120}, {}, {}, Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(widget, &wheel);
        }
        }
    }

    void keys() {
        static const std::vector<Qt::Key> plain{
            Qt::Key_Space,       Qt::Key_Period,       Qt::Key_R,    Qt::Key_F,     Qt::Key_N,    Qt::Key_P,      Qt::Key_M,      Qt::Key_C,
            Qt::Key_Up,          Qt::Key_Down,         Qt::Key_Left, Qt::Key_Right, Qt::Key_Plus, Qt::Key_Minus,  Qt::Key_Insert, Qt::Key_Delete,
            Qt::Key_Return,      Qt::Key_Escape,       Qt::Key_Tab,  Qt::Key_Home,  Qt::Key_End,  Qt::Key_Escape, Qt::Key_F1,     Qt::Key_PageUp,
            Qt::Key_BracketLeft, Qt::Key_BracketRight, Qt::Key_5};
        static const std::vector<Qt::Key> withControl{Qt::Key_Z, Qt::Key_Z, Qt::Key_Z, Qt::Key_Y, Qt::Key_D,
                                                      Qt::Key_V, Qt::Key_1, Qt::Key_2, Qt::Key_3, Qt::Key_7};
        const int how = below(10);
        const Qt::Key key = how < 7 ? any(plain) : how == 7 ? Qt::Key_Up : any(withControl);
        const Qt::KeyboardModifiers modifiers = how < 6 ? Qt::NoModifier : how == 6 ? Qt::ShiftModifier : how == 7 ? Qt::AltModifier : Qt::ControlModifier;
        note("key " + QKeySequence(static_cast<int>(key) | static_cast<int>(modifiers)).toString());
        m_bench.key(key, modifiers);
    }

    void choose() {
        switch (below(8)) {
        case 0: {
            const QString preset = any(m_presets);
            note("preset " + preset);
            return m_bench.session.openPreset(preset);
        }
        case 1: {
            const QString source = any(m_sources);
            note("data " + source);
            emit m_bench.window.topBar()->dataChosen(source);
            return;
        }
        case 2: {
            const QSize size(700 + below(1200), 500 + below(700));
            note(QString("size %1 x %2").arg(size.width()).arg(size.height()));
            return m_bench.window.resize(size);
        }
        case 3: note("theme"); return m_bench.window.setThemeChoice(below(2) == 0 ? ui::ThemeChoice::Dark : ui::ThemeChoice::Light);
        case 4: {
            const int percent = ui::textSizes[static_cast<std::size_t>(below(static_cast<int>(ui::textSizes.size())))];
            note(QString("text %1").arg(percent));
            return m_bench.window.setTextSize(percent);
        }
        case 5: note("captions"); return m_bench.window.commands().captions->trigger();
        case 6: {
            const int who = below(4);
            note(QString("beside %1").arg(who));
            return who == 0   ? m_bench.session.endBeside()
                   : who == 1 ? m_bench.session.trainBesidePreset(any(m_presets))
                              : m_bench.session.trainBesideCopy(who == 2);
        }
        default: {
            const auto docks = m_bench.window.findChildren<ui::Dock *>();
            ui::Dock *dock = any(docks);
            note("panel " + dock->objectName());
            return dock->toggleViewAction()->trigger();
        }
        }
    }

    WindowBench &m_bench;
    QRandomGenerator m_random;
    QTimer m_answer;
    QStringList m_presets, m_sources, m_last;
    const bool m_isTraced = qEnvironmentVariableIsSet("HOURGLASS_TRACE"); ///< each action is said, for what does not come back
    int m_count = 0;
};

/// What a window owes whatever was done to it: Space trains, Undo takes back, and every panel shows the present. Empty: it does; else what does not.
inline QString stuck(WindowBench &bench) {
    constexpr int patience = 60'000;
    for (int i = 0; i < 4; ++i)
        bench.key(Qt::Key_Escape);
    for (QWidget *other : QApplication::topLevelWidgets()) // help, glossary, panels that float
        if (other != &bench.window && other->isVisible())
            other->close();
    bench.window.activateWindow();
    if (!QTest::qWaitForWindowActive(&bench.window))
        return "it cannot be brought to the front";
    bench.program.import().cancel();
    bench.window.findChild<QAction *>("arrangement1")->trigger();
    bench.window.commands().resetLayout->trigger();
    bench.window.setFocus();
    bench.session.openPresetOnItsData("shallow");
    if (!QTest::qWaitFor(
            [&] { return !bench.session.isLoading() && bench.session.presetKey() == "shallow" && bench.session.status().state != training::State::Idle; },
            patience))
        return "a preset cannot be opened";
    if (bench.session.status().state == training::State::Running)
        bench.session.toggleTraining();
    bench.session.reset();
    if (!QTest::qWaitFor([&] { return bench.session.status().step == 0 && bench.session.status().state == training::State::Paused; }, patience))
        return "it cannot be reset";
    bench.lattice.reset(); // may be switched off
    bench.map.reset();
    bench.reconstructions.reset();
    bench.window.activateWindow(); // without a window manager, none is active once another one closed
    if (!QTest::qWaitForWindowActive(&bench.window))
        return "it cannot be brought to the front";
    bench.window.setFocus();
    bench.key(Qt::Key_Space);
    if (!QTest::qWaitFor([&] { return bench.session.status().state == training::State::Finished || bench.session.status().step > 3; }, patience))
        return QString("Space does not train: state %1, step %2, the keys go to %3")
            .arg(static_cast<int>(bench.session.status().state))
            .arg(bench.session.status().step)
            .arg(QApplication::focusWidget() ? QApplication::focusWidget()->metaObject()->className() : "nothing");
    if (bench.session.status().state == training::State::Running)
        bench.key(Qt::Key_Space);
    if (!QTest::qWaitFor([&] { return bench.session.status().state != training::State::Running && bench.map && bench.reconstructions && bench.isFresh(); },
                         patience))
        return QString("a panel shows another moment: %1 of step %2; map %3, lattice %4, reconstructions %5")
            .arg(bench.session.snapshotFeed().isBusy() ? "busy" : "idle")
            .arg(bench.session.status().step)
            .arg(bench.map ? bench.map->moment.step : -1)
            .arg(bench.lattice ? bench.lattice->moment.step : -1)
            .arg(bench.reconstructions ? bench.reconstructions->moment.step : -1);
    const spec::Spec before = bench.session.spec();
    spec::TrainingSpec other = before.training;
    other.batch += 3;
    bench.session.editTraining(other, "Batch size");
    bench.session.finishEdit();
    bench.key(Qt::Key_Z, Qt::ControlModifier);
    if (!QTest::qWaitFor([&] { return bench.session.spec() == before; }, patience))
        return "Undo does not take back";
    return {};
}

} // namespace hourglass::tests
