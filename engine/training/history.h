// Key frames of a training, kept within a byte budget and spread evenly over the logarithm of the steps.
#pragma once

#include <memory>
#include <vector>

#include "engine/training/records.h"

namespace hourglass::training {

class History {
public:
    explicit History(Index byteBudget = 48'000'000) : m_byteBudget(byteBudget) {}

    void clear() { m_frames.clear(); }
    /// True where a frame at this step would belong to the spread: step 0, and whenever the steps have grown by a twentieth.
    bool wants(Index step) const;
    /// Adds a frame later than all; drops the frame whose absence leaves the smallest gap while the budget is exceeded. The first and
    /// the last stay.
    void add(std::shared_ptr<const Frame> frame);
    /// Takes the latest frame away, but the first stays: what leads to a divergence may hold its cause.
    std::shared_ptr<const Frame> takeLatest();
    const std::vector<std::shared_ptr<const Frame>> &frames() const { return m_frames; }
    Index bytes() const;

private:
    std::vector<std::shared_ptr<const Frame>> m_frames; ///< by step
    Index m_byteBudget;
};

} // namespace hourglass::training
