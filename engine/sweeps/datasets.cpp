#include "engine/sweeps/datasets.h"

#include <algorithm>

namespace hourglass::sweeps {

core::Result<SharedDataset> Datasets::get(const spec::DataSpec &data, std::uint64_t seed, const std::atomic<bool> &cancelled) {
    const std::lock_guard lock(m_mutex);
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
                                    [&](const Entry &entry) { return entry.data == data && (entry.seed == seed || !entry.dataset->dependsOnSeed); });
    if (found != m_entries.end()) {
        m_entries.splice(m_entries.begin(), m_entries, found);
        return found->dataset;
    }
    const auto loaded = m_load(data, seed, cancelled);
    if (!loaded)
        return loaded;
    m_entries.push_front({data, seed, *loaded});
    if (m_entries.size() > m_kept)
        m_entries.pop_back();
    return loaded;
}

} // namespace hourglass::sweeps
