// The samples nearest to the one under the mouse. Another sample gives up the search for those of the one before.
#pragma once

#include <optional>

#include <QObject>

#include "app/background/snapshot_feed.h"
#include "engine/analysis/neighbours_task.h"

namespace hourglass::app {

class NeighbourFeed : public QObject {
    Q_OBJECT
public:
    explicit NeighbourFeed(SnapshotFeed &snapshots, QObject *parent = nullptr);

    /// A sample of the shown part, from now on and of all newer parameters; none: nothing is searched.
    void ask(std::optional<core::Index> sample);

signals:
    void neighboursArrived(const std::shared_ptr<const hourglass::analysis::SampleNeighbours> &neighbours);

private:
    std::shared_ptr<analysis::LatestCodes> m_latest = std::make_shared<analysis::LatestCodes>();
    std::shared_ptr<analysis::Subscription<analysis::NeighboursTask>> m_neighbours;
};

} // namespace hourglass::app
