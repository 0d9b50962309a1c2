// What a person does to a session: every public slot but those for files.
#include "app/session/session.h"

#include <chrono>
#include <thread>
#include <utility>

#include <QDir>

#include "app/session/edit_subject.h"
#include "engine/data/fashion_mnist.h"
#include "engine/spec/live.h"
#include "engine/spec/presets.h"
#include "engine/training/catalogue.h"
#include "engine/training/demands.h"

namespace hourglass::app {

namespace {

constexpr int longestWaitForStateMs = 300; ///< a step of the largest stacks

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
    assign(nullptr, true);
}

void Session::startWithNewSeed() {
    if (!m_plan)
        return;
    m_status.state = training::State::Paused;
    spec::Spec next = m_good;
    ++next.training.seed;
    if (m_dataset->dependsOnSeed) {
        takeUp({next, m_presetKey, {}, [] { return nullptr; }});
        return;
    }
    m_edited.training.seed = m_good.training.seed = next.training.seed;
    emit trainingChanged(m_edited.training, m_threads, trainingNote());
    assign(nullptr, true);
}

void Session::apply(const spec::Spec &after, const QString &presetKey, const QString &what) {
    apply(after, presetKey, what, m_file);
}

void Session::apply(const spec::Spec &after, const QString &presetKey, const QString &what, const QString &file,
                    const LoadedData &loaded) {
    if (after == m_edited && presetKey == m_presetKey)
        return;
    if (!m_dataset)
        return open(after, presetKey); // there is nothing to go back to
    const bool isOtherData = !(training::dataFor(after) == training::dataFor(m_good)); // a stop may want a validation part
    const bool isOtherLoss = !(after.training.loss == m_good.training.loss); // begins a curve of its own, which the plot marks itself
    const bool isLive = spec::differInLiveSettingsOnly(after.model, m_good.model, training::catalogue().layers);
    Edit edit{.what = what, .subject = editSubject(m_edited, after), .before = m_edited, .after = after, .presetBefore = m_presetKey, .presetAfter = presetKey,
              .restartsTraining = (!(after.model == m_good.model) && !isLive) || isOtherData || after.training.seed != m_good.training.seed,
              .fileBefore = m_file, .fileAfter = file};
    const QString subject = edit.subject;
    const bool isDragged = edit.restartsTraining && !subject.isEmpty() && !isOtherData;
    const Entrance enter = [this, edit = std::move(edit)]() -> UndoHistory::State {
        m_undo.push(edit);
        m_file = edit.fileAfter;
        return nullptr;
    };
    if (takeUp({after, presetKey, {}, enter, isDragged ? Pace::WhenAtRest : Pace::AtOnce, loaded}) == Outcome::Configured && !isOtherLoss)
        m_marker.note(subject, what, m_status);
}

void Session::editModel(const spec::ModelSpec &model, const QString &what) {
    spec::Spec after = m_edited;
    after.model = model;
    apply(after, m_presetKey, what);
}

void Session::editTraining(const spec::TrainingSpec &training, const QString &what) {
    spec::Spec after = m_edited;
    after.training = training;
    after.training.seed = m_good.training.seed;
    apply(after, m_presetKey, what);
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
    apply(spec, key, tr("Preset %1").arg(QString::fromStdString(spec.name)), {}); // saving must not put the preset over a file
}

void Session::openSource(const QString &nameOrPath) {
    spec::Spec spec = m_edited;
    spec::DataSpec data; // how another source was read and shaped is nothing to this one
    data.source = nameOrPath.toStdString();
    data.validation = spec.data.validation;
    spec.data = data;
    apply(spec, m_presetKey, tr("Data %1").arg(QDir(nameOrPath).dirName()));
}

void Session::useData(const spec::Spec &spec, const LoadedData &loaded) {
    spec::Spec after = spec;
    after.training.seed = m_good.training.seed;
    const bool isOtherSource = after.data.source != m_edited.data.source;
    const QString name = QDir(QString::fromStdString(after.data.source)).dirName();
    apply(after, m_presetKey, isOtherSource ? tr("Data %1").arg(name) : tr("Shape of %1").arg(name), m_file, loaded);
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
    assignWhatWaits();
    if (!m_undo.canGo(direction))
        return;
    // The state to go to may still be on its way: the trainer gives it after its step.
    collectRetired();
    for (int waited = 0; m_undo.awaitsState(direction) && waited < longestWaitForStateMs; ++waited) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        collectRetired();
    }
    const bool isBack = direction == Direction::Back;
    const Edit edit = m_undo.edit(direction);
    spec::Spec target = isBack ? edit.before : edit.after;
    // Away from an impossible stack to the one that went on beside it: that goes on.
    const bool isTrained = !(m_edited.model == m_good.model) && target.model == m_trained && training::dataFor(target) == training::dataFor(m_good);
    const bool restarts = edit.restartsTraining && !isTrained;
    const UndoHistory::State from = restarts ? m_undo.state(direction) : nullptr;
    // The seed is no part of an edit: settings keep that of the training that goes on, a state has its own.
    if (from)
        target.training.seed = from->spec.seed;
    else if (!restarts)
        target.training.seed = m_good.training.seed;
    const Outcome outcome = takeUp({target, isBack ? edit.presetBefore : edit.presetAfter, {}, [this, direction, isBack, edit, from] {
                                        m_undo.go(direction);
                                        if (edit.fileBefore != edit.fileAfter)
                                            m_file = isBack ? edit.fileBefore : edit.fileAfter;
                                        if (!from)
                                            m_undo.setRun(m_run);
                                        return from;
                                    }});
    if (outcome == Outcome::Configured) {
        m_marker.finish();
        emit changeMarked(m_status.step, m_status.epoch, isBack ? tr("Undo %1").arg(edit.what) : edit.what);
    }
}

} // namespace hourglass::app
