#include "engine/data/readers/tables/arff.h"

#include <algorithm>
#include <filesystem>
#include <new>
#include <set>

#include "engine/data/readers/file_pair.h"
#include "engine/data/readers/series/series_set.h"
#include "engine/data/readers/tables/arff_bags.h"
#include "engine/data/readers/tables/arff_text.h"
#include "engine/data/readers/tables/typed_table.h"
#include "engine/data/shown_name.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Error;
using core::Result;
using Attributes = std::vector<ArffAttribute>;
using Type = ArffAttribute::Type;
namespace fs = std::filesystem;

namespace {

/// A nominal attribute that its name or its place, the last one, makes the class; or -1.
Index classOf(const Attributes &attributes) {
    for (const char *known : {"class", "label", "target", "classlabel", "class_label", "outcome"})
        for (std::size_t i = 0; i < attributes.size(); ++i)
            if (attributes[i].type == Type::Nominal && lowerCase(attributes[i].name) == known)
                return static_cast<Index>(i);
    for (std::size_t i = attributes.size(); i-- > 0;) // names and dates behind it are no features
        if (attributes[i].type == Type::Nominal || attributes[i].type == Type::Number)
            return attributes[i].type == Type::Nominal && attributes.size() > 1 ? static_cast<Index>(i) : -1;
    return -1;
}

std::vector<TypedColumn> columnsOf(const Attributes &attributes) {
    std::vector<TypedColumn> columns;
    for (const ArffAttribute &attribute : attributes) {
        TypedColumn column{.name = attribute.name};
        column.type = attribute.type == Type::Nominal ? TypedColumn::Type::Nominal
                      : attribute.type == Type::Date  ? TypedColumn::Type::Date
                      : attribute.type == Type::Text  ? TypedColumn::Type::Text
                                                      : TypedColumn::Type::Number;
        columns.push_back(std::move(column));
    }
    return columns;
}

/// What its header declares of the nominal values of each attribute.
class Declared {
public:
    explicit Declared(const Attributes &attributes) : m_attributes(attributes) {
        for (const ArffAttribute &attribute : attributes)
            m_values.emplace_back(attribute.values.begin(), attribute.values.end());
    }
    /// The first value of a row that is not among those declared; the row's size where there is none.
    std::size_t firstStranger(const std::vector<std::string> &row) const {
        if (row.size() != m_values.size())
            return row.size();
        for (std::size_t i = 0; i < row.size(); ++i)
            if (m_attributes[i].type == Type::Nominal && !row[i].empty() && !m_values[i].contains(row[i]))
                return i;
        return row.size();
    }

private:
    const Attributes &m_attributes;
    std::vector<std::set<std::string, std::less<>>> m_values;
};

/// Hands every row behind the header to `take(row, line)`, which may return an error; what cannot be split goes to `refuse`.
template <class Take, class Refuse>
std::optional<Error> forEachRow(TextLines &lines, const Attributes &attributes, Take take, Refuse refuse) {
    std::string_view line;
    std::vector<std::string> row;
    while (true) {
        const auto isThere = lines.next(line);
        if (!isThere)
            return isThere.error();
        if (!*isThere)
            return {};
        if (isArffComment(line))
            continue;
        if (auto problem = splitArffRow(line, attributes, row)) {
            refuse(Problem{*problem + "; the row is left out", {}, lines.number()});
            continue;
        }
        if (auto error = take(row, lines.number()))
            return error;
    }
}

/// The file behind its header.
struct Opened {
    TextLines lines;
    Attributes attributes;
};

Result<Opened> open(const std::string &path, const Progress &progress) {
    auto lines = TextLines::open(path, progress);
    if (!lines)
        return lines.error();
    auto attributes = readArffHeader(*lines);
    if (!attributes)
        return attributes.error();
    return Opened{std::move(*lines), std::move(*attributes)};
}

std::optional<Error> readTableRows(Opened &file, PartKind part, TypedTable &table) {
    const Declared declared(file.attributes);
    return forEachRow(
        file.lines, file.attributes,
        [&](const std::vector<std::string> &row, Index line) {
            if (const std::size_t i = declared.firstStranger(row); i < row.size())
                table.addProblem({spec::quoted(row[i]) + " is none of the values declared for " + spec::quoted(file.attributes[i].name),
                                  {},
                                  line,
                                  static_cast<Index>(i) + 1});
            return table.add(row, line, file.lines.path(), part);
        },
        [&](Problem problem) { table.leaveOut(std::move(problem)); });
}

std::optional<Error> readBagRows(Opened &file, PartKind part, ArffBags &bags) {
    return forEachRow(
        file.lines, file.attributes, [&](const std::vector<std::string> &row, Index line) { return bags.add(row, line, part, file.lines.path()); },
        [&](Problem problem) { bags.leaveOut(std::move(problem)); });
}

} // namespace

