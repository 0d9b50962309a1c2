// A plan with its numbers as a graph of operations: how a model leaves.
#pragma once

#include "engine/core/result.h"
#include "engine/graph/graph.h"
#include "engine/plan/plan.h"

namespace hourglass::plan {

enum class StackPart { Whole, Encoder, Decoder };
/// To be run, or to be trained on: then with what layers do in training alone (graph::InTraining), and all their parameters.
enum class Purpose { Evaluation, Training };

/// What Network computes, dropout and noise off, with running statistics and the mean code of variational layers, also of a graph to be trained on. The input
/// is a sample (of a decoder: "code"), the outputs are "reconstruction" in the sample's shape, and "logits" where the last activation is a sigmoid or softmax;
/// of an encoder "code". An error where a layer has no operations, or behind the code there is no layer.
core::Result<graph::Graph> lowered(const Plan &plan, const float *parameters, const float *state, StackPart part, Purpose purpose = Purpose::Evaluation);

} // namespace hourglass::plan
