#include "engine/data/readers/csv_block.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hourglass::data {

void CsvBlock::clear() {
    rows = dropped = leftOut = emptyRows = firstEmpty = lines = problemCount = 0;
    values.clear();
    words.clear();
    bytes.clear();
    labels.clear();
    groups.clear();
    parts.clear();
    times.clear();
    lowest.clear();
    highest.clear();
    hasNewWords = false;
    holdsBytes = true;
    counts.clear();
    problems.clear();
}

void CsvBlock::finish(const CsvTable &table, const CsvPacking &packing) {
    const auto features = static_cast<std::size_t>(table.features), width = packing.numbers();
    constexpr float infinity = std::numeric_limits<float>::infinity();
    std::vector<float> least(width, infinity), most(width, -infinity);
    for (const float *row = values.data(), *const end = row + values.size(); row < end; row += width)
        for (std::size_t i = 0; i < width; ++i) { // comparisons with NaN are false
            least[i] = row[i] < least[i] ? row[i] : least[i];
            most[i] = row[i] > most[i] ? row[i] : most[i];
        }
    lowest.assign(features, rows > 0 ? 0.0f : infinity); // a file that lacks a column has zeros there
    highest.assign(features, rows > 0 ? 0.0f : -infinity);
    for (const CsvPacking::Run &run : packing.runs()) {
        std::copy_n(least.data() + run.from, run.count, lowest.data() + run.to);
        std::copy_n(most.data() + run.from, run.count, highest.data() + run.to);
    }
    for (const CsvPacking::Categories &categories : packing.categories())
        for (std::size_t i = 0; i < categories.count; ++i) { // a category has a sample
            lowest[categories.first + i] = categories.count == 1 ? 1.0f : 0.0f;
            highest[categories.first + i] = 1.0f;
        }
    if (!table.areBytes)
        return;
    std::vector<float> unpacked;
    if (!packing.isWhole())
        packing.unpack(static_cast<std::size_t>(rows), values, words, unpacked);
    bytes.reserve(static_cast<std::size_t>(rows) * features);
    for (const float value : packing.isWhole() ? values : unpacked) {
        const bool isByte = value >= 0.0f && value <= 255.0f && value == std::floor(value);
        holdsBytes = holdsBytes && isByte;
        bytes.push_back(isByte ? static_cast<std::uint8_t>(value) : std::uint8_t{0});
    }
    values.clear();
}

} // namespace hourglass::data
