#include "app/commands/data_facts.h"

#include <algorithm>

#include "engine/data/readers/reader.h"
#include "engine/data/sample_id.h"
#include "engine/spec/wording.h"

namespace hourglass::app {

using core::Index;

std::optional<spec::Kind> readerOf(const data::Dataset &dataset) {
    for (const data::Reader &reader : data::readers())
        if (spec::Kind kind = reader.kind(); kind.key == dataset.report.reader)
            return kind;
    return {};
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

std::string assignmentOf(const data::Doubt &doubt) {
    const std::string value = textOf(doubt.otherwise);
    const bool isPlain = value.find_first_of(" ;|&<>()$`\"'*?#~") == std::string::npos;
    const std::string assignment = "data.options." + doubt.setting + '=' + value;
    return "--set " + (isPlain ? assignment : '\'' + assignment + '\'');
}

const data::Part &anyPart(const data::Dataset &dataset) {
    return dataset.train.isEmpty() ? dataset.test : dataset.train;
}

std::string featureName(const data::Dataset &dataset, Index feature) {
    const auto at = static_cast<std::size_t>(feature);
    return at < dataset.featureNames.size() ? dataset.featureNames[at] : std::to_string(feature);
}

GroupSizes::GroupSizes(const data::Dataset &dataset) : samples(dataset.groupNames.size()), parts(samples.size()) {
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

Index GroupSizes::count() const {
    return std::count_if(parts.begin(), parts.end(), [](Index in) { return in > 0; });
}

Index GroupSizes::torn() const {
    return std::count_if(parts.begin(), parts.end(), [](Index in) { return in > 1; });
}

std::size_t GroupSizes::smallest() const {
    std::size_t best = largest();
    for (std::size_t i = samples.size(); i-- > 0;)
        best = samples[i] > 0 && samples[i] <= samples[best] ? i : best;
    return best;
}

std::size_t GroupSizes::largest() const {
    return static_cast<std::size_t>(std::max_element(samples.begin(), samples.end()) - samples.begin());
}

} // namespace hourglass::app
