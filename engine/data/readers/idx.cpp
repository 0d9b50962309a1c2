#include "engine/data/readers/idx.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <new>
#include <span>

#include "engine/data/element.h"

namespace hourglass::data {

using core::Error;
using core::Index;
using core::Result;

namespace {

constexpr std::size_t pieceBytes = 1 << 20;
const char *const formatHint = "An IDX file begins with 00 00 08 03 for images and 00 00 08 01 for labels.";
const char *const truncatedHint = "The file seems to be cut off or its header damaged: copy or download it again.";

struct Code {
    std::uint8_t code;
    ElementType type;
};
constexpr std::array<Code, 6> codes{{{0x08, ElementType::UInt8},
                                     {0x09, ElementType::Int8},
                                     {0x0B, ElementType::Int16},
                                     {0x0C, ElementType::Int32},
                                     {0x0D, ElementType::Float32},
                                     {0x0E, ElementType::Float64}}};

std::optional<Element> findElement(std::uint8_t code) {
    for (const Code &known : codes)
        if (known.code == code)
            return Element{known.type, true};
    return {};
}

std::uint32_t bigEndian(const std::uint8_t *from) {
    return std::uint32_t{from[0]} << 24 | std::uint32_t{from[1]} << 16 | std::uint32_t{from[2]} << 8 | from[3];
}

std::string hexadecimal(std::span<const std::uint8_t> bytes) {
    const char *const digits = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : bytes)
        text += std::string(text.empty() ? "" : " ") + digits[byte >> 4] + digits[byte & 15];
    return text;
}

struct Header {
    Element element;
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
    const auto element = findElement(magic[2]);
    if (!element)
        return Error{"the IDX header names an unknown element type, " + hexadecimal({&magic[2], 1}), name, formatHint};
    header.element = *element;
    const int rank = magic[3];
    if (rank < 1 || rank > 4)
        return Error{"the IDX header declares " + std::to_string(rank) + " dimensions; one to four can be read", name, formatHint};

    std::array<std::uint8_t, 16> raw{};
    const std::size_t rawSize = 4 * static_cast<std::size_t>(rank);
    got = stream.read({raw.data(), rawSize});
    if (!got)
        return got.error();
    if (*got < rawSize)
        return Error{"the file ends within its header, after " + std::to_string(4 + *got) + " bytes", name, truncatedHint};
    for (int i = 0; i < rank; ++i)
        header.extents.push_back(static_cast<Index>(bigEndian(&raw[4 * static_cast<std::size_t>(i)])));

    const std::string shape = extentsText(header.extents);
    if (header.extents.front() == 0)
        return Error{"the file declares 0 samples", name, "Choose a file with at least one sample."};
    if (std::find(header.extents.begin(), header.extents.end(), 0) != header.extents.end())
        return Error{"the IDX header declares an extent of zero, " + shape, name, truncatedHint};
    const std::uint64_t most = stream.mostRemaining() / header.element.size();
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
    const std::size_t pieceCount = pieceBytes / header.element.size();
    for (std::size_t done = 0; done < header.elementCount;) {
        if (progress.isCancelled())
            return cancelledError(stream.name());
        const std::size_t count = std::min(pieceCount, header.elementCount - done);
        Result<std::size_t> got = append(count);
        if (!got)
            return got.error();
        if (*got < count * header.element.size())
            return Error{"the file ends early: its header declares " + extentsText(header.extents) + " values, of which " +
                             std::to_string(done + *got / header.element.size()) + " are there",
                         stream.name(), truncatedHint};
        done += count;
        progress.tell(stream.fraction(), what);
    }
    return {};
}

/// Numbers that stand behind `before` others lose their offsets, or it is noted of which features some were rounded to floats.
void takeExactly(const std::vector<double> &numbers, std::size_t before, const std::vector<double> &offsets, Array &array) {
    const auto features = static_cast<std::size_t>(array.sampleSize());
    array.isRounded.resize(features);
    std::size_t feature = before % features;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        float &value = array.floats[before + i];
        if (offsets.size() != features)
            array.isRounded[feature] |= static_cast<double>(value) != numbers[i] ? 1 : 0;
        else if (offsets[feature] != 0)
            value = static_cast<float>(numbers[i] - offsets[feature]);
        feature = feature + 1 == features ? 0 : feature + 1;
    }
}

} // namespace

