#include "app/background/factors_feed.h"

namespace hourglass::app {

FactorsFeed::FactorsFeed(SnapshotFeed &snapshots, QObject *parent) : QObject(parent), m_snapshots(snapshots) {
    m_subscription = snapshots.subscribe<judging::FactorsTask>(this, [this](const analysis::Answer<judging::FactorsReport> &answer) {
        m_pace.take(answer.moment, answer.cpuSeconds);
        emit arrived(answer.result, answer.moment);
    });
    connect(&snapshots, &SnapshotFeed::begun, this, [this] {
        m_subscription->wantNothing();
        m_pace = {};
        emit begun();
    });
    connect(&snapshots, &SnapshotFeed::unitsChanged, this, [this] { m_pace = {}; });
}

void FactorsFeed::setVisible(bool isVisible) {
    m_isVisible = isVisible;
    m_subscription->setWatched(isVisible);
}

void FactorsFeed::follow(const training::Status &status) {
    if (!m_isVisible || status.state == training::State::Idle || !m_pace.isDue(status, m_snapshots.measuringShare()))
        return;
    m_pace.isAsked = true;
    m_subscription->wantAnew({});
}

} // namespace hourglass::app
