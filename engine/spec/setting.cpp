#include "engine/spec/setting.h"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <optional>

namespace hourglass::spec {

const Setting *Kind::find(const std::string &settingKey) const {
    const auto found = std::find_if(settings.begin(), settings.end(), [&](const Setting &setting) { return setting.key == settingKey; });
    return found == settings.end() ? nullptr : &*found;
}

bool Kind::hasWidth() const {
    static const char *const widths[] = {"units", "channels", "steps", "to"};
    const bool keepsNumbers = find("form"); // and only says how they lie
    return !keepsNumbers && std::any_of(std::begin(widths), std::end(widths), [this](const char *width) { return find(width) != nullptr; });
}

std::string keysOf(const std::vector<Kind> &kinds) {
    std::string keys;
    for (const Kind &kind : kinds)
        keys += (keys.empty() ? "" : ", ") + kind.key;
    return keys;
}

const Kind *find(const std::vector<Kind> &kinds, const std::string &key) {
    const auto found = std::find_if(kinds.begin(), kinds.end(), [&](const Kind &kind) { return kind.key == key; });
    return found == kinds.end() ? nullptr : &*found;
}

Value valueOf(const Component &component, const Kind &kind, const std::string &settingKey) {
    const auto value = component.values.find(settingKey);
    if (value != component.values.end())
        return value->second;
    const Setting *setting = kind.find(settingKey);
    assert(setting);
    return setting->fallback;
}

Index integerOf(const Component &component, const Kind &kind, const std::string &settingKey) {
    return std::get<Index>(valueOf(component, kind, settingKey));
}

double realOf(const Component &component, const Kind &kind, const std::string &settingKey) {
    const Value value = valueOf(component, kind, settingKey);
    if (const auto *integer = std::get_if<Index>(&value))
        return static_cast<double>(*integer);
    return std::get<double>(value);
}

bool counts(const Component &component, const Kind &kind, const std::string &settingKey) {
    const OnlyWith &condition = kind.find(settingKey)->onlyWith;
    if (condition.key.empty())
        return true;
    const std::string chosen = choiceOf(component, kind, condition.key);
    return std::find(condition.values.begin(), condition.values.end(), chosen) != condition.values.end();
}

std::string choiceOf(const Component &component, const Kind &kind, const std::string &settingKey) {
    return std::get<std::string>(valueOf(component, kind, settingKey));
}

namespace {

/// The value as far as this setting takes it: numbers within its range, words and choices that it knows.
std::optional<Value> taken(const Setting &setting, const Value &value) {
    const bool isNumber = setting.kind == SettingKind::Integer || setting.kind == SettingKind::Real;
    if (const auto *word = std::get_if<std::string>(&value)) {
        const auto isWord = [word](const Choice &choice) { return choice.key == *word; };
        const bool isKnown = setting.kind == SettingKind::Text ||
                             (isNumber ? !word->empty() && *word == setting.word : std::any_of(setting.choices.begin(), setting.choices.end(), isWord));
        return isKnown ? std::optional<Value>(value) : std::nullopt;
    }
    if (const auto *whole = std::get_if<Index>(&value))
        return std::clamp(*whole, static_cast<Index>(setting.minimum), static_cast<Index>(setting.maximum));
    if (const auto *real = std::get_if<double>(&value))
        return std::clamp(*real, setting.minimum, setting.maximum);
    return value;
}

} // namespace

Component exchanged(const Component &component, const std::vector<Kind> &kinds, const Kind &to) {
    Component result{to.key, {}};
    const Kind *from = find(kinds, component.kind);
    for (const Setting &setting : to.settings)
        if (const Setting *known = from ? from->find(setting.key) : nullptr; known && known->kind == setting.kind)
            if (const auto value = taken(setting, valueOf(component, *from, setting.key)))
                result.values[setting.key] = *value;
    return result;
}

} // namespace hourglass::spec
