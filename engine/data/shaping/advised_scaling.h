// The scaling that a table asks for.
#pragma once

#include <optional>

#include "engine/data/dataset.h"
#include "engine/spec/setting.h"

namespace hourglass::data {

/// To standardise, where the columns of a table differ in size or lie far from 0: the squares that a loss adds up would be those of the largest
/// column. Nothing for what is no table, for numbers between 0 and 1, and where the training part has columns that are alike, with means and deviations about
/// those of standardised ones. `dataset` is as it was read, not scaled.
std::optional<spec::Component> advisedScaling(const Dataset &dataset);

} // namespace hourglass::data
