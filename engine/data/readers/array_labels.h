// Classes as arrays have them: numbers from 0, from 1 or any others, words, one-hot; and numbers that are no classes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/data/dataset.h"
#include "engine/data/readers/array.h"
#include "engine/data/sample_id.h"

namespace hourglass::data {

constexpr std::size_t mostClasses = 65536;

/// Whether so many different whole numbers among so many may be classes, rather than something that was measured.
bool areClasses(std::size_t different, std::size_t count);

/// What an array says of the samples of one part.
struct ClassLabels {
    std::vector<std::int32_t> labels; ///< into `names`; -1: none. Empty where the numbers are no classes
    std::vector<std::string> names;   ///< each has a sample; by the size of the numbers, but those of one-hot rows as they come
    std::vector<float> numbers;       ///< one a sample, NaN where it is missing; empty where they are classes
};

/// Of (samples), (samples, 1 …) or one-hot (samples, classes), for so many samples. Numbers that are whole and few (areClasses) are
/// classes.
core::Result<ClassLabels> classesIn(const Array &array, core::Index samples);

/// Gives the parts their labels and the data set the names of all, numbers by their size and words in natural order; or, where
/// the training part has numbers that are no classes, a factor of this name. Parts without any, and those of the other kind, stay
/// without.
void giveClasses(std::vector<std::pair<PartKind, ClassLabels>> parts, const std::string &name, Dataset &dataset);

/// Gives the samples of all parts groups, where all parts have them.
void giveGroups(std::vector<std::pair<PartKind, ClassLabels>> parts, Dataset &dataset);

} // namespace hourglass::data
