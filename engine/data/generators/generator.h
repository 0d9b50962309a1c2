// Data sets that are drawn instead of read: the same bits on every machine.
#pragma once

#include <span>

#include "engine/core/random.h"
#include "engine/data/dataset.h"

namespace hourglass::data {

/// A row of the table. `draw` fills samples × features floats, sample after sample; `draws` 0 is the training part, 1 the test
/// part.
struct Generator {
    const char *key;
    const char *title;
    const char *description; ///< one sentence
    core::Index samples;     ///< of each part
    core::Index features;
    bool isWithinUnit;
    void (*draw)(const core::Random &random, std::uint64_t part, core::Index features, std::span<float> to);
};

std::span<const Generator> generators();
/// The generator with this key, or null.
const Generator *findGenerator(const std::string &key);

/// Draws a training part and, independently, a test part of the same size, both from Stream::Data of the seed.
Dataset generate(const Generator &generator, std::uint64_t seed);

} // namespace hourglass::data
