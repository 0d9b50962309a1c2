// Features whose numbers lie so far from 0, and so close together, that floats would merge or blur them: they are kept as differences.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/types.h"

namespace hourglass::data {

/// Numbers of one feature, each `stride` floats behind the one before; NaN stands where one is missing.
struct FeatureValues {
    const float *first = nullptr;
    core::Index count = 0, stride = 1;

    float operator[](core::Index i) const { return first[i * stride]; }
};

/// Whether floats that reach from `lowest` to `highest` may have merged or blurred the numbers that they were rounded from, so that these are
/// worth another look: the range is less than an eighth of the magnitude, and either two floats are equal or their spacing is more than 1e-4
/// of the range. `isRounded`: some of them were, or had so many digits that they may have been.
bool mayNeedOffset(const FeatureValues &values, float lowest, float highest, bool isRounded);

/// About halfway between the two, a number of few digits (whole, where floats are spaced by 1 or more).
double offsetBetween(float lowest, float highest);

/// Of differences from the offset: whether floats of the numbers themselves would merge two that differ by more than 1e-7 of their range, or
/// be off by more than half of 1e-4 of it. False where the range is below 1e-12 of the magnitude: that is the rounding of doubles.
bool needsOffset(const FeatureValues &differences, double offset);

/// Offsets of all features of rows × features floats; those that have no need get 0. Empty where none may need one. `isRounded`: one a feature.
std::vector<double> possibleOffsets(const std::vector<float> &rows, core::Index features, const std::vector<std::uint8_t> &isRounded);

/// The same with one offset for all features, as the numbers of pictures have: what lies beside one another stays comparable.
std::vector<double> possibleCommonOffset(const std::vector<float> &rows, core::Index features, const std::vector<std::uint8_t> &isRounded);

/// Sets those that turn out not to be needed to 0, all of them to nothing where none is; true where it changed one.
bool keepNeededOffsets(const std::vector<float> &differences, std::vector<double> &offsets);
/// The same of a common one.
bool keepNeededCommonOffset(const std::vector<float> &differences, std::vector<double> &offsets);

/// What a person is told: features by name, with their offsets.
std::string offsetsSentence(const std::vector<std::pair<std::string, double>> &offsets);

} // namespace hourglass::data
