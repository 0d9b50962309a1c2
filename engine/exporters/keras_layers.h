// A graph as layers of Keras 3, channels last: what its script and its files are made of.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/core/result.h"
#include "engine/graph/graph.h"

namespace hourglass::exporters {

/// Numbers of a layer as Keras has them, row-major.
struct KerasTensor {
    std::string path; ///< within the layer, in a file of weights: "vars/0", "forward_layer/cell/vars/2"
    std::vector<graph::Index> shape;
    std::vector<float> values;
};

struct KerasLayer {
    std::string kind; ///< its class: "Dense"
    std::string key;  ///< of our layer whose numbers it has: "0"; else empty
    nlohmann::ordered_json arguments = nlohmann::ordered_json::object();
    bool isOwn = false;               ///< a class that only our script has
    bool isBidirectional = false;     ///< within a wrapper of that name
    std::string tiedTo;               ///< the key of the layer whose kernel it takes, of the script's Tied
    std::vector<std::size_t> inputs;  ///< numbers of values: 0 is the input, n + 1 what layer n gives
    std::vector<graph::Index> output; ///< extents without the batch
    std::vector<KerasTensor> tensors; ///< in the order of its variables
    int place = -1;                   ///< of our layer in the stack
};

struct KerasChain {
    std::string inputName; ///< "input", "code"
    std::vector<graph::Index> input;
    std::vector<KerasLayer> layers;
    std::size_t output = 0; ///< a value
    std::size_t logits = 0; ///< the value in front of the last activation, where `hasLogits`
    bool hasLogits = false;

    const std::vector<graph::Index> &shapeOf(std::size_t value) const { return value == 0 ? input : layers[value - 1].output; }
};

/// Images, also where they come in and go out, are (height, width, channels); all else is as the graph has it. Operations that Keras has no layer for become
/// classes of the script: Tied, KeepLargest, Sampling, Discrepancy; of a graph for evaluation only KeepLargest can be among them. `shape`: that the output
/// is given, where it is another than the graph's. `wantsNumbers`: else the tensors stay empty.
KerasChain kerasChainOf(const graph::Graph &graph, const core::Shape &shape, bool wantsNumbers);

/// What Keras has no layer for, nor this program a class: a convolution with a stride and a dilation at once.
std::optional<core::Error> kerasRefusal(const graph::Graph &graph);

/// A graph that gives what it takes, as `from`: where a stack ends with its code.
graph::Graph passing(const core::Shape &from);

/// (height, width, channels) of an image, else the extents.
std::vector<graph::Index> channelsLast(const core::Shape &shape);

} // namespace hourglass::exporters
