// Snapshots of a training, kept within a byte budget and spread evenly over the logarithm of the steps.
#pragma once

#include <memory>
#include <vector>

#include "engine/core/types.h"
#include "engine/plan/snapshot.h"

namespace hourglass::training {

using core::Index;

class KeySnapshots {
public:
    explicit KeySnapshots(Index byteBudget = 48'000'000) : m_byteBudget(byteBudget) {}

    void clear() { m_snapshots.clear(); }
    /// True where a snapshot at this step would belong to the spread: step 0, and whenever the steps have grown by a twentieth.
    bool wants(Index step) const;
    /// Adds a snapshot later than all; drops the snapshot whose absence leaves the smallest gap while the budget is exceeded. The first and
    /// the last stay.
    void add(std::shared_ptr<const plan::Snapshot> snapshot);
    /// Takes the latest snapshot away, but the first stays: what leads to a divergence may hold its cause.
    std::shared_ptr<const plan::Snapshot> takeLatest();
    const std::vector<std::shared_ptr<const plan::Snapshot>> &snapshots() const { return m_snapshots; }
    Index bytes() const;

private:
    std::vector<std::shared_ptr<const plan::Snapshot>> m_snapshots; ///< by step
    Index m_byteBudget;
};

} // namespace hourglass::training
