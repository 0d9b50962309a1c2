#include "engine/files/safetensors.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cmath>
#include <filesystem>
#include <system_error>

#include "engine/files/atomic_file.h"
#include "engine/spec/check.h"

namespace hourglass::files {

using core::Error;
using core::Result;

namespace {

static_assert(std::endian::native == std::endian::little, "numbers are read and written as they lie in memory");

constexpr std::uint64_t lengthBytes = 8;
const char *const formatHint = "Give a file of weights in the format safetensors, such as train --weights-out writes.";
const char *const truncatedHint = "The file seems to be cut off: write or copy it again.";

/// IEEE 754 half: 1 bit of sign, 5 of exponent, 10 of mantissa. Exact, subnormal numbers among them.
float fromHalf(std::uint16_t half) {
    const std::uint32_t sign = (half & 0x8000u) << 16, exponent = (half >> 10) & 0x1fu, mantissa = half & 0x3ffu;
    if (exponent == 0) {
        const float size = static_cast<float>(mantissa) * 0x1p-24f;
        return sign ? -size : size;
    }
    return std::bit_cast<float>(sign | (exponent == 0x1f ? 0x7f800000u : (exponent + 112) << 23) | mantissa << 13);
}

/// The upper half of a float32.
float fromBrain(std::uint16_t brain) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(brain) << 16);
}

template <class Number, class Convert>
bool readConverted(std::size_t count, std::FILE *file, float *to, Convert convert) {
    std::array<Number, 4096> some;
    for (std::size_t done = 0; done < count;) {
        const std::size_t wanted = std::min(count - done, some.size());
        if (std::fread(some.data(), sizeof(Number), wanted, file) < wanted)
            return false;
        std::transform(some.begin(), some.begin() + static_cast<std::ptrdiff_t>(wanted), to + done, convert);
        done += wanted;
    }
    return true;
}

/// False where the file ends before. Doubles are rounded to the nearest float; those beyond its range become infinite.
bool readAs(NumberType type, std::size_t count, std::FILE *file, float *to) {
    switch (type) {
    case NumberType::F64: return readConverted<double>(count, file, to, [](double value) { return static_cast<float>(value); });
    case NumberType::F16: return readConverted<std::uint16_t>(count, file, to, fromHalf);
    case NumberType::BF16: return readConverted<std::uint16_t>(count, file, to, fromBrain);
    default: return std::fread(to, sizeof(float), count, file) == count;
    }
}

Error unreadable(const std::string &path) {
    return {"the file cannot be read (" + std::generic_category().message(errno) + ")", path, "Check that it is yours to read."};
}

} // namespace

void SafetensorsFile::Close::operator()(std::FILE *file) const {
    std::fclose(file);
}

Result<SafetensorsFile> SafetensorsFile::open(const std::string &path) {
    std::error_code failure;
    const std::filesystem::file_status status = std::filesystem::status(path, failure);
    if (!std::filesystem::exists(status))
        return Error{"there is no such file", path, formatHint};
    if (!std::filesystem::is_regular_file(status))
        return Error{"this is not a file", path, formatHint};
    SafetensorsFile file;
    file.m_path = path;
    file.m_file.reset(std::fopen(path.c_str(), "rb"));
    if (!file.m_file)
        return unreadable(path);
    const std::uint64_t size = std::filesystem::file_size(path, failure);
    if (failure)
        return Error{"the size of the file cannot be read (" + failure.message() + ")", path, {}};
    if (size < lengthBytes)
        return Error{"the file has " + std::to_string(size) + " bytes and so no header", path, formatHint};
    std::array<unsigned char, lengthBytes> raw{};
    if (std::fread(raw.data(), 1, raw.size(), file.m_file.get()) < raw.size())
        return unreadable(path);
    const auto length = std::bit_cast<std::uint64_t>(raw);
    if (length > size - lengthBytes)
        return Error{"the header is said to have " + std::to_string(length) + " bytes, but the file has " + std::to_string(size - lengthBytes) + " behind that",
                     path, formatHint};
    if (length > largestHeader)
        return Error{"the header has " + std::to_string(length) + " bytes; at most " + std::to_string(largestHeader) + " can be read", path, formatHint};
    std::string header(static_cast<std::size_t>(length), '\0');
    if (std::fread(header.data(), 1, header.size(), file.m_file.get()) < header.size())
        return unreadable(path);
    auto tensors = readTensorHeader(header, size - lengthBytes - length, path);
    if (!tensors)
        return tensors.error();
    file.m_tensors = std::move(*tensors);
    file.m_dataBegin = lengthBytes + length;
    return file;
}

const TensorEntry *SafetensorsFile::find(const std::string &name) const {
    const auto found = std::find_if(m_tensors.begin(), m_tensors.end(), [&](const TensorEntry &tensor) { return tensor.name == name; });
    return found == m_tensors.end() ? nullptr : &*found;
}

std::optional<Error> SafetensorsFile::read(const TensorEntry &tensor, float *to) {
    const spec::Location location = spec::Location{m_path, {}}.at(tensor.name);
    const auto count = static_cast<std::size_t>(tensor.elements);
    if (::fseeko(m_file.get(), static_cast<off_t>(m_dataBegin + tensor.offset), SEEK_SET) != 0)
        return unreadable(m_path);
    if (tensor.type == NumberType::Other)
        return location.error("is of the type \"" + tensor.typeName + "\"; \"F32\", \"F16\", \"BF16\" and \"F64\" can be read",
                              "Write the weights as 32-bit floats.");
    if (!readAs(tensor.type, count, m_file.get(), to))
        return location.error("the file ends within its numbers", truncatedHint);
    const float *bad = std::find_if(to, to + count, [](float value) { return !std::isfinite(value); });
    if (bad != to + count)
        return location.error("number " + std::to_string(bad - to) + " is not finite",
                              "Such weights compute nothing: take those from before a training diverged.");
    return {};
}

std::optional<Error> writeSafetensors(const std::string &path, const std::vector<TensorValues> &tensors) {
    std::vector<TensorEntry> entries;
    for (const TensorValues &tensor : tensors)
        entries.push_back({.name = tensor.name, .shape = tensor.shape, .elements = static_cast<Index>(tensor.values.size())});
    const std::string header = writeTensorHeader(entries);
    const auto length = std::bit_cast<std::array<std::byte, lengthBytes>>(static_cast<std::uint64_t>(header.size()));
    auto file = AtomicFile::create(path);
    if (!file)
        return file.error();
    if (auto error = file->write(length))
        return error;
    if (auto error = file->write(std::as_bytes(std::span(header))))
        return error;
    for (const TensorValues &tensor : tensors)
        if (auto error = file->write(std::as_bytes(tensor.values)))
            return error;
    return file->commit();
}

} // namespace hourglass::files
