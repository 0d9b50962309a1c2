// How weights begin: the settings that every layer with weights has.
#pragma once

#include <string>
#include <vector>

#include "engine/layers/layer.h"
#include "engine/spec/setting.h"

namespace hourglass::layers {

/// "initialiser", "initial_value" and "bias".
std::vector<spec::Setting> startSettings();
/// "initialiser" and "initial_value" alone.
std::vector<spec::Setting> initialiserSettings();

struct Start {
    Initialiser initialiser = Initialiser::GlorotUniform;
    float constant = 0;

    /// The tensor, begun like this.
    Tensor of(Tensor tensor) const;
};

/// "fitting" is resolved by the activation: He for those that cut the negative half, LeCun for SELU, Glorot for all others.
Start startOf(const spec::Component &component, const spec::Kind &kind, const std::string &activation);

} // namespace hourglass::layers
