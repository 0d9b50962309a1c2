// Products and loops over flat arrays, compiled once for each level of the instruction set; the dynamic loader picks the level.
// Everything is column-major: element (row, column) of a is a[row + column * stride]. Nothing here allocates or keeps state, and every
// result is the same bits however a batch is divided, because each number is one chain of operations in a fixed order.
#pragma once

#include <cstdint>

#include "engine/core/slack.h"

#define HOURGLASS_KERNEL __attribute__((visibility("default")))

namespace hourglass::kernels {

using Index = std::int64_t;

/// The level that the loader chose: "x86-64", "x86-64-v2", "x86-64-v3" or "x86-64-v4".
HOURGLASS_KERNEL const char *instructionLevel();

using core::slack;

/// c[m × n] = Σ_k a[m × k] b(k, n), where b(k, n) = b[k · bDepthStride + n · bColumnStride]. The columns of a are contiguous, and up to
/// `slack` floats behind its end must be readable. Rows of c beyond m are left alone.
HOURGLASS_KERNEL void product(Index m, Index n, Index k, const float *a, Index aStride, const float *b, Index bDepthStride, Index bColumnStride, float *c,
                              Index cStride, bool accumulate);

/// b[columns × rows] = transpose of a[rows × columns].
HOURGLASS_KERNEL void transpose(Index rows, Index columns, const float *a, Index aStride, float *b, Index bStride);

/// An operand a[rows × depth] in panels: the rows of a tile of c side by side, one number of the depth behind the other. How many rows that are is
/// the level's; each divides `panelUnit`. Panel p begins at panels + its first row · panelDepth. The depth may lie in segments, as a batch does in blocks.
constexpr Index panelUnit = 48;
struct PanelOperand {
    Index rows, depth;
    const float *panels;
    Index panelDepth;                  ///< that a panel has room for in one segment
    Index segmentDepth, segmentStride; ///< the depth of each segment but the last, and floats from one to the next
};
/// Floats of the panels of one segment.
constexpr Index panelsSize(Index rows, Index panelDepth) {
    return (rows + 15) / 16 * 16 * panelDepth;
}
struct Range {
    Index first, count;
};
/// Some rows of a[m × panelDepth], at some of its depth, into its panels. The rows of a column are contiguous.
HOURGLASS_KERNEL void packPanels(Index m, Index panelDepth, const float *a, Index aStride, Range rows, Range depth, float *panels);
/// The same of the transpose of a[panelDepth × m].
HOURGLASS_KERNEL void transposeToPanels(Index m, Index panelDepth, const float *a, Index aStride, Range rows, Range depth, float *panels);
/// c[rows × n] = Σ_k a[firstRow + row, k] b(k, n), the sums of product() to the bit. firstRow is a multiple of panelUnit, and so is `rows` unless they end
/// with a's.
HOURGLASS_KERNEL void panelProduct(const PanelOperand &a, Index firstRow, Index rows, Index n, const float *b, Index bDepthStride, Index bColumnStride,
                                   float *c, Index cStride, bool accumulate);

/// Softmax is over the rows of each column; the others bend each number by itself.
enum class Activation : int { Identity, Relu, LeakyRelu, Elu, Selu, Gelu, Silu, Softplus, Sigmoid, HardTanh, Tanh, Softmax };
/// True where f' cannot be had from y = f(z), because f falls and rises: z itself must be kept.
constexpr bool isDifferentiatedAtInput(Activation activation) {
    return activation == Activation::Gelu || activation == Activation::Silu;
}
/// y = f(y + bias), a bias for each row; `bias` may be null.
HOURGLASS_KERNEL void biasAndActivate(Activation activation, Index rows, Index columns, float *y, Index stride, const float *bias);
/// dy = dy · f'(z), f' computed from y = f(z), or from z in its place where isDifferentiatedAtInput().
HOURGLASS_KERNEL void differentiate(Activation activation, Index rows, Index columns, const float *y, Index yStride, float *dy, Index dyStride);
/// y = f(y + bias), a bias for each column; `bias` may be null.
HOURGLASS_KERNEL void columnBiasAndActivate(Activation activation, Index rows, Index columns, float *y, Index stride, const float *bias);
/// Σ values.
HOURGLASS_KERNEL float sum(Index count, const float *values);
/// sums[row] = Σ_column a[row, column].
HOURGLASS_KERNEL void sumColumns(Index rows, Index columns, const float *a, Index stride, float *sums);

/// Σ (y − t)²; where `gradient` is not null it becomes scale · 2 (y − t).
HOURGLASS_KERNEL double squaredError(Index rows, Index columns, const float *y, Index yStride, const float *t, Index tStride, float *gradient,
                                     Index gradientStride, float scale);
/// Σ max(z, 0) − z t + log(1 + exp(−|z|)), the cross-entropy of sigmoid(z) against t; the gradient becomes scale · (sigmoid(z) − t).
HOURGLASS_KERNEL double crossEntropyOfLogits(Index rows, Index columns, const float *z, Index zStride, const float *t, Index tStride, float *gradient,
                                             Index gradientStride, float scale);
/// Σ −t log p − (1 − t) log(1 − p) with p clipped to [clip, 1 − clip].
HOURGLASS_KERNEL double crossEntropy(Index rows, Index columns, const float *p, Index pStride, const float *t, Index tStride, float clip);

/// Σ |y − t|; the gradient becomes scale · sign(y − t).
HOURGLASS_KERNEL double absoluteError(Index rows, Index columns, const float *y, Index yStride, const float *t, Index tStride, float *gradient,
                                      Index gradientStride, float scale);
/// Σ ½ d² where |d| = |y − t| ≤ delta, else delta (|d| − ½ delta) (Huber 1964); the gradient becomes scale · d, bounded by ± delta.
HOURGLASS_KERNEL double huberError(Index rows, Index columns, const float *y, Index yStride, const float *t, Index tStride, float *gradient,
                                   Index gradientStride, float scale, float delta);
/// Σ over the columns of 1 − y·t / (max(|y|, ε) max(|t|, ε)), ε = 1e-8; the gradient becomes scale · d/dy.
HOURGLASS_KERNEL double cosineDistance(Index rows, Index columns, const float *y, Index yStride, const float *t, Index tStride, float *gradient,
                                       Index gradientStride, float scale);

/// Σ over the columns of −Σ t log softmax(z), the cross-entropy of softmax(z) against t; the gradient becomes scale · (softmax(z) Σ t − t).
HOURGLASS_KERNEL double crossEntropyOfSoftmaxLogits(Index rows, Index columns, const float *z, Index zStride, const float *t, Index tStride, float *gradient,
                                                    Index gradientStride, float scale);
/// Σ over the columns of 1 − SSIM (Wang et al. 2004), each column an image, channel after channel, of numbers from 0 to 1: the mean of the
/// index over channels and over all places of a Gaussian window (11 × 11 or the largest odd one that fits, standard deviation 1.5) that lies
/// within the image; C1 = 0.01², C2 = 0.03². The gradient becomes scale · d/dy.
HOURGLASS_KERNEL double structuralDissimilarity(Index channels, Index height, Index width, Index columns, const float *y, Index yStride, const float *t,
                                                Index tStride, float *gradient, Index gradientStride, float scale);

/// Σ values², in a fixed order.
HOURGLASS_KERNEL double sumOfSquares(Index count, const float *values);
/// Σ a b in double, in a fixed order.
HOURGLASS_KERNEL double dot(Index count, const float *a, const float *b);
/// to += scale · from.
HOURGLASS_KERNEL void addScaled(Index count, float scale, const float *from, float *to);
/// to += share · (from − to).
HOURGLASS_KERNEL void moveTowards(Index count, float share, const float *from, float *to);
/// values ·= scale, then bounded by ± limit where limit > 0.
HOURGLASS_KERNEL void scaleAndClip(Index count, float scale, float limit, float *values);

/// Adam (Kingma and Ba 2015), as PyTorch writes it: m, v are the moments; correction_i = 1 − beta_i^step.
struct AdamStep {
    float rate, beta1, beta2, epsilon, correction1, correction2;
};
HOURGLASS_KERNEL void adam(Index count, const AdamStep &step, float *parameters, const float *gradient, float *m, float *v);
/// Adam whose second moment never falls (Reddi et al. 2018): divides by the largest v so far.
HOURGLASS_KERNEL void amsgrad(Index count, const AdamStep &step, float *parameters, const float *gradient, float *m, float *v, float *largest);
/// Adam with Nesterov's look ahead (Dozat 2016): gradientShare of the gradient and momentumShare of m in place of m / correction1.
HOURGLASS_KERNEL void nadam(Index count, const AdamStep &step, float gradientShare, float momentumShare, float *parameters, const float *gradient, float *m,
                            float *v);
/// Momentum as PyTorch writes it: velocity = momentum · velocity + gradient; parameters −= rate · velocity, or with Nesterov's look ahead
/// rate · (gradient + momentum · velocity).
HOURGLASS_KERNEL void momentum(Index count, float rate, float momentum, bool isNesterov, float *parameters, const float *gradient, float *velocity);
/// v = decay v + (1 − decay) gradient²; parameters −= rate gradient / (√v + epsilon) (Hinton 2012).
HOURGLASS_KERNEL void rmsprop(Index count, float rate, float decay, float epsilon, float *parameters, const float *gradient, float *v);
/// sum += gradient²; parameters −= rate gradient / (√sum + epsilon) (Duchi et al. 2011).
HOURGLASS_KERNEL void adagrad(Index count, float rate, float epsilon, float *parameters, const float *gradient, float *sum);
/// Steps of the size of the last ones (Zeiler 2012): v and u are running means of the squares of gradient and step.
HOURGLASS_KERNEL void adadelta(Index count, float rate, float decay, float epsilon, float *parameters, const float *gradient, float *v, float *u);

/// Patches of an image, as convolutions see them: column[depth][row · columns + i] = image[offsets[depth] + row · rowStep + i · columnStep],
/// the positions of a depth contiguous and `stride` from those of the next.
struct Patches {
    Index depths, stride;
    const std::int32_t *offsets;
    Index rows, columns, rowStep, columnStep;
};
HOURGLASS_KERNEL void gatherPatches(const Patches &patches, const float *image, float *columns);
/// The adjoint: adds each number of the matrix to where gatherPatches() would read it.
HOURGLASS_KERNEL void addPatches(const Patches &patches, const float *columns, float *image);

/// to[i] = the image at row rows[i] and column columns[i], linear between four pixels; places beyond the rim are those on it. All arrays hold
/// height × width numbers.
HOURGLASS_KERNEL void resampleImage(Index height, Index width, const float *image, const float *rows, const float *columns, float *to);

/// One step of a layer that remembers, for the units of `columns` samples. Gates hold W x + W' h without their biases before, what the
/// formulas name after; those of one sample are gateStride from those of the next, the others unitStride. `previous` may be null: zeros.
struct RecurrentStep {
    Index units, columns, gateStride, unitStride;
};
/// Hochreiter and Schmidhuber 1997, with a forget gate (Gers et al. 2000): gates i f g o; c = f c' + i g; h = o tanh(c).
HOURGLASS_KERNEL void lstmForward(const RecurrentStep &step, const float *inputBias, const float *hiddenBias, float *gates, const float *previousCell,
                                  float *cell, float *hidden);
/// dGates replaces gates; dCell is that of c from later steps and becomes that of c'.
HOURGLASS_KERNEL void lstmBackward(const RecurrentStep &step, float *gates, const float *previousCell, const float *cell, const float *dHidden, float *dCell);
/// Cho et al. 2014, in the form that resets after the product (as cuDNN): gates r z n, `hiddenGates` the part of W' h;
/// n = tanh(W x + b + r (W' h + b')); h = (1 − z) n + z h'. hiddenGates keeps W' h + b' of n.
HOURGLASS_KERNEL void gruForward(const RecurrentStep &step, const float *inputBias, const float *hiddenBias, float *gates, float *hiddenGates,
                                 const float *previousHidden, float *hidden);
/// Gradients replace gates and hiddenGates; dHidden becomes the part of that of h' that comes by z h'.
HOURGLASS_KERNEL void gruBackward(const RecurrentStep &step, float *gates, float *hiddenGates, const float *previousHidden, float *dHidden);

/// x[row] += strength · standard normal (step, sample, row) for one sample; see core/random.h for key and counter.
HOURGLASS_KERNEL void addNormal(Index rows, float *x, float strength, const std::uint32_t key[2], std::uint64_t step, std::uint64_t sample);
/// y[row] = 0 where the uniform number (step, sample, row) is below rate, else x[row] / (1 − rate), for one sample. y may be x.
HOURGLASS_KERNEL void dropOut(Index rows, const float *x, float *y, float rate, const std::uint32_t key[2], std::uint64_t step, std::uint64_t sample);
/// x[row] = 0 where the uniform number (step, sample, row) is below `fraction`, for one sample.
HOURGLASS_KERNEL void mask(Index rows, float *x, float fraction, const std::uint32_t key[2], std::uint64_t step, std::uint64_t sample);
/// x[row] = 0 where the uniform number (step, sample, row) is below half of `fraction`, 1 where it is in the other half, for one sample.
HOURGLASS_KERNEL void saltAndPepper(Index rows, float *x, float fraction, const std::uint32_t key[2], std::uint64_t step, std::uint64_t sample);
/// to = from / 255.
HOURGLASS_KERNEL void scaleBytes(Index count, const std::uint8_t *from, float *to);
/// True where no number is infinite or NaN.
HOURGLASS_KERNEL bool areFinite(Index count, const float *values);

} // namespace hourglass::kernels
