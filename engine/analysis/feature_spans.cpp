#include "engine/analysis/feature_spans.h"

#include <algorithm>
#include <cmath>

namespace hourglass::analysis {

using core::Index;

namespace {

constexpr Index mostSamples = 256, mostNumbers = 1 << 22;
constexpr double tailOfTables = 0.01, tailOfSeries = 0.001;

core::Range spanOf(std::vector<float> &values, double tail) {
    if (values.empty())
        return {0, 0};
    const auto last = static_cast<double>(values.size() - 1);
    const auto low = values.begin() + static_cast<std::ptrdiff_t>(std::floor(tail * last)),
               high = values.begin() + static_cast<std::ptrdiff_t>(std::ceil((1 - tail) * last));
    std::sort(values.begin(), values.end());
    return *high > *low ? core::Range{*low, *high} : core::Range{values.front(), values.back()};
}

} // namespace

std::vector<core::Range> featureSpans(const data::Dataset &dataset, const data::Part &part, Index channels) {
    const Index features = dataset.features(), count = std::min({part.samples, mostSamples, std::max<Index>(8, mostNumbers / features)});
    std::vector<Index> samples;
    for (Index i = 0; i < count; ++i)
        samples.push_back(i * part.samples / count);
    const Index stride = core::strideOf(features);
    core::Floats scaled(stride * std::max<Index>(1, count));
    const core::View columns{scaled.data(), features, count, stride};
    part.gather(samples.data(), count, columns);
    for (Index i = 0; i < count; ++i)
        dataset.invert(part, samples[static_cast<std::size_t>(i)], columns.column(i), columns.column(i));
    std::vector<core::Range> spans;
    std::vector<float> values;
    for (Index channel = 0; channel < channels; ++channel) {
        values.clear();
        for (Index i = 0; i < count; ++i)
            for (Index feature = channel; feature < features; feature += channels)
                if (std::isfinite(columns.column(i)[feature]))
                    values.push_back(columns.column(i)[feature]);
        spans.push_back(spanOf(values, channels == features ? tailOfTables : tailOfSeries));
    }
    return spans;
}

float shareOf(float value, const core::Range &span) {
    const float width = span.highest - span.lowest;
    return width > 0 && std::isfinite(value) ? std::clamp((value - span.lowest) / width, 0.0f, 1.0f) : 0.5f;
}

} // namespace hourglass::analysis
