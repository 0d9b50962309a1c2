#include "engine/data/readers/csv_finish.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "engine/spec/wording.h"

namespace hourglass::data {

using Role = CsvColumn::Role;

namespace {

constexpr std::size_t mostListed = 20; // columns told one by one
constexpr float largestLabel = 65535.0f;
constexpr std::size_t mostClasses = 1000;

std::vector<float> meansOf(const std::vector<float> &values, std::size_t features) {
    std::vector<double> sums(features);
    std::vector<Index> counts(features);
    for (std::size_t at = 0; at < values.size(); at += features)
        for (std::size_t i = 0; i < features; ++i) {
            const bool isThere = !std::isnan(values[at + i]);
            sums[i] += isThere ? static_cast<double>(values[at + i]) : 0.0;
            counts[i] += isThere ? 1 : 0;
        }
    std::vector<float> means(features);
    for (std::size_t i = 0; i < features; ++i)
        means[i] = counts[i] == 0 ? 0.0f : static_cast<float>(sums[i] / static_cast<double>(counts[i]));
    return means;
}

/// Of an even number of values, the mean of the two in the middle.
float medianOf(std::vector<float> &values) {
    if (values.empty())
        return 0.0f;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1)
        return *middle;
    const double below = *std::max_element(values.begin(), middle);
    return static_cast<float>((below + static_cast<double>(*middle)) / 2.0);
}

std::vector<float> mediansOf(const std::vector<float> &values, std::size_t features) {
    std::vector<float> medians(features), column;
    for (std::size_t i = 0; i < features; ++i) {
        column.clear();
        for (std::size_t at = i; at < values.size(); at += features)
            if (!std::isnan(values[at]))
                column.push_back(values[at]);
        medians[i] = medianOf(column);
    }
    return medians;
}

std::string counted(Index count, const char *one, const char *many) {
    return std::to_string(count) + (count == 1 ? one : many);
}

/// Sentences of the first columns, and how many more there are.
class Listing {
public:
    explicit Listing(ReadReport &report) : m_report(report) {}
    void add(std::string sentence) {
        if (m_count++ < mostListed)
            m_report.remarks.push_back(std::move(sentence));
    }
    void end(const char *what) {
        if (m_count > mostListed)
            m_report.remarks.push_back("The same is true of " + std::to_string(m_count - mostListed) + " more columns: " + what + '.');
    }

private:
    ReadReport &m_report;
    std::size_t m_count = 0;
};

/// The fewest digits that give this float back.
std::string shortestText(float value) {
    std::array<char, 32> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

void addMissing(const CsvTable &table, const CsvPassResult &result, const std::vector<float> &filled, const CsvOptions &options,
                ReadReport &report) {
    const char *const name = options.missing == "median" ? "median" : "mean";
    for (Index i = 0; i < static_cast<Index>(table.columns.size()); ++i) {
        const CsvCounts &counts = result.counts[static_cast<std::size_t>(i)];
        const CsvColumn &column = table.at(i);
        const Index missing = counts.missing + counts.infinite + (column.role == Role::Number ? counts.others : 0);
        if (missing == 0 || !table.isFeature(i))
            continue;
        std::string done = "rows with missing values are left out";
        if (!table.dropsRows && !table.areBytes) {
            done = std::string("the ") + name;
            if (!filled.empty() && (column.role == Role::Number || table.areCodes))
                done += ", " + (column.offset ? spec::shortest(static_cast<double>(filled[static_cast<std::size_t>(column.first)]) + *column.offset)
                                              : shortestText(filled[static_cast<std::size_t>(column.first)])) + ',';
            done += std::string(" of ") + options.whole + ", test part included, stands in place";
        }
        if (column.hasFlag)
            done += ", and a feature of its own tells where";
        report.missing.push_back({i + 1, column.name, missing, std::move(done)});
    }
    if (result.dropped > 0)
        report.remarks.push_back(counted(result.dropped, " row is", " rows are") + " left out because values are missing.");
}

void addThousands(const CsvTable &table, char point, ReadReport &report) {
    const std::string sign = point == ',' ? "points" : "commas";
    Listing read(report), doubtful(report);
    for (Index i = 0; i < static_cast<Index>(table.columns.size()); ++i) {
        const CsvColumn &column = table.at(i);
        if (column.role == Role::Number && column.thousands == CsvThousands::Certain)
            read.add(table.titleOf(i) + ": the " + sign + " between thousands are passed over.");
        if (column.role != Role::Number && column.thousands == CsvThousands::Doubtful)
            doubtful.add(table.titleOf(i) + " holds words: its " + sign + " may stand between thousands or before decimals.");
    }
    read.end("thousands are kept apart");
    doubtful.end("they may hold thousands or decimals");
}

void addConstants(const CsvTable &table, const CsvPassResult &result, ReadReport &report) {
    if (table.areImages || result.rows < 2)
        return;
    Listing listing(report);
    for (Index i = 0; i < static_cast<Index>(table.columns.size()); ++i) {
        const CsvColumn &column = table.at(i);
        const auto first = static_cast<std::size_t>(column.first);
        const bool isConstant = table.isFeature(i) && (column.role == Role::Number || table.areCodes || column.categories.size() == 1) &&
                                result.lowest[first] == result.highest[first];
        if (isConstant)
            listing.add(table.titleOf(i) + " is constant: there is nothing in it to learn.");
    }
    listing.end("they are constant");
}

std::string join(const CsvTable &table) {
    std::string names;
    for (Index i = 0; i < static_cast<Index>(table.columns.size()); ++i)
        if (table.at(i).role == Role::LeftOut && table.at(i).isChosen) {
            names += names.empty() ? "" : ", ";
            names += table.keyOf(i);
        }
    return names.empty() ? "none" : names;
}

std::string keyOfSign(char sign) {
    switch (sign) {
    case ';':
        return "semicolon";
    case '\t':
        return "tab";
    case ' ':
        return "space";
    case '|':
        return "bar";
    case '.':
        return "point";
    case '"':
        return "double";
    case '\'':
        return "single";
    case '#':
        return "hash";
    case '%':
        return "percent";
    case '\0':
        return "none";
    default:
        return "comma";
    }
}

} // namespace

std::vector<float> fillMissing(CsvPassResult &result, Index features, bool byMedian) {
    std::vector<float> &values = result.values;
    const auto width = static_cast<std::size_t>(features);
    if (std::none_of(values.begin(), values.end(), [](float value) { return std::isnan(value); }))
        return {};
    std::vector<float> filled = byMedian ? mediansOf(values, width) : meansOf(values, width);
    for (std::size_t at = 0; at < values.size(); at += width)
        for (std::size_t i = 0; i < width; ++i)
            values[at + i] = std::isnan(values[at + i]) ? filled[i] : values[at + i];
    return filled;
}

bool makeLabels(const CsvTable &table, const std::vector<float> &numbers, Dataset &dataset) {
    std::vector<std::int32_t> &labels = dataset.train.labels;
    if (const CsvColumn &column = table.at(table.label); column.role == Role::Words) {
        labels.assign(numbers.begin(), numbers.end());
        dataset.classNames = column.categories;
        return true;
    }
    std::set<float> classes;
    for (const float number : numbers) {
        if (number != std::floor(number) || (classes.insert(number).second && classes.size() > mostClasses))
            return false;
    }
    if (classes.empty())
        return false;
    // Numbers that leave few gaps are the labels themselves; others are numbered in their order.
    const float last = *classes.rbegin();
    const bool areLabels = *classes.begin() >= 0.0f && last <= largestLabel && last < 16.0f + 4.0f * static_cast<float>(classes.size());
    std::vector<float> names(classes.begin(), classes.end());
    if (areLabels) {
        names.clear();
        for (int label = 0; label <= static_cast<int>(last); ++label)
            names.push_back(static_cast<float>(label));
    }
    for (const float name : names)
        dataset.classNames.push_back(spec::shortest(static_cast<double>(name)));
    labels.reserve(numbers.size());
    for (const float number : numbers)
        labels.push_back(static_cast<std::int32_t>(std::lower_bound(names.begin(), names.end(), number) - names.begin()));
    return true;
}

void addRemarks(const CsvTable &table, const CsvPassResult &result, const std::vector<float> &filled, const CsvOptions &options, char point,
                ReadReport &report) {
    Listing listing(report);
    for (Index i = 0; i < static_cast<Index>(table.columns.size()); ++i)
        if (table.at(i).role == Role::LeftOut)
            listing.add(table.titleOf(i) + " is left out: " + table.at(i).reason + '.');
    listing.end("they are left out");
    addThousands(table, point, report);
    addMissing(table, result, filled, options, report);
    addConstants(table, result, report);
}

spec::Values assumedOf(const CsvTable &table, const CsvPassOrder &order, const CsvOptions &options) {
    const Index keys = table.group < 0 ? table.part : table.group;
    const char *const encodings[] = {"utf-8", "utf-16le", "utf-16be", "windows-1252"};
    return {{"encoding", std::string(encodings[static_cast<int>(order.encoding)])},
            {"delimiter", keyOfSign(order.dialect.delimiter)},
            {"decimal", keyOfSign(order.dialect.point)},
            {"quotes", keyOfSign(order.dialect.quote)},
            {"comment", keyOfSign(order.dialect.comment)},
            {"header", std::string(order.hasHeader ? "yes" : "no")},
            {"label", table.label < 0 ? std::string("none") : table.keyOf(table.label)},
            {"group", keys < 0 ? std::string("none") : table.keyOf(keys)},
            {"leave_out", join(table)},
            {"words", options.words},
            {"categories", options.categories},
            {"missing", options.missing},
            {"shape", std::string(table.areImages ? "images" : "table")}};
}

} // namespace hourglass::data
