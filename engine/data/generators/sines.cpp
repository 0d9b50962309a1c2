#include "engine/data/generators/sines.h"

#include "engine/data/generators/portable_math.h"

namespace hourglass::data {

namespace {

constexpr double highest = 8.0; ///< waves in a series

spec::Kind sinesKind() {
    return {.key = "sines",
            .label = "Sine mixtures",
            .help = "Series that add up a few waves, each with a frequency, an amplitude and a phase of its own.",
            .settings = {samplesKnob(5000, 100'000), integerKnob("length", "Length", "Steps of a series.", 64, 16, 1024),
                         integerKnob("components", "Waves", "How many are added; the frequencies of each lie in a band of its own.", 2, 1, 8),
                         realKnob("noise", "Noise", "Deviation of the noise of each step; waves have amplitudes from 0.3 to 1.", 0.02, 0.0, 1.0)},
            .group = "Series"};
}

Description describeSines(const Knobs &knobs) {
    Description description{.shape = core::Shape(knobs.integer("length"), 1)};
    for (const auto &[noun, period] : {std::pair("Frequency", 0.0f), std::pair("Amplitude", 0.0f), std::pair("Phase", wholeTurn)})
        for (const std::string &name : numbered(noun, knobs.integer("components"))) {
            description.factorNames.push_back(name);
            description.factorPeriods.push_back(period);
        }
    return description;
}

void drawSines(const Draw &draw) {
    const Index length = draw.knobs.integer("length"), waves = draw.knobs.integer("components");
    const double noise = draw.knobs.real("noise"), scale = 0.5 / (static_cast<double>(waves) + furthestNormal * noise);
    std::vector<double> sum(static_cast<std::size_t>(length));
    draw.forEachSample([&](Index sample, RandomDraws &draws) {
        for (double &value : sum)
            value = noise * draws.normal();
        for (Index wave = 0; wave < waves; ++wave) {
            const double frequency = 0.5 + highest * (static_cast<double>(wave) + draws.uniform()) / static_cast<double>(waves);
            const double amplitude = draws.uniform(0.3, 1.0), phase = draws.uniform(0.0, 2.0 * pi);
            for (Index step = 0; step < length; ++step)
                sum[static_cast<std::size_t>(step)] += amplitude * sine(phase + 2.0 * pi * frequency * static_cast<double>(step) / static_cast<double>(length));
            float *factors = draw.factors(sample) + wave;
            factors[0] = static_cast<float>(frequency);
            factors[waves] = static_cast<float>(amplitude);
            factors[2 * waves] = static_cast<float>(phase);
        }
        for (Index step = 0; step < length; ++step)
            draw.floats(sample)[step] = static_cast<float>(0.5 + scale * sum[static_cast<std::size_t>(step)]);
    });
}

} // namespace

Generator sines() {
    return {sinesKind, describeSines, drawSines};
}

} // namespace hourglass::data
