// Which samples come when: a seeded shuffle of the training part for each epoch, and the place in it.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/types.h"

namespace hourglass::training {

using core::Index;

class Batcher {
public:
    /// Forgets what was; the order of epoch `epoch` (from 0) starts at `position`. Without shuffling each epoch has the order of the part.
    void start(Index samples, std::uint64_t seed, Index epoch, Index position, bool shuffles = true);
    /// The numbers of the next samples, at most `batch`; the last batch of an epoch is smaller where it must be, but where that would be
    /// smaller than `smallest`, it joins this one. Valid until the next call.
    const Index *next(Index batch, Index &count, Index smallest = 1);
    bool isAtEndOfEpoch() const { return m_position >= static_cast<Index>(m_order.size()); }
    /// Shuffles for the next epoch, where it does (Fisher and Yates; Durstenfeld 1964).
    void beginNextEpoch();
    Index epoch() const { return m_epoch; }
    Index position() const { return m_position; }

private:
    void shuffle();

    std::vector<Index> m_order;
    std::uint64_t m_seed = 0;
    Index m_epoch = 0, m_position = 0;
    bool m_shuffles = true;
};

} // namespace hourglass::training
