#include "engine/files/safetensors_header.h"

#include <algorithm>
#include <array>

#include "engine/spec/json_value.h"

namespace hourglass::files {

using core::Error;
using core::Result;
using spec::JsonValue;

namespace {

const char *const damagedHint = "The file seems to be damaged: write or copy it again.";

Result<std::vector<Index>> shapeOf(const JsonValue &value, const spec::Location &location) {
    if (!value.list())
        return location.error("must be a list of whole numbers, not " + spec::described(value), damagedHint);
    std::vector<Index> shape;
    for (const JsonValue &item : *value.list()) {
        const auto *extent = std::get_if<Index>(&item.content);
        if (!extent || *extent < 0)
            return location.error("must hold whole numbers from 0 on, not " + spec::described(item), damagedHint);
        shape.push_back(*extent);
    }
    return shape;
}

/// The product, or -1 where it is more than `most`.
Index elementsOf(const std::vector<Index> &shape, Index most) {
    if (std::find(shape.begin(), shape.end(), 0) != shape.end())
        return 0;
    Index product = 1;
    for (const Index extent : shape) {
        if (extent > most / product)
            return -1;
        product *= extent;
    }
    return product;
}

struct TypeRow {
    const char *name;
    NumberType type;
    std::uint64_t bytes;
};

/// All types whose numbers take whole bytes: those that cannot be read may stand in the file, as counters do.
const TypeRow *typeOf(const std::string &name) {
    static constexpr std::array<TypeRow, 13> types{{{"F64", NumberType::F64, 8},
                                                    {"F32", NumberType::F32, 4},
                                                    {"F16", NumberType::F16, 2},
                                                    {"BF16", NumberType::BF16, 2},
                                                    {"I64", NumberType::Other, 8},
                                                    {"U64", NumberType::Other, 8},
                                                    {"I32", NumberType::Other, 4},
                                                    {"U32", NumberType::Other, 4},
                                                    {"I16", NumberType::Other, 2},
                                                    {"U16", NumberType::Other, 2},
                                                    {"I8", NumberType::Other, 1},
                                                    {"U8", NumberType::Other, 1},
                                                    {"BOOL", NumberType::Other, 1}}};
    const auto found = std::find_if(types.begin(), types.end(), [&](const TypeRow &row) { return name == row.name; });
    return found == types.end() ? nullptr : &*found;
}

struct Range {
    std::uint64_t begin = 0, end = 0;
};

Result<Range> rangeOf(const JsonValue &value, std::uint64_t dataBytes, const spec::Location &location) {
    const auto *list = value.list();
    const auto *begin = list && list->size() == 2 ? std::get_if<Index>(&(*list)[0].content) : nullptr;
    const auto *end = begin ? std::get_if<Index>(&(*list)[1].content) : nullptr;
    if (!begin || !end || *begin < 0 || *end < *begin)
        return location.error("must be two whole numbers from 0 on, the first the smaller", damagedHint);
    const Range range{static_cast<std::uint64_t>(*begin), static_cast<std::uint64_t>(*end)};
    if (range.end > dataBytes)
        return location.error("end at byte " + std::to_string(range.end) + ", but the file has " + std::to_string(dataBytes) + " bytes of data",
                              "The file seems to be cut off: write or copy it again.");
    return range;
}

Result<TensorEntry> entryOf(const spec::JsonMember &member, std::uint64_t dataBytes, const spec::Location &location) {
    const JsonValue &value = member.value;
    if (!value.object())
        return location.error("must be an object, not " + spec::described(value), damagedHint);
    for (const char *key : {"dtype", "shape", "data_offsets"})
        if (!value.find(key))
            return location.error(std::string("has no ") + key, damagedHint);
    for (const spec::JsonMember &item : *value.object())
        if (item.name != "dtype" && item.name != "shape" && item.name != "data_offsets")
            return location.at(item.name).error("is nothing that a tensor has", damagedHint);
    const JsonValue &type = *value.find("dtype");
    const TypeRow *row = type.text() ? typeOf(*type.text()) : nullptr;
    if (!row)
        return location.error("is of the type " + spec::described(type) + "; \"F32\", \"F16\", \"BF16\" and \"F64\" can be read",
                              "Write the weights as 32-bit floats.");
    auto shape = shapeOf(*value.find("shape"), location.at("shape"));
    if (!shape)
        return shape.error();
    const auto range = rangeOf(*value.find("data_offsets"), dataBytes, location.at("data_offsets"));
    if (!range)
        return range.error();
    const std::uint64_t bytes = range->end - range->begin;
    const Index elements = elementsOf(*shape, static_cast<Index>(dataBytes / row->bytes));
    if (elements < 0 || static_cast<std::uint64_t>(elements) * row->bytes != bytes)
        return location.error(
            "has the shape " + shapeText(*shape) + ", which does not take the " + std::to_string(bytes) + " bytes that are said to be its own", damagedHint);
    return TensorEntry{member.name, std::move(*shape), elements, range->begin, row->type, row->name, row->bytes};
}

std::uint64_t endOf(const TensorEntry &entry) {
    return entry.offset + static_cast<std::uint64_t>(entry.elements) * entry.bytesEach;
}

} // namespace

Result<std::vector<TensorEntry>> readTensorHeader(const std::string &text, std::uint64_t dataBytes, const std::string &path) {
    const spec::Location location{path, "header"};
    const auto header = spec::parseJson(text, location);
    if (!header)
        return header.error();
    if (!header->object())
        return location.error("must be an object, not " + spec::described(*header), damagedHint);
    std::vector<TensorEntry> entries;
    for (const spec::JsonMember &member : *header->object()) {
        if (member.name == "__metadata__") { // text for whoever wrote it; nothing here depends on it
            if (!member.value.object())
                return location.at(member.name).error("must be an object, not " + spec::described(member.value), damagedHint);
            continue;
        }
        auto entry = entryOf(member, dataBytes, location.at(member.name));
        if (!entry)
            return entry.error();
        entries.push_back(std::move(*entry));
    }
    std::stable_sort(entries.begin(), entries.end(),
                     [](const TensorEntry &a, const TensorEntry &b) { return a.offset != b.offset ? a.offset < b.offset : a.elements < b.elements; });
    std::uint64_t end = 0;
    for (const TensorEntry &entry : entries) {
        if (entry.offset < end)
            return location.at(entry.name).error("takes bytes that another tensor takes, too", damagedHint);
        if (entry.offset > end)
            return location.at(entry.name).error("leaves " + std::to_string(entry.offset - end) + " bytes before it that belong to no tensor", damagedHint);
        end = endOf(entry);
    }
    if (end != dataBytes)
        return Error{"the file goes on for " + std::to_string(dataBytes - end) + " bytes behind its last tensor", path, damagedHint};
    return entries;
}

std::string writeTensorHeader(const std::vector<TensorEntry> &tensors) {
    JsonValue header{JsonValue::Object()};
    Index offset = 0;
    for (const TensorEntry &tensor : tensors) {
        JsonValue::List shape;
        for (const Index extent : tensor.shape)
            shape.push_back({extent});
        const Index end = offset + tensor.elements * static_cast<Index>(sizeof(float));
        JsonValue entry{JsonValue::Object()};
        entry.member("dtype") = {std::string("F32")};
        entry.member("shape") = {std::move(shape)};
        entry.member("data_offsets") = {JsonValue::List{{offset}, {end}}};
        header.member(tensor.name) = std::move(entry);
        offset = end;
    }
    std::string text = spec::toText(header);
    text.resize((text.size() + 7) / 8 * 8, ' '); // so that the data lie where whoever maps the file may read them in place
    return text;
}

std::string shapeText(const std::vector<Index> &shape) {
    std::string text = "[";
    for (const Index extent : shape) {
        text += text.size() > 1 ? ", " : "";
        text += std::to_string(extent);
    }
    return text + ']';
}

} // namespace hourglass::files
