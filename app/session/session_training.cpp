// The training of a session: how one begins, and what comes of it with each tick.
#include "app/session/session.h"

#include <algorithm>
#include <utility>

#include "app/session/lock_step.h"
#include "engine/training/constancy.h"
#include "engine/training/loss.h"

namespace hourglass::app {

void Session::assign(Start from, bool isSameStack) {
    m_assignTimer.stop();
    const bool wasRunning = m_status.state == training::State::Running;
    drain();
    m_marker.finish(); // in the curve that ends here
    const QString beside = m_lockStep->isOn() ? m_lockStep->name() : QString();
    m_lockStep->leave();
    m_awaited.reset();
    m_trained = m_good;
    ++m_run;
    if (from.run && from.run->end.isGone) // while its data were read
        from.run.reset();
    training::Assignment assignment{.run = m_run, .plan = m_plan, .dataset = m_dataset, .spec = m_good.training, .from = from.state};
    if (from.run) {
        assignment.from = from.run->end.state;
        assignment.fromRun = from.run->id; // its state may still be on its way: the trainer, which leaves it, then finds it by itself
        m_runs.resume(m_run, from.run);
    } else if (from.mark) {
        assignment.from = m_runs.log().marks()[*from.mark].before->state;
        m_runs.branch(m_run, *from.mark);
    } else if (from.moment) {
        assignment.from = from.moment->state;
        m_runs.branchAt(m_run, from.moment->step(), from.moment->epoch());
    } else if (from.log) {
        m_runs.takeUp(m_run, m_good.training.seed, from.log);
    } else {
        m_runs.start(m_run, m_good.training.seed, training::lossName(m_good.training.loss), m_dataset->heldOutName());
    }
    m_runs.log().setDataName(m_dataset->title);
    listRun(from);
    m_undo.setRun(m_runs.present());
    m_status.step = assignment.from ? assignment.from->step : m_runs.log().lastStep(); // until the trainer says so itself
    m_trainer.assign(std::move(assignment));
    leadBeside(from, beside);
    if (wasRunning)
        m_trainer.train();
    m_status.run = m_run;
    if (!std::exchange(m_status.endWords, {}).empty())
        emit trainingChanged(m_edited.training, m_threads, trainingNote());
    m_snapshotFeed.begin(m_run, m_dataset);
    emit corruptionChanged(data::makeCorruption(m_good.training.corruption), m_good.training.seed);
    emit runStarted(m_good.training.loss, QString::fromLatin1(m_dataset->heldOutName()), isSameStack);
    m_baselines.measure(m_plan->codeSize());
    announceUndo();
}

void Session::assignWhatWaits() {
    if (m_assignTimer.isActive())
        assign({}, false);
}

void Session::drainKeyFrames() {
    std::vector<training::KeyFrame> frames;
    m_trainer.drainKeyFrames(frames);
    for (const training::KeyFrame &frame : frames)
        if (frame.snapshot->run == m_run)
            m_runs.addFrame(frame);
}

void Session::drain() {
    drainKeyFrames();
    m_lockStep->drain();
    if (m_trainer.status().run != m_run) // records of the training before: they are cleared when the new one begins
        return;
    std::vector<training::StepRecord> steps;
    std::vector<training::EvaluationRecord> evaluations;
    m_trainer.drainSteps(steps);
    m_trainer.drainEvaluations(evaluations);
    m_runs.log().append(steps);
    if (!steps.empty())
        emit stepsArrived(steps);
    for (const training::EvaluationRecord &evaluation : evaluations) {
        m_runs.log().append(evaluation);
        emit evaluationArrived(evaluation);
    }
}

void Session::tick() {
    training::Status status = m_trainer.status();
    const bool isPresent = status.run == m_run;
    const std::string endWords = m_status.endWords;
    const training::Constant constantBefore = m_status.constant;
    if (isPresent) // else it is that of the training before
        m_status = std::move(status);
    drain();
    m_lockStep->tick();
    collectRetired();
    emit statusChanged(m_status);
    if (m_status.constant != constantBefore) {
        emit trainingChanged(m_edited.training, m_threads, trainingNote());
        if (constantBefore == training::Constant::Nothing && isPresent) {
            m_marker.finish(); // of a handle that is still held: it leads back to before that was taken
            emit outputDied(QString::fromUtf8(training::constantSentence(m_status.constant)), lastWayBack());
        }
    }
    if (m_status.endWords != endWords) {
        emit trainingChanged(m_edited.training, m_threads, trainingNote());
        if (!m_status.endWords.empty())
            mark(m_status.step, m_status.epoch, QString::fromStdString(m_status.endWords));
    }
    if (isPresent && m_status.state != m_lastState) {
        m_lastState = m_status.state;
        if (m_status.state == training::State::Diverged || m_status.state == training::State::Failed) {
            mark(m_status.step, m_status.epoch, m_status.state == training::State::Diverged ? tr("Diverged") : tr("Failed"));
            emit problemMet(m_status.error);
        } else if (m_status.state == training::State::Finished) {
            emit told(endSentence());
        }
    }
    m_marker.tick();
    m_snapshotFeed.tick(m_status, m_lockStep->status());
    emit ticked();
    const int interval = m_status.state == training::State::Running || m_snapshotFeed.isBusy() ? busyIntervalMs : idleIntervalMs;
    if (m_timer.interval() != interval)
        m_timer.setInterval(interval);
}

int Session::lastWayBack() const {
    const std::vector<runs::Mark> &marks = runs().present->marks();
    const auto isWay = [](const runs::Mark &mark) { return mark.before && !mark.before->isGone; };
    return static_cast<int>(marks.rend() - std::find_if(marks.rbegin(), marks.rend(), isWay)) - 1;
}

void Session::collectRetired() {
    bool hasNew = false;
    for (const training::Trainer::Retired &retired : m_trainer.takeRetired()) {
        m_runs.keep(retired.run, retired.state);
        hasNew = true;
    }
    if (hasNew)
        announceUndo();
}

} // namespace hourglass::app
