// Keeps what was learned in a folder of its own, once a minute and when the program ends, so that the next start can go on from there. Each
// window keeps its own work; those of programs that ended are found, offered, and after a while forgotten. Lives on the GUI thread.
#pragma once

#include <vector>

#include <QDateTime>
#include <QLockFile>
#include <QObject>
#include <QSemaphore>
#include <QTimer>

#include "app/background/worker.h"
#include "app/session/kept_work.h"

namespace hourglass::app {

class Session;

class WorkKeeper : public QObject {
    Q_OBJECT
public:
    static constexpr int keptMost = 5; ///< works of programs that ended
    static constexpr int keptDays = 60;

    /// `folder`: of the works of all windows, made where there is none. The session must outlive it.
    WorkKeeper(Session &session, const QString &folder, QObject *parent = nullptr);
    ~WorkKeeper() override;

    /// Works of programs that ended, the newest first.
    std::vector<KeptWork> left() const;
    /// Keeps the work as it is now, where anything was trained since the last time. Nothing waits.
    void keep();
    /// Keeps it and waits until it is written.
    void finish();
    QString folder() const { return m_own; }

private:
    void forgetOld() const;

    Session &m_session;
    QString m_all, m_own;
    QLockFile m_lock;
    QTimer m_timer;
    QString m_adopted; ///< that the session went on from: goes when this window's own is written
    std::uint64_t m_keptRun = 0;
    core::Index m_keptStep = 0;
    int m_asked = 0;
    QSemaphore m_written;
    Worker m_worker; ///< its own: reading data may take minutes
};

} // namespace hourglass::app
