// What `inspect --json` prints.
#include <algorithm>

#include "app/commands/data_facts.h"
#include "app/commands/data_report.h"

namespace hourglass::app {

namespace {

using analysis::DataStatistics;
using analysis::Duplicates;
using core::Index;

const char *nameOf(data::FeatureKind kind) {
    switch (kind) {
    case data::FeatureKind::Category: return "category";
    case data::FeatureKind::Code: return "code";
    case data::FeatureKind::Flag: return "flag";
    case data::FeatureKind::Number: break;
    }
    return "number";
}

/// One a name; all numbers where the reader tells no kinds.
std::vector<std::string> kindsOf(const data::Dataset &dataset) {
    std::vector<std::string> kinds(dataset.featureNames.size(), nameOf(data::FeatureKind::Number));
    for (std::size_t i = 0; i < std::min(kinds.size(), dataset.featureKinds.size()); ++i)
        kinds[i] = nameOf(dataset.featureKinds[i]);
    return kinds;
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

JsonLine duplicatesJson(const Duplicates &duplicates) {
    const auto pairsJson = [](const std::vector<analysis::DuplicatePair> &pairs) {
        std::vector<JsonLine> all;
        for (const analysis::DuplicatePair &pair : pairs)
            all.push_back(JsonLine()
                              .integer("first", pair.firstNumber)
                              .text("first_part", nameOf(pair.first.part))
                              .integer("second", pair.secondNumber)
                              .text("second_part", nameOf(pair.second.part)));
        return all;
    };
    return JsonLine()
        .integer("samples", duplicates.samples)
        .integer("groups", duplicates.groups)
        .integer("test_in_train", duplicates.leakedTest)
        .integer("validation_in_train", duplicates.leakedValidation)
        .objects("first_pairs", pairsJson(duplicates.pairs))
        .objects("first_leaks", pairsJson(duplicates.leaks));
}

} // namespace

JsonLine dataReportJson(const data::Dataset &dataset, const DataStatistics &statistics) {
    const auto reader = readerOf(dataset);
    const auto parts = [](const std::array<Index, 3> &counts) {
        return JsonLine().integer("train", counts[0]).integer("validation", counts[1]).integer("test", counts[2]);
    };
    std::vector<JsonLine> classes, assumed, remarks, doubts, missing, problems;
    for (std::size_t label = 0; label < statistics.classes.size(); ++label)
        classes.push_back(JsonLine().text("name", dataset.classNames[label]).object("samples", parts(statistics.classes[label])));
    for (const auto &[key, value] : dataset.report.assumed) {
        const spec::Setting *setting = reader ? reader->find(key) : nullptr;
        assumed.push_back(JsonLine().text("setting", key).text("label", setting ? setting->label : key).text("value", textOf(value)));
    }
    for (const std::string &remark : dataset.report.remarks)
        remarks.push_back(JsonLine().text("text", remark));
    for (const data::Doubt &doubt : dataset.report.doubts)
        doubts.push_back(
            JsonLine().text("text", doubt.sentence).text("setting", doubt.setting).text("otherwise", textOf(doubt.otherwise)).text("offer", doubt.offer));
    for (const data::MissingValues &column : dataset.report.missing)
        missing.push_back(JsonLine().integer("column", column.column).text("name", column.name).integer("values", column.count).text("done", column.done));
    for (const data::Problem &problem : dataset.report.problems)
        problems.push_back(JsonLine().text("what", problem.what).text("file", problem.file).integer("line", problem.line).integer("column", problem.column));
    const auto doubles = [](const auto &numbers) { return std::vector<double>(numbers.begin(), numbers.end()); };
    JsonLine line;
    line.text("name", dataset.key)
        .text("title", dataset.title)
        .text("origin", dataset.origin)
        .text("reader", dataset.report.reader)
        .text("reader_label", reader ? reader->label : "")
        .numbers("shape", doubles(std::vector<Index>(dataset.shape.extents.begin(), dataset.shape.extents.begin() + dataset.shape.rank)))
        .text("type", anyPart(dataset).holdsBytes() ? "bytes" : "floats")
        .object("samples", parts({dataset.train.samples, dataset.validation.samples, dataset.test.samples}))
        .objects("classes", classes)
        .object("groups", groupsJson(dataset))
        .object("without_class", parts(statistics.unlabelled))
        .integer("measured", statistics.measured)
        .number("minimum", statistics.valueMinimum)
        .number("maximum", statistics.valueMaximum)
        .number("mean", statistics.valueMean)
        .number("standard_deviation", statistics.valueDeviation)
        .object(
            "histogram",
            JsonLine().number("from", statistics.histogram.from).number("to", statistics.histogram.to).numbers("counts", doubles(statistics.histogram.counts)))
        .object("features", JsonLine()
                                .texts("names", dataset.featureNames)
                                .texts("kinds", kindsOf(dataset))
                                .numbers("mean", statistics.mean)
                                .numbers("standard_deviation", statistics.deviation)
                                .numbers("minimum", statistics.minimum)
                                .numbers("maximum", statistics.maximum))
        .numbers("constant_features", doubles(statistics.constantFeatures))
        .object("duplicates", duplicatesJson(statistics.duplicates))
        .objects("assumed", assumed)
        .objects("remarks", remarks)
        .objects("doubts", doubts)
        .texts("left_out_columns", dataset.report.leftOutColumns)
        .texts("word_columns", dataset.report.wordColumns)
        .integer("left_out_samples", dataset.report.leftOutSamples)
        .objects("missing", missing)
        .integer("problem_count", dataset.report.problemCount)
        .objects("problems", problems);
    return line;
}

} // namespace hourglass::app
