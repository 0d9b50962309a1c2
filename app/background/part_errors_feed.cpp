#include "app/background/part_errors_feed.h"

namespace hourglass::app {

namespace {

constexpr core::Index mostSamples = 10'000;

} // namespace

PartErrorsFeed::PartErrorsFeed(SnapshotFeed &snapshots, QObject *parent) : QObject(parent), m_snapshots(snapshots) {
    m_task.most = mostSamples;
    m_subscription = snapshots.subscribe<analysis::PartErrorsTask>(this, [this](const analysis::Answer<analysis::PartErrors> &answer) {
        m_pace.take(answer.moment, answer.cpuSeconds);
        m_errors = answer.result;
        m_moment = answer.moment;
        emit arrived(m_errors, m_moment);
    });
    connect(&snapshots, &SnapshotFeed::begun, this, [this] {
        measureAnew();
        m_status = {}; // of the training before
        emit begun();
    });
    connect(&snapshots, &SnapshotFeed::unitsChanged, this, [this] {
        measureAnew();
        follow(m_status);
    });
}

void PartErrorsFeed::setWatched(bool isWatched) {
    m_isWatched = isWatched;
    m_subscription->setWatched(isWatched);
    follow(m_status);
}

void PartErrorsFeed::setMeasure(analysis::Measure measure) {
    analysis::PartErrorsTask task = m_task;
    task.measure = measure;
    change(task);
}

void PartErrorsFeed::setCorruption(const data::Corruption &corruption, std::uint64_t seed) {
    analysis::PartErrorsTask task = m_task;
    task.corruption = corruption;
    task.seed = seed;
    change(task);
}

void PartErrorsFeed::change(const analysis::PartErrorsTask &task) {
    if (m_task == task)
        return;
    m_task = task;
    measureAnew();
    follow(m_status);
}

void PartErrorsFeed::measureAnew() {
    m_subscription->wantNothing();
    m_errors.reset();
    m_pace = {};
}

void PartErrorsFeed::follow(const training::Status &status) {
    m_status = status;
    if (!m_isWatched || status.state == training::State::Idle || !m_pace.isDue(status, m_snapshots.measuringShare()))
        return;
    m_pace.isAsked = true;
    m_subscription->wantAnew(m_task);
}

} // namespace hourglass::app
