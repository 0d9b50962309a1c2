#include "engine/judging/disentanglement.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <set>
#include <string>

#include "engine/judging/partition_scores.h"

namespace hourglass::judging {

namespace {

std::vector<double> rowOf(core::ConstView numbers, Index row) {
    std::vector<double> values(static_cast<std::size_t>(numbers.columns));
    for (Index sample = 0; sample < numbers.columns; ++sample)
        values[static_cast<std::size_t>(sample)] = static_cast<double>(numbers.column(sample)[row]);
    return values;
}

/// Values that are few are kinds of their own.
std::vector<std::int32_t> kindsOf(std::span<const double> values, Index bins) {
    const std::set<double> different(values.begin(), values.end());
    if (static_cast<Index>(different.size()) > bins)
        return binned(values, bins);
    const std::vector<double> sorted(different.begin(), different.end());
    std::vector<std::int32_t> kinds;
    for (const double value : values)
        kinds.push_back(static_cast<std::int32_t>(std::lower_bound(sorted.begin(), sorted.end(), value) - sorted.begin()));
    return kinds;
}

double squaredCorrelation(std::span<const double> a, std::span<const double> b) {
    const auto count = static_cast<double>(a.size());
    const double meanA = std::accumulate(a.begin(), a.end(), 0.0) / count, meanB = std::accumulate(b.begin(), b.end(), 0.0) / count;
    double both = 0, ofA = 0, ofB = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        both += (a[i] - meanA) * (b[i] - meanB);
        ofA += (a[i] - meanA) * (a[i] - meanA);
        ofB += (b[i] - meanB) * (b[i] - meanB);
    }
    return ofA / (count - 1) > 1e-12 && ofB > 0 ? both * both / (ofA * ofB) : 0.0; // a unit that never changes says nothing
}

/// 1 − the entropy of these shares in units of the largest possible.
double concentration(std::vector<double> importances) {
    double sum = 0, entropy = 0;
    for (double &each : importances)
        sum += each += 1e-11; // as disentanglement_lib has it: importances that are all 0 are alike
    for (const double each : importances)
        entropy -= each / sum * std::log(each / sum);
    return importances.size() > 1 ? std::max(0.0, 1 - entropy / std::log(static_cast<double>(importances.size()))) : 1.0; // rounding may pass 0
}

void measureImportance(core::ConstView codes, const KnownFactors &factors, const DisentanglementOptions &options, Disentanglement &to) {
    const std::vector<std::int32_t> alike(static_cast<std::size_t>(codes.columns), 0);
    const Split split = stratifiedSplit(alike, options.heldOut, options.seed);
    const Table fitted = selected(codes, split.fit), asked = selected(codes, split.heldOut);
    const Standardisation standardisation(fitted.view());
    const Table x = standardisation.applied(fitted.view()), xAsked = standardisation.applied(asked.view());
    const Table known = selected(factors.values.view(), split.fit), knownAsked = selected(factors.values.view(), split.heldOut);
    const Standardisation ofFactors(known.view());
    for (Index factor = 0; factor < to.factors; ++factor) {
        std::vector<double> y = rowOf(known.view(), factor), truth = rowOf(knownAsked.view(), factor);
        const auto at = static_cast<std::size_t>(factor);
        for (double &each : y)
            each = (each - ofFactors.mean[at]) / ofFactors.deviation[at];
        const std::vector<double> weights = lasso(x.view(), y, options.lasso);
        for (const double weight : weights)
            to.importance.push_back(std::abs(weight));
        double wrong = 0, all = 0;
        const double mean = std::accumulate(truth.begin(), truth.end(), 0.0) / static_cast<double>(truth.size());
        for (std::size_t sample = 0; sample < truth.size(); ++sample) {
            double found = 0;
            for (std::size_t unit = 0; unit < weights.size(); ++unit)
                found += weights[unit] * static_cast<double>(xAsked.column(static_cast<Index>(sample))[unit]);
            found = found * ofFactors.deviation[at] + ofFactors.mean[at];
            wrong += (truth[sample] - found) * (truth[sample] - found);
            all += (truth[sample] - mean) * (truth[sample] - mean);
        }
        to.informativeness += all > 0 ? (1 - wrong / all) / static_cast<double>(to.factors) : 0.0;
    }
}

/// The mean of the concentration of each of `lists`, weighted by its sum.
double weightedConcentration(const std::vector<std::vector<double>> &lists) {
    double all = 0, weighted = 0, plain = 0;
    for (const std::vector<double> &list : lists) {
        const double weight = std::accumulate(list.begin(), list.end(), 0.0), each = concentration(list);
        all += weight;
        weighted += weight * each;
        plain += each;
    }
    return all > 0 ? weighted / all : plain / static_cast<double>(lists.size());
}

} // namespace

double informationGap(std::vector<double> ofUnits) {
    std::sort(ofUnits.begin(), ofUnits.end(), std::greater<>());
    return ofUnits.front() - (ofUnits.size() > 1 ? ofUnits[1] : 0.0);
}

double disentanglementOf(std::span<const double> importance, Index units, Index factors) {
    std::vector<std::vector<double>> ofUnits(static_cast<std::size_t>(units));
    for (std::size_t i = 0; i < static_cast<std::size_t>(units * factors); ++i)
        ofUnits[i % static_cast<std::size_t>(units)].push_back(importance[i]);
    return weightedConcentration(ofUnits);
}

