#include "engine/spec/json.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "engine/spec/check.h"
#include "engine/spec/fixed_settings.h"
#include "engine/spec/identity.h"
#include "engine/spec/json_value.h"
#include "engine/spec/nearest.h"
#include "engine/spec/training_parts.h"

namespace hourglass::spec {
namespace {

std::string stackSize() {
    return "A stack has 1 to " + std::to_string(largestLayers) + " layers.";
}

/// Takes a spec's structure apart. Keys and types are checked here, kinds and their settings afterwards in checkedSpec. The first
/// error stays.
class Reader {
public:
    Reader(const std::vector<TrainingPart> &parts, Location root) : m_parts(parts), m_root(std::move(root)) {}

    core::Result<Spec> operator()(const JsonValue &item) {
        Spec spec;
        if (isObject(item, m_root)) {
            version(item);
            expect(item, {"version", "name", "data", "model", "training"}, m_root);
            text(item, "name", m_root, spec.name);
            data(item, spec.data);
            model(item, spec.model);
            training(item, spec.training);
        }
        if (m_error)
            return *m_error;
        return spec;
    }

private:
    void version(const JsonValue &item) {
        const Location location = m_root.at("version");
        const JsonValue *version = item.find("version");
        if (!version)
            return fail(location.error("is missing", "A spec begins with {\"version\": 1, …}."));
        const auto *number = std::get_if<Index>(&version->content);
        if (!number || *number != 1)
            fail(location.error("must be 1, not " + described(*version), "This program reads version 1."));
    }

    void data(const JsonValue &parent, DataSpec &to) {
        const Location location = m_root.at("data");
        const JsonValue *item = parent.find("data");
        if (!item || !isObject(*item, location))
            return;
        expect(*item, {"source", "options", "window", "subset", "split", "scaling", "validation"}, location);
        text(*item, "source", location, to.source);
        if (const JsonValue *options = item->find("options"); options && isObject(*options, location.at("options")))
            values(*options, location.at("options"), to.options);
        if (const JsonValue *window = item->find("window"))
            componentOrName(*window, location.at("window"), to.window);
        if (const JsonValue *subset = item->find("subset"))
            componentOrName(*subset, location.at("subset"), to.subset);
        if (const JsonValue *split = item->find("split"))
            componentOrName(*split, location.at("split"), to.split);
        if (const JsonValue *scaling = item->find("scaling"))
            componentOrName(*scaling, location.at("scaling"), to.scaling);
        fixed(*item, dataKind(), "validation", location, to.validation);
    }

    void model(const JsonValue &parent, ModelSpec &to) {
        const Location location = m_root.at("model");
        const JsonValue *item = parent.find("model");
        if (!item)
            return fail(location.error("is missing", "A model has layers and a code."));
        if (!isObject(*item, location))
            return;
        expect(*item, {"layers", "code", "mirror"}, location);
        layers(*item, location.at("layers"), to);
        if (!item->find("code"))
            fail(location.at("code").error("is missing", "Give the index of the layer whose output is the code."));
        fixed(*item, modelKind(), "code", location, to.code);
        fixed(*item, modelKind(), "mirror", location, to.mirror);
    }

    void layers(const JsonValue &parent, const Location &location, ModelSpec &to) {
        const JsonValue *item = parent.find("layers");
        if (!item)
            return fail(location.error("is missing", stackSize()));
        const auto *list = item->list();
        if (!list)
            return fail(location.error("must be a list, not " + described(*item)));
        if (list->size() > static_cast<std::size_t>(largestLayers))
            return fail(location.error("has " + std::to_string(list->size()) + " layers", stackSize()));
        for (std::size_t i = 0; i < list->size(); ++i) {
            Location layer = location.at(i);
            layer.layer = static_cast<int>(i);
            to.layers.emplace_back();
            component((*list)[i], layer, to.layers.back());
            to.ids.push_back(id(to.layers.back().values, layer));
        }
    }

    /// Takes a layer's id out of what was read as its settings. 0: it has none.
    std::uint64_t id(Values &from, const Location &layer) {
        const auto found = from.find("id");
        if (found == from.end())
            return 0;
        const auto *number = std::get_if<Index>(&found->second);
        if (!number || *number < 1 || *number > static_cast<Index>(largestLayerId)) {
            fail(layer.at("id").error("must be a whole number from 1 to " + std::to_string(largestLayerId),
                                      "Take it out: a layer without an id gets a new one."));
            return 0;
        }
        const auto id = static_cast<std::uint64_t>(*number);
        from.erase(found);
        return id;
    }

