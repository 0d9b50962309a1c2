#include "engine/analysis/nearest.h"

#include <limits>

namespace hourglass::analysis {

double squaredDistance(const float *a, const float *b, Index count) {
    double sum = 0;
    for (Index i = 0; i < count; ++i) {
        const double difference = static_cast<double>(a[i]) - static_cast<double>(b[i]);
        sum += difference * difference;
    }
    return sum;
}

std::vector<Near> nearestCodes(const CodeTable &codes, const float *code, Index wanted, Index itself) {
    const core::ConstView columns = codes.view();
    constexpr double never = std::numeric_limits<double>::infinity();
    return *nearest(columns.columns, wanted,
                    [&](Index place) { return std::optional(place == itself ? never : squaredDistance(columns.column(place), code, columns.rows)); });
}

std::vector<NearSample> nearSamples(const std::vector<Near> &found, const CodeTable &table, const data::Dataset &dataset, const data::Part &part,
                                    Index pictured) {
    std::vector<NearSample> samples;
    for (const auto &[squared, place] : found) {
        NearSample near;
        near.sample = table.samples[static_cast<std::size_t>(place)];
        near.label = table.labels.empty() ? -1 : table.labels[static_cast<std::size_t>(place)];
        near.distance = std::sqrt(squared);
        if (std::ssize(samples) < pictured) {
            near.values.resize(static_cast<std::size_t>(dataset.features()));
            part.copySample(near.sample, near.values.data());
            dataset.invert(part, near.sample, near.values.data(), near.values.data());
        }
        samples.push_back(std::move(near));
    }
    return samples;
}

} // namespace hourglass::analysis
