// The evaluations of a run, by their steps and bounded: once there are too many, of two neighbours one stays, the end of an epoch
// before others and then the lower held-out loss, so that the best epoch is never lost.
#pragma once

#include <vector>

#include "engine/training/records.h"

namespace hourglass::runs {

using core::Index;

class Evaluations {
public:
    static constexpr std::size_t defaultCapacity = 4096; ///< one to two megabytes, by the terms of the loss

    explicit Evaluations(std::size_t capacity = defaultCapacity);

    /// One at a step that was there already replaces the records from there on.
    void append(const training::EvaluationRecord &record);
    /// Forgets this step and what follows.
    void dropFrom(Index step);
    /// Halves until at most `capacity` are left, now and from now on.
    void shrink(std::size_t capacity);

    bool isEmpty() const { return m_records.empty(); }
    /// The first of the run is always among them.
    const std::vector<training::EvaluationRecord> &records() const { return m_records; }
    /// The newest, whether it is among the records or not; of evaluations that are not empty.
    const training::EvaluationRecord &last() const { return m_last; }
    std::size_t bytes() const; ///< that they hold in memory

private:
    void halve();

    std::size_t m_capacity;
    std::size_t m_merge = 1; ///< evaluations of which one stays
    std::size_t m_open = 0;  ///< that the last of the records was chosen from so far
    std::vector<training::EvaluationRecord> m_records;
    training::EvaluationRecord m_last;
};

} // namespace hourglass::runs
