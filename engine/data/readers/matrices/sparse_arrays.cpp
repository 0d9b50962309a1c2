#include "engine/data/readers/matrices/sparse_arrays.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "engine/data/element.h"
#include "engine/data/readers/csv_pass.h"
#include "engine/data/readers/npy_array.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Error;
using core::Index;
using core::Result;

namespace {

constexpr std::size_t pieceBytes = 1 << 20, longestText = 64;
const char *const damagedHint = "Save it again with scipy.sparse.save_npz.";

template <class T, class Stored>
T convertOne(const std::uint8_t *from, bool isBigEndian) {
    std::array<std::uint8_t, sizeof(Stored)> bytes;
    std::memcpy(bytes.data(), from, sizeof(Stored));
    if (isBigEndian)
        std::reverse(bytes.begin(), bytes.end());
    return static_cast<T>(std::bit_cast<Stored>(bytes));
}

template <class T>
T convert(Element element, const std::uint8_t *from) {
    const bool big = element.isBigEndian;
    switch (element.type) {
    case ElementType::Bool: return static_cast<T>(*from != 0 ? 1 : 0);
    case ElementType::Int8: return convertOne<T, std::int8_t>(from, big);
    case ElementType::Int16: return convertOne<T, std::int16_t>(from, big);
    case ElementType::Int32: return convertOne<T, std::int32_t>(from, big);
    case ElementType::Int64: return convertOne<T, std::int64_t>(from, big);
    case ElementType::UInt8: return static_cast<T>(*from);
    case ElementType::UInt16: return convertOne<T, std::uint16_t>(from, big);
    case ElementType::UInt32: return convertOne<T, std::uint32_t>(from, big);
    case ElementType::UInt64: return convertOne<T, std::uint64_t>(from, big);
    case ElementType::Float32: return static_cast<T>(convertOne<double, float>(from, big));
    case ElementType::Float64: return static_cast<T>(convertOne<double, double>(from, big));
    case ElementType::Float16: break;
    }
    float value = 0.0f;
    toFloats(element, from, 1, &value);
    return static_cast<T>(value);
}

} // namespace

Result<SparseArrays> SparseArrays::open(const std::string &path, const Progress &progress) {
    auto archive = ZipArchive::open(path);
    if (!archive)
        return archive.error();
    return SparseArrays(std::move(*archive), path, progress);
}

bool SparseArrays::has(const std::string &name) const {
    return std::any_of(m_archive.entries().begin(), m_archive.entries().end(), [&](const ZipArchive::Entry &entry) { return entry.name == name + ".npy"; });
}

Result<const ZipArchive::Entry *> SparseArrays::find(const std::string &name) const {
    for (const ZipArchive::Entry &entry : m_archive.entries())
        if (entry.name == name + ".npy")
            return &entry;
    return Error{"the sparse matrix lacks its array " + spec::quoted(name), m_path, damagedHint};
}

Result<std::string> SparseArrays::text(const std::string &name) const {
    const auto entry = find(name);
    if (!entry)
        return entry.error();
    const auto source = m_archive.read(**entry);
    if (!source)
        return source.error();
    Index offset = 0;
    const auto header = readNpyHeader(**source, offset);
    if (!header)
        return header.error();
    std::string content(longestText, '\0');
    const auto got = (*source)->read({reinterpret_cast<std::uint8_t *>(content.data()), content.size()});
    if (!got)
        return got.error();
    content.resize(*got);
    std::erase(content, '\0'); // padding, and what UTF-32 has above ASCII
    return content;
}

template <class T>
Result<SparseArray<T>> SparseArrays::read(const std::string &name, bool mustBeWhole) const {
    const auto entry = find(name);
    if (!entry)
        return entry.error();
    const auto source = m_archive.read(**entry);
    if (!source)
        return source.error();
    Index offset = 0;
    const auto header = readNpyHeader(**source, offset);
    if (!header)
        return header.error();
    const auto element = parseNpyType(header->type, (*source)->name());
    if (!element)
        return element.error();
    if (mustBeWhole && !element->isWhole())
        return Error{"the array " + spec::quoted(name) + " of the sparse matrix holds no whole numbers", m_path, damagedHint};
    const std::size_t size = element->size();
    const std::uint64_t most = (*source)->mostRemaining() / size;
    std::uint64_t count = 1;
    for (const Index extent : header->extents) {
        if (extent < 0 || (count > 0 && static_cast<std::uint64_t>(extent) > most / count))
            return Error{"the array " + spec::quoted(name) + " is said to have more numbers than the file can hold", m_path, damagedHint};
        count *= static_cast<std::uint64_t>(extent);
    }
    if (static_cast<double>(count) * sizeof(T) > physicalMemory() / 2)
        return Error{"the array " + spec::quoted(name) + " takes more memory than the machine has", m_path, "Use a part of the matrix."};
    SparseArray<T> array{header->extents, {}};
    std::vector<std::uint8_t> piece;
    while (array.values.size() < count) { // it grows piece by piece: a lying header is found out before it costs memory
        if (m_progress.isCancelled())
            return cancelledError(m_path);
        const std::size_t wanted = std::min<std::size_t>(pieceBytes / size, count - array.values.size());
        piece.resize(wanted * size);
        const auto got = (*source)->read(piece);
        if (!got)
            return got.error();
        if (*got < piece.size())
            return Error{"the array " + spec::quoted(name) + " ends early", m_path, damagedHint};
        for (std::size_t i = 0; i < wanted; ++i)
            array.values.push_back(convert<T>(*element, piece.data() + i * size));
    }
    if (auto error = expectEnd(**source))
        return *error;
    if (header->isFortranOrder && header->extents.size() > 1) {
        const std::vector<T> stored = array.values;
        std::vector<Index> place(array.extents.size());
        for (const T value : stored) { // the first axis is the fastest
            Index at = 0;
            for (std::size_t axis = 0; axis < place.size(); ++axis)
                at = at * array.extents[axis] + place[axis];
            array.values[static_cast<std::size_t>(at)] = value;
            for (std::size_t axis = 0; axis < place.size() && ++place[axis] == array.extents[axis]; ++axis)
                place[axis] = 0;
        }
    }
    return array;
}

Result<SparseArray<Index>> SparseArrays::wholes(const std::string &name) const {
    return read<Index>(name, true);
}

Result<SparseArray<double>> SparseArrays::numbers(const std::string &name) const {
    return read<double>(name, false);
}

} // namespace hourglass::data
