#include "engine/data/shaping/advised_scaling.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace hourglass::data {

namespace {

constexpr Index mostSamples = 2000;                         // as many as tell
constexpr double smallest = 0.2, largest = 5, farthest = 3; // of deviations, and of means in deviations

/// Mean and deviation are about those of a standardised column.
bool isAboutStandardised(const std::vector<float> &values) {
    double sum = 0, squares = 0;
    for (const float value : values)
        sum += static_cast<double>(value);
    const double mean = sum / static_cast<double>(values.size());
    for (const float value : values)
        squares += (static_cast<double>(value) - mean) * (static_cast<double>(value) - mean);
    const double deviation = std::sqrt(squares / static_cast<double>(values.size()));
    if (deviation == 0)
        return std::abs(mean) <= largest; // it carries nothing, and the output learns it at once
    return deviation >= smallest && deviation <= largest && std::abs(mean) <= farthest * deviation;
}

} // namespace

std::optional<spec::Component> advisedScaling(const Dataset &dataset) {
    const Part &train = dataset.train;
    if (dataset.featureNames.empty() || dataset.shape.rank != 1 || dataset.isWithinUnit || dataset.scaling || train.samples < 2 || train.holdsBytes())
        return {};
    const Index count = std::min(train.samples, mostSamples), stride = train.samples / count;
    std::vector<std::vector<float>> columns(static_cast<std::size_t>(train.features), std::vector<float>(static_cast<std::size_t>(count)));
    std::vector<float> sample(static_cast<std::size_t>(train.features));
    for (Index i = 0; i < count; ++i) {
        train.copySample(i * stride, sample.data());
        for (std::size_t f = 0; f < sample.size(); ++f)
            columns[f][static_cast<std::size_t>(i)] = sample[f];
    }
    if (std::all_of(columns.begin(), columns.end(), isAboutStandardised))
        return {};
    return spec::Component{"standardise", {}};
}

} // namespace hourglass::data
