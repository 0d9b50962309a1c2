#include "engine/training/loss.h"

#include <algorithm>
#include <cctype>

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

/// L = Σ over the samples of −Σ t log softmax(z), dL/dz = softmax(z) Σ t − t
double softmaxCrossEntropySum(ConstView z, ConstView t, View gradient, float scale) {
    return kernels::crossEntropyOfSoftmaxLogits(z.rows, z.columns, z.data, z.stride, t.data, t.stride, gradient.data, gradient.stride, scale);
}

using Sum = std::function<double(ConstView, ConstView, View, float)>;

/// Of losses without settings of their own.
template <double (*sum)(ConstView, ConstView, View, float)>
Sum plain(const spec::LossSpec &, const spec::Kind &, const core::Shape &) {
    return sum;
}

Sum makeHuber(const spec::LossSpec &component, const spec::Kind &kind, const core::Shape &) {
    return [delta = static_cast<float>(spec::realOf(component, kind, "delta"))](ConstView y, ConstView t, View gradient, float scale) {
        return kernels::huberError(y.rows, y.columns, y.data, y.stride, t.data, t.stride, gradient.data, gradient.stride, scale, delta);
    };
}

/// L = Σ over the samples of 1 − SSIM(y, t) (Wang et al. 2004)
Sum makeDissimilarity(const spec::LossSpec &, const spec::Kind &, const core::Shape &image) {
    return [image](ConstView y, ConstView t, View gradient, float scale) {
        return kernels::structuralDissimilarity(image.channels(), image.height(), image.width(), y.columns, y.data, y.stride, t.data, t.stride, gradient.data,
                                                gradient.stride, scale);
    };
}

core::Error needsUnitData(const spec::Kind &kind, const data::Dataset &dataset) {
    return {kind.label + " needs data between 0 and 1, and " + dataset.title + " has others", "training.loss", "Choose mean squared error."};
}

core::Error needsAtTheEnd(const spec::Kind &kind, const char *outputs, const char *activation, const plan::Plan &plan) {
    core::Error error{kind.label + " needs outputs " + outputs, "training.loss", "Give the last layer the activation "};
    error.hint += activation;
    error.hint += ", or choose mean squared error.";
    error.layer = static_cast<int>(plan.layers().size()) - 1;
    return error;
}

core::Error needsImages(const spec::Kind &kind, const data::Dataset &dataset) {
    return {kind.label + " needs images, and " + dataset.title + " has none", "training.loss", "Choose mean squared error."};
}

spec::Setting reductionSetting() {
    return {.key = "reduction",
            .label = "Over features",
            .help = "Mean makes losses of different data comparable; sum is in nats per sample, as variational models are quoted.",
            .kind = spec::SettingKind::Choice,
            .fallback = std::string("mean"),
            .choices = {{"mean", "Mean", "Mean over features, then over samples."}, {"sum", "Sum", "Sum over features, mean over samples."}}};
}

