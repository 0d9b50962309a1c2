// What two specs differ in, as a person would list it. Pure; from any thread.
#pragma once

#include <string>
#include <vector>

#include "engine/spec/spec.h"
#include "engine/spec/training_parts.h"

namespace hourglass::runs {

/// One setting or layer that is not the same. Texts are for people, in the words of the tables.
struct Difference {
    enum class About { Data, Stack, Training };
    About about = About::Stack;
    std::string where; ///< "Code · Units", "Learning rate"
    std::string a, b;  ///< what each has; empty: it has none

    bool operator==(const Difference &) const = default;
};

/// Data first, then the layers from the input to the output, then the training in the order of its parts. Layers are matched by what they are, so that one put
/// between others is one difference; a setting that does not count beside the others of its component is none.
std::vector<Difference> differences(const spec::Spec &a, const spec::Spec &b, const spec::Catalogue &catalogue, const std::vector<spec::TrainingPart> &parts);

/// "Code · Units 2 → 3": in one line, as it is told of a run beside the one that it came from.
std::string changeText(const Difference &difference);

} // namespace hourglass::runs
