// Moves whole samples between parts. All that knows what a part stores of a sample is here and in windows.cpp.
#pragma once

#include <vector>

#include "engine/data/dataset.h"

namespace hourglass::data {

/// Says each sample's number in the source, where the part does not: `first` and on.
void numberSamples(Part &part, Index first = 0);

/// The same of the source's own validation and test parts: they stand behind the training part's samples, which are all there yet.
void numberOwnParts(Dataset &dataset);

/// Moves the samples marked, one mark a sample, into the part returned. Both keep the order that they had, and know their numbers in the
/// source.
Part takeOut(Part &part, const std::vector<bool> &isTaken);

/// The last sample becomes the first; each knows its number in the source.
void turnRound(Part &part);

/// Puts the samples of `more` behind those of `part`; both are of the same features, hold numbers of the same type
/// and know the same of their samples, or `part` is empty.
void append(Part &part, Part &&more);

} // namespace hourglass::data
