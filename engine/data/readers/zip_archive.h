// Entries of a zip archive, read forward one at a time. What the archive declares of an entry is checked before anyone relies on it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/core/types.h"
#include "engine/data/readers/byte_source.h"

struct zip;

namespace hourglass::data {

class ZipArchive {
public:
    struct Entry {
        std::string name;
        std::uint64_t number = 0; ///< in the archive
        std::uint64_t size = 0;   ///< unpacked, as declared
        std::uint64_t packedSize = 0;
    };

    /// An error where this is no zip archive, is damaged or cut off, or has two entries of one name.
    static core::Result<ZipArchive> open(const std::string &path);

    const std::vector<Entry> &entries() const { return m_entries; }

    class Reader;
    /// An error where the entry is encrypted, packed by something other than deflate, or declared larger than it can be: 1032 times its packed size.
    core::Result<std::unique_ptr<ByteSource>> read(const Entry &entry) const;
    /// Bytes of the file before the content of an entry that is neither packed nor encrypted and stands where the entries before it say; else nothing.
    std::optional<core::Index> placeOf(const Entry &entry) const;

private:
    struct Discard {
        void operator()(zip *archive) const;
    };

    ZipArchive() = default;

    std::string m_path;
    std::uint64_t m_fileSize = 0;
    std::unique_ptr<zip, Discard> m_archive;
    std::vector<Entry> m_entries;
};

} // namespace hourglass::data
