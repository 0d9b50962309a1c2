// Which other arrays of a file may have been meant: as doubts, so that a person takes one of them with one click.
#pragma once

#include "engine/core/types.h"
#include "engine/data/read_report.h"
#include "engine/data/readers/array_set.h"

namespace hourglass::data {

/// Offers arrays that may be the samples as well, where no name told which are, and arrays that may hold the classes of the `samples` training
/// samples, where none was found. Nothing is offered in place of what the order names.
void offerArrays(const ArraySet &set, const ArrayChoice &choice, const ReadOrder &order, core::Index samples, ReadReport &report);

} // namespace hourglass::data
