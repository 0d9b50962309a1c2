// What the first rows of a delimited text hold, column by column: what its plan goes by.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/data/readers/csv_dialect.h"

namespace hourglass::data {

struct CsvLook {
    static constexpr std::size_t mostGrades = 10;

    std::size_t numbers = 0, missing = 0, words = 0, dates = 0;
    std::size_t distinct = 0;              ///< different texts, missing ones aside
    std::size_t rarest = 0, commonest = 0; ///< how often the rarest and the commonest of them stand there
    std::size_t fractions = 0;             ///< numbers that are not whole
    bool isWhole = true;                   ///< all numbers are written as whole ones
    bool rises = true, falls = true;       ///< the numbers, from each to the next
    double lowest = 0.0, highest = 0.0;
    double step = 0.0;    ///< from one number to the next, where all are alike; else 0
    std::size_t ones = 0; ///< steps of 1 or of −1, whichever are more

    std::size_t present() const { return numbers + words + dates; }
    bool holdsNumbers() const { return present() == 0 || (numbers > words + dates && !holdsGrades()); }
    /// 2, 4, more: a few whole numbers and words that come again and again, of which each is a category.
    bool holdsGrades() const { return words > 0 && isWhole && distinct <= mostGrades && present() >= mostGrades && 5 * words >= present() && rarest > 1; }
    bool holdsNumbersAlone() const { return numbers > 0 && words + dates == 0; }
    bool holdsWords() const { return present() > 0 && !holdsNumbers() && !holdsDates(); }
    bool holdsDates() const { return 2 * dates > present(); }
    bool holdsBytes() const { return holdsNumbersAlone() && isWhole && lowest >= 0.0 && highest <= 255.0; }
    /// Whole numbers without gaps, however they are written: 1, 2, 3; 0.0, 1.0. −1 and 1 count as such.
    bool isRow() const;
};

struct CsvColumn;

/// All rows have more fields than `column`; how its numbers are written and what stands for missing ones is known.
CsvLook lookAtColumn(const std::vector<CsvRow> &rows, std::size_t column, char point, const CsvColumn &described);

/// In small letters, of ASCII.
std::string inLowerCase(std::string text);

} // namespace hourglass::data
