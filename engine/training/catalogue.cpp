#include "engine/training/catalogue.h"

#include "engine/layers/registry.h"
#include "engine/training/corruption.h"
#include "engine/training/loss.h"
#include "engine/training/optimiser.h"

namespace hourglass::training {

const spec::Catalogue &catalogue() {
    static const spec::Catalogue all{.layers = layers::layerKinds(), .losses = lossKinds(), .optimisers = optimiserKinds(),
                                     .schedules = {{"constant", "Constant", "The learning rate stays as it is.", {}}},
                                     .corruptions = corruptionKinds(), .averages = {{"none", "None", "The parameters as they are.", {}}}};
    return all;
}

} // namespace hourglass::training
