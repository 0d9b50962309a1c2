#include "app/converters/hdf5_file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <map>
#include <numeric>

#include <QString>

namespace hourglass::app {

using core::Index;

namespace {

constexpr std::size_t mostDatasets = 5000, mostTexts = 10'000'000;
constexpr Index pieceBytes = Index{8} << 20, mostNumbers = Index{1} << 33;
constexpr std::size_t mostExtents = 8;

/// NumPy's name of the type and the library's for this machine, or nothing.
struct NumberType {
    const char *name;
    hid_t native;
};

std::optional<NumberType> numberType(hid_t type) {
    const H5T_class_t kind = H5Tget_class(type);
    const std::size_t size = H5Tget_size(type);
    if (kind == H5T_FLOAT)
        return size <= 4 ? NumberType{"<f4", H5T_NATIVE_FLOAT} : NumberType{"<f8", H5T_NATIVE_DOUBLE};
    if (kind != H5T_INTEGER)
        return {};
    const bool isSigned = H5Tget_sign(type) == H5T_SGN_2;
    switch (size) {
    case 1: return isSigned ? NumberType{"|i1", H5T_NATIVE_INT8} : NumberType{"|u1", H5T_NATIVE_UINT8};
    case 2: return isSigned ? NumberType{"<i2", H5T_NATIVE_INT16} : NumberType{"<u2", H5T_NATIVE_UINT16};
    case 4: return isSigned ? NumberType{"<i4", H5T_NATIVE_INT32} : NumberType{"<u4", H5T_NATIVE_UINT32};
    case 8: return isSigned ? NumberType{"<i8", H5T_NATIVE_INT64} : NumberType{"<u8", H5T_NATIVE_UINT64};
    default: return {};
    }
}

/// FALSE and TRUE over bytes, as h5py keeps truths, or eight bits, as PyTables does.
bool isTruth(hid_t type) {
    const H5T_class_t kind = H5Tget_class(type);
    return H5Tget_size(type) == 1 && (kind == H5T_BITFIELD || (kind == H5T_ENUM && H5Tget_nmembers(type) == 2));
}

bool isText(hid_t type) {
    return H5Tget_class(type) == H5T_STRING;
}

/// The names of an enumeration by their values; nothing of one whose values are no whole numbers of at most four bytes.
std::map<std::int32_t, std::string> namesOf(hid_t type) {
    std::map<std::int32_t, std::string> names;
    const int count = H5Tget_class(type) == H5T_ENUM && H5Tget_size(type) <= 4 ? H5Tget_nmembers(type) : 0;
    const Hdf5Handle base(H5Tget_super(type), H5Tclose);
    for (int i = 0; i < count; ++i) {
        std::array<std::int32_t, 2> value{}; // the library writes the file's own size before it converts
        char *name = H5Tget_member_name(type, static_cast<unsigned>(i));
        if (name && H5Tget_member_value(type, static_cast<unsigned>(i), value.data()) >= 0 &&
            H5Tconvert(base, H5T_NATIVE_INT32, 1, value.data(), nullptr, H5P_DEFAULT) >= 0)
            names.emplace(value[0], name);
        H5free_memory(name);
    }
    return names;
}

/// Categories that have names, and no truths.
bool areNamed(hid_t type) {
    if (H5Tget_class(type) != H5T_ENUM || H5Tget_size(type) > 4)
        return false;
    const auto names = namesOf(type);
    return !names.empty() && !std::all_of(names.begin(), names.end(), [](const auto &named) { return named.second == "FALSE" || named.second == "TRUE"; });
}

std::vector<Hdf5Member> membersOf(hid_t type) {
    std::vector<Hdf5Member> members;
    const int count = H5Tget_nmembers(type);
    for (int i = 0; i < count; ++i) {
        char *name = H5Tget_member_name(type, static_cast<unsigned>(i));
        const Hdf5Handle inner(H5Tget_member_type(type, static_cast<unsigned>(i)), H5Tclose);
        Hdf5Member member{name ? name : "", false, 1};
        H5free_memory(name);
        if (H5Tget_class(inner) == H5T_ARRAY) {
            std::array<hsize_t, H5S_MAX_RANK> extents{};
            const int rank = H5Tget_array_dims2(inner, extents.data());
            for (int k = 0; k < rank; ++k)
                member.count *= static_cast<Index>(extents[static_cast<std::size_t>(k)]);
            const Hdf5Handle of(H5Tget_super(inner), H5Tclose);
            member.isNumber = numberType(of).has_value();
        } else {
            member.isNumber = numberType(inner).has_value() || isTruth(inner);
        }
        members.push_back(std::move(member));
    }
    return members;
}

std::string shortestText(double value) {
    if (std::isnan(value))
        return {};
    std::array<char, 32> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

/// Of fixed length: up to the padding.
std::string fixedText(const char *bytes, std::size_t size) {
    std::string text(bytes, strnlen(bytes, size));
    while (!text.empty() && text.back() == ' ')
        text.pop_back();
    return text;
}

struct Visit {
    std::vector<std::string> paths;
};

herr_t noteDataset(hid_t, const char *name, const H5O_info_t *info, void *data) {
    auto &visit = *static_cast<Visit *>(data);
    if (info->type == H5O_TYPE_DATASET && visit.paths.size() < mostDatasets)
        visit.paths.emplace_back(name);
    return 0;
}

/// Whatever is read into texts of variable length is the library's until it is given back.
std::vector<std::string> takeTexts(std::vector<char *> &raw, hid_t type, hid_t space) {
    std::vector<std::string> texts;
    for (const char *text : raw)
        texts.emplace_back(text ? text : "");
    H5Dvlen_reclaim(type, space, H5P_DEFAULT, raw.data());
    return texts;
}

} // namespace

Index Hdf5Dataset::count() const {
    return std::accumulate(extents.begin(), extents.end(), Index{1}, std::multiplies<>());
}

Index Hdf5Dataset::bytes() const {
    return type.size() < 3 ? 0 : count() * (type[2] - '0');
}

std::optional<Hdf5File> Hdf5File::open(const std::string &path) {
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
    Hdf5Handle handle(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
    if (!handle.isOpen())
        return {};
    Hdf5File file(std::move(handle));
    file.visit();
    return file;
}

std::optional<Hdf5File> Hdf5File::ofBytes(std::string &bytes) {
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
    constexpr std::size_t growth = 1 << 20;
    const Hdf5Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
    if (!access.isOpen() || H5Pset_fapl_core(access, growth, 0) < 0 || H5Pset_file_image(access, bytes.data(), bytes.size()) < 0)
        return {};
    Hdf5Handle handle(H5Fopen("in memory", H5F_ACC_RDONLY, access), H5Fclose); // the name is never opened
    if (!handle.isOpen())
        return {};
    Hdf5File file(std::move(handle));
    file.visit();
    return file;
}

void Hdf5File::visit() {
    Visit visit;
    H5Ovisit2(m_file, H5_INDEX_NAME, H5_ITER_INC, noteDataset, &visit, H5O_INFO_BASIC);
    for (const std::string &path : visit.paths) {
        const Hdf5Handle dataset(H5Dopen2(m_file, path.c_str(), H5P_DEFAULT), H5Dclose);
        if (!dataset.isOpen()) {
            m_datasets.push_back({path, Hdf5Dataset::Content::Unreadable, {}, {}, {}});
            continue;
        }
        const Hdf5Handle space(H5Dget_space(dataset), H5Sclose), type(H5Dget_type(dataset), H5Tclose);
        std::array<hsize_t, H5S_MAX_RANK> extents{};
        const int rank = H5Sget_simple_extent_dims(space, extents.data(), nullptr);
        if (!space.isOpen() || !type.isOpen() || rank < 0 || rank > static_cast<int>(mostExtents))
            continue;
        Hdf5Dataset found{path, Hdf5Dataset::Content::Other, {}, {}, {}};
        Index count = 1;
        bool fits = true;
        for (int i = 0; i < rank; ++i) {
            const hsize_t extent = extents[static_cast<std::size_t>(i)];
            fits = fits && extent <= static_cast<hsize_t>(mostNumbers) && (extent == 0 || count <= mostNumbers / static_cast<Index>(extent));
            count *= fits ? static_cast<Index>(extent) : 1;
            found.extents.push_back(static_cast<Index>(std::min<hsize_t>(extent, std::numeric_limits<std::int32_t>::max())));
        }
        if (fits) {
            if (const auto number = numberType(type)) {
                found.content = Hdf5Dataset::Content::Numbers;
                found.type = number->name;
            } else if (rank == 1 && areNamed(type)) {
                found.content = Hdf5Dataset::Content::Texts;
            } else if (isTruth(type)) {
                found.content = Hdf5Dataset::Content::Numbers;
                found.type = "|b1";
            } else if (isText(type)) {
                found.content = Hdf5Dataset::Content::Texts;
            } else if (H5Tget_class(type) == H5T_COMPOUND) {
                found.content = Hdf5Dataset::Content::Rows;
                found.members = membersOf(type);
            }
        }
        m_datasets.push_back(std::move(found));
    }
}

const Hdf5Dataset *Hdf5File::find(const std::string &path) const {
    const auto found = std::find_if(m_datasets.begin(), m_datasets.end(), [&](const Hdf5Dataset &dataset) { return dataset.path == path; });
    return found == m_datasets.end() ? nullptr : &*found;
}

bool Hdf5File::hasGroup(const std::string &path) const {
    const Hdf5Handle group(H5Gopen2(m_file, path.c_str(), H5P_DEFAULT), H5Gclose);
    return group.isOpen();
}

bool Hdf5File::readNumbers(const Hdf5Dataset &dataset, const std::function<void(const std::byte *, std::size_t)> &take) const {
    const Hdf5Handle opened(H5Dopen2(m_file, dataset.path.c_str(), H5P_DEFAULT), H5Dclose);
    const Hdf5Handle type(H5Dget_type(opened), H5Tclose), space(H5Dget_space(opened), H5Sclose);
    const auto number = numberType(type);
    // A truth is read as the byte that it is kept as.
    const Hdf5Handle native(number ? H5Tcopy(number->native) : H5Tcopy(type), H5Tclose);
    const Index size = dataset.count() == 0 ? 0 : dataset.bytes() / dataset.count();
    if (dataset.extents.empty() || dataset.count() == 0) {
        std::array<std::byte, 8> one{};
        if (dataset.count() == 1 && H5Dread(opened, native, H5S_ALL, H5S_ALL, H5P_DEFAULT, one.data()) < 0)
            return false;
        take(one.data(), static_cast<std::size_t>(dataset.bytes()));
        return true;
    }
    const Index rows = dataset.extents.front(), rowBytes = dataset.bytes() / rows,
                rowsAtOnce = std::max<Index>(1, pieceBytes / std::max<Index>(rowBytes, size));
    std::vector<hsize_t> start(dataset.extents.size(), 0), count(dataset.extents.begin(), dataset.extents.end());
    std::vector<std::byte> piece;
    for (Index row = 0; row < rows; row += rowsAtOnce) {
        start.front() = static_cast<hsize_t>(row);
        count.front() = static_cast<hsize_t>(std::min(rowsAtOnce, rows - row));
        piece.resize(static_cast<std::size_t>(rowBytes) * count.front());
        const Hdf5Handle memory(H5Screate_simple(static_cast<int>(count.size()), count.data(), nullptr), H5Sclose);
        if (H5Sselect_hyperslab(space, H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr) < 0 ||
            H5Dread(opened, native, memory, space, H5P_DEFAULT, piece.data()) < 0)
            return false;
        take(piece.data(), piece.size());
    }
    return true;
}

std::optional<std::vector<double>> Hdf5File::doubles(const Hdf5Dataset &dataset) const {
    const Hdf5Handle opened(H5Dopen2(m_file, dataset.path.c_str(), H5P_DEFAULT), H5Dclose);
    const Hdf5Handle type(H5Dget_type(opened), H5Tclose);
    std::vector<double> values(static_cast<std::size_t>(dataset.count()));
    if (isTruth(type)) {
        std::vector<signed char> truths(values.size());
        if (H5Dread(opened, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, truths.data()) < 0)
            return {};
        std::copy(truths.begin(), truths.end(), values.begin());
        return values;
    }
    if (H5Dread(opened, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) < 0)
        return {};
    return values;
}

std::optional<std::vector<std::string>> Hdf5File::texts(const Hdf5Dataset &dataset) const {
    const Hdf5Handle opened(H5Dopen2(m_file, dataset.path.c_str(), H5P_DEFAULT), H5Dclose);
    const Hdf5Handle type(H5Dget_type(opened), H5Tclose), space(H5Dget_space(opened), H5Sclose);
    const auto count = static_cast<std::size_t>(dataset.count());
    if (count > mostTexts)
        return {};
    if (areNamed(type)) {
        const auto names = namesOf(type);
        const Hdf5Handle base(H5Tget_super(type), H5Tclose);
        std::vector<std::int32_t> values(std::max<std::size_t>(count, 1));
        if (H5Dread(opened, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) < 0 ||
            H5Tconvert(base, H5T_NATIVE_INT32, count, values.data(), nullptr, H5P_DEFAULT) < 0)
            return {};
        std::vector<std::string> texts;
        for (std::size_t i = 0; i < count; ++i) {
            const auto found = names.find(values[i]);
            texts.push_back(found == names.end() ? std::string() : found->second);
        }
        return texts;
    }
    if (!isText(type))
        return {};
    if (H5Tis_variable_str(type) > 0) {
        std::vector<char *> raw(count, nullptr);
        const Hdf5Handle memory(H5Tcopy(type), H5Tclose);
        if (H5Dread(opened, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, raw.data()) < 0)
            return {};
        return takeTexts(raw, memory, space);
    }
    const std::size_t size = H5Tget_size(type);
    std::vector<char> bytes(count * size);
    if (H5Dread(opened, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()) < 0)
        return {};
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < count; ++i)
        texts.push_back(fixedText(bytes.data() + i * size, size));
    return texts;
}

std::optional<std::vector<std::string>> Hdf5File::textsReferredTo(const Hdf5Dataset &dataset) const {
    constexpr hssize_t longestText = 4096;
    const Hdf5Handle opened(H5Dopen2(m_file, dataset.path.c_str(), H5P_DEFAULT), H5Dclose);
    const Hdf5Handle type(H5Dget_type(opened), H5Tclose);
    if (H5Tequal(type, H5T_STD_REF_OBJ) <= 0 || dataset.count() > static_cast<Index>(mostTexts))
        return {};
    std::vector<hobj_ref_t> references(static_cast<std::size_t>(dataset.count()));
    if (H5Dread(opened, H5T_STD_REF_OBJ, H5S_ALL, H5S_ALL, H5P_DEFAULT, references.data()) < 0)
        return {};
    std::vector<std::string> texts;
    for (const hobj_ref_t &reference : references) {
        const Hdf5Handle object(H5Rdereference2(m_file, H5P_DEFAULT, H5R_OBJECT, &reference), H5Oclose);
        if (!object.isOpen() || H5Iget_type(object) != H5I_DATASET)
            return {};
        const Hdf5Handle space(H5Dget_space(object), H5Sclose), letters(H5Dget_type(object), H5Tclose);
        const hssize_t count = H5Sget_simple_extent_npoints(space);
        if (H5Tget_class(letters) != H5T_INTEGER || count < 0 || count > longestText)
            return {};
        const bool isEmpty = H5Aexists(object, "MATLAB_empty") > 0;
        std::u16string text(isEmpty ? 0 : static_cast<std::size_t>(count), u'\0');
        if (!isEmpty && (H5Tget_size(letters) != 2 || H5Dread(object, H5T_NATIVE_UINT16, H5S_ALL, H5S_ALL, H5P_DEFAULT, text.data()) < 0))
            return {};
        texts.push_back(QString::fromStdU16String(text).toStdString());
    }
    return texts;
}

std::optional<std::vector<std::vector<std::string>>> Hdf5File::column(const Hdf5Dataset &dataset, std::size_t member) const {
    const Hdf5Handle opened(H5Dopen2(m_file, dataset.path.c_str(), H5P_DEFAULT), H5Dclose);
    const Hdf5Handle type(H5Dget_type(opened), H5Tclose), space(H5Dget_space(opened), H5Sclose);
    const Hdf5Member &described = dataset.members[member];
    const Hdf5Handle inner(H5Tget_member_type(type, static_cast<unsigned>(member)), H5Tclose);
    const auto rows = static_cast<std::size_t>(dataset.count()), width = static_cast<std::size_t>(described.count);
    std::vector<std::vector<std::string>> columns(width, std::vector<std::string>(rows));
    if (rows * width > mostTexts)
        return {};
    if (described.isNumber) {
        const bool isArray = H5Tget_class(inner) == H5T_ARRAY;
        const auto extent = static_cast<hsize_t>(width);
        const Hdf5Handle as(isTruth(inner) ? H5Tcopy(inner) : isArray ? H5Tarray_create2(H5T_NATIVE_DOUBLE, 1, &extent) : H5Tcopy(H5T_NATIVE_DOUBLE), H5Tclose);
        const std::size_t size = H5Tget_size(as);
        const Hdf5Handle memory(H5Tcreate(H5T_COMPOUND, size), H5Tclose);
        H5Tinsert(memory, described.name.c_str(), 0, as);
        std::vector<std::byte> bytes(rows * size);
        if (H5Dread(opened, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()) < 0)
            return {};
        for (std::size_t row = 0; row < rows; ++row)
            for (std::size_t i = 0; i < width; ++i) {
                double value = 0.0;
                if (size == 1)
                    value = static_cast<double>(bytes[row]);
                else
                    std::memcpy(&value, bytes.data() + row * size + i * sizeof value, sizeof value);
                columns[i][row] = shortestText(value);
            }
        return columns;
    }
    if (!isText(inner) || width != 1)
        return {};
    const bool isVariable = H5Tis_variable_str(inner) > 0;
    const std::size_t size = isVariable ? sizeof(char *) : H5Tget_size(inner);
    const Hdf5Handle memory(H5Tcreate(H5T_COMPOUND, size), H5Tclose);
    H5Tinsert(memory, described.name.c_str(), 0, inner);
    if (isVariable) {
        std::vector<char *> raw(rows, nullptr);
        if (H5Dread(opened, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, raw.data()) < 0)
            return {};
        columns[0] = takeTexts(raw, memory, space);
        return columns;
    }
    std::vector<char> bytes(rows * size);
    if (H5Dread(opened, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()) < 0)
        return {};
    for (std::size_t row = 0; row < rows; ++row)
        columns[0][row] = fixedText(bytes.data() + row * size, size);
    return columns;
}

std::optional<std::string> Hdf5File::text(const std::string &path, const std::string &attribute) const {
    const Hdf5Handle object(H5Oopen(m_file, path.empty() ? "/" : path.c_str(), H5P_DEFAULT), H5Oclose);
    if (!object.isOpen() || H5Aexists(object, attribute.c_str()) <= 0)
        return {};
    const Hdf5Handle opened(H5Aopen(object, attribute.c_str(), H5P_DEFAULT), H5Aclose);
    const Hdf5Handle type(H5Aget_type(opened), H5Tclose), space(H5Aget_space(opened), H5Sclose);
    if (!isText(type) || H5Sget_simple_extent_npoints(space) != 1)
        return {};
    if (H5Tis_variable_str(type) > 0) {
        std::vector<char *> raw(1, nullptr);
        const Hdf5Handle memory(H5Tcopy(type), H5Tclose);
        if (H5Aread(opened, memory, raw.data()) < 0)
            return {};
        return takeTexts(raw, memory, space).front();
    }
    const std::size_t size = H5Tget_size(type);
    std::vector<char> bytes(size);
    if (H5Aread(opened, type, bytes.data()) < 0)
        return {};
    return fixedText(bytes.data(), size);
}

std::vector<double> Hdf5File::numbers(const std::string &path, const std::string &attribute) const {
    const Hdf5Handle object(H5Oopen(m_file, path.empty() ? "/" : path.c_str(), H5P_DEFAULT), H5Oclose);
    if (!object.isOpen() || H5Aexists(object, attribute.c_str()) <= 0)
        return {};
    const Hdf5Handle opened(H5Aopen(object, attribute.c_str(), H5P_DEFAULT), H5Aclose);
    const Hdf5Handle type(H5Aget_type(opened), H5Tclose), space(H5Aget_space(opened), H5Sclose);
    const hssize_t count = H5Sget_simple_extent_npoints(space);
    if (!numberType(type) || count < 1 || count > 1024)
        return {};
    std::vector<double> values(static_cast<std::size_t>(count));
    if (H5Aread(opened, H5T_NATIVE_DOUBLE, values.data()) < 0)
        return {};
    return values;
}

} // namespace hourglass::app
