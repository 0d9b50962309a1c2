// A code that is the same for all samples: the decoder gets nothing to go by, and every output is the same.
#pragma once

#include <memory>

#include "engine/core/types.h"
#include "engine/data/dataset.h"
#include "engine/plan/snapshot.h"

namespace hourglass::training {

using core::Index;

/// Looked at so many samples, evenly spaced.
constexpr Index samplesForDeadCode = 64;

/// What it means, and what helps.
constexpr const char *deadCodeSentence = "The code is the same for all samples: the output no longer depends on the input. Choose identity or leaky ReLU for the "
                                         "code, a lower learning rate, or another seed.";

/// True where the samples differ and no unit of their codes does, by more than a millionth of its size.
bool isDeadCode(core::ConstView samples, core::ConstView codes);

/// Likewise of the training part, with the parameters of a snapshot, on the calling thread.
bool isCodeDead(const plan::Snapshot &snapshot, const data::Part &part);

} // namespace hourglass::training
