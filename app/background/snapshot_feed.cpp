#include "app/background/snapshot_feed.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "app/background/available_threads.h"

namespace hourglass::app {

namespace {

constexpr qint64 leastIntervalMs = 80;           ///< between two snapshots: twelve pictures a second are as many as the eye follows
constexpr double freshMs = 260, stalestMs = 900; ///< that pictures may be old: at most 300 ms, a second where many views are open
constexpr double analysisShare = 0.08;           ///< of a core, where the training could use all of them and pictures would still be fresh
constexpr double mostShare = 0.3;                ///< however many views there are
constexpr double measuringCost = 0.05;           ///< of a core, for all that measure together
constexpr double lagDecay = 0.9;
constexpr int settlingMs = 120; ///< after the last of several past moments
constexpr int briskMs = 4;
constexpr int tickMs = 33;  ///< at least: what is due sooner does not wait for the session's timer
constexpr int handMs = 250; ///< after its last movement a hand rests

std::uint64_t now() {
    return static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1));
}

} // namespace

SnapshotFeed::SnapshotFeed(training::Trainer &trainer, QObject *parent) : QObject(parent), m_trainer(trainer) {
    m_sinceAsked.start();
    m_settling.setSingleShot(true);
    m_settling.setInterval(settlingMs);
    connect(&m_settling, &QTimer::timeout, this, &SnapshotFeed::settle);
    m_brisk.setTimerType(Qt::PreciseTimer);
    m_brisk.setInterval(briskMs);
    connect(&m_brisk, &QTimer::timeout, this, [this] {
        const bool wasDrawing = isDrawing(); // before: what is done meanwhile is to be delivered as well
        deliver();
        if (!wasDrawing && !m_settling.isActive())
            m_brisk.stop();
    });
    m_due.setSingleShot(true);
    m_due.setTimerType(Qt::PreciseTimer);
    connect(&m_due, &QTimer::timeout, this, [this] { askWhenDue(m_trainer.status()); });
    m_hand.setSingleShot(true);
    m_hand.setInterval(handMs);
    connect(&m_hand, &QTimer::timeout, this, &SnapshotFeed::shareCores);
    m_trainer.setSnapshotListener([this] { QMetaObject::invokeMethod(this, &SnapshotFeed::takeAtOnce, Qt::QueuedConnection); });
}

SnapshotFeed::~SnapshotFeed() {
    m_trainer.setSnapshotListener({});
}

/// All that is looked at live is made.
void SnapshotFeed::deliverAtOnce() {
    if (!m_inspector.isWorking(analysis::Lane::Live) && std::exchange(m_isLagOpen, false))
        m_lagMs = std::max(1e-6 * static_cast<double>(now() - m_snapshot->published), lagDecay * m_lagMs);
    shareCores();
    if (!m_hand.isActive()) // else they come by the ticks, one each
        deliver();
}

void SnapshotFeed::takeAtOnce() {
    if (m_past || !m_dataset || !(m_inspector.follows() || m_inspector.needsNewSnapshot()))
        return;
    if (auto snapshot = m_trainer.takeSnapshot())
        take(std::move(snapshot));
}

void SnapshotFeed::deliver() {
    m_hasDelivered = false;
    emit delivering();
    if (m_hasDelivered || !m_hand.isActive())
        return;
    ++m_lap; // all had their turn
    emit delivering();
}

void SnapshotFeed::favourHand() {
    m_hand.start();
    shareCores();
}

/// While a hand is favoured, while pictures are made live, and while something is measured that takes longer, the training leaves one core where it has all of
/// them: pictures need not share a core with it, and none of its threads waits for another that was put aside for them.
void SnapshotFeed::shareCores() {
    const bool isNeeded = m_hand.isActive() || (m_isLagOpen && !m_past) || m_inspector.isWorking(analysis::Lane::Long);
    m_trainer.spare(isNeeded ? std::max(0, m_trainer.status().threads - (availableThreads() - 1)) : 0);
}

void SnapshotFeed::begin(std::uint64_t run, std::shared_ptr<const data::Dataset> dataset) {
    const bool isOtherData = dataset != m_dataset;
    m_run = run;
    m_dataset = std::move(dataset);
    m_snapshot.reset();
    const bool wasPast = std::exchange(m_past, nullptr) != nullptr;
    m_settling.stop();
    m_brisk.stop();
    m_wholeSeconds = 0;
    m_isBrief = false;
    m_isShown = m_isOutdated = m_isSnapshotAsked = m_isLagOpen = false;
    m_lagMs = 0;
    shareCores();
    m_inspector.begin(m_dataset);
    emit begun();
    if (wasPast)
        emit shownChanged();
    if (isOtherData)
        emit datasetChanged(m_dataset);
}

