// The parts of a training that are lists of components: penalties, variations of the samples, stops. In the form the entries stand one below
// the other, with room for one more: "penalty.1" chooses the second one's kind, "penalty.1.weight" is a setting of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/spec/spec.h"

namespace hourglass::ui {

struct ComponentList {
    const char *prefix; ///< of the keys: "penalty"
    std::vector<spec::Component> spec::TrainingSpec::*entries;
    std::vector<spec::Kind> spec::Catalogue::*kinds;
    std::size_t most;
    const char *firstLabel, *nextLabel, *help;
    const char *none, *noneHelp; ///< the choice that takes an entry away

    /// The kinds that may be chosen, "none" in front.
    std::vector<spec::Kind> choices(const spec::Catalogue &catalogue) const;
    /// The entry, or the component "none".
    spec::Component at(const spec::TrainingSpec &training, std::size_t index) const;
};

const std::vector<ComponentList> &componentLists();

/// The training after an edit of one of the lists' keys; nothing where the key is none of theirs, or the value does not fit.
std::optional<spec::TrainingSpec> withListEdit(const spec::TrainingSpec &training, const spec::Catalogue &catalogue, const std::string &key,
                                               const spec::Value &value);
/// Whether the key begins with the prefix of a list.
bool isOfList(const std::string &key);

} // namespace hourglass::ui
