#include "engine/training/demands.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>

#include "engine/layers/activation.h"
#include "engine/layers/registry.h"
#include "engine/spec/precision.h"
#include "engine/spec/wording.h"
#include "engine/training/augmentation.h"
#include "engine/training/batch_cut.h"
#include "engine/training/loss.h"
#include "engine/training/penalties.h"
#include "engine/training/precision.h"
#include "engine/training/stopping.h"

namespace hourglass::training {

namespace {

bool needsValidation(const spec::Component &stop) {
    const std::vector<spec::Kind> kinds = stopKinds();
    return stop.kind == "no_improvement" || (stop.kind == "target_loss" && spec::choiceOf(stop, *spec::find(kinds, stop.kind), "part") == "validation");
}

bool isPlateau(const spec::TrainingSpec &training) {
    return training.schedule.kind == "plateau";
}

constexpr float unbounded = std::numeric_limits<float>::infinity();

std::string shortly(double number) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.2g", number);
    return text.data();
}

/// A sentence where the data hold values that the end of the stack cannot give, or nothing.
std::string unreached(const spec::ModelSpec &model, const data::Dataset &dataset) {
    const std::vector<spec::Kind> kinds = layers::layerKinds();
    const spec::Kind *kind = model.layers.empty() ? nullptr : spec::find(kinds, model.layers.back().kind);
    if (!kind || !kind->find("activation"))
        return {};
    const std::string key = spec::choiceOf(model.layers.back(), *kind, "activation");
    const core::Range reach = layers::activationRange(key);
    const bool isBelow = dataset.range.lowest<reach.lowest, isAbove = dataset.range.highest> reach.highest;
    if (!isBelow && !isAbove)
        return {};
    std::string text = "The data hold values ";
    text += isBelow ? "below " + shortly(static_cast<double>(reach.lowest)) : "";
    text += isBelow && isAbove ? " and " : "";
    text += isAbove ? "above " + shortly(static_cast<double>(reach.highest)) : "";
    text += ": " + key + " at the end of the stack cannot reach them. Choose identity there, or scale the data by range.";
    return text;
}

/// What each feature reaches in some samples.
struct Reached {
    std::vector<float> lowest, highest;
};

Reached reachedIn(const data::Part &part) {
    constexpr core::Index mostSamples = 1000, mostNumbers = core::Index{1} << 18;
    const auto features = static_cast<std::size_t>(part.features);
    const core::Index count = std::min({part.samples, mostSamples, std::max<core::Index>(2, mostNumbers / std::max<core::Index>(1, part.features))});
    Reached reached{std::vector<float>(features, unbounded), std::vector<float>(features, -unbounded)};
    std::vector<float> sample(features);
    for (core::Index i = 0; i < count; ++i) {
        part.copySample(i * (part.samples / count), sample.data());
        for (std::size_t f = 0; f < features; ++f) {
            reached.lowest[f] = std::min(reached.lowest[f], sample[f]);
            reached.highest[f] = std::max(reached.highest[f], sample[f]);
        }
    }
    return reached;
}

constexpr double large = 1e6; ///< a number, or the largest range beside the smallest
const char *const standardise = "Standardise them: data.scaling.kind=standardise, in the window Data, Scaling, Standardise.";

} // namespace

std::string noteOnScale(const data::Dataset &dataset) {
    if (dataset.shape.isImage() || dataset.train.isEmpty() || dataset.train.holdsBytes())
        return {};
    const Reached reached = reachedIn(dataset.train);
    std::size_t least = reached.lowest.size(), most = least;
    double size = 0;
    const auto rangeOf = [&reached](std::size_t f) { return static_cast<double>(reached.highest[f]) - static_cast<double>(reached.lowest[f]); };
    for (std::size_t f = 0; f < reached.lowest.size(); ++f) {
        size = std::max({size, std::abs(static_cast<double>(reached.lowest[f])), std::abs(static_cast<double>(reached.highest[f]))});
        if (!(rangeOf(f) > 0))
            continue;
        least = least == reached.lowest.size() || rangeOf(f) < rangeOf(least) ? f : least;
        most = most == reached.lowest.size() || rangeOf(f) > rangeOf(most) ? f : most;
    }
    const auto nameOf = [&dataset](std::size_t f) { return f < dataset.featureNames.size() ? dataset.featureNames[f] : "feature " + std::to_string(f + 1); };
    if (least < reached.lowest.size() && rangeOf(most) >= large * rangeOf(least))
        return "The features differ in size by a factor of " + shortly(rangeOf(most) / rangeOf(least)) + ": " + nameOf(least) + " varies by " +
               shortly(rangeOf(least)) + ", " + nameOf(most) + " by " + shortly(rangeOf(most)) + ", and the loss sees little but the largest. " + standardise;
    if (size >= large)
        return "The data hold numbers as large as " + shortly(size) + ", and the loss is made of their squares. " + standardise;
    return {};
}

std::string hintOnDivergence(const data::Dataset &dataset, const char *lowerRate) {
    const double size = std::max(std::abs(static_cast<double>(dataset.range.lowest)), std::abs(static_cast<double>(dataset.range.highest)));
    if (const std::string note = noteOnScale(dataset); !note.empty())
        return note;
    constexpr double considerable = 1e3;
    return size < considerable ? lowerRate : "The data reach " + shortly(size) + ", which may be the cause. " + standardise + " Or: " + lowerRate;
}

bool choosesByValidation(const spec::TrainingSpec &training) {
    return isPlateau(training) || std::any_of(training.stop.begin(), training.stop.end(), needsValidation);
}

