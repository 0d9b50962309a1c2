// Clusters of the codes of one moment, with what the decoder makes of each in the mean.
#pragma once

#include "engine/judging/cluster_scores.h"
#include "engine/judging/task_samples.h"

namespace hourglass::judging {

struct ClusterReport {
    ClusterMethod method = ClusterMethod::KMeans;
    std::optional<ClusterScores> scores;
    std::optional<core::Error> obstacle; ///< why there are none
    ChosenSamples samples;               ///< in the order of Clusters::labels
    Table faces;                         ///< features × clusters: the mean of the reconstructions of a cluster's samples
    std::vector<Index> sizes;            ///< of each cluster
    std::vector<std::int32_t> commonest; ///< its commonest class; −1 without classes
    std::vector<Index> ofCommonest;      ///< samples of that class in it
    std::vector<std::int32_t> ofShown; ///< the cluster of each sample of data::shownPart(), where that was asked for: its own, or that of the nearest one that
                                       ///< was divided; −1: none, or not asked
};

struct ClustersTask {
    using Result = ClusterReport;
    static constexpr analysis::TaskTraits traits{analysis::Reads::NewSnapshot, analysis::Lane::Long, 5};

    ClusterMethod method = ClusterMethod::KMeans;
    Index clusters = 0; ///< 0: as many as classes, or 10; HDBSCAN finds their number itself
    Index most = 2000;
    bool marksShown = false; ///< also says in which cluster the samples of a map are, up to 10 000 at even distances

    std::shared_ptr<const ClusterReport> run(analysis::TaskContext &context) const;
    bool operator==(const ClustersTask &) const = default;
};

} // namespace hourglass::judging
