#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "engine/judging/clusters.h"
#include "engine/kernels/projections.h"
#include "engine/projections/neighbours.h"

namespace hourglass::judging {

namespace {

constexpr Index samplesOfItem = 1024, samplesToShare = Index{1} << 20;
constexpr double never = std::numeric_limits<double>::infinity();

struct Edge {
    double length;
    Index from, to;
};

/// The minimum spanning tree over max(core of a, core of b, distance), vertex by vertex from the first (Prim 1957).
std::vector<Edge> spanningTree(core::ConstView codes, const std::vector<double> &cores, core::ThreadPool &pool, const std::atomic<bool> *cancelled) {
    const Index samples = codes.columns, items = (samples + samplesOfItem - 1) / samplesOfItem;
    std::vector<double> nearest(static_cast<std::size_t>(samples), never);
    std::vector<Index> from(static_cast<std::size_t>(samples), 0), best(static_cast<std::size_t>(items));
    std::vector<std::uint8_t> isIn(static_cast<std::size_t>(samples));
    std::vector<Edge> tree;
    // Every vertex is a round of the pool: sharing pays where a round is long.
    const int workers = samples * codes.rows < samplesToShare ? 1 : 0;
    Index current = 0;
    isIn[0] = 1;
    while (static_cast<Index>(tree.size()) + 1 < samples && !isCancelled(cancelled)) {
        pool.run(
            items,
            [&](Index item, int) {
                Index found = -1;
                for (Index other = item * samplesOfItem; other < std::min(samples, (item + 1) * samplesOfItem); ++other) {
                    const auto at = static_cast<std::size_t>(other);
                    if (isIn[at])
                        continue;
                    const double reach = std::max(cores[at], cores[static_cast<std::size_t>(current)]);
                    if (reach < nearest[at])
                        if (const double length = std::max(reach, std::sqrt(kernels::squaredDistance(codes.rows, codes.column(current), codes.column(other))));
                            length < nearest[at]) {
                            nearest[at] = length;
                            from[at] = current;
                        }
                    if (found < 0 || nearest[at] < nearest[static_cast<std::size_t>(found)])
                        found = other;
                }
                best[static_cast<std::size_t>(item)] = found;
            },
            workers);
        Index next = -1;
        for (const Index each : best)
            if (each >= 0 && (next < 0 || nearest[static_cast<std::size_t>(each)] < nearest[static_cast<std::size_t>(next)]))
                next = each;
        tree.push_back({nearest[static_cast<std::size_t>(next)], from[static_cast<std::size_t>(next)], next});
        isIn[static_cast<std::size_t>(next)] = 1;
        current = next;
    }
    return tree;
}

/// Which nodes were joined at which length; the first `samples` nodes are the samples, the last is the root.
struct Dendrogram {
    Index samples = 0;
    std::vector<Index> left, right, size; ///< size by node, left and right by node − samples
    std::vector<double> length;

    explicit Dendrogram(std::vector<Edge> tree) : samples(static_cast<Index>(tree.size()) + 1), size(static_cast<std::size_t>(2 * samples - 1), 1) {
        std::stable_sort(tree.begin(), tree.end(), [](const Edge &a, const Edge &b) { return a.length < b.length; });
        std::vector<Index> above(static_cast<std::size_t>(2 * samples - 1));
        std::iota(above.begin(), above.end(), Index{0});
        const auto top = [&](Index node) {
            while (above[static_cast<std::size_t>(node)] != node)
                node = above[static_cast<std::size_t>(node)] = above[static_cast<std::size_t>(above[static_cast<std::size_t>(node)])];
            return node;
        };
        for (const Edge &edge : tree) {
            const Index a = top(edge.from), b = top(edge.to), joined = samples + static_cast<Index>(left.size());
            left.push_back(a);
            right.push_back(b);
            length.push_back(edge.length);
            size[static_cast<std::size_t>(joined)] = size[static_cast<std::size_t>(a)] + size[static_cast<std::size_t>(b)];
            above[static_cast<std::size_t>(a)] = above[static_cast<std::size_t>(b)] = joined;
        }
    }
};

struct Condensed {
    Index parent = -1;
    double birth = 0, stability = 0;
    bool isChosen = true;
};

/// The tree without what is smaller than a cluster: such samples fall out of their cluster, and a split into two large parts makes two new ones.
struct CondensedTree {
    std::vector<Condensed> clusters; ///< children behind their parents; the first is all samples
    std::vector<Index> clusterOf;    ///< the last one that a sample belonged to

    CondensedTree(const Dendrogram &tree, Index smallest) : clusters(1), clusterOf(static_cast<std::size_t>(tree.samples)) {
        const double shortest = shortestOf(tree);
        std::vector<std::pair<Index, Index>> open{{2 * tree.samples - 2, 0}}; // a node, and the cluster that it is of
        std::vector<Index> parts;
        while (!open.empty()) {
            const auto [node, cluster] = open.back();
            open.pop_back();
            partsOf(tree, node, parts);
            // Equal samples are as if they were a little apart: their density stays a number.
            const double density = 1.0 / std::max(tree.length[static_cast<std::size_t>(node - tree.samples)], shortest);
            const auto isLarge = [&](Index part) { return tree.size[static_cast<std::size_t>(part)] >= smallest; };
            const bool goesOn = std::count_if(parts.begin(), parts.end(), isLarge) == 1;
            for (const Index part : parts) {
                if (goesOn && isLarge(part)) { // as the same cluster
                    open.emplace_back(part, cluster);
                    continue;
                }
                Condensed &own = clusters[static_cast<std::size_t>(cluster)];
                own.stability += static_cast<double>(tree.size[static_cast<std::size_t>(part)]) * (density - own.birth);
                if (isLarge(part)) {
                    clusters.push_back({cluster, density, 0, true});
                    open.emplace_back(part, static_cast<Index>(clusters.size()) - 1);
                } else {
                    fallOut(tree, part, cluster);
                }
            }
        }
    }

