// What the inspector computes.
#include "engine/analysis/inspector.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/analysis/latent_plane.h"
#include "engine/analysis/metrics.h"
#include "engine/core/random.h"
#include "engine/data/shown_part.h"

namespace hourglass::analysis {

namespace {

/// Numbers at even distances, so that a part larger than `most` is shown whole in kind.
std::vector<Index> evenly(Index samples, Index most) {
    const Index count = std::min(samples, most);
    std::vector<Index> numbers(static_cast<std::size_t>(count));
    for (Index i = 0; i < count; ++i)
        numbers[static_cast<std::size_t>(i)] = i * samples / count;
    return numbers;
}

core::View columnsOf(core::Floats &values, Index rows, Index columns) {
    return {values.data(), rows, columns, core::strideOf(rows)};
}

} // namespace

std::shared_ptr<const LatentPicture> makeLatentPicture(plan::Network &network, const Moment &moment, const data::Dataset &dataset,
                                                       const LatentAxes &axes, const LatentPicture *previous, const std::atomic<bool> *cancelled) {
    const data::Part &part = data::shownSamples(dataset);
    const std::vector<Index> samples = evenly(part.samples, Inspector::mostCodes);
    const Index count = static_cast<Index>(samples.size()), units = network.plan().codeSize();
    std::vector<std::int32_t> labels;
    for (const Index sample : samples)
        if (!part.labels.empty())
            labels.push_back(part.labels[static_cast<std::size_t>(sample)]);
    core::Floats codes(units * count), inputs(core::strideOf(dataset.features()) * network.block());
    for (Index first = 0; first < count; first += network.block()) {
        if (isCancelled(cancelled))
            return nullptr;
        const Index columns = std::min(network.block(), count - first);
        const core::View x = columnsOf(inputs, dataset.features(), columns);
        part.gather(samples.data() + first, columns, x);
        const core::ConstView code = network.encode(x);
        for (Index column = 0; column < columns; ++column)
            std::copy_n(code.column(column), units, codes.data() + (first + column) * units);
    }
    auto picture = std::make_shared<LatentPicture>(mapCodes({{codes.data(), units, count, units}, samples, labels}, axes, previous));
    picture->moment = moment;
    return picture;
}

std::shared_ptr<const LatticePicture> makeLattice(plan::Network &network, const LatentPicture &map, const Inspection::Grid &grid,
                                                  const data::Dataset &dataset, const std::atomic<bool> *cancelled) {
    auto lattice = std::make_shared<LatticePicture>();
    lattice->moment = map.moment;
    lattice->axes = map.axes;
    lattice->left = grid.left;
    lattice->right = grid.right;
    lattice->bottom = grid.bottom;
    lattice->top = grid.top;
    lattice->columns = grid.columns;
    lattice->rows = grid.rows;
    lattice->sample = dataset.shape;
    lattice->range = dataset.originalRange;
    const Index cells = static_cast<Index>(grid.columns) * grid.rows, features = dataset.features(), units = map.units;
    lattice->pixels.resize(static_cast<std::size_t>(cells * features));
    core::Floats codes(core::strideOf(units) * network.block());
    for (Index first = 0; first < cells; first += network.block()) {
        if (isCancelled(cancelled))
            return nullptr;
        const Index columns = std::min(network.block(), cells - first);
        const core::View z = columnsOf(codes, units, columns);
        for (Index column = 0; column < columns; ++column) {
            const Index cell = first + column;
            const double x = grid.left + (grid.right - grid.left) * (static_cast<double>(cell % grid.columns) + 0.5) / grid.columns;
            const double y = grid.top - (grid.top - grid.bottom) * (static_cast<double>(cell / grid.columns) + 0.5) / grid.rows;
            for (Index unit = 0; unit < units; ++unit) {
                const auto at = static_cast<std::size_t>(unit);
                z.column(column)[unit] = static_cast<float>(map.origin[at] + x * map.axisX[at] + y * map.axisY[at]);
            }
        }
        const core::ConstView decoded = network.decode(z);
        for (Index column = 0; column < columns; ++column)
            dataset.invert(decoded.column(column), lattice->pixels.data() + (first + column) * features);
    }
    return lattice;
}

namespace {

/// −1, −2 … for those of Inspection::own that have as many numbers as a sample, then the samples of the part.
std::vector<Index> numbersOf(const Inspection &inspection, Index features) {
    std::vector<Index> numbers;
    for (std::size_t i = 0; i < inspection.own.size(); ++i)
        if (static_cast<Index>(inspection.own[i].size()) == features)
            numbers.push_back(-1 - static_cast<Index>(i));
    numbers.insert(numbers.end(), inspection.samples.begin(), inspection.samples.end());
    return numbers;
}

} // namespace

std::shared_ptr<const ReconstructionPicture> makeReconstructions(plan::Network &network, const Moment &moment, const Inspection &inspection) {
    const data::Dataset &dataset = *inspection.dataset;
    const data::Part &part = data::shownSamples(dataset);
    const Index features = dataset.features();
    auto picture = std::make_shared<ReconstructionPicture>();
    picture->moment = moment;
    picture->sample = dataset.shape;
    picture->range = dataset.originalRange;
    picture->codeSize = network.plan().codeSize();
    const core::Random noise(inspection.seed, core::Stream::Corruption);
    core::Floats inputs(core::strideOf(features) * network.block());
    const std::vector<Index> samples = numbersOf(inspection, features);
    for (std::size_t first = 0; first < samples.size(); first += static_cast<std::size_t>(network.block())) {
        const Index columns = std::min(network.block(), static_cast<Index>(samples.size() - first));
        const core::View x = columnsOf(inputs, features, columns);
        std::vector<ReconstructionColumn> block(static_cast<std::size_t>(columns));
        for (Index column = 0; column < columns; ++column) {
            ReconstructionColumn &made = block[static_cast<std::size_t>(column)];
            made.sample = samples[first + static_cast<std::size_t>(column)];
            if (made.sample < 0)
                std::copy_n(inspection.own[static_cast<std::size_t>(-1 - made.sample)].data(), features, x.column(column));
            else
                part.copySample(made.sample, x.column(column));
            made.label = made.sample < 0 || part.labels.empty() ? -1 : part.labels[static_cast<std::size_t>(made.sample)];
            made.original.assign(x.column(column), x.column(column) + features);
            if (inspection.corruption.isOn()) {
                inspection.corruption.apply(dataset.shape, x.column(column), noise, 0, made.sample);
                made.corrupted.assign(x.column(column), x.column(column) + features);
            }
        }
        const core::ConstView y = network.reconstruct(x);
        for (Index column = 0; column < columns; ++column) {
            ReconstructionColumn &made = block[static_cast<std::size_t>(column)];
            made.reconstruction.assign(y.column(column), y.column(column) + features);
            made.mse = meanSquaredError(features, made.reconstruction.data(), made.original.data());
        }
        if (inspection.pca) {
            for (Index column = 0; column < columns; ++column)
                std::copy_n(block[static_cast<std::size_t>(column)].original.data(), features, x.column(column));
            reconstruct(*inspection.pca, x, x);
            for (Index column = 0; column < columns; ++column) {
                ReconstructionColumn &made = block[static_cast<std::size_t>(column)];
                made.pca.assign(x.column(column), x.column(column) + features);
                made.pcaMse = meanSquaredError(features, made.pca.data(), made.original.data());
            }
        }
        for (ReconstructionColumn &made : block) // the errors are taken: from here on, numbers are for people
            for (std::vector<float> *values : {&made.original, &made.corrupted, &made.reconstruction, &made.pca})
                if (!values->empty() && made.sample >= 0)
                    dataset.invert(part, made.sample, values->data(), values->data());
                else if (!values->empty())
                    dataset.invert(values->data(), values->data());
        std::move(block.begin(), block.end(), std::back_inserter(picture->columns));
    }
    return picture;
}

std::vector<Index> drawSamples(const data::Part &part, Index count, std::uint64_t seed) {
    std::vector<Index> order(static_cast<std::size_t>(part.samples));
    std::iota(order.begin(), order.end(), Index{0});
    const core::Random random(seed, core::Stream::Selection);
    for (std::size_t last = order.size(); last > 1; --last)
        std::swap(order[last - 1], order[static_cast<std::size_t>(random.below(static_cast<Index>(last), 0, 0, last))]);
    if (part.labels.empty()) {
        order.resize(std::min(order.size(), static_cast<std::size_t>(count)));
        return order;
    }
    // The first of each class in the shuffled order, by class; then the rest as they come.
    std::vector<std::int32_t> classes(part.labels);
    std::sort(classes.begin(), classes.end());
    classes.erase(std::unique(classes.begin(), classes.end()), classes.end());
    std::vector<Index> drawn;
    for (const std::int32_t label : classes) {
        if (static_cast<Index>(drawn.size()) >= count)
            break;
        const auto found = std::find_if(order.begin(), order.end(), [&](Index sample) { return part.labels[static_cast<std::size_t>(sample)] == label; });
        drawn.push_back(*found);
        order.erase(found);
    }
    for (std::size_t i = 0; static_cast<Index>(drawn.size()) < count && i < order.size(); ++i)
        drawn.push_back(order[i]);
    return drawn;
}

} // namespace hourglass::analysis
