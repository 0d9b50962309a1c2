#include "app/background/map_feed.h"

#include "app/background/available_threads.h"

namespace hourglass::app {

MapFeed::MapFeed(SnapshotFeed &snapshots, QObject *parent) : QObject(parent) {
    m_latent = snapshots.subscribe<analysis::LatentTask>(this, [this](const auto &answer) {
        m_map = answer.result;
        emit latentArrived(answer.result);
    });
    m_lattice = snapshots.subscribe<analysis::LatticeTask>(this, [this](const auto &answer) { emit latticeArrived(answer.result); });
    m_thumbnails = snapshots.subscribe<analysis::ThumbnailsTask>(this, [this](const auto &answer) { emit thumbnailsArrived(answer.result); });
    m_codes = snapshots.subscribe<analysis::CodesTask>(this, [this](const auto &answer) {
        if (m_layout)
            m_layout->show(answer.result);
        setCodes(answer.result);
    });
    connect(&snapshots, &SnapshotFeed::delivering, this, [this] {
        if (auto picture = m_layout ? m_layout->take() : nullptr) {
            m_map = picture;
            emit latentArrived(std::move(picture));
        }
    });
    connect(&snapshots, &SnapshotFeed::begun, this, [this] {
        m_thumbnails->wantNothing(); // numbers of samples of other data
        m_map.reset();
        setCodes(nullptr);
        if (m_layout)
            m_layout->forget();
    });
    setAxes({});
}

void MapFeed::setVisible(bool isVisible) {
    m_isVisible = isVisible;
    m_latent->setWatched(isVisible);
    m_codes->setWatched(isVisible);
    if (m_layout)
        m_layout->setPaused(!isVisible);
    m_lattice->setWatched(isVisible);
    m_thumbnails->setWatched(isVisible);
}

void MapFeed::setAxes(const analysis::LatentAxes &axes) {
    if (axes == m_axes)
        return;
    if (axes.kind == analysis::LatentAxes::Kind::Layout)
        layOut(axes);
    else
        setProjection(std::make_shared<analysis::AxesProjection>(axes));
    m_axes = axes;
}

void MapFeed::setCodes(std::shared_ptr<const analysis::CodeTable> codes) {
    if (codes == m_table)
        return;
    m_table = std::move(codes);
    emit codesArrived(m_table);
}

void MapFeed::layOut(const analysis::LatentAxes &axes) {
    m_latent->wantNothing();
    m_lattice->wantNothing();
    if (!m_layout) {
        m_layout = std::make_unique<LayoutThread>(availableThreads());
        m_layout->setPaused(!m_isVisible);
    }
    m_layout->setMethod(axes.method, axes.dimensions());
    m_codes->want({});
}

void MapFeed::setProjection(std::shared_ptr<const analysis::Projection> projection) {
    m_axes.reset();
    m_codes->wantNothing();
    setCodes(nullptr);
    if (m_layout)
        m_layout->setMethod({});
    m_lattice->wantNothing();
    m_latent->want({std::move(projection), m_latest});
}

void MapFeed::setGrid(const std::optional<analysis::LatticeTask::Grid> &grid) {
    if (grid)
        m_lattice->want({*grid, m_latest});
    else
        m_lattice->wantNothing();
}

void MapFeed::setThumbnails(const std::vector<core::Index> &samples, bool areReconstructions) {
    if (samples.empty())
        m_thumbnails->wantNothing();
    else
        m_thumbnails->want({samples, areReconstructions, m_latestThumbnails});
}

} // namespace hourglass::app
