// The table of layer cases: a stack for each kind of layer and each setting that takes another path. Every check of layer_checks.h runs
// over every row. A new kind is a row here.
#pragma once

#include <vector>

#include "engine/layers/registry.h"
#include "tests/support/batch_norm_layer.h"
#include "tests/support/small_layers.h"
#include "tests/support/stacks.h"
#include "tests/support/tied_layer.h"

namespace hourglass::tests {

/// `kind` is what the row is for; the layers around it show that gradients pass through. Seeds are such that no ReLU stands so near to
/// its kink that a difference would step over it.
struct LayerCase {
    const char *name;
    const char *kind;
    std::vector<spec::LayerSpec> layers;
    DataSizes sizes;
    Index batch; ///< the training part is no multiple of it, so the last batch is smaller
    const char *loss = squaredError;
    std::uint64_t seed = 1;
    bool corrupts = false;
};

/// The engine's kinds and those of the tests.
inline const std::vector<layers::Row> &testedKinds() {
    static const std::vector<layers::Row> rows = [] {
        std::vector<layers::Row> all = layers::registry();
        all.insert(all.end(), {batchNormRow(), tiedRow(), smallRow<Penalty, false>("test_penalty"), smallRow<Penalty, true>("test_batch_penalty"),
                               smallRow<Dropout>("test_dropout"), smallRow<Wrong, Wrong::Place::Nowhere>("test_right"),
                               smallRow<Wrong, Wrong::Place::Input>("test_wrong_input"), smallRow<Wrong, Wrong::Place::Parameters>("test_wrong_parameters")});
        return all;
    }();
    return rows;
}

inline spec::LayerSpec plain(const char *kind) {
    return {kind, {}};
}

inline spec::LayerSpec tied(Index to, const char *activation) {
    return {"test_tied", {{"to", to}, {"activation", std::string(activation)}}};
}

inline const std::vector<LayerCase> &layerCases() {
    static const std::vector<LayerCase> cases{
        {"dense, identity", "dense", {dense(6, "identity"), dense(5, "identity"), output("identity")}, {13, 7}, 8},
        {"dense, relu", "dense", {dense(6, "identity"), dense(5, "relu"), output("identity")}, {13, 7}, 8, squaredError, 4},
        {"dense, leaky relu", "dense", {dense(6, "identity"), dense(5, "leaky_relu"), output("identity")}, {13, 7}, 8, squaredError, 4},
        {"dense, sigmoid", "dense", {dense(6, "identity"), dense(5, "sigmoid"), output("identity")}, {13, 7}, 8},
        {"dense, tanh", "dense", {dense(6, "identity"), dense(5, "tanh"), output("tanh")}, {13, 7}, 8},
        {"dense, elu", "dense", {dense(6, "identity"), dense(5, "elu"), output("identity")}, {13, 7}, 8},
        {"dense, selu", "dense", {dense(6, "identity"), dense(5, "selu"), output("identity")}, {13, 7}, 8, squaredError, 4},
        {"dense, gelu", "dense", {dense(37, "gelu"), dense(5, "gelu"), output("gelu")}, {45, 7}, 40},
        {"dense, silu", "dense", {dense(37, "silu"), dense(5, "silu"), output("silu")}, {45, 7}, 40},
        {"dense, softplus", "dense", {dense(6, "softplus"), dense(5, "softplus"), output("softplus")}, {13, 7}, 8},
        {"dense, hard tanh", "dense", {dense(6, "identity"), dense(5, "hard_tanh"), output("identity")}, {13, 7}, 8, squaredError, 4},
        {"dense, sigmoid under cross-entropy", "dense", {dense(6, "tanh"), output("sigmoid")}, {13, 7}, 8, crossEntropy},
        {"dense, sigmoid under squared error", "dense", {dense(6, "tanh"), output("sigmoid")}, {13, 7}, 8},
        {"dense, one layer", "dense", {output("sigmoid")}, {45, 9}, 40, crossEntropy},
        {"dense, one unit", "dense", {dense(1, "tanh"), output("identity")}, {37, 7}, 33},
        {"dense, one feature", "dense", {dense(3, "tanh"), output("identity")}, {37, 1}, 33},
        {"dense, one sample", "dense", {dense(5, "tanh"), output("identity")}, {1, 7}, 4},
        {"dense, prime sizes", "dense", {dense(37, "tanh"), dense(13, "sigmoid"), dense(41, "tanh"), output("identity")}, {127, 31}, 83},
        {"dense, copied weights", "dense", {dense(256, "tanh"), dense(64, "tanh"), dense(256, "tanh"), output()}, {100, 256}, 72, crossEntropy},
        {"dense, wide", "dense", {dense(530, "tanh"), dense(20, "identity"), output()}, {150, 300}, 96, crossEntropy},
        {"dense, noise on the input", "dense", {dense(64, "tanh"), output()}, {150, 67}, 96, crossEntropy, 1, true},
        {"activation alone", "activation", {dense(6, "identity"), {"activation", {{"activation", std::string("gelu")}}}, dense(5, "identity"), {"activation", {{"activation", std::string("tanh")}}}, output()}, {45, 7}, 40},
        {"activation alone, last", "activation", {dense(6, "tanh"), output("identity"), {"activation", {{"activation", std::string("sigmoid")}}}}, {45, 7}, 40, crossEntropy},
        {"dropout of the engine", "dropout", {dense(60, "tanh"), {"dropout", {{"rate", 0.3}}}, output(), {"dropout", {{"rate", 0.1}}}}, {150, 131}, 96},
        {"noise between", "gaussian_noise", {dense(60, "tanh"), {"gaussian_noise", {{"strength", 0.5}}}, output()}, {150, 131}, 96},
        {"layer norm", "layer_norm", {plain("layer_norm"), dense(61, "tanh"), plain("layer_norm"), output()}, {150, 31}, 96, crossEntropy},
        {"layer norm, more than a tile", "layer_norm", {dense(300, "tanh"), plain("layer_norm"), output("identity"), plain("layer_norm")}, {45, 7}, 40},
        {"batch norm of the engine", "batch_norm", {dense(6, "tanh"), plain("batch_norm"), dense(5, "tanh"), output()}, {45, 7}, 40, crossEntropy},
        {"batch norm, first, last and wide", "batch_norm", {plain("batch_norm"), dense(131, "tanh"), plain("batch_norm"), output("identity"), plain("batch_norm")}, {210, 61}, 140},
        {"batch norm within", "test_batch_norm", {dense(6, "tanh"), plain("test_batch_norm"), dense(5, "tanh"), output()}, {45, 7}, 40, crossEntropy},
        {"batch norm first and last", "test_batch_norm", {plain("test_batch_norm"), dense(5, "tanh"), output("identity"), plain("test_batch_norm")}, {77, 8}, 70},
        {"batch norm, twice in a row", "test_batch_norm", {dense(6, "tanh"), plain("test_batch_norm"), plain("test_batch_norm"), output()}, {45, 7}, 40},
        {"batch norm, more parts than blocks", "test_batch_norm", {dense(131, "tanh"), plain("test_batch_norm"), output()}, {210, 61}, 140},
        {"tied", "test_tied", {dense(5, "tanh"), tied(0, "sigmoid")}, {45, 7}, 40, crossEntropy},
        {"tied, both ways", "test_tied", {dense(64, "tanh"), dense(31, "tanh"), tied(1, "tanh"), tied(0, "sigmoid")}, {150, 67}, 96},
        {"tied, three to one", "test_tied", {dense(5, "tanh"), tied(0, "tanh"), dense(5, "tanh"), tied(0, "identity"), dense(5, "tanh"), tied(0, "identity")}, {45, 7}, 40},
        {"penalty", "test_penalty", {dense(6, "tanh"), plain("test_penalty"), dense(64, "tanh"), output()}, {150, 131}, 96},
        {"penalty first", "test_penalty", {plain("test_penalty"), dense(6, "tanh"), output()}, {45, 7}, 40},
        {"penalty across samples", "test_batch_penalty", {dense(6, "tanh"), plain("test_batch_penalty"), output(), plain("test_batch_penalty")}, {45, 7}, 40},
        {"dropout", "test_dropout", {dense(60, "tanh"), plain("test_dropout"), output(), plain("test_dropout")}, {150, 131}, 96},
        {"scale and shift", "test_right", {dense(6, "tanh"), plain("test_right"), output()}, {45, 7}, 40},
    };
    return cases;
}

} // namespace hourglass::tests
