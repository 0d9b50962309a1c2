#include "engine/training/batcher.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "engine/core/random.h"
#include "engine/training/batch_cut.h"

namespace hourglass::training {

void Batcher::start(Index samples, std::uint64_t seed, Index epoch, Index position, bool shuffles) {
    m_order.resize(static_cast<std::size_t>(samples));
    m_seed = seed;
    m_epoch = epoch;
    m_position = position;
    m_shuffles = shuffles;
    shuffle();
}

const Index *Batcher::next(Index batch, Index &count, Index smallest) {
    count = BatchCut{batch, smallest}.next(static_cast<Index>(m_order.size()) - m_position);
    const Index *samples = m_order.data() + m_position;
    m_position += count;
    return samples;
}

void Batcher::beginNextEpoch() {
    ++m_epoch;
    m_position = 0;
    shuffle();
}

void Batcher::shuffle() {
    std::iota(m_order.begin(), m_order.end(), Index{0});
    if (!m_shuffles)
        return;
    const core::Random random(m_seed, core::Stream::Shuffle);
    for (std::size_t last = m_order.size(); last > 1; --last) {
        const Index other = random.below(static_cast<Index>(last), static_cast<std::uint64_t>(m_epoch), 0, last);
        std::swap(m_order[last - 1], m_order[static_cast<std::size_t>(other)]);
    }
}

} // namespace hourglass::training
