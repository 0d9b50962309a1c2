#include "engine/analysis/data_statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/analysis/duplicates.h"
#include "engine/analysis/sample_blocks.h"
#include "engine/core/random.h"

namespace hourglass::analysis {

namespace {

using data::PartKind;
using data::SampleId;

constexpr Index longestBlock = 256, largestBlock = Index{1} << 18; ///< samples; floats: about a megabyte between two looks at `cancelled`

/// The samples to be measured, in the order training, validation, test.
class Choice {
public:
    Choice(const data::Dataset &dataset, const StatisticsLimits &limits)
        : m_dataset(dataset), m_random(limits.seed, core::Stream::Selection), m_total(dataset.samples()) {
        const Index byValues = std::max<Index>(1, limits.values / std::max<Index>(1, dataset.features()));
        m_count = std::min({m_total, byValues, std::max<Index>(1, limits.samples)});
    }

    Index count() const { return m_count; }
    SampleId operator[](Index position) const {
        Index sample = position;
        if (m_count < m_total) {
            const Index first = bound(position), next = bound(position + 1);
            sample = first + m_random.below(next - first, 0, static_cast<std::uint64_t>(position), 0);
        }
        for (const PartKind kind : data::partKinds) {
            const Index samples = partOf(m_dataset, kind).samples;
            if (sample < samples)
                return {kind, sample};
            sample -= samples;
        }
        return {};
    }

private:
    /// Where a stretch begins: position · total / count without leaving 64 bits.
    Index bound(Index position) const { return position * (m_total / m_count) + position * (m_total % m_count) / m_count; }

    const data::Dataset &m_dataset;
    core::Random m_random;
    Index m_total, m_count = 0;
};

/// Calls work(first position, block) for all samples chosen. False where it was cancelled.
template <class Work>
bool visit(const data::Dataset &dataset, const Choice &choice, const data::Progress &progress, Work work) {
    const Index features = dataset.features();
    const Index length = std::clamp<Index>(largestBlock / features, 1, longestBlock);
    std::vector<float> block(static_cast<std::size_t>(features * length));
    for (Index first = 0; first < choice.count(); first += length) {
        if (progress.isCancelled())
            return false;
        const Index count = std::min(length, choice.count() - first);
        for (Index i = 0; i < count; ++i) {
            const SampleId place = choice[first + i];
            partOf(dataset, place.part).copySample(place.sample, block.data() + i * features);
        }
        work(first, core::ConstView{block.data(), features, count, features});
        progress.tell(static_cast<double>(first + count) / static_cast<double>(choice.count()), "Measuring the data");
    }
    return !progress.isCancelled();
}

/// Mean and squared deviations of each feature, one sample after another (Welford 1962).
class Moments {
public:
    explicit Moments(DataStatistics &to, std::size_t features) : m_to(to) {
        to.mean.assign(features, 0);
        to.deviation.assign(features, 0); // the squares until finish()
        to.minimum.assign(features, std::numeric_limits<double>::infinity());
        to.maximum.assign(features, -std::numeric_limits<double>::infinity());
    }

    void add(const float *values) {
        const double share = 1.0 / static_cast<double>(++m_count);
        double *mean = m_to.mean.data(), *squares = m_to.deviation.data(), *least = m_to.minimum.data(), *most = m_to.maximum.data();
        for (std::size_t f = 0; f < m_to.mean.size(); ++f) {
            const double value = static_cast<double>(values[f]), distance = value - mean[f];
            mean[f] += distance * share;
            squares[f] += distance * (value - mean[f]);
            least[f] = std::min(least[f], value);
            most[f] = std::max(most[f], value);
        }
    }

