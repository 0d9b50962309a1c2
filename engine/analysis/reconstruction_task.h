// Samples beside what the model and the PCA make of them.
#pragma once

#include <vector>

#include "engine/analysis/pca.h"
#include "engine/analysis/pictures.h"
#include "engine/analysis/task.h"
#include "engine/data/corruption.h"

namespace hourglass::analysis {

/// The network of a kept moment, so that it is not made anew for each picture. Read and written by tasks of the live lane alone.
struct LatestEarlier {
    std::shared_ptr<const plan::Snapshot> model;
    std::unique_ptr<plan::Network> network;
};

struct ReconstructionTask {
    using Result = ReconstructionPicture;
    static constexpr TaskTraits traits{Reads::EverySnapshot, Lane::Live, 30};

    std::vector<Index> samples;                    ///< of the test part; of the training part where there is none
    std::vector<std::vector<float>> own;           ///< samples that are in no part: columns in front of those; of another size they are left out
    std::shared_ptr<const Pca> pca;                ///< row beside them; null until it is fitted
    data::Corruption corruption;                   ///< row of the corrupted input; off without strength
    std::uint64_t seed = 0;                        ///< of the corruption
    std::shared_ptr<const plan::Snapshot> earlier; ///< row of what a kept moment makes of them; null: none, as where it is one for other data
    std::shared_ptr<LatestEarlier> latest;         ///< not null with `earlier`
    bool hasSsim = false;                          ///< of images: it takes longer than the other measures

    std::shared_ptr<const ReconstructionPicture> run(TaskContext &context) const;
    bool operator==(const ReconstructionTask &) const = default;
};

/// The arithmetic, with any network. Null where it was cancelled; `cancelled` may be null.
std::shared_ptr<const ReconstructionPicture> makeReconstructions(plan::Network &network, const Moment &moment, const data::Dataset &dataset,
                                                                 const ReconstructionTask &task, const std::atomic<bool> *cancelled = nullptr);

} // namespace hourglass::analysis
