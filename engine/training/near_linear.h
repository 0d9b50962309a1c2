// A network whose bends gain little over the best linear code.
#pragma once

#include <string>

#include "engine/data/dataset.h"
#include "engine/spec/spec.h"

namespace hourglass::training {

/// A sentence where a stack with bends, trained on rows of numbers, has a mean squared error that is PCA's with as many numbers or up to a tenth
/// above it: both of held-out samples, per number. Empty where it is below or far above (then the training tells nothing of the data), where the
/// stack has no bend, and for images and series.
std::string nearLinearSentence(const spec::ModelSpec &model, const data::Dataset &dataset, double mse, double pcaMse, core::Index components);

} // namespace hourglass::training
