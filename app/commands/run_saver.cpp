#include "app/commands/run_saver.h"

#include <algorithm>
#include <future>
#include <iomanip>
#include <ostream>
#include <utility>

#include "engine/runs/run_history.h"

namespace hourglass::app {

RunSaver::RunSaver(project::ProjectFile file, project::RunRecord run, std::shared_ptr<runs::RunLog> log, core::Index startStep, core::Index momentBytes,
                   Console &console)
    : m_path(file.path()), m_writer(std::make_shared<project::ProjectWriter>(std::move(file))), m_run(std::move(run)), m_log(std::move(log)),
      m_console(console), m_startStep(startStep), m_momentBytes(momentBytes) {
    m_moments.setByteBudget(std::min(momentBytes, runs::RunHistory().frameBudget())); // no more than in the window
}

void RunSaver::restore(std::vector<runs::KeyFrames::Frame> frames) {
    for (runs::KeyFrames::Frame &frame : frames)
        m_moments.restore(std::move(frame));
}

void RunSaver::takeWhatCame(training::Trainer &trainer) {
    std::vector<training::StepRecord> steps;
    trainer.drainSteps(steps);
    m_log->append(steps);
    std::vector<training::KeyFrame> moments;
    trainer.drainKeyFrames(moments);
    for (const training::KeyFrame &moment : moments)
        m_moments.add(moment, m_log->segments());
}

void RunSaver::saveMoments(bool isOver) {
    {
        const std::lock_guard lock(m_answers->mutex);
        const double seconds = std::chrono::duration<double>(Clock::now() - std::exchange(m_sinceMoments, Clock::now())).count();
        const bool isDue = m_answers->momentPace.isDue(seconds) && !m_answers->areMomentsAwaited;
        if (!m_answers->isThere || (!isDue && !isOver) || (m_moments.version() == m_momentsHanded && !m_answers->areMomentsBehind))
            return;
        m_answers->areMomentsAwaited = true;
    }
    m_momentsHanded = m_moments.version();
    using project::FramePace;
    m_writer->keep({.run = m_run.id,
                    .frames = m_moments.frames(),
                    .startStep = m_startStep,
                    .byteBudget = m_momentBytes,
                    .number = m_momentsHanded,
                    .mostBytes = isOver ? FramePace::lastBytes : FramePace::usualBytes},
                   [answers = m_answers](const project::FramesOutcome &outcome) {
                       const std::lock_guard lock(answers->mutex);
                       answers->areMomentsAwaited = false;
                       answers->areMomentsBehind = outcome.error || !outcome.kept.isAll;
                       answers->momentPace.note(outcome.processorSeconds);
                       if (outcome.error)
                           answers->error = outcome.error;
                   });
}

void RunSaver::follow(training::Trainer &trainer) {
    takeWhatCame(trainer);
    saveMoments(false);
    tell();
    {
        const std::lock_guard lock(m_answers->mutex);
        if (m_answers->isAwaited || (m_saved && Clock::now() - *m_saved < std::chrono::duration<double>(m_answers->pace.seconds())))
            return;
        m_answers->isAwaited = true;
    }
    m_saved = Clock::now();
    save(trainer, {}, false);
}

void RunSaver::save(training::Trainer &trainer, const training::Status &status, bool isOver) {
    const bool isWorthKeeping = status.state != training::State::Diverged && status.state != training::State::Failed;
    const bool isFinished = status.state == training::State::Finished;
    project::Saving saving{
        .run = m_run, .log = m_follower.changesOf(m_log), .state = nullptr, .moment = {.isFinished = isFinished, .end = isOver ? status.endKind : ""}};
    auto done = std::make_shared<std::promise<void>>();
    auto arrived = done->get_future();
    trainer.requestState([writer = m_writer, answers = m_answers, saving, isWorthKeeping, isFinished, done](training::Trainer::SharedState state) mutable {
        if (state && isWorthKeeping) {
            saving.moment.step = state->step;
            saving.moment.epoch = static_cast<double>(state->epoch) +
                                  static_cast<double>(state->position) / static_cast<double>(std::max<core::Index>(saving.run.data.samples, 1));
            saving.moment.taken = project::now();
            // The best parameters are back: those that more epochs would go on from are the ones saved before.
            if (isFinished && !state->watch.bestParameters.isEmpty())
                saving.moment.kind = project::StateKind::End;
            saving.state = state;
        }
        const core::Index bytes = state ? state->bytes() : 0;
        writer->save(std::move(saving), [answers, bytes, done](const project::SaveOutcome &outcome) {
            {
                const std::lock_guard lock(answers->mutex);
                answers->isAwaited = false;
                answers->error = outcome.error;
                answers->isThere = answers->isThere || !outcome.error;
                if (!outcome.error && answers->pace.note(outcome.processorSeconds, bytes))
                    answers->interval = answers->pace.seconds();
            }
            done->set_value();
        });
    });
    if (isOver)
        arrived.wait();
}

void RunSaver::tell() {
    const std::lock_guard lock(m_answers->mutex);
    const std::string problem = m_answers->error ? m_answers->error->sentence() : std::string();
    if (!problem.empty() && problem != m_told)
        m_console.err << "hourglass: " << problem << " The training goes on.\n";
    m_told = problem;
    if (m_answers->interval)
        m_console.err << "hourglass: " << m_path << ": the state is large, so it is saved every " << std::setprecision(2) << *m_answers->interval << " s\n"
                      << std::setprecision(6);
    m_answers->interval.reset();
}

std::optional<core::Error> RunSaver::finish(training::Trainer &trainer, const training::Status &status) {
    takeWhatCame(trainer);
    save(trainer, status, true);
    for (bool isAll = false; !isAll;) { // a part at a time, so that no journal is as large as all of them
        saveMoments(true);
        m_writer->finish();
        const std::lock_guard lock(m_answers->mutex);
        if (m_answers->error)
            return m_answers->error;
        isAll = !m_answers->areMomentsBehind;
    }
    return {};
}

} // namespace hourglass::app
