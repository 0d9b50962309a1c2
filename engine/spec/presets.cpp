#include "engine/spec/presets.h"

#include "engine/spec/nearest.h"

namespace hourglass::spec {
namespace {

LayerSpec dense(Index units, const char *activation) {
    return {"dense", {{"units", units}, {"activation", std::string(activation)}, {"initialiser", std::string("glorot_uniform")}}};
}

/// As wide as the data.
LayerSpec output() {
    return {"dense", {{"units", std::string("data")}, {"activation", std::string("sigmoid")}, {"initialiser", std::string("glorot_uniform")}}};
}

struct Learning {
    const char *loss;
    Index batch, epochs;
};

constexpr const char *squaredError = "mean_squared_error", *crossEntropy = "binary_cross_entropy";

Preset preset(const char *key, const char *title, const char *sentence, const char *source, ModelSpec model, Learning learning) {
    Spec spec;
    spec.name = title;
    spec.data.source = source;
    spec.model = std::move(model);
    spec.training.loss = {learning.loss, {}};
    spec.training.optimiser = {"adam", {{"rate", 0.001}}};
    spec.training.batch = learning.batch;
    spec.training.epochs = learning.epochs;
    return {key, sentence, std::move(spec)};
}

ModelSpec deepStack() {
    return {{dense(128, "relu"), dense(64, "relu"), dense(32, "relu"), dense(64, "relu"), dense(128, "relu"), output()}, 2, true};
}

std::vector<Preset> table() {
    std::vector<Preset> all{
        preset("shallow", "Shallow",
               "One narrow layer. On pure noise there is nothing to find: watch it learn the few samples by heart.", "noise",
               {{dense(10, "relu"), output()}, 0, true}, {squaredError, 256, 100}),
        preset("deep", "Deep", "Three steps down to 32 numbers and three steps up again: the classic deep autoencoder.",
               "fashion-mnist", deepStack(), {crossEntropy, 256, 50}),
        // The encoder is the half with ReLU, so the code is the second of the two narrow layers.
        preset("halves", "Two-layer halves", "Two layers to pack and two to unpack, on columns of numbers between 0 and 1.",
               "halves", {{dense(10, "relu"), dense(10, "relu"), dense(100, "sigmoid"), output()}, 1, false},
               {crossEntropy, 256, 50}),
        // Both layers are equally narrow. The second is the code: its decoder is one layer, so each unit's weights are one
        // picture, and what the output is made of is seen as it is, not through another layer.
        preset("narrow", "Narrow", "Two layers of 64, then back to the image. PCA with as many numbers is hard to beat here.",
               "fashion-mnist", {{dense(64, "relu"), dense(64, "relu"), output()}, 1, false}, {squaredError, 128, 10}),
        preset("tabular", "Tabular",
               "Ten columns of a table. The code is wider than the data, and still it must learn to copy.",
               "tabular", {{dense(64, "relu"), dense(32, "relu"), dense(64, "relu"), output()}, 1, true},
               {squaredError, 32, 100}),
        // ReLU on two units often dies and leaves the mean image everywhere: the code is linear.
        preset("map", "Map", "A code of two numbers: a map that you can walk through with the mouse.", "fashion-mnist",
               {{dense(256, "relu"), dense(64, "relu"), dense(2, "identity"), dense(64, "relu"), dense(256, "relu"), output()},
                2,
                true},
               {crossEntropy, 128, 30}),
        preset("denoising", "Denoising", "Deep, but what goes in is covered with noise, and what should come out is clean.",
               "fashion-mnist", deepStack(), {crossEntropy, 256, 30}),
    };
    all.back().spec.training.corruption = {"gaussian", {{"strength", 0.3}}};
    return all;
}

} // namespace

const std::vector<Preset> &presets() {
    static const std::vector<Preset> all = table();
    return all;
}

core::Result<Preset> findPreset(const std::string &key) {
    std::string keys;
    std::vector<std::string> known;
    for (const Preset &preset : presets()) {
        if (preset.key == key)
            return preset;
        keys += (keys.empty() ? "" : ", ") + preset.key;
        known.push_back(preset.key);
    }
    const std::string meant = nearest(key, known);
    return core::Error{"There is no preset \"" + key + '"',
                       {},
                       (meant.empty() ? std::string() : "Did you mean \"" + meant + "\"? ") + "The presets are " + keys + '.'};
}

} // namespace hourglass::spec
