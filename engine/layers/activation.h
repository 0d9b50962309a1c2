// The activations by name, shared by every layer that ends in one.
#pragma once

#include <string>

#include "engine/core/types.h"
#include "engine/kernels/kernels.h"
#include "engine/spec/setting.h"

namespace hourglass::layers {

/// The setting "activation" with its choices; softmax is none where a layer gives more than one group of numbers.
spec::Setting activationSetting(bool withSoftmax = true);

kernels::Activation activationOf(const std::string &key);
std::string activationLabel(const std::string &key);
/// The values that it can give, the ends among them or as their limits; an infinite end is none. That of identity for a key that is unknown.
core::Range activationRange(const std::string &key);

} // namespace hourglass::layers
