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

LayerSpec output(const char *activation) {
    LayerSpec layer = output();
    layer.values["activation"] = std::string(activation);
    return layer;
}

LayerSpec convolution(const char *kind, Value channels, const char *activation) {
    return {kind, {{"channels", std::move(channels)}, {"kernel", Index{3}}, {"stride", Index{2}}, {"activation", std::string(activation)}}};
}

LayerSpec recurrent(const char *kind, Index units, const char *output) {
    return {kind, {{"units", units}, {"output", std::string(output)}}};
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

/// The halves of a walk along the rows of an image.
ModelSpec rowsStack(const char *kind) {
    const LayerSpec rows{"dense_steps", {{"units", std::string("data")}, {"activation", std::string("sigmoid")}}};
    return {{recurrent(kind, 32, "last"), dense(8, "identity"), {"repeat_vector", {}}, recurrent(kind, 32, "sequence"), rows}, 1, false};
}

ModelSpec variationalStack(Index units, double beta) {
    return {{dense(256, "relu"), {"variational", {{"units", units}, {"beta", beta}}}, dense(256, "relu"), output()}, 1, false};
}

Preset withPenalty(Preset preset, const Component &penalty) {
    preset.spec.training.penalties = {penalty};
    return preset;
}

/// Losses in nats a sample, as the price of a variational code is.
Preset inNats(Preset preset) {
    preset.spec.training.loss.values["reduction"] = std::string("sum");
    return preset;
}

/// What each reaches is from seed 0 on the whole of Fashion-MNIST: `hourglass train --preset NAME`.
std::vector<Preset> furtherTable() {
    constexpr const char *images = "fashion-mnist";
    return {
        preset("convolutional", "Convolutional", "Small patterns found everywhere. Test BCE 0.273 after 5 epochs.", images,
               {{convolution("conv2d", Index{16}, "relu"), convolution("conv2d", Index{32}, "relu"), dense(32, "identity"), dense(1568, "relu"),
                 convolution("conv2d_transposed", Index{16}, "relu"), convolution("conv2d_transposed", std::string("data"), "sigmoid")},
                2,
                false},
               {crossEntropy, 128, 20}),
        withPenalty(preset("sparse", "Sparse (L1)", "Many units, few of them at a time: what speaks has its price. Test BCE 0.273 after 5 epochs.", images,
                           {{dense(256, "relu"), output()}, 0, true}, {crossEntropy, 256, 20}),
                    {"l1_activity", {{"weight", 1e-4}}}),
        withPenalty(preset("sparse-kl", "Sparse (KL)", "Each unit is to speak for one sample in twenty. Test BCE 0.296 after 5 epochs.", images,
                           {{dense(256, "sigmoid"), output()}, 0, true}, {crossEntropy, 256, 20}),
                    {"kl_sparsity", {{"weight", 1e-3}, {"target", 0.05}}}),
        preset("k-sparse", "k-sparse", "Of 256 units the 25 largest speak. Test BCE 0.288 after 5 epochs.", images,
               {{dense(256, "identity"), {"k_sparse", {{"k", Index{25}}}}, output()}, 1, false}, {crossEntropy, 256, 20}),
        inNats(preset("variational", "Variational", "Each image is a little cloud on the map. 270 nats after 5 epochs, 6 of them the code's.", images,
                      variationalStack(2, 1.0), {crossEntropy, 128, 30})),
        inNats(preset("beta", "β-variational", "What the code tells costs four times as much. 267 nats after 5 epochs with 8 units.", images,
                      variationalStack(8, 4.0), {crossEntropy, 128, 30})),
        preset("wae", "WAE-MMD", "The codes of a batch are pulled into a normal cloud, without noise. BCE 0.296 after 5 epochs.", images,
               {{dense(256, "relu"), dense(8, "identity"), {"mmd", {{"weight", 1.0}}}, dense(256, "relu"), output()}, 2, false}, {crossEntropy, 128, 30}),
        withPenalty(preset("contractive", "Contractive", "A small change of the image shall hardly change the code. Test BCE 0.306 after 5 epochs.", images,
                           {{dense(128, "sigmoid"), output()}, 0, true}, {crossEntropy, 256, 20}),
                    {"contractive", {{"weight", 1e-3}}}),
        preset("tied", "Tied", "The decoder is the encoder, transposed: half the weights. Test BCE 0.288 after 5 epochs.", images,
               {{dense(128, "relu"), dense(32, "relu"), {"tied", {{"activation", std::string("relu")}}}, {"tied", {{"activation", std::string("sigmoid")}}}},
                1,
                true},
               {crossEntropy, 256, 20}),
        preset("recurrent", "Recurrent", "LSTMs read and write the rows. MSE 0.025 after 5 epochs, PCA with 8 numbers 0.027.", images, rowsStack("lstm"),
               {squaredError, 64, 30}),
        preset("gru", "GRU", "As Recurrent, with fewer gates. MSE 0.023 after 5 epochs, PCA with 8 numbers 0.027.", images, rowsStack("gru"),
               {squaredError, 64, 30}),
        preset("linear", "PCA-like", "Without any bend PCA is the best there is: MSE 0.0160 after 5 epochs, PCA 0.0151.", images,
               {{dense(32, "identity"), output("identity")}, 0, true}, {squaredError, 256, 20}),
    };
}

std::vector<Preset> presetTable() {
    std::vector<Preset> all{
        preset("shallow", "Shallow", "One narrow layer. On pure noise there is nothing to find: watch it learn the few samples by heart.", "noise",
               {{dense(10, "relu"), output()}, 0, true}, {squaredError, 256, 100}),
        preset("deep", "Deep", "Three steps down to 32 numbers and three up again: the classic.", "fashion-mnist", deepStack(), {crossEntropy, 256, 50}),
        // The encoder is the half with ReLU, so the code is the second of the two narrow layers.
        preset("halves", "Two-layer halves", "Two layers to pack and two to unpack, on columns of numbers between 0 and 1.", "halves",
               {{dense(10, "relu"), dense(10, "relu"), dense(100, "sigmoid"), output()}, 1, false}, {crossEntropy, 256, 50}),
        // Both layers are equally narrow. The second is the code: its decoder is one layer, so each unit's weights are one
        // picture, and what the output is made of is seen as it is, not through another layer.
        preset("narrow", "Narrow", "Two layers of 64, then back to the image. PCA with as many numbers is hard to beat here.", "fashion-mnist",
               {{dense(64, "relu"), dense(64, "relu"), output()}, 1, false}, {squaredError, 128, 10}),
        preset("tabular", "Tabular", "Ten columns of a table. The code is wider than the data, and still it must learn to copy.", "tabular",
               {{dense(64, "relu"), dense(32, "relu"), dense(64, "relu"), output()}, 1, true}, {squaredError, 32, 100}),
        // ReLU on two units often dies and leaves the mean image everywhere: the code is linear.
        preset("map", "Map", "A code of two numbers: a map that you can walk through with the mouse.", "fashion-mnist",
               {{dense(256, "relu"), dense(64, "relu"), dense(2, "identity"), dense(64, "relu"), dense(256, "relu"), output()}, 2, true},
               {crossEntropy, 128, 30}),
        preset("denoising", "Denoising", "Deep, but what goes in is covered with noise, and what should come out is clean.", "fashion-mnist", deepStack(),
               {crossEntropy, 256, 30}),
    };
    all.back().spec.training.corruption = {"gaussian", {{"strength", 0.3}}};
    for (Preset &more : furtherTable())
        all.push_back(std::move(more));
    return all;
}

} // namespace

const std::vector<Preset> &presets() {
    static const std::vector<Preset> all = presetTable();
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
    return core::Error{
        "There is no preset \"" + key + '"', {}, (meant.empty() ? std::string() : "Did you mean \"" + meant + "\"? ") + "The presets are " + keys + '.'};
}

} // namespace hourglass::spec
