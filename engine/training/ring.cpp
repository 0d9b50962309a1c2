#include "engine/training/ring.h"

#include <algorithm>

namespace hourglass::training {

StepRecord merged(const StepRecord &earlier, const StepRecord &later) {
    const Index steps = earlier.steps + later.steps;
    const double sum =
        static_cast<double>(earlier.mean) * static_cast<double>(earlier.steps) + static_cast<double>(later.mean) * static_cast<double>(later.steps);
    return {later.step,
            later.epoch,
            steps,
            std::min(earlier.minimum, later.minimum),
            static_cast<float>(sum / static_cast<double>(steps)),
            std::max(earlier.maximum, later.maximum)};
}

StepRing::StepRing(std::size_t capacity) {
    m_records.reserve(std::max<std::size_t>(capacity, 2));
}

void StepRing::push(const StepRecord &record) {
    const std::lock_guard lock(m_mutex);
    if (!m_records.empty() && m_records.back().steps < m_mergeTo) {
        m_records.back() = merged(m_records.back(), record);
        return;
    }
    if (m_records.size() == m_records.capacity()) {
        const std::size_t half = m_records.size() / 2;
        for (std::size_t i = 0; i < half; ++i)
            m_records[i] = merged(m_records[2 * i], m_records[2 * i + 1]);
        if (m_records.size() % 2 == 1)
            m_records[half] = m_records.back();
        m_records.resize(half + m_records.size() % 2);
        m_mergeTo *= 2;
    }
    m_records.push_back(record);
}

void StepRing::drain(std::vector<StepRecord> &to) {
    const std::lock_guard lock(m_mutex);
    to.insert(to.end(), m_records.begin(), m_records.end());
    m_records.clear();
    m_mergeTo = 1;
}

void StepRing::clear() {
    const std::lock_guard lock(m_mutex);
    m_records.clear();
    m_mergeTo = 1;
}

} // namespace hourglass::training
