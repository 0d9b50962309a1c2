// Which of several arrays are samples, labels, groups and the other parts, told by their names: "X_train", "y_train", "test_images", "labels".
#pragma once

#include <string>
#include <vector>

#include "engine/core/types.h"

namespace hourglass::data {

struct ArrayName {
    enum class Part { None, Train, Validation, Test };

    Part part = Part::None;
    bool isSamples = false; ///< X, data, images …
    bool isLabels = false;  ///< y, labels, target …
    bool isGroups = false;  ///< subject, groups, patient …
    std::string rest;       ///< what else the name says, in lower case
};

/// By its extents: (samples), (samples, n), and (samples, 1, 1 …), as pictures' labels may be kept.
bool mayHoldLabels(const std::vector<core::Index> &extents);

/// Of a name without its ending, in any case: words stand between signs that are neither letters nor digits.
ArrayName parseArrayName(const std::string &name);

/// What an array is taken for; -1: none.
struct PartChoice {
    int samples = -1, labels = -1, groups = -1;
};
struct ArrayChoice {
    PartChoice train = {}, validation = {}, test = {};
};

struct NamedArray {
    std::string name;                 ///< without its ending
    std::vector<core::Index> extents; ///< empty where it cannot be read
    core::Index bytes = 0;            ///< unpacked
    bool isText = false;              ///< words, which may be labels

    int rank() const { return static_cast<int>(extents.size()); }
};

/// The array that looks most like the samples of a training part: by part, by name, by rank. -1 where none can be read.
int chooseSamples(const std::vector<NamedArray> &arrays);

/// Labels and groups of the same part. Names that say more must say the same.
PartChoice chooseColumns(const std::vector<NamedArray> &arrays, int samples);

/// What belongs to these samples: labels and groups, and validation and test part where the samples are none themselves.
ArrayChoice chooseBeside(const std::vector<NamedArray> &arrays, int samples);

} // namespace hourglass::data
