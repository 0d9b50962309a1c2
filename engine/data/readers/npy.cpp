#include "engine/data/readers/npy.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <filesystem>
#include <new>

#include "engine/data/readers/byte_stream.h"
#include "engine/data/readers/idx.h"
#include "engine/data/readers/idx_parts.h"
#include "engine/data/readers/npy_header.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Error;
using core::Index;
using core::Result;
namespace fs = std::filesystem;

namespace {

static_assert(std::endian::native == std::endian::little, "numbers are read as they lie in memory");

constexpr std::size_t pieceFloats = 1 << 18, largestHeader = 1 << 20;
constexpr std::array<std::uint8_t, 6> magic{0x93, 'N', 'U', 'M', 'P', 'Y'};
const char *const typeHint = "Save it with numpy.save(\"X.npy\", X.astype(\"float32\")).";
const char *const truncatedHint = "The file seems to be cut off or its header damaged: save or copy it again.";

std::string extentsText(const std::vector<Index> &extents) {
    std::string text;
    for (const Index extent : extents) {
        text += text.empty() ? "" : " × ";
        text += std::to_string(extent);
    }
    return text;
}

/// Fills `to`; an error where the stream ends before.
std::optional<Error> readHeaderBytes(ByteStream &stream, std::span<std::uint8_t> to) {
    const auto got = stream.read(to);
    if (!got)
        return got.error();
    if (*got < to.size())
        return Error{"the file ends within its header", stream.name(), truncatedHint};
    return {};
}

/// Magic, version and length, and then the literal.
Result<std::string> readHeaderText(ByteStream &stream) {
    const std::string &name = stream.name();
    std::array<std::uint8_t, 8> start{};
    if (auto error = readHeaderBytes(stream, start))
        return *error;
    if (!std::equal(magic.begin(), magic.end(), start.begin()))
        return Error{"this is not a .npy file: it does not begin with \\x93NUMPY", name, typeHint};
    const int major = start[6], minor = start[7];
    if (major < 1 || major > 3 || minor != 0)
        return Error{"the .npy file is of the version " + std::to_string(major) + '.' + std::to_string(minor) + "; 1.0, 2.0 and 3.0 can be read", name,
                     typeHint};
    std::array<std::uint8_t, 4> raw{};
    if (auto error = readHeaderBytes(stream, std::span(raw).first(major == 1 ? 2 : 4)))
        return *error;
    const std::uint64_t length = std::bit_cast<std::uint32_t>(raw);
    if (length > std::min<std::uint64_t>(stream.mostRemaining(), largestHeader))
        return Error{"the header is said to have " + std::to_string(length) + " bytes, more than the file can hold or than can be read", name, truncatedHint};
    std::string text(static_cast<std::size_t>(length), '\0');
    if (auto error = readHeaderBytes(stream, {reinterpret_cast<std::uint8_t *>(text.data()), text.size()}))
        return *error;
    return text;
}

/// The extents, which are such as the stream can fill.
Result<std::vector<Index>> readExtents(ByteStream &stream, std::size_t &count) {
    const std::string &name = stream.name();
    const auto text = readHeaderText(stream);
    if (!text)
        return text.error();
    const auto header = parseNpyHeader(*text, name);
    if (!header)
        return header.error();
    if (header->type == "[")
        return Error{"the array holds records; only float32 (\"<f4\") can be read", name, typeHint};
    if (header->type != "<f4")
        return Error{"the array is of the type " + spec::quoted(header->type) + "; only float32 (\"<f4\") can be read", name, typeHint};
    if (header->isFortranOrder)
        return Error{"the array is in Fortran order; only C order can be read", name, "Save numpy.ascontiguousarray(X)."};
    const std::vector<Index> &extents = header->extents;
    if (extents.empty() || extents.size() > 4)
        return Error{"the array has " + std::to_string(extents.size()) + " dimensions; one to four can be read", name,
                     "Samples come first: (samples, features), (samples, height, width) or (samples, channels, height, width)."};
    const std::string shape = extentsText(extents);
    if (std::any_of(extents.begin(), extents.end(), [](Index extent) { return extent < 0; }))
        return Error{"the header declares a negative extent, " + shape, name, truncatedHint};
    if (extents.front() == 0)
        return Error{"the file declares 0 samples", name, "Choose a file with at least one sample."};
    if (std::find(extents.begin(), extents.end(), 0) != extents.end())
        return Error{"the header declares an extent of zero, " + shape, name, "Choose a file whose samples hold numbers."};
    const std::uint64_t most = stream.mostRemaining() / sizeof(float);
    std::uint64_t product = 1;
    for (const Index extent : extents) {
        if (static_cast<std::uint64_t>(extent) > most / product)
            return Error{"the header declares " + shape + " values, more than the file can hold", name, truncatedHint};
        product *= static_cast<std::uint64_t>(extent);
    }
    count = static_cast<std::size_t>(product);
    return extents;
}

std::optional<Error> readValues(ByteStream &stream, std::size_t count, const Progress &progress, NpyArray &array) {
    const std::string what = "Reading " + fs::path(stream.name()).filename().string();
    std::vector<float> &values = array.values;
    values.reserve(count); // it grows piece by piece: pages that a lying header asked for are never touched
    while (values.size() < count) {
        if (progress.isCancelled())
            return cancelledError(stream.name());
        const std::size_t done = values.size(), piece = std::min(pieceFloats, count - done);
        values.resize(done + piece);
        const auto got = stream.read({reinterpret_cast<std::uint8_t *>(values.data() + done), piece * sizeof(float)});
        if (!got)
            return got.error();
        if (*got < piece * sizeof(float))
            return Error{"the file ends early: its header declares " + extentsText(array.extents) + " values, of which " +
                             std::to_string(done + *got / sizeof(float)) + " are there",
                         stream.name(), truncatedHint};
        progress.tell(stream.fraction(), what);
    }
    const auto bad = std::find_if(values.begin(), values.end(), [](float value) { return !std::isfinite(value); });
    if (bad != values.end())
        return Error{"sample " + std::to_string((bad - values.begin()) / (static_cast<Index>(count) / array.extents.front())) +
                         " holds a value that is not a finite number",
                     stream.name(), "Replace such values before training."};
    return {};
}

core::Shape shapeOf(const std::vector<Index> &extents) {
    switch (extents.size()) {
    case 1:
        return core::Shape(1);
    case 2:
        return core::Shape(extents[1]);
    case 3:
        return core::Shape(1, extents[1], extents[2]);
    default:
        return core::Shape(extents[1], extents[2], extents[3]);
    }
}

} // namespace

