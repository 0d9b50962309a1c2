// Keeps a window's work in a project, by itself: in the file that a person gave it, else in one of its own in the data folder. A second after a
// change, and each second while it trains (of large stacks more seldom), so that whatever ends the program next to nothing is lost. Works of windows
// that ended are found, offered, and after a while forgotten. Lives on the GUI thread; states are taken on the trainer's, and one thread writes.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include <QElapsedTimer>
#include <QJsonObject>
#include <QLockFile>
#include <QObject>
#include <QSemaphore>
#include <QTimer>

#include "app/background/worker.h"
#include "app/session/kept_project.h"
#include "app/session/kept_work.h"
#include "app/session/moment_keeper.h"
#include "app/session/session.h"
#include "engine/project/project_writer.h"

namespace hourglass::app {

class ProjectKeeper : public QObject {
    Q_OBJECT
public:
    static constexpr int keptMost = 5; ///< untitled works of windows that ended
    static constexpr int keptDays = 60;

    /// `folder`: of the untitled works of all windows, made where there is none. The session must outlive it.
    ProjectKeeper(Session &session, const QString &folder, QObject *parent = nullptr);
    ~ProjectKeeper() override;

    /// What the window is to find again: asked for before each saving, and handed back when a project was opened.
    void setView(std::function<QJsonObject()> view, std::function<void(const QJsonObject &)> restore) {
        m_view = std::move(view);
        m_restore = std::move(restore);
    }
    /// The file that a person gave it; empty: untitled.
    QString file() const { return m_isUntitled ? QString() : m_kept->path(); }
    /// The file that the work is kept in, whoever named it.
    QString path() const { return m_kept->path(); }
    /// Whether all of it is in the file, as it is now.
    bool isSaved() const {
        return !m_isAwaited && !m_isMoving && !m_problem && !m_hasMore && !isDue(present()) && !m_moments.isBehind() && !m_sweeps.isBehind();
    }
    /// Sweeps that are kept with the work; the shelf must outlive the keeper's last saving.
    void setShelf(SweepShelf *shelf);
    /// Bytes that the moments of the timelines may take in the file, and those that they take.
    core::Index momentBudget() const { return m_moments.byteBudget(); }
    core::Index momentBytes() const { return m_moments.bytes(); }
    void setMomentBudget(core::Index bytes) { m_moments.setByteBudget(bytes); }
    /// Whether the work can go back to the moment when it was opened or saved under its name.
    bool canRevert() const { return m_canRevert; }
    /// Seconds between two savings while it trains.
    double interval() const { return m_pace.seconds(); }

    /// Untitled works of windows that ended, the newest first.
    std::vector<KeptWork> left() const;
    /// Keeps the work as it is now, where anything changed since the last time. Nothing waits.
    void keep();
    /// Keeps it and waits until it is written.
    void finish();

public slots:
    /// Goes on in this file (its name ends in .hourglass, else that is added), in the place of what was there. An untitled work moves there.
    void saveAs(const QString &path);
    /// What is here stays in its file, and the work goes on in a copy beside it.
    void duplicate();
    /// Back to the moment when it was opened or saved under its name. What came since then stays, as an untitled work.
    void revert();

signals:
    /// The work is kept in another file from now on; empty: in one without a title.
    void fileChanged(const QString &file);
    /// It cannot be saved, and is tried again; the training goes on.
    void failed(const core::Error &error);
    void recovered();
    /// A project that cannot be written was opened: what is done here is kept apart from it.
    void openedToLook(const core::Error &why);
    void canRevertChanged(bool canRevert);
    void saved();

private:
    /// What of a run is in the file.
    struct Listed {
        const void *log = nullptr, *state = nullptr;
        std::uint64_t version = 0;
        project::RunRecord record;
    };
    /// What of the present one is.
    struct Seen {
        std::uint64_t run = 0, list = 0, log = 0;
        core::Index step = -1;
        spec::Spec trained;
        QByteArray memory;
    };

    Seen present() const;
    QByteArray memory() const;
    bool isWorthKeeping() const;
    bool isDue(const Seen &seen) const;
    void keep(bool isLast);
    std::shared_ptr<WorkSaving> savingOf(const Seen &seen, std::map<std::int64_t, Listed> &listed, bool isLast);
    void addOthers(WorkSaving &saving, std::map<std::int64_t, Listed> &listed, bool isLast);
    void note(const std::shared_ptr<KeptProject> &kept, const WorkOutcome &outcome, const std::map<std::int64_t, Listed> &listed, core::Index bytes);
    void noteRun();
    std::shared_ptr<void> request();
    /// On the writer's thread, after all that is on its way; what it returns, here.
    void runAfterWriting(std::function<std::function<void()>()> work);
    void adopt(const std::shared_ptr<OpenedProject> &project);
    void moveTo(std::shared_ptr<KeptProject> kept, bool isUntitled);
    void copyTo(const QString &path, bool removesOld);
    void setProblem(const std::optional<core::Error> &error);
    void forgetWhatIsWritten();
    QString nextMoment();
    std::shared_ptr<KeptProject> untitled() const;

    Session &m_session;
    QString m_all, m_own; ///< the folder, and this window's path within it without an ending
    QLockFile m_lock;     ///< that this window lives
    QTimer m_timer;
    std::function<QJsonObject()> m_view;
    std::function<void(const QJsonObject &)> m_restore;
    std::shared_ptr<KeptProject> m_kept; ///< never null
    bool m_isUntitled = true, m_canRevert = false, m_wasEdited = false;
    QString m_moment;  ///< the copy to go back to
    QString m_adopted; ///< a folder of an earlier version that the session went on from: goes when the work is written
    int m_copies = 0, m_untitled = 0;

    project::LogFollower m_follower, m_besideFollower;
    project::SavingPace m_pace;
    Seen m_seen;
    std::map<std::int64_t, Listed> m_listed; ///< written
    std::set<std::int64_t> m_handed;         ///< runs that are written or on their way: where one is removed, it has to leave the file, too
    bool m_isAwaited = false, m_isMoving = false, m_hasMore = false;
    std::optional<core::Error> m_problem;
    QElapsedTimer m_sinceSaved;
    int m_asked = 0;
    QSemaphore m_written;
    Worker m_worker; ///< its own: reading data may take minutes
    MomentKeeper m_moments{m_session, m_worker};
    SweepKeeper m_sweeps;
    SweepShelf *m_shelf = nullptr;
    bool m_isLeaving = false; ///< another project is opened
};

} // namespace hourglass::app
