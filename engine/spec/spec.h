// What a person edits, as plain values. Two of them are an undo.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/spec/setting.h"

namespace hourglass::spec {

using LayerSpec = Component;
using LossSpec = Component;
using OptimiserSpec = Component;

/// The stack. `code` is the index of the layer whose output is the code: said, never guessed.
struct ModelSpec {
    std::vector<LayerSpec> layers;
    Index code = 0;
    bool mirror = false; ///< edits of the encoder are repeated in the decoder, which is written out all the same
    /// Which layer is which, wherever edits move it (identity.h): one number a layer, 0 or absent where it has none. Stacks are alike without.
    std::vector<std::uint64_t> ids = {};

    bool operator==(const ModelSpec &other) const { return layers == other.layers && code == other.code && mirror == other.mirror; }
};

struct DataSpec {
    std::string source = "fashion-mnist"; ///< a name of `hourglass datasets`, or a path
    Values options;                       ///< of the source's reader or generator: those absent are found out, or have their fallback
    Component window{"none", {}};         ///< whether rows become series
    Component subset{"all", {}};          ///< which of the source's samples are taken
    Component split{"random", {}};        ///< how parts are set aside
    Component scaling{"unit", {}};        ///< how values become what is trained on; fitted on the training part
    double validation = 0.0;              ///< fraction of the training part kept for validation, 0 … 0.5

    bool operator==(const DataSpec &) const = default;
};

/// What is done to the gradient before the optimiser takes it.
struct GradientSpec {
    double clipNorm = 0.0;  ///< the longest that the whole gradient may be; 0: any length
    double clipValue = 0.0; ///< the largest that each of its numbers may be; 0: any
    Index accumulate = 1;   ///< batches whose gradients are averaged for one step of the optimiser

    bool operator==(const GradientSpec &) const = default;
};

/// Its parts are described, each by a row, in training_parts.cpp.
struct TrainingSpec {
    LossSpec loss{"mean_squared_error", {}};
    std::vector<Component> penalties; ///< further terms of the objective
    OptimiserSpec optimiser{"adam", {}};
    Component schedule{"constant", {}};
    std::vector<Component> augmentation; ///< how the training part's samples are varied, input and target alike
    Component corruption{"none", {}};
    GradientSpec gradient;
    Component average{"none", {}};     ///< of the parameters, over the steps
    Component precision{"single", {}}; ///< of what products take: precision.h
    Index batch = 256;
    Index epochs = 50;
    std::vector<Component> stop; ///< what ends a training before its epochs are done; the first that holds does
    std::uint64_t seed = 0;
    std::map<std::string, Component> others; ///< parts that have a row but no member here, by its key; absent: the first of the part's kinds

    bool operator==(const TrainingSpec &) const = default;
};

/// All that determines a training's result, but for the program and the machine. Threads are no part of it: they change nothing.
struct Spec {
    std::string name;
    DataSpec data;
    ModelSpec model;
    TrainingSpec training;

    bool operator==(const Spec &) const = default;
};

constexpr Index largestUnits = 65536, largestLayers = 64, largestBatch = 1 << 20, largestEpochs = 1'000'000;
constexpr std::size_t mostPenalties = 16, mostAugmentations = 16, mostStops = 16;

} // namespace hourglass::spec
