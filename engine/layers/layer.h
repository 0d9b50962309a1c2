// The contract of a layer. A layer is stateless: arithmetic and its settings, every method const, so that one object serves the trainer
// and the inspector at once. All numbers live in flat arrays that the plan laid out from what the layer asked for.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/random.h"
#include "engine/core/result.h"
#include "engine/core/types.h"
#include "engine/kernels/kernels.h"
#include "engine/kernels/mixed.h"

namespace hourglass::layers {

using core::ConstView;
using core::Index;
using core::Shape;
using core::View;

enum class Mode { Training, Evaluation };

constexpr Index mostOfBlock = kernels::mixedChunk; ///< samples of a block in training

/// How a block of parameters starts. Glorot and Bengio 2010: limit sqrt(6 / (fanIn + fanOut)); He et al. 2015: sqrt(6 / fanIn); LeCun et
/// al. 1998: sqrt(3 / fanIn); the normal variants have the variance of the uniform ones. Orthogonal: the tensor as a matrix of its first
/// extent times the others has orthonormal rows or columns, whichever are fewer (Saxe et al. 2014). Constant: Tensor::constant.
enum class Initialiser { Zeros, Ones, Constant, GlorotUniform, GlorotNormal, HeUniform, HeNormal, LecunUniform, LecunNormal, Orthogonal };

/// A tensor among a layer's parameters or its state, row-major as files have it. Each starts at a multiple of 16 floats, in order.
struct Tensor {
    std::string name; ///< as in files: "weight"
    std::vector<Index> shape;
    Initialiser initialiser = Initialiser::Zeros;
    Index fanIn = 1, fanOut = 1;
    float constant = 0; ///< with Initialiser::Constant

