#include "engine/judging/partition_scores.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <map>

#include "engine/kernels/projections.h"

namespace hourglass::judging {

namespace {

/// How many samples each pair of labels has, and each label.
struct Contingency {
    std::map<std::pair<std::int32_t, std::int32_t>, double> both;
    std::map<std::int32_t, double> first, second;
    double samples = 0;

    Contingency(Labels a, Labels b, bool skipsUnknown) {
        assert(a.size() == b.size());
        for (std::size_t i = 0; i < a.size(); ++i) {
            if (skipsUnknown && a[i] < 0)
                continue;
            ++both[{a[i], b[i]}];
            ++first[a[i]];
            ++second[b[i]];
            ++samples;
        }
    }
    static double entropy(const std::map<std::int32_t, double> &counts, double samples) {
        double sum = 0;
        for (const auto &[label, count] : counts)
            sum -= count / samples * std::log(count / samples);
        return counts.size() > 1 ? sum : 0.0;
    }
    double information() const {
        double sum = 0;
        for (const auto &[labels, count] : both)
            sum += count / samples * std::log(count * samples / (first.at(labels.first) * second.at(labels.second)));
        return first.size() > 1 && second.size() > 1 ? std::max(sum, 0.0) : 0.0;
    }
};

double pairsOf(double count) {
    return count * (count - 1) / 2;
}

double adjustedRandOf(const Contingency &table) {
    double together = 0, inFirst = 0, inSecond = 0;
    for (const auto &[labels, count] : table.both)
        together += pairsOf(count);
    for (const auto &[label, count] : table.first)
        inFirst += pairsOf(count);
    for (const auto &[label, count] : table.second)
        inSecond += pairsOf(count);
    if (inFirst == together && inSecond == together) // the same partition
        return 1;
    const double expected = inFirst * inSecond / pairsOf(table.samples);
    return (together - expected) / ((inFirst + inSecond) / 2 - expected);
}

} // namespace

double mutualInformation(Labels a, Labels b) {
    return a.empty() ? 0 : Contingency(a, b, false).information();
}

double entropyOf(Labels labels) {
    const Contingency table(labels, labels, false);
    return Contingency::entropy(table.first, table.samples);
}

PartitionScores compare(Labels truth, Labels clusters) {
    const Contingency table(truth, clusters, true);
    PartitionScores scores;
    scores.samples = static_cast<Index>(table.samples);
    scores.classes = static_cast<Index>(table.first.size());
    scores.clusters = static_cast<Index>(table.second.size());
    if (scores.samples == 0)
        return scores;
    std::map<std::int32_t, double> commonest;
    for (const auto &[labels, count] : table.both)
        commonest[labels.second] = std::max(commonest[labels.second], count);
    for (const auto &[label, count] : commonest)
        scores.purity += count / table.samples;
    const double information = table.information(), ofClasses = Contingency::entropy(table.first, table.samples),
                 ofClusters = Contingency::entropy(table.second, table.samples);
    scores.mutualInformation = information;
    scores.homogeneity = ofClasses > 0 ? information / ofClasses : 1;
    scores.completeness = ofClusters > 0 ? information / ofClusters : 1;
    scores.normalisedMutualInformation = ofClasses + ofClusters > 0 ? 2 * information / (ofClasses + ofClusters) : 1;
    scores.adjustedRand = adjustedRandOf(table);
    return scores;
}

core::Result<std::optional<double>> silhouetteOf(core::ConstView codes, Labels clusters, core::ThreadPool &pool, const std::atomic<bool> *cancelled) {
    constexpr Index samplesOfItem = 16;
    std::vector<Index> samples;
    std::map<std::int32_t, std::size_t> places;
    std::vector<std::size_t> placeOf;
    std::vector<double> sizes;
    for (std::size_t i = 0; i < clusters.size(); ++i)
        if (clusters[i] >= 0) {
            const auto [place, isNew] = places.try_emplace(clusters[i], places.size());
            samples.push_back(static_cast<Index>(i));
            placeOf.push_back(place->second);
            if (isNew)
                sizes.push_back(0);
            ++sizes[place->second];
        }
    if (sizes.size() < 2 || sizes.size() >= samples.size())
        return std::optional<double>();
    const auto count = static_cast<Index>(samples.size());
    std::vector<double> widths(samples.size());
    pool.run((count + samplesOfItem - 1) / samplesOfItem, [&](Index item, int) {
        std::vector<double> sums(sizes.size());
        for (Index i = item * samplesOfItem; i < std::min(count, (item + 1) * samplesOfItem) && !isCancelled(cancelled); ++i) {
            const auto at = static_cast<std::size_t>(i);
            std::fill(sums.begin(), sums.end(), 0.0);
            for (std::size_t other = 0; other < samples.size(); ++other)
                if (other != at)
                    sums[placeOf[other]] += std::sqrt(kernels::squaredDistance(codes.rows, codes.column(samples[at]), codes.column(samples[other])));
            const std::size_t own = placeOf[at];
            if (sizes[own] < 2)
                continue;
            double nearest = INFINITY;
            for (std::size_t cluster = 0; cluster < sums.size(); ++cluster)
                if (cluster != own)
                    nearest = std::min(nearest, sums[cluster] / sizes[cluster]);
            const double within = sums[own] / (sizes[own] - 1), larger = std::max(within, nearest);
            widths[at] = larger > 0 ? (nearest - within) / larger : 0;
        }
    });
    if (isCancelled(cancelled))
        return cancelledError();
    double sum = 0;
    for (const double width : widths)
        sum += width;
    return std::optional(sum / static_cast<double>(count));
}

} // namespace hourglass::judging
