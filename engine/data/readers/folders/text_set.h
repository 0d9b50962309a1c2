// Tables of one data set, told by the names of their files: iris_TRAIN.tsv and iris_TEST.tsv, train.csv and test.csv, X.csv and
// y.csv.
#pragma once

#include <string>
#include <vector>

#include "engine/data/sample_id.h"

namespace hourglass::data {

struct TextSet {
    struct Table {
        std::string path; ///< bytes, as the system has them
        std::string name; ///< below the folder, for people
        PartKind part = PartKind::Train;
    };
    /// A value for each row of the part's table.
    struct Beside {
        std::string path, name;
        PartKind part = PartKind::Train;
        bool areGroups = false; ///< classes otherwise
    };
    std::vector<Table> tables; ///< at most one a part, that of the training part first
    std::vector<Beside> beside;
    std::vector<Beside> others; ///< of text, in the same folder or above those of the parts: may name classes and features
};

/// Named .csv, .tsv, .txt, .data or by a part (.tra, .tes), perhaps with .gz behind it, and not hidden.
bool isNamedText(const std::string &path);

/// README, LICENSE and their like, whatever their ending.
bool promisesProse(const std::string &name);

/// The sets with a table to train on and at least one file that belongs to it: a table of another part, or its classes or groups.
/// Of a folder (or of its folders train, validation and test) all that there are; of a file that which it is the training table
/// of. By names alone.
std::vector<TextSet> findTextSets(const std::string &path);

/// The folder's files of text, sorted bytewise, without those that promise prose.
std::vector<std::string> textFilesOf(const std::string &folder);

} // namespace hourglass::data
