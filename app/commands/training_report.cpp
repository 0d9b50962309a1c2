#include "app/commands/training_report.h"

#include <cmath>
#include <iomanip>
#include <ostream>
#include <sstream>

#include <sys/resource.h>

#include "app/commands/clock_text.h"
#include "app/commands/data_facts.h"
#include "app/commands/parameter_hash.h"
#include "engine/analysis/baselines.h"
#include "engine/analysis/scores.h"
#include "engine/data/report_summary.h"
#include "engine/kernels/kernels.h"
#include "engine/spec/precision.h"
#include "engine/training/constancy.h"
#include "engine/training/demands.h"
#include "engine/training/near_linear.h"
#include "engine/training/planned_memory.h"
#include "engine/training/precision.h"

namespace hourglass::app {

namespace {

double peakMegabytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) * 1024.0 / 1e6;
}

double megabytes(core::Index bytes) {
    return static_cast<double>(bytes) / 1e6;
}

} // namespace

void TrainingReport::start() {
    const data::Dataset &dataset = *m_job.dataset;
    if (m_job.spec.training.batch > dataset.train.samples)
        m_console.err << "hourglass: The batch of " << m_job.spec.training.batch << " is larger than the training part: all " << dataset.train.samples
                      << " samples are one batch.\n";
    tellReading();
    std::string notes;
    std::vector<std::string> all = training::notesOn(m_job.spec, dataset);
    for (std::string &note : training::notesOnBatches(m_job.spec.training, *m_job.plan, dataset))
        all.push_back(std::move(note));
    for (const std::string &note : all) {
        m_console.err << "hourglass: " << note << '\n';
        notes += (notes.empty() ? "" : " ") + note;
    }
    const training::PlannedMemory memory = training::plannedMemory(*m_job.plan, m_job.spec.training, dataset, m_threads);
    if (m_isJson) {
        JsonLine precision;
        precision.text("kind", m_job.spec.training.precision.kind);
        if (spec::isMixed(m_job.spec.training)) {
            const training::MixedPrecision &found = training::mixedPrecision();
            precision.text("products", found.key).text("reason", found.reason).number("gain", found.gain);
        }
        JsonLine line;
        line.text("event", "start")
            .text("preset", m_job.preset)
            .text("data", dataset.key)
            .integer("samples", dataset.train.samples)
            .integer("parameters", m_job.plan->outline().parameters)
            .text("instructions", kernels::instructionLevel())
            .integer("threads", m_threads)
            .object("precision", precision)
            .integer("seed", static_cast<long long>(m_job.spec.training.seed))
            .object("memory_mb", JsonLine()
                                     .number("parameters", megabytes(memory.parameters))
                                     .number("optimiser", megabytes(memory.optimiser))
                                     .number("activations", megabytes(memory.activations))
                                     .number("data", megabytes(memory.data)));
        if (!notes.empty())
            line.text("note", notes);
        print(line);
    } else {
        m_console.out << m_job.spec.name << " on " << dataset.title << ", " << dataset.train.samples << " samples, " << m_job.plan->outline().parameters
                      << " parameters, " << m_threads << (m_threads == 1 ? " thread, " : " threads, ") << kernels::instructionLevel() << '\n';
        m_console.err << "hourglass: planned memory: parameters " << std::setprecision(3) << megabytes(memory.parameters) << " MB, optimiser "
                      << megabytes(memory.optimiser) << " MB, activations " << megabytes(memory.activations) << " MB, data " << megabytes(memory.data)
                      << " MB\n"
                      << std::setprecision(6);
    }
}

/// What `inspect` tells in full.
void TrainingReport::tellReading() {
    const data::Dataset &dataset = *m_job.dataset;
    if (const std::string summary = data::summaryOf(dataset.report).sentence(); !summary.empty())
        m_console.err << "hourglass: " << dataset.title << ": " << summary << " `hourglass inspect` tells all.\n";
    for (const data::Doubt &doubt : dataset.report.doubts)
        m_console.err << "hourglass: In doubt: " << doubt.sentence << ' ' << doubt.offer << ": " << assignmentOf(doubt) << '\n';
}

void TrainingReport::epoch(const training::EvaluationRecord &record) {
    clearProgress();
    const long long epoch = std::llround(record.epoch);
    if (m_isJson) {
        JsonLine line;
        line.text("event", "epoch")
            .integer("epoch", epoch)
            .number("seconds", record.seconds)
            .number("samples_per_second", record.samplesPerSecond)
            .number("train_loss", record.trainLoss)
            .number("validation_loss", record.validationLoss)
            .number("test_loss", record.testLoss);
        JsonLine terms;
        for (const training::Term &term : record.terms)
            terms.number(term.name, term.value);
        if (!record.terms.empty())
            line.object("terms", terms);
        print(line);
    } else {
        m_console.out << "epoch " << std::setw(4) << epoch << std::fixed << std::setprecision(5) << "  train " << record.trainLoss;
        if (std::isfinite(record.validationLoss))
            m_console.out << "  validation " << record.validationLoss;
        m_console.out << "  test " << record.testLoss;
        for (const training::Term &term : record.terms)
            m_console.out << "  " << term.name << ' ' << term.value;
        m_console.out << std::setprecision(3) << "  " << record.seconds << " s, " << std::setprecision(0) << record.samplesPerSecond << " samples/s\n"
                      << std::defaultfloat << std::setprecision(6);
    }
    m_console.out.flush();
}

