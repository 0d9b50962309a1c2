// Clusters against the true classes, and against the space that they divide.
#pragma once

#include "engine/judging/subject.h"

namespace hourglass::judging {

/// Of samples that have a class. What belongs to no cluster (−1) counts as one of its own, as scikit-learn has it.
struct PartitionScores {
    Index samples = 0, classes = 0, clusters = 0;
    double purity = 0;                        ///< share of the samples that are of their cluster's commonest class (Zhao and Karypis 2001)
    double mutualInformation = 0;             ///< nats
    double normalisedMutualInformation = 0;   ///< divided by the mean of the two entropies (Strehl and Ghosh 2002; Kvålseth 1987): the V-measure
    double adjustedRand = 0;                  ///< pairs that both put together or apart, 0 by chance (Hubert and Arabie 1985)
    double homogeneity = 0, completeness = 0; ///< 1 − H(class | cluster) / H(class), and the reverse (Rosenberg and Hirschberg 2007)
};

/// Equal lengths. All figures are 1 where there is one class and one cluster.
PartitionScores compare(Labels truth, Labels clusters);

/// I(a; b) in nats of two ways to divide the same samples; every label from 0.
double mutualInformation(Labels a, Labels b);
/// H(a) in nats.
double entropyOf(Labels labels);

/// The mean over the samples of (b − a) / max(a, b): a is the mean distance to the others of its own cluster, b that to the nearest other
/// cluster; 0 of a cluster of one (Rousseeuw 1987). By all pairs, in double. Samples of no cluster (−1) are left out. Nothing where there are
/// fewer than two clusters or as many as samples. An error where it was cancelled.
core::Result<std::optional<double>> silhouetteOf(core::ConstView codes, Labels clusters, core::ThreadPool &pool, const std::atomic<bool> *cancelled = nullptr);

} // namespace hourglass::judging
