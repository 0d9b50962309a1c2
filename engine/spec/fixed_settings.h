// The settings that every spec has, described like those of the catalogue, so that forms, help and checks can be made from them.
#pragma once

#include "engine/spec/setting.h"

namespace hourglass::spec {

const Kind &dataKind();     ///< validation
const Kind &modelKind();    ///< code, mirror; the code's maximum is the largest stack's
const Kind &trainingKind(); ///< batch, epochs, seed
const Kind &gradientKind(); ///< clip_norm, clip_value, accumulate

} // namespace hourglass::spec