double completenessOf(std::span<const double> importance, Index units, Index factors) {
    std::vector<std::vector<double>> ofFactors(static_cast<std::size_t>(factors));
    for (std::size_t i = 0; i < static_cast<std::size_t>(units * factors); ++i)
        ofFactors[i / static_cast<std::size_t>(units)].push_back(importance[i]);
    return weightedConcentration(ofFactors);
}

std::vector<std::int32_t> binned(std::span<const double> values, Index bins) {
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    std::vector<std::int32_t> places(values.size(), 0);
    if (*least == *most)
        return places;
    std::vector<double> edges;
    const double step = (*most - *least) / static_cast<double>(bins);
    for (Index i = 0; i < bins; ++i)
        edges.push_back(*least + static_cast<double>(i) * step);
    for (std::size_t i = 0; i < values.size(); ++i)
        places[i] = static_cast<std::int32_t>(std::upper_bound(edges.begin(), edges.end(), values[i]) - edges.begin()) - 1;
    return places;
}

std::vector<double> lasso(core::ConstView x, std::span<const double> y, double penalty) {
    constexpr int mostRounds = 10'000;
    const auto size = static_cast<std::size_t>(x.rows);
    const auto count = static_cast<double>(x.columns);
    std::vector<double> products(size * size), withY(size), weights(size);
    for (Index sample = 0; sample < x.columns; ++sample) {
        const float *column = x.column(sample);
        for (std::size_t a = 0; a < size; ++a) {
            withY[a] += static_cast<double>(column[a]) * y[static_cast<std::size_t>(sample)] / count;
            for (std::size_t b = 0; b <= a; ++b)
                products[a * size + b] += static_cast<double>(column[a]) * static_cast<double>(column[b]) / count;
        }
    }
    for (std::size_t a = 0; a < size; ++a)
        for (std::size_t b = 0; b < a; ++b)
            products[b * size + a] = products[a * size + b];
    for (int round = 0; round < mostRounds; ++round) {
        double change = 0;
        for (std::size_t a = 0; a < size; ++a) {
            if (!(products[a * size + a] > 0))
                continue;
            double rest = withY[a] + products[a * size + a] * weights[a];
            for (std::size_t b = 0; b < size; ++b)
                rest -= products[a * size + b] * weights[b];
            const double next = std::copysign(std::max(std::abs(rest) - penalty, 0.0), rest) / products[a * size + a];
            change = std::max(change, std::abs(next - weights[a]));
            weights[a] = next;
        }
        if (change < 1e-12)
            break;
    }
    return weights;
}

core::Result<KnownFactors> knownFactors(core::ConstView factors) {
    KnownFactors known;
    for (Index factor = 0; factor < factors.rows; ++factor) {
        const std::vector<double> values = rowOf(factors, factor);
        const bool isKnown = std::ranges::all_of(values, [](double value) { return std::isfinite(value); });
        if (isKnown && !values.empty() && std::ranges::any_of(values, [&](double value) { return value != values.front(); }))
            known.used.push_back(factor);
    }
    if (known.used.empty())
        return core::Error{"No factor is known of every sample and differs between them", "", "Give factors as (samples, factors), finite numbers."};
    known.values = Table(static_cast<Index>(known.used.size()), factors.columns);
    for (Index sample = 0; sample < factors.columns; ++sample)
        for (std::size_t i = 0; i < known.used.size(); ++i)
            known.values.column(sample)[i] = factors.column(sample)[known.used[i]];
    return known;
}

core::Result<Disentanglement> measureDisentanglement(core::ConstView codes, const KnownFactors &factors, const DisentanglementOptions &options) {
    constexpr Index fewest = 10;
    if (const auto obstacle = obstacleTo(codes))
        return *obstacle;
    if (codes.columns != factors.values.columns)
        return core::Error{"There are factors of " + std::to_string(factors.values.columns) + " samples for " + std::to_string(codes.columns) + " codes", "",
                           "Give the factors of each code."};
    if (codes.columns < fewest)
        return core::Error{"Disentanglement needs at least " + std::to_string(fewest) + " samples, and there are " + std::to_string(codes.columns), "",
                           "Judge more samples."};
    Disentanglement scores{.units = codes.rows, .factors = factors.values.rows};
    std::vector<std::vector<double>> units;
    std::vector<std::vector<std::int32_t>> bins;
    for (Index unit = 0; unit < codes.rows; ++unit) {
        units.push_back(rowOf(codes, unit));
        bins.push_back(binned(units.back(), options.bins));
    }
    for (Index factor = 0; factor < scores.factors; ++factor) {
        const std::vector<double> values = rowOf(factors.values.view(), factor);
        const std::vector<std::int32_t> kinds = kindsOf(values, options.bins);
        scores.factorEntropies.push_back(entropyOf(kinds));
        std::vector<double> information, correlations;
        for (std::size_t unit = 0; unit < units.size(); ++unit) {
            information.push_back(mutualInformation(bins[unit], kinds));
            correlations.push_back(squaredCorrelation(units[unit], values));
        }
        scores.mutualInformation.insert(scores.mutualInformation.end(), information.begin(), information.end());
        scores.mig += informationGap(information) / scores.factorEntropies.back() / static_cast<double>(scores.factors);
        scores.sap += informationGap(correlations) / static_cast<double>(scores.factors);
    }
    measureImportance(codes, factors, options, scores);
    scores.disentanglement = disentanglementOf(scores.importance, scores.units, scores.factors);
    scores.completeness = completenessOf(scores.importance, scores.units, scores.factors);
    return scores;
}

} // namespace hourglass::judging
