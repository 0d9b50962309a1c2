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
    std::vector<spec::Component> penalties = {};
    Index code = 0;
};

/// The engine's kinds and those of the tests.
inline const std::vector<layers::Row> &testedKinds() {
    static const std::vector<layers::Row> rows = [] {
        std::vector<layers::Row> all = layers::registry();
        all.insert(all.end(), {batchNormRow(), tiedRow(), smallRow<Penalty, false>("test_penalty"), smallRow<Penalty, true>("test_batch_penalty"),
                               smallRow<Dropout>("test_dropout"), smallRow<Wrong, Wrong::LayerContext::Nowhere>("test_right"),
                               smallRow<Wrong, Wrong::LayerContext::Input>("test_wrong_input"), smallRow<Wrong, Wrong::LayerContext::Parameters>("test_wrong_parameters")});
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

inline spec::LayerSpec with(spec::LayerSpec layer, const spec::Values &values) {
    for (const auto &[key, value] : values)
        layer.values[key] = value;
    return layer;
}

inline spec::LayerSpec conv(const char *kind, Index channels, Index kernel, Index stride, const spec::Values &values) {
    return with({kind, {{"channels", channels}, {"kernel", kernel}, {"stride", stride}, {"activation", std::string("tanh")}}}, values);
}

inline spec::LayerSpec recurrent(const char *kind, Index units, const char *output, bool isBidirectional) {
    return {kind, {{"units", units}, {"output", std::string(output)}, {"bidirectional", isBidirectional}}};
}

inline spec::LayerSpec denseSteps(const spec::Value &units, const char *activation) {
    return {"dense_steps", {{"units", units}, {"activation", std::string(activation)}}};
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
        {"dense, softmax", "dense", {dense(6, "identity"), dense(5, "softmax"), output("softmax")}, {45, 7}, 40},
        {"dense, softmax under cross-entropy", "dense", {dense(5, "tanh"), output("softmax")}, {45, 7}, 40, "categorical_cross_entropy"},
        {"dense, no bias", "dense", {with(dense(6, "tanh"), {{"bias", false}}), with(output(), {{"bias", false}})}, {45, 7}, 40, crossEntropy},
        {"tied to the other side", "tied", {dense(9, "tanh"), dense(5, "tanh"), {"tied", {{"activation", std::string("gelu")}, {"to", Index{1}}}}, {"tied", {{"activation", std::string("sigmoid")}, {"to", Index{0}}}}}, {45, 7}, 40, crossEntropy},
        {"tied, wide", "tied", {dense(64, "tanh"), dense(31, "tanh"), {"tied", {{"activation", std::string("tanh")}, {"to", Index{1}}}}, {"tied", {{"activation", std::string("identity")}, {"to", Index{0}}}}}, {150, 407}, 96},
        {"tied across the code", "tied", {dense(5, "tanh"), {"tied", {{"activation", std::string("sigmoid")}}}}, {45, 7}, 40, crossEntropy},
        {"prelu", "prelu", {dense(5, "identity"), plain("prelu"), output()}, {13, 7}, 8, squaredError, 2},
        {"prelu of channels", "prelu", {{"conv2d", {{"channels", Index{3}}, {"activation", std::string("identity")}}}, plain("prelu"), output()}, {3, 9}, 2},
        {"k-sparse", "k_sparse", {dense(13, "tanh"), {"k_sparse", {{"k", Index{4}}}}, output()}, {3, 7}, 2, squaredError, 4},
        {"k-sparse, all", "k_sparse", {dense(5, "tanh"), {"k_sparse", {{"k", Index{5}}}}, output()}, {45, 7}, 40},
        {"convolution", "conv2d", {conv("conv2d", 3, 3, 1, {}), conv("conv2d", 2, 3, 1, {}), output()}, {45, 25}, 40},
        {"convolution, strides", "conv2d", {conv("conv2d", 5, 3, 2, {}), conv("conv2d", 4, 3, 2, {}), dense(6, "tanh"), output()}, {77, 49}, 40},
        {"convolution, stride beyond kernel", "conv2d", {conv("conv2d", 3, 2, 3, {{"padding", Index{0}}}), output()}, {45, 64}, 40},
        {"convolution, padded", "conv2d", {conv("conv2d", 3, 3, 2, {{"padding", Index{2}}}), output()}, {45, 25}, 40},
        {"convolution, dilated", "conv2d", {conv("conv2d", 3, 3, 1, {{"dilation", Index{2}}, {"padding", Index{0}}}), output()}, {45, 49}, 40},
        {"convolution, groups of colour", "conv2d", {conv("conv2d", 6, 3, 1, {{"groups", Index{3}}}), conv("conv2d", 4, 1, 1, {{"groups", Index{2}}}), output()}, {45, 60, 0, 20, core::Shape(3, 5, 4)}, 40},
        {"convolution, whole map", "conv2d", {conv("conv2d", 3, 5, 1, {{"padding", Index{0}}}), output()}, {45, 25}, 40},
        {"convolution, gelu, no bias", "conv2d", {conv("conv2d", 3, 3, 1, {{"activation", std::string("gelu")}, {"bias", false}}), output("identity")}, {45, 25}, 40},
        {"convolution, last", "conv2d", {dense(9, "tanh"), dense(25, "tanh"), conv("conv2d", 1, 3, 1, {{"activation", std::string("sigmoid")}})}, {45, 25}, 40, crossEntropy},
        {"transposed convolution", "conv2d_transposed", {conv("conv2d", 4, 3, 2, {}), conv("conv2d", 5, 3, 2, {}), dense(20, "tanh"), conv("conv2d_transposed", 4, 3, 2, {}), conv("conv2d_transposed", 1, 3, 2, {{"activation", std::string("sigmoid")}})}, {45, 64}, 40, crossEntropy},
        {"transposed convolution, padded", "conv2d_transposed", {dense(12, "tanh"), dense(9, "tanh"), conv("conv2d", 2, 1, 1, {}), conv("conv2d_transposed", 2, 3, 2, {{"padding", Index{1}}, {"output_padding", Index{1}}}), output()}, {45, 25}, 40},
        {"transposed convolution, to odd sides", "conv2d_transposed", {conv("conv2d", 3, 3, 2, {}), conv("conv2d", 4, 2, 3, {}), conv("conv2d_transposed", 3, 2, 3, {}), conv("conv2d_transposed", 1, 4, 2, {})}, {45, 63, 0, 20, core::Shape(1, 7, 9)}, 40, squaredError, 1, false, {}, 1},
        {"transposed convolution, valid, to odd sides", "conv2d_transposed", {conv("conv2d", 3, 3, 3, {{"padding", Index{1}}}), conv("conv2d_transposed", 1, 3, 3, {{"padding", Index{1}}})}, {45, 63, 0, 20, core::Shape(1, 7, 9)}, 40},
        {"transposed convolution, groups", "conv2d_transposed", {conv("conv2d_transposed", 6, 2, 2, {{"groups", Index{3}}, {"padding", Index{0}}, {"dilation", Index{2}}, {"activation", std::string("silu")}}), output()}, {45, 48, 0, 20, core::Shape(3, 4, 4)}, 40},
        {"max pooling", "max_pool", {conv("conv2d", 3, 3, 1, {}), plain("max_pool"), output()}, {3, 36}, 2, squaredError, 3},
        {"max pooling, overlapping", "max_pool", {conv("conv2d", 2, 3, 1, {}), {"max_pool", {{"window", Index{3}}, {"stride", Index{1}}}}, output()}, {3, 25}, 2, squaredError, 3},
        {"average pooling", "average_pool", {conv("conv2d", 3, 3, 1, {}), plain("average_pool"), conv("conv2d", 2, 3, 1, {}), {"average_pool", {{"window", Index{2}}, {"stride", Index{1}}}}, output()}, {45, 49}, 40},
        {"upsampling", "upsample", {conv("conv2d", 3, 3, 2, {}), plain("upsample"), conv("conv2d", 1, 3, 1, {})}, {45, 36}, 40},
        {"upsampling, bilinear", "upsample", {conv("conv2d", 3, 3, 2, {}), {"upsample", {{"factor", Index{3}}, {"mode", std::string("bilinear")}}}, conv("conv2d", 2, 3, 1, {}), output()}, {45, 25}, 40},
        {"upsampling, to odd sides", "upsample", {conv("conv2d", 2, 3, 1, {}), {"average_pool", {}}, {"upsample", {{"mode", std::string("bilinear")}}}, conv("conv2d", 1, 3, 1, {})}, {45, 35, 0, 20, core::Shape(1, 5, 7)}, 40, squaredError, 1, false, {}, 1},
        {"convolution of series", "conv1d", {conv("conv1d", 5, 3, 2, {}), conv("conv1d", 4, 3, 1, {{"padding", Index{1}}, {"activation", std::string("gelu")}}), output()}, {45, 39, 0, 20, core::Shape(13, 3)}, 40},
        {"convolution of series, groups", "conv1d", {conv("conv1d", 6, 4, 1, {{"groups", Index{3}}, {"padding", Index{0}}, {"dilation", Index{2}}}), output()}, {45, 39, 0, 20, core::Shape(13, 3)}, 40},
        {"transposed convolution of series", "conv1d_transposed", {conv("conv1d", 4, 3, 2, {}), conv("conv1d_transposed", 3, 3, 2, {{"groups", Index{1}}}), conv("conv1d_transposed", 2, 3, 1, {{"padding", Index{0}}, {"groups", Index{1}}}), output()}, {45, 36, 0, 20, core::Shape(12, 3)}, 40},
        {"transposed convolution of series, odd", "conv1d_transposed", {conv("conv1d", 4, 3, 2, {}), conv("conv1d_transposed", 3, 3, 2, {})}, {45, 39, 0, 20, core::Shape(13, 3)}, 40},
        {"simple recurrent", "simple_rnn", {recurrent("simple_rnn", 5, "sequence", false), recurrent("simple_rnn", 4, "last", false), output()}, {77, 21, 0, 20, core::Shape(7, 3)}, 40},
        {"simple recurrent, both ways", "simple_rnn", {recurrent("simple_rnn", 3, "sequence", true), recurrent("simple_rnn", 4, "last", true), output()}, {45, 21, 0, 20, core::Shape(7, 3)}, 40},
        {"lstm", "lstm", {recurrent("lstm", 5, "last", false), dense(3, "tanh"), {"repeat_vector", {}}, recurrent("lstm", 6, "sequence", false), denseSteps(std::string("data"), "sigmoid")}, {77, 21, 0, 20, core::Shape(7, 3)}, 40, crossEntropy},
        {"lstm, both ways", "lstm", {recurrent("lstm", 4, "sequence", true), recurrent("lstm", 3, "last", true), output()}, {45, 21, 0, 20, core::Shape(7, 3)}, 40},
        {"lstm on rows of an image", "lstm", {recurrent("lstm", 17, "last", false), output()}, {45, 36, 0, 20, core::Shape(1, 6, 6)}, 40},
        {"lstm, one step", "lstm", {dense(3, "tanh"), {"repeat_vector", {{"steps", Index{1}}}}, recurrent("lstm", 3, "last", true), output()}, {45, 7}, 40},
        {"gru", "gru", {recurrent("gru", 5, "sequence", false), recurrent("gru", 4, "last", false), output()}, {77, 21, 0, 20, core::Shape(7, 3)}, 40},
        {"gru, both ways", "gru", {recurrent("gru", 3, "sequence", true), recurrent("gru", 4, "last", true), output()}, {45, 21, 0, 20, core::Shape(7, 3)}, 40},
        {"repeat", "repeat_vector", {dense(3, "tanh"), {"repeat_vector", {{"steps", Index{4}}}}, denseSteps(Index{5}, "tanh"), output()}, {45, 7}, 40},
        {"dense at each step", "dense_steps", {denseSteps(Index{5}, "gelu"), denseSteps(Index{4}, "tanh"), with(denseSteps(std::string("data"), "identity"), {{"bias", false}})}, {45, 21, 0, 20, core::Shape(7, 3)}, 40},
        {"spatial dropout", "spatial_dropout", {conv("conv2d", 4, 3, 1, {}), {"spatial_dropout", {{"rate", 0.4}}}, output()}, {77, 25}, 40},
        {"variational", "variational", {dense(9, "tanh"), {"variational", {{"units", Index{3}}, {"beta", 0.3}}}, output()}, {45, 7}, 40, crossEntropy},
        {"variational, warmed up, with free bits", "variational", {dense(9, "tanh"), {"variational", {{"units", Index{5}}, {"beta", 0.2}, {"annealing", std::string("warm_up")}, {"free_bits", 0.03}}}, output()}, {13, 7}, 8, crossEntropy, 3},
        {"mmd", "mmd", {dense(9, "tanh"), dense(3, "identity"), {"mmd", {{"weight", 0.7}}}, output()}, {45, 7}, 40},
        {"mmd, more than a group", "mmd", {dense(3, "identity"), plain("mmd"), output()}, {330, 7}, 290},
        {"l1 and l2 on weights", "dense", {dense(6, "tanh"), dense(5, "identity"), output()}, {13, 7}, 8, squaredError, 1, false, {{"l1_weights", {{"weight", 0.01}}}, {"l2_weights", {{"weight", 0.02}}}}},
        {"l1 on the code", "dense", {dense(5, "sigmoid"), dense(6, "tanh"), output()}, {45, 7}, 40, squaredError, 1, false, {{"l1_activity", {{"weight", 0.3}}}}},
        {"kl to a target activity", "dense", {dense(37, "sigmoid"), dense(6, "tanh"), output()}, {77, 7}, 70, crossEntropy, 1, false, {{"kl_sparsity", {{"weight", 0.1}, {"target", 0.1}}}}},
        {"orthogonal code", "dense", {dense(37, "tanh"), dense(6, "tanh"), output()}, {77, 7}, 70, squaredError, 1, false, {{"orthogonality", {{"weight", 2.0}}}}},
        {"contractive, sigmoid", "dense", {dense(37, "sigmoid"), output()}, {77, 7}, 70, squaredError, 1, false, {{"contractive", {{"weight", 0.1}}}}},
        {"contractive, tanh", "dense", {dense(5, "tanh"), output()}, {45, 7}, 40, squaredError, 1, false, {{"contractive", {{"weight", 0.1}}}}},
        {"contractive, of a deep encoder", "conv2d", {conv("conv2d", 4, 3, 2, {}), dense(5, "tanh"), output()}, {45, 25}, 40, squaredError, 1, false, {{"contractive", {{"weight", 0.05}}}}, 1},
        // More than the fewest blocks that there is memory for, the last one not full: those nearby need as many again.
        {"contractive, of many blocks", "conv2d", {conv("conv2d", 2, 3, 2, {}), output()}, {310, 25}, 260, squaredError, 1, false, {{"contractive", {{"weight", 0.05}}}}},
        {"contractive, by draws of noisy input", "dense", {dense(37, "gelu"), dense(6, "tanh"), output()}, {77, 7}, 70, squaredError, 1, true, {{"contractive", {{"weight", 0.01}}}}, 0},
        {"penalties of a code across samples", "batch_norm", {dense(6, "tanh"), plain("batch_norm"), dense(5, "tanh"), output()}, {77, 7}, 40, squaredError, 1, false, {{"orthogonality", {{"weight", 0.1}}}}, 1},
        {"penalties of the last layer", "dense", {output()}, {77, 7}, 70, squaredError, 1, false, {{"kl_sparsity", {{"weight", 0.1}}}, {"orthogonality", {{"weight", 0.5}}}}},
        {"penalties in front of a layer across samples", "batch_norm", {dense(6, "sigmoid"), plain("batch_norm"), output()}, {45, 7}, 40, squaredError, 1, false, {{"kl_sparsity", {{"weight", 0.1}}}}},
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
