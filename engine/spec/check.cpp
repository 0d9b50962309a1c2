#include "engine/spec/check.h"

#include <cmath>
#include <utility>

#include "engine/spec/nearest.h"
#include "engine/spec/wording.h"

namespace hourglass::spec {
namespace {

std::string textOf(const Value &value) {
    if (const auto *truth = std::get_if<bool>(&value))
        return *truth ? "true" : "false";
    if (const auto *integer = std::get_if<Index>(&value))
        return std::to_string(*integer);
    if (const auto *real = std::get_if<double>(&value))
        return std::isfinite(*real) ? shortest(*real) : "a number that is not finite";
    return quoted(std::get<std::string>(value));
}

std::string rangeOf(const Setting &setting) {
    const bool isInteger = setting.kind == SettingKind::Integer;
    const auto written = [&](double bound) { return isInteger ? std::to_string(static_cast<Index>(bound)) : shortest(bound); };
    const std::string text = (isInteger ? "a whole number from " : "a number from ") + written(setting.minimum) + " to " + written(setting.maximum);
    return setting.word.empty() ? text : text + " or \"" + setting.word + '"';
}

std::vector<std::string> keysOf(const std::vector<Choice> &choices) {
    std::vector<std::string> keys;
    for (const Choice &choice : choices)
        keys.push_back(choice.key);
    return keys;
}

core::Result<Value> checkedChoice(const Setting &setting, const Value &value, const Location &location) {
    const auto *key = std::get_if<std::string>(&value);
    if (!key)
        return location.error("must be a name, not " + textOf(value), suggestion({}, keysOf(setting.choices)));
    for (const Choice &choice : setting.choices)
        if (choice.key == *key)
            return value;
    return location.error(quoted(*key) + " is not known", suggestion(*key, keysOf(setting.choices)));
}

/// Where a width is a million or more: the memory that it would take, for orientation.
std::string memoryHint(const Setting &setting, const Value &value) {
    const auto *integer = std::get_if<Index>(&value);
    const auto *real = std::get_if<double>(&value);
    const double count = integer ? static_cast<double>(*integer) : real ? *real : 0.0;
    if (!setting.takesMemory || !(count >= 1e6 && std::isfinite(count)))
        return {};
    return "One sample alone would take " + shortest(std::round(count * sizeof(float) / 1e6)) + " MB there.";
}

core::Result<Value> checkedNumber(const Setting &setting, const Value &value, const Location &location) {
    const auto *word = std::get_if<std::string>(&value);
    if (word && !setting.word.empty() && *word == setting.word)
        return value;
    const auto error = [&] { return location.error("must be " + rangeOf(setting) + ", not " + textOf(value), memoryHint(setting, value)); };
    const auto *integer = std::get_if<Index>(&value);
    const auto *real = std::get_if<double>(&value);
    if (setting.kind == SettingKind::Real) {
        const double number = integer ? static_cast<double>(*integer) : real ? *real : std::nan("");
        if (!(number >= setting.minimum && number <= setting.maximum))
            return error();
        return Value(number + 0.0); // negative zero becomes zero
    }
    if (integer) { // compared as a whole number: above 2^53 a double would round it into the range
        if (*integer < static_cast<Index>(setting.minimum) || *integer > static_cast<Index>(setting.maximum))
            return error();
        return value;
    }
    if (!real || !(*real >= setting.minimum && *real <= setting.maximum) || *real != std::floor(*real))
        return error();
    return Value(static_cast<Index>(*real));
}

} // namespace

Location Location::at(const std::string &key) const {
    const std::string shown = quoted(key);
    const std::string bare = shown.substr(1, shown.size() - 2);
    return {origin, path.empty() ? bare : path + '.' + bare, layer};
}

Location Location::at(std::size_t index) const {
    return at(std::to_string(index));
}

core::Error Location::error(std::string what, std::string hint) const {
    const std::string where = origin.empty() ? path : path.empty() ? origin : origin + ": " + path;
    return {std::move(what), where, std::move(hint), layer};
}

core::Result<Value> checkedValue(const Setting &setting, const Value &value, const Location &location) {
    switch (setting.kind) {
    case SettingKind::Toggle:
        if (!std::holds_alternative<bool>(value))
            return location.error("must be true or false, not " + textOf(value));
        return value;
    case SettingKind::Choice: return checkedChoice(setting, value, location);
    case SettingKind::Text:
        if (const auto *number = std::get_if<Index>(&value)) // of a column, or a class that is named so
            return Value(std::to_string(*number));
        if (const auto *number = std::get_if<double>(&value); number && std::isfinite(*number)) // a code for missing values
            return Value(shortest(*number));
        if (const auto *text = std::get_if<std::string>(&value); !text || !isUtf8(*text))
            return location.error(text ? "is not text in UTF-8" : "must be text, not " + textOf(value));
        return value;
    case SettingKind::Integer:
    case SettingKind::Real: break;
    }
    return checkedNumber(setting, value, location);
}

core::Result<Component> checkedComponent(const Component &component, const std::vector<Kind> &kinds, const std::string &noun, const Location &location) {
    const Kind *kind = find(kinds, component.kind);
    if (!kind) {
        std::vector<std::string> keys;
        for (const Kind &known : kinds)
            keys.push_back(known.key);
        return location.at("kind").error(quoted(component.kind) + " is no kind of " + noun, suggestion(component.kind, keys));
    }
    Component result{component.kind, {}};
    for (const auto &[key, value] : component.values) {
        const Setting *setting = kind->find(key);
        if (!setting) {
            std::vector<std::string> keys;
            for (const Setting &known : kind->settings)
                keys.push_back(known.key);
            return location.at(key).error("is no setting of \"" + kind->key + '"', suggestion(key, keys));
        }
        const core::Result<Value> checkedSetting = checkedValue(*setting, value, location.at(key));
        if (!checkedSetting)
            return checkedSetting.error();
        result.values.emplace(key, *checkedSetting);
    }
    return result;
}

} // namespace hourglass::spec
