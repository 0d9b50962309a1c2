#include "engine/data/readers/converted.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <optional>
#include <utility>

#include "engine/data/converter.h"
#include "engine/data/readers/array_set.h"
#include "engine/data/readers/csv.h"
#include "engine/data/readers/npz.h"
#include "engine/data/readers/renamed.h"

namespace hourglass::data {

using core::Error;
using core::Result;

namespace {

constexpr const char *ofText[] = {"encoding", "delimiter", "decimal", "quotes", "comment"};

/// Those of delimited text that do not speak of how it is written.
std::vector<spec::Setting> tableSettings() {
    std::vector<spec::Setting> settings = csvKind().settings;
    std::erase_if(settings, [](const spec::Setting &setting) { return std::find(std::begin(ofText), std::end(ofText), setting.key) != std::end(ofText); });
    return settings;
}

void keepOnly(spec::Values &options, const spec::Kind &kind) {
    std::erase_if(options, [&kind](const auto &option) { return !kind.find(option.first); });
}

std::vector<std::string> chosenIn(const ConvertedFormat &format, const ReadOrder &order) {
    std::vector<std::string> names;
    for (const char *key : format.choices)
        if (std::string name = textOption(order, key); !name.empty() && name != "none" && name != "automatic")
            names.push_back(std::move(name));
    return names;
}

/// The other tables or sheets of the file: the first of them, where the order names none.
void offerTables(const ConvertedFormat &format, const Conversion &conversion, const ReadOrder &order, ReadReport &report) {
    constexpr std::size_t mostOffers = 3;
    const std::string setting = format.choices.front();
    std::vector<Doubt> others;
    for (const std::string &name : conversion.choices)
        if (name != conversion.chosen && others.size() < mostOffers)
            others.push_back({"The file has “" + name + "”, too.", setting, name, "Read “" + name + "”"});
    if (textOption(order, setting).empty())
        report.doubts.insert(report.doubts.begin(), others.begin(), others.end());
}

/// The first of the file's other tables that can be read, where the order names none: a sheet of notes may stand in front.
std::optional<Dataset> readAnother(const ConvertedFormat &format, const Conversion &conversion, const ReadOrder &order) {
    constexpr std::size_t mostTried = 6;
    const std::string setting = format.choices.front();
    if (!textOption(order, setting).empty())
        return {};
    for (std::size_t i = 0, tried = 0; i < conversion.choices.size() && tried < mostTried && !order.progress.isCancelled(); ++i) {
        if (conversion.choices[i] == conversion.chosen)
            continue;
        ++tried;
        ReadOrder other = order;
        other.options[setting] = conversion.choices[i];
        other.progress = order.progress.between(1.0, 1.0);
        if (auto dataset = readConverted(format, other)) {
            dataset->report.remarks.insert(dataset->report.remarks.begin(),
                                           "“" + conversion.chosen + "” stands in front and holds no table: “" + conversion.choices[i] + "” is read.");
            return std::move(*dataset);
        }
    }
    return {};
}

} // namespace

spec::Kind convertedArrays(const char *key, const char *label, const char *help) {
    spec::Kind kind = npzKind();
    kind.key = key;
    kind.label = label;
    kind.help = help;
    return kind;
}

spec::Kind convertedArraysOrTable(const char *key, const char *label, const char *help) {
    spec::Kind kind = convertedArrays(key, label, help);
    for (spec::Setting &setting : tableSettings())
        if (!kind.find(setting.key))
            kind.settings.push_back(std::move(setting));
    return kind;
}

spec::Kind convertedTable(const char *key, const char *label, const char *help, spec::Setting which) {
    spec::Kind kind{.key = key, .label = label, .help = help, .settings = tableSettings()};
    kind.settings.insert(kind.settings.begin(), std::move(which));
    return kind;
}

spec::Kind withoutIdleSettings(spec::Kind kind, const Dataset &dataset) {
    const auto header = dataset.report.assumed.find("header");
    if (!kind.find("array") || !kind.find("header") || header == dataset.report.assumed.end())
        return kind;
    const bool isTable = header->second != spec::Value(std::string("automatic")); // of a table it was found out
    const spec::Kind used = isTable ? csvKind() : npzKind();
    std::erase_if(kind.settings, [&](const spec::Setting &setting) { return setting.key != "array" && !used.find(setting.key); });
    return kind;
}

Result<Dataset> readConverted(const ConvertedFormat &format, const ReadOrder &order) {
    const std::string name = std::filesystem::path(order.path).filename().string();
    if (!order.converter)
        return Error{std::string("a ") + format.title + " cannot be read here", order.path, "Read it with the program hourglass."};
    const auto conversion = order.converter->convert({format.key, order.path, chosenIn(format, order), order.progress.between(0.0, 0.5)});
    if (!conversion)
        return conversion.error();
    ReadOrder next = order;
    next.path = conversion->path;
    next.progress = order.progress.between(0.5, 1.0);
    const bool isTable = conversion->kind == Conversion::Kind::Table;
    keepOnly(next.options, isTable ? csvKind() : npzKind());
    next.options.insert(conversion->options.begin(), conversion->options.end());
    if (isTable)
        for (const auto &[key, value] :
             {std::pair{"encoding", "utf-8"}, {"delimiter", "comma"}, {"decimal", "point"}, {"quotes", "double"}, {"comment", "none"}})
            next.options[key] = std::string(value);
    auto dataset = isTable ? readCsv(next) : readDescribedNpz(next, {conversion->featureNames, conversion->factors});
    if (!dataset && isTable && !format.choices.empty())
        if (auto another = readAnother(format, *conversion, order))
            return std::move(*another);
    if (!dataset)
        return renamed(dataset.error(), conversion->path, order.path);
    dataset->title = name;
    dataset->origin = std::string(format.title) + ' ' + order.path;
    renameIn(*dataset, conversion->path, order.path);
    if (isTable && !format.choices.empty()) {
        for (const char *key : ofText)
            dataset->report.assumed.erase(key);
        dataset->report.assumed[format.choices.front()] = conversion->chosen;
        offerTables(format, *conversion, order, dataset->report);
    }
    for (const Doubt &doubt : conversion->doubts)
        if (!order.options.contains(doubt.setting))
            dataset->report.doubts.push_back(doubt);
    dataset->report.remarks.insert(dataset->report.remarks.begin(), conversion->remarks.begin(), conversion->remarks.end());
    return dataset;
}

} // namespace hourglass::data
