#include "app/session/stack_fit.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <vector>

#include "engine/data/generators/generator.h"
#include "engine/layers/activation.h"
#include "engine/spec/json.h"
#include "engine/training/catalogue.h"
#include "engine/training/demands.h"

namespace hourglass::app {

namespace {

constexpr float tolerance = 1e-3f; ///< of a bound: as much as nobody sees

QString tr(const char *text) {
    return QCoreApplication::translate("StackFit", text);
}

/// The activation of the last layer, where it has one.
std::optional<std::string> outputActivation(const spec::ModelSpec &model) {
    if (model.layers.empty())
        return {};
    const spec::Kind *kind = spec::find(training::catalogue().layers, model.layers.back().kind);
    if (!kind || !kind->find("activation"))
        return {};
    return spec::choiceOf(model.layers.back(), *kind, "activation");
}

bool reaches(const spec::ModelSpec &model, const core::Range &range) {
    const auto activation = outputActivation(model);
    const core::Range reach = layers::activationRange(activation.value_or(""));
    return range.lowest >= reach.lowest - tolerance && range.highest <= reach.highest + tolerance;
}

QString unreachedText(const spec::ModelSpec &model, const core::Range &range) {
    const QLocale locale;
    const std::string activation = outputActivation(model).value_or("");
    const spec::Setting *setting = spec::find(training::catalogue().layers, model.layers.back().kind)->find("activation");
    QString label;
    for (const spec::Choice &choice : setting->choices)
        if (choice.key == activation)
            label = QString::fromStdString(choice.label);
    return tr("The values lie between %1 and %2, and the stack's output, %3, does not reach all of them. Choose another scaling, or another activation for the last layer.")
        .arg(locale.toString(static_cast<double>(range.lowest), 'g', 3), locale.toString(static_cast<double>(range.highest), 'g', 3), label);
}

/// Half, a code, half: fits every shape.
spec::ModelSpec denseStack(const data::Dataset &dataset, core::Index code) {
    const core::Index features = dataset.features();
    const core::Index hidden = std::clamp<core::Index>(features / 2, 8, 128);
    const auto layer = [](spec::Value units, const char *activation) {
        return spec::LayerSpec{"dense", {{"units", std::move(units)}, {"activation", std::string(activation)}}};
    };
    spec::ModelSpec model;
    model.layers = {layer(hidden, "relu"), layer(std::min(code, widestCode(features)), "identity"), layer(hidden, "relu"),
                    layer(std::string("data"), dataset.isWithinUnit ? "sigmoid" : "identity")};
    model.code = 1;
    return model;
}

struct Remedy {
    spec::Spec spec;
    QString name;
    bool isOtherStack = false;
};

/// Mean squared error instead, summed where the other was: what else the loss is made of keeps its weight.
spec::LossSpec squaredError(const spec::LossSpec &other) {
    const auto reduction = other.values.find("reduction");
    spec::LossSpec loss{"mean_squared_error", {}};
    if (reduction != other.values.end())
        loss.values["reduction"] = reduction->second;
    return loss;
}

std::vector<Remedy> remedies(const spec::Spec &spec, const data::Dataset &dataset, core::Index code) {
    spec::Spec otherLoss = spec, linear = spec;
    otherLoss.training.loss = squaredError(spec.training.loss);
    if (outputActivation(spec.model))
        linear.model.layers.back().values["activation"] = std::string("identity");
    spec::Spec both = linear;
    both.training.loss = otherLoss.training.loss;
    spec::Spec dense = spec;
    dense.model = denseStack(dataset, code);
    spec::Spec plain = dense;
    plain.training.loss = otherLoss.training.loss;
    return {{linear, tr("a linear output")},
            {otherLoss, tr("mean squared error")},
            {both, tr("mean squared error and a linear output")},
            {dense, tr("a dense stack"), true},
            {plain, tr("a dense stack and mean squared error"), true}};
}

constexpr core::Index usualCode = 8;

} // namespace

std::optional<core::Error> refusalOf(const spec::Spec &spec, const data::Dataset &dataset, std::shared_ptr<const plan::Plan> &plan) {
    if (const auto checked = spec::checked(spec, training::catalogue()); !checked)
        return checked.error();
    auto compiled = plan::compile(spec.model, dataset.shape);
    if (!compiled)
        return compiled.error();
    if (const auto error = training::refusal(spec.training, **compiled, dataset))
        return *error;
    plan = *compiled;
    return {};
}

std::optional<core::Index> codeUnits(const spec::ModelSpec &model) {
    const auto at = static_cast<std::size_t>(model.code);
    if (at >= model.layers.size())
        return {};
    const auto units = model.layers[at].values.find("units");
    const auto *count = units == model.layers[at].values.end() ? nullptr : std::get_if<core::Index>(&units->second);
    return count ? std::optional(*count) : std::nullopt;
}

core::Index widestCode(core::Index features) {
    constexpr core::Index space = 3; // a set in it is a surface as a rule
    return std::max<core::Index>(1, features <= space ? features - 1 : features / 2);
}

core::Index fittingCode(const data::Dataset &dataset) {
    const core::Index widest = widestCode(dataset.features()), known = data::intrinsicDimension(dataset);
    return known > 0 ? std::min(known, widest) : widest;
}

StackFit stackFit(const spec::Spec &spec, const data::Dataset &dataset) {
    const core::Range &range = dataset.range;
    StackFit fit;
    std::shared_ptr<const plan::Plan> plan;
    fit.refusal = refusalOf(spec, dataset, plan);
    const bool reachesAll = reaches(spec.model, range);
    if (!fit.refusal && !reachesAll)
        fit.notes << unreachedText(spec.model, range);
    if (const std::string note = training::noteOnScale(dataset); !note.empty())
        fit.notes << QString::fromStdString(note);
    if (!fit.refusal && reachesAll)
        return fit;
    for (Remedy &remedy : remedies(spec, dataset, codeUnits(spec.model).value_or(usualCode)))
        if (!refusalOf(remedy.spec, dataset, plan) && reaches(remedy.spec.model, range)) {
            fit.remedy = std::move(remedy.spec);
            fit.remedyName = remedy.name;
            fit.isOtherStack = remedy.isOtherStack;
            break;
        }
    return fit;
}

} // namespace hourglass::app