    void finish(const std::vector<double> &offsets) {
        const double features = static_cast<double>(m_to.mean.size()), count = static_cast<double>(m_count);
        for (std::vector<double> *values : {&m_to.mean, &m_to.minimum, &m_to.maximum})
            for (std::size_t f = 0; f < offsets.size(); ++f)
                (*values)[f] += offsets[f];
        for (std::size_t f = 0; f < m_to.mean.size(); ++f)
            m_to.valueMean += m_to.mean[f] / features;
        double variance = 0;
        for (std::size_t f = 0; f < m_to.mean.size(); ++f) {
            // A constant's squares are rounding alone: its mean is that constant.
            if (m_to.minimum[f] == m_to.maximum[f]) {
                m_to.constantFeatures.push_back(static_cast<Index>(f));
                m_to.mean[f] = m_to.minimum[f];
                m_to.deviation[f] = 0;
            }
            const double between = m_to.mean[f] - m_to.valueMean, within = m_to.deviation[f] / count;
            variance += (within + between * between) / features;
            m_to.deviation[f] = std::sqrt(within);
        }
        m_to.valueDeviation = std::sqrt(variance);
        m_to.valueMinimum = *std::min_element(m_to.minimum.begin(), m_to.minimum.end());
        m_to.valueMaximum = *std::max_element(m_to.maximum.begin(), m_to.maximum.end());
    }

private:
    DataStatistics &m_to;
    Index m_count = 0;
};

/// `offsets` of the features, or empty.
void count(core::ConstView block, const std::vector<double> &offsets, ValueHistogram &histogram) {
    const double width = histogram.to - histogram.from, scale = width > 0 ? ValueHistogram::bins / width : 0;
    for (Index i = 0; i < block.rows * block.columns; ++i) {
        const double value = static_cast<double>(block.data[i]) + (offsets.empty() ? 0.0 : offsets[static_cast<std::size_t>(i % block.rows)]);
        const int bin = static_cast<int>((value - histogram.from) * scale);
        ++histogram.counts[static_cast<std::size_t>(std::clamp(bin, 0, ValueHistogram::bins - 1))];
    }
}

void countClasses(const data::Dataset &dataset, DataStatistics &to) {
    to.classes.resize(dataset.classNames.size());
    if (to.classes.empty())
        return;
    for (const PartKind kind : data::partKinds) {
        const auto column = static_cast<std::size_t>(kind);
        const data::Part &part = partOf(dataset, kind);
        to.unlabelled[column] = part.samples;
        for (const std::int32_t label : part.labels)
            if (label >= 0 && static_cast<std::size_t>(label) < to.classes.size()) {
                ++to.classes[static_cast<std::size_t>(label)][column];
                --to.unlabelled[column];
            }
    }
}

} // namespace

core::Result<DataStatistics> measureData(const data::Dataset &dataset, const data::Progress &progress, const StatisticsLimits &limits) {
    DataStatistics statistics;
    statistics.samples = dataset.samples();
    countClasses(dataset, statistics);
    if (statistics.samples == 0 || dataset.features() == 0)
        return statistics;
    const Choice choice(dataset, limits);
    statistics.measured = choice.count();
    Moments moments(statistics, static_cast<std::size_t>(dataset.features()));
    DuplicateSearch search(dataset, choice.count());
    const std::vector<double> offsets = dataset.scaling ? std::vector<double>() : dataset.offsets; // scaled numbers are told as they are
    const bool isOnePass = dataset.isWithinUnit && offsets.empty();                                // the histogram's ends are known
    bool isDone = visit(dataset, choice, progress.between(0, isOnePass ? 0.8 : 0.5), [&](Index, core::ConstView block) {
        for (Index i = 0; i < block.columns; ++i) {
            moments.add(block.column(i));
            search.add(block.column(i));
        }
        if (isOnePass)
            count(block, offsets, statistics.histogram);
    });
    if (!isDone)
        return cancelledError();
    moments.finish(offsets);
    if (!isOnePass) {
        statistics.histogram.from = statistics.valueMinimum;
        statistics.histogram.to = statistics.valueMaximum;
        isDone = visit(dataset, choice, progress.between(0.5, 0.8), [&](Index, core::ConstView block) { count(block, offsets, statistics.histogram); });
    }
    if (!isDone || !search.finish([&choice](Index position) { return choice[position]; }, progress.between(0.8, 1), statistics.duplicates))
        return cancelledError();
    return statistics;
}

} // namespace hourglass::analysis
