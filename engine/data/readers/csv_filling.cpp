#include "engine/data/readers/csv_filling.h"

#include <algorithm>
#include <cmath>

#include "engine/data/readers/csv_column_values.h"

namespace hourglass::data {

using Role = CsvColumn::Role;

namespace {

std::vector<float> meansOf(const std::vector<float> &values, std::size_t features) {
    std::vector<double> sums(features);
    std::vector<Index> counts(features);
    for (std::size_t at = 0; at < values.size(); at += features)
        for (std::size_t i = 0; i < features; ++i) {
            const bool isThere = !std::isnan(values[at + i]);
            sums[i] += isThere ? static_cast<double>(values[at + i]) : 0.0;
            counts[i] += isThere ? 1 : 0;
        }
    std::vector<float> means(features);
    for (std::size_t i = 0; i < features; ++i)
        means[i] = counts[i] == 0 ? 0.0f : static_cast<float>(sums[i] / static_cast<double>(counts[i]));
    return means;
}

/// Of an even number of values, the mean of the two in the middle.
float medianOf(std::vector<float> &values) {
    if (values.empty())
        return 0.0f;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1)
        return *middle;
    const double below = *std::max_element(values.begin(), middle);
    return static_cast<float>((below + static_cast<double>(*middle)) / 2.0);
}

std::vector<float> mediansOf(const std::vector<float> &values, std::size_t features) {
    std::vector<float> medians(features), column;
    for (std::size_t i = 0; i < features; ++i) {
        column.clear();
        for (std::size_t at = i; at < values.size(); at += features)
            if (!std::isnan(values[at]))
                column.push_back(values[at]);
        medians[i] = medianOf(column);
    }
    return medians;
}

/// There is no word between two others: the most frequent one stands for those that are missing, the first of equally frequent ones.
void fillWithCommonest(const CsvTable &table, const CsvPassResult &result, Index column, std::vector<float> &filled) {
    const CsvColumnValues values(table, result, column);
    std::vector<Index> counts(table.at(column).categories.size());
    for (std::size_t row = 0; row < static_cast<std::size_t>(result.rows); ++row)
        if (const float word = values.at(row); !std::isnan(word))
            ++counts[static_cast<std::size_t>(word)];
    const auto commonest = std::max_element(counts.begin(), counts.end()) - counts.begin();
    const auto first = filled.begin() + table.at(column).first;
    if (table.areCodes) {
        *first = static_cast<float>(commonest);
    } else {
        std::fill_n(first, counts.size(), 0.0f);
        first[commonest] = 1.0f;
    }
}

} // namespace

Index missingIn(const CsvColumn &column, const CsvCounts &counts) {
    return counts.missing + counts.infinite + (column.role == Role::Number ? counts.others : 0);
}

std::vector<float> fillMissing(const CsvTable &table, CsvPassResult &result, bool byMedian) {
    std::vector<float> &values = result.values;
    const auto width = static_cast<std::size_t>(table.features);
    bool isAnyMissing = false;
    for (Index i = 0; i < static_cast<Index>(table.columns.size()); ++i)
        isAnyMissing = isAnyMissing || (table.isFeature(i) && missingIn(table.at(i), result.counts[static_cast<std::size_t>(i)]) > 0);
    if (!isAnyMissing || table.dropsRows || values.empty())
        return {};
    std::vector<float> filled = byMedian ? mediansOf(values, width) : meansOf(values, width);
    for (Index i = 0; i < static_cast<Index>(table.columns.size()); ++i)
        if (table.isFeature(i) && table.at(i).role == Role::Words && (byMedian || table.areCodes))
            fillWithCommonest(table, result, i, filled);
    for (std::size_t at = 0; at < values.size(); at += width)
        for (std::size_t i = 0; i < width; ++i)
            values[at + i] = std::isnan(values[at + i]) ? filled[i] : values[at + i];
    return filled;
}

} // namespace hourglass::data
