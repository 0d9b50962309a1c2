#include "engine/data/readers/csv_offsets.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/data/float_offsets.h"

namespace hourglass::data {

namespace {

constexpr std::uint32_t shortNumber = 7; ///< characters: at most seven digits, which floats hold apart

using Offsets = CsvTable::Offsets;

FeatureValues valuesOf(const CsvTable &table, const CsvColumn &column, const CsvPassResult &result) {
    return {result.values.data() + column.first, result.rows, table.features};
}

bool giveOffsets(CsvTable &table, const CsvPassResult &result) {
    bool isAny = false;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        CsvColumn &column = table.columns[i];
        const auto first = static_cast<std::size_t>(column.first);
        if (column.role != CsvColumn::Role::Number || column.elements > 0 || !table.isFeature(static_cast<Index>(i)))
            continue;
        const float lowest = result.lowest[first], highest = result.highest[first];
        if (!mayNeedOffset(valuesOf(table, column, result), lowest, highest, result.counts[i].lengths > shortNumber))
            continue;
        column.offset = offsetBetween(lowest, highest);
        isAny = true;
    }
    return isAny;
}

bool takeOffsetsBack(CsvTable &table, const CsvPassResult &result) {
    bool isAny = false;
    for (CsvColumn &column : table.columns)
        if (column.offset && !needsOffset(valuesOf(table, column, result), *column.offset)) {
            column.offset.reset();
            isAny = true;
        }
    return isAny;
}

} // namespace

bool reviseOffsets(CsvTable &table, const CsvPassResult &result) {
    if (table.offsets == Offsets::Settled || table.areBytes || table.areImages)
        return false;
    const bool isTried = table.offsets == Offsets::Tried;
    const bool isAgain = isTried ? takeOffsetsBack(table, result) : giveOffsets(table, result);
    table.offsets = isAgain && !isTried ? Offsets::Tried : Offsets::Settled;
    return isAgain;
}

void addOffsets(const CsvTable &table, Dataset &dataset) {
    std::vector<std::pair<std::string, double>> told;
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        if (const CsvColumn &column = table.columns[i]; column.offset) {
            dataset.offsets.resize(static_cast<std::size_t>(table.features));
            dataset.offsets[static_cast<std::size_t>(column.first)] = *column.offset;
            told.emplace_back(table.titleOf(static_cast<Index>(i)), *column.offset);
        }
    if (!told.empty())
        dataset.report.remarks.push_back(offsetsSentence(told));
}

} // namespace hourglass::data
