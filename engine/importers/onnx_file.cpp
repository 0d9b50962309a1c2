#include "engine/importers/onnx_file.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>

#include "engine/files/safetensors_header.h"

namespace hourglass::importers {

namespace {

static_assert(std::endian::native == std::endian::little); // as raw data is

namespace fs = std::filesystem;

const char *const damagedHint = "The file seems to be damaged: export or copy it again.";

float fromHalf(std::uint16_t bits) {
    const std::uint32_t sign = static_cast<std::uint32_t>(bits & 0x8000u) << 16, exponent = (bits >> 10) & 31u, fraction = bits & 1023u;
    if (exponent == 0) { // zero, or below the smallest normal one
        const float size = static_cast<float>(fraction) * 0x1p-24f;
        return sign ? -size : size;
    }
    return std::bit_cast<float>(sign | (exponent == 31 ? 0x7f800000u : (exponent + 112) << 23) | fraction << 13);
}

template <class From, class To, class Convert>
void copyNumbers(const std::string &bytes, std::vector<To> &to, Convert convert) {
    to.resize(bytes.size() / sizeof(From));
    for (std::size_t i = 0; i < to.size(); ++i) {
        From number;
        std::memcpy(&number, bytes.data() + i * sizeof(From), sizeof(From));
        to[i] = convert(number);
    }
}

/// Bytes that a number takes as raw data; 0 for types that are not read.
std::size_t bytesOf(int type) {
    switch (type) {
    case onnx::TensorProto::FLOAT16:
    case onnx::TensorProto::BFLOAT16: return 2;
    case onnx::TensorProto::FLOAT:
    case onnx::TensorProto::INT32: return 4;
    case onnx::TensorProto::DOUBLE:
    case onnx::TensorProto::INT64: return 8;
    case onnx::TensorProto::BOOL:
    case onnx::TensorProto::INT8:
    case onnx::TensorProto::UINT8: return 1;
    default: return 0;
    }
}

void takeRaw(const std::string &bytes, int type, Tensor &tensor) {
    const auto whole = [](auto number) { return static_cast<Index>(number); };
    const auto real = [](auto number) { return static_cast<float>(number); };
    switch (type) {
    case onnx::TensorProto::FLOAT: return copyNumbers<float>(bytes, tensor.reals, real);
    case onnx::TensorProto::DOUBLE: return copyNumbers<double>(bytes, tensor.reals, real);
    case onnx::TensorProto::FLOAT16: return copyNumbers<std::uint16_t>(bytes, tensor.reals, fromHalf);
    case onnx::TensorProto::BFLOAT16:
        return copyNumbers<std::uint16_t>(bytes, tensor.reals, [](std::uint16_t bits) { return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16); });
    case onnx::TensorProto::INT64: return copyNumbers<std::int64_t>(bytes, tensor.wholes, whole);
    case onnx::TensorProto::INT32: return copyNumbers<std::int32_t>(bytes, tensor.wholes, whole);
    case onnx::TensorProto::INT8: return copyNumbers<std::int8_t>(bytes, tensor.wholes, whole);
    default: return copyNumbers<std::uint8_t>(bytes, tensor.wholes, whole);
    }
}

/// Numbers that stand one by one in the message instead.
void takeListed(const onnx::TensorProto &from, Tensor &tensor) {
    switch (from.data_type()) {
    case onnx::TensorProto::FLOAT: tensor.reals.assign(from.float_data().begin(), from.float_data().end()); break;
    case onnx::TensorProto::DOUBLE:
        std::transform(from.double_data().begin(), from.double_data().end(), std::back_inserter(tensor.reals),
                       [](double number) { return static_cast<float>(number); });
        break;
    case onnx::TensorProto::FLOAT16:
        std::transform(from.int32_data().begin(), from.int32_data().end(), std::back_inserter(tensor.reals),
                       [](std::int32_t bits) { return fromHalf(static_cast<std::uint16_t>(bits)); });
        break;
    case onnx::TensorProto::BFLOAT16:
        std::transform(from.int32_data().begin(), from.int32_data().end(), std::back_inserter(tensor.reals),
                       [](std::int32_t bits) { return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16); });
        break;
    case onnx::TensorProto::INT64: tensor.wholes.assign(from.int64_data().begin(), from.int64_data().end()); break;
    default: tensor.wholes.assign(from.int32_data().begin(), from.int32_data().end());
    }
}

/// A whole number from 0 on among the facts about numbers that lie in another file.
std::optional<std::uint64_t> numberOf(const onnx::TensorProto &from, const char *key, std::uint64_t fallback) {
    for (const auto &entry : from.external_data())
        if (entry.key() == key) {
            std::uint64_t number = 0;
            const char *const end = entry.value().data() + entry.value().size();
            const auto read = std::from_chars(entry.value().data(), end, number);
            return read.ec == std::errc() && read.ptr == end ? std::optional(number) : std::nullopt;
        }
    return fallback;
}

