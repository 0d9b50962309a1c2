// What the records of a training take in memory, however long it goes on, and what writing one costs: merged ones as the trainer
// hands them over where it is fast, one evaluation each thousand steps.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

#include "engine/runs/run_log.h"

using namespace hourglass;

namespace {

double nowMs() {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

training::StepRecord recordOf(core::Index step, double stepsPerEpoch) {
    const double epoch = static_cast<double>(step) / stepsPerEpoch;
    // A cheap jitter instead of noise: the benchmark is not to time a generator.
    const float loss = 0.3f + static_cast<float>(static_cast<std::uint32_t>(step) * 2654435761u >> 8) * 1e-9f;
    return {step, epoch, 1, loss, loss, loss};
}

void measure(core::Index count) {
    constexpr double stepsPerEpoch = 235.0;
    constexpr core::Index stepsOfATick = 1000;
    runs::RunLog log("binary cross-entropy", "test");
    std::vector<training::StepRecord> steps;
    double longest = 0, writing = 0;
    std::size_t most = 0;
    for (core::Index first = 1; first <= count; first += stepsOfATick) {
        steps.clear();
        for (core::Index step = first; step < first + stepsOfATick; ++step)
            steps.push_back(recordOf(step, stepsPerEpoch));
        training::EvaluationRecord evaluation;
        evaluation.step = steps.back().step;
        evaluation.epoch = steps.back().epoch;
        evaluation.heldOutLoss = evaluation.testLoss = evaluation.trainLoss = 0.3;
        evaluation.terms = {{"data", 0.29}, {"bottleneck", 0.005}, {"weight_decay", 0.005}};
        evaluation.endsEpoch = true;
        const double before = nowMs();
        log.append(steps);
        log.append(evaluation);
        const double taken = nowMs() - before;
        writing += taken;
        longest = std::max(longest, taken);
        if (first / stepsOfATick % 16 == 0)
            most = std::max(most, log.bytes());
    }
    const double bytes = static_cast<double>(log.bytes());
    std::printf("{\"benchmark\": \"run_log\", \"steps\": %lld, \"bytes_per_step\": %.3f, \"memory_mb\": %.2f, \"most_mb\": %.2f, "
                "\"spans\": %lld, "
                "\"append_ns_per_step\": %.1f, \"longest_tick_ms\": %.2f}\n",
                static_cast<long long>(count), bytes / static_cast<double>(count), bytes / 1e6, static_cast<double>(most) / 1e6,
                static_cast<long long>(log.present().train.size()), writing * 1e6 / static_cast<double>(count), longest);
}

} // namespace

int main() {
    for (const core::Index count : {100'000, 1'000'000, 10'000'000, 100'000'000})
        measure(count);
}
