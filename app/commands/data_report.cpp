#include "app/commands/data_report.h"

#include <algorithm>
#include <cstdio>
#include <iomanip>
#include <numeric>
#include <sstream>

#include "engine/data/places.h"
#include "engine/data/readers/reader.h"
#include "engine/spec/wording.h"

namespace hourglass::app {

namespace {

using analysis::DataStatistics;
using analysis::Duplicates;
using core::Index;

constexpr std::size_t mostListed = 10;

/// The reader's description; none for data that are not read from a path.
std::optional<spec::Kind> readerOf(const data::Dataset &dataset) {
    for (const data::Reader &reader : data::readers())
        if (spec::Kind kind = reader.kind(); kind.key == dataset.report.reader)
            return kind;
    return {};
}

std::string brief(double number) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", number);
    return text;
}

std::string textOf(const spec::Value &value) {
    if (const bool *toggle = std::get_if<bool>(&value))
        return *toggle ? "yes" : "no";
    if (const Index *integer = std::get_if<Index>(&value))
        return std::to_string(*integer);
    if (const double *real = std::get_if<double>(&value))
        return spec::shortest(*real);
    return *std::get_if<std::string>(&value);
}

/// As a person reads it: the label of a choice, words in quotes.
std::string readable(const spec::Value &value, const spec::Setting *setting) {
    if (const auto *word = std::get_if<std::string>(&value)) {
        if (setting)
            for (const spec::Choice &choice : setting->choices)
                if (choice.key == *word)
                    return choice.label;
        return spec::quoted(*word);
    }
    return textOf(value);
}

const data::Part &anyPart(const data::Dataset &dataset) {
    return dataset.train.isEmpty() ? dataset.test : dataset.train;
}

std::string featureName(const data::Dataset &dataset, Index feature) {
    const auto at = static_cast<std::size_t>(feature);
    return at < dataset.featureNames.size() ? dataset.featureNames[at] : std::to_string(feature);
}

class Lines {
public:
    std::ostream &line(const std::string &head) {
        m_out << (m_isBegun ? "\n" : "") << std::left << std::setw(12) << head;
        m_isBegun = true;
        return m_out;
    }
    std::string text() const { return m_out.str() + "\n"; }

private:
    std::ostringstream m_out;
    bool m_isBegun = false;
};

void addClasses(Lines &lines, const data::Dataset &dataset, const DataStatistics &statistics) {
    if (statistics.classes.empty()) {
        lines.line("classes") << "none";
        return;
    }
    lines.line("classes") << statistics.classes.size();
    for (std::size_t label = 0; label < statistics.classes.size(); ++label) {
        const auto &counts = statistics.classes[label];
        lines.line("") << "  " << std::accumulate(counts.begin(), counts.end(), Index{0}) << "  " << dataset.classNames[label];
        if (label + 1 == 2 * mostListed && statistics.classes.size() > 2 * mostListed) {
            lines.line("") << "  … and " << statistics.classes.size() - 2 * mostListed << " more";
            break;
        }
    }
    const Index without = std::accumulate(statistics.unlabelled.begin(), statistics.unlabelled.end(), Index{0});
    if (without > 0)
        lines.line("") << "  " << without << "  without a class";
}

/// How many samples each group has, and in how many parts it stands.
struct GroupSizes {
    std::vector<Index> samples, parts;

