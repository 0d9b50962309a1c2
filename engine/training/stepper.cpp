#include "engine/training/stepper.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>

#include "engine/training/demands.h"

namespace hourglass::training {

namespace {

constexpr Index chunk = 8192;     ///< parameters of one task of the optimiser
constexpr Index fewestBlocks = 8; ///< of the workspace, so that evaluation can be shared even where batches are small

bool hasSameMemory(const layers::Traits &a, const layers::Traits &b) {
    const auto numbers = [](const layers::Traits &needs) {
        return std::tie(needs.preparedSize, needs.prepareTasks, needs.gradientTasks, needs.scratchPerSample, needs.partialPerBlock, needs.workspace, needs.tiedTo,
                        needs.isAcrossSamples, needs.batchTasks, needs.leavesLogits, needs.leavesSoftmaxLogits);
    };
    const auto isSameTensor = [](const layers::Tensor &one, const layers::Tensor &other) { return one.shape == other.shape; };
    return a.output == b.output && numbers(a) == numbers(b) &&
           std::equal(a.parameters.begin(), a.parameters.end(), b.parameters.begin(), b.parameters.end(), isSameTensor) &&
           std::equal(a.state.begin(), a.state.end(), b.state.begin(), b.state.end(), isSameTensor);
}

bool hasSameMemory(const plan::Plan &a, const plan::Plan &b) {
    return a.features() == b.features() && std::equal(a.layers().begin(), a.layers().end(), b.layers().begin(), b.layers().end(),
                                                      [](const plan::PlacedLayer &one, const plan::PlacedLayer &other) { return hasSameMemory(one.traits(), other.traits()); });
}

} // namespace

Index Stepper::workspaceSamples(Index batch) {
    return std::max(blocksOf(batch), fewestBlocks) * block;
}

Stepper::Stepper(std::shared_ptr<const plan::Plan> plan, std::shared_ptr<const data::Dataset> dataset)
    : m_plan(std::move(plan)), m_dataset(std::move(dataset)), m_parameters(m_plan->parameterFloats()), m_state(m_plan->stateFloats()),
      m_prepared(m_plan->preparedFloats()), m_gradient(m_plan->parameterFloats()), m_memory(m_plan->layers().size()) {
    planWork();
    reserveWorkspaces();
}

void Stepper::planWork() {
    m_gradientWaves.emplace_back();
    planSegments();
    for (int index = 0; index < static_cast<int>(m_plan->layers().size()); ++index) {
        const layers::Traits &needs = m_plan->layers()[static_cast<std::size_t>(index)].traits();
        if (needs.isAcrossSamples && static_cast<std::size_t>(needs.batchTasks) > m_taskPenalty.size())
            m_taskPenalty.resize(static_cast<std::size_t>(needs.batchTasks));
        for (Index task = 0; task < needs.prepareTasks; ++task)
            m_prepareTasks.push_back({index, task});
        if (needs.tiedTo >= 0)
            m_gradientWaves.emplace_back();
        std::vector<GradientTask> &wave = needs.tiedTo >= 0 ? m_gradientWaves.back() : m_gradientWaves.front();
        for (Index task = 0; task < needs.gradientTasks; ++task)
            wave.push_back({index, task});
    }
}

void Stepper::planSegments() {
    m_segments.clear();
    for (int index = 0; index < static_cast<int>(m_plan->layers().size()); ++index) {
        const bool isAcross = m_plan->layers()[static_cast<std::size_t>(index)].traits().isAcrossSamples;
        if (isAcross || m_segments.empty() || m_segments.back().isAcrossSamples || endsAtPenalties(m_segments.back()))
            m_segments.push_back({index, index, isAcross});
        else
            m_segments.back().last = index;
    }
}

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
    const Index moments = (*optimiser)->slotCount() * m_parameters.size();
    if (!m_optimiser || spec.optimiser.kind != m_spec.optimiser.kind || moments != m_moments.size()) {
        m_moments = core::Floats(moments);
        m_updates = 0;
    }
    m_loss = *loss;
    m_penalties = std::move(*penalties);
    m_penaltiesSeeCode = std::any_of(m_penalties.begin(), m_penalties.end(), [](const auto &penalty) { return penalty->isOfCode(); });
    m_wantsNearby = std::any_of(m_penalties.begin(), m_penalties.end(), [](const auto &penalty) { return penalty->wantsNearby(); });
    planSegments();
    m_optimiser = std::move(*optimiser);
    m_augmentation = *augmentation;
    m_corruption = data::makeCorruption(spec.corruption);
    m_schedule = makeSchedule(spec.schedule);
    m_stopping = Stopping(spec.stop);
    const bool wasAveraged = std::exchange(m_average, makeAverage(spec.average)).isOn();
    if (wasAveraged != m_average.isOn())
        startAverage();
    forgetWhatOtherSettingsSaw(std::exchange(m_spec, spec));
    if (stepCut().size > batch() && m_accumulated.isEmpty())
        m_accumulated = core::Floats(m_parameters.size());
    m_chunkSums.resize(static_cast<std::size_t>((m_parameters.size() + chunk - 1) / chunk));
    reserve((m_wantsNearby ? 2 : 1) * batches().largest(m_dataset->train.samples));
    reserveWorkspaces();
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
    m_pool = pool;
    reserveWorkspaces();
}

