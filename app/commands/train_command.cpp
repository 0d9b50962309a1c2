// Trains without a window and prints what it reaches.
#include "app/commands/train_command.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <ostream>
#include <thread>

#include "app/commands/interrupt_guard.h"
#include "app/commands/run_order.h"
#include "app/commands/run_saver.h"
#include "app/commands/spec_options.h"
#include "app/commands/training_report.h"
#include "app/session/moment_keeper.h"
#include "engine/files/atomic_file.h"
#include "engine/kernels/kernels.h"
#include "engine/training/batch_cut.h"
#include "engine/training/demands.h"
#include "engine/training/trainer.h"

namespace hourglass::app {

namespace {

constexpr long long mostSteps = 1'000'000'000'000, mostTimelineMegabytes = 1'000'000;
constexpr core::Index bytesOfAMegabyte = 1'000'000;
const char *const lowerRate = "Lower the learning rate: --rate.";

struct TrainOrder {
    RunOrder run;
    const Job &job() const { return run.job; }
    core::Index stepsBefore() const { return run.from ? run.from->step : 0; }
    int threads = 1;
    bool isJson = false;
    core::Index momentBytes = 0; ///< of the project, for the moments of its timelines
    std::string weightsOut;      ///< empty: nowhere
    core::Index steps = 0;       ///< 0: as many as the epochs have
};

/// As many epochs as the steps take, where the person did not say how many.
std::optional<core::Error> makeRoomForSteps(TrainOrder &order, bool areEpochsGiven) {
    spec::TrainingSpec &training = order.run.job.spec.training;
    const core::Index samples = order.job().dataset->train.samples;
    if (order.steps == 0 || samples == 0 || areEpochsGiven)
        return {};
    const core::Index stepsPerEpoch = training::stepsOf(*order.job().plan, training.batch, training.gradient.accumulate, samples).count(samples),
                      epochs = (order.stepsBefore() + order.steps + stepsPerEpoch - 1) / stepsPerEpoch;
    if (epochs > spec::largestEpochs)
        return core::Error{"So many steps would be " + std::to_string(epochs) + " epochs, and at most " + std::to_string(spec::largestEpochs) + " are possible",
                           "--steps", "Ask for fewer."};
    training.epochs = std::max(training.epochs, epochs);
    return {};
}

core::Result<TrainOrder> trainOrderFrom(const Arguments &arguments, Console &console) {
    TrainOrder order;
    const auto threads = threadsFrom(arguments);
    if (!threads)
        return threads.error();
    order.threads = *threads;
    order.isJson = arguments.has("--json");
    const auto steps = arguments.integer("--steps", 0, 1, mostSteps);
    if (!steps)
        return steps.error();
    order.steps = *steps;
    if (const auto path = arguments.value("--weights-out")) {
        if (auto obstacle = files::obstacleTo(*path)) // before the work, not after it
            return *obstacle;
        order.weightsOut = *path;
    }
    const auto megabytes = arguments.integer("--timeline", MomentKeeper::usualBudget / bytesOfAMegabyte, 0, mostTimelineMegabytes);
    if (!megabytes)
        return megabytes.error();
    order.momentBytes = *megabytes * bytesOfAMegabyte;
    auto run = runOrderFrom(arguments, console);
    if (!run)
        return run.error();
    order.run = std::move(*run);
    if (auto error = training::refusal(order.job().spec.training, *order.job().plan, *order.job().dataset))
        return *error;
    if (auto error = makeRoomForSteps(order, arguments.has("--epochs")))
        return *error;
    return order;
}

training::Assignment assignmentOf(TrainOrder &order, bool shuffles) {
    Job &job = order.run.job;
    training::Assignment assignment{1, job.plan, job.dataset, job.spec.training, order.run.from, shuffles};
    if (job.weights) {
        auto state = std::make_shared<training::TrainingState>();
        state->plan = job.plan;
        state->spec = job.spec.training;
        state->parameters = std::move(job.weights->parameters);
        state->state = std::move(job.weights->state);
        assignment.from = std::move(state);
    }
    return assignment;
}

/// Trains to the end, or until Ctrl+C; `end` becomes why: "epochs", "steps", the kind of the stop that held or "interrupted".
std::optional<core::Error> run(training::Trainer &trainer, const TrainOrder &order, TrainingReport &report, RunSaver *saver, const InterruptGuard &guard,
                               Console &console, training::Stop &end) {
    bool wasStopped = false;
    for (bool isOver = false; !isOver;) {
        trainer.wait(std::chrono::milliseconds(100));
        const training::Status status = trainer.status();
        std::vector<training::EvaluationRecord> evaluations;
        trainer.drainEvaluations(evaluations);
        for (const training::EvaluationRecord &record : evaluations) {
            if (saver)
                saver->note(record);
            if (record.endsEpoch)
                report.epoch(record);
        }
        if (saver)
            saver->follow(trainer);
        report.progress(status);
        if (!console.out) // nobody listens any more
            return core::Error{"The result could not be written to the standard output", "", "Make room for it, or send it somewhere else."};
        if (status.state == training::State::Diverged || status.state == training::State::Failed) {
            report.clearProgress();
            core::Error error = status.error;
            if (status.state == training::State::Diverged)
                error.hint = training::hintOnDivergence(*order.job().dataset, lowerRate); // there is no Reset to press here
            return error;
        }
        if (guard.isInterrupted() && !wasStopped) {
            wasStopped = true;
            trainer.pause();
            continue;
        }
        const bool hasSteps = order.steps > 0 && status.step >= order.stepsBefore() + order.steps;
        if (status.state == training::State::Finished)
            end = {status.endKind, status.endWords};
        else
            end = {wasStopped ? "interrupted" : "steps", {}};
        isOver = status.state == training::State::Finished || ((wasStopped || hasSteps) && status.state == training::State::Paused);
    }
    return {};
}

std::shared_ptr<const plan::Snapshot> lastSnapshot(training::Trainer &trainer) {
    trainer.requestSnapshot();
    std::shared_ptr<const plan::Snapshot> snapshot;
    while (!(snapshot = trainer.takeSnapshot()))
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return snapshot;
}

/// A word that is neither a file nor a project's name.
bool isUnknownWord(const Arguments &arguments) {
    std::error_code problem;
    return !arguments.positional().empty() && !arguments.positional().front().ends_with(project::extension) &&
           !std::filesystem::exists(arguments.positional().front(), problem);
}

ExitStatus train(const Arguments &arguments, Console &console) {
    if (isUnknownWord(arguments)) {
        const std::string word = arguments.positional().front();
        console.err
            << "hourglass: "
            << core::Error{"Unexpected \"" + word + "\"", "", "Perhaps --preset " + word + "? What may stand there is a project, NAME.hourglass."}.sentence()
            << '\n';
        return ExitStatus::Misused;
    }
    auto order = trainOrderFrom(arguments, console);
    if (!order)
        return failed(order.error(), console);
    const InterruptGuard guard;
    TrainingReport report(order->job(), order->threads, order->isJson, console);
    report.start();
    std::optional<RunSaver> saver;
    if (order->run.file)
        saver.emplace(std::move(*order->run.file), order->run.run, order->run.log, order->stepsBefore(), order->momentBytes, console);
    const bool hasTimeline = saver && order->momentBytes > 0;
    if (hasTimeline)
        saver->restore(std::move(order->run.moments));
    // What diverges ends here, so there is no good step to look for: the first and the last snapshot are enough.
    std::optional<training::Trainer> owned(std::in_place,
                                           training::TrainerOptions{.threads = order->threads, .niceness = 0, .keySnapshotBytes = 0, .keyFrames = hasTimeline});
    training::Trainer &trainer = *owned;
    trainer.assign(assignmentOf(*order, order->run.from ? order->run.run.shuffles : !arguments.has("--no-shuffle")));
    if (saver)
        saver->follow(trainer); // what it begins with
    if (order->steps > 0)
        trainer.step(order->steps);
    else
        trainer.train();
    training::Stop end;
    const auto problem = run(trainer, *order, report, saver ? &*saver : nullptr, guard, console, end);
    std::optional<core::Error> unsaved;
    if (saver)
        unsaved = saver->finish(trainer, trainer.status());
    if (problem)
        return failed(*problem, console);
    const std::shared_ptr<const plan::Snapshot> snapshot = lastSnapshot(trainer);
    owned.reset();                                                                       // its moments and gradients are not needed for the scores
    if (!kernels::areFinite(snapshot->parameters.size(), snapshot->parameters.data())) { // the loss tells one step later
        report.clearProgress();
        return failed(
            {"The weights became infinite at step " + std::to_string(snapshot->step), "Training", training::hintOnDivergence(*order->job().dataset, lowerRate)},
            console);
    }
    std::optional<core::Error> unwritten;
    if (!order->weightsOut.empty())
        unwritten = files::writeWeights(order->weightsOut, *snapshot->plan, snapshot->parameters, snapshot->state);
    if (const auto failure = report.done(*snapshot, end))
        return failed(*failure, console);
    for (const auto *missed : {&unsaved, &unwritten})
        if (*missed)
            return failed(**missed, console);
    return ExitStatus::Done;
}

} // namespace

Command trainCommand() {
    std::vector<Option> options = specOptions();
    options.push_back({"--weights-in", "A.safetensors", "parameters and state to start from, instead of the seed's"});
    options.push_back({"--weights-out", "B.safetensors", "writes parameters and state after the training, also after Ctrl+C"});
    options.push_back({"--no-shuffle", "", "every epoch takes the samples of the training part in the order of their file"});
    options.push_back({"--steps", "N", "ends after N steps of the optimiser, also within an epoch, or after --epochs where those end before"});
    options.push_back(
        {"-o", "RUN.hourglass", "saves the run into this project, each second and at the end, with its timeline; a project that is there has one run more"});
    options.push_back({"--timeline", "MB", "of the project, for the moments of its timelines, which all runs share (256); 0: none of this run"});
    options.push_back({"--run", "N", "the run of the project that goes on (see `hourglass runs`); without it the one that was saved last"});
    options.push_back({"--json", "", "one JSON object a line: start, each epoch, done"});
    return {
        "train",
        "[RUN.hourglass | --preset NAME | --spec FILE] [--data NAME|PATH] [--epochs N] [--set PATH=VALUE]… [--weights-in FILE] [--weights-out FILE] [-o RUN.hourglass] [--timeline MB] [--json] …",
        "trains without a window and prints what it reaches; Ctrl+C stops and prints. A project's run goes on, up to --epochs in all",
        options,
        1,
        train};
}

} // namespace hourglass::app