void SnapshotFeed::expectOtherPlan() {
    m_isOutdated = true;
}

double SnapshotFeed::measuringShare() const {
    return measuringCost / std::max(1, m_inspector.measurements());
}

bool SnapshotFeed::isBusy() const {
    if (m_past)
        return m_inspector.isBusy() || m_isBrief;
    return m_dataset && (m_inspector.isBusy() || (m_inspector.follows() && (m_isSnapshotAsked || m_isOutdated)));
}

qint64 SnapshotFeed::intervalMs(const training::Status &status) const {
    const bool isCrowded = status.state == training::State::Running && status.threads >= availableThreads();
    if (!isCrowded)
        return leastIntervalMs;
    const double cpuMs = 1000 * m_inspector.followingCpuSeconds();
    const double most = std::min(std::max(freshMs - m_lagMs, cpuMs / mostShare), stalestMs - m_lagMs);
    return std::max(leastIntervalMs, static_cast<qint64>(std::min(cpuMs / analysisShare, most)));
}

void SnapshotFeed::take(std::shared_ptr<const plan::Snapshot> snapshot) {
    m_isSnapshotAsked = false;
    if (snapshot->run != m_run)
        return;
    if (auto changes = changesOf(*snapshot)) {
        auto changed = std::make_shared<plan::Snapshot>(*snapshot);
        changed->changes = std::move(changes);
        snapshot = std::move(changed);
    }
    m_snapshot = std::move(snapshot);
    m_isShown = m_isLagOpen = true;
    shareCores();
    m_inspector.show(m_snapshot);
    if (!m_inspector.isWorking(analysis::Lane::Live)) { // nobody looks live
        m_isLagOpen = false;
        shareCores();
    }
    emit snapshotArrived();
}

std::shared_ptr<const plan::UnitChanges> SnapshotFeed::changesOf(const plan::Snapshot &snapshot) const {
    return m_changes ? m_changes(*snapshot.plan) : nullptr;
}

void SnapshotFeed::changeUnits(ChangesOf changes) {
    m_changes = std::move(changes);
    if (m_past) {
        publishPast(m_isBrief);
        m_brisk.start();
    } else if (m_snapshot) {
        auto changed = std::make_shared<plan::Snapshot>(*m_snapshot);
        changed->changes = changesOf(*m_snapshot);
        changed->published = now(); // tasks know a moment by it
        m_snapshot = std::move(changed);
        if (m_isShown)
            m_inspector.show(m_snapshot);
        emit snapshotArrived();
    }
    emit unitsChanged();
}

void SnapshotFeed::showPast(std::shared_ptr<const plan::Snapshot> moment) {
    if (!m_dataset || !moment || moment == m_past)
        return;
    if (!m_isBrief && !isDrawing())
        m_wholeSeconds = m_inspector.followingCpuSeconds();
    // Once some of the samples are shown they stay so until it rests: a picture that has now all and now some would flicker.
    const bool isHurried = m_past && (m_isBrief || static_cast<double>(m_sincePast.elapsed()) < 1000 * m_wholeSeconds + 2 * briskMs);
    m_past = std::move(moment);
    m_isLagOpen = false;
    m_sincePast.start();
    publishPast(isHurried);
    emit besideArrived();
    if (m_isBrief)
        m_settling.start();
    m_brisk.start();
    emit shownChanged();
}

void SnapshotFeed::showPresent() {
    if (!std::exchange(m_past, nullptr))
        return;
    m_settling.stop();
    m_isBrief = false;
    m_trainer.takeSnapshot(); // of before
    m_isSnapshotAsked = false;
    m_isOutdated = true;
    m_sinceAsked.invalidate(); // at once
    emit besideArrived();
    emit shownChanged();
}

training::Status SnapshotFeed::atShown(const training::Status &status) const {
    training::Status shown = status;
    if (m_past) {
        shown.state = training::State::Paused;
        shown.step = m_past->step;
        shown.epoch = m_past->epoch;
    }
    return shown;
}

