#include "engine/training/average.h"

#include <algorithm>

namespace hourglass::training {

double Average::keptAt(core::Index steps) const {
    const auto count = static_cast<double>(steps);
    return std::min(decay, (1 + count) / (10 + count));
}

std::vector<spec::Kind> averageKinds() {
    return {{"none", "None", "The parameters as they are.", {}},
            {"exponential",
             "Moving average",
             "Shown, evaluated and kept is a moving average of the parameters over the steps, which trembles less than they do (Polyak and "
             "Juditsky 1992). Running statistics of batch norm stay those of the last step.",
             {{.key = "decay",
               .label = "Memory",
               .help = "What is kept of the average in each step: 0.999 looks back over about 1000 steps. Less at the start.",
               .kind = spec::SettingKind::Real,
               .fallback = 0.999,
               .minimum = 0.0,
               .maximum = 0.999999}}}};
}

Average makeAverage(const spec::Component &component) {
    const std::vector<spec::Kind> kinds = averageKinds();
    if (component.kind != "exponential")
        return {};
    return {spec::realOf(component, *spec::find(kinds, component.kind), "decay")};
}

} // namespace hourglass::training
