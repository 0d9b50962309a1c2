// A batch forward and backward: blocks of samples, layers across samples, the weights' gradient in tiles, and what penalties add.
#include <algorithm>

#include "engine/training/stack_pass.h"

namespace hourglass::training {

namespace {

constexpr Index block = BatchWorkspace::block;

} // namespace

/// For samples nearby, which stand right behind those of the batch, and whose partial gradients have blocks of their own.
Index StackPass::columnsFor(Index largestBatch, bool wantsNearby) {
    return wantsNearby ? 2 * BatchWorkspace::blocksOf(largestBatch) * block : largestBatch;
}

StackPass::Slice StackPass::blockSlice(Index item, int worker) const {
    return {.first = item * block,
            .count = BatchWorkspace::lengthOf(item, m_batch.count),
            .samples = m_batch.samples + item * block,
            .block = item,
            .worker = worker};
}

StackPass::Slice StackPass::nearbySlice(Index item, int worker) const {
    Slice slice = blockSlice(item, worker);
    slice.first += m_batch.count;
    slice.block += BatchWorkspace::blocksOf(m_batch.count);
    return slice;
}

StackPass::Slice StackPass::wholeSlice(Index task, int worker) const {
    return {.first = 0, .count = m_batch.count, .samples = m_batch.samples, .task = task, .worker = worker};
}

void StackPass::fillInput(const data::Part &part, const Slice &slice) {
    const View clean = m_workspace.target(slice.first, slice.count);
    part.gather(slice.samples, slice.count, clean);
    if (m_settings.augmentation.isOn())
        for (Index column = 0; column < slice.count; ++column)
            m_settings.augmentation.apply(clean.column(column), m_workspace.ofWorker(slice.worker), m_augmentationRandom, m_batch.step, slice.samples[column]);
    if (m_trainingInput == StackInput::Clean)
        return;
    const View corrupted = m_workspace.input(0, StackInput::Corrupted, slice.first, slice.count);
    for (Index column = 0; column < slice.count; ++column) {
        float *x = corrupted.column(column);
        std::copy_n(clean.column(column), clean.rows, x);
        m_settings.corruption.apply(m_plan->input(), x, m_corruptionRandom, m_batch.step, slice.samples[column]);
    }
}

double StackPass::forward(const Segment &segment, layers::Mode mode, StackInput input, const Slice &slice) {
    double ofLayers = 0;
    for (int layer = segment.first; layer <= segment.last; ++layer) {
        const plan::PlacedLayer &of = placed(layer);
        layers::ForwardPass pass;
        pass.mode = mode;
        pass.arrays = arraysOf(layer);
        pass.x = m_workspace.input(layer, input, slice.first, slice.count);
        pass.y = m_workspace.output(layer, slice.first, slice.count);
        pass.scratch = m_workspace.scratch(layer, slice.first, slice.count);
        pass.leaveLogits = leavesLogits(layer);
        if (mode == layers::Mode::Training) {
            pass.newState = m_arrays.state.data() + of.state;
            pass.random = &m_layerRandom[static_cast<std::size_t>(layer)];
            pass.step = m_batch.step;
            pass.samples = slice.samples;
            pass.epochs = m_batch.epochs;
        }
        pass.workspace = m_workspace.ofWorker(slice.worker);
        if (mode == layers::Mode::Training)
            pass.mixed = mixedOf(layer, slice.block, pass.workspace);
        if (mode == layers::Mode::Evaluation && of.traits().isAcrossSamples) {
            for (pass.task = 0; pass.task < of.traits().batchTasks; ++pass.task)
                of.layer->forward(pass);
        } else {
            pass.task = slice.task;
            of.layer->forward(pass);
        }
        ofLayers += pass.penalty;
    }
    return ofLayers;
}

void StackPass::backward(const Segment &segment, const Slice &slice) {
    for (int layer = segment.last; layer >= segment.first; --layer) {
        layers::BackwardPass pass;
        pass.arrays = arraysOf(layer);
        pass.x = m_workspace.input(layer, m_trainingInput, slice.first, slice.count);
        pass.y = m_workspace.output(layer, slice.first, slice.count);
        pass.dy = m_workspace.outputGradient(layer, slice.first, slice.count);
        if (layer > 0)
            pass.dx = m_workspace.outputGradient(layer - 1, slice.first, slice.count);
        pass.scratch = m_workspace.scratch(layer, slice.first, slice.count);
        pass.partial = m_workspace.partials(layer, slice.block, 1).data;
        pass.workspace = m_workspace.ofWorker(slice.worker);
        pass.mixed = mixedOf(layer, slice.block, pass.workspace);
        pass.leaveLogits = leavesLogits(layer);
        pass.task = slice.task;
        pass.random = &m_layerRandom[static_cast<std::size_t>(layer)];
        pass.step = m_batch.step;
        pass.samples = slice.samples;
        pass.epochs = m_batch.epochs;
        pass.penaltyScale = 1.0f / static_cast<float>(m_batch.count);
        placed(layer).layer->backward(pass);
    }
}

double StackPass::lossOf(Index first, Index count, Index samples, View gradient) {
    return m_settings.loss.sum(m_workspace.output(lastLayer(), first, count), m_workspace.target(first, count), gradient,
                               m_settings.loss.gradientScale(samples));
}

void StackPass::takeLoss(Index item) {
    const Index first = item * block, count = BatchWorkspace::lengthOf(item, m_batch.count);
    m_blockLoss[static_cast<std::size_t>(item)] = lossOf(first, count, m_batch.count, m_workspace.outputGradient(lastLayer(), first, count));
}

bool StackPass::turnsAtOnce(const Segment &segment) const {
    return segment.last == lastLayer() && !segment.isAcrossSamples && !endsAtPenalties(segment);
}

void StackPass::forwardBatch(const data::Part &part, int workers) {
    const Index blocks = BatchWorkspace::blocksOf(m_batch.count);
    for (const Segment &segment : m_segments) {
        if (segment.isAcrossSamples) {
            if (segment.first == 0)
                m_pool.run(
                    blocks, [&](Index item, int worker) { fillInput(part, blockSlice(item, worker)); }, workers);
            forwardAcross(segment, workers);
        } else {
            m_pool.run(
                blocks,
                [&](Index item, int worker) {
                    const Slice slice = blockSlice(item, worker);
                    if (segment.first == 0)
                        fillInput(part, slice);
                    m_blockTerm[static_cast<std::size_t>(item)] += forward(segment, layers::Mode::Training, m_trainingInput, slice);
                    if (turnsAtOnce(segment)) {
                        takeLoss(item);
                        backward(segment, slice);
                    }
                },
                workers);
        }
        if (endsAtPenalties(segment))
            preparePenalties(workers);
    }
    if (!turnsAtOnce(m_segments.back()))
        m_pool.run(
            blocks, [&](Index item, int) { takeLoss(item); }, workers);
}

void StackPass::forwardAcross(const Segment &segment, int workers) {
    const Index tasks = placed(segment.first).traits().batchTasks;
    m_pool.run(
        tasks,
        [&](Index task, int worker) {
            m_taskTerm[static_cast<std::size_t>(task)] = forward(segment, layers::Mode::Training, m_trainingInput, wholeSlice(task, worker));
        },
        workers);
    for (Index task = 0; task < tasks; ++task)
        m_layerTerm += m_taskTerm[static_cast<std::size_t>(task)];
}

void StackPass::backwardBatch(int workers) {
    const Index blocks = BatchWorkspace::blocksOf(m_batch.count);
    for (std::size_t index = m_segments.size(); index-- > 0;) {
        const Segment &segment = m_segments[index];
        const bool meetsPenalties = endsAtPenalties(segment);
        if (segment.isAcrossSamples) {
            if (meetsPenalties)
                m_pool.run(
                    blocks, [&](Index item, int worker) { addPenaltiesToCode(blockSlice(item, worker)); }, workers);
            m_pool.run(
                placed(segment.first).traits().batchTasks, [&](Index task, int worker) { backward(segment, wholeSlice(task, worker)); }, workers);
        } else if (!turnsAtOnce(segment)) {
            m_pool.run(
                blocks,
                [&](Index item, int worker) {
                    const Slice slice = blockSlice(item, worker);
                    if (meetsPenalties)
                        addPenaltiesToCode(slice);
                    backward(segment, slice);
                },
                workers);
        }
    }
    if (m_wantsNearby)
        m_pool.run(
            blocks, [&](Index item, int worker) { backwardNearby(item, worker); }, workers);
}

void StackPass::preparePenalties(int workers) {
    if (m_wantsNearby)
        m_pool.run(
            BatchWorkspace::blocksOf(m_batch.count), [&](Index item, int worker) { forwardNearby(item, worker); }, workers);
    const int code = m_plan->codeLayer();
    const CodeOfBatch batch{m_workspace.output(code, 0, m_batch.count), m_workspace.output(code, m_batch.count, m_wantsNearby ? m_batch.count : 0),
                            m_arrays.parameters.data()};
    for (std::size_t index = 0; index < m_settings.penalties.size(); ++index)
        if (m_settings.penalties[index]->isOfCode())
            m_terms[firstPenaltyTerm + index] = m_settings.penalties[index]->prepare(batch);
}

void StackPass::addPenaltiesToCode(const Slice &slice) {
    const int code = m_plan->codeLayer();
    const View nearby = m_workspace.output(code, m_batch.count + slice.first, m_wantsNearby ? slice.count : 0);
    for (const auto &penalty : m_settings.penalties)
        if (penalty->isOfCode())
            penalty->addToCode(m_workspace.output(code, slice.first, slice.count), nearby, m_batch.count,
                               m_workspace.outputGradient(code, slice.first, slice.count));
}

void StackPass::forwardNearby(Index item, int worker) {
    const Slice slice = nearbySlice(item, worker);
    const View of = m_workspace.input(0, m_trainingInput, item * block, slice.count);
    const View moved = m_workspace.input(0, m_trainingInput, slice.first, slice.count);
    const auto key = m_nearbyRandom.key();
    for (Index column = 0; column < slice.count; ++column) {
        std::copy_n(of.column(column), of.rows, moved.column(column));
        kernels::addNormal(moved.rows, moved.column(column), nearbyDistance, key.data(), m_batch.step, static_cast<std::uint64_t>(slice.samples[column]));
    }
    forward(m_segments.front(), layers::Mode::Training, m_trainingInput, slice);
}

void StackPass::backwardNearby(Index item, int worker) {
    const Slice slice = nearbySlice(item, worker);
    const int code = m_plan->codeLayer();
    const View dNearby = m_workspace.outputGradient(code, slice.first, slice.count);
    for (Index column = 0; column < dNearby.columns; ++column)
        std::fill_n(dNearby.column(column), dNearby.rows, 0.0f);
    for (const auto &penalty : m_settings.penalties)
        penalty->addToNearby(m_workspace.output(code, item * block, slice.count), m_workspace.output(code, slice.first, slice.count), m_batch.count, dNearby);
    backward(m_segments.front(), slice);
}

void StackPass::takeGradient(int workers, const Move *move) {
    for (const std::vector<LayerTask> &wave : m_gradientWaves)
        m_pool.run(
            static_cast<Index>(wave.size()),
            [&](Index item, int) {
                const LayerTask &task = wave[static_cast<std::size_t>(item)];
                takeGradientOf(task);
                if (move && movesByTask(task.layer))
                    moveOwned(task, *move);
            },
            workers);
    if (!m_settings.penalties.empty())
        m_pool.inChunks(m_arrays.parameters.size(), [&](Index first, Index count) {
            for (const auto &penalty : m_settings.penalties)
                penalty->addToGradient(m_arrays.parameters.data(), first, count, m_arrays.gradient.data());
        });
}

void StackPass::moveOwned(const LayerTask &task, const Move &move) {
    const plan::PlacedLayer &of = placed(task.layer);
    const layers::OwnedParameters owned = of.layer->owned(task.task, isMixed(task.layer));
    for (const kernels::Range range : {owned.weights, owned.bias})
        if (range.count > 0)
            move(of.parameters + range.first, range.count);
    if (isMixed(task.layer))
        prepareMixed(task);
    else
        prepareSingle(task);
}

void StackPass::moveRest(const Move &move) {
    m_pool.run(
        static_cast<Index>(m_restParameters.size()),
        [&](Index item, int) {
            const kernels::Range part = m_restParameters[static_cast<std::size_t>(item)];
            move(part.first, part.count);
        },
        StepPool::workersFor(static_cast<double>(m_arrays.parameters.size()) * 8));
    prepareTasks(m_restMixedPrepareTasks, m_restPrepareTasks);
}

void StackPass::takeGradientOf(const LayerTask &task) {
    const plan::PlacedLayer &of = placed(task.layer);
    const Index times = m_wantsNearby && task.layer <= m_plan->codeLayer() ? 2 : 1, count = times * m_batch.count;
    layers::GradientPass pass;
    pass.task = task.task;
    pass.arrays = arraysOf(task.layer);
    pass.x = m_workspace.input(task.layer, m_trainingInput, 0, count);
    pass.y = m_workspace.output(task.layer, 0, count);
    pass.dy = m_workspace.outputGradient(task.layer, 0, count);
    pass.scratch = m_workspace.scratch(task.layer, 0, count);
    pass.partials = m_workspace.partials(task.layer, 0, times * BatchWorkspace::blocksOf(m_batch.count));
    pass.hasWholeBlocks = times == 1 || m_batch.count % block == 0;
    pass.gradient = m_arrays.gradient.data() + of.parameters;
    if (of.traits().tiedTo >= 0)
        pass.tiedGradient = m_arrays.gradient.data() + placed(of.traits().tiedTo).parameters;
    pass.mixed = mixedOf(task.layer, 0, nullptr);
    pass.mixed.blocks = pass.partials.columns;
    of.layer->gradient(pass);
}

} // namespace hourglass::training