void Stepper::reserveWorkspaces() {
    Index floats = m_augmentation.workspace();
    for (const plan::PlacedLayer &placed : m_plan->layers())
        floats = std::max(floats, placed.traits().workspace);
    m_workspaces.clear();
    for (int worker = 0; worker < (m_pool ? m_pool->threads() : 1); ++worker)
        m_workspaces.emplace_back(floats);
}

Index Stepper::batch() const {
    return std::min(m_spec.batch, m_dataset->train.samples);
}

BatchCut Stepper::stepCut() const {
    const Index samples = m_dataset->train.samples;
    return m_optimiser->wantsAllSamples() ? BatchCut{samples, 1} : stepsOf(*m_plan, m_spec.batch, m_spec.gradient.accumulate, samples);
}

Index Stepper::stepsPerEpoch() const {
    return stepCut().count(m_dataset->train.samples);
}

double Stepper::epochsDone() const {
    return static_cast<double>(m_batcher.epoch()) + static_cast<double>(m_batcher.position()) / static_cast<double>(m_dataset->train.samples);
}

void Stepper::reserve(Index samples) {
    const Index capacity = workspaceSamples(samples);
    const bool corrupts = m_corruption.isOn() && m_corrupted.isEmpty();
    if (capacity <= m_capacity && !corrupts)
        return;
    const Index larger = std::max(capacity, m_capacity);
    m_capacity = 0; // until all of it is there: the next attempt must not believe in what was never allocated
    const Index rows = core::strideOf(m_plan->features());
    m_targets = core::Floats(rows * larger);
    if (m_corruption.isOn())
        m_corrupted = core::Floats(rows * larger);
    for (std::size_t index = 0; index < m_memory.size(); ++index) {
        const layers::Traits &needs = m_plan->layers()[index].traits();
        const Index outputs = core::strideOf(needs.output.size()) * larger;
        m_memory[index].outputs = core::Floats(outputs);
        m_memory[index].gradients = core::Floats(outputs);
        m_memory[index].scratch = core::Floats(core::strideOf(needs.scratchPerSample) * larger);
        m_memory[index].partials = core::Floats(core::padded(needs.partialPerBlock) * blocksOf(larger));
    }
    m_blockLoss.resize(static_cast<std::size_t>(blocksOf(larger)));
    m_blockPenalty.resize(m_blockLoss.size());
    m_capacity = larger;
}