Result<NpyArray> readNpyFile(const std::string &path, const Progress &progress) try {
    auto stream = ByteStream::open(path);
    if (!stream)
        return stream.error();
    std::size_t count = 0;
    const auto extents = readExtents(*stream, count);
    if (!extents)
        return extents.error();
    NpyArray array{*extents, {}};
    if (auto error = readValues(*stream, count, progress, array))
        return *error;
    if (auto error = expectEnd(*stream))
        return *error;
    return array;
} catch (const std::bad_alloc &) {
    return Error{"the data do not fit into memory", path, "Close other programs or use a smaller file."};
}

bool looksLikeNpy(const std::string &path) {
    std::error_code failure;
    if (!fs::is_regular_file(path, failure))
        return false;
    const std::string name = fs::path(path).filename().string();
    if (name.ends_with(".npy") || name.ends_with(".npy.gz"))
        return true;
    auto stream = ByteStream::open(path);
    std::array<std::uint8_t, 6> start{};
    if (!stream)
        return false;
    const auto got = stream->read(start);
    return got && *got == start.size() && start == magic;
}

Result<Dataset> readNpy(const std::string &path, const Progress &progress) {
    auto array = readNpyFile(path, progress);
    if (!array)
        return array.error();
    Dataset dataset{.key = path, .title = fs::path(path).filename().string(), .origin = "NumPy array " + path, .shape = shapeOf(array->extents)};
    dataset.fileExtents.emplace(array->extents.begin() + 1, array->extents.end());
    dataset.train.samples = array->extents.front();
    dataset.train.features = dataset.shape.size();
    dataset.train.floats = std::move(array->values);
    dataset.isWithinUnit = liesWithinUnit(dataset.train);
    return dataset;
}

} // namespace hourglass::data
