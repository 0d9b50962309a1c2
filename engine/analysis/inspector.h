// The second thread: parameters + samples → pictures. It never touches the trainer; a newer request replaces one that has not begun, and
// one that is under way gives up between blocks.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "engine/analysis/pca.h"
#include "engine/analysis/pictures.h"
#include "engine/data/corruption.h"
#include "engine/data/dataset.h"
#include "engine/plan/network.h"
#include "engine/plan/snapshot.h"

namespace hourglass::analysis {

/// What the visible views want to know of a snapshot. What nobody looks at is left out and costs nothing.
struct Inspection {
    struct Grid {
        double left = 0, right = 1, bottom = 0, top = 1;
        int columns = 0, rows = 0;
        bool operator==(const Grid &) const = default;
    };

    std::shared_ptr<const plan::Snapshot> snapshot;
    std::shared_ptr<const data::Dataset> dataset;
    std::optional<LatentAxes> axes;       ///< the map, of at most mostCodes samples of the test part
    std::optional<Grid> grid;             ///< the lattice behind it; needs axes
    std::vector<Index> samples;           ///< reconstructions of these samples of the test part
    std::vector<std::vector<float>> own;  ///< samples that are in no part: columns in front of those
    std::shared_ptr<const Pca> pca;       ///< row beside them; null until it is fitted
    data::Corruption corruption;      ///< row of the corrupted input; off without strength
    std::uint64_t seed = 0;               ///< of the corruption
};

class Inspector {
public:
    static constexpr Index mostCodes = 10'000;

    explicit Inspector(int niceness = 10);
    ~Inspector();
    Inspector(const Inspector &) = delete;
    Inspector &operator=(const Inspector &) = delete;

    /// Begins as soon as the present one is done; replaces one that waits.
    void show(Inspection inspection);
    /// Gives up the present one, too: for a request that makes it worthless (another stack, another data set).
    void abandon();
    bool isBusy() const;
    /// Seconds of a core that the last inspection took.
    double lastCpuSeconds() const;

    /// The newest pictures since the last call, or null. Reconstructions come first, then the map, then the lattice.
    std::shared_ptr<const LatentPicture> takeLatent();
    std::shared_ptr<const LatticePicture> takeLattice();
    std::shared_ptr<const ReconstructionPicture> takeReconstructions();
    /// Sleeps until no request waits or runs.
    void waitUntilIdle() const;

private:
    void main();
    void inspect(const Inspection &inspection);

    mutable std::mutex m_mutex;
    mutable std::condition_variable m_wake, m_idle;
    std::optional<Inspection> m_next;
    bool m_isBusy = false, m_isStopping = false;
    std::atomic<bool> m_isAbandoned{false};
    double m_lastCpuSeconds = 0;
    std::shared_ptr<const LatentPicture> m_latent;
    std::shared_ptr<const LatticePicture> m_lattice;
    std::shared_ptr<const ReconstructionPicture> m_reconstructions;

    std::shared_ptr<const LatentPicture> m_previous; ///< the thread's own: keeps the signs of principal axes
    std::thread m_thread;
};

/// The arithmetic of the inspector, for tests and for `render`: one thread, no waiting. `isCancelled` may be null.
std::shared_ptr<const LatentPicture> makeLatentPicture(plan::Network &network, const Moment &moment, const data::Dataset &dataset,
                                                       const LatentAxes &axes, const LatentPicture *previous, const std::atomic<bool> *isCancelled);
std::shared_ptr<const LatticePicture> makeLattice(plan::Network &network, const LatentPicture &map, const Inspection::Grid &grid,
                                                  const data::Dataset &dataset, const std::atomic<bool> *isCancelled);
std::shared_ptr<const ReconstructionPicture> makeReconstructions(plan::Network &network, const Moment &moment, const Inspection &inspection);

/// The numbers of samples of a part to look at: one of each class first, then at random, drawn from the seed; each once.
std::vector<Index> drawSamples(const data::Part &part, Index count, std::uint64_t seed);

} // namespace hourglass::analysis
