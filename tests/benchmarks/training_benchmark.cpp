// How fast stacks train: seconds an epoch, samples a second and the share of the limit, which is the stack's own products run bare, in turn
// with the training in one process; null where a layer's products are not known to bare_products.h. tests/benchmarks/run.sh training, and
//   --only NAME,…      these stacks
//   --seconds S        for each stack and number of threads, 4 without; for each turn with anchors
//   --threads N        this number alone, 1 and 2 without
//   --precision P      "mixed" instead of "single", of the others with anchors, too; with "both" each stack in both, in turn
//   --parts            where the time goes, as shares of all threads' time; `rest` is waiting and what happens outside of kernels
//   --anchors PYTHON   beside PyTorch, Keras and JAX instead, each in turn with ours, --rounds R times (3 without), on two threads without --threads
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <time.h>

#include "engine/core/floating_point.h"
#include "engine/data/library/library.h"
#include "engine/training/precision.h"
#include "engine/training/stepper.h"
#include "tests/benchmarks/anchor.h"
#include "tests/benchmarks/bare_products.h"
#include "tests/benchmarks/stacks.h"
#include "tests/benchmarks/timed_kernels.h"

using namespace hourglass;
using benchmarks::Index;
using Clock = std::chrono::steady_clock;

namespace {

constexpr double turn = 0.1; // seconds of training between two of the bare products

struct Options {
    std::string only, python, precision = "single";
    double seconds = 4;
    int rounds = 3, threads = 0;
    bool wantsParts = false;

    bool includes(const std::string &stack) const { return only.empty() || ("," + only + ",").find("," + stack + ",") != std::string::npos; }
};

std::optional<Options> optionsOf(int argc, char **argv) {
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string name = argv[i], value = i + 1 < argc ? argv[i + 1] : "";
        if (name == "--parts") {
            options.wantsParts = true;
            continue;
        }
        if (value.empty())
            return std::nullopt;
        ++i;
        if (name == "--only")
            options.only = value;
        else if (name == "--anchors")
            options.python = value;
        else if (name == "--precision")
            options.precision = value;
        else if (name == "--seconds")
            options.seconds = std::atof(value.c_str());
        else if (name == "--threads")
            options.threads = std::clamp(std::atoi(value.c_str()), 1, 256);
        else if (name == "--rounds")
            options.rounds = std::max(1, std::atoi(value.c_str()));
        else
            return std::nullopt;
    }
    return options;
}

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values.size() % 2 == 1 ? values[values.size() / 2] : (values[values.size() / 2 - 1] + values[values.size() / 2]) / 2;
}

/// Of the middle half, in parts of the median.
double spread(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return (values[values.size() * 3 / 4] - values[values.size() / 4]) / median(values);
}

/// A stack ready to be trained by so many threads.
class Training {
public:
    Training(const benchmarks::Stack &stack, const std::shared_ptr<const data::Dataset> &dataset, int threads)
        : m_plan(*plan::compile(stack.spec.model, dataset->shape)), m_stepper(m_plan, dataset), m_pool(threads) {
        if (!m_stepper.configure(stack.spec.training))
            std::abort();
        m_stepper.setThreadPool(&m_pool);
        m_stepper.start();
        for (int warmUp = 0; warmUp < 20; ++warmUp)
            m_stepper.step();
    }

    /// Seconds a sample; `steps` becomes those taken.
    double run(double seconds, Index &steps) {
        const Clock::time_point start = Clock::now();
        Index samples = 0;
        for (steps = 0; secondsSince(start) < seconds; ++steps)
            samples += m_stepper.step().samples;
        return secondsSince(start) / static_cast<double>(samples);
    }

    const plan::Plan &plan() const { return *m_plan; }
    Index batch() const { return m_stepper.batch(); }
    core::ThreadPool &pool() { return m_pool; }

private:
    std::shared_ptr<const plan::Plan> m_plan;
    training::Stepper m_stepper;
    core::ThreadPool m_pool;
};

