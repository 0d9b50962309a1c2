#include "engine/judging/cluster_scores.h"

#include <algorithm>
#include <cmath>

namespace hourglass::judging {

namespace {

constexpr double mostOfSilhouette = 4e9; ///< differences of numbers: 11 000 samples of 32 numbers, 2 200 of 784

core::Result<Clusters> divided(core::ConstView codes, Labels labels, ClusterMethod method, const Options &options, std::uint64_t seed, core::ThreadPool &pool,
                               const std::atomic<bool> *cancelled) {
    const Index count = options.clustersFor(labels);
    if (method == ClusterMethod::KMeans)
        return kMeans(codes, {.clusters = count, .restarts = options.restarts, .seed = seed}, pool, cancelled);
    if (method == ClusterMethod::Mixture)
        return gaussianMixture(codes, {.components = count, .covariance = options.covarianceFor(codes, count), .floor = options.floor, .seed = seed}, pool,
                               cancelled);
    return hdbscan(codes, options.hdbscan, pool, cancelled);
}

} // namespace

const char *keyOf(ClusterMethod method) {
    return method == ClusterMethod::KMeans ? "k_means" : method == ClusterMethod::Mixture ? "gaussian_mixture" : "hdbscan";
}

core::Result<ClusterScores> measureClusters(core::ConstView codes, Labels labels, ClusterMethod method, const Options &options, std::uint64_t seed,
                                            core::ThreadPool &pool, const std::atomic<bool> *cancelled) {
    auto clusters = divided(codes, labels, method, options, seed, pool, cancelled);
    if (!clusters)
        return clusters.error();
    ClusterScores scores;
    scores.clusters = std::move(*clusters);
    scores.inNone = std::count(scores.clusters.labels.begin(), scores.clusters.labels.end(), -1);
    std::vector<Index> asked;
    const Index count = std::min(codes.columns, static_cast<Index>(std::sqrt(mostOfSilhouette / static_cast<double>(codes.rows))));
    for (Index i = 0; i < count; ++i)
        asked.push_back(i * codes.columns / count);
    const Table some = selected(codes, asked);
    const auto silhouette = silhouetteOf(some.view(), selected(Labels(scores.clusters.labels), asked), pool, cancelled);
    if (!silhouette)
        return silhouette.error();
    scores.silhouette = *silhouette;
    scores.silhouetteSamples = count;
    if (std::ranges::any_of(labels, [](std::int32_t label) { return label >= 0; }))
        scores.agreement = compare(labels, scores.clusters.labels);
    return scores;
}

} // namespace hourglass::judging
