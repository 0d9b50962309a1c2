#include "engine/training/catalogue.h"

#include "engine/data/corruption.h"
#include "engine/data/shaping/kinds.h"
#include "engine/layers/registry.h"
#include "engine/training/augmentation.h"
#include "engine/training/average.h"
#include "engine/training/loss.h"
#include "engine/training/optimiser.h"
#include "engine/training/penalties.h"
#include "engine/training/schedule.h"
#include "engine/training/stopping.h"

namespace hourglass::training {

const spec::Catalogue &catalogue() {
    static const spec::Catalogue all{.layers = layers::layerKinds(),
                                     .losses = lossKinds(),
                                     .penalties = penaltyKinds(),
                                     .optimisers = optimiserKinds(),
                                     .schedules = scheduleKinds(),
                                     .corruptions = data::corruptionKinds(),
                                     .augmentations = augmentationKinds(),
                                     .averages = averageKinds(),
                                     .stops = stopKinds(),
                                     .windows = data::windowKinds(),
                                     .subsets = data::subsetKinds(),
                                     .splits = data::splitKinds(),
                                     .scalings = data::scalingKinds()};
    return all;
}

} // namespace hourglass::training
