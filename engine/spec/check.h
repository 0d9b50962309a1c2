// Checks the values of a spec against the descriptions of settings. Reading JSON and specs made in memory share it.
#pragma once

#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/spec/setting.h"
#include "engine/spec/spec.h"
#include "engine/spec/training_parts.h"

namespace hourglass::spec {

/// Where in a spec something stands: "model.json: model.layers.2.units".
struct Location {
    std::string origin; ///< the text's origin, may be empty
    std::string path;   ///< dotted, empty for the whole
    int layer = -1;     ///< index in the stack, inside a layer

    Location at(const std::string &key) const;
    Location at(std::size_t index) const;
    core::Error error(std::string what, std::string hint = {}) const;
};

/// The value in the setting's own type (a whole number in a Real becomes a double, 8.0 in an Integer becomes 8), or what is wrong
/// with it.
core::Result<Value> checkedValue(const Setting &setting, const Value &value, const Location &location);

/// The component with its values checked. `noun` says what it is: "layer", "loss".
core::Result<Component> checkedComponent(const Component &component, const std::vector<Kind> &kinds, const std::string &noun, const Location &location);

/// As checked(spec, catalogue) in json.h, with errors placed in `origin`.
core::Result<Spec> checkedSpec(const Spec &spec, const Catalogue &catalogue, const std::string &origin, const std::vector<TrainingPart> &parts);

} // namespace hourglass::spec
