#include "app/session/spec_change.h"

#include "engine/spec/live.h"
#include "engine/training/catalogue.h"
#include "engine/training/demands.h"

namespace hourglass::app {

SpecChange changeBetween(const Training &present, const spec::Spec &wanted, const std::vector<spec::TrainingPart> &parts) {
    const spec::Spec &spec = present.spec;
    if (!areDataOf(wanted, training::dataFor(spec), spec.training.seed, present.dataDependOnSeed))
        return SpecChange::Data;
    if (!spec::differInLivePartsOnly(wanted.training, spec.training, parts))
        return SpecChange::Restart;
    if (wanted.model == spec.model)
        return wanted.training == spec.training ? SpecChange::None : SpecChange::Settings;
    return spec::differInLiveSettingsOnly(wanted.model, spec.model, training::catalogue().layers) ? SpecChange::Plan : SpecChange::Restart;
}

bool areDataOf(const spec::Spec &wanted, const spec::DataSpec &read, std::uint64_t seed, bool dependOnSeed) {
    return training::dataFor(wanted) == read && (wanted.training.seed == seed || !dependOnSeed);
}

} // namespace hourglass::app
