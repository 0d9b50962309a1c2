#include "engine/judging/clusters_task.h"

#include <algorithm>
#include <map>

#include "engine/analysis/codes_task.h"
#include "engine/data/shown_part.h"
#include "engine/judging/neighbour_vote.h"

namespace hourglass::judging {

namespace {

/// False where it was cancelled.
bool addFaces(analysis::TaskContext &context, const Table &codes, ClusterReport &report) {
    plan::Network &network = context.network();
    const std::vector<std::int32_t> &labels = report.scores->clusters.labels;
    const auto clusters = static_cast<std::size_t>(report.scores->clusters.count);
    const auto features = static_cast<std::size_t>(network.plan().features());
    std::vector<double> sums(features * clusters);
    const Index stride = core::strideOf(codes.rows);
    core::Floats input(stride * network.block());
    report.sizes.assign(clusters, 0);
    for (Index first = 0; first < codes.columns; first += network.block()) {
        if (isCancelled(context.cancelled()))
            return false;
        const core::View block{input.data(), codes.rows, std::min(network.block(), codes.columns - first), stride};
        for (Index i = 0; i < block.columns; ++i)
            std::copy_n(codes.column(first + i), codes.rows, block.column(i));
        const core::ConstView made = network.decode(block);
        for (Index i = 0; i < block.columns; ++i)
            if (const std::int32_t cluster = labels[static_cast<std::size_t>(first + i)]; cluster >= 0) {
                double *sum = sums.data() + static_cast<std::size_t>(cluster) * features;
                for (std::size_t row = 0; row < features; ++row)
                    sum[row] += static_cast<double>(made.column(i)[row]);
                ++report.sizes[static_cast<std::size_t>(cluster)];
            }
    }
    report.faces = Table(static_cast<Index>(features), static_cast<Index>(clusters));
    for (std::size_t i = 0; i < sums.size(); ++i)
        report.faces.values.data()[i] = static_cast<float>(sums[i] / static_cast<double>(std::max<Index>(report.sizes[i / features], 1)));
    return true;
}

void addClasses(ClusterReport &report) {
    std::vector<std::map<std::int32_t, Index>> counts(report.sizes.size());
    for (std::size_t i = 0; i < report.samples.labels.size(); ++i)
        if (const std::int32_t cluster = report.scores->clusters.labels[i], label = report.samples.labels[i]; cluster >= 0 && label >= 0)
            ++counts[static_cast<std::size_t>(cluster)][label];
    for (const auto &ofCluster : counts) {
        const auto most = std::max_element(ofCluster.begin(), ofCluster.end(), [](const auto &a, const auto &b) { return a.second < b.second; });
        report.commonest.push_back(most == ofCluster.end() ? -1 : most->first);
        report.ofCommonest.push_back(most == ofCluster.end() ? 0 : most->second);
    }
}

/// False where it was cancelled.
bool addShown(analysis::TaskContext &context, const Table &codes, ClusterReport &report) {
    constexpr Index mostShown = 10'000; // as of a map
    const auto shown = analysis::gatherCodes(context, mostShown);
    if (!shown)
        return false;
    std::vector<std::int32_t> fromOne = report.scores->clusters.labels; // a vote knows no −1
    for (std::int32_t &label : fromOne)
        ++label;
    core::ThreadPool alone(1);
    const auto nearest = voteOfNeighbours(codes.view(), fromOne, shown->view(), 1, alone, context.cancelled());
    if (!nearest)
        return !isCancelled(context.cancelled());
    report.ofShown.assign(static_cast<std::size_t>(data::shownSamples(*context.dataset()).samples), -1);
    for (std::size_t i = 0; i < shown->samples.size(); ++i)
        report.ofShown[static_cast<std::size_t>(shown->samples[i])] = nearest->predicted[i] - 1;
    if (report.samples.part == data::shownPart(*context.dataset())) // equal codes may be in different clusters
        for (std::size_t i = 0; i < report.samples.samples.size(); ++i)
            report.ofShown[static_cast<std::size_t>(report.samples.samples[i])] = report.scores->clusters.labels[i];
    return true;
}

} // namespace

std::shared_ptr<const ClusterReport> ClustersTask::run(analysis::TaskContext &context) const {
    const data::Dataset &dataset = *context.dataset();
    const plan::Plan &plan = context.network().plan();
    if (plan.features() != dataset.features())
        return nullptr;
    auto report = std::make_shared<ClusterReport>();
    report->method = method;
    report->samples = evenly(dataset, judgedPart(dataset), affordable(plan, most));
    const auto codes = codesOf(context, report->samples);
    if (!codes)
        return nullptr;
    core::ThreadPool alone(1);
    Options options;
    options.clusters = clusters;
    auto scores = measureClusters(codes->view(), report->samples.labels, method, options, 0, alone, context.cancelled());
    if (isCancelled(context.cancelled()))
        return nullptr;
    if (!scores) {
        report->obstacle = scores.error();
        return report;
    }
    report->scores = std::move(*scores);
    if (!addFaces(context, *codes, *report))
        return nullptr;
    addClasses(*report);
    if (marksShown && !addShown(context, *codes, *report))
        return nullptr;
    return report;
}

} // namespace hourglass::judging
