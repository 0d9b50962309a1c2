#include "engine/analysis/scores.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <vector>

#include "engine/analysis/metrics.h"
#include "engine/core/random.h"
#include "engine/kernels/kernels.h"
#include "engine/plan/network.h"

namespace hourglass::analysis {

namespace {

constexpr Index block = 64;
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

struct Sums {
    double squares = 0, entropy = 0, decibels = 0, denoised = 0;
};

/// A network and its input for one worker of the pool.
struct Bench {
    plan::Network network;
    core::Floats clean, fed;

    Bench(const plan::Network &like, Index features) : network(like), clean(core::strideOf(features) * block), fed(core::strideOf(features) * block) {}
};

} // namespace

Scores measureScores(const plan::Snapshot &snapshot, const data::Dataset &dataset, const data::Part &part, const data::Corruption &corruption,
                     std::uint64_t seed, core::ThreadPool &pool) {
    if (part.isEmpty())
        return {nothing, nothing, nothing, nothing};
    const Index features = dataset.features(), blocks = (part.samples + block - 1) / block, stride = core::strideOf(features);
    const bool hasLogits = snapshot.plan->layers().back().traits().leavesLogits;
    const core::Random noise(seed, core::Stream::Corruption);
    const plan::Network network(snapshot, block);
    std::vector<std::unique_ptr<Bench>> benches;
    for (int worker = 0; worker < pool.threads(); ++worker)
        benches.push_back(std::make_unique<Bench>(network, features));
    std::vector<Sums> sums(static_cast<std::size_t>(blocks));
    pool.run(blocks, [&](Index item, int worker) {
        Bench &bench = *benches[static_cast<std::size_t>(worker)];
        Sums &sum = sums[static_cast<std::size_t>(item)];
        const Index first = item * block, count = std::min(block, part.samples - first);
        const core::View clean{bench.clean.data(), features, count, stride};
        for (Index column = 0; column < count; ++column)
            part.copySample(first + column, clean.column(column));
        if (dataset.isWithinUnit && hasLogits) {
            const core::ConstView z = bench.network.reconstructLogits(clean);
            sum.entropy = kernels::crossEntropyOfLogits(features, count, z.data, z.stride, clean.data, stride, nullptr, 0, 0);
        }
        const core::ConstView y = bench.network.reconstruct(clean);
        if (dataset.isWithinUnit && !hasLogits)
            sum.entropy = kernels::crossEntropy(features, count, y.data, y.stride, clean.data, stride, 1e-7f);
        for (Index column = 0; column < count; ++column) {
            const double mse = meanSquaredError(features, y.column(column), clean.column(column));
            sum.squares += mse;
            sum.decibels += peakSignalToNoise(mse);
        }
        if (!corruption.isOn())
            return;
        const core::View fed{bench.fed.data(), features, count, stride};
        for (Index column = 0; column < count; ++column) {
            std::copy_n(clean.column(column), features, fed.column(column));
            corruption.apply(dataset.shape, fed.column(column), noise, 0, first + column);
        }
        const core::ConstView restored = bench.network.reconstruct(fed);
        sum.denoised = kernels::squaredError(features, count, restored.data, restored.stride, clean.data, stride, nullptr, 0, 0);
    });
    Sums all;
    for (const Sums &sum : sums) {
        all.squares += sum.squares;
        all.entropy += sum.entropy;
        all.decibels += sum.decibels;
        all.denoised += sum.denoised;
    }
    const double samples = static_cast<double>(part.samples), numbers = samples * static_cast<double>(features);
    return {all.squares / samples, dataset.isWithinUnit ? all.entropy / numbers : nothing, dataset.isWithinUnit ? all.decibels / samples : nothing,
            corruption.isOn() ? all.denoised / numbers : nothing};
}

} // namespace hourglass::analysis
