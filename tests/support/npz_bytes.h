// Zip archives and arrays of NumPy, made byte by byte: what they declare may be a lie.
#pragma once

#include <cstring>
#include <string>
#include <vector>

#include <zlib.h>

namespace hourglass::tests {

struct ZipEntry {
    std::string name, content;
};

/// Entries that are not packed (APPNOTE.TXT 4.3.7, 4.3.12 and 4.3.16).
inline std::string zipOf(const std::vector<ZipEntry> &entries) {
    const auto put = [](std::string &to, std::uint64_t value, int bytes) {
        for (int i = 0; i < bytes; ++i)
            to += static_cast<char>(i < 8 ? value >> (8 * i) : 0);
    };
    std::string archive, directory;
    for (const ZipEntry &entry : entries) {
        std::string common;
        put(common, 20, 2);
        put(common, 0, 4);        // no flags, stored
        put(common, 0x210000, 4); // 1980-01-01
        put(common, crc32(0, reinterpret_cast<const Bytef *>(entry.content.data()), static_cast<uInt>(entry.content.size())), 4);
        put(common, entry.content.size(), 4);
        put(common, entry.content.size(), 4);
        put(common, entry.name.size(), 2);
        put(common, 0, 2);
        put(directory, 0x02014b50, 4);
        put(directory, 20, 2);
        directory += common;
        put(directory, 0, 10); // no comment, the first disk
        put(directory, archive.size(), 4);
        directory += entry.name;
        put(archive, 0x04034b50, 4);
        archive += common + entry.name + entry.content;
    }
    const std::size_t start = archive.size();
    archive += directory;
    put(archive, 0x06054b50, 4);
    put(archive, 0, 4);
    put(archive, entries.size(), 2);
    put(archive, entries.size(), 2);
    put(archive, directory.size(), 4);
    put(archive, start, 4);
    put(archive, 0, 2);
    return archive;
}

/// "<i4", "(3,)" and the bytes.
inline std::string npyOf(const std::string &type, const std::string &shape, const std::string &bytes) {
    std::string header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }";
    header += std::string(64 - (10 + header.size() + 1) % 64, ' ') + '\n';
    return std::string("\x93NUMPY\x01\0", 8) + static_cast<char>(header.size() & 255) + static_cast<char>(header.size() >> 8) + header + bytes;
}

template <class T>
std::string npyOf(const std::string &type, const std::vector<T> &values, const std::string &shape = {}) {
    std::string bytes(values.size() * sizeof(T), '\0');
    std::memcpy(bytes.data(), values.data(), bytes.size());
    return npyOf(type, shape.empty() ? "(" + std::to_string(values.size()) + ",)" : shape, bytes);
}

} // namespace hourglass::tests
