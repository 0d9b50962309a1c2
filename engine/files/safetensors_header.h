// The header of a safetensors file: JSON that names each tensor, its type, its shape and the bytes that it takes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/core/types.h"

namespace hourglass::files {

using core::Index;

/// How the numbers of a tensor stand in the file. Other: something that is no floating-point number, or none that can be read.
enum class NumberType { F64, F32, F16, BF16, Other };

/// A tensor, row-major.
struct TensorEntry {
    std::string name;
    std::vector<Index> shape;
    Index elements = 0;
    std::uint64_t offset = 0; ///< bytes from the beginning of the data
    NumberType type = NumberType::F32;
    std::string typeName = "F32"; ///< as the file has it
    std::uint64_t bytesEach = sizeof(float);
};

constexpr std::uint64_t largestHeader = 16'000'000; ///< bytes; a stack of 64 layers has some 20 000

/// The tensors in the order of their data, of which the file has `dataBytes`. Nothing of the header is trusted: an error where it is no
/// JSON, names one tensor twice or one of a type that safetensors does not know, or where the tensors leave bytes free, share some or go
/// beyond the end.
core::Result<std::vector<TensorEntry>> readTensorHeader(const std::string &text, std::uint64_t dataBytes, const std::string &path);

/// The header of tensors that follow one another in this order; the offsets in them are not looked at. A multiple of 8 bytes long.
std::string writeTensorHeader(const std::vector<TensorEntry> &tensors);

/// For messages: "[64, 784]".
std::string shapeText(const std::vector<Index> &shape);

} // namespace hourglass::files
