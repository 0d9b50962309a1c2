#include "engine/data/generators/noise.h"

#include <algorithm>

namespace hourglass::data {

namespace {

constexpr const char *group = "Noise";

void drawUniform(const Draw &draw) {
    draw.forEachSample([&](Index sample, RandomDraws &draws) {
        float *to = draw.floats(sample);
        for (Index i = 0; i < draw.to.features; ++i)
            to[i] = static_cast<float>(draws.uniform()); // exact: it was a float
    });
}

void drawNoise(const Draw &draw) {
    draw.forEachSample([&](Index sample, RandomDraws &draws) {
        float *to = draw.floats(sample);
        for (Index i = 0; i < draw.to.features; ++i)
            to[i] = static_cast<float>(draws.normal());
    });
    std::vector<float> &values = draw.to.floats;
    const float largest = *std::max_element(values.begin(), values.end());
    if (largest > 0.0f) // with two samples of one number both may be negative
        for (float &value : values)
            value /= largest;
}

Description describeNoise(const Knobs &) {
    return {.shape = core::Shape(784), .isWithinUnit = false};
}

spec::Kind noiseKind() {
    return {.key = "noise",
            .label = "Noise",
            .help = "784 standard normal numbers a sample, divided by the largest of all.",
            .settings = {samplesKnob(100, 20'000)},
            .group = group};
}

spec::Kind tabularKind() {
    return {
        .key = "tabular", .label = "Tabular", .help = "Rows of 10 columns, uniform between 0 and 1.", .settings = {samplesKnob(1000, 100'000)}, .group = group};
}

spec::Kind halvesKind() {
    return {
        .key = "halves", .label = "Halves", .help = "Rows of 100 columns, uniform between 0 and 1.", .settings = {samplesKnob(1000, 100'000)}, .group = group};
}

spec::Kind uniformKind() {
    return {.key = "uniform",
            .label = "Uniform",
            .help = "Uniform between 0 and 1 in as many columns as you like: no code that is narrower can hold them.",
            .settings = {samplesKnob(2000, 100'000), integerKnob("dimensions", "Dimensions", "Numbers of a sample.", 16, 1, 1000)},
            .group = group};
}

} // namespace

Generator noise() {
    return {noiseKind, describeNoise, drawNoise};
}

Generator tabular() {
    return {tabularKind, [](const Knobs &) { return Description{.shape = core::Shape(10)}; }, drawUniform};
}

Generator halves() {
    return {halvesKind, [](const Knobs &) { return Description{.shape = core::Shape(100)}; }, drawUniform};
}

Generator uniform() {
    return {uniformKind, [](const Knobs &knobs) { return Description{.shape = core::Shape(knobs.integer("dimensions"))}; }, drawUniform};
}

} // namespace hourglass::data
