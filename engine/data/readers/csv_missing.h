// Numbers and words that stand for missing values: -999, 9999, 99.9, "none".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"

namespace hourglass::data {

struct CsvOptions;
struct CsvPassResult;
struct CsvTable;
struct ReadReport;

/// What a person said to stand for missing values in a column.
struct CsvMissingCodes {
    std::vector<std::string> words;
    std::vector<float> numbers;

    bool isEmpty() const { return words.empty() && numbers.empty(); }
    bool holdWord(std::string_view text) const;
    bool holdNumber(float value) const;
};

/// Gives the columns the codes of the setting: "-999, none, load=99". An error names a column that there is not.
std::optional<core::Error> giveCodes(CsvTable &table, const std::string &setting);

/// Adds a doubt where such numbers are repeated far from all others of their columns. The values that are missing must still be NaN.
void addCodesInDoubt(const CsvTable &table, const CsvPassResult &result, const CsvOptions &options, ReadReport &report);

} // namespace hourglass::data
