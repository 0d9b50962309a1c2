// What the nearest neighbours say of a code's class.
#pragma once

#include "engine/judging/subject.h"

namespace hourglass::judging {

/// The commonest class among the `neighbours` nearest fitted samples of each that is asked, by exact Euclidean distances; of equally common ones the
/// first, as scikit-learn's KNeighborsClassifier has it (Cover and Hart 1967). Fewer neighbours where fewer samples were fitted. `scores`: the share of the
/// neighbours of each class.
struct NeighbourVote {
    std::vector<std::int32_t> predicted;
    Table scores; ///< classes × asked
    Index neighbours = 0;
};
core::Result<NeighbourVote> voteOfNeighbours(core::ConstView fitted, Labels labels, core::ConstView asked, Index neighbours, core::ThreadPool &pool,
                                             const std::atomic<bool> *cancelled = nullptr);

} // namespace hourglass::judging
