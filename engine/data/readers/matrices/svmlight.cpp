#include "engine/data/readers/matrices/svmlight.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <new>
#include <set>

#include "engine/data/natural_order.h"
#include "engine/data/readers/csv_pass.h"
#include "engine/data/readers/matrices/dense_matrix.h"
#include "engine/data/readers/matrices/svmlight_rows.h"
#include "engine/data/readers/part_name.h"
#include "engine/data/readers/text_lines.h"
#include "engine/data/shown_name.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Error;
using core::Result;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t mostClasses = 1000, fewClasses = 20;

/// All rows of one or two files, in memory as sparse as they are.
struct Rows {
    std::vector<std::size_t> ends; ///< of each row, in places and values
    std::vector<std::uint32_t> places;
    std::vector<double> values;
    std::vector<std::string> labels, groups;
    std::vector<PartKind> parts;
    std::uint64_t highest = 0;
    bool hasZero = false;         ///< a place 0 occurs
    std::optional<bool> saysZero; ///< what a comment says of the base
    ReadReport report;            ///< its problems
};

void readComment(std::string_view line, Rows &rows) {
    const std::string text = lowerCase(line);
    if (text.find("zero-based") != std::string::npos)
        rows.saysZero = true;
    else if (text.find("one-based") != std::string::npos)
        rows.saysZero = false;
}

std::optional<Error> readRows(const std::string &path, PartKind part, const Progress &progress, Rows &rows) {
    auto lines = TextLines::open(path, progress);
    if (!lines)
        return lines.error();
    SvmlightRow row;
    std::string_view line;
    while (true) {
        const auto isThere = lines->next(line);
        if (!isThere)
            return isThere.error();
        if (!*isThere)
            return {};
        if (rows.ends.empty() && line.starts_with('#'))
            readComment(line, rows);
        line = withoutComment(line);
        if (trimmed(line).empty())
            continue;
        if (auto problem = readSvmlightRow(line, row)) {
            rows.report.add(
                {*problem + "; the row is left out", part == PartKind::Test ? shownName(fs::path(path).filename().string()) : std::string(), lines->number()});
            ++rows.report.leftOutSamples;
            continue;
        }
        for (const auto &[place, value] : row.values) {
            rows.places.push_back(static_cast<std::uint32_t>(place));
            rows.values.push_back(value);
            rows.highest = std::max(rows.highest, place);
            rows.hasZero = rows.hasZero || place == 0;
        }
        rows.ends.push_back(rows.places.size());
        rows.labels.push_back(row.label);
        rows.groups.push_back(row.group);
        rows.parts.push_back(part);
        const std::size_t bytes = rows.places.size() * 12 + rows.ends.size() * (sizeof(std::size_t) + 2 * sizeof(std::string) + sizeof(PartKind));
        if (static_cast<double>(bytes) > physicalMemory() / 2)
            return Error{"the matrix takes more memory than the machine has", path, "Use a part of the file."};
    }
}

/// Labels as numbers, where all that are there are; NaN where one is not there.
std::optional<std::vector<double>> numbersOf(const std::vector<std::string> &labels) {
    std::vector<double> numbers;
    for (const std::string &label : labels) {
        const auto number = label.empty() ? std::optional(std::nan("")) : numberIn(label);
        if (!number || (!label.empty() && !std::isfinite(*number)))
            return {};
        numbers.push_back(*number);
    }
    return numbers;
}

void putClasses(const std::vector<std::string> &names, Dataset &dataset) {
    std::map<std::string, std::int32_t> classes;
    for (const std::string &name : names)
        if (!name.empty())
            classes.emplace(name, 0);
    for (const auto &[name, number] : classes)
        dataset.classNames.push_back(name);
    std::sort(dataset.classNames.begin(), dataset.classNames.end(), [](const std::string &a, const std::string &b) {
        const auto left = numberIn(a), right = numberIn(b);
        return left && right ? *left < *right : comesBefore(a, b);
    });
    for (std::size_t i = 0; i < dataset.classNames.size(); ++i)
        classes[dataset.classNames[i]] = static_cast<std::int32_t>(i);
    for (const std::string &name : names)
        dataset.train.labels.push_back(name.empty() ? -1 : classes.at(name));
}

