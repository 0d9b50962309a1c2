#include "app/report/measures.h"

#include <algorithm>

#include "engine/analysis/baselines.h"
#include "engine/analysis/reconstruction_task.h"
#include "engine/analysis/sample_draw.h"
#include "engine/data/corruption.h"
#include "engine/data/shown_part.h"

namespace hourglass::app {

namespace {

constexpr core::Index enoughOfAFile = 100'000; // samples that stay in their file, as `train` takes them

const core::Error cancelledError{"Cancelled", {}, {}};

} // namespace

core::Result<ReportMeasures> measure(const ReportSubject &subject, core::Index columns, const std::atomic<bool> &cancelled) {
    const data::Dataset &dataset = *subject.dataset;
    ReportMeasures measures;
    const data::Corruption corruption = data::makeCorruption(subject.spec.training.corruption);
    const core::Index code = subject.model->plan->codeSize();
    {
        core::ThreadPool pool(subject.threads);
        measures.scores = analysis::measureScores(*subject.model, dataset, dataset.test, corruption, subject.spec.training.seed, pool);
    }
    constexpr double none = training::none;
    measures.baselines = measures.onTest = {0, none, none, none, none, none};
    std::shared_ptr<const analysis::Pca> pca;
    if (auto fitted = analysis::fitPca(dataset.train, code, &cancelled, dataset.train.file ? enoughOfAFile : analysis::allSamples))
        pca = std::make_shared<const analysis::Pca>(std::move(*fitted));
    if (pca && !cancelled)
        if (const auto measured = analysis::measureBaselines(dataset, *pca, code, &cancelled))
            measures.baselines = *measured;
    measures.onTest = measures.baselines;
    if (pca && !dataset.validation.isEmpty() && !cancelled)
        if (const auto measured = analysis::measureBaselines(analysis::SampleBlocks(dataset.test), dataset.isWithinUnit, *pca, code, &cancelled))
            measures.onTest = *measured;
    analysis::SharedWork shared;
    analysis::TaskContext context(subject.model, subject.dataset, shared, cancelled);
    analysis::LatentAxes axes;
    if (code > 2)
        axes.kind = analysis::LatentAxes::Kind::Principal;
    const auto latest = std::make_shared<analysis::LatestMap>();
    measures.map = analysis::LatentTask{std::make_shared<analysis::AxesProjection>(axes), latest}.run(context);
    measures.latest = latest;
    analysis::ReconstructionTask reconstructions;
    reconstructions.samples = analysis::drawSamples(data::shownSamples(dataset), columns, 0);
    reconstructions.pca = pca;
    reconstructions.corruption = corruption;
    reconstructions.seed = subject.spec.training.seed;
    measures.reconstructions = reconstructions.run(context);
    if (!dataset.classNames.empty() && !cancelled) {
        const auto scoresOf = [](const judging::ProbeReport &report) { return report.scores; };
        if (const auto report = judging::ProbesTask().run(context))
            measures.code = scoresOf(*report);
        if (const auto report = judging::BaselineProbesTask{.code = code}.run(context)) {
            measures.pca = scoresOf(report->pca);
            measures.raw = scoresOf(report->raw);
        }
    }
    if (cancelled)
        return cancelledError;
    if (auto failure = dataset.failure()) // zeros stood in for samples: these numbers say nothing
        return *failure;
    return measures;
}

std::shared_ptr<const analysis::LatticePicture> latticeOf(const ReportSubject &subject, const analysis::LatticeTask &task, const std::atomic<bool> &cancelled) {
    analysis::SharedWork shared;
    analysis::TaskContext context(subject.model, subject.dataset, shared, cancelled);
    return task.run(context);
}

} // namespace hourglass::app
