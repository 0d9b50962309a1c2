#include "engine/training/corruption.h"

#include "engine/kernels/kernels.h"

namespace hourglass::training {

void Corruption::apply(core::Index features, float *x, const core::Random &random, std::uint64_t step, core::Index sample) const {
    const auto key = random.key();
    kernels::addNormal(features, x, strength, key.data(), step, static_cast<std::uint64_t>(sample));
}

std::vector<spec::Kind> corruptionKinds() {
    return {{"none", "None", "The input as it is.", {}},
            {"gaussian", "Gaussian noise", "Noise is added to the input, and the clean input is asked back (Vincent et al. 2008).",
             {{.key = "strength", .label = "Strength", .help = "Standard deviation of the noise.", .kind = spec::SettingKind::Real,
               .fallback = 0.3, .minimum = 0.0, .maximum = 2.0, .usualMinimum = 0.0, .usualMaximum = 1.0}}}};
}

Corruption makeCorruption(const spec::Component &component) {
    if (component.kind == "none")
        return {};
    const std::vector<spec::Kind> kinds = corruptionKinds();
    return {static_cast<float>(spec::realOf(component, *spec::find(kinds, component.kind), "strength"))};
}

} // namespace hourglass::training
