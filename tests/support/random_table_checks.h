// What must hold of any table by lot: what is read is what was written, or a remark names the line where it is not.
#pragma once

#include <QTest>

#include "tests/support/csv_files.h"
#include "tests/support/random_tables.h"

namespace hourglass::tests {

/// Empty, or where the data set is another than the table.
inline QString differenceOf(const data::Dataset &dataset, const RandomTable &table) {
    const data::Part &part = dataset.train;
    const std::size_t width = table.rows.empty() ? 0 : table.rows[0].size();
    if (part.samples != static_cast<Index>(table.rows.size()) || part.features != static_cast<Index>(width))
        return QString("%1 × %2 instead of %3 × %4").arg(part.samples).arg(part.features).arg(table.rows.size()).arg(width);
    if (dataset.report.leftOutSamples != table.leftOut)
        return QString("%1 rows left out instead of %2").arg(dataset.report.leftOutSamples).arg(table.leftOut);
    for (std::size_t i = 0; i < table.featureNames.size(); ++i)
        if (i >= dataset.featureNames.size() || dataset.featureNames[i] != table.featureNames[i])
            return QString("feature %1 is not called ").arg(i) + QString::fromStdString(table.featureNames[i]);
    for (std::size_t i = 0; i < width; ++i) {
        double lowest = table.rows[0][i], highest = lowest;
        for (const auto &row : table.rows) {
            lowest = std::min(lowest, row[i]);
            highest = std::max(highest, row[i]);
        }
        const double offset = dataset.offsets.empty() ? 0.0 : dataset.offsets[i], spread = highest - lowest;
        for (std::size_t row = 0; row < table.rows.size(); ++row) {
            const double value = table.rows[row][i], got = offset + static_cast<double>(part.floats[row * width + i]);
            const double rounding = 1.2e-7 * std::fabs(value - offset) + 6e-8 * spread + 1e-15 * std::fabs(value); // of values, and of means between two
            if (!(std::fabs(got - value) <= rounding))
                return QString("sample %1, feature %2: %3 instead of %4").arg(row).arg(i).arg(got, 0, 'g', 12).arg(value, 0, 'g', 12);
        }
    }
    if (part.labels.size() != table.classes.size())
        return QString("%1 labels instead of %2").arg(part.labels.size()).arg(table.classes.size());
    for (std::size_t row = 0; row < table.classes.size(); ++row) {
        const std::int32_t label = part.labels[row];
        if ((label < 0 ? std::string() : dataset.classNames[static_cast<std::size_t>(label)]) != table.classes[row])
            return QString("sample %1 is not of class ").arg(row) + QString::fromStdString(table.classes[row]);
    }
    for (std::size_t i = 0; i < dataset.classNames.size(); ++i)
        if (std::count(part.labels.begin(), part.labels.end(), static_cast<std::int32_t>(i)) == 0)
            return "a class has no sample";
    return {};
}

/// Whether the report names a line that is read in another way than it was meant.
inline bool namesOddLine(const data::ReadReport &report, const RandomTable &table) {
    const auto names = [&](const std::string &sentence) {
        for (const Index line : table.oddLines)
            for (const char *word : {"Line ", "line ", "Lines ", "lines "}) {
                const std::string sought = word + std::to_string(line);
                const std::size_t at = sentence.find(sought);
                if (at != std::string::npos &&
                    !(at + sought.size() < sentence.size() && std::isdigit(static_cast<unsigned char>(sentence[at + sought.size()]))))
                    return true;
            }
        return false;
    };
    const auto isOdd = [&](const data::Problem &problem) {
        return std::find(table.oddLines.begin(), table.oddLines.end(), problem.line) != table.oddLines.end();
    };
    return std::any_of(report.remarks.begin(), report.remarks.end(), names) || std::any_of(report.problems.begin(), report.problems.end(), isOdd) ||
           std::any_of(report.doubts.begin(), report.doubts.end(), [&](const data::Doubt &doubt) { return names(doubt.sentence); });
}

struct TablesRead {
    Index equal = 0, told = 0;    ///< told: another than was written, and a remark names the line
    QStringList wrong, toldSeeds; ///< a line each: the seed and what is wrong
};

/// Adds what is known of one table.
inline void readTable(const CsvFiles &files, std::uint64_t seed, TablesRead &read) {
    const RandomTable table = TableLottery(seed).draw();
    const auto dataset = files.read(table.bytes, table.options);
    const QString difference = dataset ? differenceOf(*dataset, table) : QString::fromStdString(dataset.error().sentence());
    const QString line = QString("seed %1: ").arg(seed) + difference;
    if (difference.isEmpty()) {
        ++read.equal;
    } else if (dataset && namesOddLine(dataset->report, table)) {
        ++read.told;
        read.toldSeeds += line;
    } else {
        read.wrong += line;
    }
}

inline TablesRead readTables(std::uint64_t first, Index count) {
    const CsvFiles files;
    TablesRead read;
    for (Index i = 0; i < count; ++i)
        readTable(files, first + static_cast<std::uint64_t>(i), read);
    return read;
}

} // namespace hourglass::tests