    /// By excess of mass: a cluster, or those below it where they are more stable together. The sum of the chosen ones.
    double choose() {
        std::vector<double> below(clusters.size());
        for (std::size_t each = clusters.size() - 1; each > 0; --each) {
            Condensed &cluster = clusters[each];
            cluster.isChosen = !(below[each] > cluster.stability);
            below[static_cast<std::size_t>(cluster.parent)] += std::max(below[each], cluster.stability);
        }
        clusters[0].isChosen = false;
        return below[0];
    }

    /// The chosen cluster of each sample, the uppermost of those above it; −1 for none.
    Clusters labelled() const {
        std::vector<Index> chosen(clusters.size(), -1);
        for (std::size_t each = 1; each < clusters.size(); ++each) {
            const Index above = chosen[static_cast<std::size_t>(clusters[each].parent)];
            chosen[each] = above >= 0 ? above : clusters[each].isChosen ? static_cast<Index>(each) : -1;
        }
        Clusters result;
        std::vector<std::int32_t> numberOf(clusters.size(), -1);
        for (const Index last : clusterOf) {
            const Index cluster = chosen[static_cast<std::size_t>(last)];
            if (cluster >= 0 && numberOf[static_cast<std::size_t>(cluster)] < 0)
                numberOf[static_cast<std::size_t>(cluster)] = static_cast<std::int32_t>(result.count++);
            result.labels.push_back(cluster >= 0 ? numberOf[static_cast<std::size_t>(cluster)] : -1);
        }
        return result;
    }

private:
    static double shortestOf(const Dendrogram &tree) {
        double shortest = never;
        for (const double length : tree.length)
            if (length > 0)
                shortest = std::min(shortest, length);
        return std::isinf(shortest) ? 1.0 : shortest / 1024;
    }

    /// What a node divides into at its length. Which of several equal edges was joined first is chance: all of them are taken away at once, so that the order
    /// of the samples decides nothing.
    static void partsOf(const Dendrogram &tree, Index node, std::vector<Index> &parts) {
        const double length = tree.length[static_cast<std::size_t>(node - tree.samples)];
        std::vector<Index> open{node};
        parts.clear();
        while (!open.empty()) {
            const Index each = open.back();
            open.pop_back();
            if (each < tree.samples || tree.length[static_cast<std::size_t>(each - tree.samples)] < length) {
                parts.push_back(each);
            } else {
                open.push_back(tree.right[static_cast<std::size_t>(each - tree.samples)]);
                open.push_back(tree.left[static_cast<std::size_t>(each - tree.samples)]);
            }
        }
    }

    void fallOut(const Dendrogram &tree, Index node, Index cluster) {
        std::vector<Index> open{node};
        while (!open.empty()) {
            const Index each = open.back();
            open.pop_back();
            if (each < tree.samples) {
                clusterOf[static_cast<std::size_t>(each)] = cluster;
            } else {
                open.push_back(tree.left[static_cast<std::size_t>(each - tree.samples)]);
                open.push_back(tree.right[static_cast<std::size_t>(each - tree.samples)]);
            }
        }
    }
};

} // namespace

core::Result<Clusters> hdbscan(core::ConstView codes, const HdbscanOptions &options, core::ThreadPool &pool, const std::atomic<bool> *cancelled) {
    if (const auto obstacle = obstacleTo(codes))
        return *obstacle;
    const Index smallest = std::max<Index>(options.smallestCluster, 2), reach = std::max<Index>(options.neighbours, 1) - 1; // others
    if (codes.columns < 2 * smallest || codes.columns <= reach)
        return core::Error{"HDBSCAN needs at least " + std::to_string(std::max(2 * smallest, reach + 1)) + " samples for clusters of " +
                               std::to_string(smallest) + ", and there are " + std::to_string(codes.columns),
                           "", "Ask for smaller clusters, or judge more samples."};
    std::vector<double> cores(static_cast<std::size_t>(codes.columns));
    if (reach > 0) {
        const auto near = projections::nearestNeighbours(codes, reach, pool, cancelled);
        if (!near)
            return isCancelled(cancelled) ? cancelledError() : near.error();
        for (Index sample = 0; sample < codes.columns; ++sample)
            cores[static_cast<std::size_t>(sample)] =
                std::sqrt(kernels::squaredDistance(codes.rows, codes.column(sample), codes.column(near->of(sample).back())));
    }
    std::vector<Edge> tree = spanningTree(codes, cores, pool, cancelled);
    if (isCancelled(cancelled))
        return cancelledError();
    CondensedTree condensed{Dendrogram(std::move(tree)), smallest};
    const double mass = condensed.choose();
    Clusters clusters = condensed.labelled();
    clusters.objective = mass;
    return clusters;
}

} // namespace hourglass::judging
