// One part of a data set made of arrays: read whole with the offsets that it needs, or left in its file.
#pragma once

#include <vector>

#include "engine/core/result.h"
#include "engine/data/dataset.h"
#include "engine/data/readers/array_form.h"
#include "engine/data/readers/array_set.h"

namespace hourglass::data {

struct ReadPart {
    Part part;
    bool isWithinUnit = true;
    std::vector<double> offsets; ///< as the numbers lie in the file, or empty
};

/// Which offsets the numbers of a sample get: those that they need, none, or those of another part.
struct Offsets {
    bool areFound = false;
    bool areCommon = false;    ///< those that are found are one
    std::vector<double> given; ///< as the numbers lie
};

/// A remark says so where the part stays in its file. An error where it cannot be read.
core::Result<ReadPart> readPart(const ArraySet &set, int array, const SampleForm &form, const Offsets &offsets, const Progress &progress, ReadReport &report);

/// Numbers or words, one for each of so many samples, or one-hot.
core::Result<ClassLabels> readLabels(const ArraySet &set, int array, core::Index samples, const Progress &progress);

} // namespace hourglass::data
