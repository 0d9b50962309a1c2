// Delimited texts that are read as if they were one.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/readers/csv_pass.h"

namespace hourglass::data {

struct RunFile {
    CsvPassOrder pass; ///< its path, and how it is written
    std::string name;
    std::string problem;        ///< why it is left out, as a clause; empty where it is to be read
    std::vector<Index> columns; ///< the table's column of each of the file's, -1: none; empty where they are the same
};

/// Reads all files behind one another. Where one lacks the label column, its samples have the label of the first of all, which
/// means nothing.
class FileRun {
public:
    explicit FileRun(std::vector<RunFile> files) : m_files(std::move(files)) {}

    core::Result<CsvPassResult> operator()(const CsvTable &table, const CsvPassOrder &order);
    /// Of each file, in the last run.
    const std::vector<Index> &rows() const { return m_rows; }
    /// Whether the table has a label and this file has not.
    bool lacksLabel(std::size_t file) const { return m_lacksLabel[file]; }

private:
    bool add(const CsvTable &table, CsvPassResult more, std::size_t file, CsvPassResult &to);

    std::vector<RunFile> m_files;
    std::vector<Index> m_rows;
    std::vector<bool> m_lacksLabel;
};

} // namespace hourglass::data
