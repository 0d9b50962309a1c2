// Who trains beside the present stack.
#include "app/session/session.h"

#include <utility>

#include <QFileInfo>

#include "app/session/lock_step.h"
#include "app/session/opened_project.h"
#include "app/session/preset_fit.h"
#include "app/session/spec_file.h"

namespace hourglass::app {

Leader Session::leader() const {
    return {m_run, m_trained, m_plan, m_dataset};
}

/// What starts at step 0 takes the other along; what goes elsewhere does where both were left together, or a project has both. `left`: who trained beside the
/// one before.
void Session::leadBeside(const Start &from, const QString &left) {
    if (const auto *kept = from.opened && from.opened->rival.kept ? &*from.opened->rival.kept : nullptr) {
        if (kept->state && kept->log)
            return m_lockStep->resume(leader(), kept->rival, kept->state, kept->log);
        m_lockStep->choose(kept->rival);
        return m_lockStep->begin(leader());
    }
    if (from.run)
        m_lockStep->goOn(leader(), from.run);
    else if (from.mark || from.moment || from.state || from.log)
        m_lockStep->end({});
    else
        m_lockStep->begin(leader());
    if (!left.isEmpty() && !m_lockStep->isOn())
        emit told(tr("%1 trains beside this stack no longer").arg(left));
}

void Session::trainBeside(const Rival &rival) {
    if (!m_plan || m_loader.isLoading())
        return;
    assignWhatWaits();
    if (const auto obstacle = LockStep::obstacle(rival, leader()))
        return emit problemMet(*obstacle);
    m_lockStep->choose(rival);
    changeTo({.spec = m_edited, .presetKey = m_presetKey, .reason = restart(tr("Train beside %1").arg(rival.name), m_edited), .restarts = true});
    if (!m_lockStep->isOn())
        return;
    const QString both = tr("%1 trains beside this stack: both from the start, on the same batches in the same order.").arg(rival.name);
    const QString taken = m_lockStep->taken();
    if (taken.isEmpty())
        emit told(both);
    else
        emit besideTold(tr("%1 It takes from this one: %2.").arg(both, taken));
}

void Session::trainBesideCopy(bool hasOtherWeights) {
    spec::Spec copy = m_good;
    copy.training.seed += hasOtherWeights ? 1 : 0;
    const QString name = QString::fromStdString(m_good.name);
    trainBeside({.name = hasOtherWeights ? tr("%1 with other first weights").arg(name) : tr("A copy of %1").arg(name),
                 .spec = copy,
                 .presetKey = m_presetKey,
                 .parent = m_runList.present()});
}

void Session::trainBesideRun(std::uint64_t id) {
    const runs::NamedRun *run = m_runList.find(id);
    if (!run)
        return;
    trainBeside({.name = QString::fromStdString(run->name), .spec = run->spec, .presetKey = QString::fromStdString(run->preset), .parent = id});
}

void Session::trainBesidePreset(const QString &key) {
    const auto preset = spec::findPreset(key.toStdString());
    if (!preset)
        return emit problemMet(preset.error());
    if (!m_dataset)
        return;
    const auto fit = presetFit(*preset, m_good.data, *m_dataset);
    if (!fit)
        return emit problemMet(fit.error());
    spec::Spec spec = fit->spec;
    spec.training.seed = m_good.training.seed;
    trainBeside({.name = QString::fromStdString(spec.name), .spec = std::move(spec), .presetKey = key});
}

void Session::trainBesideFile(const QString &path) {
    const auto spec = readSpecFile(path.toStdString());
    if (!spec)
        return emit problemMet(spec.error());
    trainBeside({.name = QFileInfo(path).completeBaseName(), .spec = *spec});
}

void Session::endBeside() {
    m_lockStep->end(tr("%1 trains beside this stack no longer; it stays among the runs").arg(m_lockStep->name()));
}

} // namespace hourglass::app
