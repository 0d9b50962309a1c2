// The parts of a training as one table of rows: JSON, checks, --set, the form, the commands and undo walk it. Whoever walks takes the rows as an
// argument, so that there may be more of them than those of trainingParts().
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/spec/spec.h"

namespace hourglass::spec {

/// Where the form of the training shows a part.
enum class FormPlace { Head, Body, More, Vary };

/// One part of a training: a row of the table that JSON, checks, --set, the form, the commands and undo walk.
struct TrainingPart {
    enum class Sort {
        Choice,   ///< one component
        List,     ///< any number of components, up to `most`
        Settings, ///< an object of settings that are always there, without kinds
        Number    ///< one whole number, a setting of trainingKind()
    };

    const char *key;  ///< as in JSON: "penalties"
    const char *noun; ///< in messages, and before the keys of the form: "penalty"
    Sort sort = Sort::Choice;
    bool isLive = true; ///< a training goes on when it changes; else it starts anew

    Component TrainingSpec::*one = nullptr;               ///< of a choice; null: it stands in TrainingSpec::others
    std::vector<Component> TrainingSpec::*list = nullptr; ///< of a list
    Component (*values)(const TrainingSpec &) = nullptr;  ///< of settings and numbers, as those of a component
    void (*assign)(TrainingSpec &, const Component &) = nullptr;
    const Kind &(*described)() = nullptr;                           ///< of settings and numbers
    const std::vector<Kind> &(*kinds)(const Catalogue &) = nullptr; ///< of choices and lists
    std::size_t most = 1;
    bool mayBeName = false; ///< of a choice: its kind's name alone is read as well

    const char *command = nullptr, *summary = nullptr; ///< that lists the kinds: "losses", "lists the losses"

    int formOrder = 0; ///< rows of a smaller one come first
    FormPlace place = FormPlace::More;
    const char *label = nullptr, *help = nullptr;
    const char *nextLabel = nullptr;                 ///< of a list's further entries
    const char *none = nullptr, *noneHelp = nullptr; ///< of a list: the choice that takes an entry away
    double usualMaximum = 0;                         ///< of a number: where its slider reaches
};

/// The parts of every training, in the order that JSON has them.
const std::vector<TrainingPart> &trainingParts();

const TrainingPart *partOf(const std::vector<TrainingPart> &parts, const std::string &key);
/// The same by its noun.
const TrainingPart *partNamed(const std::vector<TrainingPart> &parts, const std::string &noun);

/// What the part holds: the component chosen, a list's entries, or one component of settings or of a number under the part's key. Of a part
/// without member that is absent: a component of no kind.
std::vector<Component> componentsOf(const TrainingPart &part, const TrainingSpec &training);
/// Puts them there. A component of no kind is absent.
void setComponents(const TrainingPart &part, TrainingSpec &training, const std::vector<Component> &components);

/// The component of a choice, of settings or a number; an absent one is the first kind of the catalogue.
Component chosenIn(const TrainingPart &part, const TrainingSpec &training, const Catalogue &catalogue);
/// True where nothing differs that would start a training anew.
bool differInLivePartsOnly(const TrainingSpec &a, const TrainingSpec &b, const std::vector<TrainingPart> &parts);

} // namespace hourglass::spec
