#include "engine/analysis/pca.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

#include "engine/analysis/covariance.h"
#include "engine/analysis/subspace.h"
#include "engine/kernels/kernels.h"

namespace hourglass::analysis {

namespace {

core::Error unusableError() {
    return {"the data are too large or not finite for a principal component analysis", {}, "Scale the data first."};
}

double traceOf(const std::vector<double> &matrix, Index size) {
    double trace = 0;
    for (Index i = 0; i < size; ++i)
        trace += matrix[i + i * size];
    return trace;
}

/// An eigenvector's sign is nobody's choice, so it is made here.
void takeDirections(Pca &pca, const Eigenpairs &pairs) {
    pca.directions = core::Floats(pca.features * pca.components);
    for (Index k = 0; k < pca.components; ++k) {
        const double *from = pairs.vectors.data() + k * pca.features;
        const double *largest = std::max_element(from, from + pca.features, [](double a, double b) { return std::abs(a) < std::abs(b); });
        const double sign = *largest < 0 ? -1.0 : 1.0;
        for (Index row = 0; row < pca.features; ++row)
            pca.directions[row + k * pca.features] = static_cast<float>(sign * from[row]);
        pca.variances.push_back(std::max(0.0, pairs.values[k])); // rounding leaves −1e-9 where there is no variance
    }
}

} // namespace

double Pca::explained() const {
    const double carried = std::accumulate(variances.begin(), variances.end(), 0.0);
    return totalVariance > 0 ? std::min(1.0, carried / totalVariance) : 1.0;
}

core::Result<Pca> fitPca(const SampleBlocks &samples, Index components, const std::atomic<bool> *cancelled, Index mostFeaturesOfCovariance) {
    assert(components >= 0);
    if (samples.count() == 0 || samples.features() == 0)
        return core::Error{"there are no samples to analyse", {}, {}};
    Pca pca;
    pca.features = samples.features();
    pca.components = std::min({components, pca.features, samples.count() - 1});
    auto mean = meanOf(samples, cancelled);
    if (!mean)
        return cancelledError();
    pca.mean = std::move(*mean);
    if (!kernels::areFinite(pca.features, pca.mean.data()))
        return unusableError();

    if (pca.features <= mostFeaturesOfCovariance) {
        const auto covariance = covarianceOf(samples, pca.mean, cancelled);
        if (!covariance || isCancelled(cancelled))
            return cancelledError();
        // An element off the diagonal is finite where the diagonal is (Cauchy and Schwarz).
        pca.totalVariance = traceOf(*covariance, pca.features);
        if (!std::isfinite(pca.totalVariance))
            return unusableError();
        takeDirections(pca, leadingEigenpairs(*covariance, pca.features, pca.components));
    } else {
        const auto subspace = leadingSubspace(samples, pca.mean, pca.components, cancelled);
        if (!subspace)
            return cancelledError();
        pca.totalVariance = subspace->totalVariance;
        if (!std::isfinite(pca.totalVariance))
            return unusableError();
        takeDirections(pca, subspace->pairs);
    }
    return pca;
}

core::Result<Pca> fitPca(const data::Part &part, Index components, const std::atomic<bool> *cancelled, Index sampleLimit) {
    return fitPca(SampleBlocks(part, sampleLimit), components, cancelled);
}

Pca truncated(const Pca &pca, Index components) {
    assert(components >= 0);
    Pca cut;
    cut.features = pca.features;
    cut.components = std::min(components, pca.components);
    cut.mean = pca.mean;
    cut.directions = core::Floats(cut.features * cut.components);
    std::copy_n(pca.directions.data(), cut.directions.size(), cut.directions.data());
    cut.variances.assign(pca.variances.begin(), pca.variances.begin() + cut.components);
    cut.totalVariance = pca.totalVariance;
    return cut;
}

void project(const Pca &pca, core::ConstView samples, core::View codes) {
    assert(samples.rows == pca.features && codes.rows == pca.components && codes.columns == samples.columns);
    const Index features = pca.features, components = pca.components;
    if (components == 0)
        return;
    core::Floats rows(components * features);
    kernels::transpose(features, components, pca.directions.data(), features, rows.data(), components);
    Index done = 0;
    SampleBlocks(samples).visit(nullptr, [&](core::View block) {
        centre(block, pca.mean);
        kernels::product(components, block.columns, features, rows.data(), components, block.data, 1, block.stride, codes.column(done), codes.stride, false);
        done += block.columns;
    });
}

void decode(const Pca &pca, core::ConstView codes, core::View samples) {
    assert(samples.rows == pca.features && codes.rows == pca.components && codes.columns == samples.columns);
    if (pca.components == 0) { // nothing to multiply: every sample is the mean
        for (Index column = 0; column < samples.columns; ++column)
            std::copy_n(pca.mean.data(), pca.features, samples.column(column));
        return;
    }
    kernels::product(pca.features, samples.columns, pca.components, pca.directions.data(), pca.features, codes.data, 1, codes.stride, samples.data,
                     samples.stride, false);
    kernels::biasAndActivate(kernels::Activation::Identity, pca.features, samples.columns, samples.data, samples.stride, pca.mean.data());
}

void reconstruct(const Pca &pca, core::ConstView samples, core::View reconstructions) {
    core::Floats codes(pca.components * samples.columns);
    const core::View view{codes.data(), pca.components, samples.columns, pca.components};
    project(pca, samples, view);
    decode(pca, view, reconstructions);
}

} // namespace hourglass::analysis