void TrainingReport::progress(const training::Status &status) {
    if (!m_console.isTerminal || status.state != training::State::Running)
        return;
    std::ostringstream line;
    line << "epoch " << std::fixed << std::setprecision(1) << status.epoch << " of " << status.epochs << ", " << std::setprecision(0) << status.samplesPerSecond
         << " samples/s, " << clockText(status.secondsLeft) << " left";
    m_console.err << '\r' << line.str() << "\033[K" << std::flush;
    m_hasProgress = true;
}

std::optional<core::Error> TrainingReport::done(const plan::Snapshot &snapshot, const training::Stop &end) {
    const bool wasStopped = end.kind == "interrupted";
    clearProgress();
    const data::Dataset &dataset = *m_job.dataset;
    core::ThreadPool pool(m_threads);
    const data::Corruption corruption = data::makeCorruption(m_job.spec.training.corruption);
    const analysis::Scores scores = analysis::measureScores(snapshot, dataset, dataset.test, corruption, m_job.spec.training.seed, pool);
    analysis::Baselines baselines{0, training::none, training::none, training::none, training::none, training::none};
    // Samples that stay in their file may be many times what fits into memory: so many tell their components well.
    constexpr core::Index enoughOfAFile = 100'000;
    const auto pca = analysis::fitPca(dataset.train, snapshot.plan->codeSize(), nullptr, dataset.train.file ? enoughOfAFile : analysis::allSamples);
    if (pca)
        if (const auto measured = analysis::measureBaselines(dataset, *pca, snapshot.plan->codeSize()))
            baselines = *measured;
    if (auto failure = dataset.failure()) // zeros stood in for samples: these numbers say nothing
        return failure;
    const std::string hash = parameterHash(snapshot);
    const training::Constant constant = training::constantPart(snapshot, dataset.train);
    if (constant != training::Constant::Nothing)
        m_console.err << "hourglass: " << training::constantSentence(constant) << '\n';
    const double width = static_cast<double>(dataset.range.highest) - static_cast<double>(dataset.range.lowest);
    const bool isAstray = width > 0 && scores.mse > width * width;
    if (isAstray)
        m_console.err << "hourglass: The output is further from the samples than any two of their numbers are apart (test MSE " << scores.mse
                      << "): the training went astray. Lower the learning rate (--rate), or take larger batches.\n";
    const std::string linear = training::nearLinearSentence(m_job.spec.model, dataset, scores.mse, baselines.pcaMse, baselines.components);
    if (m_isJson) {
        JsonLine test;
        test.number("mse", scores.mse).number("bce", scores.bce).number("psnr", scores.psnr);
        if (corruption.isOn())
            test.number("denoise_mse", scores.denoiseMse);
        print(JsonLine()
                  .text("event", "done")
                  .flag("stopped", wasStopped)
                  .text("reason", end.kind)
                  .object("test", test)
                  .object("baselines",
                          JsonLine().number("mean_mse", baselines.meanMse).number("pca_mse", baselines.pcaMse).number("bce_floor", baselines.bceFloor))
                  .flag("dead_code", constant == training::Constant::Code)
                  .flag("dead_output", constant != training::Constant::Nothing)
                  .flag("astray", isAstray)
                  .flag("near_linear", !linear.empty())
                  .text("parameters_sha256", hash)
                  .number("peak_memory_mb", peakMegabytes()));
        return {};
    }
    if (!end.words.empty())
        m_console.out << end.words << '\n';
    m_console.out << (wasStopped ? "stopped" : "done") << std::fixed << std::setprecision(5) << "  test MSE " << scores.mse;
    if (std::isfinite(scores.bce))
        m_console.out << ", BCE " << scores.bce << " (floor " << baselines.bceFloor << ')';
    if (std::isfinite(scores.psnr))
        m_console.out << std::setprecision(2) << ", PSNR " << scores.psnr << " dB";
    m_console.out << std::setprecision(5) << "; mean sample MSE " << baselines.meanMse << ", PCA with " << baselines.components << " components "
                  << baselines.pcaMse << '\n';
    if (!linear.empty())
        m_console.out << linear << '\n';
    m_console.out << "parameters " << hash << '\n' << std::defaultfloat;
    return {};
}

void TrainingReport::clearProgress() {
    if (m_hasProgress)
        m_console.err << "\r\033[K" << std::flush;
    m_hasProgress = false;
}

void TrainingReport::print(const JsonLine &line) {
    m_console.out << line.toText() << std::endl;
}

} // namespace hourglass::app