    void training(const JsonValue &parent, TrainingSpec &to) {
        const Location location = m_root.at("training");
        const JsonValue *item = parent.find("training");
        if (!item || !isObject(*item, location))
            return;
        std::vector<std::string> keys;
        for (const TrainingPart &part : m_parts)
            keys.push_back(part.key);
        expect(*item, keys, location);
        for (const TrainingPart &part : m_parts)
            if (item->find(part.key))
                trainingPart(part, *item, location, to);
    }

    void trainingPart(const TrainingPart &part, const JsonValue &parent, const Location &outer, TrainingSpec &to) {
        const JsonValue &item = *parent.find(part.key);
        const Location location = outer.at(part.key);
        std::vector<Component> read;
        if (part.sort == TrainingPart::Sort::List) {
            components(item, part.most, location, read);
        } else {
            read.push_back({part.key, {}});
            if (part.sort == TrainingPart::Sort::Choice)
                part.mayBeName ? componentOrName(item, location, read.front()) : component(item, location, read.front());
            else if (part.sort == TrainingPart::Sort::Number)
                setting(parent, *part.described().find(part.key), outer, read.front().values);
            else
                settings(item, part.described(), location, read.front().values);
        }
        if (!m_error)
            setComponents(part, to, read);
    }

    void settings(const JsonValue &item, const Kind &kind, const Location &location, Values &to) {
        if (!isObject(item, location))
            return;
        std::vector<std::string> keys;
        for (const Setting &each : kind.settings)
            keys.push_back(each.key);
        expect(item, keys, location);
        for (const Setting &each : kind.settings)
            setting(item, each, location, to);
    }

    void setting(const JsonValue &parent, const Setting &setting, const Location &location, Values &to) {
        const JsonValue *item = parent.find(setting.key);
        const std::optional<Value> given = item ? scalar(*item, location.at(setting.key)) : std::nullopt;
        if (!given)
            return;
        const core::Result<Value> value = checkedValue(setting, *given, location.at(setting.key));
        if (value)
            to[setting.key] = *value;
        else
            fail(value.error());
    }

    void component(const JsonValue &item, const Location &location, Component &to) {
        if (item.text())
            return fail(location.error("must be an object, not " + described(item), "Write {\"kind\": " + described(item) + "}."));
        if (!isObject(item, location))
            return;
        if (!item.find("kind"))
            return fail(location.at("kind").error("is missing"));
        text(item, "kind", location, to.kind);
        values(item, location, to.values);
    }

    /// A name alone is the component of this kind with nothing set.
    void componentOrName(const JsonValue &item, const Location &location, Component &to) {
        if (const std::string *name = item.text())
            to = {*name, {}};
        else
            component(item, location, to);
    }

    /// The members of an object but for "kind", all single values.
    void values(const JsonValue &item, const Location &location, Values &to) {
        to.clear();
        for (const JsonMember &member : *item.object()) {
            if (member.name == "kind")
                continue;
            const std::optional<Value> value = scalar(member.value, location.at(member.name));
            if (!value)
                return;
            to.emplace(member.name, *value);
        }
    }

    void components(const JsonValue &item, std::size_t most, const Location &location, std::vector<Component> &to) {
        const auto *list = item.list();
        if (!list)
            return fail(location.error("must be a list, not " + described(item)));
        if (list->size() > most)
            return fail(location.error("has " + std::to_string(list->size()) + " entries", "There may be " + std::to_string(most) + "."));
        for (std::size_t i = 0; i < list->size(); ++i) {
            to.emplace_back();
            component((*list)[i], location.at(i), to.back());
        }
    }

    template <class T>
    void fixed(const JsonValue &parent, const Kind &kind, const std::string &key, const Location &location, T &to) {
        Values values;
        setting(parent, *kind.find(key), location, values);
        if (!values.empty())
            to = std::get<T>(values.begin()->second);
    }

    void text(const JsonValue &parent, const std::string &key, const Location &location, std::string &to) {
        const JsonValue *item = parent.find(key);
        if (item && item->text())
            to = *item->text();
        else if (item)
            fail(location.at(key).error("must be text in quotes, not " + described(*item)));
    }

    std::optional<Value> scalar(const JsonValue &item, const Location &location) {
        if (const auto *truth = std::get_if<bool>(&item.content))
            return *truth;
        if (const auto *integer = std::get_if<Index>(&item.content))
            return *integer;
        if (const auto *real = std::get_if<double>(&item.content))
            return *real;
        if (item.text())
            return *item.text();
        fail(location.error("must be a single value, not " + described(item)));
        return std::nullopt;
    }

    bool isObject(const JsonValue &item, const Location &location) {
        if (!item.object())
            fail(location.error("must be an object, not " + described(item)));
        return item.object();
    }

