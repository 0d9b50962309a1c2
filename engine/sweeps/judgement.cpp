#include "engine/sweeps/judgement.h"

#include <algorithm>

#include "engine/analysis/scores.h"
#include "engine/plan/plan.h"
#include "engine/training/stack_pass.h"

namespace hourglass::sweeps {

namespace {

constexpr const char *variational = "variational", *beta = "beta", *freeBits = "free_bits";

/// The mean loss of the validation part, were the code to have this price.
core::Result<double> lossAtPrice(double price, const plan::Snapshot &snapshot, const spec::Spec &spec, const data::Dataset &dataset, core::ThreadPool &pool,
                                 const std::atomic<bool> &cancelled) {
    spec::ModelSpec model = snapshot.plan->model();
    for (spec::LayerSpec &layer : model.layers)
        if (layer.kind == variational) {
            layer.values[beta] = price;
            layer.values[freeBits] = 0.0;
        }
    const auto plan = plan::compile(model, dataset.shape); // other live settings: the parameters lie where they did
    if (!plan)
        return plan.error();
    auto loss = training::makeLoss(spec.training.loss, **plan, dataset);
    if (!loss)
        return loss.error();
    training::StackArrays arrays(**plan);
    std::copy_n(snapshot.parameters.data(), snapshot.parameters.size(), arrays.parameters.data());
    std::copy_n(snapshot.state.data(), snapshot.state.size(), arrays.state.data());
    training::StepPool steps;
    steps.use(&pool);
    training::StackPass pass(*plan, arrays, steps);
    training::PassSettings settings;
    settings.loss = std::move(*loss);
    pass.configure(std::move(settings), std::min(spec.training.batch, dataset.train.samples));
    pass.reserveWorkers();
    pass.prepare();
    return pass.evaluate(dataset.validation, &cancelled);
}

} // namespace

core::Result<Judgement> judge(const plan::Snapshot &snapshot, const spec::Spec &spec, const data::Dataset &dataset, core::ThreadPool &pool,
                              const std::atomic<bool> &cancelled) {
    Judgement judgement;
    judgement.squaredError = analysis::measureScores(snapshot, dataset, dataset.validation, {}, spec.training.seed, pool).mse;
    const auto &layers = snapshot.plan->model().layers;
    if (std::none_of(layers.begin(), layers.end(), [](const spec::LayerSpec &layer) { return layer.kind == variational; }))
        return judgement;
    const auto free = lossAtPrice(0, snapshot, spec, dataset, pool, cancelled);
    if (!free)
        return free.error();
    const auto priced = lossAtPrice(1, snapshot, spec, dataset, pool, cancelled);
    if (!priced)
        return priced.error();
    judgement.distortion = *free;
    judgement.rate = *priced - *free;
    return judgement;
}

} // namespace hourglass::sweeps
