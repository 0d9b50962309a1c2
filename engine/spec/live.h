// Settings of layers that act on a training as it runs.
#pragma once

#include <vector>

#include "engine/spec/spec.h"

namespace hourglass::spec {

/// True where two stacks differ, and in nothing but values of settings that are live (Setting::isLive), so that the parameters of one are
/// those of the other. An absent value is the setting's fallback.
bool differInLiveSettingsOnly(const ModelSpec &a, const ModelSpec &b, const std::vector<Kind> &layers);

} // namespace hourglass::spec
