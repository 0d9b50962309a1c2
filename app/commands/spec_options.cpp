#include "app/commands/spec_options.h"

#include <utility>

#include "app/background/available_threads.h"
#include "app/session/spec_file.h"
#include "engine/spec/json.h"
#include "engine/spec/presets.h"
#include "engine/training/catalogue.h"

namespace hourglass::app {

std::vector<Option> specOptions() {
    return {{"--preset", "NAME", "a ready stack (see `hourglass presets`); without it and --spec: map"},
            {"--spec", "FILE", "a stack and its training as JSON (see `hourglass spec`)"},
            {"--data", "NAME|PATH", "other data: a name of `hourglass datasets`, or a file or folder: pictures, arrays, tables, series, recordings"},
            {"--epochs", "N", "how often every sample is seen"},
            {"--batch", "N", "samples in a step"},
            {"--rate", "X", "learning rate"},
            {"--loss", "NAME", "how far outputs are from their targets (see `hourglass losses`)"},
            {"--threads", "N", "threads that share each step; they change no result (default: all cores)"},
            {"--seed", "N", "of initial weights, shuffling and noise"},
            {"--set", "PATH=VALUE", "any setting of the spec: --set model.layers.2.units=8", true}};
}

core::Result<spec::Spec> specFrom(const Arguments &arguments) {
    if (arguments.has("--preset") && arguments.has("--spec"))
        return core::Error{"A preset and a spec at once", "--preset, --spec", "Give one of them."};
    spec::Spec spec;
    if (const auto path = arguments.value("--spec")) {
        auto read = readSpecFile(*path);
        if (!read)
            return read.error();
        spec = *read;
    } else {
        auto preset = spec::findPreset(arguments.value("--preset").value_or("map"));
        if (!preset)
            return preset.error();
        spec = preset->spec;
    }
    return changedBy(std::move(spec), arguments);
}

core::Result<spec::Spec> changedBy(spec::Spec spec, const Arguments &arguments) {
    const auto epochs = arguments.integer("--epochs", spec.training.epochs, 1, spec::largestEpochs);
    if (!epochs)
        return epochs.error();
    spec.training.epochs = *epochs;
    const auto batch = arguments.integer("--batch", spec.training.batch, 1, spec::largestBatch);
    if (!batch)
        return batch.error();
    spec.training.batch = *batch;
    const auto seed = arguments.integer("--seed", static_cast<long long>(spec.training.seed), 0, 1LL << 53);
    if (!seed)
        return seed.error();
    spec.training.seed = static_cast<std::uint64_t>(*seed);
    if (arguments.has("--rate")) {
        const auto rate = arguments.real("--rate", 0, 0, 1e6);
        if (!rate)
            return rate.error();
        spec.training.optimiser.values["rate"] = *rate;
    }
    if (const auto loss = arguments.value("--loss"))
        spec.training.loss.kind = *loss;
    if (const auto source = arguments.value("--data"))
        spec.data.source = *source;
    for (const std::string &assignment : arguments.values("--set")) {
        auto changed = spec::withSetting(spec, assignment, training::catalogue());
        if (!changed)
            return changed.error();
        spec = *changed;
    }
    return spec::checked(spec, training::catalogue());
}

core::Result<int> threadsFrom(const Arguments &arguments) {
    const auto threads = arguments.integer("--threads", availableThreads(), 1, mostThreads);
    if (!threads)
        return threads.error();
    return static_cast<int>(*threads);
}

} // namespace hourglass::app