Result<Array> readIdx(ByteStream &stream, const Progress &progress, const std::vector<double> &offsets) try {
    auto header = readHeader(stream);
    if (!header)
        return header.error();
    Array array{stream.name(), header->extents, {}, {}, header->element.isWhole()};
    std::optional<Error> error;
    // The vectors grow piece by piece within what was reserved: pages that a lying header asked for are never touched.
    if (header->element.isByte()) {
        array.bytes.reserve(header->elementCount);
        error = readPieces(stream, *header, progress, [&](std::size_t count) {
            const std::size_t done = array.bytes.size();
            array.bytes.resize(done + count);
            return stream.read({array.bytes.data() + done, count});
        });
    } else {
        array.floats.reserve(header->elementCount);
        const std::size_t size = header->element.size();
        std::vector<double> exact;
        std::vector<std::uint8_t> piece(std::min(pieceBytes, header->elementCount * size));
        error = readPieces(stream, *header, progress, [&](std::size_t count) {
            auto got = stream.read({piece.data(), count * size});
            const std::size_t done = array.floats.size(), whole = got ? *got / size : 0;
            array.floats.resize(done + whole);
            toFloats(header->element, piece.data(), static_cast<Index>(whole), array.floats.data() + done);
            if (header->element.isWiderThanFloat() || !offsets.empty()) {
                exact.resize(whole);
                toDoubles(header->element, piece.data(), static_cast<Index>(whole), exact.data());
                takeExactly(exact, done, offsets, array);
            }
            return got;
        });
    }
    if (error)
        return *error;
    const auto bad = std::find_if(array.floats.begin(), array.floats.end(), [](float value) { return !std::isfinite(value); });
    if (bad != array.floats.end())
        return Error{"sample " + std::to_string((bad - array.floats.begin()) / array.sampleSize()) + " holds a value that is not a finite number",
                     stream.name(), "Replace such values before training."};
    return array;
} catch (const std::bad_alloc &) {
    return Error{"the data do not fit into memory", stream.name(), "Close other programs or use a smaller file."};
}

Result<Array> readIdxFile(const std::string &path, const Progress &progress, const std::vector<double> &offsets) {
    auto stream = ByteStream::open(path);
    if (!stream)
        return stream.error();
    auto array = readIdx(*stream, progress, offsets);
    if (!array)
        return array;
    if (auto error = expectEnd(*stream))
        return *error;
    return array;
}

namespace {

/// The first four bytes; zeros, which begin nothing, where they cannot be read.
std::array<std::uint8_t, 4> magicOf(const std::string &path) {
    std::array<std::uint8_t, 4> magic{};
    auto stream = ByteStream::open(path);
    if (!stream)
        return {};
    const auto got = stream->read(magic);
    return got && *got == magic.size() ? magic : std::array<std::uint8_t, 4>{};
}

} // namespace

bool beginsAsIdx(const std::string &path) {
    const std::array<std::uint8_t, 4> magic = magicOf(path);
    return magic[0] == 0 && magic[1] == 0 && findElement(magic[2]) && magic[3] >= 1 && magic[3] <= 4;
}

bool beginsAsNumbers(const std::string &path) {
    const std::array<std::uint8_t, 4> magic = magicOf(path);
    const auto element = findElement(magic[2]);
    return magic[0] == 0 && magic[1] == 0 && magic[3] == 1 && element && (element->type == ElementType::Float32 || element->type == ElementType::Float64);
}

} // namespace hourglass::data