/// "2,0" and "0,2" are one set of labels: "0,2".
std::string sortedList(const std::string &label) {
    std::vector<std::string> words;
    for (std::size_t from = 0; from <= label.size();) {
        const std::size_t end = std::min(label.find(',', from), label.size());
        words.emplace_back(trimmed(std::string_view(label).substr(from, end - from)));
        from = end + 1;
    }
    std::sort(words.begin(), words.end(), comesBefore);
    std::string text;
    for (const std::string &word : words)
        text.append(text.empty() ? "" : ",").append(word);
    return text;
}

/// Whole numbers of few kinds, and words, are classes; other numbers are what is known of a sample beside its features.
void putLabels(const Rows &rows, const std::string &wanted, Dataset &dataset) {
    if (std::all_of(rows.labels.begin(), rows.labels.end(), [](const std::string &label) { return label.empty(); }))
        return;
    const auto numbers = numbersOf(rows.labels);
    std::set<std::string> kinds;
    std::vector<std::string> names;
    bool areWhole = true;
    for (std::size_t i = 0; i < rows.labels.size(); ++i) {
        names.push_back(numbers && !rows.labels[i].empty() ? spec::shortest((*numbers)[i]) : sortedList(rows.labels[i]));
        areWhole = areWhole && (!numbers || std::isnan((*numbers)[i]) || (*numbers)[i] == std::floor((*numbers)[i]));
        if (kinds.size() <= mostClasses)
            kinds.insert(names.back());
    }
    const bool areFew = kinds.size() <= fewClasses || (kinds.size() <= mostClasses && 2 * kinds.size() <= rows.labels.size());
    ReadReport &report = dataset.report;
    const bool hasLists = !numbers && std::any_of(names.begin(), names.end(), [](const std::string &name) { return name.find(',') != std::string::npos; });
    if (wanted == "target" && !numbers)
        report.remarks.push_back("The labels are no numbers: they cannot be a target.");
    const bool areClasses = wanted == "classes" || !numbers || (wanted == "automatic" && areWhole && areFew);
    if (areClasses && kinds.size() > mostClasses) {
        report.remarks.push_back("The labels are left out: they have more than 1000 different values.");
    } else if (areClasses) {
        putClasses(names, dataset);
        if (hasLists)
            report.remarks.push_back("Some samples have several labels: samples with the same ones are a class.");
    } else {
        dataset.factorNames = {"target"};
        dataset.train.factors.assign(numbers->begin(), numbers->end());
    }
    report.assumed["labels"] = std::string(areClasses ? "classes" : "target");
}

void putGroups(const std::vector<std::string> &groups, Dataset &dataset) {
    if (std::any_of(groups.begin(), groups.end(), [](const std::string &group) { return group.empty(); }))
        return;
    std::map<std::string, std::int32_t> numbers;
    for (const std::string &group : groups)
        if (numbers.emplace(group, static_cast<std::int32_t>(dataset.groupNames.size())).second)
            dataset.groupNames.push_back(group);
    for (const std::string &group : groups)
        dataset.train.groups.push_back(numbers.at(group));
    dataset.report.remarks.push_back("qid says which samples belong together: " + std::to_string(groups.empty() ? 0 : numbers.size()) +
                                     (numbers.size() == 1 ? " group." : " groups."));
}

} // namespace

spec::Kind svmlightKind() {
    using spec::SettingKind;
    spec::Kind kind{.key = "svmlight",
                    .label = "SVMlight, LIBSVM",
                    .help = "A sparse matrix as text: a label, and pairs of a place and a number.",
                    .settings = denseSettings()};
    const std::vector<spec::Setting> own{
        {.key = "base",
         .label = "Places begin with",
         .help = "The number of the first column, in all files alike.",
         .kind = SettingKind::Choice,
         .fallback = std::string("automatic"),
         .choices = {{"automatic", "Automatic", "0 where a place 0 occurs or a comment says so; else 1."},
                     {"zero", "0", "As scikit-learn writes them."},
                     {"one", "1", "As LIBSVM's collection has them."}}},
        {.key = "labels",
         .label = "Labels are",
         .help = "What the label of a sample is.",
         .kind = SettingKind::Choice,
         .fallback = std::string("automatic"),
         .choices = {{"automatic", "Automatic", "Classes where they are whole numbers of few kinds, or words."},
                     {"classes", "Classes", "Each value is a class."},
                     {"target", "A target", "A number that is known of each sample."}}},
        {.key = "test",
         .label = "Test part",
         .help = "Whether a file NAME.t beside NAME is the test part.",
         .kind = SettingKind::Choice,
         .fallback = std::string("automatic"),
         .choices = {{"automatic", "Automatic", "It is, where there is one."}, {"none", "None", "The file stands for itself."}}}};
    kind.settings.insert(kind.settings.begin(), own.begin(), own.end());
    return kind;
}

