// Data sets that are drawn instead of read: the same bits on every machine.
#pragma once

#include <span>
#include <string>

#include "engine/core/result.h"
#include "engine/data/generators/draw.h"

namespace hourglass::data {

/// A row of the table.
struct Generator {
    spec::Kind (*kind)(); ///< key, name, help and settings; "samples" is one of them
    Description (*describe)(const Knobs &knobs);
    void (*draw)(const Draw &draw);
};

std::span<const Generator> generators();
/// The generator with this key, or null.
const Generator *findGenerator(const std::string &key);

/// The shape of a sample with these options; errors as below.
core::Result<core::Shape> shapeOf(const Generator &generator, const spec::Values &options);

/// What the samples of a drawn set lie on, as its generator describes it with the knobs that it was drawn with: 1 a curve, 2 a surface …; 0 where that is
/// not known, as of everything that was read, or cut into windows.
Index intrinsicDimension(const Dataset &dataset);

/// The most samples that are drawn for a test part.
constexpr Index largestTestPart = 10'000;

/// Draws a training part of `samples` samples and, independently, a test part of as many, largestTestPart at most; both from
/// Stream::Data of the seed. An unknown option, a value out of its range, or values that together ask for more than 2 GB are errors
/// at "data.options.KEY"; so is a draw that was cancelled.
core::Result<Dataset> generate(const Generator &generator, const spec::Values &options, std::uint64_t seed, const Progress &progress = {});

} // namespace hourglass::data
