#include "engine/training/key_snapshots.h"

#include <cmath>

namespace hourglass::training {

namespace {

Index bytesOf(const plan::Snapshot &snapshot) {
    return (snapshot.parameters.size() + snapshot.state.size()) * static_cast<Index>(sizeof(float));
}

double place(const plan::Snapshot &snapshot) {
    return std::log1p(static_cast<double>(snapshot.step));
}

} // namespace

bool KeySnapshots::wants(Index step) const {
    return m_snapshots.empty() || step > m_snapshots.back()->step + m_snapshots.back()->step / 20;
}

Index KeySnapshots::bytes() const {
    Index sum = 0;
    for (const auto &snapshot : m_snapshots)
        sum += bytesOf(*snapshot);
    return sum;
}

void KeySnapshots::add(std::shared_ptr<const plan::Snapshot> snapshot) {
    m_snapshots.push_back(std::move(snapshot));
    while (m_snapshots.size() > 2 && bytes() > m_byteBudget) {
        std::size_t densest = 1;
        double smallest = INFINITY;
        for (std::size_t i = 1; i + 1 < m_snapshots.size(); ++i) {
            const double gap = place(*m_snapshots[i + 1]) - place(*m_snapshots[i - 1]);
            if (gap < smallest) {
                smallest = gap;
                densest = i;
            }
        }
        m_snapshots.erase(m_snapshots.begin() + static_cast<std::ptrdiff_t>(densest));
    }
}

std::shared_ptr<const plan::Snapshot> KeySnapshots::takeLatest() {
    if (m_snapshots.empty())
        return nullptr;
    std::shared_ptr<const plan::Snapshot> latest = m_snapshots.back();
    if (m_snapshots.size() > 1)
        m_snapshots.pop_back();
    return latest;
}

} // namespace hourglass::training
