#include "engine/spec/training_parts.h"

#include <algorithm>
#include <limits>

#include "engine/spec/fixed_settings.h"
#include "engine/spec/precision.h"

namespace hourglass::spec {

namespace {

using Sort = TrainingPart::Sort;

Component gradientOf(const TrainingSpec &training) {
    const GradientSpec &gradient = training.gradient;
    return {"gradient", {{"clip_norm", gradient.clipNorm}, {"clip_value", gradient.clipValue}, {"accumulate", gradient.accumulate}}};
}

template <class T>
void take(const Component &from, const char *key, T &to) {
    if (const auto found = from.values.find(key); found != from.values.end())
        if (const T *value = std::get_if<T>(&found->second))
            to = *value;
}

void setGradient(TrainingSpec &training, const Component &to) {
    take(to, "clip_norm", training.gradient.clipNorm);
    take(to, "clip_value", training.gradient.clipValue);
    take(to, "accumulate", training.gradient.accumulate);
}

/// Only a spec that checked() would refuse has a seed that no Index holds: it is a double here.
Component seedOf(const TrainingSpec &training) {
    const bool fits = training.seed <= static_cast<std::uint64_t>(std::numeric_limits<Index>::max());
    return {"seed", {{"seed", fits ? Value(static_cast<Index>(training.seed)) : Value(static_cast<double>(training.seed))}}};
}

void setSeed(TrainingSpec &training, const Component &to) {
    auto seed = static_cast<Index>(training.seed);
    take(to, "seed", seed);
    training.seed = static_cast<std::uint64_t>(seed);
}

template <std::vector<Kind> Catalogue::*kinds>
const std::vector<Kind> &kindsOf(const Catalogue &catalogue) {
    return catalogue.*kinds;
}

std::vector<TrainingPart> partTable() {
    return {
        {.key = "loss",
         .noun = "loss",
         .one = &TrainingSpec::loss,
         .kinds = kindsOf<&Catalogue::losses>,
         .command = "losses",
         .summary = "lists the losses",
         .formOrder = 50,
         .place = FormPlace::Body,
         .label = "Loss",
         .help = "What training makes small. Changing it keeps the weights."},
        {.key = "penalties",
         .noun = "penalty",
         .sort = Sort::List,
         .list = &TrainingSpec::penalties,
         .kinds = kindsOf<&Catalogue::penalties>,
         .most = mostPenalties,
         .command = "penalties",
         .summary = "lists the further terms that may be added to the loss",
         .formOrder = 90,
         .label = "Penalty",
         .help = "A further term of what training makes small: on the weights or on the code. Its value stands beside the loss.",
         .nextLabel = "And penalty",
         .none = "None",
         .noneHelp = "No further term."},
        {.key = "optimiser",
         .noun = "optimiser",
         .one = &TrainingSpec::optimiser,
         .kinds = kindsOf<&Catalogue::optimisers>,
         .command = "optimisers",
         .summary = "lists the optimisers",
         .formOrder = 10,
         .place = FormPlace::Head,
         .label = "Optimiser",
         .help = "How the weights follow the gradient. Changing it keeps the weights and the learning rate."},
        {.key = "schedule",
         .noun = "schedule",
         .one = &TrainingSpec::schedule,
         .kinds = kindsOf<&Catalogue::schedules>,
         .command = "schedules",
         .summary = "lists how the learning rate may go over time",
         .formOrder = 20,
         .label = "Rate over time",
         .help = "How the learning rate goes from epoch to epoch."},
        {.key = "augmentation",
         .noun = "augmentation",
         .sort = Sort::List,
         .list = &TrainingSpec::augmentation,
         .kinds = kindsOf<&Catalogue::augmentations>,
         .most = mostAugmentations,
         .command = "augmentations",
         .summary = "lists how samples may be varied while training",
         .formOrder = 100,
         .place = FormPlace::Vary,
         .label = "Vary samples",
         .help = "Each epoch sees other variants of the samples, and the model is asked for the variant: more data out of the same.",
         .nextLabel = "And vary",
         .none = "As they are",
         .noneHelp = "Samples are trained on as they are."},
        {.key = "corruption",
         .noun = "corruption",
         .one = &TrainingSpec::corruption,
         .kinds = kindsOf<&Catalogue::corruptions>,
         .command = "corruptions",
         .summary = "lists what may be done to the input while training",
         .formOrder = 60,
         .label = "Corruption",
         .help = "What is done to the input while training; the clean sample is asked back."},
        {.key = "gradient",
         .noun = "gradient",
         .sort = Sort::Settings,
         .values = gradientOf,
         .assign = setGradient,
         .described = gradientKind,
         .formOrder = 30},
        {.key = "average",
         .noun = "average",
         .one = &TrainingSpec::average,
         .kinds = kindsOf<&Catalogue::averages>,
         .command = "averages",
         .summary = "lists how the parameters may be averaged over the steps",
         .formOrder = 80,
         .label = "Average",
         .help = "Which parameters are shown, evaluated and kept."},
        {.key = "precision",
         .noun = "precision",
         .one = &TrainingSpec::precision,
         .kinds = [](const Catalogue &) -> const std::vector<Kind> & { return precisionKinds(); },
         .mayBeName = true,
         .command = "precisions",
         .summary = "lists how exact the operands of products may be",
         .formOrder = 85,
         .label = "Precision",
         .help =
             "How exactly numbers enter the large sums of a step. Mixed is faster where the processor has instructions for it. Changing it keeps the weights."},
        {.key = "batch",
         .noun = "batch",
         .sort = Sort::Number,
         .values =
             [](const TrainingSpec &training) {
                 return Component{"batch", {{"batch", training.batch}}};
             },
         .assign = [](TrainingSpec &training, const Component &to) { take(to, "batch", training.batch); },
         .described = trainingKind,
         .formOrder = 40,
         .place = FormPlace::Body,
         .label = "Batch size",
         .help = "Samples that share one step. Larger is steadier and faster by the sample, smaller makes more steps.",
         .usualMaximum = 65536},
        {.key = "epochs",
         .noun = "epochs",
         .sort = Sort::Number,
         .values =
             [](const TrainingSpec &training) {
                 return Component{"epochs", {{"epochs", training.epochs}}};
             },
         .assign = [](TrainingSpec &training, const Component &to) { take(to, "epochs", training.epochs); },
         .described = trainingKind,
         .formOrder = 70,
         .place = FormPlace::Body,
         .label = "Epochs",
         .help = "Training stops after so many passes over the training part.",
         .usualMaximum = 100'000},
        {.key = "stop",
         .noun = "stop",
         .sort = Sort::List,
         .list = &TrainingSpec::stop,
         .kinds = kindsOf<&Catalogue::stops>,
         .most = mostStops,
         .command = "stops",
         .summary = "lists what may end a training before its epochs are done",
         .formOrder = 110,
         .label = "Ends",
         .help = "What may end the training early. One that goes by the validation loss starts it anew, with a tenth of the "
                 "training part kept back, unless there is a validation part already.",
         .nextLabel = "Or ends",
         .none = "When all epochs are done",
         .noneHelp = "Nothing ends the training before its epochs are done."},
        {.key = "seed",
         .noun = "seed",
         .sort = Sort::Number,
         .isLive = false,
         .values = seedOf,
         .assign = setSeed,
         .described = trainingKind,
         .formOrder = 120,
         .label = "Seed",
         .help = "The same seed gives the same numbers, on any number of threads. Reset starts again with it, Shift+R with a new one."},
    };
}

} // namespace

const std::vector<TrainingPart> &trainingParts() {
    static const std::vector<TrainingPart> parts = partTable();
    return parts;
}

const TrainingPart *partOf(const std::vector<TrainingPart> &parts, const std::string &key) {
    const auto found = std::find_if(parts.begin(), parts.end(), [&key](const TrainingPart &part) { return key == part.key; });
    return found == parts.end() ? nullptr : &*found;
}

const TrainingPart *partNamed(const std::vector<TrainingPart> &parts, const std::string &noun) {
    const auto found = std::find_if(parts.begin(), parts.end(), [&noun](const TrainingPart &part) { return noun == part.noun; });
    return found == parts.end() ? nullptr : &*found;
}

std::vector<Component> componentsOf(const TrainingPart &part, const TrainingSpec &training) {
    if (part.list)
        return training.*part.list;
    if (part.values)
        return {part.values(training)};
    if (part.one)
        return {training.*part.one};
    const auto found = training.others.find(part.key);
    return {found == training.others.end() ? Component() : found->second};
}

void setComponents(const TrainingPart &part, TrainingSpec &training, const std::vector<Component> &components) {
    if (part.list)
        training.*part.list = components;
    else if (components.empty())
        return;
    else if (part.assign)
        part.assign(training, components.front());
    else if (part.one)
        training.*part.one = components.front();
    else if (components.front().kind.empty())
        training.others.erase(part.key);
    else
        training.others[part.key] = components.front();
}

Component chosenIn(const TrainingPart &part, const TrainingSpec &training, const Catalogue &catalogue) {
    const std::vector<Component> components = componentsOf(part, training);
    if (components.empty())
        return {};
    const bool isAbsent = components.front().kind.empty() && part.kinds && !part.kinds(catalogue).empty();
    return isAbsent ? Component{part.kinds(catalogue).front().key, {}} : components.front();
}

bool differInLivePartsOnly(const TrainingSpec &a, const TrainingSpec &b, const std::vector<TrainingPart> &parts) {
    return std::all_of(parts.begin(), parts.end(), [&](const TrainingPart &part) { return part.isLive || componentsOf(part, a) == componentsOf(part, b); });
}

} // namespace hourglass::spec
