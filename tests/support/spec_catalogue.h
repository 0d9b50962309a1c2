// Every part of a catalogue that a spec of today names, for tests of reading and presets without the engine's own tables.
#pragma once

#include "tests/support/sample_catalogue.h"

namespace hourglass::tests {

inline spec::Setting realSetting(const std::string &key, double fallback, double minimum, double maximum) {
    return {key, key, "", spec::SettingKind::Real, fallback, minimum, maximum, false, {}, ""};
}

inline spec::Catalogue specCatalogue() {
    const spec::Setting reduction{
        "reduction", "Reduction", "", spec::SettingKind::Choice, std::string("mean"), 0, 0, false, {{"mean", "Mean", ""}, {"sum", "Sum", ""}}, ""};
    const spec::Setting nesterov{"nesterov", "Nesterov", "", spec::SettingKind::Toggle, false, 0, 0, false, {}, ""};
    const spec::Setting rate = realSetting("rate", 0.001, 1e-8, 10.0);
    spec::Catalogue catalogue;
    catalogue.layers = {denseKind()};
    catalogue.losses = {{"mean_squared_error", "", "", {reduction}}, {"binary_cross_entropy", "", "", {reduction}}};
    catalogue.optimisers = {
        {"adam", "", "", {rate, realSetting("beta1", 0.9, 0.0, 0.9999), realSetting("beta2", 0.999, 0.0, 0.999999), realSetting("epsilon", 1e-8, 1e-12, 1e-2)}},
        {"sgd", "", "", {rate, realSetting("momentum", 0.0, 0.0, 0.999), nesterov}}};
    catalogue.schedules = {{"constant", "", "", {}}};
    catalogue.corruptions = {{"none", "", "", {}}, {"gaussian", "", "", {realSetting("strength", 0.3, 0.0, 2.0)}}};
    catalogue.penalties = {{"l1_activation", "", "", {realSetting("strength", 1e-4, 0.0, 100.0)}}};
    catalogue.augmentations = {{"shift", "", "", {realSetting("amount", 0.1, 0.0, 0.5)}}, {"flip", "", "", {}}};
    catalogue.averages = {{"none", "", "", {}}, {"exponential", "", "", {realSetting("decay", 0.999, 0.0, 0.999999)}}};
    catalogue.stops = {{"target_loss", "", "", {realSetting("loss", 0.1, -1e9, 1e9)}}};
    catalogue.windows = {{"none", "", "", {}}};
    catalogue.subsets = {{"all", "", "", {}}, {"first", "", "", {}}};
    catalogue.splits = {{"random", "", "", {realSetting("test", 0.1, 0.0, 0.9)}}};
    catalogue.scalings = {{"unit", "", "", {}}, {"standardise", "", "", {}}};
    return catalogue;
}

} // namespace hourglass::tests
