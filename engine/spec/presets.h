// The ready stacks. A preset is a spec with a sentence about it.
#pragma once

#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/spec/spec.h"

namespace hourglass::spec {

struct Preset {
    std::string key;      ///< "deep"
    std::string sentence; ///< what it shows, for the gallery
    Spec spec;            ///< its name is the preset's title
};

const std::vector<Preset> &presets();

/// The preset with this key, or an error that lists them all.
core::Result<Preset> findPreset(const std::string &key);

} // namespace hourglass::spec
