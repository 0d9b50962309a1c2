#include "app/session/preset_fit.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <limits>
#include <memory>
#include <utility>

#include "app/session/stack_fit.h"
#include "engine/data/generators/generator.h"
#include "engine/plan/fitting.h"
#include "engine/spec/edits.h"

namespace hourglass::app {

namespace {

QString trPreset(const char *text) {
    return QCoreApplication::translate("PresetFit", text);
}

/// How many numbers a sample of the preset's own data has; of images, more than any code.
core::Index ownFeatures(const spec::Preset &preset) {
    const data::Generator *generator = data::findGenerator(preset.spec.data.source);
    const auto shape = generator ? data::shapeOf(*generator, {}) : core::Result<core::Shape>(core::Error{});
    return shape ? shape->size() : std::numeric_limits<core::Index>::max();
}

/// Whether what holds the code back is its width alone: not a price on its activations, nor a choice among them, nor nothing at all.
bool isNarrowOnPurpose(const spec::Preset &preset, core::Index code) {
    const auto at = static_cast<std::size_t>(preset.spec.model.code);
    return preset.spec.training.penalties.empty() && preset.spec.model.layers[at].kind != "k_sparse" && code < ownFeatures(preset);
}

/// The layer that says how many numbers the code has; -1: none does.
int layerOfCode(const spec::ModelSpec &model) {
    for (int index = model.code; index >= 0; --index) {
        const auto &values = model.layers[static_cast<std::size_t>(index)].values;
        const auto units = values.find("units");
        if (units != values.end() && std::holds_alternative<core::Index>(units->second))
            return index;
    }
    return -1;
}

} // namespace

core::Result<PresetFit> presetFit(const spec::Preset &preset, const spec::DataSpec &data, const data::Dataset &dataset) {
    PresetFit fit{preset.spec, {}};
    spec::ModelSpec &model = fit.spec.model;
    fit.spec.data = data;
    QStringList adapted;
    model = plan::fittedTo(model, dataset.shape);
    if (!(model == preset.spec.model))
        adapted << trPreset("other units in front of its image layers");
    if (const int index = layerOfCode(model); index >= 0) {
        const auto units = std::get<core::Index>(model.layers[static_cast<std::size_t>(index)].values.at("units"));
        if (units >= dataset.features() && isNarrowOnPurpose(preset, units)) {
            const core::Index narrow = fittingCode(dataset);
            model = spec::withValue(model, index, "units", narrow);
            adapted << (narrow == 1 ? trPreset("a code of 1 unit instead of %L1").arg(units)
                                    : trPreset("a code of %L1 units instead of %L2").arg(narrow).arg(units));
        }
    }
    StackFit stack = stackFit(fit.spec, dataset);
    if (stack.remedy && !stack.isOtherStack) {
        fit.spec = std::move(*stack.remedy);
        adapted << stack.remedyName;
    } else if (stack.refusal) {
        return *stack.refusal;
    }
    fit.adapted = adapted.join(QLatin1String(", "));
    return fit;
}

} // namespace hourglass::app
