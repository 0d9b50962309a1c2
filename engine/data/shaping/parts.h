// Sets the test part and the validation part aside.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/core/result.h"
#include "engine/data/dataset.h"
#include "engine/data/shaping/windows.h"
#include "engine/spec/spec.h"

namespace hourglass::data {

/// From the training part, by the checked row of splitKinds() that `data.split` names; parts of the source's own stay, and get what is held back
/// or named. Overlapping windows are kept apart where the order says so. Sets dependsOnSeed where a part is drawn. Errors: labels, groups or
/// classes that there are not, and nothing left to train on.
std::optional<core::Error> setPartsAside(Dataset &dataset, const spec::DataSpec &data, std::uint64_t seed, const Windows &windows);

} // namespace hourglass::data
