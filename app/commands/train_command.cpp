// Trains without a window and prints what it reaches.
#include "app/commands/train_command.h"

#include <atomic>
#include <cmath>
#include <csignal>
#include <iomanip>
#include <ostream>
#include <sstream>

#include <sys/resource.h>

#include "app/commands/json_line.h"
#include "app/commands/spec_options.h"
#include "app/embedded.h"
#include "app/parameter_hash.h"
#include "engine/analysis/baselines.h"
#include "engine/analysis/scores.h"
#include "engine/kernels/kernels.h"
#include "engine/plan/plan.h"
#include "engine/training/demands.h"
#include "engine/training/trainer.h"

namespace hourglass::app {

namespace {

std::atomic<bool> isInterrupted{false};

/// Ctrl+C ends the training, not the program, while this lives.
class InterruptGuard {
public:
    InterruptGuard() : m_before(std::signal(SIGINT, [](int) { isInterrupted = true; })) { isInterrupted = false; }
    ~InterruptGuard() { std::signal(SIGINT, m_before); }

private:
    void (*m_before)(int);
};

double peakMegabytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) * 1024.0 / 1e6;
}

std::string clockText(double seconds) {
    if (!std::isfinite(seconds))
        return "–";
    const long long whole = static_cast<long long>(seconds + 0.5);
    std::ostringstream text;
    if (whole >= 3600)
        text << whole / 3600 << ':' << std::setw(2) << std::setfill('0');
    text << whole / 60 % 60 << ':' << std::setw(2) << std::setfill('0') << whole % 60;
    return text.str();
}

struct Job {
    spec::Spec spec;
    std::string preset; ///< key, or empty for a spec of the user's
    int threads = 1;
    bool isJson = false;
    std::shared_ptr<const data::Dataset> dataset;
    std::shared_ptr<const plan::Plan> plan;
};

class TrainingReport {
public:
    TrainingReport(const Job &job, Console &console) : m_job(job), m_console(console) {}

    void start() {
        const data::Dataset &dataset = *m_job.dataset;
        if (m_job.spec.training.batch > dataset.train.samples)
            m_console.err << "hourglass: The batch of " << m_job.spec.training.batch << " is larger than the training part: all "
                          << dataset.train.samples << " samples are one batch.\n";
        std::string notes;
        for (const std::string &note : training::notesOn(m_job.spec, dataset)) {
            m_console.err << "hourglass: " << note << '\n';
            notes += (notes.empty() ? "" : " ") + note;
        }
        if (m_job.isJson) {
            JsonLine line;
            line.text("event", "start").text("preset", m_job.preset).text("data", dataset.key).integer("samples", dataset.train.samples)
                .integer("parameters", m_job.plan->outline().parameters).text("instructions", kernels::instructionLevel())
                .integer("threads", m_job.threads).integer("seed", static_cast<long long>(m_job.spec.training.seed));
            if (!notes.empty())
                line.text("note", notes);
            print(line);
        } else {
            m_console.out << m_job.spec.name << " on " << dataset.title << ", " << dataset.train.samples << " samples, "
                          << m_job.plan->outline().parameters << " parameters, " << m_job.threads << (m_job.threads == 1 ? " thread, " : " threads, ")
                          << kernels::instructionLevel() << '\n';
        }
    }

    void epoch(const training::EvaluationRecord &record) {
        clearProgress();
        const long long epoch = std::llround(record.epoch);
        if (m_job.isJson) {
            print(JsonLine().text("event", "epoch").integer("epoch", epoch).number("seconds", record.seconds)
                      .number("samples_per_second", record.samplesPerSecond).number("train_loss", record.trainLoss)
                      .number("validation_loss", record.validationLoss).number("test_loss", record.testLoss));
        } else {
            m_console.out << "epoch " << std::setw(4) << epoch << std::fixed << std::setprecision(5) << "  train " << record.trainLoss;
            if (std::isfinite(record.validationLoss))
                m_console.out << "  validation " << record.validationLoss;
            m_console.out << "  test " << record.testLoss << std::setprecision(3) << "  " << record.seconds << " s, " << std::setprecision(0)
                          << record.samplesPerSecond << " samples/s\n" << std::defaultfloat << std::setprecision(6);
        }
        m_console.out.flush();
    }

    void progress(const training::Status &status) {
        if (!m_console.isTerminal || status.state != training::State::Running)
            return;
        std::ostringstream line;
        line << "epoch " << std::fixed << std::setprecision(1) << status.epoch << " of " << status.epochs << ", " << std::setprecision(0)
             << status.samplesPerSecond << " samples/s, " << clockText(status.secondsLeft) << " left";
        m_console.err << '\r' << line.str() << "\033[K" << std::flush;
        m_hasProgress = true;
    }

