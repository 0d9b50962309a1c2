#include "engine/judging/probes_task.h"

#include <algorithm>

#include "engine/analysis/pca.h"

namespace hourglass::judging {

namespace {

constexpr Index mostNumbers = Index{1} << 23;
constexpr double liveTolerance = 1e-4; ///< as scikit-learn has it: no figure changes by more than a thousandth

std::optional<core::Error> obstacleTo(const data::Dataset &dataset, const ProbeSamples &samples) {
    if (dataset.classNames.empty())
        return core::Error{"These data have no classes", "", "Choose data with labels, or look at the clusters."};
    if (dataset.classNames.size() < 2 || samples.fit.samples.empty() || samples.asked.samples.empty())
        return core::Error{"There are too few samples with a class", "", "Choose data with two classes or more."};
    return {};
}

/// Null where it was cancelled.
std::optional<ProbeReport> reported(core::ConstView fitted, core::ConstView asked, const ProbeSamples &samples, const std::atomic<bool> *cancelled) {
    core::ThreadPool alone(1);
    ProbeReport report{{}, {}, samples.asked};
    auto scores = measureProbes(fitted, samples.fit.labels, asked, samples.asked.labels, {.tolerance = liveTolerance}, alone, cancelled);
    if (isCancelled(cancelled))
        return {};
    if (scores)
        report.scores = std::move(*scores);
    else
        report.obstacle = scores.error();
    return report;
}

} // namespace

std::shared_ptr<const ProbeReport> ProbesTask::run(analysis::TaskContext &context) const {
    const data::Dataset &dataset = *context.dataset();
    const plan::Plan &plan = context.network().plan();
    if (plan.features() != dataset.features())
        return nullptr;
    const ProbeSamples samples = probeSamples(dataset, affordable(plan, fitted), affordable(plan, asked));
    if (auto obstacle = obstacleTo(dataset, samples))
        return std::make_shared<ProbeReport>(ProbeReport{{}, std::move(obstacle), {}});
    const auto known = codesOf(context, samples.fit), others = known ? codesOf(context, samples.asked) : std::nullopt;
    if (!others)
        return nullptr;
    auto report = reported(known->view(), others->view(), samples, context.cancelled());
    return report ? std::make_shared<ProbeReport>(std::move(*report)) : nullptr;
}

std::shared_ptr<const BaselineProbes> BaselineProbesTask::run(analysis::TaskContext &context) const {
    const data::Dataset &dataset = *context.dataset();
    const Index most = std::max<Index>(200, mostNumbers / dataset.features());
    const ProbeSamples samples = probeSamples(dataset, std::min(fitted, most), std::min(asked, most));
    BaselineProbes baselines{.code = code, .pca = {}, .raw = {}};
    if (auto obstacle = obstacleTo(dataset, samples)) {
        baselines.pca.obstacle = baselines.raw.obstacle = std::move(obstacle);
        return std::make_shared<BaselineProbes>(std::move(baselines));
    }
    const Table known = inputsOf(dataset, samples.fit), others = inputsOf(dataset, samples.asked);
    const auto pca = analysis::fitPca(analysis::SampleBlocks(known.view()), std::min(code, dataset.features()), context.cancelled());
    if (pca && pca->components > 0) {
        Table fittedCodes(pca->components, known.columns), askedCodes(pca->components, others.columns);
        analysis::project(*pca, known.view(), {fittedCodes.values.data(), fittedCodes.rows, fittedCodes.columns, fittedCodes.rows});
        analysis::project(*pca, others.view(), {askedCodes.values.data(), askedCodes.rows, askedCodes.columns, askedCodes.rows});
        if (auto report = reported(fittedCodes.view(), askedCodes.view(), samples, context.cancelled()))
            baselines.pca = std::move(*report);
    } else if (!pca) {
        baselines.pca.obstacle = pca.error();
    }
    auto report = reported(known.view(), others.view(), samples, context.cancelled());
    if (!report)
        return nullptr;
    baselines.raw = std::move(*report);
    return std::make_shared<BaselineProbes>(std::move(baselines));
}

} // namespace hourglass::judging
