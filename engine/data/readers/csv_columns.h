// What the columns of a delimited text hold, and which features they become.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/core/types.h"
#include "engine/data/dataset.h"
#include "engine/data/readers/csv_missing.h"
#include "engine/data/readers/csv_numerals.h"
#include "engine/data/readers/csv_sniff.h"
#include "engine/data/readers/csv_text.h"
#include "engine/spec/setting.h"

namespace hourglass::data {

using core::Index;

/// The settings, by their keys in csvKind().
struct CsvOptions {
    CsvGiven given;
    std::optional<CsvEncoding> encoding;
    std::string label, group, leaveOut, words, missing, missingCodes, shape, order;
    Index categories = 0;
    std::optional<Index> skipTop, skipBottom; ///< lines at both ends, where a person said how many
    const char *whole = "the whole file";     ///< what means and medians are of, for people
};
CsvOptions csvOptions(const spec::Values &values);

struct CsvColumn {
    enum class Role { Number, Words, LeftOut };

    std::string name; ///< empty without a header
    Role role = Role::Number;
    std::string reason;                  ///< why it is left out, as a clause: "it holds dates"
    CsvNumerals numerals;                ///< how its numbers are written
    Index elements = 0;                  ///< numbers in each field, which are features of their own; 0: a field is one value
    Index shortest = 0, longest = 0;     ///< where fields hold several numbers, but not equally many
    CsvMissingCodes codes;               ///< what was said to stand for missing values
    bool isChosen = false;               ///< left out by the setting, given or found: not for what the whole file holds
    bool holdsGrades = false;            ///< of few whole numbers and words each is a category (CsvLook)
    bool isDeclared = false;             ///< its role is what the file says of it, whatever its values look like
    std::vector<std::string> categories; ///< of words, sorted bytewise, those of the label in natural order; empty before they are known
    bool hasFlag = false;                ///< its last feature is 1 where the value is missing
    Index first = 0, width = 0;          ///< its features, the flag included; none for the label
    std::optional<double> offset;        ///< of numbers that are kept as differences from it
};

struct CsvTable {
    std::vector<CsvColumn> columns;
    Index label = -1, group = -1;    ///< columns, or -1
    Index part = -1;                 ///< whose words are parts of the data set, or -1
    Index time = -1, timeOfDay = -1; ///< left out, and read for the order of the rows alone; the second where a date and a time have columns of their own
    bool hasNumbersForTime = false;  ///< the time is an index or a year
    bool isLabelGiven = false;
    bool isLabelGuessed = false; ///< by how it varies, neither by its name nor by pixels beside it
    Index features = 0;
    Index least = 0; ///< fields that a row has at least: those that it lacks at its end are missing values; 0: it has all
    bool areImages = false;
    bool areBytes = false; ///< images of whole numbers from 0 to 255: rows with missing values are dropped
    bool areCodes = false; ///< words become one feature each
    bool dropsRows = false, addsFlags = false;
    Index mostCategories = 0;
    enum class Offsets { Unknown, Tried, Settled } offsets = Offsets::Unknown; ///< those of the columns

    /// Of the columns that say something of a sample and are no feature of it.
    bool isKey(Index column) const { return column >= 0 && (column == label || column == group || column == part); }
    bool isFeature(Index column) const { return !isKey(column) && at(column).role != CsvColumn::Role::LeftOut; }
    const CsvColumn &at(Index column) const { return columns[static_cast<std::size_t>(column)]; }
    /// "Column 1 (id)", or "Column 1" without a name.
    std::string titleOf(Index column) const;
    /// What findColumn() finds it by: its name where that is enough; else its number from 1, "column 3" where another is named 3.
    std::string keyOf(Index column) const;
    /// Of the columns that are left out by the setting, given or found: "id, when", or "none".
    std::string chosenKeys() const;
    bool lacksCategories() const;
    /// How many different words a column may hold.
    Index mostWordsIn(Index column) const;
};

/// What a pass over the whole file found in one column.
struct CsvCounts {
    Index numbers = 0, missing = 0, others = 0, infinite = 0;
    std::uint32_t lengths = 0;   ///< of its numbers in characters, their bits together: 8 or more where one has 8 or more
    std::set<std::string> words; ///< at most one more than may be
    bool hasTooManyWords = false;
};

/// The column of this name or number from 1 ("column 3" where that is a name too); an error names the setting that asked for it.
core::Result<Index> findColumn(const CsvTable &table, const std::string &wanted, const char *setting);

/// Decides by the first rows, which all have `names.size()` fields. Errors name the setting that cannot be followed.
core::Result<CsvTable> planTable(const std::vector<CsvRow> &rows, const std::vector<std::string> &names, bool hasHeader, char point, const CsvOptions &options);

/// Corrects the plan by what the whole file holds, and says whether it had to: it is to be read again.
core::Result<bool> revise(CsvTable &table, const std::vector<CsvCounts> &counts, const CsvOptions &options);

/// The label becomes a column like others.
void dropLabel(CsvTable &table, const CsvOptions &options);

/// Gives the columns their features.
void layOut(CsvTable &table);

/// The width of square images with one channel or three that have so many values, or 0.
Index squareWidth(Index values, Index &channels);

/// The names of all features: "age", "colour=red", "age is missing"; and what each was made from.
std::vector<std::string> featureNamesOf(const CsvTable &table);
std::vector<FeatureKind> featureKindsOf(const CsvTable &table);

} // namespace hourglass::data
