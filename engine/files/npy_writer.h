// Writes .npy: float32, float64 or uint8, little-endian, C order, version 1.0 (numpy.lib.format).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/core/types.h"
#include "engine/files/atomic_file.h"

namespace hourglass::files {

class NpyWriter {
public:
    /// Begins a file of these extents; their product of numbers is to follow.
    static core::Result<NpyWriter> create(const std::string &path, const std::vector<core::Index> &extents, bool inDouble = false);
    /// The same of bytes.
    static core::Result<NpyWriter> createOfBytes(const std::string &path, const std::vector<core::Index> &extents);

    /// The next numbers, the last extent fastest.
    std::optional<core::Error> write(std::span<const float> values) { return m_file.write(std::as_bytes(values)); }
    /// The same of a file of doubles.
    std::optional<core::Error> write(std::span<const double> values) { return m_file.write(std::as_bytes(values)); }
    /// The same of a file of bytes.
    std::optional<core::Error> write(std::span<const std::uint8_t> values) { return m_file.write(std::as_bytes(values)); }
    /// All numbers are written: the file takes its place. Without it there is none.
    std::optional<core::Error> commit() { return m_file.commit(); }

private:
    static core::Result<NpyWriter> begun(const std::string &path, const std::vector<core::Index> &extents, const char *type);
    explicit NpyWriter(AtomicFile file) : m_file(std::move(file)) {}

    AtomicFile m_file;
};

} // namespace hourglass::files
