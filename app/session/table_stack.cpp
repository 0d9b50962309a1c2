#include "app/session/table_stack.h"

#include <algorithm>
#include <string>
#include <utility>

#include <QCoreApplication>
#include <QLocale>

namespace hourglass::app {

namespace {

using core::Index;

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
    const Index units = std::clamp(dataset.features(), fewestUnits, mostUnits), code = std::min(plane, widestCode(dataset.features()));
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
    const auto tr = [](const char *text) { return QCoreApplication::translate("StackFit", text); };
    StackFit fit = stackFit(spec, dataset);
    const auto code = codeUnits(spec.model);
    const bool isWide = code && *code >= dataset.features();
    if (!isTable(dataset) || !(fit.remedy || isWide))
        return fit;
    if (isWide && !fit.refusal)
        fit.notes << tr("The code of %L1 units is no narrower than the %L2 columns: it can copy them and learn nothing.")
                         .arg(static_cast<qlonglong>(*code))
                         .arg(static_cast<qlonglong>(dataset.features()));
    spec::Spec advised = tableStack(spec, dataset);
    std::shared_ptr<const plan::Plan> plan;
    if (refusalOf(advised, dataset, plan))
        return fit;
    fit.remedy = std::move(advised);
    fit.remedyName = tr("a stack for tables");
    fit.isOtherStack = true;
    return fit;
}

} // namespace hourglass::app
