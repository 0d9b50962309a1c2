#include "app/session/opened_model.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include "app/converters/child_converter.h"
#include "app/session/stack_fit.h"
#include "engine/importers/meaning.h"

namespace hourglass::app {

bool isModelFile(const QString &path) {
    return importers::formatOf(path.toStdString()) != nullptr;
}

QString stackBeside(const QString &path) {
    const QFileInfo file(path);
    const QString stack = file.dir().filePath(file.completeBaseName() + QLatin1String(".json"));
    return file.suffix().compare(QLatin1String("safetensors"), Qt::CaseInsensitive) == 0 && QFileInfo::exists(stack) ? stack : QString();
}

QString modelPatterns() {
    QStringList patterns;
    for (const importers::Row &row : importers::formats())
        patterns << QLatin1Char('*') + QLatin1String(row.suffix);
    return patterns.join(QLatin1Char(' '));
}

core::Result<std::shared_ptr<const OpenedModel>> readModel(const QString &path, const std::shared_ptr<const data::Dataset> &dataset) {
    auto imported = importers::read(QFile::encodeName(path).toStdString(), {}, &converter());
    if (!imported)
        return imported.error();
    importers::chooseActivations(*imported, *dataset);
    const auto plan = importers::planFor(*imported, dataset->shape);
    if (!plan) {
        core::Error error = plan.error();
        error.where = path.toStdString();
        return error;
    }
    auto model = std::make_shared<OpenedModel>(OpenedModel{std::move(*imported), dataset, {}});
    model->doubt = importers::measureMeaning(*plan, model->imported, *dataset).sentence();
    return std::shared_ptr<const OpenedModel>(std::move(model));
}

spec::Spec specWith(const OpenedModel &model, spec::Spec spec, const QString &name) {
    spec.name = name.toStdString();
    spec.model = model.imported.plan->model();
    std::shared_ptr<const plan::Plan> plan;
    if (refusalOf(spec, *model.dataset, plan)) {
        spec.training.loss = {"mean_squared_error", {}};
        spec.training.penalties.clear();
    }
    return spec;
}

runs::State stateOf(const OpenedModel &model, const std::shared_ptr<const plan::Plan> &plan, const spec::TrainingSpec &training) {
    auto state = std::make_shared<training::TrainingState>();
    state->plan = plan;
    state->spec = training;
    state->parameters = model.imported.parameters;
    state->state = model.imported.state;
    return state;
}

} // namespace hourglass::app
