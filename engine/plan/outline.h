// A stack as it is drawn: shapes, counts and roles, known before anything is trained.
#pragma once

#include <string>
#include <vector>

#include "engine/core/types.h"

namespace hourglass::plan {

enum class Role { Input, Encoder, Code, Decoder };

struct LayerOutline {
    std::string label;      ///< "Dense"
    std::string activation; ///< "ReLU", or empty
    core::Shape input, output;
    core::Index parameters = 0;
    double multiplyAdds = 0; ///< of one sample forward
    Role role = Role::Encoder;
    bool hasWidth = true; ///< as spec::Kind has it
};

struct Outline {
    core::Shape input;
    std::vector<LayerOutline> layers; ///< as many as the spec has
    core::Index parameters = 0;
    core::Index codeSize = 0;
    double compression = 1.0;         ///< features of a sample / units of the code
    double multiplyAddsPerSample = 0; ///< of one training step: forward, gradients of activations, gradients of weights
};

} // namespace hourglass::plan
