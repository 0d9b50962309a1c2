#include "engine/data/readers/series/tsf.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <new>

#include "engine/data/readers/series/gaps.h"
#include "engine/data/readers/series/series_set.h"
#include "engine/data/readers/text_lines.h"
#include "engine/data/shown_name.h"
#include "engine/spec/wording.h"

namespace hourglass::data {

using core::Error;
using core::Result;
namespace fs = std::filesystem;

namespace {

bool isCommentLine(std::string_view line) {
    line = trimmed(line);
    return line.empty() || line.front() == '#';
}

/// The names of the attributes that stand before the values, in their order. Up to and with @data.
Result<std::vector<std::string>> readTsfHeader(TextLines &lines) {
    std::vector<std::string> attributes;
    std::string_view line;
    while (true) {
        const auto isThere = lines.next(line);
        if (!isThere)
            return isThere.error();
        if (!*isThere)
            return Error{"the file ends before @data", lines.path(), "It seems to be cut off: copy it again."};
        if (isCommentLine(line))
            continue;
        std::string_view rest = line;
        const std::string key = lowerCase(takeWord(rest));
        if (!key.starts_with('@'))
            return Error{"line " + std::to_string(lines.number()) + " stands before @data and is no line of a header", lines.path(),
                         "A header has lines such as @attribute and @frequency, and ends with @data."};
        if (key == "@data")
            return attributes;
        if (key == "@attribute")
            attributes.emplace_back(takeWord(rest));
    }
}

struct Tsf {
    std::vector<std::string> attributes;
    std::vector<std::string> names; ///< of each series: its first attribute, or its number
    std::vector<Series> series;
    ReadReport report; ///< its problems
};

Result<Tsf> readSeries(const ReadOrder &order, SeriesNumbers &numbers) {
    auto lines = TextLines::open(order.path, order.progress.between(0.0, 0.8));
    if (!lines)
        return lines.error();
    auto attributes = readTsfHeader(*lines);
    if (!attributes)
        return attributes.error();
    Tsf tsf{std::move(*attributes), {}, {}, {}};
    std::string_view line;
    while (true) {
        const auto isThere = lines->next(line);
        if (!isThere)
            return isThere.error();
        if (!*isThere)
            return tsf;
        if (isCommentLine(line))
            continue;
        Series series;
        series.line = lines->number();
        series.channels.emplace_back();
        std::string_view rest = line;
        std::string name, problem;
        for (std::size_t i = 0; i < tsf.attributes.size() && problem.empty(); ++i) {
            const std::size_t colon = rest.find(':');
            if (colon == std::string_view::npos) {
                problem = "it has fewer parts between colons than the header declares";
                break;
            }
            name = i == 0 ? std::string(trimmed(rest.substr(0, colon))) : name;
            rest.remove_prefix(colon + 1);
        }
        if (rest.find(':') != std::string_view::npos && problem.empty())
            problem = "it has more parts between colons than the header declares";
        for (std::size_t from = 0; from <= rest.size() && problem.empty();) {
            const std::size_t end = std::min(rest.find(',', from), rest.size());
            const std::string_view value = trimmed(rest.substr(from, end - from));
            series.channels[0].emplace_back();
            if (!numbers.read(value, 0, series.channels[0].back()))
                problem = "value " + std::to_string(series.channels[0].size()) + ", " + spec::quoted(std::string(value)) + ", is no finite number";
            from = end + 1;
        }
        if (!problem.empty()) {
            tsf.report.add({problem + "; the series is left out", {}, series.line});
            ++tsf.report.leftOutSamples;
            continue;
        }
        tsf.names.push_back(name.empty() ? std::to_string(tsf.names.size() + 1) : name);
        tsf.series.push_back(std::move(series));
    }
}

/// Of all series behind one another.
std::vector<float> valuesOf(const Tsf &tsf) {
    std::vector<float> values;
    for (const Series &series : tsf.series)
        values.insert(values.end(), series.channels[0].begin(), series.channels[0].end());
    return values;
}

/// Each value a sample of one number, in the order of time, the series its group.
Result<Dataset> stepsOf(Tsf tsf, const ReadOrder &order, const SeriesNumbers &numbers) {
    Dataset dataset{.key = order.path};
    dataset.shape = core::Shape(1);
    dataset.featureNames = {"value"};
    dataset.report = std::move(tsf.report);
    const std::string gaps = choiceOf(order, "gaps", "line");
    Part &part = dataset.train;
    part.features = 1;
    Index missing = 0;
    for (std::size_t i = 0; i < tsf.series.size(); ++i) {
        std::vector<float> &values = tsf.series[i].channels[0];
        const auto holes = std::count_if(values.begin(), values.end(), [](float value) { return std::isnan(value); });
        if (holes == static_cast<std::ptrdiff_t>(values.size())) {
            dataset.report.add({"it holds no value; the series is left out", {}, tsf.series[i].line});
            ++dataset.report.leftOutSamples;
            continue;
        }
        missing += holes;
        fillGapsOf(values, gaps, 0.0f, numbers.zeroOf(0));
        part.floats.insert(part.floats.end(), values.begin(), values.end());
        part.groups.insert(part.groups.end(), values.size(), static_cast<std::int32_t>(dataset.groupNames.size()));
        dataset.groupNames.push_back(tsf.names[i]);
        values = {};
    }
    part.samples = static_cast<Index>(part.floats.size());
    if (part.samples == 0)
        return Error{"the file holds no series with a value", order.path, "Choose a file with a series a line."};
    dataset.isWithinUnit = std::all_of(part.floats.begin(), part.floats.end(), [](float value) { return value >= 0.0f && value <= 1.0f; });
    if (missing > 0)
        dataset.report.missing.push_back(
            {1, "value", missing, gaps == "line" ? "a line between their neighbours stands in their place" : "the " + gaps + " stands in their place"});
    dataset.offsets = numbers.offsets();
    if (const std::string sentence = numbers.sentence("value"); !sentence.empty())
        dataset.report.remarks.push_back(sentence);
    dataset.report.assumed = {{"gaps", gaps}, {"lengths", choiceOf(order, "lengths", "pad_zero")}};
    dataset.report.remarks.push_back(std::to_string(dataset.groupNames.size()) + (dataset.groupNames.size() == 1 ? " series is" : " series are") +
                                     " read value by value, in the order of time: windows make samples of them.");
    return dataset;
}

} // namespace

spec::Kind tsfKind() {
    spec::Kind kind{
        .key = "tsf", .label = "Forecasting series (.tsf)", .help = "The text format of the Monash archive, a series a line.", .settings = seriesSettings()};
    kind.settings.insert(kind.settings.begin(), {.key = "sample",
                                                 .label = "A sample is",
                                                 .help = "What is taken for a sample.",
                                                 .kind = spec::SettingKind::Choice,
                                                 .fallback = std::string("automatic"),
                                                 .choices = {{"automatic", "Automatic", "A series; where there is one alone, each of its values."},
                                                             {"series", "A series", "All are brought to one length."},
                                                             {"value", "A value", "Values in the order of time, for windows; a series is a group."}}});
    return kind;
}

bool looksLikeTsf(const std::string &path) {
    const bool isNamed = hasEnding(path, ".tsf");
    bool hasAttributes = false;
    for (const std::string &line : firstLines(path, 500)) {
        if (isCommentLine(line))
            continue;
        std::string_view rest = line;
        const std::string key = lowerCase(takeWord(rest));
        hasAttributes = hasAttributes || key == "@attribute";
        if (key == "@frequency" || key == "@horizon" || (isNamed && key == "@attribute"))
            return true;
        if (key != "@attribute" && key != "@missing" && key != "@equallength" && key != "@relation")
            return isNamed && key == "@data";
    }
    return false;
}

Result<Dataset> readTsf(const ReadOrder &order) try {
    SeriesNumbers numbers;
    auto tsf = readSeries(order, numbers);
    while (tsf && numbers.isToBeReadAgain({valuesOf(*tsf)}))
        tsf = readSeries(order, numbers);
    if (!tsf)
        return tsf.error();
    const std::string wanted = choiceOf(order, "sample", "automatic");
    const bool areValues = wanted == "value" || (wanted == "automatic" && tsf->series.size() == 1);
    std::string attributes;
    for (const std::string &name : tsf->attributes)
        attributes += (attributes.empty() ? "" : ", ") + name;
    Result<Dataset> dataset = Error{};
    if (areValues) {
        dataset = stepsOf(std::move(*tsf), order, numbers);
    } else {
        SeriesSet set;
        for (const Problem &problem : tsf->report.problems)
            set.leaveOut(problem);
        for (Series &series : tsf->series)
            if (auto error = set.add(std::move(series), PartKind::Train, order.path))
                return *error;
        dataset = set.finish(order, numbers);
    }
    if (!dataset)
        return dataset;
    dataset->title = shownName(fs::path(order.path).filename().string());
    dataset->origin = "Time series " + order.path;
    dataset->report.assumed["sample"] = std::string(areValues ? "value" : "series");
    if (!attributes.empty() && !areValues)
        dataset->report.remarks.push_back("What stands before the values is left out: " + attributes + ".");
    if (!areValues && wanted == "automatic")
        dataset->report.doubts.push_back({"Each series is taken for a sample.", "sample", std::string("value"), "Each value a sample, for windows"});
    return dataset;
} catch (const std::bad_alloc &) {
    return Error{"the data do not fit into memory", order.path, "Close other programs or use a smaller file."};
}

} // namespace hourglass::data
