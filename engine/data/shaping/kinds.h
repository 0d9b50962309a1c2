// What may be chosen about a source's samples before they are trained on: the rows that a spec's `data.window`, `data.subset`, `data.split`
// and `data.scaling` name.
#pragma once

#include <vector>

#include "engine/spec/setting.h"

namespace hourglass::data {

std::vector<spec::Kind> windowKinds();
std::vector<spec::Kind> subsetKinds();
std::vector<spec::Kind> splitKinds();
std::vector<spec::Kind> scalingKinds();

} // namespace hourglass::data