void printParts(const benchmarks::Seconds &sums, double seconds) {
    double rest = 1;
    std::printf(",\"parts\":{");
    for (std::size_t part = 0; part < sums.size(); ++part) {
        rest -= sums[part] / seconds;
        if (sums[part] > 0)
            std::printf("\"%s\":%.3f,", benchmarks::partNames[part], sums[part] / seconds);
    }
    std::printf("\"rest\":%.3f}", rest);
}

void measure(const benchmarks::Stack &stack, const std::shared_ptr<const data::Dataset> &dataset, int threads, const Options &options) {
    Training training(stack, dataset, threads);
    benchmarks::BareProducts bare(training.plan(), training.batch(), threads);
    std::vector<double> perSample, limits, shares;
    benchmarks::Seconds parts{};
    double timed = 0;
    const Clock::time_point start = Clock::now();
    while (secondsSince(start) < options.seconds || perSample.size() < 5) {
        Index steps = 0;
        const Clock::time_point begun = Clock::now();
        if (options.wantsParts)
            benchmarks::startTiming();
        perSample.push_back(training.run(turn, steps));
        if (options.wantsParts) {
            const benchmarks::Seconds more = benchmarks::stopTiming();
            std::transform(parts.begin(), parts.end(), more.begin(), parts.begin(), std::plus<>());
            timed += secondsSince(begun) * threads;
        }
        const Clock::time_point products = Clock::now();
        for (Index step = 0; step < steps && bare.isComplete(); ++step)
            bare.run(training.pool());
        limits.push_back(secondsSince(products) / static_cast<double>(steps * training.batch()));
        shares.push_back(limits.back() / perSample.back());
    }
    std::printf(
        "{\"benchmark\":\"training\",\"preset\":\"%s\",\"threads\":%d,\"instructions\":\"%s\",\"parameters\":%lld,\"batch\":%lld,\"samples_per_second\":%.0f,"
        "\"spread\":%.3f,\"seconds_an_epoch\":%.5f",
        stack.key.c_str(), threads, kernels::instructionLevel(), static_cast<long long>(training.plan().outline().parameters),
        static_cast<long long>(training.batch()), 1 / median(perSample), spread(perSample), median(perSample) * static_cast<double>(dataset->train.samples));
    if (bare.isComplete())
        std::printf(",\"limit_samples_per_second\":%.0f,\"share_of_limit\":%.3f", 1 / median(limits), median(shares));
    else
        std::printf(",\"limit_samples_per_second\":null,\"share_of_limit\":null");
    if (options.wantsParts)
        printParts(parts, timed);
    std::printf("}\n");
    std::fflush(stdout);
}

double processorSeconds() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// Both precisions in turn: samples a second by the clock, and microseconds of all threads' processor time a sample.
void compareBoth(benchmarks::Stack stack, const std::shared_ptr<const data::Dataset> &dataset, int threads, const Options &options) {
    stack.spec.training.precision.kind = "single";
    Training single(stack, dataset, threads);
    stack.spec.training.precision.kind = "mixed";
    Training mixed(stack, dataset, threads);
    std::vector<double> perSample[2], used[2], gains, processorGains;
    for (const Clock::time_point start = Clock::now(); secondsSince(start) < 2 * options.seconds || gains.size() < 5;) {
        for (Training *training : {&single, &mixed}) {
            const int side = training == &mixed;
            Index steps = 0;
            const double before = processorSeconds();
            perSample[side].push_back(training->run(turn, steps));
            used[side].push_back((processorSeconds() - before) / static_cast<double>(steps * training->batch()));
        }
        gains.push_back(perSample[0].back() / perSample[1].back());
        processorGains.push_back(used[0].back() / used[1].back());
    }
    std::printf(
        "{\"benchmark\":\"precision\",\"preset\":\"%s\",\"threads\":%d,\"instructions\":\"%s\",\"path\":\"%s\",\"single\":%.0f,\"mixed\":%.0f,\"gain\":%.2f,"
        "\"processor_us\":[%.1f,%.1f],\"processor_gain\":%.2f,\"turns\":%zu}\n",
        stack.key.c_str(), threads, kernels::instructionLevel(), training::mixedPrecision().key.c_str(), 1 / median(perSample[0]), 1 / median(perSample[1]),
        median(gains), 1e6 * median(used[0]), 1e6 * median(used[1]), median(processorGains), gains.size());
    std::fflush(stdout);
}

