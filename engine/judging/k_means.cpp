#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/random.h"
#include "engine/judging/clusters.h"
#include "engine/kernels/projections.h"

namespace hourglass::judging {

namespace {

constexpr Index samplesOfBlock = 256;

struct Lloyd {
    core::ConstView codes;
    core::ThreadPool &pool;
    std::vector<std::int32_t> labels;
    std::vector<double> distances; ///< of each sample to its centre, squared
    Table centres;

    Index blocks() const { return (codes.columns + samplesOfBlock - 1) / samplesOfBlock; }

    /// The nearest centre of each sample, of equal ones the first; whether any sample changed.
    bool assign() {
        std::vector<std::uint8_t> hasChanged(static_cast<std::size_t>(blocks()));
        pool.run(blocks(), [&](Index block, int) {
            for (Index sample = block * samplesOfBlock; sample < std::min(codes.columns, (block + 1) * samplesOfBlock); ++sample) {
                double nearest = std::numeric_limits<double>::infinity();
                std::int32_t own = 0;
                for (Index cluster = 0; cluster < centres.columns; ++cluster)
                    if (const double distance = kernels::squaredDistance(codes.rows, codes.column(sample), centres.column(cluster)); distance < nearest) {
                        nearest = distance;
                        own = static_cast<std::int32_t>(cluster);
                    }
                const auto at = static_cast<std::size_t>(sample);
                if (labels[at] != own)
                    hasChanged[static_cast<std::size_t>(block)] = 1;
                labels[at] = own;
                distances[at] = nearest;
            }
        });
        return std::ranges::find(hasChanged, 1) != hasChanged.end();
    }

    /// Each centre becomes the mean of its samples; one without any moves to the sample that lies furthest from its own.
    void move() {
        const auto rows = static_cast<std::size_t>(codes.rows);
        std::vector<double> sums(rows * static_cast<std::size_t>(centres.columns)), counts(static_cast<std::size_t>(centres.columns));
        for (Index sample = 0; sample < codes.columns; ++sample) {
            const auto own = static_cast<std::size_t>(labels[static_cast<std::size_t>(sample)]);
            ++counts[own];
            for (std::size_t row = 0; row < rows; ++row)
                sums[own * rows + row] += static_cast<double>(codes.column(sample)[row]);
        }
        for (std::size_t cluster = 0; cluster < counts.size(); ++cluster) {
            float *centre = centres.column(static_cast<Index>(cluster));
            if (counts[cluster] > 0)
                for (std::size_t row = 0; row < rows; ++row)
                    centre[row] = static_cast<float>(sums[cluster * rows + row] / counts[cluster]);
            else {
                const auto furthest = std::max_element(distances.begin(), distances.end());
                std::copy_n(codes.column(furthest - distances.begin()), codes.rows, centre);
                *furthest = 0;
            }
        }
    }

    double inertia() const {
        double sum = 0;
        for (const double each : distances)
            sum += each;
        return sum;
    }

    /// Centres one after another, each a sample drawn by its squared distance to the nearest so far. Fewer where no sample differs from all of them.
    void draw(Index count, const core::Random &random, std::uint64_t restart) {
        std::vector<Index> chosen{random.below(codes.columns, restart, 0, 0)};
        std::fill(distances.begin(), distances.end(), std::numeric_limits<double>::infinity());
        while (static_cast<Index>(chosen.size()) < count) {
            double sum = 0;
            for (Index sample = 0; sample < codes.columns; ++sample) {
                double &least = distances[static_cast<std::size_t>(sample)];
                least = std::min(least, kernels::squaredDistance(codes.rows, codes.column(sample), codes.column(chosen.back())));
                sum += least;
            }
            if (!(sum > 0))
                break;
            double rest = sum * static_cast<double>(random.uniform(restart, static_cast<std::uint64_t>(chosen.size()), 0));
            Index next = 0;
            for (Index sample = 0; sample < codes.columns; ++sample)
                if (const double part = distances[static_cast<std::size_t>(sample)]; part > 0) {
                    next = sample;
                    if ((rest -= part) <= 0)
                        break;
                }
            chosen.push_back(next);
        }
        centres = selected(codes, chosen);
    }
};

/// Drops clusters without a sample.
void number(Clusters &clusters) {
    std::vector<std::int32_t> numberOf(static_cast<std::size_t>(clusters.centres.columns), -1);
    for (const std::int32_t label : clusters.labels)
        numberOf[static_cast<std::size_t>(label)] = 0;
    std::vector<Index> kept;
    for (std::size_t each = 0; each < numberOf.size(); ++each)
        if (numberOf[each] == 0) {
            numberOf[each] = static_cast<std::int32_t>(kept.size());
            kept.push_back(static_cast<Index>(each));
        }
    for (std::int32_t &label : clusters.labels)
        label = numberOf[static_cast<std::size_t>(label)];
    clusters.centres = selected(clusters.centres.view(), kept);
    clusters.count = clusters.centres.columns;
}

} // namespace

core::Result<Clusters> kMeans(core::ConstView codes, const KMeansOptions &options, core::ThreadPool &pool, const std::atomic<bool> *cancelled) {
    if (const auto obstacle = obstacleTo(codes))
        return *obstacle;
    const core::Random random(options.seed, core::Stream::Selection);
    const auto samples = static_cast<std::size_t>(codes.columns);
    Clusters best;
    best.objective = std::numeric_limits<double>::infinity();
    for (int restart = 0; restart < std::max(options.restarts, 1); ++restart) {
        Lloyd lloyd{codes, pool, std::vector<std::int32_t>(samples, -1), std::vector<double>(samples), {}};
        lloyd.draw(std::max<Index>(options.clusters, 1), random, static_cast<std::uint64_t>(restart));
        int iterations = 0;
        while (lloyd.assign() && ++iterations < options.iterations && !isCancelled(cancelled))
            lloyd.move();
        if (isCancelled(cancelled))
            return cancelledError();
        if (const double inertia = lloyd.inertia(); inertia < best.objective)
            best = {std::move(lloyd.labels), 0, iterations, inertia, std::move(lloyd.centres)};
    }
    number(best);
    return best;
}

} // namespace hourglass::judging
