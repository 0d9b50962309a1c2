#include "engine/training/stack_pass.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <utility>

#include "engine/training/constancy.h"

namespace hourglass::training {

bool PassSettings::wantsNearby() const {
    return std::any_of(penalties.begin(), penalties.end(), [](const auto &penalty) { return penalty->wantsNearby(); });
}

StackPass::StackPass(std::shared_ptr<const plan::Plan> plan, StackArrays &arrays, StepPool &pool)
    : m_plan(std::move(plan)), m_arrays(arrays), m_pool(pool), m_workspace(*m_plan), m_probed(m_plan->layers().size()) {
    planSegments();
    planTasks();
    reserveWorkers();
}

void StackPass::planTasks() {
    m_prepareTasks.clear();
    m_mixedPrepareTasks.clear();
    m_evaluationTasks.clear();
    for (int layer = 0; layer <= lastLayer(); ++layer) {
        const layers::Traits &traits = placed(layer).traits();
        if (traits.isAcrossSamples && static_cast<std::size_t>(traits.batchTasks) > m_taskTerm.size())
            m_taskTerm.resize(static_cast<std::size_t>(traits.batchTasks));
        std::vector<LayerTask> &single = isMixed(layer) && !isTiedInSingle(layer) ? m_evaluationTasks : m_prepareTasks;
        for (Index task = 0; task < traits.prepareTasks; ++task)
            single.push_back({layer, task});
        for (Index task = 0; isMixed(layer) && task < traits.mixed.prepareTasks; ++task)
            m_mixedPrepareTasks.push_back({layer, task});
    }
    planGradient();
    planMixed();
    planMoves();
}

/// Whether nothing adds to what a task of gradient() leaves.
bool StackPass::isWholeByTask(int layer) const {
    const auto isTiedToIt = [&](const plan::PlacedLayer &other) { return other.traits().tiedTo == layer; };
    const layers::Traits &traits = placed(layer).traits();
    return m_settings.penalties.empty() && (isMixed(layer) ? traits.mixed.tasksOwnParameters : traits.tasksOwnParameters) &&
           std::none_of(m_plan->layers().begin(), m_plan->layers().end(), isTiedToIt);
}

void StackPass::planMoves() {
    m_movesByTask.clear();
    for (int layer = 0; layer <= lastLayer(); ++layer)
        m_movesByTask.push_back(isWholeByTask(layer));
    const auto rest = [&](const std::vector<LayerTask> &tasks) {
        std::vector<LayerTask> kept;
        std::copy_if(tasks.begin(), tasks.end(), std::back_inserter(kept), [&](const LayerTask &task) { return !movesByTask(task.layer); });
        return kept;
    };
    m_restPrepareTasks = rest(m_prepareTasks);
    m_restMixedPrepareTasks = rest(m_mixedPrepareTasks);
    m_restParameters.clear();
    for (int layer = 0; layer <= lastLayer(); ++layer) {
        const Index first = placed(layer).parameters, end = layer < lastLayer() ? placed(layer + 1).parameters : m_arrays.parameters.size();
        for (Index at = first; at < end && !movesByTask(layer); at += StepPool::chunk)
            m_restParameters.push_back({at, std::min(StepPool::chunk, end - at)});
    }
}

bool StackPass::isTiedInSingle(int layer) const {
    for (int other = layer + 1; other <= lastLayer(); ++other)
        if (placed(other).traits().tiedTo == layer && !isMixed(other))
            return true;
    return false;
}

void StackPass::planGradient() {
    m_gradientWaves.assign(1, {});
    for (int layer = 0; layer <= lastLayer(); ++layer) {
        const layers::Traits &traits = placed(layer).traits();
        if (traits.tiedTo >= 0)
            m_gradientWaves.emplace_back();
        std::vector<LayerTask> &wave = traits.tiedTo >= 0 ? m_gradientWaves.back() : m_gradientWaves.front();
        for (Index task = 0; task < (isMixed(layer) ? traits.mixed.gradientTasks : traits.gradientTasks); ++task)
            wave.push_back({layer, task});
    }
}

void StackPass::planMixed() {
    m_mixedOffsets.assign(m_plan->layers().size(), 0);
    Index halves = 0;
    for (int layer = 0; layer <= lastLayer(); ++layer) {
        m_mixedOffsets[static_cast<std::size_t>(layer)] = halves;
        halves += isMixed(layer) ? (placed(layer).traits().mixed.preparedSize + 31) / 32 * 32 : 0;
    }
    if (m_mixedPrepared.size() != halves / 2)
        m_mixedPrepared = core::Floats(halves / 2);
}

void StackPass::planSegments() {
    m_segments.clear();
    for (int layer = 0; layer <= lastLayer(); ++layer) {
        const bool isAcross = placed(layer).traits().isAcrossSamples;
        if (isAcross || m_segments.empty() || m_segments.back().isAcrossSamples || endsAtPenalties(m_segments.back()))
            m_segments.push_back({layer, layer, isAcross});
        else
            m_segments.back().last = layer;
    }
}

void StackPass::configure(PassSettings settings, Index largestBatch) {
    m_settings = std::move(settings);
    m_penaltiesSeeCode = std::any_of(m_settings.penalties.begin(), m_settings.penalties.end(), [](const auto &penalty) { return penalty->isOfCode(); });
    m_wantsNearby = m_settings.wantsNearby();
    const bool wasMixed = !m_evaluationTasks.empty() || !m_mixedPrepareTasks.empty();
    planTasks();
    m_trainingInput = m_settings.corruption.isOn() ? StackInput::Corrupted : StackInput::Clean;
    planSegments();
    m_workspace.reserve(columnsFor(largestBatch, m_wantsNearby), m_settings.corruption.isOn(), m_settings.mixed.has_value());
    m_blockLoss.resize(static_cast<std::size_t>(BatchWorkspace::blocksOf(m_workspace.capacity())));
    m_blockTerm.resize(m_blockLoss.size());
    reserveWorkers();
    if (wasMixed || m_settings.mixed) // another precision wants other things prepared
        prepare();
}

void StackPass::reserveWorkers() {
    m_workspace.reserveWorkers(std::max(m_settings.augmentation.workspace(), BatchWorkspace::workerFloatsFor(*m_plan, m_settings.mixed.has_value())),
                               m_pool.threads());
}

void StackPass::seed(std::uint64_t seed) {
    m_corruptionRandom = core::Random(seed, core::Stream::Corruption);
    m_augmentationRandom = core::Random(seed, core::Stream::Augmentation);
    m_nearbyRandom = core::Random(seed, core::Stream::Nearby);
    m_layerRandom.clear();
    for (int layer = 0; layer <= lastLayer(); ++layer)
        m_layerRandom.emplace_back(seed + (static_cast<std::uint64_t>(layer) << 40), core::Stream::Layer);
}

void StackPass::prepare() {
    prepareTasks(m_mixedPrepareTasks, m_prepareTasks);
}

void StackPass::prepareTasks(std::span<const LayerTask> mixed, std::span<const LayerTask> single) {
    m_pool.run(
        static_cast<Index>(mixed.size() + single.size()),
        [&](Index item, int) {
            const auto at = static_cast<std::size_t>(item);
            if (at < mixed.size())
                prepareMixed(mixed[at]);
            else
                prepareSingle(single[at - mixed.size()]);
        },
        StepPool::workersFor(static_cast<double>(m_arrays.parameters.size()) * 16));
    m_isReadyToEvaluate = false;
}

void StackPass::prepareForEvaluation() {
    if (std::exchange(m_isReadyToEvaluate, true))
        return;
    m_pool.run(
        static_cast<Index>(m_evaluationTasks.size()), [&](Index item, int) { prepareSingle(m_evaluationTasks[static_cast<std::size_t>(item)]); },
        StepPool::workersFor(static_cast<double>(m_arrays.parameters.size()) * 16));
}

void StackPass::prepareSingle(const LayerTask &task) {
    const plan::PlacedLayer &of = placed(task.layer);
    of.layer->prepare(arraysOf(task.layer), m_arrays.prepared.data() + of.prepared, task.task);
}

void StackPass::prepareMixed(const LayerTask &task) {
    placed(task.layer).layer->prepareMixed(*m_settings.mixed, arraysOf(task.layer), mixedPrepared(task.layer), task.task);
}

std::uint16_t *StackPass::mixedPrepared(int layer) {
    return reinterpret_cast<std::uint16_t *>(m_mixedPrepared.data()) + m_mixedOffsets[static_cast<std::size_t>(layer)];
}

layers::MixedArrays StackPass::mixedOf(int layer, Index item, float *workspace) {
    if (!isMixed(layer))
        return {};
    const layers::Traits &traits = placed(layer).traits();
    layers::MixedArrays mixed;
    mixed.isOn = true;
    mixed.path = *m_settings.mixed;
    mixed.prepared = mixedPrepared(layer);
    if (traits.tiedTo >= 0)
        mixed.tiedPrepared = mixedPrepared(traits.tiedTo);
    mixed.kept = m_workspace.kept(layer, item);
    mixed.keptStride = m_workspace.keptStride(layer);
    if (workspace)
        mixed.workspace = reinterpret_cast<std::uint16_t *>(workspace + core::padded(traits.workspace));
    return mixed;
}

layers::LayerArrays StackPass::arraysOf(int layer) const {
    return m_plan->arraysOf(layer, m_arrays.parameters.data(), m_arrays.prepared.data(), m_arrays.state.data());
}

BatchLoss StackPass::run(const data::Part &part, const Batch &batch, const Move *move) {
    m_batch = batch;
    m_terms.fill(0);
    m_layerTerm = 0;
    std::fill(m_blockTerm.begin(), m_blockTerm.end(), 0.0);
    const int workers = StepPool::workersFor(m_plan->outline().multiplyAddsPerSample * static_cast<double>(batch.count));
    forwardBatch(part, workers);
    backwardBatch(workers);
    const auto &penalties = m_settings.penalties;
    for (std::size_t index = 0; index < penalties.size(); ++index)
        if (!penalties[index]->isOfCode())
            m_terms[firstPenaltyTerm + index] = penalties[index]->prepare({{}, {}, m_arrays.parameters.data()});
    takeGradient(workers, move);
    if (move)
        moveRest(*move);

    double sum = 0;
    for (Index item = 0; item < BatchWorkspace::blocksOf(batch.count); ++item) {
        sum += m_blockLoss[static_cast<std::size_t>(item)];
        m_layerTerm += m_blockTerm[static_cast<std::size_t>(item)];
    }
    m_terms[dataTerm] = m_settings.loss.meanOf(sum, batch.count);
    m_terms[bottleneckTerm] = m_layerTerm / static_cast<double>(batch.count);
    double total = 0;
    for (std::size_t term = 0; term < firstPenaltyTerm + penalties.size(); ++term)
        total += m_terms[term];
    m_batch.samples = nullptr; // valid for this call alone
    return {total, m_terms};
}

double StackPass::evaluate(const data::Part &part, const std::atomic<bool> *isCancelled) {
    prepareForEvaluation();
    constexpr Index block = BatchWorkspace::block;
    const Index samples = part.samples, blocks = BatchWorkspace::blocksOf(samples), atOnce = BatchWorkspace::blocksOf(m_workspace.capacity());
    const int workers = StepPool::workersFor(m_plan->outline().multiplyAddsPerSample * static_cast<double>(samples));
    const Segment all{0, lastLayer(), false};
    double sum = 0, ofLayers = 0;
    // As many blocks as there is memory for, then the next ones: the sum is in the order of the samples.
    for (Index firstBlock = 0; firstBlock < blocks; firstBlock += atOnce) {
        const Index count = std::min(atOnce, blocks - firstBlock);
        m_pool.run(
            count,
            [&](Index item, int worker) {
                if (isCancelled && *isCancelled)
                    return;
                const Index sample = (firstBlock + item) * block, length = std::min(block, samples - sample);
                const View target = m_workspace.target(item * block, length);
                for (Index column = 0; column < length; ++column)
                    part.copySample(sample + column, target.column(column));
                const Slice slice{.first = item * block, .count = length, .worker = worker};
                m_blockTerm[static_cast<std::size_t>(item)] = forward(all, layers::Mode::Evaluation, StackInput::Clean, slice);
                m_blockLoss[static_cast<std::size_t>(item)] = lossOf(slice.first, length, samples, {});
            },
            workers);
        if (isCancelled && *isCancelled)
            return std::numeric_limits<double>::quiet_NaN();
        for (Index item = 0; item < count; ++item) {
            sum += m_blockLoss[static_cast<std::size_t>(item)];
            ofLayers += m_blockTerm[static_cast<std::size_t>(item)];
        }
    }
    return m_settings.loss.meanOf(sum, samples) + ofLayers / static_cast<double>(samples);
}

Constant StackPass::constantPart(const data::Part &part) {
    prepareForEvaluation();
    const Index count = std::min(part.samples, samplesForConstancy);
    const View inputs = m_workspace.target(0, count);
    for (Index column = 0; column < count; ++column)
        part.copySample(column * part.samples / count, inputs.column(column));
    const Segment all{0, lastLayer(), false};
    for (Index item = 0; item < BatchWorkspace::blocksOf(count); ++item)
        forward(all, layers::Mode::Evaluation, StackInput::Clean, {.first = item * BatchWorkspace::block, .count = BatchWorkspace::lengthOf(item, count)});
    return training::constantPart(inputs, m_workspace.output(m_plan->codeLayer(), 0, count), m_workspace.output(lastLayer(), 0, count));
}

int StackPass::firstLayerNotFinite() {
    for (int layer = 0; layer <= lastLayer(); ++layer) {
        const View output = m_workspace.output(layer, 0, m_batch.count);
        if (!kernels::areFinite(output.stride * output.columns, output.data))
            return layer;
    }
    for (int layer = 0; layer <= lastLayer(); ++layer)
        if (const auto numbers = ofLayer(layer, m_arrays.parameters); !kernels::areFinite(static_cast<Index>(numbers.size()), numbers.data()))
            return layer;
    return -1;
}

std::span<const float> StackPass::ofLayer(int layer, const core::Floats &numbers) const {
    const Index first = placed(layer).parameters, end = layer < lastLayer() ? placed(layer + 1).parameters : numbers.size();
    return numbers.span().subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(end - first));
}

std::vector<Term> StackPass::termsOf(const Terms &values) const {
    std::vector<Term> terms{{"data", values[dataTerm], "reconstruction"}};
    std::string own;
    for (const plan::PlacedLayer &placed : m_plan->layers())
        if (const char *term = placed.traits().ownTerm; term && own.find(term) == std::string::npos)
            own += (own.empty() ? "" : " and ") + std::string(term);
    if (!own.empty())
        terms.push_back({"bottleneck", values[bottleneckTerm], own});
    for (std::size_t index = 0; index < m_settings.penalties.size(); ++index)
        terms.push_back({m_settings.penalties[index]->key(), values[firstPenaltyTerm + index], penaltyLabel(m_settings.penalties[index]->key())});
    return terms;
}

std::span<const ProbedLayer> StackPass::probed() {
    for (int layer = 0; layer <= lastLayer(); ++layer)
        m_probed[static_cast<std::size_t>(layer)] = {m_workspace.output(layer, 0, m_batch.count), leavesLogits(layer),
                                                     m_workspace.outputGradient(layer, 0, m_batch.count), ofLayer(layer, m_arrays.parameters),
                                                     ofLayer(layer, m_arrays.gradient)};
    return m_probed;
}

} // namespace hourglass::training
