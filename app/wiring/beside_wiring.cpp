#include "app/wiring/beside_wiring.h"

#include <cstdint>
#include <utility>
#include <vector>

#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>

#include "app/session/lock_step.h"
#include "app/session/session.h"
#include "engine/spec/presets.h"
#include "ui/forms/table_text.h"
#include "ui/window/beside_chip.h"
#include "ui/window/beside_menu.h"
#include "ui/window/main_window.h"
#include "ui/window/notice_strip.h"

namespace hourglass::app {

namespace {

void fillRuns(const Session &session, ui::BesideMenu &menu) {
    std::vector<ui::BesideMenu::Entry> entries;
    for (const runs::NamedRun &run : session.runList().runs())
        if (run.id != session.runList().present() && run.id != session.runList().beside())
            entries.push_back(
                {QString::number(run.id), QString::fromStdString(run.name),
                 Session::tr("%L1 parameters, a code of %L2").arg(static_cast<qlonglong>(run.parameters)).arg(static_cast<qlonglong>(run.codeSize))});
    menu.setRuns(entries);
}

/// Who it is, and how it is with it.
void showBeside(const Session &session, ui::MainWindow &window) {
    const LockStep &lockStep = session.lockStep();
    window.commands().endBeside->setEnabled(lockStep.isOn());
    const runs::NamedRun *run = session.runList().find(session.runList().beside());
    if (!lockStep.isOn() || !run)
        return window.besideChip()->showRun({}, {}, 0);
    const QString name = QString::fromStdString(run->name);
    const QString step = QLocale().toString(static_cast<qlonglong>(lockStep.status().step));
    QString text = Session::tr("%1 in lock step").arg(name), more = Session::tr("%1 trains step for step on the same batches as this stack").arg(name);
    if (lockStep.status().state == training::State::Diverged)
        text = Session::tr("%1 diverged at step %2").arg(name, step);
    else if (lockStep.status().state == training::State::Failed)
        text = Session::tr("%1 failed at step %2").arg(name, step);
    if (!lockStep.taken().isEmpty())
        more += Session::tr("; it takes from this one: %1").arg(lockStep.taken());
    window.besideChip()->showRun(text, more, run->colour);
}

} // namespace

void connectBeside(Session &session, ui::MainWindow &window) {
    ui::BesideMenu *menu = window.besideMenu();
    std::vector<ui::BesideMenu::Entry> presets;
    for (const spec::Preset &preset : spec::presets())
        presets.push_back({QString::fromStdString(preset.key), ui::tableText(preset.spec.name), ui::tableText(preset.sentence)});
    menu->setPresets(presets);
    menu->menuAction()->setEnabled(false);
    QObject::connect(&session, &Session::runStarted, menu, [menu] { menu->menuAction()->setEnabled(true); });
    QObject::connect(menu, &QMenu::aboutToShow, menu, [&session, menu] { fillRuns(session, *menu); });
    QObject::connect(menu, &ui::BesideMenu::copyWanted, &session, &Session::trainBesideCopy);
    QObject::connect(menu, &ui::BesideMenu::runWanted, &session, &Session::trainBesideRun);
    QObject::connect(menu, &ui::BesideMenu::presetWanted, &session, &Session::trainBesidePreset);
    QObject::connect(menu, &ui::BesideMenu::fileWanted, &session, [&session, &window] {
        const QString folder = session.file().isEmpty() ? QString() : QFileInfo(session.file()).absolutePath();
        const QString path =
            QFileDialog::getOpenFileName(&window, Session::tr("Choose a stack to train beside this one"), folder, Session::tr("Stacks (*.json)"));
        if (!path.isEmpty())
            session.trainBesideFile(path);
    });
    QObject::connect(window.commands().endBeside, &QAction::triggered, &session, &Session::endBeside);
    QObject::connect(&session, &Session::besideChanged, &window, [&session, &window] { showBeside(session, window); });
    QObject::connect(&session, &Session::besideTold, &window,
                     [&window](const QString &sentence) { window.notices()->showNote(sentence, {}, ui::NoticeTopic::Wish); });
    // Its name may be edited.
    QObject::connect(&session, &Session::ticked, &window, [&session, &window, version = std::uint64_t(0)]() mutable {
        if (session.lockStep().isOn() && std::exchange(version, session.runList().version()) != session.runList().version())
            showBeside(session, window);
    });
}

} // namespace hourglass::app
