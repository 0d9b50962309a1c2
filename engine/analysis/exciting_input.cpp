#include "engine/analysis/exciting_input.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/analysis/sample_blocks.h"
#include "engine/analysis/unit.h"
#include "engine/data/shown_part.h"

namespace hourglass::analysis {

namespace {

constexpr Index mostMeasured = 2000;
constexpr double firstStep = 0.5, lastStep = 0.05; ///< s, falling geometrically

double normOf(const float *values, Index count) {
    double squares = 0;
    for (Index i = 0; i < count; ++i)
        squares += static_cast<double>(values[i]) * static_cast<double>(values[i]);
    return std::sqrt(squares);
}

/// Calls pair(a, b) for the numbers of a sample that are neighbours: pixels of one channel, or one feature at two steps. Of a table there are none.
template <class Pair>
void forNeighbours(const core::Shape &sample, Pair pair) {
    if (sample.rank == 1)
        return;
    const Index planes = sample.rank == 3 ? sample.channels() : 1, rows = sample.rank == 3 ? sample.height() : sample.extents[0], columns = sample.width();
    for (Index plane = 0; plane < planes; ++plane)
        for (Index row = 0; row < rows; ++row)
            for (Index column = 0; column < columns; ++column) {
                const Index here = (plane * rows + row) * columns + column;
                if (row + 1 < rows)
                    pair(here, here + columns);
                if (sample.rank == 3 && column + 1 < columns) // a step's features are no neighbours
                    pair(here, here + 1);
            }
}

/// L d; the Laplacian of a lattice has no eigenvalue above twice its number of neighbours.
std::vector<float> roughness(const core::Shape &sample, const float *d) {
    std::vector<float> rough(static_cast<std::size_t>(sample.size()), 0.0f);
    const float largest = sample.rank == 3 ? 8.0f : 4.0f;
    forNeighbours(sample, [&](Index a, Index b) {
        const float difference = (d[a] - d[b]) / largest;
        rough[static_cast<std::size_t>(a)] += difference;
        rough[static_cast<std::size_t>(b)] -= difference;
    });
    return rough;
}

} // namespace

std::optional<InputBounds> boundsOf(const data::Dataset &dataset, const std::atomic<bool> *cancelled) {
    const data::Part &part = data::shownSamples(dataset);
    const auto features = static_cast<std::size_t>(dataset.features());
    constexpr float infinity = std::numeric_limits<float>::infinity();
    InputBounds bounds{std::vector<float>(features), std::vector<float>(features, infinity), std::vector<float>(features, -infinity), 0};
    std::vector<double> sums(features), squares(features);
    const SampleBlocks blocks(part, mostMeasured);
    const bool isWhole = blocks.visit(cancelled, [&](core::View block) {
        for (Index column = 0; column < block.columns; ++column)
            for (std::size_t i = 0; i < features; ++i) {
                const float value = block.column(column)[i];
                bounds.lowest[i] = std::min(bounds.lowest[i], value);
                bounds.highest[i] = std::max(bounds.highest[i], value);
                sums[i] += static_cast<double>(value);
                squares[i] += static_cast<double>(value) * static_cast<double>(value);
            }
    });
    if (!isWhole)
        return {};
    const auto count = static_cast<double>(std::max<Index>(1, blocks.count()));
    double variance = 0;
    for (std::size_t i = 0; i < features; ++i) {
        const double mean = sums[i] / count;
        bounds.mean[i] = static_cast<float>(mean);
        variance += std::max(0.0, squares[i] / count - mean * mean);
    }
    bounds.radius = std::sqrt(variance);
    return bounds;
}

void keepWithin(const InputBounds &bounds, float *wanted) {
    const auto features = static_cast<Index>(bounds.mean.size());
    const auto clipped = [&](Index i, double share) {
        const auto at = static_cast<std::size_t>(i);
        const float least = bounds.lowest[at] - bounds.mean[at], most = bounds.highest[at] - bounds.mean[at];
        return std::clamp(static_cast<float>(static_cast<double>(wanted[i]) * share), std::min(least, 0.0f), std::max(most, 0.0f));
    };
    const auto lengthAt = [&](double share) {
        double sum = 0;
        for (Index i = 0; i < features; ++i) {
            const auto value = static_cast<double>(clipped(i, share));
            sum += value * value;
        }
        return std::sqrt(sum);
    };
    double share = 1;
    if (lengthAt(1) > bounds.radius) {
        double low = 0, high = 1;
        for (int halving = 0; halving < 30; ++halving) {
            share = (low + high) / 2;
            (lengthAt(share) > bounds.radius ? high : low) = share;
        }
        share = low;
    }
    for (Index i = 0; i < features; ++i)
        wanted[i] = clipped(i, share);
}

std::optional<Ascent> exciteMost(plan::InputGradient &network, const core::Shape &sample, const core::Shape &output, Index unit, const InputBounds &bounds,
                                 const std::vector<std::vector<float>> &starts, const AscentOptions &options, const std::atomic<bool> *cancelled) {
    const Index features = sample.size(), stride = core::strideOf(features), places = placesOf(output);
    const Index columns = std::min(network.block(), static_cast<Index>(starts.size()) + 1);
    core::Floats inputs(stride * columns);
    const core::View x{inputs.data(), features, columns, stride};
    std::vector<std::vector<float>> ways(static_cast<std::size_t>(columns), std::vector<float>(static_cast<std::size_t>(features), 0.0f)); // d
    for (std::size_t column = 1; column < ways.size(); ++column) {
        for (std::size_t i = 0; i < ways[column].size(); ++i)
            ways[column][i] = starts[column - 1][i] - bounds.mean[i];
        keepWithin(bounds, ways[column].data());
    }
    std::optional<Ascent> best;
    double startActivation = 0;
    for (int step = 0; step <= options.steps; ++step) {
        if (isCancelled(cancelled))
            return {};
        for (Index column = 0; column < columns; ++column)
            for (std::size_t i = 0; i < static_cast<std::size_t>(features); ++i)
                x.column(column)[i] = bounds.mean[i] + ways[static_cast<std::size_t>(column)][i];
        const core::ConstView y = network.forward(x);
        if (step == 0)
            startActivation = activationOf(output, y.column(0), unit);
        for (Index column = 0; step == options.steps && column < columns; ++column)
            if (const double activation = activationOf(output, y.column(column), unit); std::isfinite(activation) && (!best || activation > best->activation))
                best = Ascent{{x.column(column), x.column(column) + features}, activation, startActivation};
        if (step == options.steps)
            break;
        const core::View slope = network.outputGradient();
        for (Index column = 0; column < columns; ++column)
            for (Index place = 0; place < places; ++place)
                slope.column(column)[indexOf(output, unit, place)] = 1.0f / static_cast<float>(places);
        const core::ConstView gradient = network.backward();
        const double length = bounds.radius * firstStep * std::pow(lastStep / firstStep, static_cast<double>(step) / std::max(1, options.steps - 1));
        for (Index column = 0; column < columns; ++column) {
            std::vector<float> &way = ways[static_cast<std::size_t>(column)];
            const float *rise = gradient.column(column);
            const double norm = normOf(rise, features);
            if (!std::isfinite(norm) || bounds.radius <= 0)
                continue;
            const std::vector<float> rough = roughness(sample, way.data());
            const auto forRise = static_cast<float>(norm > 0 ? length / norm : 0),
                       forRoughness = static_cast<float>(length * options.smoothness / bounds.radius);
            for (std::size_t i = 0; i < way.size(); ++i)
                way[i] += forRise * rise[i] - forRoughness * rough[i];
            keepWithin(bounds, way.data());
        }
    }
    return best;
}

} // namespace hourglass::analysis
