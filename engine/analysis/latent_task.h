// The map: codes of samples of the test part on a plane.
#pragma once

#include "engine/analysis/latent_plane.h"
#include "engine/analysis/task.h"

namespace hourglass::analysis {

/// The map that was made last: the next follows its signs, the lattice its plane. Read and written by tasks of the live lane alone.
struct LatestMap {
    std::shared_ptr<const LatentPicture> picture;
};

/// At most mostCodes samples, at even distances; of the training part where there is no test part.
struct LatentTask {
    using Result = LatentPicture;
    static constexpr TaskTraits traits{Reads::EverySnapshot, Lane::Live, 20};
    static constexpr Index mostCodes = 10'000;

    std::shared_ptr<const Projection> projection;
    std::shared_ptr<LatestMap> latest;

    std::shared_ptr<const LatentPicture> run(TaskContext &context) const;
    bool operator==(const LatentTask &) const = default;
};

} // namespace hourglass::analysis
