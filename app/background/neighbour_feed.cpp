#include "app/background/neighbour_feed.h"

namespace hourglass::app {

NeighbourFeed::NeighbourFeed(SnapshotFeed &snapshots, QObject *parent) : QObject(parent) {
    m_neighbours = snapshots.subscribe<analysis::NeighboursTask>(this, [this](const auto &answer) { emit neighboursArrived(answer.result); });
    m_neighbours->setWatched(true); // there is a wish only while something is hovered
    connect(&snapshots, &SnapshotFeed::begun, this, [this] { m_neighbours->wantNothing(); });
}

void NeighbourFeed::ask(std::optional<core::Index> sample) {
    if (!sample)
        return m_neighbours->wantNothing();
    analysis::NeighboursTask task;
    task.sample = *sample;
    task.latest = m_latest;
    m_neighbours->want(std::move(task));
}

} // namespace hourglass::app
