#include "app/background/map_feed.h"

#include "app/background/available_threads.h"

namespace hourglass::app {

MapFeed::MapFeed(SnapshotFeed &snapshots, QObject *parent) : QObject(parent), m_snapshots(snapshots) {
    m_latent = snapshots.subscribe<analysis::LatentTask>(this, [this](const auto &answer) { show(answer.result); });
    m_lattice = snapshots.subscribe<analysis::LatticeTask>(this, [this](const auto &answer) { emit latticeArrived(answer.result); });
    m_thumbnails = snapshots.subscribe<analysis::ThumbnailsTask>(this, [this](const auto &answer) { emit thumbnailsArrived(answer.result); });
    m_codes = snapshots.subscribe<analysis::CodesTask>(this, [this](const auto &answer) { take(answer.result); });
    connect(&snapshots, &SnapshotFeed::delivering, this, &MapFeed::takeLayouts);
    connect(&snapshots, &SnapshotFeed::shownChanged, this, [this] { // before its codes are there
        if (auto kept = m_isVisible && m_snapshots.past() ? keptOf(*m_snapshots.snapshot()) : nullptr)
            show(std::move(kept));
    });
    connect(&snapshots, &SnapshotFeed::begun, this, [this] {
        m_thumbnails->wantNothing(); // numbers of samples of other data
        m_map.reset();
        m_isAwaitingKept = false;
        setCodes(nullptr);
        if (m_layout)
            m_layout->forget();
    });
    setAxes({});
}

void MapFeed::show(std::shared_ptr<const analysis::LatentPicture> picture) {
    m_map = picture;
    emit latentArrived(std::move(picture));
}

std::shared_ptr<const analysis::LatentPicture> MapFeed::keptOf(const plan::Snapshot &moment) const {
    if (!isLayout() || !m_memory.of || !m_snapshots.dataset() || isChanged(moment))
        return nullptr;
    const runs::KeptLayout kept = m_memory.of(moment, layoutKeyOf(*m_axes, *moment.plan));
    return kept ? pictureOf(*kept, *moment.plan, analysis::momentOf(moment), *m_snapshots.dataset()) : nullptr;
}

LayoutThread::Known MapFeed::knownOf(const analysis::CodeTable &codes) const {
    if (!isLayout() || !codes.snapshot || !m_snapshots.dataset())
        return {};
    LayoutThread::Known known{.settled = keptOf(*codes.snapshot), .near = nullptr};
    if (known.settled || !m_memory.near)
        return known;
    const plan::Plan &plan = *codes.snapshot->plan;
    if (const auto [kept, step] = m_memory.near(codes.moment.step, layoutKeyOf(*m_axes, plan)); kept)
        known.near = pictureOf(*kept, plan, {.run = codes.moment.run, .step = step}, *m_snapshots.dataset());
    return known;
}

void MapFeed::take(std::shared_ptr<const analysis::CodeTable> codes) {
    if (!m_layout)
        return setCodes(std::move(codes));
    const LayoutThread::Known known = knownOf(*codes);
    m_isAwaitingKept = !known.settled && m_memory.isFilling && m_memory.isFilling();
    if (m_isAwaitingKept)
        return setCodes(std::move(codes));
    m_layout->show(codes, known);
    setCodes(std::move(codes));
    const bool isShown = m_map && m_map->moment == m_table->moment && m_map->layout && m_map->layout->of == analysis::LayoutReport::Of::Kept;
    if (known.settled && !isShown)
        show(known.settled);
}

void MapFeed::lookForKeptLayout() {
    const bool isSettled = m_map && m_map->layout && m_map->layout->isSettled() && m_table && m_map->moment == m_table->moment;
    if (m_layout && m_table && (m_isAwaitingKept || (!isSettled && keptOf(*m_table->snapshot))))
        take(m_table);
}

void MapFeed::takeLayouts() {
    if (!m_layout)
        return;
    for (const LayoutThread::Settled &settled : m_layout->takeSettled())
        if (m_memory.keep)
            m_memory.keep(settled.moment, settled.layout);
    std::shared_ptr<const analysis::LatentPicture> picture = m_layout->take();
    // What was still on its way when a kept one came is of a moment that is not shown any more.
    const bool isLate = picture && m_map && m_map->layout && m_map->axes == picture->axes && picture->moment.published < m_map->moment.published;
    if (!picture || isLate)
        return;
    if (picture->layout && picture->layout->of == analysis::LayoutReport::Of::Present && m_snapshots.past() &&
        m_snapshots.past()->step == picture->moment.step) {
        auto anew = std::make_shared<analysis::LatentPicture>(*picture);
        anew->layout->of = analysis::LayoutReport::Of::Anew;
        picture = std::move(anew);
    }
    show(std::move(picture));
}

bool MapFeed::isLayingOut() const {
    const auto &snapshot = m_snapshots.snapshot();
    if (!m_isVisible || !isLayout() || !snapshot)
        return false;
    if (!m_map || m_map->axes.method != m_axes->method || m_map->axes.dimensions() != m_axes->dimensions() || m_map->moment.run != snapshot->run ||
        m_map->moment.step != snapshot->step)
        return true;
    return !m_map->obstacle && !(m_map->layout && m_map->layout->isSettled());
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
    m_axes = axes; // for what is known
    const LayoutThread::Known known = m_table ? knownOf(*m_table) : LayoutThread::Known();
    m_layout->setMethod(axes.method, axes.dimensions(), known);
    m_codes->want({});
    if (known.settled)
        show(known.settled);
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
