// Several arrays in one archive, as numpy.savez and numpy.savez_compressed write them.
#pragma once

#include <string>

#include "engine/data/readers/array_set.h"
#include "engine/data/readers/reader.h"

namespace hourglass::data {

spec::Kind npzKind();

/// True for a file that is named .npz, or is a zip archive whose first entry is named .npy.
bool looksLikeNpz(const std::string &path);

/// The array that a person named, or the one that looks most like samples; labels and a test part are found by their names.
core::Result<Dataset> readNpz(const ReadOrder &order);
/// The same where it is known which arrays name the features and which are factors.
core::Result<Dataset> readDescribedNpz(const ReadOrder &order, const DescribingArrays &described);

} // namespace hourglass::data
