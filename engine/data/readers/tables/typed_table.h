// A table whose file says what its columns are (ARFF, Orange, JSON). It goes the way of delimited text, so that every setting of
// columns means the same.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/readers/csv_dialect.h"
#include "engine/data/readers/reader.h"
#include "engine/data/sample_id.h"

namespace hourglass::data {

struct TypedColumn {
    enum class Type { Unknown, Number, Nominal, Text, Date };

    std::string name = {};
    Type type = Type::Unknown; ///< Unknown: found out from its values
    std::string leftOut = {};  ///< why nothing is to be learned from it, as a clause, or empty
};

/// Rows as they come, in memory.
class TypedTable {
public:
    /// `label` is the column that the file says is the class, or -1. `hasParts`: some rows are of a test part of their own.
    explicit TypedTable(std::vector<TypedColumn> columns, Index label = -1, bool hasParts = false)
        : m_columns(std::move(columns)), m_label(label), m_hasParts(hasParts) {}

    const std::vector<TypedColumn> &columns() const { return m_columns; }
    /// An empty field is a missing value. A row with another number of fields than there are columns is left out, and told with
    /// its line (from 1). An error where so much is no more to be held in memory.
    std::optional<core::Error> add(const std::vector<std::string> &row, Index line, const std::string &path, PartKind part = PartKind::Train);
    /// What is wrong in a row that can be used.
    void addProblem(Problem problem) { m_report.add(std::move(problem)); }
    /// A row that cannot be used.
    void leaveOut(Problem problem) {
        addProblem(std::move(problem));
        ++m_report.leftOutSamples;
    }
    Index rows() const { return m_rows; }

private:
    friend core::Result<Dataset> readTyped(const TypedTable &table, const char *format, const ReadOrder &order);

    void append(std::string_view field);
    Index lineOf(Index row) const;

    std::vector<TypedColumn> m_columns;
    Index m_label;
    bool m_hasParts;
    std::string m_text;                           ///< the rows as delimited text, each on a line; its last field is the part, where there are some
    std::vector<CsvRow> m_first;                  ///< the first rows, to plan by
    std::vector<std::pair<Index, Index>> m_lines; ///< (row, line) wherever a row's line does not follow the line of the row before
    Index m_rows = 0;
    ReadReport m_report; ///< its problems
};

/// The settings of delimited text that are of columns and not of how it is written.
std::vector<spec::Setting> columnSettings();

/// Errors, and remarks, as of delimited text. `format` is for people: "ARFF".
core::Result<Dataset> readTyped(const TypedTable &table, const char *format, const ReadOrder &order);

} // namespace hourglass::data
