#include "app/session/work_keeper.h"

#include <algorithm>
#include <cstdio>

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QUuid>

#include "app/session/session.h"

namespace hourglass::app {

namespace {

constexpr int intervalMs = 60'000;

QString lockOf(const QString &work) {
    return work + QLatin1String(".lock");
}

QString ownFolder(const QString &all) {
    QDir().mkpath(all);
    return QDir(all).filePath(QUuid::createUuid().toString(QUuid::WithoutBraces));
}

/// Whether the program that keeps this work ended.
bool isLeft(const QString &work) {
    QLockFile lock(lockOf(work));
    lock.setStaleLockTime(0);
    return lock.tryLock(0);
}

} // namespace

WorkKeeper::WorkKeeper(Session &session, const QString &folder, QObject *parent)
    : QObject(parent), m_session(session), m_all(folder), m_own(ownFolder(folder)), m_lock(lockOf(m_own)) {
    m_lock.setStaleLockTime(0);
    m_lock.tryLock(0);
    connect(&m_timer, &QTimer::timeout, this, &WorkKeeper::keep);
    m_timer.start(intervalMs);
    connect(&session, &Session::wentOn, this, [this](const QString &from) {
        if (QFileInfo(from).isDir()) // a project's file stays what it is
            m_adopted = from;
    });
    forgetOld();
}

WorkKeeper::~WorkKeeper() {
    finish();
}

std::vector<KeptWork> WorkKeeper::left() const {
    std::vector<KeptWork> works;
    for (const QFileInfo &entry : QDir(m_all).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QString path = entry.filePath();
        if (path == m_own || path == m_adopted || path.endsWith(QLatin1String(".next")) || !isLeft(path))
            continue;
        if (auto work = keptIn(path))
            works.push_back(std::move(*work));
    }
    std::sort(works.begin(), works.end(), [](const KeptWork &a, const KeptWork &b) { return a.kept > b.kept; });
    return works;
}

void WorkKeeper::forgetOld() const {
    const std::vector<KeptWork> works = left();
    const QDateTime now = QDateTime::currentDateTime();
    for (std::size_t i = 0; i < works.size(); ++i)
        if (i >= keptMost || works[i].kept.daysTo(now) > keptDays)
            QDir(works[i].folder).removeRecursively();
}

void WorkKeeper::keep() {
    const training::Status &status = m_session.status();
    const std::shared_ptr<const runs::RunLog> log = m_session.runs().present;
    if (status.step == 0 || !m_session.plan() || (status.run == m_keptRun && status.step == m_keptStep))
        return;
    m_keptRun = status.run;
    m_keptStep = status.step;
    ++m_asked;
    const KeptWork work{m_own, m_session.trained(), m_session.presetKey(), m_session.file(), status.epoch, QDateTime::currentDateTime()};
    // Let go of when all is done with the request, whatever becomes of it.
    const std::shared_ptr<void> request(nullptr, [this](void *) { m_written.release(); });
    m_session.requestState([this, work, log = log->copy(), request](const runs::State &state) {
        m_worker.run([this, work, log, request, state](const std::atomic<bool> &) -> std::function<void()> {
            if (!state)
                return [] {};
            if (const auto error = write(work, *state, *log)) {
                std::fprintf(stderr, "hourglass: the work could not be kept: %s\n", error->sentence().c_str());
                return [] {};
            }
            return [this] {
                if (!m_adopted.isEmpty())
                    QDir(m_adopted).removeRecursively();
                m_adopted.clear();
            };
        });
    });
}

void WorkKeeper::finish() {
    m_timer.stop();
    keep();
    m_written.acquire(std::exchange(m_asked, 0));
    QCoreApplication::sendPostedEvents(&m_worker, QEvent::MetaCall);
}

} // namespace hourglass::app
