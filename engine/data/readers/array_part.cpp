#include "engine/data/readers/array_part.h"

#include <array>
#include <cstdio>
#include <memory>
#include <utility>

#include "engine/data/readers/array_choice.h"
#include "engine/data/readers/array_missing.h"
#include "engine/data/readers/array_offsets.h"
#include "engine/data/readers/idx_parts.h"
#include "engine/data/row_file.h"

namespace hourglass::data {

using core::Index;
using core::Result;

namespace {

std::string inGigabytes(Index bytes) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.1f GB", static_cast<double>(bytes) / 1e9);
    return text.data();
}

/// `rows`, or the same file giving out differences.
Result<std::vector<double>> applyOffsets(std::shared_ptr<const SampleFile> &rows, const Offsets &offsets, const Progress &progress) {
    auto file = std::dynamic_pointer_cast<const RowFile>(rows);
    if (!file || (!offsets.areFound && offsets.given.empty()))
        return std::vector<double>();
    std::vector<double> taken = offsets.given;
    if (offsets.areFound) {
        auto found = takeOffsets(file, offsets.areCommon, progress);
        if (!found)
            return found;
        taken = std::move(*found);
    } else {
        auto less = file->less(taken);
        if (!less)
            return less.error();
        file = *less;
    }
    rows = file;
    return taken;
}

Result<ReadPart> openPart(const ArraySet &set, int array, std::shared_ptr<const SampleFile> rows, const Offsets &offsets, const Progress &progress,
                          ReadReport &report) {
    const std::string name = set.nameOf(array);
    auto taken = applyOffsets(rows, offsets, progress);
    if (!taken)
        return taken.error();
    const auto seen = lookAtRows(*rows, name, progress);
    if (!seen)
        return stayingInFile(seen.error());
    ReadPart result;
    result.part.samples = rows->rows();
    result.part.features = rows->features();
    result.part.file = std::move(rows);
    result.isWithinUnit = seen->areWithinUnit;
    result.offsets = std::move(*taken);
    std::string remark =
        name + " (" + inGigabytes(set.arrays()[static_cast<std::size_t>(array)].bytes) + ") stays in its file, and its rows are read when they are wanted. ";
    remark += std::to_string(seen->count) + " of " + std::to_string(result.part.samples) + " rows were looked at: ";
    remark += seen->areWithinUnit ? "all their values lie between 0 and 1." : "not all their values lie between 0 and 1.";
    report.remarks.push_back(std::move(remark));
    return result;
}

} // namespace

Result<ReadPart> readPart(const ArraySet &set, int array, const SampleForm &form, const Offsets &offsets, const Progress &progress, ReadReport &report) {
    auto rows = set.openRows(array, form);
    if (!rows)
        return rows.error();
    if (*rows)
        return openPart(set, array, std::move(*rows), offsets, progress, report);
    auto read = offsets.given.empty() ? set.read(array, progress) : set.readDifferences(array, offsets.given, progress);
    if (!read)
        return read.error();
    ReadPart result;
    if (offsets.areFound) {
        auto taken = takeOffsets(set, array, offsets.areCommon, progress, *read);
        if (!taken)
            return taken.error();
        result.offsets = std::move(*taken);
    }
    result.part.samples = read->count();
    result.part.features = read->sampleSize();
    result.part.bytes = std::move(read->bytes);
    result.part.floats = std::move(read->floats);
    if (const Index matrixRows = form.transposedRows; matrixRows > 0) {
        transposeSamples(result.part.bytes, matrixRows, result.part.features / matrixRows);
        transposeSamples(result.part.floats, matrixRows, result.part.features / matrixRows);
    }
    result.isWithinUnit = liesWithinUnit(result.part);
    return result;
}

Result<ClassLabels> readLabels(const ArraySet &set, int array, Index samples, const Progress &progress) {
    const NamedArray &named = set.arrays()[static_cast<std::size_t>(array)];
    if (named.extents.empty() || named.extents.front() != samples || !mayHoldLabels(named.extents)) // before it is read
        return classesIn({set.nameOf(array), named.extents.empty() ? std::vector<Index>{0} : named.extents, {}, {}, false, {}}, samples);
    if (named.isText)
        return set.readWords(array, progress);
    auto read = set.read(array, progress);
    if (!read)
        return read.error();
    read->name = set.nameOf(array);
    return classesIn(*read, samples);
}

} // namespace hourglass::data
