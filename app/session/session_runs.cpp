// The runs of a session: what each training is listed as, and the ways back to them.
#include "app/session/session.h"

#include <utility>

#include <QLocale>

#include "app/session/lost_state.h"

namespace hourglass::app {

void Session::listRun(const Start &from) {
    const runs::NamedRun *before = m_runList.find(m_runList.present());
    spec::Spec same = m_trained;
    if (before)
        same.training.seed = before->spec.training.seed;
    runs::RunList::Beginning beginning{.origin = before && !(before->spec == same) ? runs::Origin::Edit : runs::Origin::Start,
                                       .spec = m_trained,
                                       .preset = m_presetKey.toStdString(),
                                       .parameters = m_plan->outline().parameters,
                                       .codeSize = m_plan->codeSize()};
    if (from.mark || from.moment) {
        beginning.origin = runs::Origin::Branch;
        beginning.branchStep = m_runs.log().lastStep();
    } else if (from.log) {
        beginning.origin = runs::Origin::Kept;
    }
    m_runList.begin(m_runs.present(), beginning);
}

void Session::goOnFrom(std::uint64_t id) {
    const runs::NamedRun *run = m_runList.find(id);
    if (!run || id == m_runList.present() || m_loader.isLoading())
        return;
    assignWhatWaits();
    collectRetired();
    const QString name = QString::fromStdString(run->name);
    const QString what = tr("Go on from %1").arg(name);
    Edit edit = restart(what, run->spec);
    edit.presetAfter = QString::fromStdString(run->preset);
    const bool isHere = run->stretch && !run->stretch->end.isGone;
    if (!isHere && run->isStored && !m_project.isEmpty())
        return changeTo({.spec = run->spec, .presetKey = edit.presetAfter, .reason = edit, .stored = id});
    if (!isHere)
        return emit problemMet(lostStateOf(*run));
    changeTo({.spec = run->spec, .presetKey = edit.presetAfter, .reason = edit, .run = run->stretch});
}

/// As it was trained then: what was changed since stands in the marks behind it.
spec::Spec Session::specOf(const runs::KeyFrames::Frame &frame) const {
    spec::Spec spec = m_trained;
    spec.model = frame.state->plan->model(); // of a moment from a project no mark leads back
    for (const runs::Mark &mark : runs().present->marks())
        if (mark.before && (mark.step >= frame.step() || mark.before->state == frame.state)) {
            spec = mark.before->spec;
            break;
        }
    spec.training = frame.state->spec;
    return spec;
}

void Session::branchFrom(core::Index step) {
    if (!m_plan || m_loader.isLoading())
        return;
    assignWhatWaits();
    const auto index = m_runs.frames().nearestState(step);
    if (!index)
        return emit problemMet({"No moment of this run is kept with all that it takes to go on from it", "Timeline",
                                "Give the timeline more memory in its menu, or go back to a mark in the loss plot."});
    const runs::KeyFrames::Frame frame = m_runs.frames().frames()[*index];
    const runs::NamedRun *run = m_runList.find(m_runList.present());
    const QString moment = tr("epoch %1").arg(QLocale().toString(frame.epoch(), 'f', 2));
    const QString what = run ? tr("Branch of %1 at %2").arg(QString::fromStdString(run->name), moment) : tr("Branch at %1").arg(moment);
    spec::Spec spec = specOf(frame);
    spec.training.seed = m_good.training.seed;
    changeTo({.spec = spec, .presetKey = m_presetKey, .reason = restart(what, spec), .moment = frame});
    emit told(frame.step() == step ? tr("%1: step %L2. Undo returns to where you were.").arg(what).arg(frame.step())
                                   : tr("%1: step %L2, the nearest to step %L3 that was kept with its optimiser. Undo returns to where you were.")
                                         .arg(what)
                                         .arg(frame.step())
                                         .arg(step));
}

void Session::addNote(core::Index step, double epoch, const QString &text) {
    if (text.trimmed().isEmpty())
        return;
    m_runs.log().note(step, epoch, text.trimmed().toStdString());
    emit changeMarked(text.trimmed());
}

void Session::restoreFrames(std::uint64_t run, std::vector<runs::KeyFrames::Frame> frames) {
    if (run != m_run)
        return;
    m_runs.restoreFrames(std::move(frames));
    emit framesRestored();
}

void Session::endFrames(std::uint64_t run) {
    if (run != m_expectedFrames)
        return;
    m_expectedFrames = 0;
    emit framesRestored();
}

void Session::keepLayout(const std::shared_ptr<const plan::Snapshot> &moment, const runs::KeptLayout &layout) {
    m_runs.keepLayout(moment->run, moment, layout);
}

void Session::setMemoryBudget(core::Index bytes) {
    m_runs.setByteBudget(bytes);
    announceUndo();
}

void Session::startAgain(std::uint64_t id) {
    const runs::NamedRun *run = m_runList.find(id);
    if (!run || m_loader.isLoading())
        return;
    assignWhatWaits();
    Edit edit = restart(tr("Start %1 again").arg(QString::fromStdString(run->name)), run->spec);
    edit.presetAfter = QString::fromStdString(run->preset);
    changeTo({.spec = run->spec, .presetKey = edit.presetAfter, .reason = edit, .restarts = true});
}

} // namespace hourglass::app
