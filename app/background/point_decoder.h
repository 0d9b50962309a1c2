// Decodes on the GUI thread what lies under the cursor, from the newest snapshot: no picture later than the mouse.
#pragma once

#include <memory>
#include <optional>

#include <QObject>

#include "app/background/code_decoder.h"
#include "app/background/map_feed.h"
#include "app/background/reconstruction_feed.h"
#include "engine/analysis/pictures.h"

namespace hourglass::app {

/// The three feeds must outlive it.
class PointDecoder : public QObject {
    Q_OBJECT
public:
    PointDecoder(SnapshotFeed &snapshots, MapFeed &map, ReconstructionFeed &reconstructions, QObject *parent = nullptr);

    /// A point of the map's plane: up to 20 million multiply-adds; beyond, and before the first map, nothing. Where the map does not lead back
    /// to codes it is an estimate by the nearest of them, and far from all of them nothing.
    std::optional<analysis::DecodedPicture> decode(double x, double y);
    /// Original and reconstruction of one sample of the test part; nothing where the stack is too large to do it at once.
    std::optional<analysis::ReconstructionColumn> sample(core::Index number);
    core::Shape sampleShape() const;
    core::Range sampleRange() const;

signals:
    void pointsOutdated();  ///< newer parameters, or another plane: the same point is another picture
    void samplesOutdated(); ///< newer parameters

private:
    SnapshotFeed &m_snapshots;
    MapFeed &m_map;
    ReconstructionFeed &m_reconstructions;
    CodeDecoder m_decoder;
};

} // namespace hourglass::app
