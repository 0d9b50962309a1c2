// What the name of an IDX file says: "emnist-letters-train-images-idx3-ubyte.gz" holds the training samples of the set
// "emnist-letters".
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hourglass::data {

struct IdxName {
    std::string set; ///< what is left of the name; empty for "train-images-idx3-ubyte"
    bool isTest = false;
    bool isLabels = false;
};

/// Reads "train-images-idx3-ubyte.gz", "t10k-labels.idx1-ubyte" and the like, in any case. Nothing where the name is not one of
/// IDX.
std::optional<IdxName> parseIdxName(const std::string &fileName);

/// The files of one set, as paths; empty where there is none.
struct IdxFiles {
    std::string trainSamples, trainLabels, testSamples, testLabels;

    bool hasSamples() const { return !trainSamples.empty() || !testSamples.empty(); }
};

/// The sets of a folder by name. Of two files for the same part (plain and gzip) the first by name counts. Empty where it cannot
/// be read.
std::map<std::string, IdxFiles> findIdxSets(const std::string &folder);

} // namespace hourglass::data
