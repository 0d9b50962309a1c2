// What must hold of any training by lot: it is refused with a sentence that says where, or it trains in finite numbers and the same bits.
#pragma once

#include <QTest>

#include <map>

#include "engine/spec/json.h"
#include "engine/training/stepper.h"
#include "tests/support/random_stacks.h"

namespace hourglass::tests {

/// Empty, or what is wrong with what was said of a training that cannot be.
inline QString faultOf(const core::Error &error, const RandomStack &stack) {
    const QString sentence = QString::fromStdString(error.sentence());
    const auto layers = static_cast<int>(stack.spec.model.layers.size());
    if (error.what.empty() || error.hint.empty())
        return "does not say what is wrong, or what to do: " + sentence;
    if (error.layer < -1 || error.layer >= layers)
        return "names a layer that is not there: " + sentence;
    return error.layer < 0 && error.where.find("training.") != 0 ? "does not say where: " + sentence : QString();
}

struct Traces {
    std::vector<double> losses;
    training::TrainingState state;
};

inline Traces tracesOf(const RandomStack &stack, const std::shared_ptr<const plan::Plan> &plan, int threads) {
    core::ThreadPool pool(threads);
    training::Stepper stepper(plan, stack.dataset());
    [[maybe_unused]] const auto taken = stepper.configure(stack.spec.training);
    stepper.setThreadPool(&pool);
    stepper.start();
    Traces traces;
    for (int step = 0; step < 3; ++step)
        traces.losses.push_back(stepper.step().loss);
    traces.losses.push_back(stepper.evaluate(stepper.dataset().test));
    traces.state = stepper.state();
    return traces;
}

inline QString faultOf(const Traces &one, const Traces &three) {
    for (std::size_t i = 0; i < one.losses.size(); ++i)
        if (!std::isfinite(one.losses[i]))
            return QString("loss %1 is not finite").arg(i);
    const auto isFinite = [](const core::Floats &numbers) { return numbers.isEmpty() || kernels::areFinite(numbers.size(), numbers.data()); };
    if (!isFinite(one.state.parameters) || !isFinite(one.state.averaged) || !isFinite(one.state.state))
        return "parameters are not finite";
    if (one.losses != three.losses)
        return "three threads give another loss than one";
    const bool areAlike = sameBits(one.state.parameters, three.state.parameters) && sameBits(one.state.state, three.state.state) &&
                          sameBits(one.state.moments, three.state.moments) && sameBits(one.state.averaged, three.state.averaged);
    return areAlike ? QString() : "three threads give other bits than one";
}

/// Checks, compiles, configures and trains the stack of this seed; empty, or what went wrong.
inline QString faultOfSeed(std::uint64_t seed) {
    const RandomStack stack = StackLottery(seed).draw();
    const auto checked = spec::checked(stack.spec, training::catalogue());
    if (!stack.spoiled.empty() && (checked || checked.error().where != stack.spoiled))
        return "the value of " + QString::fromStdString(stack.spoiled) + " is not refused, or not there";
    if (!stack.spoiled.empty())
        return {};
    if (!checked)
        return "is refused, though drawn from the descriptions: " + QString::fromStdString(checked.error().sentence());
    const auto plan = plan::compile(checked->model, stack.sizes.sample());
    if (!plan)
        return plan.error().layer < 0 ? "a stack that does not compile names no layer" : faultOf(plan.error(), stack);
    if (const auto taken = training::Stepper(*plan, stack.dataset()).configure(stack.spec.training); !taken)
        return faultOf(taken.error(), stack);
    return faultOf(tracesOf(stack, *plan, 1), tracesOf(stack, *plan, 3));
}

struct Coverage {
    int trained = 0, shared = 0;       ///< those whose work a pool shares
    std::map<std::string, int> drawn;  ///< layers by kind
    std::map<std::string, int> kinds;  ///< likewise, in those that train
    std::map<std::string, int> others; ///< of losses, optimisers, schedules, corruptions and averages, in those that train
};

/// What the stacks of so many seeds come to.
inline Coverage coverageOf(std::uint64_t first, std::uint64_t count) {
    Coverage coverage;
    for (std::uint64_t seed = first; seed < first + count; ++seed) {
        const RandomStack stack = StackLottery(seed).draw();
        for (const spec::LayerSpec &layer : stack.spec.model.layers)
            ++coverage.drawn[layer.kind];
        if (!stack.spoiled.empty())
            continue;
        const spec::TrainingSpec &training = stack.spec.training;
        const auto plan = plan::compile(stack.spec.model, stack.sizes.sample());
        if (!plan || !training::Stepper(*plan, stack.dataset()).configure(training))
            continue;
        ++coverage.trained;
        const Index batch = std::min(training.batch, stack.sizes.train);
        coverage.shared += batch > training::BatchWorkspace::block && (*plan)->outline().multiplyAddsPerSample * static_cast<double>(batch) > 1e6;
        for (const spec::LayerSpec &layer : stack.spec.model.layers)
            ++coverage.kinds[layer.kind];
        for (const spec::Component *other : {&training.loss, &training.optimiser, &training.schedule, &training.corruption, &training.average})
            ++coverage.others[other->kind];
    }
    return coverage;
}

/// Empty, or a kind of layer that takes part too seldom.
inline QString rareKind(const Coverage &coverage, int fewestDrawn, int fewestTrained) {
    const auto countIn = [](const std::map<std::string, int> &counts, const std::string &key) { return counts.count(key) ? counts.at(key) : 0; };
    for (const spec::Kind &kind : training::catalogue().layers)
        if (const int drawn = countIn(coverage.drawn, kind.key), trained = countIn(coverage.kinds, kind.key); drawn < fewestDrawn || trained < fewestTrained)
            return QString("%1: %2 drawn, %3 trained").arg(QString::fromStdString(kind.key)).arg(drawn).arg(trained);
    return {};
}

/// Rows for faultOfSeed(): a row's name is its seed, so that one that fails can be run alone.
inline void addSeeds(std::uint64_t first, std::uint64_t count) {
    QTest::addColumn<quint64>("seed");
    for (std::uint64_t seed = first; seed < first + count; ++seed)
        QTest::addRow("seed %llu", static_cast<unsigned long long>(seed)) << static_cast<quint64>(seed);
}

} // namespace hourglass::tests
