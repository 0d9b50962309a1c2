#include "engine/layers/activation.h"

#include <array>
#include <cassert>
#include <limits>

namespace hourglass::layers {

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr core::Range everything{-infinity, infinity};

struct ActivationRow {
    kernels::Activation activation;
    const char *key, *label, *help;
    core::Range range = everything;
};

constexpr std::array<ActivationRow, 12> activationRows{{
    {kernels::Activation::Identity, "identity", "Identity", "f(z) = z. The layer is linear: right for a code, or for data without bounds."},
    {kernels::Activation::Relu, "relu", "ReLU", "f(z) = max(0, z). Quick and usual; a unit that is always negative learns nothing any more.", {0, infinity}},
    {kernels::Activation::LeakyRelu, "leaky_relu", "Leaky ReLU", "f(z) = z, or 0.01 z below zero: units cannot die."},
    {kernels::Activation::Elu,
     "elu",
     "ELU",
     "f(z) = z, or exp(z) − 1 below zero (Clevert et al. 2016): smooth, and negative values pull the mean to zero.",
     {-1, infinity}},
    {kernels::Activation::Selu,
     "selu",
     "SELU",
     "A scaled ELU that keeps mean 0 and variance 1 from layer to layer (Klambauer et al. 2017).",
     {-1.7580993f, infinity}},
    {kernels::Activation::Gelu,
     "gelu",
     "GELU",
     "f(z) = z Φ(z), Φ the normal distribution function (Hendrycks and Gimpel 2016): a smooth ReLU.",
     {-0.16997121f, infinity}},
    {kernels::Activation::Silu, "silu", "SiLU", "f(z) = z / (1 + exp(−z)), also called swish: a smooth ReLU that dips below zero.", {-0.27846454f, infinity}},
    {kernels::Activation::Softplus, "softplus", "Softplus", "f(z) = log(1 + exp(z)): a smooth ReLU that is always positive.", {0, infinity}},
    {kernels::Activation::Sigmoid, "sigmoid", "Sigmoid", "f(z) = 1 / (1 + exp(−z)), between 0 and 1: the output of data in [0, 1].", {0, 1}},
    {kernels::Activation::HardTanh, "hard_tanh", "Hard tanh", "f(z) = z, bounded by −1 and 1.", {-1, 1}},
    {kernels::Activation::Tanh, "tanh", "Tanh", "f(z) = tanh(z), between −1 and 1.", {-1, 1}},
    {kernels::Activation::Softmax, "softmax", "Softmax", "exp(z) / Σ exp(z): positive numbers that add up to 1 over all units, as shares do.", {0, 1}},
}};

const ActivationRow &rowOf(const std::string &key) {
    for (const ActivationRow &row : activationRows)
        if (key == row.key)
            return row;
    assert(false && "the spec was checked");
    return activationRows[0];
}

} // namespace

spec::Setting activationSetting(bool withSoftmax) {
    spec::Setting setting{.key = "activation",
                          .label = "Activation",
                          .help = "What each unit does with its weighted sum z.",
                          .kind = spec::SettingKind::Choice,
                          .fallback = std::string("relu")};
    for (const ActivationRow &row : activationRows)
        if (withSoftmax || row.activation != kernels::Activation::Softmax)
            setting.choices.push_back({row.key, row.label, row.help});
    return setting;
}

kernels::Activation activationOf(const std::string &key) {
    return rowOf(key).activation;
}

std::string activationLabel(const std::string &key) {
    return rowOf(key).label;
}

core::Range activationRange(const std::string &key) {
    for (const ActivationRow &row : activationRows)
        if (key == row.key)
            return row.range;
    return everything;
}

} // namespace hourglass::layers
