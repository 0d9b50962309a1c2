// What reading a source found, took for granted and could not use.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/types.h"
#include "engine/spec/setting.h"

namespace hourglass::data {

/// One thing in a source that is not as it should be, and was passed over.
struct Problem {
    std::string what;     ///< a sentence without its full stop: "\"n.a.\" is no number"
    std::string file;     ///< where the source has several, or empty
    core::Index line = 0; ///< from 1; 0: it has none
    core::Index column = 0;
};

/// Values of one column that were not there, or were no numbers, and what was done about them.
struct MissingValues {
    core::Index column = 0; ///< from 1
    std::string name;       ///< of the column, or empty
    core::Index count = 0;
    std::string done; ///< a clause: "rows with missing values are left out"

    /// "Column 1 (age): 2 values are missing; rows with missing values are left out."
    std::string sentence() const {
        std::string text = "Column " + std::to_string(column);
        if (!name.empty())
            text.append(" (").append(name).append(")");
        text.append(": ").append(std::to_string(count)).append(count == 1 ? " value is missing; " : " values are missing; ");
        return text.append(done).append(".");
    }
};

/// What may be read in two ways: the one that was taken, and the other, which one option gives.
struct Doubt {
    std::string sentence;  ///< what was taken and why: "Line 1 is taken for a sample, though its numbers rise evenly as names of columns do."
    std::string setting;   ///< the key of data.options that decides: "header"
    spec::Value otherwise; ///< its value for the other reading
    std::string offer;     ///< the other reading, for a button: "Line 1 names the columns"
};

/// Of a table as it stands in its source.
struct TableColumn {
    std::string key;   ///< what the settings find it by: its name, or its number from 1
    std::string title; ///< "Column 1 (id)"
};

struct ReadReport {
    static constexpr std::size_t mostProblems = 1000, mostColumns = 1000;

    std::string reader;                      ///< its key; empty for sets that are not read from a path
    spec::Values assumed;                    ///< every setting of the reader or generator with the value that was used, whether given or found
    std::vector<std::string> remarks;        ///< sentences: "Column 1 (id) is left out: each row has a number of its own."
    std::vector<Doubt> doubts;               ///< the gravest first
    std::vector<MissingValues> missing;      ///< of the columns that are taken, in their order
    std::vector<TableColumn> columns;        ///< all that a table has, in their order; none of what is no table, or has more than mostColumns
    std::vector<std::string> leftOutColumns; ///< their titles, in their order: "Column 1 (id)"
    std::vector<std::string> wordColumns;    ///< titles of those whose words became features
    core::Index leftOutSamples = 0;          ///< rows, pictures or files that could not be used, or were dropped
    std::vector<Problem> problems;           ///< the first mostProblems
    core::Index problemCount = 0;            ///< all of them

    void add(Problem problem) {
        ++problemCount;
        if (problems.size() < mostProblems)
            problems.push_back(std::move(problem));
    }
};

} // namespace hourglass::data
