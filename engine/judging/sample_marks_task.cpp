#include "engine/judging/sample_marks_task.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/analysis/codes_task.h"
#include "engine/data/shown_part.h"
#include "engine/judging/linear_probe.h"
#include "engine/projections/neighbours.h"

namespace hourglass::judging {

namespace {

constexpr double liveTolerance = 1e-4; ///< as the probes have it

/// One number for each of the table's samples, by their places in the part.
template <class Number>
std::vector<float> spread(const analysis::CodeTable &table, const std::vector<Number> &numbers, Index samples) {
    std::vector<float> values(static_cast<std::size_t>(samples), std::numeric_limits<float>::quiet_NaN());
    for (std::size_t i = 0; i < numbers.size(); ++i)
        values[static_cast<std::size_t>(table.samples[i])] = static_cast<float>(numbers[i]);
    return values;
}

std::shared_ptr<const SampleMarks> none(core::Error obstacle) {
    return std::make_shared<const SampleMarks>(SampleMarks{{}, std::move(obstacle)});
}

} // namespace

std::shared_ptr<const SampleMarks> PredictionsTask::run(analysis::TaskContext &context) const {
    const data::Dataset &dataset = *context.dataset();
    const plan::Plan &plan = context.network().plan();
    if (plan.features() != dataset.features())
        return nullptr;
    const ProbeSamples samples = probeSamples(dataset, affordable(plan, fitted), 1);
    if (dataset.classNames.size() < 2 || samples.fit.samples.empty())
        return none({"There are too few samples with a class", "", "Choose data with two classes or more."});
    const auto known = codesOf(context, samples.fit);
    const auto asked = known ? analysis::gatherCodes(context, most) : nullptr;
    if (!asked)
        return nullptr;
    core::ThreadPool alone(1);
    const auto probe = LinearProbe::fit(known->view(), samples.fit.labels, {.tolerance = liveTolerance}, alone, context.cancelled());
    if (isCancelled(context.cancelled()))
        return nullptr;
    if (!probe)
        return none(probe.error());
    if (auto obstacle = obstacleTo(asked->view()))
        return none(std::move(*obstacle));
    const std::vector<std::int32_t> predicted = largestOf(probe->probabilities(asked->view()).view());
    return std::make_shared<const SampleMarks>(SampleMarks{spread(*asked, predicted, data::shownSamples(dataset).samples), {}});
}

core::Result<std::vector<float>> relativeDensities(core::ConstView codes, Index neighbours, core::ThreadPool &pool, const std::atomic<bool> *cancelled) {
    if (codes.columns < 2)
        return core::Error{"There are too few codes for a density", "", "Choose data with more samples."};
    if (const auto obstacle = obstacleTo(codes))
        return *obstacle;
    const auto near = projections::nearestNeighbours(codes, std::min(neighbours, codes.columns - 1), pool, cancelled);
    if (!near)
        return isCancelled(cancelled) ? cancelledError() : near.error();
    std::vector<double> radii(static_cast<std::size_t>(codes.columns));
    for (std::size_t i = 0; i < radii.size(); ++i)
        radii[i] = std::sqrt(static_cast<double>(near->squaredDistances[(i + 1) * static_cast<std::size_t>(near->count) - 1]));
    std::vector<double> sorted = radii;
    std::sort(sorted.begin(), sorted.end());
    const auto half = sorted.size() / 2;
    const double median = sorted.size() % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    const auto smallest = std::upper_bound(sorted.begin(), sorted.end(), 0.0);
    if (!(median > 0) || smallest == sorted.end())
        return core::Error{"Most codes are the same, so that none lie denser than others", "", "Train on, or choose another stack."};
    std::vector<float> densities;
    densities.reserve(radii.size());
    for (const double radius : radii)
        densities.push_back(static_cast<float>(-static_cast<double>(codes.rows) * std::log10(std::max(radius, *smallest) / median)));
    return densities;
}

std::shared_ptr<const SampleMarks> DensityTask::run(analysis::TaskContext &context) const {
    const data::Dataset &dataset = *context.dataset();
    if (context.network().plan().features() != dataset.features())
        return nullptr;
    const auto table = analysis::gatherCodes(context, most);
    if (!table)
        return nullptr;
    core::ThreadPool alone(1);
    const auto densities = relativeDensities(table->view(), neighbours, alone, context.cancelled());
    if (isCancelled(context.cancelled()))
        return nullptr;
    if (!densities)
        return none(densities.error());
    return std::make_shared<const SampleMarks>(SampleMarks{spread(*table, *densities, data::shownSamples(dataset).samples), {}});
}

} // namespace hourglass::judging
