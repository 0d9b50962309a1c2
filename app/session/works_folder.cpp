#include "app/session/works_folder.h"

#include <algorithm>

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QLockFile>

#include "engine/project/project_file.h"
#include "engine/project/write_lock.h"

namespace hourglass::app {

namespace {

bool isFree(const QString &lockFile) {
    QLockFile lock(lockFile);
    lock.setStaleLockTime(0);
    return lock.tryLock(0);
}

} // namespace

QString projectEnding() {
    return QLatin1String(project::extension);
}

bool isLeft(const QFileInfo &work) {
    if (work.isDir())
        return isFree(work.filePath() + QLatin1String(".lock"));
    return static_cast<bool>(project::WriteLock::take(work.filePath().toStdString()));
}

QFileInfoList worksIn(const QString &folder) {
    QFileInfoList all = QDir(folder).entryInfoList({QLatin1Char('*') + projectEnding()}, QDir::Files);
    for (const QFileInfo &entry : QDir(folder).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot))
        if (!entry.fileName().endsWith(QLatin1String(".next")))
            all << entry;
    std::stable_sort(all.begin(), all.end(), [](const QFileInfo &a, const QFileInfo &b) { return a.lastModified() > b.lastModified(); });
    return all;
}

void removeWork(const QFileInfo &work) {
    if (work.isDir())
        QDir(work.filePath()).removeRecursively();
    else
        for (const char *part : {"", "-journal"})
            QFile::remove(work.filePath() + QLatin1String(part));
}

std::optional<KeptWork> workIn(const QString &path) {
    auto file = project::ProjectFile::openToRead(path.toStdString());
    if (!file)
        return {};
    const std::int64_t present = file->presentRun();
    std::optional<KeptWork> work;
    for (const project::StoredRun &run : file->runs())
        if (const project::StateMoment *last = run.last(); last && (!work || run.record.id == present))
            work = KeptWork{path, run.record.spec, QString::fromStdString(run.record.preset), {}, last->epoch, QDateTime::fromMSecsSinceEpoch(last->taken)};
    return work;
}

void forgetOldWorks(const QString &folder, int most, int days) {
    const QDateTime now = QDateTime::currentDateTime();
    int count = 0;
    for (const QFileInfo &entry : worksIn(folder))
        if (isLeft(entry) && (++count > most || entry.lastModified().daysTo(now) > days))
            removeWork(entry);
    // What windows that were killed meant to go back to.
    for (const QFileInfo &entry : QDir(folder).entryInfoList({QLatin1Char('*') + QLatin1String(momentEnding)}, QDir::Files))
        if (isFree(entry.filePath().section(QLatin1Char('-'), 0, -2) + QLatin1String(windowEnding)))
            QFile::remove(entry.filePath());
    for (const QFileInfo &entry : QDir(folder).entryInfoList({QLatin1Char('*') + QLatin1String(windowEnding)}, QDir::Files))
        isFree(entry.filePath()); // goes with the lock
}

} // namespace hourglass::app
