// Records on their way from the trainer to the window: a fixed ring. When nobody takes them in time, neighbours merge into minimum, mean
// and maximum; nothing is lost but resolution, and nothing is allocated.
#pragma once

#include <mutex>
#include <vector>

#include "engine/training/records.h"

namespace hourglass::training {

class StepRing {
public:
    explicit StepRing(std::size_t capacity = 4096);

    void push(const StepRecord &record);
    /// Appends what has come since the last call and forgets it here.
    void drain(std::vector<StepRecord> &to);
    void clear();

private:
    std::mutex m_mutex;
    std::vector<StepRecord> m_records; ///< reserved once
    Index m_mergeTo = 1;               ///< steps that one record holds at least, since the last overflow
};

/// Two neighbours as one: the later step, the mean weighted by steps.
StepRecord merged(const StepRecord &earlier, const StepRecord &later);

} // namespace hourglass::training