std::string imageFolder() {
    for (const std::string &folder : data::standardDataFolders())
        if (const std::string path = folder + "/datasets/fashion-mnist"; std::filesystem::exists(path + "/train-images-idx3-ubyte.gz"))
            return path;
    return {};
}

/// Ours, a framework, ours, the next one …: each framework's speed is compared with the mean of ours before and behind it.
void compare(const benchmarks::Stack &stack, const std::shared_ptr<const data::Dataset> &dataset, const Options &options) {
    const int threads = options.threads > 0 ? options.threads : 2;
    constexpr const char *frameworks[] = {"torch", "keras", "jax"};
    Training training(stack, dataset, threads);
    // An epoch of a slow stack would take many seconds.
    const Index samples = training.plan().outline().multiplyAddsPerSample > 1e6 ? 12800 : 0;
    const auto ours = [&] {
        std::vector<double> perSample;
        const Clock::time_point start = Clock::now();
        for (Index steps = 0; secondsSince(start) < options.seconds;)
            perSample.push_back(training.run(turn, steps));
        return 1 / median(perSample);
    };
    std::vector<double> own{ours()}, ratios[3], theirs[3];
    std::string last[3];
    for (int round = 0; round < options.rounds; ++round)
        for (int i = 0; i < 3; ++i) {
            const benchmarks::AnchorSpeed speed = benchmarks::run({frameworks[i], options.python, imageFolder(), stack.spec.training.precision.kind}, stack.key,
                                                                  threads, samples, options.seconds);
            last[i] = speed.line.empty() ? "{\"error\":\"no answer\"}" : speed.line;
            if (speed.samplesPerSecond <= 0)
                continue;
            own.push_back(ours());
            theirs[i].push_back(speed.samplesPerSecond);
            ratios[i].push_back((own[own.size() - 2] + own.back()) / 2 / speed.samplesPerSecond);
        }
    std::printf("{\"benchmark\":\"anchors\",\"preset\":\"%s\",\"precision\":\"%s\",\"threads\":%d,\"rounds\":%d,\"samples_per_second\":%.0f,\"spread\":%.3f",
                stack.key.c_str(), stack.spec.training.precision.kind.c_str(), threads, options.rounds, median(own), spread(own));
    for (int i = 0; i < 3; ++i) {
        if (ratios[i].empty()) {
            std::printf(",\"%s\":%s", frameworks[i], last[i].c_str());
            continue;
        }
        const auto [least, most] = std::minmax_element(ratios[i].begin(), ratios[i].end());
        std::printf(",\"%s\":{\"samples_per_second\":%.0f,\"ratio\":%.2f,\"least\":%.2f,\"most\":%.2f}", frameworks[i], median(theirs[i]), median(ratios[i]),
                    *least, *most);
    }
    std::printf("}\n");
    std::fflush(stdout);
}

} // namespace

int main(int argc, char **argv) {
    const std::optional<Options> options = optionsOf(argc, argv);
    if (!options) {
        std::fprintf(stderr, "Options: --only NAME,… --seconds S --threads N --precision P --parts --anchors PYTHON --rounds R\n");
        return 2;
    }
    core::setFloatingPointMode();
    const data::Library library({}, data::standardDataFolders());
    for (benchmarks::Stack stack : benchmarks::stacks()) {
        if (options->precision != "both")
            stack.spec.training.precision.kind = options->precision;
        if (!options->includes(stack.key) || (!options->python.empty() && stack.key == "denoising")) // no anchor adds noise
            continue;
        const auto dataset = library.load(stack.spec.data, stack.spec.training.seed, {});
        if (!dataset) {
            std::fprintf(stderr, "%s\n", dataset.error().sentence().c_str());
            continue;
        }
        if (!options->python.empty()) {
            compare(stack, *dataset, *options);
            continue;
        }
        for (const int threads : options->threads > 0 ? std::vector{options->threads} : std::vector{1, 2})
            if (options->precision == "both")
                compareBoth(stack, *dataset, threads, *options);
            else
                measure(stack, *dataset, threads, *options);
    }
    return 0;
}
