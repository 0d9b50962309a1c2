#include "app/background/map_feed.h"

namespace hourglass::app {

MapFeed::MapFeed(SnapshotFeed &snapshots, QObject *parent) : QObject(parent) {
    m_latent = snapshots.subscribe<analysis::LatentTask>(this, [this](const auto &answer) {
        m_map = answer.result;
        emit latentArrived(answer.result);
    });
    m_lattice = snapshots.subscribe<analysis::LatticeTask>(this, [this](const auto &answer) { emit latticeArrived(answer.result); });
    connect(&snapshots, &SnapshotFeed::begun, this, [this] { m_map.reset(); });
    setAxes({});
}

void MapFeed::setVisible(bool isVisible) {
    m_latent->setWatched(isVisible);
    m_lattice->setWatched(isVisible);
}

void MapFeed::setAxes(const analysis::LatentAxes &axes) {
    if (axes == m_axes)
        return;
    setProjection(std::make_shared<analysis::AxesProjection>(axes));
    m_axes = axes;
}

void MapFeed::setProjection(std::shared_ptr<const analysis::Projection> projection) {
    m_axes.reset();
    m_lattice->wantNothing();
    m_latent->want({std::move(projection), m_latest});
}

void MapFeed::setGrid(const std::optional<analysis::LatticeTask::Grid> &grid) {
    if (grid)
        m_lattice->want({*grid, m_latest});
    else
        m_lattice->wantNothing();
}

} // namespace hourglass::app
