#include "app/converters/matlab_arrays.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>
#include <numeric>
#include <optional>

#include <matio.h>

#include <QString>

namespace hourglass::app {

using core::Index;

namespace {

constexpr Index mostNumbers = Index{1} << 31;
constexpr double missingDate = -0x1p63;

const char *numpyTypeOf(const matvar_t &variable) {
    if (variable.isLogical)
        return "|b1";
    switch (variable.class_type) {
    case MAT_C_DOUBLE: return "<f8";
    case MAT_C_SINGLE: return "<f4";
    case MAT_C_INT8: return "|i1";
    case MAT_C_UINT8: return "|u1";
    case MAT_C_INT16: return "<i2";
    case MAT_C_UINT16: return "<u2";
    case MAT_C_INT32: return "<i4";
    case MAT_C_UINT32: return "<u4";
    case MAT_C_INT64: return "<i8";
    case MAT_C_UINT64: return "<u8";
    default: return nullptr;
    }
}

/// Without the extents of 1 that MATLAB gives a vector; none where there are too many numbers.
std::optional<std::vector<Index>> extentsOf(const matvar_t &variable) {
    std::vector<Index> extents;
    Index count = 1;
    for (int i = 0; i < variable.rank; ++i) {
        const auto extent = static_cast<Index>(variable.dims[i]);
        if (extent < 0 || (extent > 0 && count > mostNumbers / extent))
            return {};
        count *= extent;
        extents.push_back(extent);
    }
    if (extents.size() == 2 && (extents[0] == 1 || extents[1] == 1))
        extents = {count};
    return extents;
}

Index countOf(const std::vector<Index> &extents) {
    return std::accumulate(extents.begin(), extents.end(), Index{1}, std::multiplies<>());
}

/// The number in the place of an array of this type.
double numberAt(const void *data, matio_types type, std::size_t place) {
    const auto as = [&](auto value) {
        std::memcpy(&value, static_cast<const char *>(data) + place * sizeof value, sizeof value);
        return static_cast<double>(value);
    };
    switch (type) {
    case MAT_T_DOUBLE: return as(double{});
    case MAT_T_SINGLE: return as(float{});
    case MAT_T_INT8: return as(std::int8_t{});
    case MAT_T_UINT8: return as(std::uint8_t{});
    case MAT_T_INT16: return as(std::int16_t{});
    case MAT_T_UINT16: return as(std::uint16_t{});
    case MAT_T_INT32: return as(std::int32_t{});
    case MAT_T_UINT32: return as(std::uint32_t{});
    case MAT_T_INT64: return as(std::int64_t{});
    case MAT_T_UINT64: return as(std::uint64_t{});
    default: return std::numeric_limits<double>::quiet_NaN();
    }
}

/// The zeros of a sparse matrix filled in. False where its indices do not fit it.
bool fill(const matvar_t &variable, MatlabArray &array) {
    const auto &sparse = *static_cast<const mat_sparse_t *>(variable.data);
    const auto rows = static_cast<Index>(variable.dims[0]), columns = static_cast<Index>(variable.dims[1]);
    if (variable.rank != 2 || static_cast<Index>(sparse.njc) < columns + 1)
        return false;
    std::vector<double> numbers(static_cast<std::size_t>(rows * columns));
    for (Index column = 0; column < columns; ++column)
        for (mat_uint32_t k = sparse.jc[column]; k < sparse.jc[column + 1]; ++k) {
            if (k >= sparse.nir || k >= sparse.ndata || static_cast<Index>(sparse.ir[k]) >= rows)
                return false;
            numbers[static_cast<std::size_t>(column * rows) + sparse.ir[k]] += numberAt(sparse.data, variable.data_type, k);
        }
    const auto bytes = std::as_bytes(std::span(numbers));
    array.bytes.assign(bytes.begin(), bytes.end());
    return true;
}

/// Each row of a matrix of characters without the blanks that pad it. matio counts characters of UTF-8 in `dims`, bytes in `nbytes`.
std::vector<std::string> rowsOf(const matvar_t &variable) {
    const auto rows = static_cast<std::size_t>(variable.dims[0]), columns = static_cast<std::size_t>(variable.rank > 1 ? variable.dims[1] : 1);
    const char *bytes = static_cast<const char *>(variable.data);
    std::u32string characters;
    if (variable.data_type == MAT_T_UTF8)
        characters = QString::fromUtf8(bytes, static_cast<qsizetype>(variable.nbytes)).toStdU32String();
    else
        for (std::size_t i = 0; i < variable.nbytes / static_cast<std::size_t>(std::max(1, variable.data_size)); ++i)
            characters += static_cast<char32_t>(numberAt(bytes,
                                                         variable.data_size == 1   ? MAT_T_UINT8
                                                         : variable.data_size == 2 ? MAT_T_UINT16
                                                                                   : MAT_T_UINT32,
                                                         i));
    std::vector<std::string> texts;
    for (std::size_t row = 0; row < rows; ++row) {
        std::u32string text;
        for (std::size_t column = 0; column < columns && column * rows + row < characters.size(); ++column)
            text += characters[column * rows + row];
        texts.push_back(QString::fromStdU32String(text).trimmed().toStdString());
    }
    return texts;
}

std::vector<const matvar_t *> cellsOf(const matvar_t &variable) {
    const auto *cells = static_cast<const matvar_t *const *>(variable.data);
    const std::size_t count = variable.nbytes / sizeof(void *);
    return cells ? std::vector<const matvar_t *>(cells, cells + count) : std::vector<const matvar_t *>();
}

/// Series in cells, each a matrix of numbers with one extent in common: samples × steps × channels, the shorter ones padded by NaN.
bool stack(const std::vector<const matvar_t *> &cells, MatlabArray &array) {
    Index longest = 0, shortest = mostNumbers;
    const auto rows = [](const matvar_t &cell) { return static_cast<Index>(cell.dims[0]); };
    const auto columns = [](const matvar_t &cell) { return static_cast<Index>(cell.dims[1]); };
    for (const matvar_t *cell : cells)
        if (!cell || cell->rank != 2 || !numpyTypeOf(*cell) || cell->isComplex || !cell->data)
            return false;
    const auto isShared = [&](auto extent) {
        return std::all_of(cells.begin(), cells.end(), [&](const matvar_t *cell) { return extent(*cell) == extent(*cells.front()); });
    };
    const bool areRowsShared = isShared(rows), areColumnsShared = isShared(columns);
    if (!areRowsShared && !areColumnsShared)
        return false;
    // Where both are, time is the longer one; MATLAB has channels in rows as well as in columns.
    const bool areStepsRows = areColumnsShared && (!areRowsShared || rows(*cells.front()) >= columns(*cells.front()));
    const auto steps = [&](const matvar_t &cell) { return areStepsRows ? rows(cell) : columns(cell); };
    const Index channels = areStepsRows ? columns(*cells.front()) : rows(*cells.front());
    for (const matvar_t *cell : cells) {
        longest = std::max(longest, steps(*cell));
        shortest = std::min(shortest, steps(*cell));
    }
    const auto samples = static_cast<Index>(cells.size());
    if (longest == 0 || channels == 0 || samples > mostNumbers / longest / channels)
        return false;
    std::vector<double> numbers(static_cast<std::size_t>(samples * longest * channels), std::numeric_limits<double>::quiet_NaN());
    for (Index sample = 0; sample < samples; ++sample) {
        const matvar_t &cell = *cells[static_cast<std::size_t>(sample)];
        for (Index step = 0; step < steps(cell); ++step)
            for (Index channel = 0; channel < channels; ++channel)
                numbers[static_cast<std::size_t>((channel * longest + step) * samples + sample)] =
                    numberAt(cell.data, cell.data_type, static_cast<std::size_t>(areStepsRows ? channel * rows(cell) + step : step * rows(cell) + channel));
    }
    array.type = "<f8";
    array.isSeries = true;
    array.extents = {samples, longest, channels};
    const auto bytes = std::as_bytes(std::span(numbers));
    array.bytes.assign(bytes.begin(), bytes.end());
    return true;
}

void collectCells(const matvar_t &variable, const std::string &name, MatlabVariable &into) {
    const std::vector<const matvar_t *> cells = cellsOf(variable);
    MatlabArray array{name, {}, {static_cast<Index>(cells.size())}, {}, {}};
    const bool areTexts = std::all_of(cells.begin(), cells.end(), [](const matvar_t *cell) { return cell && (cell->class_type == MAT_C_CHAR || !cell->data); });
    if (cells.empty()) {
        into.passedOver.push_back(name + " (it is empty)");
    } else if (areTexts) {
        for (const matvar_t *cell : cells) {
            const std::vector<std::string> rows = cell->data ? rowsOf(*cell) : std::vector<std::string>();
            array.texts.push_back(rows.empty() ? std::string() : rows.front());
        }
        into.arrays.push_back(std::move(array));
    } else if (stack(cells, array)) {
        into.arrays.push_back(std::move(array));
    } else {
        into.passedOver.push_back(name + " (its cells are no texts, and no series with the same channels)");
    }
}

void collectFields(const matvar_t &variable, const std::string &name, MatlabVariable &into) {
    const unsigned count = Mat_VarGetNumberOfFields(const_cast<matvar_t *>(&variable));
    char *const *names = Mat_VarGetStructFieldnames(&variable);
    const std::vector<const matvar_t *> fields = cellsOf(variable);
    if (count == 0 || !names || fields.size() != count) {
        into.passedOver.push_back(name + " (it is an array of structs)");
        return;
    }
    for (unsigned i = 0; i < count; ++i)
        if (fields[i])
            collect(*fields[i], name + "_" + names[i], into);
}

} // namespace

void collect(const matvar_t &variable, const std::string &name, MatlabVariable &into) {
    const auto extents = extentsOf(variable);
    const auto passOver = [&](const char *why) { into.passedOver.push_back(name + " (" + why + ")"); };
    if (!extents)
        return passOver("it has too many numbers");
    if (variable.isComplex)
        return passOver("its numbers are complex");
    if (variable.class_type == MAT_C_STRUCT)
        return variable.data ? collectFields(variable, name, into) : passOver("it is empty");
    if (variable.class_type == MAT_C_CELL)
        return collectCells(variable, name, into);
    if (variable.class_type == MAT_C_CHAR) {
        const std::vector<std::string> texts = variable.data ? rowsOf(variable) : std::vector<std::string>();
        if (texts.size() < 2)
            return; // a title, a date: nothing to learn from
        into.arrays.push_back({name, {}, {static_cast<Index>(texts.size())}, {}, texts});
        return;
    }
    if (!variable.data || countOf(*extents) == 0)
        return passOver(variable.class_type == MAT_C_EMPTY && countOf(*extents) > 0 ? notReadClause : "it is empty");
    MatlabArray array{name, "<f8", *extents, {}, {}};
    if (variable.class_type == MAT_C_SPARSE) {
        if (!fill(variable, array))
            return passOver("its indices do not fit it");
        into.arrays.push_back(std::move(array));
        return;
    }
    const char *type = numpyTypeOf(variable);
    if (!type)
        return passOver("it holds objects");
    array.type = type;
    const std::size_t bytes = static_cast<std::size_t>(countOf(*extents)) * static_cast<std::size_t>(variable.data_size);
    if (variable.nbytes < bytes)
        return passOver("it is cut off");
    const auto *from = static_cast<const std::byte *>(variable.data);
    array.bytes.assign(from, from + bytes);
    into.arrays.push_back(std::move(array));
}

Index markMissingDates(MatlabArray &array) {
    const bool areWhole = array.type == "<i8";
    if (!areWhole && array.type != "<f8")
        return 0;
    const std::size_t count = array.bytes.size() / sizeof(double);
    const auto numberOf = [&](std::size_t place) { return numberAt(array.bytes.data(), areWhole ? MAT_T_INT64 : MAT_T_DOUBLE, place); };
    Index missing = 0;
    for (std::size_t i = 0; i < count; ++i)
        missing += numberOf(i) == missingDate ? 1 : 0;
    if (missing == 0)
        return 0;
    for (std::size_t i = 0; i < count; ++i) {
        const double number = numberOf(i), kept = number == missingDate ? std::numeric_limits<double>::quiet_NaN() : number;
        std::memcpy(array.bytes.data() + i * sizeof kept, &kept, sizeof kept);
    }
    array.type = "<f8";
    return missing;
}

MatlabArray withLastFirst(const MatlabArray &array) {
    MatlabArray turned{array.name, array.type, {}, std::vector<std::byte>(array.bytes.size()), array.texts};
    turned.extents.push_back(array.last());
    turned.extents.insert(turned.extents.end(), array.extents.begin(), array.extents.end() - 1);
    const auto samples = static_cast<std::size_t>(array.last()), count = static_cast<std::size_t>(countOf(array.extents)), features = count / samples,
               size = array.bytes.size() / count;
    for (std::size_t sample = 0; sample < samples; ++sample) // column after column, the first index of what comes is the sample
        for (std::size_t feature = 0; feature < features; ++feature)
            std::memcpy(turned.bytes.data() + (feature * samples + sample) * size, array.bytes.data() + (sample * features + feature) * size, size);
    return turned;
}

} // namespace hourglass::app
