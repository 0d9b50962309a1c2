#include "engine/runs/state_counters.h"

#include <algorithm>

namespace hourglass::runs {

using core::Index;
using nlohmann::json;
using training::TrainingState;
using training::Watch;

namespace {

json written(const Watch &watch) {
    return {{"rate_factor", watch.rateFactor},       {"plateau_loss", number(watch.plateauLoss)},
            {"plateau_epochs", watch.plateauEpochs}, {"best_loss", number(watch.bestLoss)},
            {"best_epoch", watch.bestEpoch},         {"epochs_since", watch.epochsSince},
            {"steps_before", watch.stepsBefore},     {"seconds_before", watch.secondsBefore}};
}

void read(const json &from, Watch &watch) {
    watch.rateFactor = from.at("rate_factor").get<double>();
    watch.plateauLoss = numberOr(from.at("plateau_loss"), Watch::unseen);
    watch.plateauEpochs = count(from.at("plateau_epochs"));
    watch.bestLoss = numberOr(from.at("best_loss"), Watch::unseen);
    watch.bestEpoch = count(from.at("best_epoch"));
    watch.epochsSince = count(from.at("epochs_since"));
    watch.stepsBefore = count(from.at("steps_before"));
    watch.secondsBefore = from.at("seconds_before").get<double>();
}

} // namespace

json countersOf(const TrainingState &state) {
    return {{"averaged_steps", state.averagedSteps},
            {"step", state.step},
            {"updates", state.updates},
            {"epoch", state.epoch},
            {"position", state.position},
            {"epoch_loss", number(state.epochLoss)},
            {"seconds_trained", state.secondsTrained},
            {"epoch_terms", state.epochTerms},
            {"watch", written(state.watch)}};
}

void readCounters(const json &from, TrainingState &state, Index trainSamples) {
    state.averagedSteps = count(from.at("averaged_steps"));
    state.step = count(from.at("step"));
    state.updates = count(from.at("updates"));
    state.epoch = count(from.at("epoch"));
    state.position = count(from.at("position"));
    if (state.position > trainSamples)
        throw std::invalid_argument("the epoch has more samples than the training part");
    state.epochLoss = from.at("epoch_loss").get<double>();
    state.secondsTrained = from.at("seconds_trained").get<double>();
    const json &terms = from.at("epoch_terms");
    for (std::size_t i = 0; i < std::min(terms.size(), state.epochTerms.size()); ++i)
        state.epochTerms[i] = terms[i].get<double>();
    read(from.at("watch"), state.watch);
}

} // namespace hourglass::runs
