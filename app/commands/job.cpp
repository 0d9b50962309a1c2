#include "app/commands/job.h"

#include <ostream>

#include "app/commands/spec_options.h"
#include "app/import/embedded.h"
#include "engine/plan/fitting.h"
#include "engine/training/demands.h"

namespace hourglass::app {

core::Result<Job> jobFrom(const Arguments &arguments, Console &console) {
    auto spec = specFrom(arguments);
    if (!spec)
        return spec.error();
    const bool isPreset = !arguments.has("--spec"); // a spec's own stack is as it stands there
    return jobOf(*spec, isPreset ? arguments.value("--preset").value_or("map") : "", isPreset, arguments, console);
}

core::Result<Job> jobOf(const spec::Spec &spec, const std::string &preset, bool fits, const Arguments &arguments, Console &console) {
    Job job;
    job.spec = spec;
    job.preset = preset;
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
    if (fits)
        job.spec.model = plan::fittedTo(job.spec.model, job.dataset->shape);
    const auto plan = plan::compile(job.spec.model, job.dataset->shape);
    if (!plan)
        return plan.error();
    job.plan = *plan;
    if (const auto path = arguments.value("--weights-in")) {
        auto weights = files::readWeights(*path, *job.plan);
        if (!weights)
            return weights.error();
        for (const std::string &remark : weights->remarks)
            console.err << "hourglass: " << *path << ": " << remark << '\n';
        job.weights = std::move(*weights);
    }
    return job;
}

} // namespace hourglass::app