std::vector<LossRow> table() {
    using Ending = LossRow::Ending;
    return {{.kind = {"mean_squared_error", "Mean squared error", "The mean of the squared differences: fits any data.", {reductionSetting()}},
             .make = plain<squaredErrorSum>},
            {.kind = {"binary_cross_entropy",
                      "Binary cross-entropy",
                      "How surprised the output is by each pixel, taken as a probability. Needs data in [0, 1] and a sigmoid at the end.",
                      {reductionSetting()}},
             .make = plain<crossEntropySum>,
             .needsUnitData = true,
             .ending = Ending::Sigmoid},
            {.kind = {"mean_absolute_error",
                      "Mean absolute error",
                      "The mean of the differences' sizes: one wild value counts no more than it is.",
                      {reductionSetting()}},
             .make = plain<absoluteErrorSum>},
            {.kind = {"huber",
                      "Huber",
                      "Squared for small differences, absolute for large ones (Huber 1964).",
                      {{.key = "delta",
                        .label = "Delta",
                        .help = "The difference at which the square ends.",
                        .kind = spec::SettingKind::Real,
                        .fallback = 1.0,
                        .minimum = 1e-6,
                        .maximum = 1e6,
                        .isLogarithmic = true,
                        .usualMinimum = 1e-3,
                        .usualMaximum = 10.0},
                       reductionSetting()}},
             .make = makeHuber},
            {.kind = {"cosine", "Cosine distance", "One minus the cosine of the angle between output and sample: their direction alone, not their length.", {}},
             .make = plain<cosineDistanceSum>},
            {.kind = {"categorical_cross_entropy",
                      "Categorical cross-entropy",
                      "How surprised the output is by the sample, both taken as shares of a whole. Needs data in [0, 1] and a softmax at the end.",
                      {}},
             .make = plain<softmaxCrossEntropySum>,
             .needsUnitData = true,
             .ending = Ending::Softmax},
            {.kind = {"structural_similarity",
                      "Structural similarity",
                      "One minus the likeness of brightness, contrast and pattern in small windows, nearer to how people see than single pixels are "
                      "(SSIM, Wang et al. 2004). Needs images in [0, 1].",
                      {}},
             .make = makeDissimilarity,
             .needsUnitData = true,
             .needsImages = true}};
}

} // namespace

const std::vector<LossRow> &lossRows() {
    static const std::vector<LossRow> rows = table();
    return rows;
}

std::vector<spec::Kind> lossKinds(const std::vector<LossRow> &rows) {
    std::vector<spec::Kind> kinds;
    for (const LossRow &row : rows)
        kinds.push_back(row.kind);
    return kinds;
}

bool isSummed(const spec::LossSpec &loss) {
    const std::vector<spec::Kind> kinds = lossKinds();
    const spec::Kind *kind = spec::find(kinds, loss.kind);
    return kind && kind->find("reduction") && spec::choiceOf(loss, *kind, "reduction") == "sum";
}

std::string lossName(const spec::LossSpec &loss) {
    const std::vector<spec::Kind> kinds = lossKinds();
    const spec::Kind *kind = spec::find(kinds, loss.kind);
    if (!kind)
        return {};
    std::string name = kind->label;
    name.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(name.front())));
    return isSummed(loss) ? name + ", summed" : name;
}

core::Result<Loss> makeLoss(const spec::LossSpec &component, const plan::Plan &plan, const data::Dataset &dataset, const std::vector<LossRow> &rows) {
    using Ending = LossRow::Ending;
    const auto row = std::find_if(rows.begin(), rows.end(), [&component](const LossRow &each) { return each.kind.key == component.kind; });
    if (row == rows.end())
        return core::Error{"There is no loss \"" + component.kind + "\"", "training.loss.kind", "Use one of: " + spec::keysOf(lossKinds(rows)) + "."};
    const spec::Kind &kind = row->kind;
    if (row->needsUnitData && !dataset.isWithinUnit)
        return needsUnitData(kind, dataset);
    if (row->needsImages && !plan.input().isImage())
        return needsImages(kind, dataset);
    const layers::Traits &last = plan.layers().back().traits();
    if (row->ending == Ending::Softmax && !last.leavesSoftmaxLogits)
        return needsAtTheEnd(kind, "that share a whole of 1", "softmax", plan);
    if (row->ending == Ending::Sigmoid && !last.leavesLogits)
        return needsAtTheEnd(kind, "between 0 and 1", "sigmoid", plan);
    const bool isMean = kind.find("reduction") && spec::choiceOf(component, kind, "reduction") == "mean";
    return Loss{.sum = row->make(component, kind, plan.input()),
                .wantsLogits = row->ending != Ending::Any,
                .featureScale = isMean ? 1.0 / static_cast<double>(plan.features()) : 1.0};
}

} // namespace hourglass::training