void Stepper::start() {
    plan::initialise(*m_plan, m_spec.seed, m_parameters.data(), m_state.data());
    std::fill_n(m_moments.data(), m_moments.size(), 0.0f);
    m_steps = m_updates = 0;
    m_epochLoss = 0;
    m_epochTerms.fill(0);
    m_watch = {};
    startAverage();
    m_batcher.start(m_dataset->train.samples, m_spec.seed, 0, 0, m_shuffles);
    m_corruptionRandom = core::Random(m_spec.seed, core::Stream::Corruption);
    m_augmentationRandom = core::Random(m_spec.seed, core::Stream::Augmentation);
    m_nearbyRandom = core::Random(m_spec.seed, core::Stream::Nearby);
    m_layerRandom.clear();
    for (std::size_t index = 0; index < m_memory.size(); ++index)
        m_layerRandom.emplace_back(m_spec.seed + (static_cast<std::uint64_t>(index) << 40), core::Stream::Layer);
    prepareParameters();
}

void Stepper::restore(const TrainingState &state) {
    assert(state.parameters.size() == m_parameters.size());
    m_spec.seed = state.spec.seed;
    start();
    m_parameters = state.parameters;
    m_state = state.state;
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
    prepareParameters();
}

bool Stepper::exchangePlan(const std::shared_ptr<const plan::Plan> &plan) {
    if (!hasSameMemory(*m_plan, *plan))
        return false;
    m_plan = plan;
    prepareParameters();
    return true;
}

TrainingState Stepper::state() const {
    return {.plan = m_plan, .spec = m_spec, .parameters = m_parameters, .state = m_state, .moments = m_moments, .averaged = m_averaged, .averagedSteps = m_averagedSteps, .step = m_steps, .updates = m_updates,
            .epoch = m_batcher.epoch(), .position = m_batcher.position(), .epochLoss = m_epochLoss, .epochTerms = m_epochTerms, .watch = m_watch};
}

void Stepper::replaceParameters(const core::Floats &parameters, const core::Floats &state) {
    m_parameters = parameters;
    m_state = state;
    std::fill_n(m_moments.data(), m_moments.size(), 0.0f);
    m_updates = 0;
    startAverage();
    prepareParameters();
}

/// From the parameters as they are; or forgets it, where there is to be none.
void Stepper::startAverage() {
    m_averaged = m_average.isOn() ? m_parameters : core::Floats();
    m_averagedSteps = 0;
}

int Stepper::workersFor(double multiplyAdds) const {
    // Below about 10 µs of work the others would come too late to help.
    return multiplyAdds < 1e6 ? 1 : 0;
}

std::vector<Term> Stepper::termsOf(const Terms &values) const {
    const auto hasOwnTerm = [](const plan::PlacedLayer &placed) { return placed.traits().hasOwnTerm; };
    std::vector<Term> terms{{"data", values[dataTerm]}};
    if (std::any_of(m_plan->layers().begin(), m_plan->layers().end(), hasOwnTerm))
        terms.push_back({"bottleneck", values[bottleneckTerm]});
    for (std::size_t index = 0; index < m_penalties.size(); ++index)
        terms.push_back({m_penalties[index]->key(), values[firstPenaltyTerm + index]});
    return terms;
}

/// The mean over all samples of the step, batch after batch.
double Stepper::evaluate() {
    if (m_evaluations++ > 0) // the optimiser has moved the parameters
        prepareParameters();
    double loss = 0;
    const BatchCut cut = batches();
    for (Index first = 0; first < m_stepCount; first += m_count) {
        m_samples = m_stepSamples + first;
        m_count = cut.next(m_stepCount - first);
        const double share = static_cast<double>(m_count) / static_cast<double>(m_stepCount);
        loss += evaluateBatch() * share;
        if (m_evaluations == 1) // the terms are those before the step, as the loss is
            for (std::size_t term = 0; term < mostTerms; ++term)
                m_stepTerms[term] += m_batchTerms[term] * share;
        if (m_count == m_stepCount)
            break;
        if (first == 0)
            std::fill_n(m_accumulated.data(), m_accumulated.size(), 0.0f);
        inChunks([&](Index at, Index count) {
            kernels::addScaled(count, static_cast<float>(share), m_gradient.data() + at, m_accumulated.data() + at);
        });
        if (first + m_count == m_stepCount)
            std::copy_n(m_accumulated.data(), m_gradient.size(), m_gradient.data());
    }
    clipGradient();
    return loss;
}

