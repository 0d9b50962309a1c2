// Two files that are the training and the test part of one data set, by their names: Trace_TRAIN.ts and Trace_TEST.ts.
#pragma once

#include <string>
#include <vector>

#include "engine/data/readers/reader.h"

namespace hourglass::data {

struct FilePair {
    std::string train; ///< the path itself where it has no other half
    std::string test;  ///< empty: there is none
};

/// The path and what stands beside it under the other name, whichever of the two it is, or the pair in a folder whose names end
/// so; the training file alone where "test" is "none".
FilePair pairOf(const ReadOrder &order, const std::string &ending);

/// The only pair in a folder whose names end so, as in .ts; empty where there is none, or several.
FilePair pairIn(const std::string &folder, const std::string &ending);

/// "test": automatic or none.
spec::Setting pairSetting();

/// "Trace_TEST.ts beside it is the test part."
std::string pairRemark(const FilePair &pair);

} // namespace hourglass::data