    explicit GroupSizes(const data::Dataset &dataset) : samples(dataset.groupNames.size()), parts(samples.size()) {
        for (const data::PartKind kind : data::partKinds) {
            std::vector<bool> isThere(samples.size());
            for (const std::int32_t group : partOf(dataset, kind).groups) {
                ++samples[static_cast<std::size_t>(group)];
                isThere[static_cast<std::size_t>(group)] = true;
            }
            for (std::size_t i = 0; i < parts.size(); ++i)
                parts[i] += isThere[i] ? 1 : 0;
        }
    }
    Index count() const { return std::count_if(parts.begin(), parts.end(), [](Index count) { return count > 0; }); }
    Index torn() const { return std::count_if(parts.begin(), parts.end(), [](Index count) { return count > 1; }); }
    /// Of those with samples; of equal ones the first.
    std::size_t smallest() const {
        std::size_t best = largest();
        for (std::size_t i = samples.size(); i-- > 0;)
            best = samples[i] > 0 && samples[i] <= samples[best] ? i : best;
        return best;
    }
    std::size_t largest() const { return static_cast<std::size_t>(std::max_element(samples.begin(), samples.end()) - samples.begin()); }
};

void addGroups(Lines &lines, const data::Dataset &dataset) {
    if (dataset.groupNames.empty())
        return;
    const GroupSizes sizes(dataset);
    std::ostream &out = lines.line("groups");
    out << sizes.count();
    for (const auto &[head, group] : {std::pair{", the smallest ", sizes.smallest()}, {", the largest ", sizes.largest()}})
        out << head << dataset.groupNames[group] << " with " << sizes.samples[group] << (sizes.samples[group] == 1 ? " sample" : " samples");
    if (sizes.torn() > 0)
        lines.line("") << sizes.torn() << (sizes.torn() == 1 ? " stands" : " stand") << " in several parts: the model has seen something of what it is judged by";
}

JsonLine groupsJson(const data::Dataset &dataset) {
    const GroupSizes sizes(dataset);
    JsonLine json;
    json.integer("count", sizes.count()).integer("in_several_parts", sizes.torn());
    if (!dataset.groupNames.empty())
        for (const auto &[key, group] : {std::pair{"smallest", sizes.smallest()}, {"largest", sizes.largest()}})
            json.object(key, JsonLine().text("name", dataset.groupNames[group]).integer("samples", sizes.samples[group]));
    return json;
}

void addMissing(Lines &lines, const data::ReadReport &report) {
    std::string head = "missing";
    for (std::size_t i = 0; i < std::min(mostListed, report.missing.size()); ++i) {
        lines.line(head) << report.missing[i].sentence();
        head.clear();
    }
    if (report.missing.size() > mostListed)
        lines.line("") << "… and " << report.missing.size() - mostListed << " more columns";
}

void addDuplicates(Lines &lines, const Duplicates &duplicates) {
    if (duplicates.samples == 0) {
        lines.line("duplicates") << "none";
        return;
    }
    lines.line("duplicates") << duplicates.samples << (duplicates.samples == 1 ? " sample equals" : " samples equal") << " one before";
    for (const auto &[count, part] : {std::pair{duplicates.leakedTest, "test"}, {duplicates.leakedValidation, "validation"}})
        if (count > 0)
            lines.line("") << count << " of the " << part << " part " << (count == 1 ? "stands" : "stand")
                           << " in the training part as well: the model has seen what it is judged by";
    const auto &pairs = duplicates.leaks.empty() ? duplicates.pairs : duplicates.leaks;
    for (std::size_t i = 0; i < std::min(mostListed, pairs.size()); ++i)
        lines.line("") << "  sample " << pairs[i].firstNumber << " (" << nameOf(pairs[i].first.part) << ") = sample " << pairs[i].secondNumber << " ("
                       << nameOf(pairs[i].second.part) << ")";
    if (pairs.size() > mostListed)
        lines.line("") << "  …";
}

void addReport(Lines &lines, const data::Dataset &dataset) {
    const auto reader = readerOf(dataset);
    std::string head = "assumed";
    for (const auto &[key, value] : dataset.report.assumed) {
        const spec::Setting *setting = reader ? reader->find(key) : nullptr;
        lines.line(head) << (setting ? setting->label : key) << ": " << readable(value, setting) << "  (data.options." << key << ")";
        head.clear();
    }
    head = "remarks";
    for (const std::string &remark : dataset.report.remarks) {
        lines.line(head) << remark;
        head.clear();
    }
    addMissing(lines, dataset.report);
    if (dataset.report.problemCount == 0)
        return;
    lines.line("problems") << dataset.report.problemCount;
    for (std::size_t i = 0; i < std::min(mostListed, dataset.report.problems.size()); ++i) {
        const data::Problem &problem = dataset.report.problems[i];
        std::ostream &out = lines.line("");
        out << "  " << problem.file;
        for (const Index place : {problem.line, problem.column})
            if (place > 0)
                out << ':' << place;
        out << (problem.file.empty() && problem.line == 0 ? "" : ": ") << problem.what << '.';
    }
    if (dataset.report.problemCount > static_cast<Index>(mostListed))
        lines.line("") << "  … and " << dataset.report.problemCount - static_cast<Index>(mostListed) << " more";
}

JsonLine duplicatesJson(const Duplicates &duplicates) {
    const auto pairsJson = [](const std::vector<analysis::DuplicatePair> &pairs) {
        std::vector<JsonLine> all;
        for (const analysis::DuplicatePair &pair : pairs)
            all.push_back(JsonLine().integer("first", pair.firstNumber).text("first_part", nameOf(pair.first.part)).integer("second", pair.secondNumber)
                              .text("second_part", nameOf(pair.second.part)));
        return all;
    };
    return JsonLine().integer("samples", duplicates.samples).integer("groups", duplicates.groups).integer("test_in_train", duplicates.leakedTest)
        .integer("validation_in_train", duplicates.leakedValidation).objects("first_pairs", pairsJson(duplicates.pairs)).objects("first_leaks", pairsJson(duplicates.leaks));
}

} // namespace

