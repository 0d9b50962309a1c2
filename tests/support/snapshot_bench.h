// A stack with its first numbers and data beside it, and tasks of the analysis run on them on the calling thread.
#pragma once

#include <atomic>
#include <memory>

#include "engine/analysis/task.h"
#include "tests/support/stacks.h"

namespace hourglass::tests {

struct SnapshotBench {
    std::shared_ptr<const data::Dataset> dataset;
    std::shared_ptr<plan::Snapshot> snapshot = std::make_shared<plan::Snapshot>();
    analysis::SharedWork shared;
    std::atomic<bool> isCancelled{false};

    SnapshotBench(std::shared_ptr<const data::Dataset> given, const spec::ModelSpec &model) : dataset(std::move(given)) {
        snapshot->plan = *plan::compile(model, dataset->shape);
        snapshot->run = snapshot->step = 3;
        snapshot->parameters = core::Floats(snapshot->plan->parameterFloats());
        snapshot->state = core::Floats(snapshot->plan->stateFloats());
        plan::initialise(*snapshot->plan, 4, snapshot->parameters.data(), snapshot->state.data());
    }
    SnapshotBench(DataSizes sizes, std::vector<spec::LayerSpec> layers, Index code)
        : SnapshotBench(smoothData(sizes), spec::ModelSpec{std::move(layers), code, false}) {}

    template <class T>
    std::shared_ptr<const typename T::Result> run(const T &task) {
        shared = {}; // numbers may have been changed
        analysis::TaskContext context(snapshot, dataset, shared, isCancelled);
        return task.run(context);
    }
    float *parametersOf(int layer) { return snapshot->parameters.data() + snapshot->plan->layers()[static_cast<std::size_t>(layer)].parameters; }
};

} // namespace hourglass::tests
