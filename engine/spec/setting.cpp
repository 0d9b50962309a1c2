#include "engine/spec/setting.h"

#include <algorithm>
#include <cassert>

namespace hourglass::spec {

const Setting *Kind::find(const std::string &settingKey) const {
    const auto found = std::find_if(settings.begin(), settings.end(), [&](const Setting &setting) { return setting.key == settingKey; });
    return found == settings.end() ? nullptr : &*found;
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

std::string choiceOf(const Component &component, const Kind &kind, const std::string &settingKey) {
    return std::get<std::string>(valueOf(component, kind, settingKey));
}

Component exchanged(const Component &component, const std::vector<Kind> &kinds, const Kind &to) {
    Component result{to.key, {}};
    const Kind *from = find(kinds, component.kind);
    for (const Setting &setting : to.settings)
        if (const Setting *known = from ? from->find(setting.key) : nullptr; known && known->kind == setting.kind)
            result.values[setting.key] = valueOf(component, *from, setting.key);
    return result;
}

} // namespace hourglass::spec
