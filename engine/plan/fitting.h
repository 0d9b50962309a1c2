// A stack for samples of another shape.
#pragma once

#include "engine/core/types.h"
#include "engine/spec/spec.h"

namespace hourglass::plan {

/// The model itself where it compiles for such samples. Otherwise with other units where a dense layer hands an image on: as many as the
/// latest image before it has. So a stack of convolutions takes pictures of another size. Where that does not help either, the model as it is.
spec::ModelSpec fittedTo(const spec::ModelSpec &model, const core::Shape &sample);

} // namespace hourglass::plan
