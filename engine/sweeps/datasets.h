// The data of a sweep's trainings: read once for those that want the same.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>

#include "engine/core/result.h"
#include "engine/data/dataset.h"
#include "engine/spec/spec.h"

namespace hourglass::sweeps {

using SharedDataset = std::shared_ptr<const data::Dataset>;
/// Reads data; from any thread. It gives up, with an error, when `cancelled` becomes true.
using Load = std::function<core::Result<SharedDataset>(const spec::DataSpec &data, std::uint64_t seed, const std::atomic<bool> &cancelled)>;

/// From any thread. Whoever asks for what another is reading waits for that.
class Datasets {
public:
    /// So many stay in memory though nobody uses them.
    Datasets(Load load, std::size_t kept) : m_load(std::move(load)), m_kept(kept) {}

    core::Result<SharedDataset> get(const spec::DataSpec &data, std::uint64_t seed, const std::atomic<bool> &cancelled);

private:
    struct Entry {
        spec::DataSpec data;
        std::uint64_t seed = 0;
        SharedDataset dataset;
    };
    Load m_load;
    std::size_t m_kept;
    std::mutex m_mutex;
    std::list<Entry> m_entries; ///< used last first
};

} // namespace hourglass::sweeps