/// Bounds its numbers, then its length (Pascanu et al. 2013).
void Stepper::clipGradient() {
    const spec::GradientSpec &wanted = m_spec.gradient;
    const auto limit = static_cast<float>(wanted.clipValue);
    if (limit > 0)
        inChunks([&](Index at, Index count) { kernels::scaleAndClip(count, 1, limit, m_gradient.data() + at); });
    if (wanted.clipNorm <= 0)
        return;
    const double norm = gradientNorm();
    if (norm > wanted.clipNorm)
        inChunks([&](Index at, Index count) {
            kernels::scaleAndClip(count, static_cast<float>(wanted.clipNorm / (norm + 1e-6)), 0, m_gradient.data() + at);
        });
}

double Stepper::gradientNorm() {
    inChunks([&](Index at, Index count) { m_chunkSums[static_cast<std::size_t>(at / chunk)] = kernels::sumOfSquares(count, m_gradient.data() + at); });
    double squares = 0;
    for (const double sum : m_chunkSums)
        squares += sum;
    return std::sqrt(squares);
}

void Stepper::noteEpoch(double validationLoss) {
    notePlateau(m_spec.schedule, validationLoss, m_watch);
    m_stopping.noteEpoch(validationLoss, std::llround(epochsDone()), shownParameters(), m_state, m_watch);
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

void Stepper::inChunks(core::FunctionRef<void(Index, Index)> work) {
    core::ThreadPool &pool = m_pool ? *m_pool : m_alone;
    const Index total = m_parameters.size();
    pool.run((total + chunk - 1) / chunk, [&](Index item, int) { work(item * chunk, std::min(chunk, total - item * chunk)); },
             workersFor(static_cast<double>(total) * 8));
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
    m_batchTerms.fill(0);
    m_stepTerms.fill(0);
    StepOutcome outcome;
    outcome.samples = m_stepCount;
    outcome.loss = m_optimiser->step(*this);
    prepareParameters();
    if (m_average.isOn()) {
        const auto taken = static_cast<float>(1 - m_average.keptAt(m_averagedSteps++));
        inChunks([&](Index at, Index count) { kernels::moveTowards(count, taken, m_parameters.data() + at, m_averaged.data() + at); });
    }
    ++m_steps;
    ++m_updates;
    m_epochLoss += outcome.loss * static_cast<double>(m_stepCount);
    for (std::size_t term = 0; term < mostTerms; ++term)
        m_epochTerms[term] += m_stepTerms[term] * static_cast<double>(m_stepCount);
    if (m_batcher.isAtEndOfEpoch()) {
        outcome.endsEpoch = true;
        outcome.epochLoss = m_epochLoss / static_cast<double>(m_dataset->train.samples);
        for (std::size_t term = 0; term < mostTerms; ++term)
            outcome.epochTerms[term] = m_epochTerms[term] / static_cast<double>(m_dataset->train.samples);
    }
    m_samples = nullptr;
    return outcome;
}

double Stepper::evaluate(const data::Part &part) {
    if (part.isEmpty())
        return std::numeric_limits<double>::quiet_NaN();
    if (m_averaged.isEmpty())
        return evaluateParameters(part);
    swapAverage();
    const double loss = evaluateParameters(part);
    swapAverage();
    return loss;
}

void Stepper::swapAverage() {
    std::swap(m_parameters, m_averaged);
    prepareParameters();
}

} // namespace hourglass::training
