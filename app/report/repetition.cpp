#include "app/report/repetition.h"

#include <algorithm>
#include <cctype>
#include <string_view>

#include <nlohmann/json.hpp>

#include "engine/spec/json.h"
#include "engine/spec/presets.h"
#include "engine/training/catalogue.h"

namespace hourglass::app {

namespace {

using nlohmann::json;

constexpr std::size_t mostSettings = 10; ///< a longer line is no easier than a file

/// "training.optimiser.rate=0.003" for all that `to` has otherwise.
bool listDifferences(const json &from, const json &to, const std::string &path, std::vector<std::string> &assignments) {
    if (from == to)
        return true;
    if (to.is_object() && from.is_object()) {
        for (const auto &[key, value] : from.items())
            if (!to.contains(key))
                return false;
        for (const auto &[key, value] : to.items())
            if (!listDifferences(from.contains(key) ? from[key] : json(), value, path.empty() ? key : path + '.' + key, assignments))
                return false;
        return true;
    }
    if (to.is_array() && from.is_array()) {
        if (to.size() != from.size())
            return false;
        for (std::size_t i = 0; i < to.size(); ++i)
            if (!listDifferences(from[i], to[i], path + '.' + std::to_string(i), assignments))
                return false;
        return true;
    }
    if (to.is_structured())
        return false;
    assignments.push_back(path + '=' + (to.is_string() ? to.get<std::string>() : to.dump()));
    return assignments.size() <= mostSettings;
}

std::vector<std::string> asPreset(const spec::Spec &spec, const std::string &key) {
    const auto preset = spec::findPreset(key);
    if (!preset || preset->spec.data.source != spec.data.source) // other data may ask for another stack
        return {};
    spec::Spec named = spec;
    named.name = preset->spec.name;
    std::vector<std::string> assignments;
    if (!listDifferences(json::parse(spec::writeSpec(preset->spec)), json::parse(spec::writeSpec(named)), {}, assignments))
        return {};
    spec::Spec again = preset->spec;
    std::vector<std::string> words{"train", "--preset", key};
    for (const std::string &assignment : assignments) {
        if (assignment.find(".id=") != std::string::npos)
            continue; // which layer is which matters to the window alone
        const auto changed = spec::withSetting(again, assignment, training::catalogue());
        if (!changed)
            return {};
        again = *changed;
        words.push_back("--set");
        words.push_back(assignment);
    }
    return again == named ? words : std::vector<std::string>();
}

std::string quoted(const std::string &word) {
    const auto isPlain = [](unsigned char letter) {
        return std::isalnum(letter) != 0 || std::string_view("_-./=:,+@%").find(static_cast<char>(letter)) != std::string_view::npos;
    };
    if (!word.empty() && std::all_of(word.begin(), word.end(), isPlain))
        return word;
    std::string text = "'";
    for (const char letter : word)
        text += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
    return text + '\'';
}

} // namespace

std::string Repetition::line() const {
    std::string text = "hourglass";
    for (const std::string &word : words)
        text += ' ' + quoted(word);
    return text;
}

Repetition repetitionOf(const spec::Spec &spec, const std::string &preset, core::Index steps, const std::string &specFile) {
    Repetition repetition;
    if (!preset.empty())
        repetition.words = asPreset(spec, preset);
    if (repetition.words.empty()) {
        repetition.words = {"train", "--spec", specFile};
        repetition.needsSpec = true;
    }
    if (steps > 0) {
        repetition.words.push_back("--steps");
        repetition.words.push_back(std::to_string(steps));
    }
    return repetition;
}

} // namespace hourglass::app
