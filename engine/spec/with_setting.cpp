#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "engine/spec/json.h"
#include "engine/spec/json_value.h"
#include "engine/spec/nearest.h"
#include "engine/spec/training_parts.h"
#include "engine/spec/wording.h"

namespace hourglass::spec {
namespace {

using Words = std::vector<std::string>;

Words split(const std::string &path) {
    Words words;
    for (std::size_t begin = 0, end = 0; end != std::string::npos; begin = end + 1) {
        end = path.find('.', begin);
        words.push_back(path.substr(begin, end == std::string::npos ? end : end - begin));
    }
    return words;
}

core::Result<JsonValue *> element(JsonValue::List &list, const std::string &word, const Location &location) {
    std::size_t index = 0;
    const char *end = word.data() + word.size();
    const auto read = std::from_chars(word.data(), end, index);
    if (read.ec == std::errc() && read.ptr == end && index < list.size())
        return &list[index];
    const std::string last = list.empty() ? "" : std::to_string(list.size() - 1);
    return location.at(word).error("is not there",
                                   list.empty() ? "The list is empty." : "There are " + location.path + ".0 to " + location.path + '.' + last + '.');
}

/// The value that the path names. Its last word may be a new member of an object; whether that is known there, reading decides.
core::Result<JsonValue *> target(JsonValue &root, const Words &path) {
    JsonValue *at = &root;
    Location location;
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (auto *list = std::get_if<JsonValue::List>(&at->content)) {
            const core::Result<JsonValue *> inner = element(*list, path[i], location);
            if (!inner)
                return inner;
            at = *inner;
        } else if (const auto *object = at->object()) {
            Words names;
            for (const JsonMember &member : *object)
                names.push_back(member.name);
            if (i + 1 < path.size() && !at->find(path[i]))
                return location.at(path[i]).error("is not there", suggestion(path[i], names));
            at = &at->member(path[i]);
        } else {
            return location.error("is a single value, with no " + quoted(path[i]) + " inside", "Set " + location.path + " itself.");
        }
        location = location.at(path[i]);
    }
    return at;
}

/// The kinds of what stands at training.KEY, data.KEY or in model.layers; null: it has none.
const std::vector<Kind> *kindsAt(const std::string &group, const std::string &key, const Catalogue &catalogue, const std::vector<TrainingPart> &parts) {
    if (group == "training") {
        const TrainingPart *part = partOf(parts, key);
        return part && part->kinds ? &part->kinds(catalogue) : nullptr;
    }
    static const std::map<std::string, std::vector<Kind> Catalogue::*> others{{"layers", &Catalogue::layers},
                                                                              {"subset", &Catalogue::subsets},
                                                                              {"window", &Catalogue::windows},
                                                                              {"split", &Catalogue::splits},
                                                                              {"scaling", &Catalogue::scalings}};
    const auto found = others.find(key);
    return found == others.end() ? nullptr : &(catalogue.*found->second);
}

/// After a change of kind, the settings that the new kind does not have go.
void dropForeignSettings(JsonValue &component, const std::vector<Kind> *kinds) {
    if (!kinds)
        return;
    const std::string *key = component.find("kind")->text();
    const Kind *kind = key ? find(*kinds, *key) : nullptr;
    if (!kind)
        return;
    auto &members = std::get<JsonValue::Object>(component.content);
    const auto isForeign = [&](const JsonMember &member) { return member.name != "kind" && member.name != "id" && !kind->find(member.name); };
    members.erase(std::remove_if(members.begin(), members.end(), isForeign), members.end());
}

} // namespace

core::Result<Spec> withSetting(const Spec &spec, const std::string &assignment, const Catalogue &catalogue, const std::vector<TrainingPart> &parts) {
    const std::size_t equals = assignment.find('=');
    const std::string path = assignment.substr(0, equals);
    const Words words = split(path);
    if (equals == std::string::npos || std::find(words.begin(), words.end(), "") != words.end())
        return core::Error{quoted(assignment) + " sets nothing", {}, "Write a path and a value: model.layers.2.units=8."};
    if (!isUtf8(assignment))
        return core::Error{"The setting is not text in UTF-8", {}, "A spec holds nothing else: a file or folder with such a name must be renamed."};

    Spec full = spec;
    if (const TrainingPart *part = words[0] == "training" && words.size() > 2 ? partOf(parts, words[1]) : nullptr;
        part && part->sort == TrainingPart::Sort::Choice)
        setComponents(*part, full.training, {chosenIn(*part, spec.training, catalogue)}); // an absent one has settings, too
    JsonValue root = toJson(full);
    const core::Result<JsonValue *> location = target(root, words);
    if (!location)
        return location.error();
    const std::string word = assignment.substr(equals + 1);
    core::Result<JsonValue> value = parseJson(word, {{}, path, -1});
    if (!value && word.find_first_of("{[\"") == 0)
        return value.error();
    **location = value ? std::move(*value) : JsonValue{word};

    if (words.size() > 2 && words.back() == "kind") {
        const Words component(words.begin(), words.end() - 1);
        dropForeignSettings(**target(root, component), kindsAt(words[0], words[1], catalogue, parts));
    }
    return readSpec(root, catalogue, {}, parts);
}

} // namespace hourglass::spec
