#include "engine/training/stepper.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>

#include "engine/spec/precision.h"
#include "engine/training/demands.h"
#include "engine/training/precision.h"

namespace hourglass::training {

namespace {

bool hasSameMemory(const layers::Traits &a, const layers::Traits &b) {
    const auto numbers = [](const layers::Traits &traits) {
        return std::tie(traits.preparedSize, traits.prepareTasks, traits.gradientTasks, traits.scratchPerSample, traits.partialPerBlock, traits.workspace,
                        traits.tiedTo, traits.isAcrossSamples, traits.batchTasks, traits.leavesLogits, traits.leavesSoftmaxLogits);
    };
    const auto isSameTensor = [](const layers::Tensor &one, const layers::Tensor &other) { return one.shape == other.shape; };
    return a.output == b.output && numbers(a) == numbers(b) &&
           std::equal(a.parameters.begin(), a.parameters.end(), b.parameters.begin(), b.parameters.end(), isSameTensor) &&
           std::equal(a.state.begin(), a.state.end(), b.state.begin(), b.state.end(), isSameTensor);
}

bool hasSameMemory(const plan::Plan &a, const plan::Plan &b) {
    const auto alike = [](const plan::PlacedLayer &one, const plan::PlacedLayer &other) { return hasSameMemory(one.traits(), other.traits()); };
    return a.features() == b.features() && std::equal(a.layers().begin(), a.layers().end(), b.layers().begin(), b.layers().end(), alike);
}

} // namespace

Stepper::Stepper(std::shared_ptr<const plan::Plan> plan, std::shared_ptr<const data::Dataset> dataset)
    : m_plan(std::move(plan)), m_dataset(std::move(dataset)), m_arrays(*m_plan), m_pass(m_plan, m_arrays, m_pool) {}

core::Result<bool> Stepper::configure(const spec::TrainingSpec &spec) {
    if (m_dataset->train.isEmpty())
        return core::Error{m_dataset->title + " has no samples to train on", "data", "Choose other data, or a smaller validation part."};
    if (const auto error = unmetDemand(spec, *m_dataset))
        return *error;
    if (const auto error = tooFewSamples(spec, *m_plan, *m_dataset))
        return *error;
    core::Result<Loss> loss = makeLoss(spec.loss, *m_plan, *m_dataset);
    if (!loss)
        return loss.error();
    auto optimiser = makeOptimiser(spec.optimiser);
    if (!optimiser)
        return optimiser.error();
    auto penalties = makePenalties(spec.penalties, *m_plan);
    if (!penalties)
        return penalties.error();
    const auto augmentation = makeAugmentation(spec.augmentation, m_dataset->shape, m_dataset->isWithinUnit);
    if (!augmentation)
        return augmentation.error();
    const Index moments = (*optimiser)->slotCount() * size();
    if (!m_optimiser || spec.optimiser.kind != m_spec.optimiser.kind || moments != m_moments.size()) {
        m_moments = core::Floats(moments);
        m_updates = 0;
    }
    m_optimiser = std::move(*optimiser);
    m_schedule = makeSchedule(spec.schedule);
    m_stopping = Stopping(spec.stop);
    const bool wasAveraged = std::exchange(m_average, makeAverage(spec.average)).isOn();
    if (wasAveraged != m_average.isOn())
        startAverage();
    forgetWhatOtherSettingsSaw(std::exchange(m_spec, spec));
    if (stepCut().size > batch() && m_accumulated.isEmpty())
        m_accumulated = core::Floats(size());
    m_chunkSums.resize(static_cast<std::size_t>((size() + StepPool::chunk - 1) / StepPool::chunk));
    m_pass.configure({*loss, std::move(*penalties), *augmentation, data::makeCorruption(spec.corruption),
                      spec::isMixed(spec) ? std::optional(mixedPrecision().path) : std::nullopt},
                     batches().largest(m_dataset->train.samples));
    return true;
}

void Stepper::forgetWhatOtherSettingsSaw(const spec::TrainingSpec &before) {
    const bool isOtherSchedule = before.schedule.kind != m_spec.schedule.kind;
    if (isOtherSchedule)
        m_watch.rateFactor = 1;
    if (isOtherSchedule || !(before.loss == m_spec.loss) || !(before.stop == m_spec.stop))
        m_watch.forgetLosses();
}

void Stepper::setThreadPool(core::ThreadPool *pool) {
    m_pool.use(pool);
    m_pass.reserveWorkers();
}

Index Stepper::batch() const {
    return std::min(m_spec.batch, m_dataset->train.samples);
}

BatchCut Stepper::stepCut() const {
    const Index samples = m_dataset->train.samples;
    return m_optimiser->wantsAllSamples() ? BatchCut{samples, 1} : stepsOf(cutPlan(), m_spec.batch, m_spec.gradient.accumulate, samples);
}

Index Stepper::stepsPerEpoch() const {
    return stepCut().count(m_dataset->train.samples);
}

double Stepper::epochsDone() const {
    return static_cast<double>(m_batcher.epoch()) + static_cast<double>(m_batcher.position()) / static_cast<double>(m_dataset->train.samples);
}

void Stepper::start() {
    plan::initialise(*m_plan, m_weightsSeed.value_or(m_spec.seed), m_arrays.parameters.data(), m_arrays.state.data());
    std::fill_n(m_moments.data(), m_moments.size(), 0.0f);
    m_steps = m_updates = 0;
    m_epochLoss = 0;
    m_epochTerms.fill(0);
    m_watch = {};
    startAverage();
    m_batcher.start(m_dataset->train.samples, m_spec.seed, 0, 0, m_shuffles);
    m_pass.seed(m_spec.seed);
    m_pass.prepare();
}

void Stepper::restore(const TrainingState &state) {
    assert(state.parameters.size() == m_arrays.parameters.size());
    m_spec.seed = state.spec.seed;
    start();
    m_arrays.parameters = state.parameters;
    m_arrays.state = state.state;
    if (state.moments.size() == m_moments.size() && state.spec.optimiser.kind == m_spec.optimiser.kind) {
        m_moments = state.moments;
        m_updates = state.updates;
    }
    startAverage();
    if (m_average.isOn() && !state.averaged.isEmpty()) {
        m_averaged = state.averaged;
        m_averagedSteps = state.averagedSteps;
    }
    m_steps = state.step;
    m_epochLoss = state.epochLoss;
    m_epochTerms = state.epochTerms;
    m_watch = state.watch;
    forgetWhatOtherSettingsSaw(state.spec);
    m_batcher.start(m_dataset->train.samples, m_spec.seed, state.epoch, state.position, m_shuffles);
    m_pass.prepare();
}

bool Stepper::exchangePlan(const std::shared_ptr<const plan::Plan> &plan) {
    if (!hasSameMemory(*m_plan, *plan))
        return false;
    m_plan = plan;
    m_pass.setPlan(plan);
    m_pass.prepare();
    return true;
}

Index Stepper::bytesOfState() const {
    const Index best = m_watch.bestParameters.size() + m_watch.bestState.size();
    return static_cast<Index>(sizeof(float)) * (m_arrays.parameters.size() + m_arrays.state.size() + m_moments.size() + m_averaged.size() + best);
}

TrainingState Stepper::state() const {
    return {.plan = m_plan,
            .spec = m_spec,
            .parameters = m_arrays.parameters,
            .state = m_arrays.state,
            .moments = m_moments,
            .averaged = m_averaged,
            .averagedSteps = m_averagedSteps,
            .step = m_steps,
            .updates = m_updates,
            .epoch = m_batcher.epoch(),
            .position = m_batcher.position(),
            .epochLoss = m_epochLoss,
            .epochTerms = m_epochTerms,
            .watch = m_watch};
}

void Stepper::replaceParameters(const core::Floats &parameters, const core::Floats &state) {
    m_arrays.parameters = parameters;
    m_arrays.state = state;
    std::fill_n(m_moments.data(), m_moments.size(), 0.0f);
    m_updates = 0;
    startAverage();
    m_pass.prepare();
}

/// From the parameters as they are; or forgets it, where there is to be none.
void Stepper::startAverage() {
    m_averaged = m_average.isOn() ? m_arrays.parameters : core::Floats();
    m_averagedSteps = 0;
}

/// The mean over all samples of the step, batch after batch.
double Stepper::evaluate() {
    if (m_evaluations++ > 0) // the optimiser has moved the parameters
        m_pass.prepare();
    double loss = 0;
    const BatchCut cut = batches();
    for (Index first = 0, count = 0; first < m_stepCount; first += count) {
        count = cut.next(m_stepCount - first);
        const double share = static_cast<double>(count) / static_cast<double>(m_stepCount);
        const BatchLoss batch = m_pass.run(m_dataset->train, {m_stepSamples + first, count, static_cast<std::uint64_t>(m_steps), m_epochsAtStep});
        loss += batch.total * share;
        if (m_evaluations == 1) // the terms are those before the step, as the loss is
            for (std::size_t term = 0; term < mostTerms; ++term)
                m_stepTerms[term] += batch.terms[term] * share;
        if (count == m_stepCount)
            break;
        if (first == 0)
            std::fill_n(m_accumulated.data(), m_accumulated.size(), 0.0f);
        inChunks(
            [&](Index at, Index length) { kernels::addScaled(length, static_cast<float>(share), m_arrays.gradient.data() + at, m_accumulated.data() + at); });
        if (first + count == m_stepCount)
            std::copy_n(m_accumulated.data(), size(), m_arrays.gradient.data());
    }
    clipGradient();
    return loss;
}

double Stepper::evaluateAndMove(core::FunctionRef<void(Index, Index)> move) {
    if (!takesPlainGradient())
        return Objective::evaluateAndMove(move);
    m_isPrepared = true;
    const BatchLoss batch = m_pass.runAndMove(m_dataset->train, {m_stepSamples, m_stepCount, static_cast<std::uint64_t>(m_steps), m_epochsAtStep}, move);
    m_stepTerms = batch.terms;
    return batch.total;
}

/// Bounds its numbers, then its length (Pascanu et al. 2013).
void Stepper::clipGradient() {
    const spec::GradientSpec &wanted = m_spec.gradient;
    const auto limit = static_cast<float>(wanted.clipValue);
    if (limit > 0)
        inChunks([&](Index at, Index count) { kernels::scaleAndClip(count, 1, limit, m_arrays.gradient.data() + at); });
    if (wanted.clipNorm <= 0)
        return;
    const double norm = gradientNorm();
    if (norm > wanted.clipNorm)
        inChunks([&](Index at, Index count) {
            kernels::scaleAndClip(count, static_cast<float>(wanted.clipNorm / (norm + 1e-6)), 0, m_arrays.gradient.data() + at);
        });
}

double Stepper::gradientNorm() {
    inChunks([&](Index at, Index count) {
        m_chunkSums[static_cast<std::size_t>(at / StepPool::chunk)] = kernels::sumOfSquares(count, m_arrays.gradient.data() + at);
    });
    double squares = 0;
    for (const double sum : m_chunkSums)
        squares += sum;
    return std::sqrt(squares);
}

void Stepper::noteEpoch(double validationLoss) {
    notePlateau(m_spec.schedule, validationLoss, m_watch);
    m_stopping.noteEpoch(validationLoss, std::llround(epochsDone()), shownParameters(), m_arrays.state, m_watch);
}

Index Stepper::restoreBest() {
    if (!m_stopping.keepsBest() || m_watch.bestEpoch == 0)
        return 0;
    replaceParameters(m_watch.bestParameters, m_watch.bestState);
    return m_watch.bestEpoch;
}

void Stepper::restartStops(double secondsTrained) {
    m_watch.stepsBefore = m_steps;
    m_watch.secondsBefore = secondsTrained;
    m_watch.epochsSince = 0;
}

StepOutcome Stepper::step() {
    if (m_batcher.isAtEndOfEpoch()) {
        m_batcher.beginNextEpoch();
        m_epochLoss = 0;
        m_epochTerms.fill(0);
    }
    m_epochsAtStep = epochsDone();
    m_rateFactor = m_schedule(m_epochsAtStep, static_cast<double>(m_spec.epochs)) * m_watch.rateFactor;
    const BatchCut cut = stepCut();
    m_stepSamples = m_batcher.next(cut.size, m_stepCount, cut.smallest);
    m_evaluations = 0;
    m_stepTerms.fill(0);
    const double loss = m_optimiser->step(*this);
    if (!std::exchange(m_isPrepared, false))
        m_pass.prepare();
    if (m_average.isOn())
        moveAverage();
    ++m_steps;
    ++m_updates;
    if (m_probe)
        showProbe();
    return counted(loss);
}

void Stepper::moveAverage() {
    const auto taken = static_cast<float>(1 - m_average.keptAt(m_averagedSteps++));
    inChunks([&](Index at, Index count) { kernels::moveTowards(count, taken, m_arrays.parameters.data() + at, m_averaged.data() + at); });
}

std::vector<Term> Stepper::termsSoFar() const {
    const Index samples = m_batcher.position();
    if (samples == 0)
        return {};
    Terms means = m_epochTerms;
    for (double &mean : means)
        mean /= static_cast<double>(samples);
    return termsOf(means);
}

/// Adds the step to its epoch.
StepOutcome Stepper::counted(double loss) {
    StepOutcome outcome{.loss = loss, .samples = m_stepCount};
    m_epochLoss += loss * static_cast<double>(m_stepCount);
    for (std::size_t term = 0; term < mostTerms; ++term)
        m_epochTerms[term] += m_stepTerms[term] * static_cast<double>(m_stepCount);
    if (m_batcher.isAtEndOfEpoch()) {
        outcome.endsEpoch = true;
        outcome.epochLoss = m_epochLoss / static_cast<double>(m_dataset->train.samples);
        for (std::size_t term = 0; term < mostTerms; ++term)
            outcome.epochTerms[term] = m_epochTerms[term] / static_cast<double>(m_dataset->train.samples);
    }
    return outcome;
}

void Stepper::showProbe() {
    m_probe->look({*m_plan, m_steps, m_pass.latestTarget(), m_pass.probed()});
}

double Stepper::evaluate(const data::Part &part, const std::atomic<bool> *isCancelled) {
    if (part.isEmpty())
        return std::numeric_limits<double>::quiet_NaN();
    if (m_averaged.isEmpty())
        return m_pass.evaluate(part, isCancelled);
    swapAverage();
    const double loss = m_pass.evaluate(part, isCancelled);
    swapAverage();
    return loss;
}

Constant Stepper::constantPart() {
    if (m_averaged.isEmpty())
        return m_pass.constantPart(m_dataset->train);
    swapAverage();
    const Constant constant = m_pass.constantPart(m_dataset->train);
    swapAverage();
    return constant;
}

void Stepper::swapAverage() {
    std::swap(m_arrays.parameters, m_averaged);
    m_pass.prepare();
}

} // namespace hourglass::training
