#include "app/commands/spec_options.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <sched.h>

#include "engine/spec/json.h"
#include "engine/spec/presets.h"
#include "engine/training/catalogue.h"

namespace hourglass::app {

namespace {

constexpr std::uintmax_t largestSpecFile = 16'000'000;

} // namespace

std::vector<Option> specOptions() {
    return {{"--preset", "NAME", "a ready stack (see `hourglass presets`); without it and --spec: map"},
            {"--spec", "FILE", "a stack and its training as JSON (see `hourglass spec`)"},
            {"--data", "NAME|PATH", "other data: a name of `hourglass datasets`, a folder with IDX files or one, X.npy or mnist.npz"},
            {"--epochs", "N", "how often every sample is seen"},
            {"--batch", "N", "samples in a step"},
            {"--rate", "X", "learning rate"},
            {"--loss", "NAME", "mean_squared_error or binary_cross_entropy"},
            {"--threads", "N", "threads that share each step; they change no result (default: all cores)"},
            {"--seed", "N", "of initial weights, shuffling and noise"},
            {"--set", "PATH=VALUE", "any setting of the spec: --set model.layers.2.units=8", true}};
}

core::Result<spec::Spec> readSpecFile(const std::string &path) {
    std::error_code problem;
    if (!std::filesystem::is_regular_file(path, problem))
        return core::Error{"There is no such file", path, "Give the path of a spec in JSON."};
    if (std::filesystem::file_size(path, problem) > largestSpecFile || problem)
        return core::Error{"The file is too large to be a spec", path, "`hourglass spec --preset deep` prints one."};
    std::ifstream file(path, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    if (!file)
        return core::Error{"The file cannot be read", path, "Check that it is yours to read."};
    return spec::readSpec(text, training::catalogue(), path);
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

int availableThreads() {
    cpu_set_t cores;
    CPU_ZERO(&cores);
    if (sched_getaffinity(0, sizeof cores, &cores) != 0)
        return 1;
    return std::clamp(CPU_COUNT(&cores), 1, mostThreads);
}

} // namespace hourglass::app
