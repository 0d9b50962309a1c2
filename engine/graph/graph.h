// What a stack computes in evaluation mode, as operations that other programs know: the neutral ground between our layers and the formats
// that a model leaves in. Values have the shape of one sample; the batch stands before it, and no operation looks across samples. Where the
// graph is to be trained on, it also holds what layers do while they are trained.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "engine/core/types.h"
#include "engine/kernels/kernels.h"

namespace hourglass::graph {

using core::Index;
using core::Shape;
using ValueId = int;    ///< of Graph::values
using ConstantId = int; ///< of Graph::constants
constexpr int none = -1;

/// Numbers that were learned, row-major.
struct Constant {
    std::string name; ///< as files of weights have it: "layers.0.weight"
    std::vector<Index> shape;
    std::vector<float> numbers;
};

/// y = W x + b over the last extent, W [outputs, inputs]; or y = Wᵀ x + b, W [inputs, outputs].
struct Linear {
    ConstantId weight = none, bias = none; ///< the bias may be none
    bool isTransposed = false;
};

/// f of each number; softmax over all of a flat sample.
struct Activate {
    kernels::Activation function = kernels::Activation::Identity;
};

/// y = x, or a x below zero; a for each channel of an image, or for each number of what is flat.
struct Prelu {
    ConstantId slope = none;
};

/// Along one side of a convolution. `before` and `behind` are zeros added; of a transposed one, what is taken away there. Transposed:
/// outputs = (inputs − 1) · stride + dilation · (kernel − 1) + 1 − before − behind + outputPadding.
struct Side {
    Index kernel = 1, stride = 1, dilation = 1, before = 0, behind = 0, outputPadding = 0;
};

/// Of images. W [outputs, inputs / groups, rows, columns]; transposed [inputs, outputs / groups, rows, columns]. A bias for each channel, or none.
struct Convolution {
    ConstantId weight = none, bias = none;
    Side rows, columns;
    Index groups = 1;
    bool isTransposed = false;
};

/// The largest or the mean of each square of an image, without padding.
struct Pool {
    Index window = 1, stride = 1;
    bool takesLargest = true;
};

/// A larger image. Nearest: pixel ⌊i / factor⌋. Linear: between (i + ½) / factor − ½ and the next. What the output has beyond `factor` times
/// the input repeats the last row or column; what it has less is cut off.
struct Resize {
    Index factor = 1;
    bool isLinear = false;
};

/// (a, b) → (b, a)
struct Transpose {};
/// Another shape of as many numbers, which stay in their order.
struct Reshape {};
/// Flat → (steps, features): the same at each step.
struct Repeat {};

/// y = γ (x − μ) / √(σ² + ε) + β with what was learned of each channel of an image, or of each number of what is flat (Ioffe and Szegedy 2015).
struct BatchNormalisation {
    ConstantId weight = none, bias = none, mean = none, variance = none;
    double epsilon = 0;
    double momentum = 0; ///< in training: how much of each batch goes into mean and variance, of which that is unbiased
};

/// The same with μ and σ² of the flat sample itself (Ba et al. 2016).
struct LayerNormalisation {
    ConstantId weight = none, bias = none;
    double epsilon = 0;
};

/// y = x where x is among the `count` largest of a flat sample, else 0; of equals the first ones.
struct KeepLargest {
    Index count = 1;
};

/// (steps, inputs) → (steps, directions · units), or the last states alone, flat: of the second direction that at step 0.
struct Recurrent {
    enum class Cell { Simple, Lstm, Gru } cell = Cell::Simple;
    /// Weights [gates · units, inputs], [gates · units, units] and both biases; gates i f g o and r z n, as PyTorch has them.
    struct Direction {
        ConstantId inputWeights = none, hiddenWeights = none, inputBias = none, hiddenBias = none;
    };
    std::vector<Direction> directions; ///< forwards, and backwards where there are two
    Index units = 1;
    bool wholeSequence = false;
};

/// Numbers, or whole channels of an image, become 0 by lot, the others are divided by 1 − rate (Srivastava et al. 2014).
struct Dropout {
    double rate = 0;
    bool ofChannels = false;
};

/// x + deviation · ε, ε standard normal.
struct GaussianNoise {
    double deviation = 0;
};

/// (μ, log σ²) → μ + σ ε (Kingma and Welling 2014). Costs β(t) Σ max(free bits, KL(N(μ, σ²) ‖ N(0, 1))), mean over the batch.
struct Sampling {
    enum class Course { Constant, WarmUp, Cyclical } course = Course::Constant; ///< of β over the epochs done
    double beta = 1, epochs = 1, freeBits = 0;
};

/// x. Costs weight · MMD² of the samples and as many draws from N(0, 1), in groups of so many samples (Tolstikhin et al. 2018).
struct Discrepancy {
    double weight = 0;
    Index group = 1;
};

/// What is done in training alone. In evaluation the first numbers of what comes in, as many as go out, pass as they are.
struct InTraining {
    std::variant<Dropout, GaussianNoise, Sampling, Discrepancy> what;
};

using Operation = std::variant<Linear, Activate, Prelu, Convolution, Pool, Resize, Transpose, Reshape, Repeat, BatchNormalisation, LayerNormalisation,
                               KeepLargest, Recurrent, InTraining>;

struct Node {
    Operation operation;
    ValueId input = none, output = none;
    std::string name; ///< "layers.0": the layer that it comes from
};

struct Output {
    std::string name; ///< "reconstruction"
    ValueId value = none;
};

/// Nodes stand in an order in which they can be run.
struct Graph {
    std::vector<Shape> values; ///< the shape of each
    std::vector<Constant> constants;
    std::vector<Node> nodes;
    std::string inputName; ///< "input", or "code" where a decoder begins
    ValueId input = none;
    std::vector<Output> outputs;

    const Shape &shapeOf(ValueId value) const { return values[static_cast<std::size_t>(value)]; }
    const Constant &constant(ConstantId id) const { return constants[static_cast<std::size_t>(id)]; }
    /// The number of a constant of this name, added where there is none yet.
    ConstantId addConstant(Constant constant);
    /// Adds an operation and returns what comes out.
    ValueId add(Operation operation, ValueId input, const Shape &output, std::string name);
};

/// Visits an Operation: one function for each kind, and the compiler says which is missing.
template <class... Functions>
struct Visitor : Functions... {
    using Functions::operator()...;
};
template <class... Functions>
Visitor(Functions...) -> Visitor<Functions...>;

/// Product of the extents.
Index sizeOf(const std::vector<Index> &shape);

} // namespace hourglass::graph
