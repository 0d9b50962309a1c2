// A PyTorch state dict as safetensors: names and shapes alone. The stack is deduced from them, as far as they tell it.
#pragma once

#include "engine/importers/importer.h"

namespace hourglass::importers {

/// Linear, batch norm, layer norm and PReLU, in Sequential's numbering ("encoder.0.weight") or with numbers in their names ("fc1.weight"); what
/// fits behind what says the order of several. Strides and steps do not stand in such a file: convolutions and recurrent layers are refused.
core::Result<Imported> readStateDict(const std::string &path, const Wish &wish);

} // namespace hourglass::importers