core::Result<std::string> bytesBeside(const onnx::TensorProto &from, const std::string &path, std::uint64_t wanted) {
    std::string location;
    for (const auto &entry : from.external_data())
        if (entry.key() == "location")
            location = entry.value();
    const std::string where = path + ": " + from.name();
    std::error_code problem;
    const fs::path relative(location), folder = fs::weakly_canonical(fs::absolute(path, problem).parent_path(), problem);
    const fs::path file = location.empty() ? fs::path() : fs::weakly_canonical(folder / relative, problem);
    const auto [inFolder, inFile] = std::mismatch(folder.begin(), folder.end(), file.begin(), file.end());
    if (problem || location.empty() || relative.is_absolute() || location.find('\0') != std::string::npos || inFolder != folder.end())
        return core::Error{"its numbers are said to lie in \"" + location + "\", outside of the model's folder", where,
                           "Put them beside the model and export it again."};
    if (!fs::is_regular_file(file, problem))
        return core::Error{"its numbers lie in " + location + ", and there is no such file beside the model", where, "Copy both files together."};
    const auto offset = numberOf(from, "offset", 0), length = numberOf(from, "length", wanted);
    const std::uint64_t there = fs::file_size(file, problem);
    if (problem || !offset || !length || *length != wanted || *offset > there || wanted > there - *offset)
        return core::Error{"its numbers in " + location + " are not as many as it says", where, "Copy both files again."};
    std::ifstream stream(file, std::ios::binary);
    stream.seekg(static_cast<std::streamoff>(*offset));
    std::string bytes(wanted, '\0');
    if (!stream.read(bytes.data(), static_cast<std::streamsize>(wanted)))
        return core::Error{location + " cannot be read", where, "Check that it is yours to read."};
    return bytes;
}

} // namespace

Index sizeOf(const std::vector<Index> &shape) {
    Index size = 1;
    for (const Index extent : shape) {
        if (extent < 0 || (extent > 0 && size > mostNumbers / extent))
            return -1;
        size *= extent;
    }
    return size;
}

core::Result<onnx::ModelProto> openOnnx(const std::string &path) {
    std::error_code problem;
    if (!fs::is_regular_file(path, problem))
        return core::Error{fs::is_directory(path, problem) ? "This is a folder" : "There is no such file", path, "Give the path of a model in ONNX."};
    const std::uint64_t size = fs::file_size(path, problem);
    if (problem || size > static_cast<std::uint64_t>(std::numeric_limits<std::int32_t>::max()))
        return core::Error{"The file is larger than the 2 GB that ONNX may have", path, "Export it with its numbers in a file beside it."};
    std::ifstream stream(path, std::ios::binary);
    std::string bytes(size, '\0');
    if (!stream.read(bytes.data(), static_cast<std::streamsize>(size)))
        return core::Error{"The file cannot be read", path, "Check that it is yours to read."};
    onnx::ModelProto model;
    if (!model.ParseFromString(bytes) || !model.has_graph() || model.graph().node_size() == 0)
        return core::Error{"This is no model in ONNX, or it is cut off", path, "Export or copy it again."};
    return model;
}

core::Result<Tensor> tensorOf(const onnx::TensorProto &from, const std::string &path) {
    const std::string where = path + ": " + from.name();
    Tensor tensor;
    tensor.shape.assign(from.dims().begin(), from.dims().end());
    const Index size = sizeOf(tensor.shape);
    const std::size_t bytesEach = bytesOf(from.data_type());
    if (bytesEach == 0)
        return core::Error{"its numbers are of a type that is not read (" + std::to_string(from.data_type()) + ")", where, "Export it in float32."};
    if (size < 0)
        return core::Error{"it has the shape " + files::shapeText(tensor.shape) + ", which is none or too large", where, damagedHint};
    const int type = from.data_type();
    tensor.isWhole = type == onnx::TensorProto::INT64 || type == onnx::TensorProto::INT32 || bytesEach == 1;
    const std::uint64_t wanted = static_cast<std::uint64_t>(size) * bytesEach;
    if (from.data_location() == onnx::TensorProto::EXTERNAL) {
        const auto bytes = bytesBeside(from, path, wanted);
        if (!bytes)
            return bytes.error();
        takeRaw(*bytes, type, tensor);
    } else if (from.has_raw_data()) {
        if (from.raw_data().size() == wanted)
            takeRaw(from.raw_data(), type, tensor);
    } else {
        takeListed(from, tensor);
    }
    if (tensor.size() != size)
        return core::Error{"it has the shape " + files::shapeText(tensor.shape) + ", but not as many numbers", where, damagedHint};
    return tensor;
}

std::string nameOf(const onnx::NodeProto &node) {
    return node.name().empty() ? node.op_type() : node.op_type() + " \"" + node.name() + '"';
}

} // namespace hourglass::importers
