// A script on its way out: the text, and beside it the weights and the samples that it begins with.
#pragma once

#include "engine/exporters/export.h"

namespace hourglass::exporters {

/// Writes NAME.weights.safetensors, NAME.samples.npy (of at most `mostSampleBytes`) and the script; the last one last, each whole or not at all. What it
/// wrote beside and how the script differs goes into the report. Errors as exportModel() has them.
std::optional<core::Error> writeScript(const Order &order, Report &report);

constexpr double mostSampleBytes = 1e9;

} // namespace hourglass::exporters
