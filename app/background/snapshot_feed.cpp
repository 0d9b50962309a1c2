#include "app/background/snapshot_feed.h"

#include <algorithm>

#include "app/background/available_threads.h"

namespace hourglass::app {

namespace {

constexpr qint64 leastIntervalMs = 80; ///< between two snapshots: twelve pictures a second are as many as the eye follows
constexpr qint64 mostIntervalMs = 180; ///< pictures are to be at most 300 ms old
constexpr double analysisShare = 0.12; ///< of a core, where the training could use all of them

} // namespace

SnapshotFeed::SnapshotFeed(training::Trainer &trainer, QObject *parent) : QObject(parent), m_trainer(trainer) {
    m_sinceAsked.start();
}

void SnapshotFeed::begin(std::uint64_t run, std::shared_ptr<const data::Dataset> dataset) {
    const bool isOtherData = dataset != m_dataset;
    m_run = run;
    m_dataset = std::move(dataset);
    m_snapshot.reset();
    m_isShown = m_isOutdated = m_isSnapshotAsked = false;
    m_inspector.begin(m_dataset);
    emit begun();
    if (isOtherData)
        emit datasetChanged(m_dataset);
}

void SnapshotFeed::expectOtherPlan() {
    m_isOutdated = true;
}

bool SnapshotFeed::isBusy() const {
    return m_dataset && (m_inspector.isBusy() || (m_inspector.follows() && (m_isSnapshotAsked || m_isOutdated)));
}

qint64 SnapshotFeed::intervalMs(const training::Status &status) const {
    const bool isCrowded = status.state == training::State::Running && status.threads >= availableThreads();
    const auto paced = static_cast<qint64>(1000 * m_inspector.followingCpuSeconds() / analysisShare);
    return isCrowded ? std::clamp(paced, leastIntervalMs, mostIntervalMs) : leastIntervalMs;
}

void SnapshotFeed::take(std::shared_ptr<const plan::Snapshot> snapshot) {
    m_isSnapshotAsked = false;
    if (snapshot->run != m_run)
        return;
    m_snapshot = std::move(snapshot);
    m_isShown = true;
    m_inspector.show(m_snapshot);
    emit snapshotArrived();
}

void SnapshotFeed::tick(const training::Status &status) {
    emit delivering();
    if (!m_dataset)
        return;
    const bool isFollowed = m_inspector.follows();
    if (!isFollowed && m_isShown && !m_inspector.isBusy()) {
        m_inspector.show(nullptr); // who looks again is not to be shown old parameters
        m_isShown = false;
    }
    if (!isFollowed && !m_inspector.needsNewSnapshot())
        return;
    if (auto snapshot = m_trainer.takeSnapshot())
        take(std::move(snapshot));
    const bool isBehind = !m_snapshot || m_isOutdated || m_snapshot->step != status.step;
    if (!m_isShown && !isBehind) { // nobody looked for a while, and it is still the newest
        m_inspector.show(m_snapshot);
        m_isShown = true;
    }
    const bool isPictureDue =
        isFollowed && isBehind && !m_inspector.isWorking(analysis::Lane::Live) && (!m_snapshot || m_sinceAsked.elapsed() >= intervalMs(status));
    if (status.run == m_run && !m_isSnapshotAsked && (isPictureDue || m_inspector.needsNewSnapshot())) {
        m_trainer.requestSnapshot();
        m_isSnapshotAsked = true;
        m_isOutdated = false;
        m_sinceAsked.restart();
    }
}

} // namespace hourglass::app
