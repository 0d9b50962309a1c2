// What a person does to a session: every public slot but those for files.
#include "app/session/session.h"

#include <utility>

#include <QDir>

#include "app/session/edit_subject.h"
#include "engine/data/fashion_mnist.h"
#include "engine/spec/presets.h"
#include "engine/training/demands.h"

namespace hourglass::app {

namespace {

bool isInstalled(const data::Library &library, const std::string &key) {
    for (const data::Source &source : library.sources())
        if (source.key == key)
            return source.isAvailable;
    return false;
}

} // namespace

void Session::toggleTraining() {
    if (!m_plan)
        return;
    assignWhatWaits();
    if (m_status.state == training::State::Running) {
        m_trainer.pause();
        m_status.state = training::State::Paused;
    } else {
        m_trainer.train();
        m_status.state = training::State::Running; // until the trainer says so itself
        m_timer.setInterval(busyIntervalMs);
    }
}

void Session::step() {
    if (!m_plan)
        return;
    assignWhatWaits();
    m_trainer.step();
    m_timer.setInterval(busyIntervalMs);
}

void Session::reset() {
    if (!m_plan)
        return;
    m_status.state = training::State::Paused; // a reset training waits
    assign({}, true);
}

void Session::startWithNewSeed() {
    if (!m_plan)
        return;
    m_status.state = training::State::Paused;
    spec::Spec next = m_good;
    ++next.training.seed;
    if (m_dataset->dependsOnSeed) {
        changeTo({.spec = next, .presetKey = m_presetKey, .reason = NewSeed{}});
        return;
    }
    m_edited.training.seed = m_good.training.seed = next.training.seed;
    emit trainingChanged(m_edited.training, m_threads, trainingNote());
    assign({}, true);
}

void Session::applyEdit(const spec::Spec &after, const QString &presetKey, const QString &what, const QString &file, const LoadedData &loaded) {
    if (after == m_edited && presetKey == m_presetKey)
        return;
    if (!m_dataset)
        return open(after, presetKey); // there is nothing to go back to
    const SpecChange takes = changeBetween({m_good, m_dataset->dependsOnSeed}, after);
    const QString subject = editSubject(m_edited, after);
    const std::optional<QString> otherFile = file == m_file ? std::nullopt : std::optional(file);
    Edit edit{.what = what, .subject = subject, .before = m_edited, .after = after, .presetBefore = m_presetKey, .presetAfter = presetKey,
              .restartsTraining = takes >= SpecChange::Restart, .fileBefore = m_file, .fileAfter = file};
    changeTo({.spec = after, .presetKey = presetKey, .reason = std::move(edit), .file = otherFile,
            .isDragged = takes == SpecChange::Restart && !subject.isEmpty(), .loaded = loaded});
}

Session::Start Session::record(const Update &update) {
    if (std::holds_alternative<Opening>(update.reason))
        m_undo.clear();
    if (const auto *edit = std::get_if<Edit>(&update.reason))
        m_undo.push(*edit);
    const auto *travel = std::get_if<Travel>(&update.reason);
    if (!travel)
        return {};
    collectRetired();
    Start start;
    if (travel->returnsToState)
        start = {m_undo.state(travel->direction), m_undo.awaitedRun(travel->direction)};
    m_undo.go(travel->direction);
    if (!start)
        m_undo.setRun(m_run, m_good.training.seed);
    return start;
}

void Session::markInCurve(const Update &update, bool isOtherLoss) {
    if (const auto *edit = std::get_if<Edit>(&update.reason); edit && !isOtherLoss)
        m_marker.note(edit->subject, edit->what, m_status);
    if (const auto *travel = std::get_if<Travel>(&update.reason)) {
        m_marker.finish();
        emit changeMarked(m_status.step, m_status.epoch, travel->direction == Direction::Back ? tr("Undo %1").arg(travel->what) : travel->what);
    }
}

void Session::editModel(const spec::ModelSpec &model, const QString &what) {
    spec::Spec after = m_edited;
    after.model = model;
    applyEdit(after, m_presetKey, what, m_file);
}

void Session::editTraining(const spec::TrainingSpec &training, const QString &what) {
    spec::Spec after = m_edited;
    after.training = training;
    after.training.seed = m_good.training.seed;
    applyEdit(after, m_presetKey, what, m_file);
}

void Session::finishEdit() {
    m_undo.closeEdit();
    m_marker.finish();
}

void Session::setThreads(int threads) {
    m_threads = threads;
    m_trainer.setThreads(threads);
    emit trainingChanged(m_edited.training, m_threads, trainingNote());
}

void Session::openPreset(const QString &key) {
    const auto preset = spec::findPreset(key.toStdString());
    if (!preset)
        return emit problemMet(preset.error());
    spec::Spec spec = preset->spec;
    spec.training.seed = m_good.training.seed;
    const bool isSampleThere = m_good.data.source == data::fashionMnistSampleKey;
    if (spec.data.source == data::fashionMnistKey && (isSampleThere || !isInstalled(m_library, data::fashionMnistKey)))
        spec.data.source = data::fashionMnistSampleKey;
    applyEdit(spec, key, tr("Preset %1").arg(QString::fromStdString(spec.name)), {}); // saving must not put the preset over a file
}

void Session::openSource(const QString &nameOrPath) {
    spec::Spec spec = m_edited;
    spec::DataSpec data; // how another source was read and shaped is nothing to this one
    data.source = nameOrPath.toStdString();
    data.validation = spec.data.validation;
    spec.data = data;
    applyEdit(spec, m_presetKey, tr("Data %1").arg(QDir(nameOrPath).dirName()), m_file);
}

void Session::useData(const spec::Spec &spec, const LoadedData &loaded) {
    spec::Spec after = spec;
    after.training.seed = m_good.training.seed;
    const bool isOtherSource = after.data.source != m_edited.data.source;
    const QString name = QDir(QString::fromStdString(after.data.source)).dirName();
    applyEdit(after, m_presetKey, isOtherSource ? tr("Data %1").arg(name) : tr("Shape of %1").arg(name), m_file, loaded);
}

void Session::cancelLoading() {
    if (!m_loader.isLoading())
        return;
    m_loader.cancel();
    stayWithWhatIs();
}

void Session::undo() {
    travel(Direction::Back);
}

void Session::redo() {
    travel(Direction::Forth);
}

void Session::travel(Direction direction) {
    if (m_isTravelling)
        return m_travels.push_back(direction);
    assignWhatWaits();
    if (!m_undo.canGo(direction))
        return;
    collectRetired();
    const bool isBack = direction == Direction::Back;
    const Edit edit = m_undo.edit(direction);
    spec::Spec target = isBack ? edit.before : edit.after;
    // Away from an impossible stack to the one that went on beside it: that goes on.
    const bool isTrained = !(m_edited.model == m_good.model) && target.model == m_trained.model && training::dataFor(target) == training::dataFor(m_good);
    const bool restarts = edit.restartsTraining && !isTrained;
    // The state may still be on its way: the trainer, which leaves it, then finds it by itself.
    const bool returnsToState = restarts && (m_undo.state(direction) || m_undo.awaitedRun(direction) != 0);
    // The seed is no part of an edit: settings keep that of the training that goes on, a state has its own.
    if (returnsToState)
        target.training.seed = m_undo.seed(direction);
    else if (!restarts)
        target.training.seed = m_good.training.seed;
    Update update{.spec = target, .presetKey = isBack ? edit.presetBefore : edit.presetAfter, .reason = Travel{direction, edit.what, returnsToState}};
    if (edit.fileBefore != edit.fileAfter)
        update.file = isBack ? edit.fileBefore : edit.fileAfter;
    changeTo(std::move(update));
}

void Session::travelOn() {
    while (!m_isTravelling && !m_travels.empty()) {
        const Direction next = m_travels.front();
        m_travels.pop_front();
        travel(next);
    }
}

void Session::forgetTravels() {
    m_isTravelling = false;
    m_travels.clear();
}

} // namespace hourglass::app
