// A trainer with something to train, and patience.
#pragma once

#include <future>
#include <thread>

#include "engine/plan/snapshot.h"
#include "engine/training/trainer.h"
#include "tests/support/stacks.h"

namespace hourglass::tests {

using namespace std::chrono_literals;

struct TrainerBench {
    std::shared_ptr<const data::Dataset> dataset;
    std::shared_ptr<const plan::Plan> plan;
    spec::TrainingSpec spec;

    /// Four steps an epoch.
    explicit TrainerBench(DataSizes sizes = {100, 9, 0, 40}, std::vector<spec::LayerSpec> layers = {dense(5, "tanh"), output()},
                          const std::vector<layers::Row> &kinds = layers::registry())
        : dataset(smoothData(sizes)), plan(*plan::compile({std::move(layers), 0, false}, dataset->shape, kinds)),
          spec(settings(squaredError, "adam", 32, 3, 5)) {}

    training::Assignment assignment(std::uint64_t run = 1, std::shared_ptr<const training::TrainingState> from = nullptr) const {
        return {run, plan, dataset, spec, std::move(from)};
    }

    std::unique_ptr<training::Stepper> stepper() const {
        auto made = std::make_unique<training::Stepper>(plan, dataset);
        [[maybe_unused]] const auto taken = made->configure(spec);
        assert(taken);
        made->start();
        return made;
    }

    /// The parameters after so many steps by hand.
    core::Floats parametersAfter(Index steps) const {
        const auto own = stepper();
        for (Index step = 0; step < steps; ++step)
            own->step();
        return own->currentParameters();
    }
};

/// Waits until `isTrue`, half a minute at most; returns whether it came about.
template <class Condition>
bool comesAbout(Condition isTrue) {
    for (int tries = 0; tries < 30'000; ++tries) {
        if (isTrue())
            return true;
        std::this_thread::sleep_for(1ms);
    }
    return isTrue();
}

/// Until all commands are obeyed and nothing runs; collects the evaluations on the way, for they end a wait, too.
inline training::Status settled(training::Trainer &trainer, std::vector<training::EvaluationRecord> *evaluations = nullptr) {
    std::vector<training::EvaluationRecord> own, &kept = evaluations ? *evaluations : own;
    for (;;) {
        trainer.drainEvaluations(kept);
        const std::size_t before = kept.size();
        trainer.wait(10s);
        const training::Status status = trainer.status();
        trainer.drainEvaluations(kept);
        if (kept.size() == before && status.state != training::State::Running)
            return status;
    }
}

/// The whole state after the present step.
inline training::Trainer::SharedState stateOf(training::Trainer &trainer) {
    const auto state = std::make_shared<std::promise<training::Trainer::SharedState>>();
    auto arrived = state->get_future();
    trainer.requestState([state](training::Trainer::SharedState taken) { state->set_value(std::move(taken)); });
    return arrived.get();
}

inline std::shared_ptr<const plan::Snapshot> snapshotOf(training::Trainer &trainer) {
    trainer.requestSnapshot();
    std::shared_ptr<const plan::Snapshot> snapshot;
    comesAbout([&] { return static_cast<bool>(snapshot = trainer.takeSnapshot()); });
    return snapshot;
}

} // namespace hourglass::tests
