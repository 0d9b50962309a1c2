#include "app/session/lock_step.h"

#include <algorithm>
#include <utility>

#include <QStringList>

#include "app/session/stack_fit.h"
#include "engine/plan/fitting.h"
#include "engine/training/beside.h"
#include "engine/training/demands.h"
#include "engine/training/loss.h"
#include "engine/training/trainer.h"

namespace hourglass::app {

namespace {

constexpr std::uint64_t firstRunBeside = std::uint64_t(1) << 40; ///< numbers of trainings beside others are those of their leaders, beyond all of these
constexpr std::size_t mostPairs = 64;

} // namespace

LockStep::LockStep(training::Trainer &trainer, runs::RunHistory &history, runs::RunList &list, QObject *parent)
    : QObject(parent), m_trainer(trainer), m_history(history), m_list(list) {}

struct LockStep::Fit {
    std::shared_ptr<const plan::Plan> plan;
    training::BesideSettings settings;
    spec::Spec spec; ///< as its run is listed
};

QString LockStep::name() const {
    const runs::NamedRun *run = m_list.find(m_list.beside());
    return run ? QString::fromStdString(run->name) : QString();
}

core::Result<LockStep::Fit> LockStep::fit(const Rival &rival, const Leader &leader) {
    Fit made{.plan = nullptr, .settings = {}, .spec = rival.spec};
    made.spec.model = plan::fittedTo(rival.spec.model, leader.dataset->shape);
    made.spec.data = training::dataFor(leader.spec);
    spec::Spec checked = made.spec;
    checked.training.stop.clear(); // they are not taken over, and may want data that are not there
    checked.training.batch = leader.spec.training.batch;
    if (auto refusal = refusalOf(checked, *leader.dataset, made.plan))
        return *refusal;
    auto settings = training::besideOf(rival.spec.training, *made.plan, leader.spec.training, *leader.plan, *leader.dataset);
    if (!settings)
        return settings.error();
    made.settings = std::move(*settings);
    made.spec.training = made.settings.training;
    return made;
}

core::Result<std::shared_ptr<const plan::Plan>> LockStep::planOf(const Rival &rival, const Leader &leader) {
    const auto made = fit(rival, leader);
    if (!made)
        return made.error();
    return made->plan;
}

std::optional<core::Error> LockStep::obstacle(const Rival &rival, const Leader &leader) {
    const auto made = fit(rival, leader);
    if (made)
        return {};
    core::Error error = made.error();
    error.what = rival.name.toStdString() + " cannot train beside this stack: " + error.what;
    error.where = "Lock step";
    return error;
}

void LockStep::drain() {
    if (!m_run || m_trainer.besideStatus().run != m_run->id)
        return;
    std::vector<training::StepRecord> steps;
    std::vector<training::EvaluationRecord> evaluations;
    std::vector<training::KeyFrame> frames;
    m_trainer.drainBeside(steps, evaluations, frames);
    m_run->log->append(steps);
    for (const training::EvaluationRecord &evaluation : evaluations)
        m_run->log->append(evaluation);
    for (const training::KeyFrame &frame : frames)
        if (frame.snapshot->run == m_run->id)
            m_history.addFrameBeside(frame);
}

void LockStep::leave(bool isTogether) {
    if (!m_run)
        return;
    const bool isEven = isTogether && m_status.state != training::State::Diverged && m_status.state != training::State::Failed;
    std::erase_if(m_pairs, [](const Pair &pair) { return pair.leader.expired(); });
    if (isEven && !m_leader.expired())
        m_pairs.push_back({m_leader, m_run, m_trained});
    if (m_pairs.size() > mostPairs)
        m_pairs.erase(m_pairs.begin());
    m_run.reset();
    m_history.endBeside();
    m_list.endBeside();
    m_status = {};
    m_toldState = training::State::Idle;
}

void LockStep::begin(const Leader &leader) {
    if (!m_rival)
        return;
    const auto made = fit(*m_rival, leader);
    if (!made)
        return giveUp(made.error());
    assign(leader, *made, nullptr);
}

void LockStep::goOn(const Leader &leader, const std::shared_ptr<const runs::Run> &from) {
    const auto pair = std::find_if(m_pairs.begin(), m_pairs.end(), [&from](const Pair &each) { return from && each.leader.lock() == from; });
    m_rival.reset();
    if (pair == m_pairs.end() || pair->beside->end.isGone || !pair->beside->log)
        return emit changed();
    const Rival rival = pair->rival;
    const auto made = fit(rival, leader);
    if (!made) // the data are others by now, say
        return emit changed();
    m_rival = rival;
    const std::shared_ptr<const runs::Run> beside = pair->beside;
    assign(leader, *made, beside);
}

void LockStep::resume(const Leader &leader, const Rival &rival, runs::State state, std::shared_ptr<runs::RunLog> log) {
    m_rival = rival;
    const auto made = fit(rival, leader);
    if (!made)
        return giveUp(made.error());
    auto left = std::make_shared<runs::Run>();
    left->seed = leader.spec.training.seed;
    left->log = std::move(log);
    left->end.state = std::move(state);
    assign(leader, *made, left);
}

void LockStep::assign(const Leader &leader, const Fit &fit, const std::shared_ptr<const runs::Run> &from) {
    const std::uint64_t id = firstRunBeside + leader.run;
    training::Assignment assignment{.run = id, .plan = fit.plan, .dataset = leader.dataset, .spec = fit.settings.training};
    assignment.weightsSeed = fit.settings.weightsSeed;
    assignment.cutAs = leader.plan;
    if (from) {
        assignment.from = from->end.state;
        assignment.fromRun = from->id;
        m_history.resumeBeside(id, from);
    } else {
        m_history.startBeside(id, leader.spec.training.seed, training::lossName(fit.settings.training.loss), leader.dataset->heldOutName());
    }
    m_run = m_history.beside();
    m_trained = *m_rival;
    m_leader = m_history.present();
    m_run->log->setDataName(leader.dataset->title);
    if (!from && fit.settings.weightsSeed != leader.spec.training.seed)
        m_run->log->note(0, 0, tr("first weights of seed %1").arg(fit.settings.weightsSeed).toStdString());
    if (!from && fit.settings.isCutOtherwise)
        m_run->log->note(0, 0, tr("batches as beside it").toStdString());
    m_list.beginBeside(m_run,
                       {.origin = runs::Origin::Start,
                        .spec = fit.spec,
                        .preset = m_rival->presetKey.toStdString(),
                        .parameters = fit.plan->outline().parameters,
                        .codeSize = fit.plan->codeSize()},
                       m_rival->parent);
    QStringList taken;
    if (m_rival->spec.data.source != leader.spec.data.source)
        taken << tr("the data");
    for (const std::string &each : fit.settings.taken)
        taken << QString::fromStdString(each);
    m_taken = taken.join(tr(", "));
    m_trainer.assignBeside(std::move(assignment));
    m_status.state = training::State::Paused; // until the trainer says so itself
    m_status.run = id;
    m_toldState = m_status.state;
    emit changed();
}

void LockStep::configure(const Leader &leader) {
    if (!m_run || !m_rival)
        return;
    const auto made = fit(*m_rival, leader);
    if (!made)
        return giveUp(made.error());
    const runs::NamedRun *listed = m_list.find(m_list.beside());
    if (listed && listed->spec == made->spec)
        return;
    m_list.setBesideSpec(made->spec);
    m_trainer.configureBeside(made->settings.training);
}

void LockStep::giveUp(const core::Error &error) {
    const QString who = m_rival ? m_rival->name : QString();
    end({});
    core::Error said = error;
    said.what = who.toStdString() + " trains beside this stack no longer: " + error.what;
    said.where = "Lock step";
    emit problemMet(said);
}

void LockStep::end(const QString &why) {
    const bool wasOn = isOn();
    if (wasOn) {
        drain();
        m_trainer.endBeside();
        leave(false);
    }
    m_rival.reset();
    m_taken.clear();
    if (wasOn && !why.isEmpty())
        emit told(why);
    emit changed();
}

std::shared_ptr<const plan::Snapshot> LockStep::momentNear(core::Index step) const {
    const auto nearest = m_run ? m_run->frames->nearest(step) : std::nullopt;
    return nearest ? m_run->frames->frames()[*nearest].snapshot : nullptr;
}

void LockStep::tick() {
    if (!m_run)
        return;
    training::Status status = m_trainer.besideStatus();
    if (status.run != m_run->id) // it is not begun yet
        return;
    m_status = std::move(status);
    drain();
    if (std::exchange(m_toldState, m_status.state) == m_status.state)
        return;
    const bool isBad = m_status.state == training::State::Diverged || m_status.state == training::State::Failed;
    if (isBad) {
        const bool hasDiverged = m_status.state == training::State::Diverged;
        m_run->log->mark({.step = m_status.step, .epoch = m_status.epoch, .text = (hasDiverged ? tr("Diverged") : tr("Failed")).toStdString()});
        core::Error error = m_status.error;
        error.what = name().toStdString() + ": " + error.what;
        error.where = "Lock step";
        error.hint = tr("This stack goes on alone; Reset starts both again.").toStdString();
        emit problemMet(error);
    }
    emit changed();
}

} // namespace hourglass::app
