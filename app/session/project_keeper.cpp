#include "app/session/project_keeper.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QLocale>
#include <QUuid>

#include "app/session/kept_rival.h"
#include "app/session/opened_project.h"
#include "app/session/same_file.h"
#include "app/session/works_folder.h"
#include "engine/spec/json.h"

namespace hourglass::app {

namespace {

constexpr int lookMs = 500;
constexpr double secondsAfterAProblem = 2.0;
constexpr core::Index bytesAtOnce = 8'000'000; ///< of the curves of other runs: copying more would be felt

/// Of a window's own files, without an ending; makes the folder.
QString ownPathIn(const QString &folder) {
    QDir().mkpath(folder);
    return QDir(folder).filePath(QUuid::createUuid().toString(QUuid::WithoutBraces));
}

} // namespace

ProjectKeeper::ProjectKeeper(Session &session, const QString &folder, QObject *parent)
    : QObject(parent), m_session(session), m_all(folder), m_own(ownPathIn(folder)), m_lock(m_own + QLatin1String(windowEnding)) {
    m_lock.setStaleLockTime(0);
    m_lock.tryLock(0);
    m_kept = untitled();
    session.setProject(m_kept->path());
    connect(&m_timer, &QTimer::timeout, this, [this] {
        const double wait = m_problem ? secondsAfterAProblem : m_pace.seconds();
        if (!m_isAwaited && !m_isMoving && (m_hasMore || !m_sinceSaved.isValid() || static_cast<double>(m_sinceSaved.elapsed()) > wait * 1000))
            keep(false);
    });
    m_timer.start(lookMs);
    connect(&session, &Session::wentOn, this, [this](const QString &from) { m_adopted = from; });
    connect(&session, &Session::undoChanged, this, [this](bool canUndo) { m_wasEdited = m_wasEdited || canUndo; });
    connect(&session, &Session::runStarted, this, &ProjectKeeper::noteRun);
    connect(&session, &Session::projectLeft, this, [this] {
        keep(true);
        m_isLeaving = true;
    });
    connect(&session, &Session::projectOpened, this, &ProjectKeeper::adopt);
    forgetOldWorks(m_all, keptMost, keptDays);
}

ProjectKeeper::~ProjectKeeper() {
    finish();
}

std::shared_ptr<KeptProject> ProjectKeeper::untitled() const {
    const QString number = m_untitled > 0 ? QStringLiteral("-%1").arg(m_untitled) : QString();
    return std::make_shared<KeptProject>(m_own + number + projectEnding(), QString());
}

QString ProjectKeeper::nextMoment() {
    return m_moment = m_own + QStringLiteral("-%1").arg(++m_copies) + QLatin1String(momentEnding);
}

std::vector<KeptWork> ProjectKeeper::left() const {
    std::vector<KeptWork> works;
    for (const QFileInfo &entry : worksIn(m_all)) {
        if (isSameFile(entry.filePath(), m_kept->path()) || entry.filePath() == m_adopted || !isLeft(entry))
            continue;
        if (auto work = entry.isDir() ? keptIn(entry.filePath()) : workIn(entry.filePath()))
            works.push_back(std::move(*work));
    }
    std::stable_sort(works.begin(), works.end(), [](const KeptWork &a, const KeptWork &b) { return a.kept > b.kept; });
    return works;
}

void ProjectKeeper::noteRun() {
    const runs::RunList &list = m_session.runList();
    m_worker.run([kept = m_kept, trained = std::array{list.present(), list.beside()}, dataset = m_session.dataset(),
                  source = m_session.trained().data.source](const std::atomic<bool> &) -> std::function<void()> {
        for (const std::uint64_t run : trained)
            if (run != 0)
                kept->noteData(static_cast<std::int64_t>(run), dataset, source);
        return {};
    });
    if (!m_isLeaving) // else what begins is kept in a file that is not known yet
        m_moments.begin(m_kept);
}

QByteArray ProjectKeeper::memory() const {
    QJsonObject memory{{"version", 1}, {"file", m_session.file()}};
    if (!(m_session.spec().model == m_session.trained().model)) // an impossible one, or on its way
        memory["edited"] = QString::fromStdString(spec::writeSpec(m_session.spec()));
    if (m_session.lockStep().isOn())
        memory["beside"] = rivalToKeep(m_session.lockStep(), m_session.runList());
    if (m_view)
        memory["view"] = m_view();
    return QJsonDocument(memory).toJson(QJsonDocument::Compact);
}

ProjectKeeper::Seen ProjectKeeper::present() const {
    return {m_session.status().run, m_session.runList().version(), m_session.runs().present->version(), m_session.status().step, m_session.trained(), memory()};
}

bool ProjectKeeper::isDue(const Seen &seen) const {
    return seen.run != m_seen.run || seen.list != m_seen.list || seen.log != m_seen.log || seen.step != m_seen.step || !(seen.trained == m_seen.trained) ||
           seen.memory != m_seen.memory;
}

bool ProjectKeeper::isWorthKeeping() const {
    const std::vector<runs::NamedRun> &all = m_session.runList().runs();
    return !m_isUntitled || m_wasEdited || (m_shelf && !m_shelf->all().empty()) || m_session.status().step > 0 ||
           std::any_of(all.begin(), all.end(), [](const runs::NamedRun &run) { return run.isTrained(); });
}

void ProjectKeeper::addOthers(WorkSaving &saving, std::map<std::int64_t, Listed> &listed, bool isLast) {
    const runs::RunList &list = m_session.runList();
    core::Index copied = 0;
    m_hasMore = false;
    for (const runs::NamedRun &run : list.runs()) {
        const auto id = static_cast<std::int64_t>(run.id);
        const runs::State state = run.stretch ? run.stretch->end.state : nullptr;
        const auto before = listed.find(id);
        const bool isKnown = before != listed.end();
        const bool isLog = !isKnown || before->second.log != run.log.get() || before->second.version != run.log->version();
        const bool isState = state && (!isKnown || before->second.state != state.get());
        if (run.id == list.present() || (!run.isTrained() && !isKnown) || (!isLog && !isState && list.version() == m_seen.list))
            continue;
        Listed now{run.log.get(), isState ? state.get() : isKnown ? before->second.state : nullptr, run.log->version(), recordOf(run)};
        if (!isLog && !isState && before->second.record == now.record)
            continue;
        if (copied > bytesAtOnce && !isLast) {
            m_hasMore = true;
            break;
        }
        const bool isBeside = run.id == list.beside();
        project::Saving other{.run = now.record, .log = {}, .state = isState ? state : nullptr, .moment = {}, .isPresent = false, .isBeside = isBeside};
        other.log.isNothing = true;
        if (isBeside) { // which grows
            other.log = m_besideFollower.changesOf(run.log);
        } else if (isLog) {
            other.log = project::LogFollower().changesOf(run.log);
            copied += static_cast<core::Index>(run.log->bytes());
        }
        if (isState)
            other.moment = {.step = state->step, .epoch = run.log->lastEpoch(), .taken = project::now()};
        saving.others.push_back(std::move(other));
        listed[id] = std::move(now);
    }
    for (const auto &[run, each] : listed)
        m_handed.insert(run);
    for (auto each = m_handed.begin(); each != m_handed.end();) {
        const auto id = static_cast<std::uint64_t>(*each);
        const bool isGone = !list.find(id) && (isLast || !list.isRestorable(id));
        if (isGone) {
            saving.removed.push_back(*each);
            listed.erase(*each);
        }
        each = isGone ? m_handed.erase(each) : std::next(each);
    }
}

std::shared_ptr<WorkSaving> ProjectKeeper::savingOf(const Seen &seen, std::map<std::int64_t, Listed> &listed, bool isLast) {
    const runs::RunList &list = m_session.runList();
    const runs::NamedRun *run = list.find(list.present());
    if (!run || !m_session.plan() || !isWorthKeeping())
        return nullptr;
    auto saving = std::make_shared<WorkSaving>();
    addOthers(*saving, listed, isLast);
    saving->frames = m_moments.due(isLast);
    saving->sweeps = m_sweeps.due();
    if (!isDue(seen) && saving->others.empty() && saving->removed.empty() && saving->frames.empty() && saving->sweeps.isEmpty())
        return nullptr;
    saving->present.run = recordOf(*run);
    saving->present.log = m_follower.changesOf(m_session.runs().present);
    if (seen.memory != m_seen.memory)
        saving->present.window = seen.memory.toStdString();
    // Its log is written with it; once it is left, what came last is.
    listed[saving->present.run.id] = {};
    m_handed.insert(saving->present.run.id);
    return saving;
}

void ProjectKeeper::keep() {
    keep(false);
}

void ProjectKeeper::keep(bool isLast) {
    if (m_isMoving)
        return;
    const Seen seen = present();
    std::map<std::int64_t, Listed> listed = m_listed;
    const std::shared_ptr<WorkSaving> saving = savingOf(seen, listed, isLast);
    if (!saving)
        return;
    const training::Status &status = m_session.status();
    const bool isBad = status.state == training::State::Diverged || status.state == training::State::Failed;
    const bool wantsState = !isBad && (seen.run != m_seen.run || seen.step != m_seen.step || !(seen.trained == m_seen.trained));
    const project::StateMoment end{.step = status.step, .isFinished = status.state == training::State::Finished, .end = status.endKind};
    m_seen = seen;
    const bool isBehindAnother = std::exchange(m_isAwaited, true); // and must not overtake it
    m_sinceSaved.start();
    const std::shared_ptr<void> request = this->request();
    const auto write = [this, kept = m_kept, saving, listed, request] {
        m_worker.run([this, kept, saving, listed, request](const std::atomic<bool> &) -> std::function<void()> {
            const core::Index bytes = saving->present.state ? saving->present.state->bytes() : 0;
            const WorkOutcome outcome = kept->save(*saving);
            return [this, kept, saving, outcome, listed, bytes] {
                note(kept, outcome, listed, bytes);
                if (kept == m_kept)
                    m_moments.note(saving->frames, outcome);
            };
        });
    };
    if (!wantsState && !isBehindAnother)
        return write();
    m_session.requestStates([saving, write, end, wantsState, samples = m_session.dataset()->train.samples](const runs::State &state,
                                                                                                           const runs::State &beside) {
        const auto add = [samples](project::Saving &to, const runs::State &taken) {
            to.state = taken;
            to.moment.step = taken->step;
            to.moment.epoch = static_cast<double>(taken->epoch) + static_cast<double>(taken->position) / static_cast<double>(std::max<core::Index>(samples, 1));
            to.moment.taken = project::now();
        };
        if (state && wantsState) {
            project::StateMoment &moment = saving->present.moment;
            add(saving->present, state);
            if (end.isFinished && state->step == end.step) {
                moment.isFinished = true;
                moment.end = end.end;
                // The best parameters are back: those that it came from are the ones saved before.
                if (!state->watch.bestParameters.isEmpty())
                    moment.kind = project::StateKind::End;
            }
        }
        for (project::Saving &other : saving->others)
            if (other.isBeside && beside && wantsState)
                add(other, beside);
        write();
    });
}

std::shared_ptr<void> ProjectKeeper::request() {
    ++m_asked;
    // Let go of when all is done with the request, whatever becomes of it.
    return {nullptr, [this](void *) { m_written.release(); }};
}

void ProjectKeeper::runAfterWriting(std::function<std::function<void()>()> work) {
    m_session.requestState([this, work = std::move(work), request = request()](const runs::State &) { // through the trainer, like what is on its way
        m_worker.run([work, request](const std::atomic<bool> &) { return work(); });
    });
}

void ProjectKeeper::note(const std::shared_ptr<KeptProject> &kept, const WorkOutcome &outcome, const std::map<std::int64_t, Listed> &listed,
                         core::Index bytes) {
    if (kept != m_kept) { // the last of a project that was left
        if (outcome.error)
            emit m_session.problemMet(*outcome.error);
        return;
    }
    m_isAwaited = false;
    if (outcome.isLost)
        forgetWhatIsWritten();
    if (outcome.error || outcome.isLost) {
        m_seen = {};
        m_sweeps.forget();
        if (outcome.error)
            setProblem(outcome.error);
        else
            m_hasMore = true; // at once
        return;
    }
    m_listed = listed;
    m_sweeps.noteWritten();
    setProblem({});
    for (const auto &[run, each] : listed)
        if (each.state || (bytes > 0 && static_cast<std::uint64_t>(run) == m_session.runList().present()))
            m_session.runList().noteStored(static_cast<std::uint64_t>(run));
    if (bytes > 0 && m_pace.note(outcome.processorSeconds, bytes))
        emit m_session.told(tr("The stack is large: what it learns is saved every %1 s").arg(QLocale().toString(m_pace.seconds(), 'f', 1)));
    if (!m_adopted.isEmpty())
        QDir(std::exchange(m_adopted, {})).removeRecursively(); // four files
    if (const bool canRevert = !m_isUntitled && QFileInfo::exists(m_moment); canRevert != m_canRevert)
        emit canRevertChanged(m_canRevert = canRevert);
    emit saved();
}

void ProjectKeeper::setProblem(const std::optional<core::Error> &error) {
    const bool isNews = error && (!m_problem || m_problem->sentence() != error->sentence()), isOver = m_problem && !error;
    m_problem = error;
    if (isNews)
        emit failed(*error);
    if (isOver)
        emit recovered();
}

void ProjectKeeper::forgetWhatIsWritten() {
    m_follower.forget();
    m_besideFollower.forget();
    m_listed.clear();
    m_moments.forget();
    m_sweeps.forget();
}

void ProjectKeeper::setShelf(SweepShelf *shelf) {
    m_shelf = shelf;
    m_sweeps.setShelf(shelf);
}

void ProjectKeeper::finish() {
    m_timer.stop();
    const auto wait = [this] {
        m_written.acquire(std::exchange(m_asked, 0));
        QCoreApplication::sendPostedEvents(&m_worker, QEvent::MetaCall);
    };
    if (m_isMoving)
        wait();
    keep(true);
    wait();
    if (m_problem)
        std::fprintf(stderr, "hourglass: the work could not be kept: %s\n", m_problem->sentence().c_str());
}

} // namespace hourglass::app
