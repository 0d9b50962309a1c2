#include "engine/data/readers/csv_finish.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "engine/data/readers/csv_filling.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

using Role = CsvColumn::Role;

namespace {

constexpr std::size_t mostListed = 20; // columns told one by one
constexpr std::size_t mostClasses = 1000;

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

/// What stands for a missing word: shares that add up to 1, or a word.
std::string wordsInPlace(const CsvTable &table, Index column, const std::vector<float> &filled) {
    const CsvColumn &described = table.at(column);
    if (filled.empty())
        return "the mean";
    const auto first = filled.begin() + described.first;
    const auto one =
        table.areCodes ? static_cast<std::ptrdiff_t>(*first) : std::find(first, first + static_cast<std::ptrdiff_t>(described.categories.size()), 1.0f) - first;
    if (one < static_cast<std::ptrdiff_t>(described.categories.size()))
        return "the most frequent word, “" + described.categories[static_cast<std::size_t>(one)] + "”,";
    return "the mean, the share of each word,";
}

void addMissing(const CsvTable &table, const CsvPassResult &result, const std::vector<float> &filled, const CsvOptions &options, ReadReport &report) {
    const char *const name = options.missing == "median" ? "median" : "mean";
    for (Index i = 0; i < static_cast<Index>(table.columns.size()); ++i) {
        const CsvCounts &counts = result.counts[static_cast<std::size_t>(i)];
        const CsvColumn &column = table.at(i);
        const Index missing = missingIn(column, counts);
        if (missing == 0 || !table.isFeature(i))
            continue;
        std::string done = "rows with missing values are left out";
        if (!table.dropsRows && !table.areBytes) {
            done = column.role == Role::Number ? std::string("the ") + name : wordsInPlace(table, i, filled);
            if (!filled.empty() && column.role == Role::Number && column.elements == 0)
                done += ", " +
                        (column.offset ? spec::shortest(static_cast<double>(filled[static_cast<std::size_t>(column.first)]) + *column.offset)
                                       : shortestText(filled[static_cast<std::size_t>(column.first)])) +
                        ',';
            done += std::string(" of ") + options.whole + ", test part included, stands in place";
        }
        if (column.hasFlag)
            done += ", and a feature of its own tells where";
        report.missing.push_back({i + 1, column.name, missing, std::move(done)});
    }
    if (result.dropped > 0)
        report.remarks.push_back(counted(result.dropped, " row is", " rows are") + " left out because values are missing.");
}

/// How numbers were read that are no plain decimals.
void addNumerals(const CsvTable &table, char point, ReadReport &report) {
    Listing read(report), several(report), unread(report);
    std::string doubtful;
    for (Index i = 0; i < static_cast<Index>(table.columns.size()); ++i) {
        const CsvColumn &column = table.at(i);
        const bool isRead = column.role == Role::Number && column.elements == 0 && column.numerals.areRead;
        if (const std::string told = isRead ? toldOf(column.numerals) : std::string(); !told.empty())
            read.add(table.titleOf(i) + ": " + told + '.');
        if (isRead && column.numerals.isSeparatorDoubtful)
            doubtful += (doubtful.empty() ? "" : ", ") + table.titleOf(i);
        if (column.role == Role::Number && column.elements > 0)
            several.add(table.titleOf(i) + " holds " + std::to_string(column.elements) + " numbers in one field: each is a feature.");
        if (column.role != Role::Number && column.longest > 0)
            unread.add(table.titleOf(i) + " holds " + std::to_string(column.shortest) + " to " + std::to_string(column.longest) +
                       " numbers in one field: not equally many, so they are no features.");
        if (column.role != Role::Number && !column.numerals.doubt.empty())
            unread.add(table.titleOf(i) + " holds " + column.numerals.doubt + ": it is not read as numbers.");
    }
    read.end("signs around their numbers are passed over");
    several.end("they hold several numbers in one field");
    unread.end("their numbers are not read");
    if (doubtful.empty())
        return;
    const char *const sign = point == ',' ? "point" : "comma";
    report.doubts.push_back({doubtful + ": the " + sign + "s are taken to stand between thousands; they may stand before decimals.", "decimal",
                             std::string(sign), std::string("The ") + sign + " stands before decimals"});
}

void addConstants(const CsvTable &table, const CsvPassResult &result, ReadReport &report) {
    if (table.areImages || result.rows < 2)
        return;
    Listing listing(report);
    for (Index i = 0; i < static_cast<Index>(table.columns.size()); ++i) {
        const CsvColumn &column = table.at(i);
        const auto first = static_cast<std::size_t>(column.first);
        const bool isConstant = table.isFeature(i) && column.elements == 0 &&
                                (column.role == Role::Number || table.areCodes || column.categories.size() == 1) &&
                                result.lowest[first] == result.highest[first];
        if (isConstant)
            listing.add(table.titleOf(i) + " is constant: there is nothing in it to learn.");
    }
    listing.end("they are constant");
}

std::string keyOfSign(char sign) {
    switch (sign) {
    case ';': return "semicolon";
    case '\t': return "tab";
    case ' ': return "space";
    case '|': return "bar";
    case '.': return "point";
    case '"': return "double";
    case '\'': return "single";
    case '#': return "hash";
    case '%': return "percent";
    case '\0': return "none";
    default: return "comma";
    }
}

} // namespace

