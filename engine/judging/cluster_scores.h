// The three ways to divide codes, and what is to be said of each.
#pragma once

#include "engine/judging/options.h"
#include "engine/judging/partition_scores.h"

namespace hourglass::judging {

enum class ClusterMethod { KMeans, Mixture, Hdbscan };
inline constexpr ClusterMethod clusterMethods[] = {ClusterMethod::KMeans, ClusterMethod::Mixture, ClusterMethod::Hdbscan};
/// "k_means", "gaussian_mixture", "hdbscan"
const char *keyOf(ClusterMethod method);

struct ClusterScores {
    Clusters clusters;
    Index inNone = 0;                         ///< samples of no cluster
    std::optional<double> silhouette;         ///< of the samples that have a cluster; nothing where there are fewer than two
    std::optional<PartitionScores> agreement; ///< with the classes, where there are any
    Index silhouetteSamples = 0;              ///< of how many it was measured, at even distances: it takes the square of them times the numbers of each
};

/// labels: a class of each sample, or empty. A mixture whose covariance cannot be full has a diagonal one.
core::Result<ClusterScores> measureClusters(core::ConstView codes, Labels labels, ClusterMethod method, const Options &options, std::uint64_t seed,
                                            core::ThreadPool &pool, const std::atomic<bool> *cancelled = nullptr);

} // namespace hourglass::judging
