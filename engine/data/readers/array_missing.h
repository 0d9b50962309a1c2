// Values of arrays that are not there (NaN), are infinite, or stand for such ones.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/data/dataset.h"
#include "engine/spec/setting.h"

namespace hourglass::data {

/// "missing": mean, median, drop_row or column, as of delimited text.
spec::Setting missingSetting();

/// What is not finite becomes the mean or the median of the same number of all samples, test part included, 0 where no sample has it; or its sample
/// is left out; or ("column") a number behind the others is 1 there and 0 elsewhere, of tables alone. Of parts in memory; says what was done. An
/// error where no number is finite, where nothing is left to train on, or pictures would get a number more.
std::optional<core::Error> treatMissing(const std::string &missing, Dataset &dataset);

/// Says which numbers of a table's samples are −999 or the like far outside the rest.
void pointOutCodes(Dataset &dataset);

/// Whether a matrix of numbers changes little from row to row and from column to column, as pictures do and samples do not.
bool mayBeOnePicture(const Part &part, const std::vector<core::Index> &extents);

/// Why an array cannot stay in its file; the way out where it lacks values.
core::Error stayingInFile(core::Error error);

} // namespace hourglass::data
