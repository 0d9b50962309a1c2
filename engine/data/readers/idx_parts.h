// Turns arrays into the parts of a data set.
#pragma once

#include <optional>

#include "engine/data/dataset.h"
#include "engine/data/readers/array.h"

namespace hourglass::data {

/// As IDX has them: {samples, features}, {samples, height, width} or {samples, height, width, channels}; channels come to the front. Rank 1
/// holds labels, an error, or floats: samples of one number each.
core::Result<core::Shape> sampleShape(const Array &samples);

/// Takes the elements over. `samples` must have a sample shape.
Part makePart(Array samples);

/// Whole numbers from 0 to 65 535, as many as the part has samples, or it is an error.
std::optional<core::Error> attachLabels(Part &part, const Array &labels);

/// An error where the test part has other features or other kinds of numbers than the training part.
std::optional<core::Error> checkTestPart(const Dataset &dataset, const core::Shape &testShape, const Part &test, const std::string &testName);
std::optional<core::Error> checkTestPart(const Dataset &dataset, const core::Shape &testShape, const std::string &testName);

/// The numbers "0", "1", … up to the largest label of the parts; empty where there are no labels.
std::vector<std::string> numberNames(const Dataset &dataset);

/// Classes without a sample are forgotten, and the labels numbered anew: those that count from 1 have no class 0.
void dropEmptyClasses(Dataset &dataset);

/// True where every value of the part lies in [0, 1]. Of samples that stay in their file this is not asked here: see lookAtRows.
bool liesWithinUnit(const Part &part);

} // namespace hourglass::data
