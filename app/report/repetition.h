// How a training is done again: the words of `hourglass train`.
#pragma once

#include <string>
#include <vector>

#include "engine/core/types.h"
#include "engine/spec/spec.h"

namespace hourglass::app {

struct Repetition {
    std::vector<std::string> words; ///< behind "hourglass"
    bool needsSpec = false;         ///< they name the spec as a file, which has to be saved first

    /// In one line, as a shell takes it.
    std::string line() const;
};

/// What trains this spec so many steps; 0: as many as its epochs have. A ready stack with a few settings is told as that, everything else by a file of the
/// spec with this name. The words are checked: read again they are the same spec.
Repetition repetitionOf(const spec::Spec &spec, const std::string &preset, core::Index steps, const std::string &specFile);

} // namespace hourglass::app
