// What an archive knows of features and samples beside numbers and classes: names of features, and factors.
#pragma once

#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/dataset.h"
#include "engine/data/readers/array_set.h"

namespace hourglass::data {

/// Names the features of a table whose shape is known, by the words of the array that is said to name them or is called "feature_names",
/// "columns" or the like, one for each. Returns the array, or -1; an error where reading was cancelled.
core::Result<int> nameFeatures(const ArraySet &set, const Progress &progress, Dataset &dataset);

/// Names the classes, which are numbers from 0 or from 1 to as many as there are names, by the words of the array that is called "target_names",
/// "class_names" or the like: all different, the first for the lowest. Returns the array, or -1; an error where reading was cancelled.
core::Result<int> nameClasses(const ArraySet &set, const Progress &progress, Dataset &dataset);

/// Makes factors of the training part of the arrays that are said to be some, `labels` excepted; words are numbered in natural order. What does
/// not fit the samples, or has one value alone, is left out. Returns the arrays; an error where reading was cancelled.
core::Result<std::vector<int>> giveFactors(const ArraySet &set, int labels, const Progress &progress, Dataset &dataset);

} // namespace hourglass::data
