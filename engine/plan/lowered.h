// A plan with its numbers as a graph of operations: how a model leaves.
#pragma once

#include "engine/core/result.h"
#include "engine/graph/graph.h"
#include "engine/plan/plan.h"

namespace hourglass::plan {

enum class StackPart { Whole, Encoder, Decoder };

/// What Network computes, dropout and noise off, with running statistics and the mean code of variational layers. The input is a sample (of a
/// decoder: "code"), the outputs are "reconstruction" in the sample's shape, and "logits" where the last activation is a sigmoid or softmax;
/// of an encoder "code". An error where a layer has no operations, or behind the code there is no layer.
core::Result<graph::Graph> lowered(const Plan &plan, const float *parameters, const float *state, StackPart part);

} // namespace hourglass::plan
