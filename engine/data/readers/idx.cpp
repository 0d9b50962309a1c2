#include "engine/data/readers/idx.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <filesystem>
#include <new>
#include <span>

namespace hourglass::data {

using core::Error;
using core::Index;
using core::Result;

namespace {

constexpr std::size_t pieceBytes = 1 << 20;
const char *const formatHint = "An IDX file begins with 00 00 08 03 for images and 00 00 08 01 for labels.";
const char *const truncatedHint = "The file seems to be cut off or its header damaged: copy or download it again.";

struct Element {
    std::uint8_t code;
    std::size_t size;
    float (*decode)(const std::uint8_t *); ///< null for bytes, which stay bytes
};

std::uint64_t bigEndian(const std::uint8_t *from, int count) {
    std::uint64_t value = 0;
    for (int i = 0; i < count; ++i)
        value = value << 8 | from[i];
    return value;
}

template <class Same, class As, int size>
float decodeAs(const std::uint8_t *from) {
    return static_cast<float>(std::bit_cast<As>(static_cast<Same>(bigEndian(from, size))));
}

constexpr std::array<Element, 6> elements{{{0x08, 1, nullptr},
                                           {0x09, 1, decodeAs<std::uint8_t, std::int8_t, 1>},
                                           {0x0B, 2, decodeAs<std::uint16_t, std::int16_t, 2>},
                                           {0x0C, 4, decodeAs<std::uint32_t, std::int32_t, 4>},
                                           {0x0D, 4, decodeAs<std::uint32_t, float, 4>},
                                           {0x0E, 8, decodeAs<std::uint64_t, double, 8>}}};

const Element *findElement(std::uint8_t code) {
    const auto found =
        std::find_if(elements.begin(), elements.end(), [code](const Element &element) { return element.code == code; });
    return found == elements.end() ? nullptr : &*found;
}

std::string hexadecimal(std::span<const std::uint8_t> bytes) {
    const char *const digits = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : bytes)
        text += std::string(text.empty() ? "" : " ") + digits[byte >> 4] + digits[byte & 15];
    return text;
}

std::string joined(const std::vector<Index> &extents) {
    std::string text;
    for (const Index extent : extents)
        text += (text.empty() ? "" : " × ") + std::to_string(extent);
    return text;
}

struct Header {
    const Element *element = nullptr;
    std::vector<Index> extents;
    std::size_t elementCount = 0;
};

Result<Header> readHeader(ByteStream &stream) {
    const std::string &name = stream.name();
    std::array<std::uint8_t, 4> magic{};
    auto got = stream.read(magic);
    if (!got)
        return got.error();
    if (*got < magic.size())
        return Error{"the file ends within its header, after " + std::to_string(*got) + " bytes", name, truncatedHint};
    if (magic[0] != 0 || magic[1] != 0)
        return Error{"this is not an IDX file: it begins with " + hexadecimal(magic), name, formatHint};
    Header header;
    header.element = findElement(magic[2]);
    if (!header.element)
        return Error{"the IDX header names an unknown element type, " + hexadecimal({&magic[2], 1}), name, formatHint};
    const int rank = magic[3];
    if (rank < 1 || rank > 4)
        return Error{"the IDX header declares " + std::to_string(rank) + " dimensions; one to four can be read", name,
                     formatHint};

    std::array<std::uint8_t, 16> raw{};
    const std::size_t rawSize = 4 * static_cast<std::size_t>(rank);
    got = stream.read({raw.data(), rawSize});
    if (!got)
        return got.error();
    if (*got < rawSize)
        return Error{"the file ends within its header, after " + std::to_string(4 + *got) + " bytes", name, truncatedHint};
    for (int i = 0; i < rank; ++i)
        header.extents.push_back(static_cast<Index>(bigEndian(&raw[4 * static_cast<std::size_t>(i)], 4)));

    const std::string shape = joined(header.extents);
    if (header.extents.front() == 0)
        return Error{"the file declares 0 samples", name, "Choose a file with at least one sample."};
    if (std::find(header.extents.begin(), header.extents.end(), 0) != header.extents.end())
        return Error{"the IDX header declares an extent of zero, " + shape, name, truncatedHint};
    const std::uint64_t most = stream.mostRemaining() / header.element->size;
    std::uint64_t count = 1;
    for (const Index extent : header.extents) {
        if (static_cast<std::uint64_t>(extent) > most / count)
            return Error{"the IDX header declares " + shape + " values, more than the file can hold", name, truncatedHint};
        count *= static_cast<std::uint64_t>(extent);
    }
    header.elementCount = static_cast<std::size_t>(count);
    return header;
}

/// Reads all elements in pieces. `append(count)` reads that many and returns the bytes that there were.
template <class Append>
std::optional<Error> readPieces(ByteStream &stream, const Header &header, const Progress &progress, Append append) {
    const std::string what = "Reading " + std::filesystem::path(stream.name()).filename().string();
    const std::size_t pieceCount = pieceBytes / header.element->size;
    for (std::size_t done = 0; done < header.elementCount;) {
        if (progress.isCancelled())
            return cancelledError(stream.name());
        const std::size_t count = std::min(pieceCount, header.elementCount - done);
        Result<std::size_t> got = append(count);
        if (!got)
            return got.error();
        if (*got < count * header.element->size)
            return Error{"the file ends early: its header declares " + joined(header.extents) + " values, of which " +
                             std::to_string(done + *got / header.element->size) + " are there",
                         stream.name(), truncatedHint};
        done += count;
        progress.tell(stream.fraction(), what);
    }
    return {};
}

} // namespace

