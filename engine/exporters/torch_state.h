// A state dict as PyTorch saves it, which `torch.load(path, weights_only=True)` reads: an archive with a pickle and the numbers of each tensor.
#pragma once

#include "engine/exporters/exporter.h"

namespace hourglass::exporters {

/// The constants of all parts, each once, by the names and in the shapes of the model in the PyTorch script.
core::Result<std::string> torchStateOf(const Model &model);

} // namespace hourglass::exporters