    void expect(const JsonValue &item, const std::vector<std::string> &known, const Location &location) {
        for (const JsonMember &member : *item.object())
            if (std::find(known.begin(), known.end(), member.name) == known.end())
                return fail(location.at(member.name).error("is not known here", suggestion(member.name, known)));
    }

    void fail(core::Error error) {
        if (!m_error)
            m_error = std::move(error);
    }

    const std::vector<TrainingPart> &m_parts;
    Location m_root;
    std::optional<core::Error> m_error;
};

JsonValue toJson(const Values &values) {
    JsonValue::Object members;
    for (const auto &[key, value] : values) {
        members.push_back({key, {}});
        std::visit([&members](const auto &content) { members.back().value.content = content; }, value);
    }
    return {std::move(members)};
}

JsonValue toJson(const Component &component) {
    // A layer's width is read first, a rate before its refinements; all else follows by name.
    static const std::vector<std::string> first{"units", "activation", "initialiser", "reduction", "rate", "momentum", "beta1", "beta2", "epsilon"};
    const auto rank = [](const auto &entry) { return std::find(first.begin(), first.end(), entry.first) - first.begin(); };
    std::vector<std::pair<std::string, Value>> values(component.values.begin(), component.values.end());
    std::stable_sort(values.begin(), values.end(), [&](const auto &a, const auto &b) { return rank(a) < rank(b); });
    JsonValue::Object members{{"kind", {component.kind}}};
    for (const auto &[key, value] : values) {
        members.push_back({key, {}});
        std::visit([&members](const auto &content) { members.back().value.content = content; }, value);
    }
    return {std::move(members)};
}

JsonValue toJson(const std::vector<Component> &components) {
    JsonValue::List list;
    for (const Component &component : components)
        list.push_back(toJson(component));
    return {std::move(list)};
}

/// The layers, each with its id where it has one.
JsonValue layersToJson(const ModelSpec &model) {
    JsonValue list = toJson(model.layers);
    auto &layers = std::get<JsonValue::List>(list.content);
    for (std::size_t i = 0; i < layers.size(); ++i)
        if (const std::uint64_t id = idOf(model, static_cast<int>(i)))
            std::get<JsonValue::Object>(layers[i].content).push_back({"id", {static_cast<Index>(id)}});
    return list;
}

JsonValue toJson(const TrainingPart &part, const std::vector<Component> &components) {
    switch (part.sort) {
    case TrainingPart::Sort::List: return toJson(components);
    case TrainingPart::Sort::Choice: return toJson(components.front());
    case TrainingPart::Sort::Number: return std::move(std::get<JsonValue::Object>(toJson(components.front().values).content).front().value);
    case TrainingPart::Sort::Settings: break;
    }
    const Values &values = components.front().values;
    JsonValue::Object members; // in the order of their description
    for (const Setting &setting : part.described().settings)
        members.push_back({setting.key, std::visit([](const auto &value) { return JsonValue{value}; }, values.at(setting.key))});
    return {std::move(members)};
}

JsonValue toJson(const TrainingSpec &training) {
    JsonValue::Object members;
    for (const TrainingPart &part : trainingParts())
        members.push_back({part.key, toJson(part, componentsOf(part, training))});
    for (const auto &[key, component] : training.others)
        members.push_back({key, toJson(component)});
    return {std::move(members)};
}

} // namespace

JsonValue toJson(const Spec &spec) {
    using Object = JsonValue::Object;
    return {Object{{"version", {Index(1)}},
                   {"name", {spec.name}},
                   {"data",
                    {Object{{"source", {spec.data.source}},
                            {"options", toJson(spec.data.options)},
                            {"window", toJson(spec.data.window)},
                            {"subset", toJson(spec.data.subset)},
                            {"split", toJson(spec.data.split)},
                            {"scaling", toJson(spec.data.scaling)},
                            {"validation", {spec.data.validation}}}}},
                   {"model", {Object{{"layers", layersToJson(spec.model)}, {"code", {spec.model.code}}, {"mirror", {spec.model.mirror}}}}},
                   {"training", toJson(spec.training)}}};
}

core::Result<Spec> readSpec(const JsonValue &item, const Catalogue &catalogue, const std::string &where, const std::vector<TrainingPart> &parts) {
    const core::Result<Spec> spec = Reader(parts, {where, {}, -1})(item);
    return spec ? checkedSpec(*spec, catalogue, where, parts) : spec;
}

core::Result<Spec> readSpec(const std::string &text, const Catalogue &catalogue, const std::string &where, const std::vector<TrainingPart> &parts) {
    const core::Result<JsonValue> item = parseJson(text, {where, {}, -1});
    return item ? readSpec(*item, catalogue, where, parts) : item.error();
}

std::string writeSpec(const Spec &spec) {
    return toText(toJson(spec)) + '\n';
}

} // namespace hourglass::spec
