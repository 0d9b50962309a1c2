#include "engine/judging/factors_task.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include "engine/judging/partition_scores.h"

namespace hourglass::judging {

namespace {

Table withRows(core::ConstView numbers, const std::vector<Index> &rows) {
    Table some(static_cast<Index>(rows.size()), numbers.columns);
    for (Index column = 0; column < numbers.columns; ++column)
        for (std::size_t i = 0; i < rows.size(); ++i)
            some.column(column)[i] = numbers.column(column)[rows[i]];
    return some;
}

/// The numbers of those that vary most, in their order.
std::vector<Index> mostVarying(const std::vector<double> &variances, Index most) {
    std::vector<Index> units(variances.size());
    std::iota(units.begin(), units.end(), Index{0});
    std::stable_sort(units.begin(), units.end(),
                     [&](Index a, Index b) { return variances[static_cast<std::size_t>(a)] > variances[static_cast<std::size_t>(b)]; });
    units.resize(std::min(units.size(), static_cast<std::size_t>(most)));
    std::sort(units.begin(), units.end());
    return units;
}

std::vector<double> variancesOf(core::ConstView codes) {
    std::vector<double> means(static_cast<std::size_t>(codes.rows)), variances(means.size());
    const auto count = static_cast<double>(codes.columns);
    for (Index column = 0; column < codes.columns; ++column)
        for (std::size_t row = 0; row < means.size(); ++row)
            means[row] += static_cast<double>(codes.column(column)[row]) / count;
    for (Index column = 0; column < codes.columns; ++column)
        for (std::size_t row = 0; row < means.size(); ++row) {
            const double way = static_cast<double>(codes.column(column)[row]) - means[row];
            variances[row] += way * way / count;
        }
    return variances;
}

/// I(unit; what divides the samples so), unit by unit. Samples that are in no part of it (−1) are left out.
FactorKnown nominalFactor(std::string name, const std::vector<std::int32_t> &kinds, core::ConstView codes, Index bins) {
    FactorKnown known{std::move(name), true, 0, {}};
    std::vector<std::int32_t> present;
    for (const std::int32_t kind : kinds)
        if (kind >= 0)
            present.push_back(kind);
    known.entropy = entropyOf(present);
    for (Index unit = 0; unit < codes.rows; ++unit) {
        std::vector<double> values;
        for (Index sample = 0; sample < codes.columns; ++sample)
            if (kinds[static_cast<std::size_t>(sample)] >= 0)
                values.push_back(static_cast<double>(codes.column(sample)[unit]));
        known.information.push_back(mutualInformation(binned(values, bins), present));
    }
    return known;
}

bool differ(const std::vector<std::int32_t> &kinds) {
    std::int32_t first = -1;
    for (const std::int32_t kind : kinds) {
        if (kind >= 0 && first >= 0 && kind != first)
            return true;
        first = std::max(first, kind);
    }
    return false;
}

void measureFactors(const data::Dataset &dataset, core::ConstView codes, FactorsReport &to) {
    const DisentanglementOptions options;
    const data::Part &part = partOf(dataset, to.samples.part);
    const auto all = static_cast<Index>(dataset.factorNames.size());
    if (all > 0 && !part.factors.empty()) {
        Table numbers(all, codes.columns);
        for (Index i = 0; i < codes.columns; ++i)
            std::copy_n(part.factors.data() + to.samples.samples[static_cast<std::size_t>(i)] * all, all, numbers.column(i));
        const auto isWords = [&](Index factor) {
            return static_cast<std::size_t>(factor) < dataset.factorWords.size() && !dataset.factorWords[static_cast<std::size_t>(factor)].empty();
        };
        std::vector<Index> ofNumbers, ofWords;
        if (const auto known = knownFactors(numbers.view()))
            for (const Index factor : known->used)
                (isWords(factor) ? ofWords : ofNumbers).push_back(factor);
        to.unknown = all - static_cast<Index>(ofNumbers.size() + ofWords.size());
        if (const auto known = knownFactors(withRows(numbers.view(), ofNumbers).view()))
            if (auto scores = measureDisentanglement(codes, *known, options)) {
                for (std::size_t i = 0; i < ofNumbers.size(); ++i) {
                    const auto first = scores->mutualInformation.begin() + static_cast<std::ptrdiff_t>(i) * codes.rows;
                    to.factors.push_back({dataset.factorNames[static_cast<std::size_t>(ofNumbers[i])], false, scores->factorEntropies[i],
                                          std::vector<double>(first, first + codes.rows)});
                }
                to.scores = std::move(*scores);
            }
        for (const Index factor : ofWords) {
            std::vector<std::int32_t> kinds;
            for (Index i = 0; i < codes.columns; ++i)
                kinds.push_back(static_cast<std::int32_t>(numbers.column(i)[factor]));
            to.factors.push_back(nominalFactor(dataset.factorNames[static_cast<std::size_t>(factor)], kinds, codes, options.bins));
        }
    }
    if (to.samples.labels.empty() || !differ(to.samples.labels))
        return;
    FactorKnown known = nominalFactor("class", to.samples.labels, codes, options.bins);
    if (!to.scores && known.entropy > 0)
        to.classGap = informationGap(known.information) / known.entropy;
    to.factors.push_back(std::move(known));
}

} // namespace

std::shared_ptr<const FactorsReport> FactorsTask::run(analysis::TaskContext &context) const {
    const data::Dataset &dataset = *context.dataset();
    const plan::Plan &plan = context.network().plan();
    if (plan.features() != dataset.features())
        return nullptr;
    auto report = std::make_shared<FactorsReport>();
    report->samples = evenly(dataset, judgedPart(dataset), affordable(plan, samples));
    const auto codes = codesOf(context, report->samples);
    if (!codes)
        return nullptr;
    report->units = codes->rows;
    if ((report->obstacle = obstacleTo(codes->view())))
        return report;
    const std::vector<double> variances = variancesOf(codes->view());
    report->active = std::count_if(variances.begin(), variances.end(), [](double variance) { return variance > activeVariance; });
    report->shown = mostVarying(variances, mostUnits);
    const Table shown = withRows(codes->view(), report->shown);
    if (isCancelled(context.cancelled()))
        return nullptr;
    auto figures = measureUnits(shown.view());
    if (!figures) {
        report->obstacle = figures.error();
        return report;
    }
    report->figures = std::move(*figures);
    report->order = correlationOrder(report->figures);
    if (isCancelled(context.cancelled()))
        return nullptr;
    measureFactors(dataset, shown.view(), *report);
    return report;
}

} // namespace hourglass::judging
