// Stacks in files: the spec as JSON, and beside it what was learned.
#include "app/session/session.h"

#include <chrono>
#include <utility>

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include "app/session/spec_file.h"
#include "app/session/stack_fit.h"
#include "engine/data/readers/tables/json_records.h"
#include "engine/files/atomic_file.h"
#include "engine/files/weights.h"
#include "engine/spec/json.h"

namespace hourglass::app {

namespace {

constexpr std::chrono::milliseconds longestWaitForState{5000}; ///< a step of a stack that is hardly trained by hand

bool isSpecFile(const QString &path) {
    return path.endsWith(QLatin1String(".json"), Qt::CaseInsensitive) && !data::beginsAsRecords(QFile::encodeName(path).toStdString());
}

/// NAME.json → NAME.safetensors
QString weightsBeside(const QString &file) {
    const QFileInfo info(file);
    return info.dir().filePath(info.completeBaseName() + QLatin1String(".safetensors"));
}

/// Opens a file whose bytes are written, but not yet in their place.
core::Result<files::AtomicFile> written(const std::string &path, const std::string &text) {
    auto file = files::AtomicFile::create(path);
    if (!file)
        return file.error();
    if (auto error = file->write(std::as_bytes(std::span(text.data(), text.size()))))
        return *error;
    return std::move(*file);
}

} // namespace

void Session::openPath(const QString &path) {
    if (!isSpecFile(path))
        return openSource(path);
    const auto spec = readSpecFile(path.toStdString());
    if (!spec)
        return emit problemMet(spec.error());
    openFile(path, *spec);
}

void Session::openFile(const QString &path, const spec::Spec &spec) {
    if (!m_dataset)
        return open(spec, {}, path); // there is nothing to go back to
    const Edit edit{.what = tr("Open %1").arg(QFileInfo(path).fileName()), .subject = {}, .before = m_edited, .after = spec, .presetBefore = m_presetKey,
                    .presetAfter = {}, .restartsTraining = true, .fileBefore = m_file, .fileAfter = path};
    takeUp({spec, {}, path, [this, edit]() -> UndoHistory::State {
                m_undo.push(edit);
                return nullptr;
            }});
}

void Session::openMissingAt(const QString &path) {
    if (!m_missing)
        return;
    const Taking missing = *std::exchange(m_missing, std::nullopt);
    spec::Spec spec = missing.spec;
    spec.data.source = path.toStdString();
    if (!missing.file.isEmpty())
        openFile(missing.file, spec);
    else
        apply(spec, missing.presetKey, tr("Data %1").arg(QDir(path).dirName()));
}

core::Result<UndoHistory::State> Session::stateBeside(const Taking &taking, const std::shared_ptr<const plan::Plan> &plan) {
    m_weightRemarks.clear();
    const QString path = taking.file.isEmpty() ? QString() : weightsBeside(taking.file);
    if (path.isEmpty() || !QFileInfo::exists(path))
        return UndoHistory::State();
    auto weights = files::readWeights(path.toStdString(), *plan);
    if (!weights)
        return weights.error();
    for (const std::string &remark : weights->remarks)
        m_weightRemarks += QLatin1String(". ") + QString::fromStdString(remark);
    auto state = std::make_shared<training::TrainingState>();
    state->plan = plan;
    state->spec = taking.spec.training;
    state->parameters = std::move(weights->parameters);
    state->state = std::move(weights->state);
    return UndoHistory::State(std::move(state));
}

void Session::noteFile(const Taking &taking, bool hasWeights) {
    if (taking.file.isEmpty())
        return;
    m_file = taking.file;
    const QString name = QFileInfo(m_file).fileName();
    emit told(hasWeights ? tr("Opened %1 with the weights in %2").arg(name, QFileInfo(weightsBeside(m_file)).fileName()) + m_weightRemarks
                         : tr("Opened %1; no weights stand beside it, so it starts anew").arg(name));
}

/// A file of data that are here already: unlike an edit, it comes whole or not at all.
Session::Outcome Session::takeFile(const Taking &taking) {
    std::shared_ptr<const plan::Plan> plan;
    auto error = refusalOf(taking.spec, *m_dataset, plan);
    core::Result<UndoHistory::State> weights = UndoHistory::State();
    if (!error)
        weights = stateBeside(taking, plan);
    if (!error && !weights)
        error = weights.error();
    if (error) {
        emit problemMet(*error);
        stayWithWhatIs();
        return Outcome::Refused;
    }
    taking.enter();
    m_edited = m_good = taking.spec;
    m_presetKey = taking.presetKey;
    m_plan = std::move(plan);
    noteFile(taking, *weights != nullptr);
    showSpec();
    assign(*weights, m_good.model == m_trained);
    return Outcome::Restarted;
}

bool Session::saveTo(const QString &path) {
    if (!m_plan || path.isEmpty())
        return false;
    assignWhatWaits();
    const QString file = isSpecFile(path) ? path : path + QLatin1String(".json");
    const QString weights = weightsBeside(file);
    const auto fail = [this](const core::Error &error) {
        emit problemMet(error);
        return false;
    };
    const auto state = m_trainer.stateWithin(longestWaitForState);
    if (!state)
        return fail({"The training did not hand out its weights, so nothing was saved", file.toStdString(), "Pause it and save again."});
    spec::Spec spec = m_good;
    spec.name = QFileInfo(file).completeBaseName().toStdString();
    auto json = written(file.toStdString(), spec::writeSpec(spec));
    if (!json)
        return fail(json.error());
    const core::Floats &parameters = state->averaged.isEmpty() ? state->parameters : state->averaged; // those that are seen
    if (const auto error = files::writeWeights(weights.toStdString(), *state->plan, parameters, state->state))
        return fail(*error);
    if (const auto error = json->commit())
        return fail(*error);
    m_file = file;
    emit nameChanged(QFileInfo(file).completeBaseName());
    emit told(tr("Saved %1 and %2").arg(QFileInfo(file).fileName(), QFileInfo(weights).fileName()));
    return true;
}

} // namespace hourglass::app
