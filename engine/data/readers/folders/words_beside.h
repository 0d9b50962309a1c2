// A file with a word or number for each row of another: y.csv, subject_train.txt.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/dataset.h"
#include "engine/data/progress.h"
#include "engine/data/readers/array_labels.h"

namespace hourglass::data {

/// What is known of the table whose rows they belong to.
struct RowsBeside {
    Index rows = 0;
    bool hasHeader = false; ///< so that the file beside it may have one of numbers
    bool areCertain = true; ///< none was left out
};

/// One word a row. The file has as many rows, or one more, which is a header then; a column that counts or names the rows is
/// passed over, and columns of 0 and 1 with one 1 a row (one-hot) are the name or number of that column. Numbers that are whole
/// are written without decimals. An error says in a clause what does not fit.
core::Result<std::vector<std::string>> readWordsBeside(const std::string &path, const RowsBeside &table, const Progress &progress);

/// Whether the first rows have one column, or a second one that numbers or names the rows, or are one-hot: no other table is
/// taken for words beside one.
bool mayHoldWords(const std::string &path);

/// Lines of "1 WALKING", "1,walking" or "1<tab>walking": the first word and the rest. Empty where the file is no such list, or
/// has other than 2 to `most` lines.
std::vector<std::pair<std::string, std::string>> readNameList(const std::string &path, std::size_t most);

/// Words as classes; "" and NaN are none. Numbers that are not whole, or of which too many are different (areClasses), are none.
/// Nothing where no word is there, or more than mostClasses.
std::optional<ClassLabels> classesOf(const std::vector<std::string> &words);

} // namespace hourglass::data
