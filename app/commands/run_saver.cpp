#include "app/commands/run_saver.h"

#include <algorithm>
#include <future>
#include <iomanip>
#include <ostream>
#include <utility>

namespace hourglass::app {

RunSaver::RunSaver(project::ProjectFile file, project::RunRecord run, std::shared_ptr<runs::RunLog> log, Console &console)
    : m_path(file.path()), m_writer(std::make_shared<project::ProjectWriter>(std::move(file))), m_run(std::move(run)), m_log(std::move(log)),
      m_console(console) {}

void RunSaver::takeSteps(training::Trainer &trainer) {
    std::vector<training::StepRecord> steps;
    trainer.drainSteps(steps);
    m_log->append(steps);
}

void RunSaver::follow(training::Trainer &trainer) {
    takeSteps(trainer);
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
    takeSteps(trainer);
    save(trainer, status, true);
    m_writer->finish();
    const std::lock_guard lock(m_answers->mutex);
    return m_answers->error;
}

} // namespace hourglass::app
