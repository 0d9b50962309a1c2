// What a person does to a session: every public slot but those for files.
#include "app/session/session.h"

#include <algorithm>
#include <utility>

#include <QDir>

#include "app/session/edit_subject.h"
#include "engine/training/demands.h"

namespace hourglass::app {

void Session::toggleTraining() {
    if (!m_plan)
        return;
    assignWhatWaits();
    if (m_status.state == training::State::Finished)
        return emit told(endSentence());
    if (m_status.state == training::State::Running) {
        m_trainer.pause();
        m_status.state = training::State::Paused;
    } else {
        m_trainer.train();
        m_status.state = training::State::Running; // until the trainer says so itself
        m_timer.setInterval(busyIntervalMs);
    }
}

void Session::trainMore() {
    if (m_status.state != training::State::Finished)
        return;
    m_trainer.train();
    m_status.state = training::State::Running;
    m_timer.setInterval(busyIntervalMs);
}

void Session::step() {
    if (!m_plan)
        return;
    assignWhatWaits();
    if (m_status.state == training::State::Finished) // like Space: it goes on only when it is asked for more
        return emit told(endSentence());
    m_trainer.step();
    m_timer.setInterval(busyIntervalMs);
}

void Session::reset() {
    if (!m_plan || m_loader.isLoading()) // what is read starts anew
        return;
    assignWhatWaits();
    m_status.state = training::State::Paused; // a reset training waits
    changeTo({.spec = m_edited, .presetKey = m_presetKey, .reason = restart(tr("Reset"), m_edited), .restarts = true});
}

void Session::startWithNewSeed() {
    if (!m_plan)
        return;
    assignWhatWaits();
    m_status.state = training::State::Paused;
    spec::Spec next = m_dataset->dependsOnSeed ? m_good : m_edited;
    next.training.seed = m_good.training.seed + 1;
    changeTo({.spec = next, .presetKey = m_presetKey, .reason = restart(tr("New seed"), next), .restarts = true});
}

void Session::goBackBefore(int number) {
    const std::vector<runs::Mark> &marks = m_runs.log().marks();
    if (number < 0 || static_cast<std::size_t>(number) >= marks.size() || m_assignTimer.isActive())
        return;
    const runs::Mark &mark = marks[static_cast<std::size_t>(number)];
    if (!mark.before)
        return;
    m_awaited = mark.before->isAwaited() ? mark.before : nullptr;
    if (m_awaited)
        return;
    const QString what = tr("Back to before %1").arg(QString::fromStdString(mark.text));
    if (!mark.before->state)
        return emit problemMet({"The state before mark " + std::to_string(number + 1) + " was given up: there is no more memory for it", "Loss",
                                "Go back to a later mark, or start anew by Reset."});
    spec::Spec spec = mark.before->spec;
    spec.training.seed = m_good.training.seed;
    changeTo({.spec = spec, .presetKey = m_presetKey, .reason = restart(what, spec), .mark = static_cast<std::size_t>(number)});
    emit told(tr("%1: step %L2. Undo returns to where you were.").arg(what).arg(m_status.step));
}

Edit Session::restart(const QString &what, const spec::Spec &after) const {
    return {.what = what,
            .subject = {},
            .before = m_edited,
            .after = after,
            .presetBefore = m_presetKey,
            .presetAfter = m_presetKey,
            .restartsTraining = true,
            .fileBefore = m_file,
            .fileAfter = m_file};
}

void Session::applyEdit(const spec::Spec &after, const QString &presetKey, const QString &what, const QString &file, const LoadedData &loaded) {
    if (after == m_edited && presetKey == m_presetKey)
        return;
    if (!m_dataset)
        return changeTo({.spec = after, .presetKey = presetKey, .reason = Opening{}, .loaded = loaded}); // there is nothing to go back to
    const SpecChange takes = changeBetween({m_good, m_dataset->dependsOnSeed}, after);
    const QString subject = editSubject(m_edited, after);
    const std::optional<QString> otherFile = file == m_file ? std::nullopt : std::optional(file);
    Edit edit{.what = what,
              .subject = subject,
              .before = m_edited,
              .after = after,
              .presetBefore = m_presetKey,
              .presetAfter = presetKey,
              .restartsTraining = takes >= SpecChange::Restart,
              .fileBefore = m_file,
              .fileAfter = file};
    changeTo({.spec = after,
              .presetKey = presetKey,
              .reason = std::move(edit),
              .file = otherFile,
              .isDragged = takes == SpecChange::Restart && !subject.isEmpty(),
              .loaded = loaded});
}

Session::Start Session::record(const Update &update) {
    if (std::holds_alternative<Opening>(update.reason))
        m_undo.clear();
    if (const auto *edit = std::get_if<Edit>(&update.reason))
        m_undo.push(*edit);
    const auto *travel = std::get_if<Travel>(&update.reason);
    if (!travel)
        return {.run = update.run, .mark = update.mark, .moment = update.moment};
    m_undo.go(travel->direction);
    if (!travel->run)
        m_undo.setRun(m_runs.present());
    return {.run = travel->run};
}

std::shared_ptr<const runs::Checkpoint> Session::checkpoint() {
    const std::shared_ptr<const runs::Checkpoint> moment = m_runs.mark(m_trained);
    m_trainer.requestState([this, moment = std::weak_ptr(moment)](const runs::State &state) {
        QMetaObject::invokeMethod(
            this, [this, moment, state] { keepCheckpoint(moment.lock(), state); }, Qt::QueuedConnection);
    });
    return moment;
}

void Session::keepCheckpoint(const std::shared_ptr<const runs::Checkpoint> &moment, const runs::State &state) {
    if (!moment)
        return;
    m_runs.keep(moment, state);
    if (state && m_dataset) {
        const double done = static_cast<double>(state->position) / static_cast<double>(std::max<core::Index>(m_dataset->train.samples, 1));
        m_runs.addFrameBeforeEdit(moment->run, state, static_cast<double>(state->epoch) + done);
    }
    if (m_awaited == moment)
        goBackTo(moment);
}

void Session::goBackTo(const std::shared_ptr<const runs::Checkpoint> &moment) {
    const std::vector<runs::Mark> &marks = m_runs.log().marks();
    const auto mark = std::find_if(marks.begin(), marks.end(), [&moment](const runs::Mark &each) { return each.before == moment; });
    if (mark != marks.end())
        goBackBefore(static_cast<int>(mark - marks.begin()));
}

void Session::markInCurve(const Update &update) {
    const bool isOtherLoss = !(m_good.training.loss == m_trained.training.loss); // begins a curve of its own, with a mark
    if (const auto *edit = std::get_if<Edit>(&update.reason); edit && !isOtherLoss)
        m_marker.note(edit->subject, edit->what, m_status, [this] { return checkpoint(); });
    if (const auto *travel = std::get_if<Travel>(&update.reason)) {
        m_marker.finish();
        const QString &what = travel->edit.what;
        mark(m_status.step, m_status.epoch, travel->direction == Direction::Back ? tr("Undo %1").arg(what) : what, checkpoint());
    }
}

void Session::mark(core::Index step, double epoch, const QString &what, const std::shared_ptr<const runs::Checkpoint> &before) {
    m_runs.log().mark({.step = step, .epoch = epoch, .text = what.toStdString(), .before = before});
    emit changeMarked(what);
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

void Session::openSource(const QString &nameOrPath) {
    spec::Spec spec = specToBe();
    spec::DataSpec data; // how another source was read and shaped is nothing to this one
    data.source = nameOrPath.toStdString();
    data.validation = spec.data.validation;
    spec.data = data;
    m_chosenSources.insert(data.source);
    applyEdit(spec, presetToBe(), tr("Data %1").arg(QDir(nameOrPath).dirName()), m_file);
}

void Session::useData(const spec::Spec &spec, const LoadedData &loaded) {
    spec::Spec after = spec;
    after.training.seed = m_dataset ? m_good.training.seed : m_coming.training.seed;
    m_chosenSources.insert(after.data.source);
    const bool isOtherSource = after.data.source != m_edited.data.source;
    const QString name = QDir(QString::fromStdString(after.data.source)).dirName();
    applyEdit(after, presetToBe(), isOtherSource ? tr("Data %1").arg(name) : tr("Shape of %1").arg(name), m_file, loaded);
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
    const bool restarts = edit.restartsTraining && !isTrained && m_undo.leadsToOtherRun(direction);
    const UndoHistory::Run run = restarts ? m_undo.run(direction) : nullptr;
    // The seed is no part of an edit: settings keep that of the training that goes on, a run has its own.
    if (run)
        target.training.seed = run->seed;
    else if (!restarts)
        target.training.seed = m_good.training.seed;
    Update update{.spec = target, .presetKey = isBack ? edit.presetBefore : edit.presetAfter, .reason = Travel{direction, edit, run}, .restarts = restarts};
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
