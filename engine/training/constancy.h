// A network that no longer tells samples apart: its code is the same for all of them, or its output is.
#pragma once

#include <memory>

#include "engine/core/types.h"
#include "engine/data/dataset.h"
#include "engine/plan/snapshot.h"
#include "engine/training/records.h"

namespace hourglass::training {

using core::Index;

/// Looked at so many samples, evenly spaced.
constexpr Index samplesForConstancy = 64;

/// What it means, and what helps; nothing to say of Nothing.
const char *constantSentence(Constant part);

/// Nothing where the samples are all the same; else the first whose units differ, over the samples, by no more than a millionth of their size.
/// Each one column a sample.
Constant constantPart(core::ConstView samples, core::ConstView codes, core::ConstView outputs);

/// Likewise of the training part, with the parameters of a snapshot, on the calling thread.
Constant constantPart(const plan::Snapshot &snapshot, const data::Part &part);

} // namespace hourglass::training
