// safetensors (github.com/huggingface/safetensors): 8 bytes with the little-endian length of the header, the header, the numbers.
#pragma once

#include <cstdio>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/files/safetensors_header.h"

namespace hourglass::files {

/// A file whose header is sound; its numbers are read tensor by tensor.
class SafetensorsFile {
public:
    static core::Result<SafetensorsFile> open(const std::string &path);

    const std::string &path() const { return m_path; }
    const std::vector<TensorEntry> &tensors() const { return m_tensors; }
    /// The tensor of this name, or nullptr.
    const TensorEntry *find(const std::string &name) const;
    /// Reads `tensor.elements` numbers as float32, from whatever floats they are. Others, and some that are not finite are an error, which names the tensor.
    std::optional<core::Error> read(const TensorEntry &tensor, float *to);

private:
    struct Close {
        void operator()(std::FILE *file) const;
    };

    SafetensorsFile() = default;

    std::string m_path;
    std::unique_ptr<std::FILE, Close> m_file;
    std::vector<TensorEntry> m_tensors;
    std::uint64_t m_dataBegin = 0;
};

/// A tensor to be written: row-major, as many numbers as the shape says.
struct TensorValues {
    std::string name;
    std::vector<Index> shape;
    std::span<const float> values;
};

/// Writes the file whole or not at all. Names must differ.
std::optional<core::Error> writeSafetensors(const std::string &path, const std::vector<TensorValues> &tensors);

} // namespace hourglass::files
