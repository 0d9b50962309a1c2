// What a person can set, described: forms, JSON, help and validation are all made from these descriptions.
#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "engine/core/types.h"

namespace hourglass::spec {

using core::Index;

/// The word "data" stands for "as many as a sample has" where a setting accepts it.
using Value = std::variant<bool, Index, double, std::string>;
using Values = std::map<std::string, Value>;

enum class SettingKind { Toggle, Integer, Real, Choice, Text };

struct Choice {
    std::string key;        ///< as in JSON: "relu"
    std::string label;      ///< for people: "ReLU"
    std::string help;       ///< one sentence
    std::string group = {}; ///< the heading that it stands under in a long list, or empty
};

/// One thing that can be set.
/// Of a setting that counts only while a choice beside it is one of these.
struct OnlyWith {
    std::string key; ///< of the choice; empty: it always counts
    std::vector<std::string> values;
};

struct Setting {
    std::string key;   ///< as in JSON: "units"
    std::string label; ///< for people: "Units"
    std::string help;  ///< one or two sentences: what it does, what larger values do
    SettingKind kind = SettingKind::Real;
    Value fallback;              ///< the value of an absent setting
    double minimum = 0.0;        ///< inclusive, for numbers
    double maximum = 0.0;        ///< inclusive, for numbers
    bool isLogarithmic = false;  ///< a slider moves through its logarithm
    std::vector<Choice> choices; ///< for SettingKind::Choice
    std::string word;            ///< a word accepted instead of a number ("data"), or empty
    double usualMinimum = 0.0;   ///< where a slider reaches; the whole range where both are the same
    double usualMaximum = 0.0;
    bool takesMemory = false; ///< counts numbers of each sample: far beyond its range, what they would take is said
    bool namesColumn = false; ///< a text that is the key of a column of the table, where its columns are known
    bool isLive = false;      ///< of a layer: changes no parameters, so that a training goes on when it changes
    OnlyWith onlyWith = {};   ///< forms leave it out while it does not count
};

/// One kind of layer, loss, optimiser … with its settings: a row of a table.
struct Kind {
    std::string key;   ///< "dense"
    std::string label; ///< "Dense"
    std::string help;
    std::vector<Setting> settings;
    std::string group = {}; ///< the heading that it stands under in a long list, or empty

    const Setting *find(const std::string &settingKey) const;
    /// Of a layer: whether it says itself how many numbers it gives on; norms, dropout, activations and pooling do not.
    bool hasWidth() const;
};

/// A kind chosen, with values for some of its settings; those absent have their fallback.
struct Component {
    std::string kind;
    Values values;

    bool operator==(const Component &) const = default;
};

/// Everything that a spec may name.
struct Catalogue {
    std::vector<Kind> layers, losses, penalties, optimisers, schedules, corruptions, augmentations, averages, stops, windows, subsets, splits, scalings;
};

/// "adam, sgd, rmsprop"
std::string keysOf(const std::vector<Kind> &kinds);
const Kind *find(const std::vector<Kind> &kinds, const std::string &key);

/// The value set, or the setting's fallback. The setting must exist in the kind.
Value valueOf(const Component &component, const Kind &kind, const std::string &settingKey);
Index integerOf(const Component &component, const Kind &kind, const std::string &settingKey);
double realOf(const Component &component, const Kind &kind, const std::string &settingKey);
std::string choiceOf(const Component &component, const Kind &kind, const std::string &settingKey);

/// Whether a setting counts beside the choices that the component makes (Setting::onlyWith).
bool counts(const Component &component, const Kind &kind, const std::string &settingKey);

/// A component of another kind; settings of the same name and sort keep their values
/// as far as the other kind takes them: numbers within its range, words and choices that it knows.
Component exchanged(const Component &component, const std::vector<Kind> &kinds, const Kind &to);

} // namespace hourglass::spec
