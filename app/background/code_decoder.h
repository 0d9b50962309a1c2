// Decodes a few codes on the GUI thread, from the newest snapshot: no picture later than the mouse.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "app/background/snapshot_feed.h"
#include "engine/analysis/decode_task.h"
#include "engine/plan/network.h"

namespace hourglass::app {

/// The feed must outlive it.
class CodeDecoder {
public:
    explicit CodeDecoder(const SnapshotFeed &snapshots) : m_snapshots(snapshots) {}

    /// Of the newest snapshot, for one sample at once; null before the first, and for stacks of more than 20 million multiply-adds.
    plan::Network *network();
    /// Nothing where there is no network, or where a code is of another size than its codes.
    std::optional<std::vector<analysis::DecodedPicture>> decode(const std::vector<std::vector<float>> &codes);
    /// Another training: what is kept of the one before goes.
    void forget();

private:
    const SnapshotFeed &m_snapshots;
    std::shared_ptr<const plan::Snapshot> m_snapshot; ///< of m_network
    std::unique_ptr<plan::Network> m_network;         ///< made when first needed
};

} // namespace hourglass::app