bool makeLabels(const CsvTable &table, const std::vector<float> &numbers, Dataset &dataset) {
    std::vector<std::int32_t> &labels = dataset.train.labels;
    labels.reserve(numbers.size());
    if (const CsvColumn &column = table.at(table.label); column.role == Role::Words) {
        for (const float number : numbers)
            labels.push_back(std::isnan(number) ? -1 : static_cast<std::int32_t>(number));
        dataset.classNames = column.categories;
        return true;
    }
    std::set<float> classes;
    for (const float number : numbers) {
        if (std::isnan(number))
            continue;
        if (number != std::floor(number) || (classes.insert(number).second && classes.size() > mostClasses))
            return false;
    }
    const std::vector<float> names(classes.begin(), classes.end());
    for (const float name : names)
        dataset.classNames.push_back(spec::shortest(static_cast<double>(name)));
    for (const float number : numbers)
        labels.push_back(std::isnan(number) ? -1 : static_cast<std::int32_t>(std::lower_bound(names.begin(), names.end(), number) - names.begin()));
    return !names.empty();
}

void addUnlabelled(const CsvTable &table, Dataset &dataset) {
    const std::vector<std::int32_t> &labels = dataset.train.labels;
    if (const auto without = static_cast<Index>(std::count(labels.begin(), labels.end(), -1)); without > 0)
        dataset.report.remarks.push_back(counted(without, " sample has", " samples have") + " no class: " + table.titleOf(table.label) + " is empty there.");
}

void addRemarks(const CsvTable &table, const CsvPassResult &result, const std::vector<float> &filled, const CsvOptions &options, char point,
                ReadReport &report) {
    Listing listing(report);
    if (table.columns.size() <= ReadReport::mostColumns)
        for (Index i = 0; i < static_cast<Index>(table.columns.size()); ++i)
            report.columns.push_back({table.keyOf(i), table.titleOf(i)});
    for (Index i = 0; i < static_cast<Index>(table.columns.size()); ++i) {
        if (table.at(i).role == Role::LeftOut)
            report.leftOutColumns.push_back(table.titleOf(i));
        else if (table.isFeature(i) && table.at(i).role == Role::Words)
            report.wordColumns.push_back(table.titleOf(i));
    }
    for (Index i = 0; i < static_cast<Index>(table.columns.size()); ++i)
        if (table.at(i).role == Role::LeftOut)
            listing.add(table.titleOf(i) + " is left out: " + table.at(i).reason + '.');
    listing.end("they are left out");
    addNumerals(table, point, report);
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
            {"skip_top", order.skipTop},
            {"skip_bottom", order.skipBottom},
            {"label", table.label < 0 ? std::string("none") : table.keyOf(table.label)},
            {"group", keys < 0 ? std::string("none") : table.keyOf(keys)},
            {"leave_out", table.chosenKeys()},
            {"words", options.words},
            {"categories", options.categories},
            {"missing", options.missing},
            {"missing_codes", options.missingCodes},
            {"shape", std::string(table.areImages ? "images" : "table")}};
}

} // namespace hourglass::data
