// What the latent map shows: codes on a plane, and what the decoder makes of that plane.
#pragma once

#include <QObject>

#include "app/background/kept_layouts.h"
#include "app/background/layout_thread.h"
#include "app/background/snapshot_feed.h"
#include "engine/analysis/lattice_task.h"
#include "engine/analysis/thumbnails_task.h"

namespace hourglass::app {

class MapFeed : public QObject {
    Q_OBJECT
public:
    explicit MapFeed(SnapshotFeed &snapshots, QObject *parent = nullptr);

    /// Where layouts stay with the moments that they are of. Those that settle are kept there, and shown at once where the map comes back to their moment.
    void setLayoutMemory(LayoutMemory memory) { m_memory = std::move(memory); }
    /// More of them came into that memory, or no more will.
    void lookForKeptLayout();
    /// A layout of what is shown is on its way.
    bool isLayingOut() const;

    void setVisible(bool isVisible);
    void setAxes(const analysis::LatentAxes &axes);
    /// Any other way to place the codes. The grid was one of the plane before: the view asks for one of the new.
    void setProjection(std::shared_ptr<const analysis::Projection> projection);
    void setGrid(const std::optional<analysis::LatticeTask::Grid> &grid);
    /// Pictures of these samples of the shown part from now on; none: nothing.
    void setThumbnails(const std::vector<core::Index> &samples, bool areReconstructions);
    /// The newest map of the present training, or null.
    const std::shared_ptr<const analysis::LatentPicture> &map() const { return m_map; }
    /// The newest codes, while the map is a layout of them.
    const std::shared_ptr<const analysis::CodeTable> &codes() const { return m_table; }

signals:
    void codesArrived(std::shared_ptr<const analysis::CodeTable> codes); ///< before a layout of them; null: no longer
    void latentArrived(std::shared_ptr<const analysis::LatentPicture> picture);
    void latticeArrived(std::shared_ptr<const analysis::LatticePicture> picture);
    void thumbnailsArrived(std::shared_ptr<const analysis::ThumbnailPictures> pictures);

private:
    bool isLayout() const { return m_axes && m_axes->kind == analysis::LatentAxes::Kind::Layout; }
    void layOut(const analysis::LatentAxes &axes);
    void takeLayouts();
    void take(std::shared_ptr<const analysis::CodeTable> codes);
    std::shared_ptr<const analysis::LatentPicture> keptOf(const plan::Snapshot &moment) const;
    LayoutThread::Known knownOf(const analysis::CodeTable &codes) const;
    void show(std::shared_ptr<const analysis::LatentPicture> picture);
    void setCodes(std::shared_ptr<const analysis::CodeTable> codes);

    SnapshotFeed &m_snapshots;
    LayoutMemory m_memory;
    std::shared_ptr<analysis::LatestMap> m_latest = std::make_shared<analysis::LatestMap>();
    std::shared_ptr<analysis::Subscription<analysis::LatentTask>> m_latent;
    std::shared_ptr<analysis::Subscription<analysis::LatticeTask>> m_lattice;
    std::shared_ptr<analysis::LatestThumbnails> m_latestThumbnails = std::make_shared<analysis::LatestThumbnails>();
    std::shared_ptr<analysis::Subscription<analysis::ThumbnailsTask>> m_thumbnails;
    std::optional<analysis::LatentAxes> m_axes; ///< none with another projection
    std::shared_ptr<analysis::Subscription<analysis::CodesTask>> m_codes;
    std::shared_ptr<const analysis::CodeTable> m_table;
    std::unique_ptr<LayoutThread> m_layout; ///< made when first needed
    bool m_isVisible = false;
    bool m_isAwaitingKept = false; ///< the codes at hand are not laid out yet, since their layout may still come
    std::shared_ptr<const analysis::LatentPicture> m_map;
};

} // namespace hourglass::app