Index IdxArray::sampleSize() const {
    Index size = 1;
    for (std::size_t i = 1; i < extents.size(); ++i)
        size *= extents[i];
    return size;
}

Result<IdxArray> readIdx(ByteStream &stream, const Progress &progress) try {
    auto header = readHeader(stream);
    if (!header)
        return header.error();
    IdxArray array{stream.name(), header->extents, {}, {}};
    std::optional<Error> error;
    // The vectors grow piece by piece within what was reserved: pages that a lying header asked for are never touched.
    if (!header->element->decode) {
        array.bytes.reserve(header->elementCount);
        error = readPieces(stream, *header, progress, [&](std::size_t count) {
            const std::size_t done = array.bytes.size();
            array.bytes.resize(done + count);
            return stream.read({array.bytes.data() + done, count});
        });
    } else {
        array.floats.reserve(header->elementCount);
        const std::size_t size = header->element->size;
        std::vector<std::uint8_t> piece(std::min(pieceBytes, header->elementCount * size));
        error = readPieces(stream, *header, progress, [&](std::size_t count) {
            auto got = stream.read({piece.data(), count * size});
            for (std::size_t i = 0; got && i < *got / size; ++i)
                array.floats.push_back(header->element->decode(&piece[i * size]));
            return got;
        });
    }
    if (error)
        return *error;
    const auto bad = std::find_if(array.floats.begin(), array.floats.end(), [](float value) { return !std::isfinite(value); });
    if (bad != array.floats.end())
        return Error{"sample " + std::to_string((bad - array.floats.begin()) / array.sampleSize()) +
                         " holds a value that is not a finite number",
                     stream.name(), "Replace such values before training."};
    return array;
} catch (const std::bad_alloc &) {
    return Error{"the data do not fit into memory", stream.name(), "Close other programs or use a smaller file."};
}

Result<IdxArray> readIdxFile(const std::string &path, const Progress &progress) {
    auto stream = ByteStream::open(path);
    if (!stream)
        return stream.error();
    auto array = readIdx(*stream, progress);
    if (!array)
        return array;
    if (auto error = expectEnd(*stream))
        return *error;
    return array;
}

std::optional<Error> expectEnd(ByteStream &stream) {
    std::uint8_t more = 0;
    const auto got = stream.read({&more, 1});
    if (!got)
        return got.error();
    if (*got > 0)
        return Error{"the file goes on behind the data that its header declares", stream.name(),
                     "The header or the file is damaged: copy or download it again."};
    return {};
}

bool beginsAsIdx(const std::string &path) {
    auto stream = ByteStream::open(path);
    std::array<std::uint8_t, 4> magic{};
    if (!stream)
        return false;
    const auto got = stream->read(magic);
    return got && *got == magic.size() && magic[0] == 0 && magic[1] == 0 && findElement(magic[2]) && magic[3] >= 1 &&
           magic[3] <= 4;
}

} // namespace hourglass::data
