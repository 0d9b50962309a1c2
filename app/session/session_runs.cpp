// The runs of a session: what each training is listed as, and the ways back to them.
#include "app/session/session.h"

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
    if (from.mark) {
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
        return emit problemMet({"The state that " + run->name + " was left in was given up: there is no more memory for it", "Runs", "Start it again from its beginning, with the same stack and settings."});
    changeTo({.spec = run->spec, .presetKey = edit.presetAfter, .reason = edit, .run = run->stretch});
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
