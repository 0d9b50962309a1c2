#include "engine/training/loss.h"

#include "engine/kernels/kernels.h"

namespace hourglass::training {

namespace {

/// L = Σ (y − t)², dL/dy = 2 (y − t)
double squaredErrorSum(ConstView y, ConstView t, View gradient, float scale) {
    return kernels::squaredError(y.rows, y.columns, y.data, y.stride, t.data, t.stride, gradient.data, gradient.stride, scale);
}

/// L = Σ −t log σ(z) − (1 − t) log(1 − σ(z)), dL/dz = σ(z) − t
double crossEntropySum(ConstView z, ConstView t, View gradient, float scale) {
    return kernels::crossEntropyOfLogits(z.rows, z.columns, z.data, z.stride, t.data, t.stride, gradient.data, gradient.stride, scale);
}

/// L = Σ |y − t|
double absoluteErrorSum(ConstView y, ConstView t, View gradient, float scale) {
    return kernels::absoluteError(y.rows, y.columns, y.data, y.stride, t.data, t.stride, gradient.data, gradient.stride, scale);
}

/// L = Σ over the samples of 1 − cos(y, t)
double cosineDistanceSum(ConstView y, ConstView t, View gradient, float scale) {
    return kernels::cosineDistance(y.rows, y.columns, y.data, y.stride, t.data, t.stride, gradient.data, gradient.stride, scale);
}

spec::Setting reductionSetting() {
    return {.key = "reduction", .label = "Over features", .help = "Mean makes losses of different data comparable; sum is in nats per sample, as variational models are quoted.",
            .kind = spec::SettingKind::Choice, .fallback = std::string("mean"),
            .choices = {{"mean", "Mean", "Mean over features, then over samples."}, {"sum", "Sum", "Sum over features, mean over samples."}}};
}

} // namespace

std::vector<spec::Kind> lossKinds() {
    return {{"mean_squared_error", "Mean squared error", "The mean of the squared differences: fits any data.", {reductionSetting()}},
            {"binary_cross_entropy", "Binary cross-entropy",
             "How surprised the output is by each pixel, taken as a probability. Needs data in [0, 1] and a sigmoid at the end.", {reductionSetting()}},
            {"mean_absolute_error", "Mean absolute error", "The mean of the differences' sizes: one wild value counts no more than it is.", {reductionSetting()}},
            {"huber", "Huber", "Squared for small differences, absolute for large ones (Huber 1964).",
             {{.key = "delta", .label = "Delta", .help = "The difference at which the square ends.", .kind = spec::SettingKind::Real,
               .fallback = 1.0, .minimum = 1e-6, .maximum = 1e6, .isLogarithmic = true, .usualMinimum = 1e-3, .usualMaximum = 10.0},
              reductionSetting()}},
            {"cosine", "Cosine distance", "One minus the cosine of the angle between output and sample: their direction alone, not their length.", {}}};
}

core::Result<Loss> makeLoss(const spec::LossSpec &component, const plan::Plan &plan, const data::Dataset &dataset) {
    const std::vector<spec::Kind> kinds = lossKinds();
    const spec::Kind *kind = spec::find(kinds, component.kind);
    if (!kind)
        return core::Error{"There is no loss \"" + component.kind + "\"", "training.loss.kind", "Use one of: " + spec::keysOf(kinds) + "."};
    Loss loss;
    const bool isMean = kind->find("reduction") && spec::choiceOf(component, *kind, "reduction") == "mean";
    loss.featureScale = isMean ? 1.0 / static_cast<double>(plan.features()) : 1.0;
    if (component.kind == "mean_squared_error")
        loss.sum = squaredErrorSum;
    else if (component.kind == "mean_absolute_error")
        loss.sum = absoluteErrorSum;
    else if (component.kind == "cosine")
        loss.sum = cosineDistanceSum;
    else if (component.kind == "huber")
        loss.sum = [delta = static_cast<float>(spec::realOf(component, *kind, "delta"))](ConstView y, ConstView t, View gradient, float scale) {
            return kernels::huberError(y.rows, y.columns, y.data, y.stride, t.data, t.stride, gradient.data, gradient.stride, scale, delta);
        };
    if (loss.sum)
        return loss;
    if (!dataset.isWithinUnit)
        return core::Error{"Binary cross-entropy needs data between 0 and 1, and " + dataset.title + " has others", "training.loss",
                           "Choose mean squared error."};
    if (!plan.layers().back().needs().leavesLogits) {
        core::Error error{"Binary cross-entropy needs outputs between 0 and 1", "training.loss",
                          "Give the last layer the activation sigmoid, or choose mean squared error."};
        error.layer = static_cast<int>(plan.layers().size()) - 1;
        return error;
    }
    loss.sum = crossEntropySum;
    loss.wantsLogits = true;
    return loss;
}

} // namespace hourglass::training
