#include "engine/analysis/favourites_task.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "engine/analysis/sample_blocks.h"
#include "engine/analysis/unit.h"
#include "engine/analysis/value_ranges.h"
#include "engine/data/shown_part.h"

namespace hourglass::analysis {

namespace {

bool isSilent(const core::Shape &output, const float *values, Index unit) {
    for (Index place = 0; place < placesOf(output); ++place)
        if (values[indexOf(output, unit, place)] != 0)
            return false;
    return true;
}

/// Of what is finite.
void spread(FavouritesPicture &picture, const std::vector<double> &activations) {
    double sum = 0;
    Index finite = 0;
    for (const double activation : activations) {
        if (!std::isfinite(activation))
            continue;
        picture.lowest = finite == 0 ? activation : std::min(picture.lowest, activation);
        picture.highest = finite == 0 ? activation : std::max(picture.highest, activation);
        sum += activation;
        ++finite;
    }
    picture.notFinite = static_cast<Index>(activations.size()) - finite;
    if (finite == 0)
        return;
    picture.mean = sum / static_cast<double>(finite);
    picture.counts.assign(FavouritesTask::bins, 0);
    const double width = picture.highest - picture.lowest;
    for (const double activation : activations)
        if (std::isfinite(activation)) {
            const auto bin = width > 0 ? static_cast<std::size_t>((activation - picture.lowest) / width * FavouritesTask::bins) : std::size_t{0};
            ++picture.counts[std::min<std::size_t>(bin, FavouritesTask::bins - 1)];
        }
}

} // namespace

std::shared_ptr<const FavouritesPicture> FavouritesTask::run(TaskContext &context) const {
    const data::Dataset &dataset = *context.dataset();
    const data::Part &part = data::shownSamples(dataset);
    // What the unit itself says: what it is changed to would be the same for all, and what lies behind it does not matter.
    std::optional<plan::Network> own;
    if (context.snapshot().changes)
        own.emplace(context.network().withChangesBefore(layer));
    plan::Network &network = own ? *own : context.network();
    const auto &layers = network.plan().outline().layers;
    if (layer < 0 || layer >= static_cast<int>(layers.size()))
        return nullptr;
    const core::Shape &output = layers[static_cast<std::size_t>(layer)].output;
    if (unit < 0 || unit >= unitsOf(output))
        return nullptr;
    auto picture = std::make_shared<FavouritesPicture>();
    picture->moment = context.moment();
    picture->layer = layer;
    picture->unit = unit;
    picture->units = unitsOf(output);
    picture->output = output;
    picture->sample = dataset.shape;
    picture->range = dataset.originalRange;
    if (!dataset.shape.isImage())
        picture->valueRanges = rangesOf(dataset);

    const Index features = dataset.features(), stride = core::strideOf(features), samples = std::min(part.samples, context.atMost(mostSamples));
    const auto numberOf = [&](Index place) { return place * part.samples / samples; };
    std::vector<double> activations;
    activations.reserve(static_cast<std::size_t>(samples));
    core::Floats inputs(stride * network.block());
    for (Index first = 0; first < samples; first += network.block()) {
        if (isCancelled(context.cancelled()))
            return nullptr;
        const core::View x{inputs.data(), features, std::min(network.block(), samples - first), stride};
        for (Index column = 0; column < x.columns; ++column)
            part.copySample(numberOf(first + column), x.column(column));
        layer <= network.plan().codeLayer() ? network.encode(x) : network.reconstruct(x);
        const core::ConstView y = network.output(layer, x.columns);
        for (Index column = 0; column < y.columns; ++column) {
            activations.push_back(activationOf(output, y.column(column), unit));
            picture->silent += isSilent(output, y.column(column), unit);
        }
    }
    picture->samples = samples;
    spread(*picture, activations);

    std::vector<Index> order;
    for (Index place = 0; place < samples; ++place)
        if (std::isfinite(activations[static_cast<std::size_t>(place)]))
            order.push_back(place);
    const auto best =
        order.begin() + std::min<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(std::max<Index>(0, count)), static_cast<std::ptrdiff_t>(order.size()));
    std::partial_sort(order.begin(), best, order.end(), [&](Index a, Index b) {
        const double ofA = activations[static_cast<std::size_t>(a)], ofB = activations[static_cast<std::size_t>(b)];
        return ofA != ofB ? ofA > ofB : a < b;
    });
    for (auto place = order.begin(); place != best; ++place) {
        Favourite favourite{numberOf(*place), -1, activations[static_cast<std::size_t>(*place)], std::vector<float>(static_cast<std::size_t>(features))};
        if (!part.labels.empty())
            favourite.label = part.labels[static_cast<std::size_t>(favourite.sample)];
        part.copySample(favourite.sample, favourite.values.data());
        dataset.invert(part, favourite.sample, favourite.values.data(), favourite.values.data());
        picture->favourites.push_back(std::move(favourite));
    }
    return picture;
}

} // namespace hourglass::analysis
