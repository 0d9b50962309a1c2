// Small stacks, data and settings for tests of the engine.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/data/dataset.h"
#include "engine/plan/plan.h"
#include "engine/spec/spec.h"
#include "tests/support/numbers.h"

namespace hourglass::tests {

using core::Index;

inline spec::LayerSpec dense(Index units, const char *activation) {
    return {"dense", {{"units", units}, {"activation", std::string(activation)}}};
}

inline spec::LayerSpec output(const char *activation = "sigmoid") {
    return {"dense", {{"units", std::string("data")}, {"activation", std::string(activation)}}};
}

/// Values in (0, 1), smooth in the sample, so that there is something to learn.
inline std::vector<float> smoothSamples(Index samples, Index features, Index from) {
    std::vector<float> values;
    for (Index sample = 0; sample < samples; ++sample)
        for (Index feature = 0; feature < features; ++feature) {
            const double turn = static_cast<double>((sample + from) % 97) / 97, place = static_cast<double>(feature) / static_cast<double>(features);
            values.push_back(static_cast<float>(0.5 + 0.4 * std::sin(6.283 * (turn * 3 + place * 2)) * std::cos(5 * place - 7 * turn)) +
                             0.05f * wave(sample * features + feature + from));
        }
    return values;
}

struct DataSizes {
    Index train = 64, features = 7, validation = 0, test = 20;
    core::Shape shape{}; ///< counts where it holds as many numbers as there are features; else they stand in a row

    core::Shape sample() const { return shape.size() == features ? shape : core::Shape(features); }
};

inline std::shared_ptr<const data::Dataset> smoothData(DataSizes sizes) {
    auto dataset = std::make_shared<data::Dataset>();
    dataset->key = dataset->title = "smooth";
    dataset->shape = sizes.sample();
    const auto fill = [&](data::Part &part, Index samples, Index from) {
        part.samples = samples;
        part.features = sizes.features;
        part.floats = smoothSamples(samples, sizes.features, from);
    };
    fill(dataset->train, sizes.train, 0);
    fill(dataset->validation, sizes.validation, 1000);
    fill(dataset->test, sizes.test, 2000);
    return dataset;
}

inline spec::TrainingSpec settings(const char *loss, const char *optimiser, Index batch, Index epochs = 1, std::uint64_t seed = 0) {
    spec::TrainingSpec spec;
    spec.loss = {loss, {}};
    spec.optimiser = {optimiser, {}};
    spec.batch = batch;
    spec.epochs = epochs;
    spec.seed = seed;
    return spec;
}

constexpr const char *squaredError = "mean_squared_error", *crossEntropy = "binary_cross_entropy";

} // namespace hourglass::tests
