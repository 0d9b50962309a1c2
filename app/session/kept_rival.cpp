#include "app/session/kept_rival.h"

#include <algorithm>
#include <utility>

#include <QCoreApplication>

#include "app/session/stack_fit.h"
#include "engine/spec/json.h"
#include "engine/training/catalogue.h"

namespace hourglass::app {

namespace {

struct RivalTexts { // the context of the translations
    Q_DECLARE_TR_FUNCTIONS(hourglass::app::LockStep)
};

/// Of the rival's run at the leader's very place in its batches; null, with the reason.
std::shared_ptr<training::TrainingState> stateAt(const training::TrainingState &leader, const project::StoredRun &run, project::ProjectFile &file,
                                                 const std::shared_ptr<const plan::Plan> &plan, core::Index samples, QString &reason) {
    const auto moment = std::find_if(run.states.begin(), run.states.end(), [&leader](const project::StateMoment &each) { return each.step == leader.step; });
    if (moment == run.states.end()) {
        reason = run.last() ? RivalTexts::tr("the project has it at step %L1, and this one at step %L2").arg(run.last()->step).arg(leader.step)
                            : RivalTexts::tr("nothing of its weights was saved");
        return nullptr;
    }
    auto state = file.state(run, moment->kind, plan, samples);
    if (!state) {
        reason = QString::fromStdString(state.error().what);
        return nullptr;
    }
    if ((*state)->epoch != leader.epoch || (*state)->position != leader.position) {
        reason = RivalTexts::tr("it was left among other batches");
        return nullptr;
    }
    return *state;
}

} // namespace

QJsonObject rivalToKeep(const LockStep &lockStep, const runs::RunList &list) {
    const Rival &rival = lockStep.rival();
    return {{"leader", static_cast<qint64>(list.present())},
            {"run", static_cast<qint64>(list.beside())},
            {"name", rival.name},
            {"preset", rival.presetKey},
            {"parent", static_cast<qint64>(rival.parent)},
            {"spec", QString::fromStdString(spec::writeSpec(rival.spec))}};
}

RivalReading readRival(const QJsonObject &kept, project::ProjectFile &file, const std::vector<project::StoredRun> &runs, std::uint64_t leaderRun, Leader leader,
                       const training::TrainingState *state) {
    if (kept.isEmpty() || static_cast<std::uint64_t>(kept["leader"].toInteger()) != leaderRun)
        return {};
    KeptRival own{.rival = {.name = kept["name"].toString(),
                            .spec = {},
                            .presetKey = kept["preset"].toString(),
                            .parent = static_cast<std::uint64_t>(std::max<qint64>(kept["parent"].toInteger(), 0))},
                  .run = static_cast<std::uint64_t>(kept["run"].toInteger()),
                  .state = nullptr};
    const auto lost = [&own](const QString &reason) {
        return RivalReading{
            .kept = {},
            .loss =
                RivalTexts::tr("%1 trained beside this stack and does not go on: %2. Training › Train beside starts both again.").arg(own.rival.name, reason)};
    };
    const auto spec = spec::readSpec(kept["spec"].toString().toStdString(), training::catalogue(), file.path());
    if (!spec)
        return lost(QString::fromStdString(spec.error().what));
    own.rival.spec = *spec;
    if (!leader.plan) {
        std::shared_ptr<const plan::Plan> plan;
        if (const auto refusal = refusalOf(leader.spec, *leader.dataset, plan))
            return lost(QString::fromStdString(refusal->what));
        leader.plan = std::move(plan);
    }
    const auto plan = LockStep::planOf(own.rival, leader);
    if (!plan)
        return lost(QString::fromStdString(plan.error().what));
    if (!state || state->step == 0) // both from the start, as after a reset
        return {.kept = std::move(own), .loss = {}};
    const auto run =
        std::find_if(runs.begin(), runs.end(), [&own](const project::StoredRun &each) { return static_cast<std::uint64_t>(each.record.id) == own.run; });
    if (run == runs.end())
        return lost(RivalTexts::tr("its run is not in the project any more"));
    QString reason;
    own.state = stateAt(*state, *run, file, *plan, leader.dataset->train.samples, reason);
    if (!own.state)
        return lost(reason);
    return {.kept = std::move(own), .loss = {}};
}

} // namespace hourglass::app
