// From what a source holds to what is trained on: windows, then a subset, then parts set aside, then scaling.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/core/result.h"
#include "engine/data/dataset.h"
#include "engine/data/progress.h"
#include "engine/spec/spec.h"

namespace hourglass::data {

/// The components of `data` with their values checked, or what is wrong with the first that is.
core::Result<spec::DataSpec> checkedShaping(const spec::DataSpec &data);

/// Shapes a source as it was read, all of it in `train` but for a test part of its own; `data` is checked. Sets dependsOnSeed where a part or
/// the subset is drawn. After an error the dataset is worth nothing.
std::optional<core::Error> shape(Dataset &dataset, const spec::DataSpec &data, std::uint64_t seed, const Progress &progress);

} // namespace hourglass::data
