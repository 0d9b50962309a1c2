#include "app/converters/matlab_objects.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <optional>

#include <zlib.h>

namespace hourglass::app {

namespace {

// MATLAB's "MAT-File Format", level 5: tags of eight bytes, a type and a length; class 17 is an object.
constexpr std::uint32_t ofMatrix = 14, ofPacked = 15, opaqueClass = 17;
constexpr std::size_t headerBytes = 128, tagBytes = 8, looked = 1024;

class Elements {
public:
    Elements(const std::vector<char> &bytes, bool isSwapped) : m_bytes(bytes), m_isSwapped(isSwapped) {}

    /// The bytes of the next element, and moves behind it; nothing where it does not lie whole within what was read.
    std::optional<std::string> next() {
        const auto type = word(m_at), length = word(m_at + 4);
        if (!type || !length)
            return {};
        const std::uint32_t small = *type >> 16; // up to four bytes lie in the tag
        const std::size_t from = m_at + (small ? 4 : tagBytes), size = small ? small : *length;
        if ((small && small > 4) || size > m_bytes.size() || from + size > m_bytes.size())
            return {};
        m_at = small ? m_at + tagBytes : from + (size + 7) / 8 * 8;
        return std::string(m_bytes.data() + from, size);
    }
    std::optional<std::uint32_t> word(std::size_t at) const {
        if (at + 4 > m_bytes.size())
            return {};
        std::uint32_t value = 0;
        std::memcpy(&value, m_bytes.data() + at, sizeof value);
        return m_isSwapped ? __builtin_bswap32(value) : value;
    }
    void skipTag() { m_at += tagBytes; }

private:
    const std::vector<char> &m_bytes;
    bool m_isSwapped;
    std::size_t m_at = 0;
};

/// The beginning of what was packed.
std::vector<char> unpacked(std::vector<char> packed) {
    z_stream stream{};
    std::vector<char> bytes(looked);
    if (inflateInit(&stream) != Z_OK)
        return {};
    stream.next_in = reinterpret_cast<Bytef *>(packed.data());
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef *>(bytes.data());
    stream.avail_out = static_cast<uInt>(bytes.size());
    inflate(&stream, Z_SYNC_FLUSH);
    bytes.resize(bytes.size() - stream.avail_out);
    inflateEnd(&stream);
    return bytes;
}

/// Of the beginning of a matrix: flags, name, "MCOS" and the name of the class.
std::optional<MatlabObject> objectIn(const std::vector<char> &bytes, bool isSwapped) {
    Elements elements(bytes, isSwapped);
    if (elements.word(0) != ofMatrix)
        return {};
    const auto flags = elements.word(2 * tagBytes);
    elements.skipTag();
    const auto first = elements.next(), name = elements.next(), system = elements.next(), type = elements.next();
    if (!first || !name || !system || !type || !flags || (*flags & 0xFF) != opaqueClass || name->empty())
        return {};
    return MatlabObject{*name, *type};
}

} // namespace

std::string MatlabObject::reason() const {
    constexpr std::array<std::array<const char *, 2>, 6> instead{{{"datetime", "posixtime"},
                                                                  {"duration", "seconds"},
                                                                  {"table", "table2array"},
                                                                  {"timetable", "timetable2table"},
                                                                  {"string", "cellstr"},
                                                                  {"categorical", "cellstr"}}};
    const auto known = std::find_if(instead.begin(), instead.end(), [this](const auto &pair) { return type == pair[0]; });
    const std::string what = "it is an object of the class " + type;
    return known == instead.end() ? what : what + ": save " + (*known)[1] + "(" + name + ")";
}

std::vector<MatlabObject> objectsIn(const std::string &path) {
    std::ifstream file(path, std::ios::binary);
    std::array<char, headerBytes> header{};
    std::vector<MatlabObject> objects;
    if (!file.read(header.data(), header.size()) || (std::memcmp(header.data() + 126, "IM", 2) != 0 && std::memcmp(header.data() + 126, "MI", 2) != 0))
        return {};
    const bool isSwapped = header[126] == 'M';
    std::size_t at = headerBytes;
    for (std::size_t count = 0; count < mostMatlabVariables; ++count) {
        std::vector<char> bytes(looked);
        file.clear();
        file.seekg(static_cast<std::streamoff>(at));
        file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, file.gcount())));
        const Elements tag(bytes, isSwapped);
        const auto type = tag.word(0), length = tag.word(4);
        if (!type || !length || (*type != ofMatrix && *type != ofPacked))
            return objects;
        if (*type == ofPacked)
            bytes = unpacked({bytes.begin() + tagBytes, bytes.end()});
        if (auto object = objectIn(bytes, isSwapped))
            objects.push_back(std::move(*object));
        at += tagBytes + *length;
    }
    return objects;
}

} // namespace hourglass::app