/// As a snapshot of the present training that was taken now: tasks ask for their parameters by both.
void SnapshotFeed::publishPast(bool isBrief) {
    auto stamped = std::make_shared<plan::Snapshot>(*m_past);
    stamped->run = m_run;
    stamped->changes = changesOf(*m_past);
    stamped->published = now();
    m_snapshot = std::move(stamped);
    m_isShown = true;
    m_isBrief = isBrief;
    m_inspector.show(m_snapshot, isBrief);
    emit snapshotArrived();
}

void SnapshotFeed::settle() {
    if (!std::exchange(m_isBrief, false) || !m_past)
        return;
    m_isShown = m_inspector.follows();
    m_inspector.show(m_isShown ? m_snapshot : nullptr);
    m_brisk.start();
}

void SnapshotFeed::tickPast() {
    const bool isFollowed = m_inspector.follows();
    if (m_inspector.needsNewSnapshot()) // of now, though not of the newest
        publishPast(m_isBrief);
    else if (isFollowed && !m_isShown)
        publishPast(false);
    else if (!isFollowed && m_isShown && !m_inspector.isBusy()) {
        m_inspector.show(nullptr);
        m_isShown = false;
    }
}

void SnapshotFeed::wantBeside(const QObject *by, bool isWanted) {
    if (isWanted)
        m_besideWanted.insert(by);
    else
        m_besideWanted.erase(by);
}

void SnapshotFeed::tickBeside(const training::Status &status, qint64 interval) {
    if (std::exchange(m_besideRun, status.run) != status.run) {
        m_beside.reset();
        m_isBesideAsked = false;
    }
    if (auto snapshot = m_trainer.takeBesideSnapshot(); snapshot && snapshot->run == m_besideRun) {
        m_isBesideAsked = false;
        m_beside = std::move(snapshot);
        if (!m_past)
            emit besideArrived();
    }
    const bool isBehind = !m_beside || m_beside->step != status.step;
    const bool isDue = !m_beside || !m_sinceBesideAsked.isValid() || m_sinceBesideAsked.elapsed() >= interval;
    if (m_besideRun == 0 || m_besideWanted.empty() || !isBehind || m_isBesideAsked || !isDue || m_inspector.isWorking(analysis::Lane::Live))
        return;
    m_trainer.requestBesideSnapshot();
    m_isBesideAsked = true;
    m_sinceBesideAsked.restart();
}

void SnapshotFeed::tick(const training::Status &status, const training::Status &beside) {
    deliver();
    shareCores();
    if (!m_dataset)
        return;
    tickBeside(beside, intervalMs(status));
    if (m_past)
        return tickPast();
    const bool isFollowed = m_inspector.follows();
    if (!isFollowed && m_isShown && !m_inspector.isBusy()) {
        m_inspector.show(nullptr); // who looks again is not to be shown old parameters
        m_isShown = false;
    }
    if (!isFollowed && !m_inspector.needsNewSnapshot())
        return;
    takeAtOnce();
    const bool isBehind = !m_snapshot || m_isOutdated || m_snapshot->step != status.step;
    if (!m_isShown && !isBehind) { // nobody looked for a while, and it is still the newest
        m_inspector.show(m_snapshot);
        m_isShown = true;
    }
    askWhenDue(status);
}

/// Of a picture that is due before the next tick, at that time: pictures as old as they may be must not wait for a tick as well.
void SnapshotFeed::askWhenDue(const training::Status &status) {
    if (m_past || !m_dataset || status.run != m_run || m_isSnapshotAsked)
        return;
    const bool isBehind = !m_snapshot || m_isOutdated || m_snapshot->step != status.step;
    const bool isPictureWanted = m_inspector.follows() && isBehind && !m_inspector.isWorking(analysis::Lane::Live);
    const qint64 left = m_snapshot && m_sinceAsked.isValid() ? intervalMs(status) - m_sinceAsked.elapsed() : 0;
    if (!(isPictureWanted && left <= 0) && !m_inspector.needsNewSnapshot()) {
        if (isPictureWanted && left <= tickMs && !m_due.isActive())
            m_due.start(static_cast<int>(left));
        return;
    }
    m_due.stop();
    m_trainer.requestSnapshot();
    m_isSnapshotAsked = true;
    m_isOutdated = false;
    m_sinceAsked.restart();
}

} // namespace hourglass::app
