// Projects: all of a window's work from one file, and the states of its runs that lie there.
#include "app/session/session.h"

#include <utility>

#include <QFileInfo>
#include <QUuid>

#include "app/session/lock_step.h"
#include "app/session/opened_project.h"
#include "app/session/same_file.h"
#include "engine/training/demands.h"

namespace hourglass::app {

void Session::openProject(const QString &path, const QString &movedTo, std::uint64_t run) {
    if (!m_project.isEmpty() && isSameFile(path, m_project))
        return emit told(tr("%1 is open already.").arg(QFileInfo(path).fileName()));
    assignWhatWaits();
    LoadedData present;
    if (m_dataset)
        present = {training::dataFor(m_good), m_good.training.seed, m_dataset};
    const data::Library *library = &m_library;
    m_loader.run(tr("Opening %1").arg(QFileInfo(path).fileName()),
                 [this, library, path, movedTo, present, run](const data::Progress &progress) -> std::function<void()> {
                     const auto project = readProject(path, *library, present, movedTo, progress, run);
                     if (project)
                         return [this, project = *project] { takeUp(project); };
                     // Which data it lacks is in the spec of its run.
                     QString data;
                     if (auto file = project::ProjectFile::openToRead(path.toStdString())) {
                         const std::int64_t presentRun = file->presentRun();
                         for (const project::StoredRun &each : file->runs())
                             if (data.isEmpty() || each.record.id == presentRun)
                                 data = QString::fromStdString(each.record.spec.data.source);
                     }
                     return [this, path, error = project.error(), data] { refuseProject(path, error, data); };
                 });
}

void Session::takeUp(const std::shared_ptr<OpenedProject> &project) {
    changeTo({.spec = project->spec,
              .presetKey = project->presetKey,
              .reason = Opening{},
              .file = project->memory["file"].toString(),
              .loaded = project->loaded,
              .opened = project});
}

void Session::refuseProject(const QString &path, const core::Error &error, const QString &data) {
    emit problemMet(error);
    if (data.contains(QLatin1Char('/')) && !QFileInfo::exists(data)) {
        m_missing = Update{.spec = m_edited, .presetKey = m_presetKey, .reason = Opening{}, .kept = path};
        emit dataMissed(error, data);
    }
    stayWithWhatIs();
}

void Session::tellOfProject(const OpenedProject &project) {
    const QFileInfo file(project.path);
    const bool hasOwnName = QUuid::fromString(file.completeBaseName()).isNull(); // untitled work has none that says anything
    const QString name = hasOwnName ? file.fileName() : QString::fromStdString(project.spec.name);
    if (project.lost)
        emit problemMet(*project.lost);
    else if (!project.missing.empty())
        emit problemMet({"The file is damaged; missing: " + project.missing.front(), project.path.toStdString(), "The rest is here."});
    else if (m_lockStep->isOn())
        emit told(tr("Opened %1; the training goes on from where it was, with %2 beside it").arg(name, m_lockStep->name()));
    else
        emit told(tr("Opened %1; the training goes on from where it was").arg(name));
    if (!project.rival.loss.isEmpty())
        emit besideTold(project.rival.loss);
}

core::Result<Session::Start> Session::startStored(const Update &update, const std::shared_ptr<const plan::Plan> &plan, const data::Dataset &dataset) const {
    const runs::NamedRun *run = m_runList.find(update.stored);
    auto state = storedState(m_project.toStdString(), update.stored, plan, dataset);
    if (!state)
        return state.error();
    return Start{.state = std::move(*state), .log = run ? run->log : nullptr};
}

} // namespace hourglass::app
