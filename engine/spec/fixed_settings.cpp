#include "engine/spec/fixed_settings.h"

#include <utility>

#include "engine/spec/spec.h"

namespace hourglass::spec {
namespace {

constexpr Index largestSeed = Index(1) << 53; // every JSON reader keeps it exactly

Setting integerSetting(std::string key, std::string label, std::string help, Index fallback, Index minimum, Index maximum) {
    return {std::move(key),
            std::move(label),
            std::move(help),
            SettingKind::Integer,
            Value(fallback),
            static_cast<double>(minimum),
            static_cast<double>(maximum),
            false,
            {},
            {}};
}

} // namespace

const Kind &dataKind() {
    static const Kind kind{"data",
                           "Data",
                           "What the stack learns from.",
                           {{"validation",
                             "Validation",
                             "The part of the training data that is set aside to watch the loss on samples never trained on.",
                             SettingKind::Real,
                             Value(0.0),
                             0.0,
                             0.5,
                             false,
                             {},
                             {}}}};
    return kind;
}

const Kind &modelKind() {
    static const Kind kind{
        "model",
        "Stack",
        "The layers, from the data to the reconstruction.",
        {integerSetting("code", "Code", "The index of the layer whose output is the code.", 0, 0, largestLayers - 1),
         {"mirror", "Mirror", "An edit of the encoder is repeated in the decoder.", SettingKind::Toggle, Value(false), 0.0, 0.0, false, {}, {}}}};
    return kind;
}

const Kind &trainingKind() {
    static const Kind kind{"training",
                           "Training",
                           "How the stack learns.",
                           {integerSetting("batch", "Batch", "Samples in one step. Larger batches make steadier but fewer steps.", 256, 1, largestBatch),
                            integerSetting("epochs", "Epochs", "How often every sample is seen.", 50, 1, largestEpochs),
                            integerSetting("seed", "Seed", "Where all random numbers begin: the same seed gives the same result.", 0, 0, largestSeed)}};
    return kind;
}

const Kind &gradientKind() {
    static const Kind kind{"gradient",
                           "Gradient",
                           "What is done to the gradient before the optimiser takes it.",
                           {{.key = "clip_norm",
                             .label = "Norm clipping",
                             .help = "A gradient longer than this is shortened to it, all its numbers alike; 0 leaves it.",
                             .kind = SettingKind::Real,
                             .fallback = 0.0,
                             .minimum = 0.0,
                             .maximum = 1e9,
                             .isLogarithmic = true,
                             .usualMinimum = 0.0,
                             .usualMaximum = 100.0},
                            {.key = "clip_value",
                             .label = "Value clipping",
                             .help = "No number of the gradient may be larger than this; 0 leaves them.",
                             .kind = SettingKind::Real,
                             .fallback = 0.0,
                             .minimum = 0.0,
                             .maximum = 1e9,
                             .isLogarithmic = true,
                             .usualMinimum = 0.0,
                             .usualMaximum = 10.0},
                            {.key = "accumulate",
                             .label = "Accumulation",
                             .help = "The gradients of so many batches are averaged for one step of the optimiser.",
                             .kind = SettingKind::Integer,
                             .fallback = Index(1),
                             .minimum = 1,
                             .maximum = 1024,
                             .isLogarithmic = true,
                             .usualMinimum = 1,
                             .usualMaximum = 64}}};
    return kind;
}

} // namespace hourglass::spec
