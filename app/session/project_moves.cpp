// The files that a work moves to: another project that is opened, another name, a copy, and back to the moment when it was opened.
#include "app/session/project_keeper.h"

#include <utility>

#include <QDir>
#include <QFileInfo>

#include "app/session/opened_project.h"
#include "app/session/same_file.h"
#include "app/session/works_folder.h"
#include "engine/spec/json.h"
#include "engine/training/catalogue.h"

namespace hourglass::app {

namespace {

/// "map copy.hourglass" beside "map.hourglass", or the first with a number that is free.
QString copyNameOf(const QString &path) {
    const QFileInfo info(path);
    for (int number = 1;; ++number) {
        const QString copy =
            number == 1 ? ProjectKeeper::tr("%1 copy").arg(info.completeBaseName()) : ProjectKeeper::tr("%1 copy %2").arg(info.completeBaseName()).arg(number);
        if (const QString file = info.dir().filePath(copy + projectEnding()); !QFileInfo::exists(file))
            return file;
    }
}

} // namespace

void ProjectKeeper::moveTo(std::shared_ptr<KeptProject> kept, bool isUntitled) {
    m_kept = std::move(kept);
    m_isUntitled = isUntitled;
    m_isAwaited = m_isMoving = false;
    m_follower.forget();
    m_besideFollower.forget();
    m_moments.forget();
    m_seen = {};
    setProblem({});
    m_session.setProject(m_kept->path());
    if (std::exchange(m_canRevert, false))
        emit canRevertChanged(false);
    emit fileChanged(file());
}

void ProjectKeeper::adopt(const std::shared_ptr<OpenedProject> &project) {
    const std::optional<core::Error> obstacle = project->file->obstacle();
    m_listed.clear();
    m_handed.clear();
    m_moments.leave();
    for (const runs::NamedRun &run : project->runs)
        m_listed[static_cast<std::int64_t>(run.id)] = {run.log.get(), nullptr, run.log->version(), recordOf(run)};
    if (m_shelf) {
        m_shelf->fill(project->sweeps);
        m_sweeps.noteSame();
    }
    m_wasEdited = false;
    if (m_restore)
        m_restore(project->memory["view"].toObject());
    if (obstacle) {
        ++m_untitled;
        moveTo(std::make_shared<KeptProject>(untitled()->path(), project->file, project->records), true);
    } else {
        const bool isUntitled = isSameFile(QFileInfo(project->path).absolutePath(), m_all);
        moveTo(std::make_shared<KeptProject>(project->file, project->records, isUntitled ? QString() : nextMoment()), isUntitled);
        m_seen = present(); // nothing of it changed yet
    }
    m_isLeaving = false;
    noteRun();
    const QString edited = project->memory["edited"].toString();
    if (const auto spec = spec::readSpec(edited.toStdString(), training::catalogue(), project->path.toStdString()); !edited.isEmpty() && spec)
        m_session.editModel(spec->model, tr("Edit"));
    if (obstacle)
        emit openedToLook(*obstacle);
}

void ProjectKeeper::saveAs(const QString &path) {
    if (path.isEmpty())
        return;
    const QString file = path.endsWith(projectEnding(), Qt::CaseInsensitive) ? path : path + projectEnding();
    if (isSameFile(file, m_kept->path()))
        return emit m_session.told(tr("%1 is saved by itself, all the time").arg(QFileInfo(file).fileName()));
    copyTo(file, m_isUntitled);
}

void ProjectKeeper::duplicate() {
    if (!m_isUntitled)
        return copyTo(copyNameOf(m_kept->path()), false);
    ++m_untitled;
    copyTo(untitled()->path(), false);
}

void ProjectKeeper::copyTo(const QString &path, bool removesOld) {
    if (m_isMoving)
        return;
    keep(true);
    m_isMoving = true; // nothing is written until it is known where
    const bool isUntitled = isSameFile(QFileInfo(path).absolutePath(), m_all);
    const QString moment = isUntitled ? QString() : nextMoment();
    runAfterWriting([this, kept = m_kept, path, moment, isUntitled, removesOld]() -> std::function<void()> {
        std::optional<core::Error> error;
        if (auto lock = project::WriteLock::take(path.toStdString()); !lock)
            error = lock.error();
        const bool isWritten = QFileInfo::exists(kept->path()) && !kept->isBehind();
        if (!error && isWritten)
            error = kept->copyTo(path);
        else if (!error)
            QFile::remove(path); // what is in memory takes its place
        auto next = std::make_shared<KeptProject>(path, moment);
        next->takeData(*kept);
        if (!error) // from now on it is this window's
            error = next->open();
        if (!error && removesOld && isWritten) {
            kept->close();
            removeWork(QFileInfo(kept->path()));
        }
        return [this, kept, next, error, isUntitled, isWritten, path] {
            if (kept != m_kept) // another project was opened meanwhile
                return;
            m_isMoving = false;
            if (error)
                return emit m_session.problemMet(*error);
            if (!isWritten) {
                m_listed.clear();
                m_sweeps.forget();
            }
            moveTo(next, isUntitled);
            emit m_session.told(isUntitled ? tr("What was here is kept; you go on in a copy of it")
                                           : tr("From here on all is saved in %1, by itself").arg(QFileInfo(path).fileName()));
        };
    });
}

void ProjectKeeper::revert() {
    if (!m_canRevert || m_isMoving)
        return;
    keep(true);
    m_isMoving = true;
    ++m_untitled;
    const QString aside = untitled()->path(), path = m_kept->path();
    runAfterWriting([this, kept = m_kept, path, aside, moment = m_moment]() -> std::function<void()> {
        auto error = copyFile(path, aside);
        if (!error) {
            kept->close();
            error = copyFile(moment, path);
        }
        auto next = std::make_shared<KeptProject>(aside, QString());
        next->takeData(*kept);
        return [this, kept, next, error, path] {
            if (kept != m_kept)
                return;
            m_isMoving = false;
            if (error)
                return emit m_session.problemMet(*error);
            moveTo(next, true);
            m_session.openProject(path);
        };
    });
}

} // namespace hourglass::app
