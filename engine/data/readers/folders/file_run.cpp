#include "engine/data/readers/folders/file_run.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace hourglass::data {

using core::Error;
using core::Result;

namespace {

/// The table as the file has its columns.
CsvTable tableOf(const CsvTable &table, const std::vector<Index> &columns) {
    CsvTable own = table;
    own.columns.clear();
    own.label = own.group = own.part = own.time = own.timeOfDay = -1;
    for (const Index column : columns) {
        const auto at = static_cast<Index>(own.columns.size());
        if (column < 0) {
            CsvColumn other;
            other.role = CsvColumn::Role::LeftOut;
            own.columns.push_back(std::move(other));
            continue;
        }
        own.label = column == table.label ? at : own.label;
        own.group = column == table.group ? at : own.group;
        own.part = column == table.part ? at : own.part;
        own.time = column == table.time ? at : own.time;
        own.timeOfDay = column == table.timeOfDay ? at : own.timeOfDay;
        own.columns.push_back(table.at(column));
    }
    return own;
}

template <class T>
void append(std::vector<T> &values, const std::vector<T> &more) {
    values.insert(values.end(), more.begin(), more.end());
}

} // namespace

Result<CsvPassResult> FileRun::operator()(const CsvTable &table, const CsvPassOrder &order) {
    CsvPassResult all;
    all.counts.resize(table.columns.size());
    all.lowest.assign(static_cast<std::size_t>(table.features), std::numeric_limits<float>::infinity());
    all.highest.assign(static_cast<std::size_t>(table.features), -std::numeric_limits<float>::infinity());
    m_rows.assign(m_files.size(), 0);
    m_lacksLabel.clear();
    for (const RunFile &file : m_files)
        m_lacksLabel.push_back(table.label >= 0 && !file.columns.empty() &&
                               std::find(file.columns.begin(), file.columns.end(), table.label) == file.columns.end());
    const auto count = static_cast<double>(m_files.size());
    std::string first;
    bool isAnyRead = false;
    for (std::size_t i = 0; i < m_files.size(); ++i) {
        std::string problem = m_files[i].problem;
        if (problem.empty()) {
            CsvPassOrder one = m_files[i].pass;
            one.isSurvey = order.isSurvey;
            one.threads = order.threads;
            one.progress = order.progress.between(static_cast<double>(i) / count, static_cast<double>(i + 1) / count);
            auto result = m_files[i].columns.empty() ? runPass(table, one) : runPass(tableOf(table, m_files[i].columns), one);
            if (order.progress.isCancelled())
                return cancelledError(order.path);
            if (result) {
                isAnyRead = true;
                if (!add(table, std::move(*result), i, all))
                    return Error{"the files take more memory than the machine has", order.path, "Leave out columns, or take fewer files."};
            } else {
                problem = result.error().what;
            }
        }
        if (!problem.empty()) {
            first = first.empty() ? m_files[i].name + ": " + problem : first;
            all.report.add({problem + "; the file is left out", m_files[i].name});
        }
    }
    if (!isAnyRead)
        return Error{"none of the files can be read; the first is " + first, order.path, "Open it with another program to see whether it is sound."};
    return all;
}

bool FileRun::add(const CsvTable &table, CsvPassResult more, std::size_t file, CsvPassResult &to) {
    m_rows[file] = more.rows;
    const std::size_t numbers = (to.values.size() + more.values.size()) * sizeof(float) + to.bytes.size() + more.bytes.size();
    if (static_cast<double>(numbers) > physicalMemory())
        return false;
    to.rows += more.rows;
    to.dropped += more.dropped;
    to.leftOut += more.leftOut;
    to.firstEmpty = to.emptyRows == 0 ? more.firstEmpty : to.firstEmpty;
    to.emptyRows += more.emptyRows;
    to.holdsBytes = to.holdsBytes && more.holdsBytes;
    append(to.values, more.values);
    append(to.bytes, more.bytes);
    append(to.labels, more.labels);
    if (table.label >= 0 && !to.labels.empty()) // of a file without that column
        to.labels.resize(static_cast<std::size_t>(to.rows), to.labels.front());
    if (table.group >= 0)
        append(to.groups, more.groups);
    else // for the order of the rows: no column says it
        to.groups.insert(to.groups.end(), static_cast<std::size_t>(more.rows), static_cast<std::int32_t>(file));
    append(to.parts, more.parts);
    append(to.times, more.times);
    if (table.time >= 0) // of a file without that column
        to.times.resize(static_cast<std::size_t>(to.rows));
    for (std::size_t i = 0; i < to.lowest.size(); ++i) {
        to.lowest[i] = std::min(to.lowest[i], more.lowest[i]);
        to.highest[i] = std::max(to.highest[i], more.highest[i]);
    }
    const std::vector<Index> &columns = m_files[file].columns;
    for (std::size_t i = 0; i < more.counts.size(); ++i) {
        const Index column = columns.empty() ? static_cast<Index>(i) : columns[i];
        if (column >= 0)
            addCounts(to.counts[static_cast<std::size_t>(column)], more.counts[i], table.mostWordsIn(column));
    }
    const auto told = static_cast<Index>(more.report.problems.size());
    for (Problem &problem : more.report.problems) {
        problem.file = m_files[file].name;
        to.report.add(std::move(problem));
    }
    to.report.problemCount += more.report.problemCount - told;
    return true;
}

} // namespace hourglass::data
