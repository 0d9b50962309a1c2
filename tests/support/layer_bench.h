// A layer case made ready: plan, data, settings and a stepper.
#pragma once

#include <QtGlobal>

#include "engine/training/stepper.h"
#include "tests/support/layer_cases.h"

namespace hourglass::tests {

struct LayerBench {
    std::shared_ptr<const plan::Plan> plan;
    std::shared_ptr<const data::Dataset> dataset;
    spec::TrainingSpec spec;

    explicit LayerBench(const LayerCase &row, const char *optimiser = "sgd") : dataset(smoothData(row.sizes)) {
        const auto compiled = plan::compile({row.layers, row.code, false}, dataset->shape, testedKinds());
        if (!compiled)
            qFatal("%s: %s", row.name, compiled.error().sentence().c_str());
        plan = *compiled;
        spec = settings(row.loss, optimiser, row.batch, 1, row.seed);
        spec.penalties = row.penalties;
        if (row.corrupts)
            spec.corruption = {"gaussian", {{"strength", 0.2}}};
    }

    std::unique_ptr<training::Stepper> stepper(core::ThreadPool *pool = nullptr) const {
        auto made = std::make_unique<training::Stepper>(plan, dataset);
        [[maybe_unused]] const auto taken = made->configure(spec);
        assert(taken);
        made->setThreadPool(pool);
        made->start();
        return made;
    }
};

} // namespace hourglass::tests
