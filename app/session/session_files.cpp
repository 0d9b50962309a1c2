// Stacks in files: the spec as JSON, and beside it what was learned.
#include "app/session/session.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include "app/session/opened_model.h"
#include "app/session/opened_project.h"
#include "app/session/same_file.h"
#include "app/session/spec_file.h"
#include "app/session/stack_fit.h"
#include "engine/data/readers/tables/json_records.h"
#include "engine/files/weights.h"
#include "engine/project/project_file.h"
#include "engine/runs/training_files.h"

namespace hourglass::app {

namespace {

constexpr std::size_t mostSavings = 2; ///< under way: each holds a copy of the weights

bool isSpecFile(const QString &path) {
    return path.endsWith(QLatin1String(".json"), Qt::CaseInsensitive) && !data::beginsAsRecords(QFile::encodeName(path).toStdString());
}

bool isProject(const QString &path) {
    return QFileInfo(path).isFile() && project::looksLikeProject(path.toStdString());
}

} // namespace

void Session::openPath(const QString &path) {
    m_openWhenWritten.clear(); // the later wish
    if (isBeingWritten(path)) {
        m_openWhenWritten = path;
        return;
    }
    if (isProject(path))
        return openProject(path);
    if (const QString stack = stackBeside(path); !stack.isEmpty())
        return openPath(stack);
    if (isModelFile(path))
        return openModel(path);
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
    changeTo({.spec = spec,
              .presetKey = {},
              .reason = Edit{.what = tr("Open %1").arg(QFileInfo(path).fileName()),
                             .subject = {},
                             .before = m_edited,
                             .after = spec,
                             .presetBefore = m_presetKey,
                             .presetAfter = {},
                             .restartsTraining = true,
                             .fileBefore = m_file,
                             .fileAfter = path},
              .file = path,
              .isFromFile = true});
}

void Session::openMissingAt(const QString &path) {
    if (!m_missing)
        return;
    const Update missing = *std::exchange(m_missing, std::nullopt);
    if (isProject(missing.kept))
        return openProject(missing.kept, path);
    spec::Spec spec = missing.spec;
    spec.data.source = path.toStdString();
    if (missing.isFromFile)
        openFile(*missing.file, spec);
    else
        applyEdit(spec, missing.presetKey, tr("Data %1").arg(QDir(path).dirName()), m_file);
}

core::Result<Session::Start> Session::startBeside(const Update &update, const std::shared_ptr<const plan::Plan> &plan, const data::Dataset &dataset) {
    m_weightRemarks.clear();
    if (update.opened) {
        if (update.opened->state)
            update.opened->state->plan = plan;
        return Start{.state = update.opened->state, .log = update.opened->log};
    }
    if (update.stored != 0)
        return startStored(update, plan, dataset);
    if (update.model)
        return Start{.state = stateOf(*update.model, plan, update.spec.training)};
    if (!update.kept.isEmpty()) {
        const auto kept = runs::readTraining(update.kept.toStdString(), plan, update.spec.training, dataset.train.samples);
        if (!kept)
            return kept.error();
        return Start{.state = kept->state, .log = kept->log};
    }
    const QString path = update.isFromFile ? weightsBeside(*update.file) : QString();
    if (path.isEmpty() || !QFileInfo::exists(path))
        return Start();
    auto weights = files::readWeights(path.toStdString(), *plan);
    if (!weights)
        return weights.error();
    for (const std::string &remark : weights->remarks)
        m_weightRemarks += QLatin1String(". ") + QString::fromStdString(remark);
    auto state = std::make_shared<training::TrainingState>();
    state->plan = plan;
    state->spec = update.spec.training;
    state->parameters = std::move(weights->parameters);
    state->state = std::move(weights->state);
    return Start{.state = std::move(state)};
}

void Session::goOn(const KeptWork &work) {
    if (isProject(work.folder))
        return openProject(work.folder);
    const bool isFirst = !m_dataset;
    Update update{.spec = work.spec, .presetKey = work.presetKey, .reason = Opening{}, .file = work.file, .kept = work.folder};
    if (!isFirst) {
        Edit edit = restart(tr("Go on with %1").arg(work.title()), work.spec);
        edit.presetAfter = work.presetKey;
        edit.fileAfter = work.file;
        update.reason = std::move(edit);
    }
    changeTo(std::move(update));
}

void Session::tellWhatWasOpened(bool hasWeights) {
    const QString name = QFileInfo(m_file).fileName();
    emit told(hasWeights ? tr("Opened %1 with the weights in %2").arg(name, QFileInfo(weightsBeside(m_file)).fileName()) + m_weightRemarks
                         : tr("Opened %1; no weights stand beside it, so it starts anew").arg(name));
}

void Session::saveTo(const QString &path) {
    if (path.isEmpty())
        return;
    const QString file = isSpecFile(path) ? path : path + QLatin1String(".json");
    if (!m_plan)
        return emit problemMet({"There is no stack yet that could be saved", file.toStdString(), "Save again when its data are read."});
    if (m_savings.size() >= mostSavings)
        return emit problemMet({"What was saved before is still being written", m_savings.front().file.toStdString(), "Save again when that is done."});
    assignWhatWaits();
    spec::Spec spec = m_good;
    spec.name = QFileInfo(file).completeBaseName().toStdString();
    m_savings.push_back({file, std::exchange(m_file, file)});
    m_saver.save(spec, file);
}

void Session::noteSaved(const QString &file) {
    m_savings.pop_front();
    if (m_file == file)
        emit nameChanged(QFileInfo(file).completeBaseName());
    emit told(tr("Saved %1 and %2").arg(QFileInfo(file).fileName(), QFileInfo(weightsBeside(file)).fileName()));
    emit saved(file);
    openWhatWasWritten();
}

void Session::noteNotSaved(const QString &file, const core::Error &error) {
    const Saving saving = std::move(m_savings.front());
    m_savings.pop_front();
    for (Saving &later : m_savings)
        if (later.fileBefore == file)
            later.fileBefore = saving.fileBefore;
    if (m_file == file && !isBeingWritten(file)) {
        m_file = saving.fileBefore;
        emit nameChanged(m_file.isEmpty() ? QString::fromStdString(m_good.name) : QFileInfo(m_file).completeBaseName());
    }
    if (signalsBlocked()) // the program is ending, and no window is there to say it
        std::fprintf(stderr, "hourglass: %s\n", error.sentence().c_str());
    emit problemMet(error);
    emit notSaved(error);
    openWhatWasWritten();
}

bool Session::isBeingWritten(const QString &file) const {
    return std::any_of(m_savings.begin(), m_savings.end(), [&](const Saving &saving) { return isSameFile(saving.file, file); });
}

void Session::openWhatWasWritten() {
    if (!m_openWhenWritten.isEmpty() && !isBeingWritten(m_openWhenWritten))
        openPath(QString(m_openWhenWritten));
}

} // namespace hourglass::app
