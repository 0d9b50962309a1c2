#include "engine/data/generators/generator.h"

#include <algorithm>
#include <array>

namespace hourglass::data {

using core::Index;
using core::Random;

namespace {

void drawUniform(const Random &random, std::uint64_t part, Index features, std::span<float> to) {
    for (std::size_t i = 0; i < to.size(); ++i)
        to[i] = random.uniform(part, i / static_cast<std::size_t>(features), i % static_cast<std::size_t>(features));
}

void drawNoise(const Random &random, std::uint64_t part, Index features, std::span<float> to) {
    for (std::size_t i = 0; i < to.size(); ++i)
        to[i] = random.normal(part, i / static_cast<std::size_t>(features), i % static_cast<std::size_t>(features));
    const float largest = *std::max_element(to.begin(), to.end());
    for (float &value : to)
        value /= largest;
}

constexpr std::array<Generator, 3> table{{
    {"noise", "Noise", "100 samples of 784 standard normal numbers, divided by the largest of them.", 100, 784, false, drawNoise},
    {"tabular", "Tabular", "1000 rows of 10 columns, uniform between 0 and 1.", 1000, 10, true, drawUniform},
    {"halves", "Halves", "1000 rows of 100 columns, uniform between 0 and 1.", 1000, 100, true, drawUniform},
}};

Part drawPart(const Generator &generator, const Random &random, std::uint64_t part) {
    Part result;
    result.samples = generator.samples;
    result.features = generator.features;
    result.floats.resize(static_cast<std::size_t>(generator.samples * generator.features));
    generator.draw(random, part, generator.features, result.floats);
    return result;
}

} // namespace

std::span<const Generator> generators() {
    return table;
}

const Generator *findGenerator(const std::string &key) {
    const auto found =
        std::find_if(table.begin(), table.end(), [&key](const Generator &generator) { return generator.key == key; });
    return found == table.end() ? nullptr : &*found;
}

Dataset generate(const Generator &generator, std::uint64_t seed) {
    const Random random(seed, core::Stream::Data);
    Dataset dataset;
    dataset.key = generator.key;
    dataset.title = generator.title;
    dataset.origin = std::string("Drawn with seed ") + std::to_string(seed) + ". " + generator.description;
    dataset.shape = core::Shape(generator.features);
    dataset.train = drawPart(generator, random, 0);
    dataset.test = drawPart(generator, random, 1);
    dataset.isWithinUnit = generator.isWithinUnit;
    return dataset;
}

} // namespace hourglass::data