bool looksLikeSvmlight(const std::string &path) {
    std::size_t pairs = 0, seen = 0;
    SvmlightRow row;
    for (const std::string &line : firstLines(path, 30)) {
        const std::string_view text = withoutComment(line);
        if (trimmed(text).empty())
            continue;
        if (readSvmlightRow(text, row) || (row.label.find_first_not_of("0123456789+-.eE,") != std::string::npos && row.values.empty()))
            return false;
        ++seen;
        pairs += row.values.size();
    }
    return pairs > 0 && 2 * pairs >= seen;
}

Result<Dataset> readSvmlight(const ReadOrder &order) try {
    Rows rows;
    if (auto error = readRows(order.path, PartKind::Train, order.progress.between(0.0, 0.5), rows))
        return *error;
    std::string test = order.path + ".t";
    if (choiceOf(order, "test", "automatic") == "none" || !looksLikeSvmlight(test))
        test.clear();
    if (rows.ends.empty()) {
        const auto &problems = rows.report.problems;
        return Error{problems.empty() ? "the file holds no rows"
                                      : "no row can be used; line " + std::to_string(problems.front().line) + ": " + problems.front().what,
                     order.path, "Each sample needs a line such as 1 3:0.5 7:2."};
    }
    if (!test.empty())
        if (auto error = readRows(test, PartKind::Test, order.progress.between(0.5, 0.9), rows))
            return *error;
    const std::string wanted = choiceOf(order, "base", "automatic");
    const bool isZero = wanted == "zero" || (wanted == "automatic" && (rows.hasZero || rows.saysZero.value_or(false)));
    if (!isZero && rows.hasZero)
        return Error{"a place 0 occurs, so that places cannot begin with 1", "data.options.base", "Set it to zero or automatic."};
    if (rows.places.empty())
        return Error{"no row holds a number", order.path, "Each sample needs a line such as 1 3:0.5 7:2."};
    auto matrix = DenseMatrix::make(rows.ends.size(), rows.highest + (isZero ? 1 : 0), order);
    if (!matrix)
        return matrix.error();
    do {
        for (std::size_t row = 0, at = 0; row < rows.ends.size(); ++row)
            for (; at < rows.ends[row]; ++at)
                matrix->add(static_cast<Index>(row), static_cast<Index>(rows.places[at]) - (isZero ? 0 : 1), rows.values[at]);
    } while (matrix->isToBeFilledAgain());
    rows.places = {};
    rows.values = {};
    if (order.progress.isCancelled())
        return cancelledError(order.path);
    auto dataset = matrix->finish(order);
    if (!dataset)
        return dataset;
    ReadReport &report = dataset->report;
    for (const Problem &problem : rows.report.problems)
        report.add(problem);
    report.problemCount += rows.report.problemCount - static_cast<Index>(rows.report.problems.size());
    report.leftOutSamples = rows.report.leftOutSamples;
    report.assumed["base"] = std::string(isZero ? "zero" : "one");
    report.assumed["test"] = std::string(test.empty() ? "none" : "automatic");
    report.remarks.push_back(std::string("The places of numbers begin with ") + (isZero ? "0" : "1") + (test.empty() ? "." : ", in both files."));
    putLabels(rows, choiceOf(order, "labels", "automatic"), *dataset);
    putGroups(rows.groups, *dataset);
    dataset->title = shownName(fs::path(order.path).filename().string());
    dataset->origin = "SVMlight " + order.path;
    if (!test.empty()) {
        moveToParts(*dataset, rows.parts);
        report.remarks.push_back(shownName(fs::path(test).filename().string()) + " beside it is the test part.");
    }
    return dataset;
} catch (const std::bad_alloc &) {
    return Error{"the data do not fit into memory", order.path, "Close other programs or use a smaller file."};
}

} // namespace hourglass::data
