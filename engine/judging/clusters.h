// Codes divided into groups without their classes.
#pragma once

#include <string>

#include "engine/judging/subject.h"

namespace hourglass::judging {

/// The cluster of each sample, from 0; −1 for none. Every cluster has a sample.
struct Clusters {
    std::vector<std::int32_t> labels;
    Index count = 0;
    int iterations = 0;
    double objective = 0; ///< k-means: Σ squared distances to the centres; mixture: mean log likelihood of a sample; HDBSCAN: Σ stability
    Table centres = {};   ///< k-means, mixture: numbers × clusters, in the order of the labels
};

struct KMeansOptions {
    Index clusters = 10;
    int restarts = 4; ///< the best of so many
    int iterations = 300;
    std::uint64_t seed = 0;
};
/// Lloyd's iterations (Lloyd 1982) from centres drawn by k-means++ (Arthur and Vassilvitskii 2007). At most as many clusters as samples that differ.
/// Distances in double; the same bits on any number of threads. Errors: codes that are not finite, or cancelled.
core::Result<Clusters> kMeans(core::ConstView codes, const KMeansOptions &options, core::ThreadPool &pool, const std::atomic<bool> *cancelled = nullptr);

struct MixtureOptions {
    Index components = 10;
    enum class Covariance { Full, Diagonal } covariance = Covariance::Full;
    double floor = 1e-6;     ///< added to every variance, in the square of the codes' unit
    double tolerance = 1e-3; ///< of the mean log likelihood
    int iterations = 200;
    std::uint64_t seed = 0;
};
/// A Gaussian mixture by expectation and maximisation (Dempster, Laird and Rubin 1977), from the clusters of k-means, as scikit-learn's GaussianMixture; a
/// sample belongs to the component that most likely made it. Full covariances of more than 512 numbers are refused.
core::Result<Clusters> gaussianMixture(core::ConstView codes, const MixtureOptions &options, core::ThreadPool &pool,
                                       const std::atomic<bool> *cancelled = nullptr);

struct HdbscanOptions {
    Index smallestCluster = 15;
    Index neighbours = 15; ///< the core distance reaches so many samples, itself among them
};
/// HDBSCAN (Campello, Moulavi and Sander 2013), exactly: the minimum spanning tree of mutual reachability by Prim's algorithm over all pairs, the tree
/// condensed, clusters chosen by excess of mass; never the whole. Edges of equal length are taken away together, so that the order of the samples decides
/// nothing; where scikit-learn's HDBSCAN takes one after another, its answer depends on that order, and it is this one where no two are equal. Numbered by
/// their first sample. Errors: as above, and fewer samples than a cluster needs.
core::Result<Clusters> hdbscan(core::ConstView codes, const HdbscanOptions &options, core::ThreadPool &pool, const std::atomic<bool> *cancelled = nullptr);

} // namespace hourglass::judging
