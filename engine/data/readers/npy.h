// Arrays as NumPy saves them: X.npy, with labels and a test part in files beside it.
#pragma once

#include <string>

#include "engine/data/readers/npy_array.h"
#include "engine/data/readers/reader.h"

namespace hourglass::data {

spec::Kind npyKind();

/// True for a file that is named .npy or .npy.gz, or begins as one, unpacked if need be; and for a folder with such a file that is named as
/// samples are (X_train.npy).
bool looksLikeNpy(const std::string &path);

/// The samples are the file named, or of a folder the file that looks most like them; see sampleForm for its axes. A plain array in C order that
/// has more bytes than the order's mostInMemory stays in its file.
core::Result<Dataset> readNpy(const ReadOrder &order);

} // namespace hourglass::data
