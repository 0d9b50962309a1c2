#include "engine/analysis/code_spread.h"

#include <algorithm>
#include <cmath>

#include "engine/kernels/kernels.h"

namespace hourglass::analysis {

namespace {

/// Below this share of the mean, what differs is how floats are rounded.
constexpr double roundingShare = 2e-7;

/// units × codes, packed, without those that are not finite.
core::Floats finiteOf(core::ConstView codes, Index &count) {
    core::Floats kept(codes.rows * codes.columns);
    count = 0;
    for (Index column = 0; column < codes.columns; ++column)
        if (kernels::areFinite(codes.rows, codes.column(column)))
            std::copy_n(codes.column(column), codes.rows, kept.data() + codes.rows * count++);
    return kept;
}

const float *directionOf(const CodeSpread &spread, Index axis) {
    return spread.directions.data() + axis * spread.units;
}

double coordinate(const CodeSpread &spread, Index axis, const float *code) {
    if (spread.directions.empty())
        return static_cast<double>(code[axis]) - static_cast<double>(spread.mean[static_cast<std::size_t>(axis)]);
    const float *direction = directionOf(spread, axis);
    double sum = 0;
    for (Index unit = 0; unit < spread.units; ++unit)
        sum += static_cast<double>(direction[unit]) * (static_cast<double>(code[unit]) - static_cast<double>(spread.mean[static_cast<std::size_t>(unit)]));
    return sum;
}

void followSigns(CodeSpread &spread, const CodeSpread &previous) {
    if (previous.basis != spread.basis || previous.units != spread.units)
        return;
    for (Index axis = 0; axis < std::min(spread.axes, previous.axes); ++axis) {
        double along = 0;
        for (Index unit = 0; unit < spread.units; ++unit)
            along += static_cast<double>(directionOf(spread, axis)[unit]) * static_cast<double>(directionOf(previous, axis)[unit]);
        if (along < 0)
            for (Index unit = 0; unit < spread.units; ++unit)
                spread.directions[static_cast<std::size_t>(axis * spread.units + unit)] *= -1;
    }
}

void measureUnits(CodeSpread &spread, core::ConstView codes) {
    for (Index unit = 0; unit < codes.rows; ++unit) {
        double sum = 0, squares = 0;
        for (Index column = 0; column < codes.columns; ++column)
            sum += static_cast<double>(codes.column(column)[unit]);
        const double mean = sum / static_cast<double>(codes.columns);
        for (Index column = 0; column < codes.columns; ++column) {
            const double difference = static_cast<double>(codes.column(column)[unit]) - mean;
            squares += difference * difference;
        }
        const double deviation = std::sqrt(squares / static_cast<double>(codes.columns));
        spread.mean.push_back(static_cast<float>(mean));
        spread.deviation.push_back(deviation > roundingShare * std::abs(mean) ? deviation : 0.0);
    }
}

void takeDirections(CodeSpread &spread, const Pca &pca) {
    spread.directions.assign(pca.directions.data(), pca.directions.data() + pca.features * pca.components);
    spread.axes = pca.components;
    spread.deviation.clear();
    // A direction that only rounding tells from nothing is none.
    const double least = pca.variances.empty() ? 0 : 1e-12 * std::max(0.0, pca.variances.front());
    for (const double variance : pca.variances)
        spread.deviation.push_back(variance > least ? std::sqrt(variance) : 0.0);
}

void countBins(CodeSpread &spread, core::ConstView codes) {
    spread.histograms.assign(static_cast<std::size_t>(CodeSpread::bins * spread.axes), 0.0f);
    const float share = 1.0f / static_cast<float>(codes.columns);
    for (Index column = 0; column < codes.columns; ++column)
        for (Index axis = 0; axis < spread.axes; ++axis) {
            const double position = coordinate(spread, axis, codes.column(column)) / spread.scale(axis);
            const double place = (position + CodeSpread::reach) / (2 * CodeSpread::reach) * CodeSpread::bins;
            const int bin = static_cast<int>(std::clamp(place, 0.0, CodeSpread::bins - 1.0));
            spread.histograms[static_cast<std::size_t>(axis * CodeSpread::bins + bin)] += share;
        }
}

CodeGaussian gaussianOf(const Pca &pca) {
    CodeGaussian gaussian;
    gaussian.mean.assign(pca.mean.data(), pca.mean.data() + pca.features);
    gaussian.directions.assign(pca.directions.data(), pca.directions.data() + pca.features * pca.components);
    double left = pca.totalVariance;
    for (const double variance : pca.variances) {
        gaussian.deviation.push_back(std::sqrt(std::max(0.0, variance)));
        left -= std::max(0.0, variance);
    }
    if (pca.components < pca.features)
        gaussian.rest = std::sqrt(std::max(0.0, left) / static_cast<double>(pca.features - pca.components));
    return gaussian;
}

} // namespace

std::vector<double> positionsOf(const CodeSpread &spread, std::span<const float> code) {
    std::vector<double> positions;
    for (Index axis = 0; axis < spread.axes; ++axis)
        positions.push_back(coordinate(spread, axis, code.data()) / spread.scale(axis));
    return positions;
}

double valueAt(const CodeSpread &spread, Index axis, double position) {
    const double coordinate = position * spread.scale(axis);
    return spread.directions.empty() ? static_cast<double>(spread.mean[static_cast<std::size_t>(axis)]) + coordinate : coordinate;
}

std::vector<float> moved(const CodeSpread &spread, std::span<const float> code, std::span<const double> offsets) {
    std::vector<double> sum(code.begin(), code.end());
    for (Index axis = 0; axis < spread.axes; ++axis) {
        const double step = offsets[static_cast<std::size_t>(axis)] * spread.scale(axis);
        if (step == 0)
            continue;
        if (spread.directions.empty())
            sum[static_cast<std::size_t>(axis)] += step;
        else
            for (Index unit = 0; unit < spread.units; ++unit)
                sum[static_cast<std::size_t>(unit)] += step * static_cast<double>(directionOf(spread, axis)[unit]);
    }
    std::vector<float> result(sum.size());
    std::transform(sum.begin(), sum.end(), result.begin(), [](double value) { return static_cast<float>(value); });
    return result;
}

std::vector<float> drawn(const CodeGaussian &gaussian, std::span<const double> normals) {
    const std::size_t units = gaussian.mean.size();
    std::vector<double> sum(units);
    for (std::size_t unit = 0; unit < units; ++unit)
        sum[unit] = static_cast<double>(gaussian.mean[unit]) + gaussian.rest * normals[unit];
    for (std::size_t axis = 0; axis < gaussian.deviation.size(); ++axis) {
        const float *direction = gaussian.directions.data() + axis * units;
        double along = 0;
        for (std::size_t unit = 0; unit < units; ++unit)
            along += static_cast<double>(direction[unit]) * normals[unit];
        along *= gaussian.deviation[axis] - gaussian.rest;
        for (std::size_t unit = 0; unit < units; ++unit)
            sum[unit] += along * static_cast<double>(direction[unit]);
    }
    std::vector<float> code(units);
    std::transform(sum.begin(), sum.end(), code.begin(), [](double value) { return static_cast<float>(value); });
    return code;
}

core::Result<CodeFit> fitCodes(core::ConstView all, CodeBasis basis, bool fitsGaussian, const CodeSpread *previous, const std::atomic<bool> *cancelled) {
    Index count = 0;
    const core::Floats kept = finiteOf(all, count);
    if (count == 0)
        return core::Error{"no code of the samples is a finite number", {}, "Reset the training, or lower its rate"};
    const core::ConstView codes{kept.data(), all.rows, count, all.rows};
    CodeFit fit;
    CodeSpread &spread = fit.spread;
    spread.basis = basis;
    spread.units = spread.axes = codes.rows;
    spread.codes = count;
    measureUnits(spread, codes);
    if (fitsGaussian || basis == CodeBasis::Principal) {
        const Index components = spread.units > exactUnits ? mostPrincipal : spread.units;
        const core::Result<Pca> pca = fitPca(SampleBlocks(codes), components, cancelled);
        if (!pca)
            return pca.error();
        fit.gaussian = gaussianOf(*pca);
        if (basis == CodeBasis::Principal) {
            takeDirections(spread, *pca);
            if (previous)
                followSigns(spread, *previous);
        }
    }
    if (isCancelled(cancelled))
        return cancelledError();
    countBins(spread, codes);
    return fit;
}

} // namespace hourglass::analysis
