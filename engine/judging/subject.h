// What is judged: samples as columns with what is known of them, and which of them are learned from.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/analysis/sample_blocks.h"
#include "engine/core/result.h"
#include "engine/core/thread_pool.h"
#include "engine/core/types.h"

namespace hourglass::judging {

using analysis::cancelledError;
using analysis::isCancelled;
using core::Index;

using Labels = std::span<const std::int32_t>; ///< a class of each sample, from 0; −1: none

/// A matrix of its own, a sample a column, packed, with the slack that products ask for.
struct Table {
    Index rows = 0, columns = 0;
    core::Floats values;

    Table() = default;
    Table(Index height, Index width) : rows(height), columns(width), values(height * width) {}
    float *column(Index index) { return values.data() + index * rows; }
    const float *column(Index index) const { return values.data() + index * rows; }
    core::ConstView view() const { return {values.data(), rows, columns, rows}; }
};

/// Why these numbers cannot be judged: there are none, or one is not finite or too large to be squared in float.
std::optional<core::Error> obstacleTo(core::ConstView codes);

Table selected(core::ConstView codes, std::span<const Index> samples);
std::vector<std::int32_t> selected(Labels labels, std::span<const Index> samples);

/// Which samples are learned from and which are asked; both in rising order.
struct Split {
    std::vector<Index> fit, heldOut;
};
/// Sets a share of each class aside, drawn from the seed: at least one sample of a class that has two, never its last. Samples without a class
/// are in neither part.
Split stratifiedSplit(Labels labels, double heldOut, std::uint64_t seed);

/// How many classes there are: one more than the largest label.
Index classesOf(Labels labels);

/// z = (x − mean) / standard deviation of each row, divided by the number of samples; a row that is constant is divided by 1.
struct Standardisation {
    std::vector<double> mean, deviation;

    explicit Standardisation(core::ConstView samples);
    Table applied(core::ConstView samples) const;
};

} // namespace hourglass::judging
