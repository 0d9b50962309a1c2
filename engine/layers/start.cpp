#include "engine/layers/start.h"

#include <array>

namespace hourglass::layers {

namespace {

struct StartRow {
    const char *key;
    Initialiser initialiser;
    const char *label, *help;
};

constexpr const char *fitting = "fitting";

constexpr std::array<StartRow, 9> startRows{{
    {"glorot_uniform", Initialiser::GlorotUniform, "Glorot uniform", "Uniform within ±√(6 / (inputs + outputs)) (Glorot and Bengio 2010)."},
    {"glorot_normal", Initialiser::GlorotNormal, "Glorot normal", "Normal with variance 2 / (inputs + outputs)."},
    {"he_uniform", Initialiser::HeUniform, "He uniform", "Uniform within ±√(6 / inputs) (He et al. 2015), made for ReLU."},
    {"he_normal", Initialiser::HeNormal, "He normal", "Normal with variance 2 / inputs."},
    {"lecun_uniform", Initialiser::LecunUniform, "LeCun uniform", "Uniform within ±√(3 / inputs) (LeCun et al. 1998)."},
    {"lecun_normal", Initialiser::LecunNormal, "LeCun normal", "Normal with variance 1 / inputs, made for SELU."},
    {"orthogonal", Initialiser::Orthogonal, "Orthogonal", "Lengths and angles are kept, as far as the widths allow (Saxe et al. 2014)."},
    {"constant", Initialiser::Constant, "Constant", "Every weight at the initial value."},
    {"zeros", Initialiser::Zeros, "Zeros", "All units of a layer stay alike: shows why chance is needed."},
}};

Initialiser fittingOf(const std::string &activation) {
    if (activation == "relu" || activation == "leaky_relu" || activation == "elu" || activation == "gelu" || activation == "silu" || activation == "softplus")
        return Initialiser::HeUniform;
    return activation == "selu" ? Initialiser::LecunNormal : Initialiser::GlorotUniform;
}

} // namespace

std::vector<spec::Setting> initialiserSettings() {
    spec::Setting initialiser{.key = "initialiser",
                              .label = "Initialiser",
                              .help = "How the weights start; biases start at zero.",
                              .kind = spec::SettingKind::Choice,
                              .fallback = std::string(fitting)};
    initialiser.choices = {{fitting, "Fitting", "He behind ReLU and its like, LeCun behind SELU, Glorot behind all others."}};
    for (const StartRow &row : startRows)
        initialiser.choices.push_back({row.key, row.label, row.help});
    return {initialiser,
            {.key = "initial_value",
             .label = "Initial value",
             .help = "Where every weight starts with the initialiser Constant; the others do not use it.",
             .kind = spec::SettingKind::Real,
             .fallback = 0.01,
             .minimum = -10.0,
             .maximum = 10.0,
             .onlyWith = {"initialiser", {"constant"}}}};
}

std::vector<spec::Setting> startSettings() {
    std::vector<spec::Setting> all = initialiserSettings();
    all.push_back(
        {.key = "bias", .label = "Bias", .help = "A number added to each sum, learned like the weights.", .kind = spec::SettingKind::Toggle, .fallback = true});
    return all;
}

Tensor Start::of(Tensor tensor) const {
    tensor.initialiser = initialiser;
    tensor.constant = constant;
    return tensor;
}

Start startOf(const spec::Component &component, const spec::Kind &kind, const std::string &activation) {
    Start start{fittingOf(activation), static_cast<float>(spec::realOf(component, kind, "initial_value"))};
    const std::string key = spec::choiceOf(component, kind, "initialiser");
    for (const StartRow &row : startRows)
        if (key == row.key)
            start.initialiser = row.initialiser;
    return start;
}

} // namespace hourglass::layers
