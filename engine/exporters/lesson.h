// What a script that trains is made of: the stack with what its layers do in training, the settings, and what becomes of the source's numbers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/exporters/export.h"
#include "engine/training/batch_cut.h"

namespace hourglass::exporters {

/// How numbers of the source become those of a sample: (number − offset) / factor, one for all or one for each feature.
struct Preparation {
    enum class Kind { Affine, UnitLength, Whitening } kind = Kind::Affine; ///< whitening cannot be told in a script
    bool areBytes = false;                                                 ///< divided by 255 before
    std::string offset, factor;                                            ///< "[0.5]", Python lists; empty where nothing is to be done
};

struct Lesson {
    std::string title, version, data, input; ///< `input`: a sentence on how the source's numbers become the input
    graph::Graph encoder;
    std::optional<graph::Graph> decoder; ///< none where the last layer gives the code
    std::vector<std::string> layers;     ///< what each is called: "Dense, ReLU"
    spec::TrainingSpec training;
    core::Shape shape;       ///< of a sample
    core::Index samples = 0; ///< of the training part
    training::BatchCut batch;
    core::Index fewest = 1; ///< that a layer asks for in a batch
    Preparation preparation;
    std::optional<std::vector<std::string>> columns; ///< of a table, those that are features; none where some were made from words
    bool looksAcrossSamples = false;                 ///< a layer does, in training
    bool drawsInLayers = false;                      ///< a layer draws random numbers, in training
    std::string slope; ///< f'(z) of the code's layer told from y = f(z), where that is all the encoder has: of the contractive penalty; else empty
    std::string weightsFile, samplesFile; ///< beside the script, without folder; no samples where they are too many
    std::vector<std::string> remarks;     ///< sentences: what another program does otherwise

    /// Whether the decoder ends with a sigmoid or a softmax, so that there are logits.
    bool hasLogits() const { return decoder && decoder->outputs.size() > 1; }
};

/// Errors as plan::lowered() has them.
core::Result<Lesson> lessonOf(const Order &order);

/// A setting of a component, or its fallback.
double realOf(const spec::Component &component, const std::vector<spec::Kind> &kinds, const char *key);
std::string wordOf(const spec::Component &component, const std::vector<spec::Kind> &kinds, const char *key);

} // namespace hourglass::exporters