spec::Kind arffKind() {
    spec::Kind kind{
        .key = "arff", .label = "ARFF", .help = "Weka's attribute-relation files: a table that says what its columns are.", .settings = columnSettings()};
    kind.settings.push_back(pairSetting());
    return kind;
}

spec::Kind arffSeriesKind() {
    spec::Kind kind{.key = "arff_series",
                    .label = "ARFF with bags",
                    .help = "Weka's attribute-relation files with a relational attribute: a series a row.",
                    .settings = seriesSettings()};
    kind.settings.push_back(bagSetting());
    kind.settings.push_back(pairSetting());
    return kind;
}

bool looksLikeArff(const std::string &path) {
    std::error_code failure;
    if (fs::is_directory(path, failure))
        return !pairIn(path, ".arff").train.empty();
    if (hasEnding(path, ".arff") && fs::is_regular_file(path, failure))
        return true;
    for (const std::string &line : firstLines(path, 1000))
        if (!isArffComment(line)) {
            const std::string start = lowerCase(trimmed(line).substr(0, 10));
            return start.starts_with("@relation") && (start.size() == 9 || start[9] == ' ' || start[9] == '\t');
        }
    return false;
}

bool looksLikeArffSeries(const std::string &path) {
    std::error_code failure;
    const std::string file = fs::is_directory(path, failure) ? pairIn(path, ".arff").train : path;
    if (file.empty() || !looksLikeArff(file))
        return false;
    for (const std::string &line : firstLines(file, 10'000)) {
        const std::string text = lowerCase(trimmed(line));
        if (text.starts_with("@attribute") && text.ends_with("relational"))
            return true;
    }
    return false;
}

Result<Dataset> readArff(const ReadOrder &order) try {
    const FilePair pair = pairOf(order, ".arff");
    auto train = open(pair.train, order.progress.between(0.0, 0.3));
    if (!train)
        return train.error();
    std::optional<Opened> test;
    std::string remark;
    if (!pair.test.empty()) {
        auto opened = open(pair.test, order.progress.between(0.3, 0.5));
        if (!opened && order.progress.isCancelled())
            return opened.error();
        const std::string name = shownName(fs::path(pair.test).filename().string());
        if (!opened)
            remark = name + " is left out: " + opened.error().what + ".";
        else if (opened->attributes != train->attributes)
            remark = name + " is left out: it declares other attributes than the training file.";
        else
            test.emplace(std::move(*opened));
        if (remark.empty())
            remark = pairRemark(pair);
    }
    const Attributes &attributes = train->attributes;
    const auto relational =
        std::find_if(attributes.begin(), attributes.end(), [](const ArffAttribute &attribute) { return attribute.type == Type::Relational; });
    Result<Dataset> dataset = Error{};
    if (relational != attributes.end()) {
        ArffBags bags(attributes, relational - attributes.begin(), classOf(attributes));
        if (auto error = readBagRows(*train, PartKind::Train, bags))
            return *error;
        if (test)
            if (auto error = readBagRows(*test, PartKind::Test, bags))
                return *error;
        dataset = bags.finish(order);
    } else {
        TypedTable table(columnsOf(attributes), classOf(attributes), test.has_value());
        if (auto error = readTableRows(*train, PartKind::Train, table))
            return *error;
        if (test)
            if (auto error = readTableRows(*test, PartKind::Test, table))
                return *error;
        ReadOrder rest = order;
        rest.progress = order.progress.between(0.5, 1.0);
        dataset = readTyped(table, "ARFF", rest);
    }
    if (!dataset)
        return dataset;
    dataset->title = shownName(fs::path(pair.train).filename().string());
    dataset->origin = "ARFF " + pair.train;
    dataset->report.assumed["test"] = std::string(test ? "automatic" : "none");
    if (!remark.empty())
        dataset->report.remarks.push_back(remark);
    return dataset;
} catch (const std::bad_alloc &) {
    return Error{"the data do not fit into memory", order.path, "Close other programs or use a smaller file."};
}

} // namespace hourglass::data
