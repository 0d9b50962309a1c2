// The table of losses: what a reconstruction is measured by.
#pragma once

#include <functional>
#include <vector>

#include "engine/core/result.h"
#include "engine/data/dataset.h"
#include "engine/plan/plan.h"
#include "engine/spec/spec.h"

namespace hourglass::training {

using core::ConstView;
using core::Index;
using core::View;

/// A loss with its settings, ready to be called on blocks of samples from any thread.
struct Loss {
    /// Sum over features and samples; where gradient.data is not null it becomes scale · d(sum) / d(output).
    std::function<double(ConstView output, ConstView target, View gradient, float scale)> sum;
    bool wantsLogits = false;  ///< `output` is the logits of the last layer's sigmoid or softmax
    double featureScale = 1.0; ///< 1 / features for reduction mean, 1 for sum

    /// Mean over the samples of a sum that sum() gave.
    double meanOf(double total, Index samples) const { return total * featureScale / static_cast<double>(samples); }
    /// What sum() must be given as scale, so that the gradient is that of the mean over `samples`.
    float gradientScale(Index samples) const { return static_cast<float>(featureScale / static_cast<double>(samples)); }
};

/// One loss: what a person sees of it, what it demands, and its arithmetic.
struct LossRow {
    enum class Ending { Any, Sigmoid, Softmax }; ///< of the last layer, whose logits the loss works on where it is not Any

    spec::Kind kind;
    /// The function of a block, for samples of this shape.
    std::function<double(ConstView output, ConstView target, View gradient, float scale)> (*make)(const spec::LossSpec &, const spec::Kind &,
                                                                                                  const core::Shape &);
    bool needsUnitData = false; ///< all numbers in [0, 1]
    bool needsImages = false;
    Ending ending = Ending::Any;
};

const std::vector<LossRow> &lossRows();
std::vector<spec::Kind> lossKinds(const std::vector<LossRow> &rows = lossRows());
/// What a loss is called within a sentence: "binary cross-entropy", "mean squared error, summed"; empty for an unknown kind.
std::string lossName(const spec::LossSpec &loss);
bool isSummed(const spec::LossSpec &loss); ///< over features and not their mean

/// Errors: a cross-entropy of outputs or data that leave [0, 1], or whose last layer is none that it can be had from; structural similarity
/// of data that leave [0, 1] or are no images.
core::Result<Loss> makeLoss(const spec::LossSpec &loss, const plan::Plan &plan, const data::Dataset &dataset, const std::vector<LossRow> &rows = lossRows());

} // namespace hourglass::training
