// Builds zip archives, which may lie.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/support/idx_files.h"

namespace hourglass::tests {

/// An entry as it stands in the archive; what it declares may be a lie.
struct Member {
    std::string name;
    Bytes content;
    bool isPacked = false;
    std::uint16_t flags = 0;                ///< 1: encrypted
    std::optional<std::uint32_t> size = {}; ///< declared instead of the real one
    std::optional<std::uint16_t> method = {};
};

inline void put(Bytes &to, std::uint64_t value, int count) {
    for (int i = 0; i < count; ++i)
        to.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

inline Bytes deflated(const Bytes &content) {
    const Bytes packed = gzip(content); // ten bytes before the raw stream, eight behind it
    return {packed.begin() + 10, packed.end() - 8};
}

/// APPNOTE.TXT 4.3.7, 4.3.12 and 4.3.16.
inline Bytes archiveOf(const std::vector<Member> &members) {
    Bytes archive, directory;
    for (const Member &member : members) {
        const Bytes packed = member.isPacked ? deflated(member.content) : member.content;
        Bytes common;
        put(common, 20, 2);
        put(common, member.flags, 2);
        put(common, member.method.value_or(member.isPacked ? 8 : 0), 2);
        put(common, 0, 2); // 1980-01-01
        put(common, 0x21, 2);
        put(common, crc32(0, member.content.data(), static_cast<uInt>(member.content.size())), 4);
        put(common, packed.size(), 4);
        put(common, member.size.value_or(static_cast<std::uint32_t>(member.content.size())), 4);
        put(common, member.name.size(), 2);
        put(common, 0, 2);
        const std::size_t offset = archive.size();
        put(archive, 0x04034b50, 4);
        append(archive, common);
        append(archive, {member.name.begin(), member.name.end()});
        append(archive, packed);
        put(directory, 0x02014b50, 4);
        put(directory, 20, 2);
        append(directory, common);
        put(directory, 0, 2 + 2 + 2); // no comment, the first disk
        put(directory, 0, 4);
        put(directory, offset, 4);
        append(directory, {member.name.begin(), member.name.end()});
    }
    const std::size_t start = archive.size();
    append(archive, directory);
    put(archive, 0x06054b50, 4);
    put(archive, 0, 4);
    put(archive, members.size(), 2);
    put(archive, members.size(), 2);
    put(archive, directory.size(), 4);
    put(archive, start, 4);
    put(archive, 0, 2);
    return archive;
}

} // namespace hourglass::tests
