// What is advised for data on their way in; for a table, a stack and a training of its own.
#pragma once

#include "app/session/stack_fit.h"
#include "engine/data/dataset.h"
#include "engine/spec/spec.h"

namespace hourglass::app {

/// Whether the samples are rows of a table, and no images or series.
bool isTable(const data::Dataset &dataset);

/// Smooth bends around a code that can be drawn as a map, in small steps that become smaller: on ten tables, five of them real, its test MSE after
/// 60 epochs is below PCA's of the same size (tests/app/table_advice_test.cpp). The seed stays the spec's.
spec::Spec tableStack(const spec::Spec &spec, const data::Dataset &dataset);

/// stackFit(), but that a table whose present stack does not fit it, or has a code that leaves nothing out, is advised tableStack(): what was built
/// for images starts a table badly.
StackFit importAdvice(const spec::Spec &spec, const data::Dataset &dataset);

} // namespace hourglass::app