    /// `end` is why: the stop that held, "epochs" or "interrupted", and what there is to say about it.
    void done(const training::Frame &frame, const training::Stop &end) {
        const bool wasStopped = end.kind == "interrupted";
        clearProgress();
        const data::Dataset &dataset = *m_job.dataset;
        core::Team team(m_job.threads);
        const training::Corruption corruption = training::makeCorruption(m_job.spec.training.corruption);
        const analysis::Scores scores = analysis::measureScores(frame, dataset, dataset.test, corruption, m_job.spec.training.seed, team);
        analysis::Baselines baselines{0, training::none, training::none, training::none, training::none, training::none};
        const auto pca = analysis::fitPca(dataset.train, frame.plan->codeSize());
        if (pca)
            if (const auto measured = analysis::measureBaselines(dataset, *pca, frame.plan->codeSize()))
                baselines = *measured;
        const std::string hash = parameterHash(frame);
        if (m_job.isJson) {
            JsonLine test;
            test.number("mse", scores.mse).number("bce", scores.bce).number("psnr", scores.psnr);
            if (corruption.isOn())
                test.number("denoise_mse", scores.denoiseMse);
            print(JsonLine().text("event", "done").flag("stopped", wasStopped).text("reason", end.kind).object("test", test)
                      .object("baselines", JsonLine().number("mean_mse", baselines.meanMse).number("pca_mse", baselines.pcaMse).number("bce_floor", baselines.bceFloor))
                      .text("parameters_sha256", hash).number("peak_memory_mb", peakMegabytes()));
            return;
        }
        if (!end.words.empty())
            m_console.out << end.words << '\n';
        m_console.out << (wasStopped ? "stopped" : "done") << std::fixed << std::setprecision(5) << "  test MSE " << scores.mse;
        if (std::isfinite(scores.bce))
            m_console.out << ", BCE " << scores.bce << " (floor " << baselines.bceFloor << ')';
        if (std::isfinite(scores.psnr))
            m_console.out << std::setprecision(2) << ", PSNR " << scores.psnr << " dB";
        m_console.out << std::setprecision(5) << "; mean image MSE " << baselines.meanMse << ", PCA with " << baselines.components << " components "
                      << baselines.pcaMse << "\nparameters " << hash << '\n' << std::defaultfloat;
    }

    void clearProgress() {
        if (m_hasProgress)
            m_console.err << "\r\033[K" << std::flush;
        m_hasProgress = false;
    }

private:
    void print(const JsonLine &line) { m_console.out << line.toText() << std::endl; }

    const Job &m_job;
    Console &m_console;
    bool m_hasProgress = false;
};

core::Result<Job> jobFrom(const Arguments &arguments, Console &console) {
    Job job;
    auto spec = specFrom(arguments);
    if (!spec)
        return spec.error();
    job.spec = *spec;
    const auto threads = threadsFrom(arguments);
    if (!threads)
        return threads.error();
    job.threads = *threads;
    job.isJson = arguments.has("--json");
    if (!arguments.has("--spec"))
        job.preset = arguments.value("--preset").value_or("map");
    data::Progress progress;
    if (console.isTerminal)
        progress.report = [&console](double fraction, const std::string &what) {
            console.err << '\r' << what << ' ' << static_cast<int>(fraction * 100) << " %\033[K" << std::flush;
        };
    const auto dataset = library().load(training::dataFor(job.spec), job.spec.training.seed, progress);
    if (console.isTerminal)
        console.err << "\r\033[K" << std::flush;
    if (!dataset)
        return dataset.error();
    job.dataset = *dataset;
    const auto plan = plan::compile(job.spec.model, job.dataset->shape);
    if (!plan)
        return plan.error();
    job.plan = *plan;
    if (const auto loss = training::makeLoss(job.spec.training.loss, *job.plan, *job.dataset); !loss)
        return loss.error();
    if (const auto error = training::unmetDemand(job.spec.training, *job.dataset))
        return *error;
    return job;
}

ExitStatus train(const Arguments &arguments, Console &console) {
    const auto job = jobFrom(arguments, console);
    if (!job)
        return failed(job.error(), console);
    const InterruptGuard guard;
    TrainingReport report(*job, console);
    report.start();
    training::Trainer trainer({.threads = job->threads, .niceness = 0});
    trainer.assign({1, job->plan, job->dataset, job->spec.training, nullptr});
    trainer.train();
    bool wasStopped = false;
    training::Stop end;
    for (bool isOver = false; !isOver;) {
        trainer.wait(std::chrono::milliseconds(100));
        const training::Status status = trainer.status();
        std::vector<training::EvaluationRecord> evaluations;
        trainer.drainEvaluations(evaluations);
        for (const training::EvaluationRecord &record : evaluations)
            if (record.endsEpoch)
                report.epoch(record);
        report.progress(status);
        if (!console.out) // nobody listens any more
            return failed({"The result could not be written to the standard output", "", "Make room for it, or send it somewhere else."}, console);
        if (status.state == training::State::Diverged || status.state == training::State::Failed) {
            report.clearProgress();
            core::Error error = status.error;
            if (status.state == training::State::Diverged)
                error.hint = "Lower the learning rate: --rate."; // there is no Reset to press here
            return failed(error, console);
        }
        if (isInterrupted && !wasStopped) {
            wasStopped = true;
            trainer.pause();
            continue;
        }
        isOver = status.state == training::State::Finished || (wasStopped && status.state == training::State::Paused);
        end = status.state == training::State::Finished ? training::Stop{status.endKind, status.endWords} : training::Stop{"interrupted", {}};
    }
    trainer.requestFrame();
    std::shared_ptr<const training::Frame> frame;
    while (!(frame = trainer.takeFrame()))
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    report.done(*frame, end);
    return ExitStatus::Done;
}

} // namespace

Command trainCommand() {
    std::vector<Option> options = specOptions();
    options.push_back({"--json", "", "one JSON object a line: start, each epoch, done"});
    return {"train", "[--preset NAME | --spec FILE] [--data NAME|PATH] [--epochs N] [--set PATH=VALUE]… [--json] …",
            "trains without a window and prints what it reaches; Ctrl+C stops and prints", options, 0, train};
}

} // namespace hourglass::app