    Index size() const;
    /// A matrix of weights, as penalties mean it: no bias, no scale.
    bool isWeight() const { return shape.size() > 1; }
};

/// What a layer asks for where its products take operands of bfloat16, in numbers of 16 bits.
struct MixedTraits {
    bool isThere = false;   ///< else the layer has no products, or none worth it, and is as in single precision
    Index preparedSize = 0; ///< derived from the parameters by prepareMixed(), instead of what prepare() derives
    Index prepareTasks = 0;
    Index gradientTasks = 0;
    bool tasksOwnParameters = false; ///< as in Traits
    Index keptPerBlock = 0;          ///< kept for a block of samples from forward() and backward() to gradient()
    Index workspace = 0;             ///< that forward() and backward() may use while they run
};

/// What a layer asks of the plan, known before anything is allocated.
struct Traits {
    Shape output;
    std::vector<Tensor> parameters; ///< trained
    std::vector<Tensor> state;      ///< not trained: running statistics
    Index preparedSize = 0;         ///< floats derived from the parameters, renewed by prepare() whenever those change
    Index prepareTasks = 0;
    Index gradientTasks = 0;         ///< independent parts of gradient()
    bool tasksOwnParameters = false; ///< gradient() of a task makes that of owned(), and prepare() of the same task reads those alone
    Index scratchPerSample = 0;      ///< floats kept for a sample from forward() to backward() and gradient()
    Index partialPerBlock = 0;       ///< floats that backward() leaves for each block of samples: parts of the gradient, for gradient() to sum
    Index workspace = 0;             ///< floats that forward() and backward() may use while they run
    bool canBeTied = false;          ///< parameters[0] is W, and what is prepared is that of WeightProducts, for a tied layer to use
    int tiedTo = -1;                 ///< index of the layer whose parameters this one uses; its gradient() adds to that layer's gradient
    bool isAcrossSamples = false;    ///< forward() and backward() see the whole batch at once, in `batchTasks` independent parts
    Index batchTasks = 1;
    Index fewestSamples = 1;          ///< with isAcrossSamples: in training, a smaller batch tells the layer nothing it could go by
    bool leavesLogits = false;        ///< the output is a sigmoid, and its logits can be had instead, for losses that work on those
    bool leavesSoftmaxLogits = false; ///< likewise of a softmax
    const char *ownTerm = nullptr;    ///< what the penalty that forward() may leave is called within a sentence; null: it leaves none
    double multiplyAdds = 0;          ///< of one sample forward
    MixedTraits mixed;
};

/// The numbers a layer works with. Pointers are to the layer's own part of the flat arrays.
struct LayerArrays {
    const float *parameters = nullptr;
    const float *prepared = nullptr;
    const float *state = nullptr;
    const float *tiedParameters = nullptr; ///< of the layer it is tied to
    const float *tiedPrepared = nullptr;
};

/// Of a layer with MixedTraits, while it is trained in mixed precision: it then rounds its operands once, and keeps them here.
struct MixedArrays {
    bool isOn = false;
    kernels::MixedPath path = kernels::MixedPath::Software;
    const std::uint16_t *prepared = nullptr;
    const std::uint16_t *tiedPrepared = nullptr; ///< of the layer it is tied to
    std::uint16_t *kept = nullptr;               ///< of the block; in a GradientPass of the first one
    Index keptStride = 0, blocks = 0;            ///< in a GradientPass: from one block's to the next, and how many there are
    std::uint16_t *workspace = nullptr;
};

/// One block of samples on its way up, or the whole batch for layers across samples.
struct ForwardPass {
    Mode mode = Mode::Evaluation;
    LayerArrays arrays;
    ConstView x; ///< input features × samples
    View y;      ///< output features × samples
    View scratch;
    bool leaveLogits = false;
    float *newState = nullptr;            ///< training, layers across samples: where running statistics are moved on
    Index task = 0;                       ///< of batchTasks
    const core::Random *random = nullptr; ///< training: key of this layer's random numbers
    std::uint64_t step = 0;
    const Index *samples = nullptr; ///< numbers of the samples, for random numbers that do not depend on the order of work
    double epochs = 0;              ///< done so far, with their fraction, for terms that grow with time; as in BackwardPass
    float *workspace = nullptr;
    MixedArrays mixed;
    double penalty = 0; ///< out: sum over the samples of the layer's own terms of the loss
};

/// The way back. On entry dy is the gradient of the loss with respect to y (or to the logits, with leaveLogits); the layer may overwrite
/// it with whatever its gradient() wants to find there.
struct BackwardPass {
    LayerArrays arrays;
    ConstView x, y;
    View dy;
    View dx; ///< data is null where nobody needs it
    View scratch;
    bool leaveLogits = false;
    Index task = 0;
    const core::Random *random = nullptr; ///< null: back as after evaluation, without the layer's own terms, and gradient() is not called
    std::uint64_t step = 0;
    const Index *samples = nullptr;
    double epochs = 0;
    float *workspace = nullptr;
    MixedArrays mixed;
    float *partial = nullptr; ///< of this block
    float penaltyScale = 1;   ///< of the gradient of the layer's own terms: 1 / samples in the batch
};

/// One part of the gradient of the parameters, over the whole batch in a fixed order.
struct GradientPass {
    Index task = 0;
    LayerArrays arrays;
    ConstView x, y, dy;
    ConstView scratch;
    ConstView partials;            ///< a column for each block of samples
    bool hasWholeBlocks = false;   ///< each block but the last has mostOfBlock samples, and backward() was called for each
    float *gradient = nullptr;     ///< of the layer's parameters; overwritten
    float *tiedGradient = nullptr; ///< of the layer it is tied to; added to
    MixedArrays mixed;
};

/// Stretches of a layer's flat parameters.
struct OwnedParameters {
    kernels::Range weights{0, 0}, bias{0, 0};

    /// Rows of a matrix that the parameters begin with, and what they have of the bias; a negative offset: there is none.
    static OwnedParameters ofRows(kernels::Range rows, Index columns, Index biasOffset) {
        return {{rows.first * columns, rows.count * columns}, {biasOffset + rows.first, biasOffset < 0 ? 0 : rows.count}};
    }
};

class Layer {
public:
    virtual ~Layer() = default;
    virtual const Traits &traits() const = 0;
    virtual void prepare(const LayerArrays &arrays, float *prepared, Index task) const;
    /// Instead, with MixedTraits in mixed precision.
    virtual void prepareMixed(kernels::MixedPath path, const LayerArrays &arrays, std::uint16_t *prepared, Index task) const;
    virtual void forward(ForwardPass &pass) const = 0;
    virtual void backward(BackwardPass &pass) const = 0;
    virtual void gradient(GradientPass &pass) const;
    /// With tasksOwnParameters: which of the layer's flat parameters a task owns. No two tasks share one, and all together have them all.
    virtual OwnedParameters owned(Index task, bool isMixed) const;
};

/// What a layer is made from.
struct LayerContext {
    Shape input;
    Shape data; ///< of a sample: what "data" means in `units`
    int index = 0;
    int code = 0;                      ///< index of the layer whose output is the code
    std::vector<const Layer *> before; ///< the layers made so far, for a tied one and for shapes that come back
    std::optional<Shape> undone = {};  ///< what came into the layer that this one undoes, where its map is to come back as it was
};

using LayerResult = core::Result<std::shared_ptr<const Layer>>;

} // namespace hourglass::layers
