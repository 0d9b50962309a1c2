// Whether the samples of an array are read into memory or stay in their file.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "engine/core/result.h"
#include "engine/data/readers/array_form.h"
#include "engine/data/readers/npy_array.h"
#include "engine/data/readers/reader.h"

namespace hourglass::data {

/// "storage": automatic, memory or file.
spec::Setting storageSetting();

/// An array where it lies.
struct ArrayPlace {
    std::string path, name; ///< of the file, and of the array for errors
    NpyLayout layout;
    std::optional<core::Index> numbers; ///< bytes of the file before the first number; nothing where they are packed or that is not known
};

/// Its rows, where the order's "storage" or the size says that they stay in their file; null where the array is to be read whole. An error where they
/// are to stay there and cannot: packed, or in Fortran order.
core::Result<std::shared_ptr<const SampleFile>> rowsInFile(const ArrayPlace &array, const SampleForm &form, const ReadOrder &order);

} // namespace hourglass::data