std::string dataReportText(const data::Dataset &dataset, const DataStatistics &statistics) {
    Lines lines;
    const auto reader = readerOf(dataset);
    lines.line("data") << dataset.title;
    if (!dataset.origin.empty())
        lines.line("origin") << dataset.origin;
    if (reader)
        lines.line("read as") << reader->label;
    lines.line("sample") << toText(dataset.shape) << (dataset.features() == 1 ? " number" : " numbers") << ", " << (anyPart(dataset).holdsBytes() ? "bytes" : "floats");
    lines.line("samples") << statistics.samples << ": " << dataset.train.samples << " training, " << dataset.validation.samples << " validation, " << dataset.test.samples
                          << " test";
    addClasses(lines, dataset, statistics);
    addGroups(lines, dataset);
    if (statistics.isDrawn())
        lines.line("measured") << "on a seeded draw of " << statistics.measured << " samples";
    if (statistics.measured > 0)
        lines.line("values") << brief(statistics.valueMinimum) << " … " << brief(statistics.valueMaximum) << ", mean " << brief(statistics.valueMean)
                             << ", standard deviation " << brief(statistics.valueDeviation);
    const auto &constant = statistics.constantFeatures;
    if (constant.empty()) {
        lines.line("constant") << "no feature";
    } else {
        std::ostream &out = lines.line("constant");
        out << constant.size() << " of " << dataset.features() << (dataset.features() == 1 ? " feature: " : " features: ");
        for (std::size_t i = 0; i < std::min(mostListed, constant.size()); ++i)
            out << (i > 0 ? ", " : "") << featureName(dataset, constant[i]);
        out << (constant.size() > mostListed ? " …" : "");
    }
    addDuplicates(lines, statistics.duplicates);
    addReport(lines, dataset);
    return lines.text();
}

JsonLine dataReportJson(const data::Dataset &dataset, const DataStatistics &statistics) {
    const auto reader = readerOf(dataset);
    const auto parts = [](const std::array<Index, 3> &counts) { return JsonLine().integer("train", counts[0]).integer("validation", counts[1]).integer("test", counts[2]); };
    std::vector<JsonLine> classes, assumed, remarks, missing, problems;
    for (std::size_t label = 0; label < statistics.classes.size(); ++label)
        classes.push_back(JsonLine().text("name", dataset.classNames[label]).object("samples", parts(statistics.classes[label])));
    for (const auto &[key, value] : dataset.report.assumed) {
        const spec::Setting *setting = reader ? reader->find(key) : nullptr;
        assumed.push_back(JsonLine().text("setting", key).text("label", setting ? setting->label : key).text("value", textOf(value)));
    }
    for (const std::string &remark : dataset.report.remarks)
        remarks.push_back(JsonLine().text("text", remark));
    for (const data::MissingValues &column : dataset.report.missing)
        missing.push_back(JsonLine().integer("column", column.column).text("name", column.name).integer("values", column.count).text("done", column.done));
    for (const data::Problem &problem : dataset.report.problems)
        problems.push_back(JsonLine().text("what", problem.what).text("file", problem.file).integer("line", problem.line).integer("column", problem.column));
    const auto doubles = [](const auto &numbers) { return std::vector<double>(numbers.begin(), numbers.end()); };
    JsonLine line;
    line.text("name", dataset.key).text("title", dataset.title).text("origin", dataset.origin).text("reader", dataset.report.reader)
        .text("reader_label", reader ? reader->label : "")
        .numbers("shape", doubles(std::vector<Index>(dataset.shape.extents.begin(), dataset.shape.extents.begin() + dataset.shape.rank)))
        .text("type", anyPart(dataset).holdsBytes() ? "bytes" : "floats")
        .object("samples", parts({dataset.train.samples, dataset.validation.samples, dataset.test.samples})).objects("classes", classes)
        .object("groups", groupsJson(dataset)).object("without_class", parts(statistics.unlabelled)).integer("measured", statistics.measured).number("minimum", statistics.valueMinimum)
        .number("maximum", statistics.valueMaximum).number("mean", statistics.valueMean).number("standard_deviation", statistics.valueDeviation)
        .object("histogram", JsonLine().number("from", statistics.histogram.from).number("to", statistics.histogram.to)
                                 .numbers("counts", doubles(statistics.histogram.counts)))
        .object("features", JsonLine().numbers("mean", statistics.mean).numbers("standard_deviation", statistics.deviation)
                                .numbers("minimum", statistics.minimum).numbers("maximum", statistics.maximum))
        .numbers("constant_features", doubles(statistics.constantFeatures)).object("duplicates", duplicatesJson(statistics.duplicates))
        .objects("assumed", assumed).objects("remarks", remarks).objects("missing", missing).integer("problem_count", dataset.report.problemCount).objects("problems", problems);
    return line;
}

} // namespace hourglass::app
