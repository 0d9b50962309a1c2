// Operators of ONNX whose inputs are known before any sample is: shapes that are computed, weights that are turned.
#pragma once

#include "engine/importers/onnx_reader.h"

namespace hourglass::importers {

/// What the operator gives, or nothing where it is none that is folded. An extent of the batch is a negative number: −1, or −n for n rows a
/// sample. Inputs that are left out are null; ConstantOfShape has its value behind the shape.
std::optional<core::Result<Tensor>> folded(Call &call, const std::vector<const Tensor *> &inputs);

} // namespace hourglass::importers
