#include "engine/files/npy_writer.h"

#include <bit>

namespace hourglass::files {

static_assert(std::endian::native == std::endian::little, "numbers are written as they lie in memory");

core::Result<NpyWriter> NpyWriter::create(const std::string &path, const std::vector<core::Index> &extents, bool inDouble) {
    return begun(path, extents, inDouble ? "<f8" : "<f4");
}

core::Result<NpyWriter> NpyWriter::createOfBytes(const std::string &path, const std::vector<core::Index> &extents) {
    return begun(path, extents, "|u1");
}

core::Result<NpyWriter> NpyWriter::begun(const std::string &path, const std::vector<core::Index> &extents, const char *type) {
    std::string header = "{'descr': '" + std::string(type) + "', 'fortran_order': False, 'shape': (";
    for (std::size_t i = 0; i < extents.size(); ++i) {
        header += i > 0 ? ", " : "";
        header += std::to_string(extents[i]);
    }
    header += extents.size() == 1 ? ",), }" : "), }";  // Python's tuple of one
    constexpr std::size_t before = 10, alignment = 64; // magic, version, length; where the numbers may begin
    header.resize((before + header.size() + alignment) / alignment * alignment - before - 1, ' ');
    header += '\n';
    std::string start = "\x93NUMPY";
    start += '\x01';
    start += '\0';
    start += static_cast<char>(header.size() & 255);
    start += static_cast<char>(header.size() >> 8);
    start += header;
    auto file = AtomicFile::create(path);
    if (!file)
        return file.error();
    if (auto error = file->write(std::as_bytes(std::span(start))))
        return *error;
    return NpyWriter(std::move(*file));
}

} // namespace hourglass::files