spec::DataSpec dataFor(const spec::Spec &spec) {
    spec::DataSpec data = spec.data;
    if (data.validation == 0 && choosesByValidation(spec.training))
        data.validation = ownValidation;
    return data;
}

std::optional<core::Error> unmetDemand(const spec::TrainingSpec &training, const data::Dataset &dataset) {
    const auto isNoImprovement = [](const spec::Component &stop) { return stop.kind == "no_improvement"; };
    if (std::count_if(training.stop.begin(), training.stop.end(), isNoImprovement) > 1)
        return core::Error{"The stop no_improvement is there twice", "training.stop", "Keep one of them."};
    if (training.optimiser.kind == "lbfgs" && dataset.train.samples > mostSamplesAtOnce)
        return core::Error{"L-BFGS takes all samples at once, and " + std::to_string(dataset.train.samples) + " of " + dataset.title + " are too many",
                           "training.optimiser", "Choose Adam, or data of at most " + std::to_string(mostSamplesAtOnce) + " samples."};
    if (training.optimiser.kind == "lbfgs" && (training.gradient.clipNorm > 0 || training.gradient.clipValue > 0))
        return core::Error{"L-BFGS needs the gradient as it is, and the settings clip it", "training.gradient",
                           "Set clip_norm and clip_value to 0, or choose another optimiser."};
    if (!choosesByValidation(training) || !dataset.validation.isEmpty())
        return {};
    std::string what = isPlateau(training) ? "The schedule plateau" : "The stop ";
    if (!isPlateau(training))
        what += std::find_if(training.stop.begin(), training.stop.end(), needsValidation)->kind;
    what += " goes by the validation loss, and " + dataset.title + " has no validation part";
    return core::Error{what, isPlateau(training) ? "training.schedule" : "training.stop", "Set data.validation above 0, or take other data with more samples."};
}

std::optional<core::Error> tooFewSamples(const spec::TrainingSpec &training, const plan::Plan &plan, const data::Dataset &dataset) {
    const int layer = layerWithFewest(plan);
    const core::Index samples = dataset.train.samples, batch = std::min(training.batch, samples);
    if (layer < 0 || samples == 0)
        return {};
    const core::Index fewest = plan.layers()[static_cast<std::size_t>(layer)].traits().fewestSamples;
    if (batch >= fewest)
        return {};
    const std::string name = plan.outline().layers[static_cast<std::size_t>(layer)].label + " in layer " + std::to_string(layer + 1);
    std::string what = name + " goes by the mean and the variance of each batch, and " +
                       (batch == 1 ? "one sample says nothing of them" : std::to_string(batch) + " samples say too little of them");
    std::string hint = training.batch < samples ? "Set training.batch to " + std::to_string(calmSamples) + " or more, at least " + std::to_string(fewest) +
                                                      ", or put layer norm in its place."
                                                : "Take data with more samples, or put layer norm in its place.";
    return core::Error{std::move(what), "training.batch", std::move(hint), layer};
}

std::optional<core::Error> refusal(const spec::TrainingSpec &training, const plan::Plan &plan, const data::Dataset &dataset) {
    if (const auto loss = makeLoss(training.loss, plan, dataset); !loss)
        return loss.error();
    if (const auto penalties = makePenalties(training.penalties, plan); !penalties)
        return penalties.error();
    if (const auto augmentation = makeAugmentation(training.augmentation, dataset.shape, dataset.isWithinUnit); !augmentation)
        return augmentation.error();
    if (auto error = tooFewSamples(training, plan, dataset))
        return error;
    return unmetDemand(training, dataset);
}

std::vector<std::string> notesOnBatches(const spec::TrainingSpec &training, const plan::Plan &plan, const data::Dataset &dataset) {
    const int layer = layerWithFewest(plan);
    const core::Index samples = dataset.train.samples;
    if (layer < 0 || samples == 0)
        return {};
    std::vector<std::string> notes;
    const std::string label = plan.outline().layers[static_cast<std::size_t>(layer)].label;
    const BatchCut cut = batchesOf(plan, training.batch, samples);
    if (cut.size < calmSamples && cut.size < samples)
        notes.push_back(label + " over " + std::to_string(cut.size) + " samples is noisy: batches of " + std::to_string(calmSamples) +
                        " or more reach lower errors.");
    if (const core::Index last = samples % cut.size; last > 0 && last < cut.smallest && samples > cut.size)
        notes.push_back("The last batch of an epoch would have " + std::to_string(last) + (last == 1 ? " sample" : " samples") +
                        ", few beside the others for " + label + ": it joins the one before.");
    return notes;
}

std::vector<std::string> notesOn(const spec::Spec &spec, const data::Dataset &dataset) {
    std::vector<std::string> notes;
    if (spec.data.validation == 0 && choosesByValidation(spec.training) && !dataset.validation.isEmpty())
        notes.push_back("A tenth of the training part, " + std::to_string(dataset.validation.samples) +
                        (dataset.validation.samples == 1 ? " sample, is" : " samples, is") + " kept for validation: the settings choose by it.");
    if (spec.training.optimiser.kind == "lbfgs")
        notes.push_back("L-BFGS looks at the whole training part, " + std::to_string(dataset.train.samples) +
                        " samples, in each step: an epoch is one step, and the batch size says only how it is cut.");
    if (spec::isMixed(spec.training))
        notes.push_back(mixedSentence());
    if (std::string note = unreached(spec.model, dataset); !note.empty())
        notes.push_back(std::move(note));
    if (std::string note = noteOnScale(dataset); !note.empty())
        notes.push_back(std::move(note));
    return notes;
}

} // namespace hourglass::training
