#include "app/session/table_stack.h"

#include <algorithm>
#include <string>
#include <utility>

#include <QCoreApplication>
#include <QLocale>

#include "engine/data/generators/generator.h"
#include "engine/spec/edits.h"

namespace hourglass::app {

namespace {

using core::Index;

QString trTable(const char *text) {
    return QCoreApplication::translate("StackFit", text);
}

/// Of a drawn curve or surface that the code has too few units for: the same stack with as many as it needs.
void widenCode(const spec::Spec &spec, const data::Dataset &dataset, StackFit &fit) {
    const Index known = data::intrinsicDimension(dataset), wanted = fittingCode(dataset), code = codeUnits(spec.model).value_or(wanted);
    if (known < 1 || code >= wanted)
        return;
    spec::Spec wider = spec;
    wider.model = spec::withValue(spec.model, spec.model.code, "units", wanted);
    std::shared_ptr<const plan::Plan> plan;
    if (refusalOf(wider, dataset, plan))
        return;
    fit.notes << (known == 2
                      ? trTable("These samples lie on a surface: a code of 2 units can hold them, and one of %L1 cannot.").arg(static_cast<qlonglong>(code))
                      : trTable("These samples lie in %L1 dimensions: a code of %L2 units can hold them, and one of %L3 cannot.")
                            .arg(static_cast<qlonglong>(known))
                            .arg(static_cast<qlonglong>(wanted))
                            .arg(static_cast<qlonglong>(code)));
    fit.remedy = std::move(wider);
    fit.remedyName = trTable("a code of %L1 units").arg(static_cast<qlonglong>(wanted));
}

/// In the place of what would only make the present stack trainable.
void adviseTableStack(const spec::Spec &spec, const data::Dataset &dataset, bool isWide, StackFit &fit) {
    if (isWide && !fit.refusal)
        fit.notes << trTable("The code of %L1 units is no narrower than the %L2 columns: it can copy them and learn nothing.")
                         .arg(static_cast<qlonglong>(codeUnits(spec.model).value_or(0)))
                         .arg(static_cast<qlonglong>(dataset.features()));
    spec::Spec advised = tableStack(spec, dataset);
    std::shared_ptr<const plan::Plan> plan;
    if (refusalOf(advised, dataset, plan))
        return;
    fit.remedy = std::move(advised);
    fit.remedyName = trTable("a stack for tables");
    fit.isOtherStack = true;
}

spec::LayerSpec dense(spec::Value units, const char *activation) {
    return {"dense", {{"units", std::move(units)}, {"activation", std::string(activation)}}};
}

} // namespace

bool isTable(const data::Dataset &dataset) {
    return dataset.shape.rank == 1 && !dataset.train.holdsBytes();
}

spec::Spec tableStack(const spec::Spec &spec, const data::Dataset &dataset) {
    constexpr Index plane = 2, fewestUnits = 64, mostUnits = 256, smallestBatch = 8, largestBatch = 128, stepsAnEpoch = 64, epochs = 60;
    constexpr double rate = 0.01;
    const Index units = std::clamp(dataset.features(), fewestUnits, mostUnits);
    const Index code = data::intrinsicDimension(dataset) > 0 ? fittingCode(dataset) : std::min(plane, widestCode(dataset.features()));
    spec::Spec advised = spec;
    advised.model = {};
    advised.model.layers = {dense(units, "silu"), dense(code, "identity"), dense(units, "silu"), dense(std::string("data"), "identity")};
    advised.model.code = 1;
    advised.training = {};
    advised.training.seed = spec.training.seed;
    advised.training.optimiser = {"adam", {{"rate", rate}}};
    advised.training.schedule = {"cosine", {}};
    advised.training.batch = std::clamp(dataset.train.samples / stepsAnEpoch, smallestBatch, largestBatch);
    advised.training.epochs = epochs;
    return advised;
}

StackFit importAdvice(const spec::Spec &spec, const data::Dataset &dataset) {
    StackFit fit = stackFit(spec, dataset);
    const auto code = codeUnits(spec.model);
    const bool isWide = code && *code >= dataset.features();
    if (!fit.refusal && !fit.remedy && !isWide)
        widenCode(spec, dataset, fit);
    else if (isTable(dataset) && (fit.remedy || isWide))
        adviseTableStack(spec, dataset, isWide, fit);
    return fit;
}

} // namespace hourglass::app
