// A batch up and down the stack: blocks of samples, layers across samples, the weights' gradient in tiles, and the terms of the objective.
#include "engine/training/stepper.h"

#include <algorithm>
#include <cmath>

#include "engine/training/dead_code.h"

namespace hourglass::training {

void Stepper::prepareParameters() {
    core::ThreadPool &pool = m_pool ? *m_pool : m_alone;
    pool.run(
        static_cast<Index>(m_prepareTasks.size()),
        [&](Index item, int) {
            const GradientTask &task = m_prepareTasks[static_cast<std::size_t>(item)];
            const plan::PlacedLayer &placed = m_plan->layers()[static_cast<std::size_t>(task.layer)];
            placed.layer->prepare(m_plan->arraysOf(task.layer, m_parameters.data(), m_prepared.data(), m_state.data()),
                                  m_prepared.data() + placed.prepared, task.task);
        },
        workersFor(static_cast<double>(m_parameters.size()) * 16));
}

View Stepper::outputOf(int layer, Index first, Index count) {
    const Index rows = m_plan->layers()[static_cast<std::size_t>(layer)].traits().output.size(), stride = core::strideOf(rows);
    return {m_memory[static_cast<std::size_t>(layer)].outputs.data() + first * stride, rows, count, stride};
}

View Stepper::gradientOf(int layer, Index first, Index count) {
    const Index rows = m_plan->layers()[static_cast<std::size_t>(layer)].traits().output.size(), stride = core::strideOf(rows);
    return {m_memory[static_cast<std::size_t>(layer)].gradients.data() + first * stride, rows, count, stride};
}

View Stepper::targetOf(Index first, Index count) {
    const Index stride = core::strideOf(m_plan->features());
    return {m_targets.data() + first * stride, m_plan->features(), count, stride};
}

View Stepper::inputOf(int layer, Index first, Index count) {
    if (layer > 0)
        return outputOf(layer - 1, first, count);
    View view = targetOf(first, count);
    if (m_corruption.isOn() && m_samples)
        view.data = m_corrupted.data() + first * view.stride;
    return view;
}

void Stepper::fillInput(const Index *samples, Index first, Index count, int worker) {
    const View clean = targetOf(first, count);
    m_dataset->train.gather(samples, count, clean);
    if (m_augmentation.isOn())
        for (Index column = 0; column < count; ++column)
            m_augmentation.apply(clean.column(column), m_workspaces[static_cast<std::size_t>(worker)].data(), m_augmentationRandom,
                                 static_cast<std::uint64_t>(m_steps), samples[column]);
    if (!m_corruption.isOn())
        return;
    for (Index column = 0; column < count; ++column) {
        float *x = m_corrupted.data() + (first + column) * clean.stride;
        std::copy_n(clean.column(column), clean.rows, x);
        m_corruption.apply(m_plan->input(), x, m_corruptionRandom, static_cast<std::uint64_t>(m_steps), samples[column]);
    }
}

double Stepper::forward(const Segment &segment, layers::Mode mode, const Share &share) {
    double penalty = 0;
    for (int index = segment.first; index <= segment.last; ++index) {
        const auto at = static_cast<std::size_t>(index);
        const plan::PlacedLayer &placed = m_plan->layers()[at];
        const layers::Traits &needs = placed.traits();
        layers::ForwardPass pass;
        pass.mode = mode;
        pass.arrays = m_plan->arraysOf(index, m_parameters.data(), m_prepared.data(), m_state.data());
        pass.x = inputOf(index, share.first, share.count);
        pass.y = outputOf(index, share.first, share.count);
        const Index scratchRows = core::strideOf(needs.scratchPerSample);
        pass.scratch = {m_memory[at].scratch.data() + share.first * scratchRows, needs.scratchPerSample, share.count, scratchRows};
        pass.leaveLogits = m_loss.wantsLogits && at + 1 == m_memory.size();
        if (mode == layers::Mode::Training) {
            pass.newState = m_state.data() + placed.state;
            pass.random = &m_layerRandom[at];
            pass.step = static_cast<std::uint64_t>(m_steps);
            pass.samples = share.samples;
            pass.epochs = m_epochsAtStep;
        }
        pass.workspace = m_workspaces[static_cast<std::size_t>(share.worker)].data();
        if (mode == layers::Mode::Evaluation && needs.isAcrossSamples) {
            for (pass.task = 0; pass.task < needs.batchTasks; ++pass.task)
                placed.layer->forward(pass);
        } else {
            pass.task = share.task;
            placed.layer->forward(pass);
        }
        penalty += pass.penalty;
    }
    return penalty;
}

void Stepper::backward(const Segment &segment, const Share &share, Index batch) {
    for (int index = segment.last; index >= segment.first; --index) {
        const auto at = static_cast<std::size_t>(index);
        const plan::PlacedLayer &placed = m_plan->layers()[at];
        const Index scratchRows = core::strideOf(placed.traits().scratchPerSample);
        layers::BackwardPass pass;
        pass.arrays = m_plan->arraysOf(index, m_parameters.data(), m_prepared.data(), m_state.data());
        pass.x = inputOf(index, share.first, share.count);
        pass.y = outputOf(index, share.first, share.count);
        pass.dy = gradientOf(index, share.first, share.count);
        if (index > 0)
            pass.dx = gradientOf(index - 1, share.first, share.count);
        pass.scratch = {m_memory[at].scratch.data() + share.first * scratchRows, placed.traits().scratchPerSample, share.count, scratchRows};
        pass.partial = m_memory[at].partials.data() + (share.block >= 0 ? share.block : share.first / block) * core::padded(placed.traits().partialPerBlock);
        pass.workspace = m_workspaces[static_cast<std::size_t>(share.worker)].data();
        pass.leaveLogits = m_loss.wantsLogits && at + 1 == m_memory.size();
        pass.task = share.task;
        pass.random = &m_layerRandom[at];
        pass.step = static_cast<std::uint64_t>(m_steps);
        pass.samples = share.samples;
        pass.epochs = m_epochsAtStep;
        pass.penaltyScale = 1.0f / static_cast<float>(batch);
        placed.layer->backward(pass);
    }
}

double Stepper::lossOf(Index first, Index count, bool withGradient, Index batch) {
    const int last = static_cast<int>(m_memory.size()) - 1;
    return m_loss.sum(outputOf(last, first, count), targetOf(first, count), withGradient ? gradientOf(last, first, count) : View{},
                      m_loss.gradientScale(batch));
}

/// Up the stack. The last blocks turn round at once: loss, and down again, while everything is in the cache. Where a penalty must see the
/// code of the whole batch, the layers up to the code are a segment of their own.
void Stepper::forwardBatch(int workers) {
    core::ThreadPool &pool = m_pool ? *m_pool : m_alone;
    const Index count = m_count, blocks = blocksOf(count);
    for (std::size_t index = 0; index < m_segments.size(); ++index) {
        const Segment &segment = m_segments[index];
        const bool isLast = index + 1 == m_segments.size(), turns = isLast && !segment.isAcrossSamples && !endsAtPenalties(segment);
        if (segment.isAcrossSamples) {
            const Index tasks = m_plan->layers()[static_cast<std::size_t>(segment.first)].traits().batchTasks;
            if (index == 0)
                pool.run(blocks, [&](Index item, int worker) {
                    fillInput(m_samples + item * block, item * block, lengthOf(item, count), worker);
                }, workers);
            pool.run(tasks, [&](Index task, int worker) {
                m_taskPenalty[static_cast<std::size_t>(task)] = forward(segment, layers::Mode::Training, {0, count, task, worker, m_samples});
            }, workers);
            for (Index task = 0; task < tasks; ++task)
                m_layerTerm += m_taskPenalty[static_cast<std::size_t>(task)];
        } else {
            pool.run(blocks, [&](Index item, int worker) {
                const Index first = item * block, length = lengthOf(item, count);
                const Share share{first, length, 0, worker, m_samples + first};
                if (index == 0)
                    fillInput(m_samples + first, first, length, worker);
                m_blockPenalty[static_cast<std::size_t>(item)] += forward(segment, layers::Mode::Training, share);
                if (turns) {
                    m_blockLoss[static_cast<std::size_t>(item)] = lossOf(first, length, true, count);
                    backward(segment, share, count);
                }
            }, workers);
        }
        if (endsAtPenalties(segment))
            preparePenalties(workers);
        if (isLast && !turns)
            pool.run(blocks, [&](Index item, int) {
                m_blockLoss[static_cast<std::size_t>(item)] = lossOf(item * block, lengthOf(item, count), true, count);
            }, workers);
    }
}

/// Down what has not turned round yet.
void Stepper::backwardBatch(int workers) {
    core::ThreadPool &pool = m_pool ? *m_pool : m_alone;
    const Index count = m_count, blocks = blocksOf(count);
    for (std::size_t index = m_segments.size(); index-- > 0;) {
        const Segment &segment = m_segments[index];
        const bool meetsPenalties = endsAtPenalties(segment);
        if (segment.isAcrossSamples) {
            if (meetsPenalties)
                pool.run(blocks, [&](Index item, int) { addPenaltiesToCode(item * block, lengthOf(item, count)); }, workers);
            pool.run(m_plan->layers()[static_cast<std::size_t>(segment.first)].traits().batchTasks,
                     [&](Index task, int worker) { backward(segment, {0, count, task, worker, m_samples}, count); }, workers);
        } else if (index + 1 < m_segments.size() || meetsPenalties) {
            pool.run(blocks, [&](Index item, int worker) {
                const Share share{item * block, lengthOf(item, count), 0, worker, m_samples + item * block};
                if (meetsPenalties)
                    addPenaltiesToCode(share.first, share.count);
                backward(segment, share, count);
            }, workers);
        }
    }
    if (!m_wantsNearby)
        return;
    pool.run(blocks, [&](Index item, int worker) {
        const Share share = nearbyShare(item, worker);
        const View dNearby = gradientOf(m_plan->codeLayer(), share.first, share.count);
        for (Index column = 0; column < dNearby.columns; ++column)
            std::fill_n(dNearby.column(column), dNearby.rows, 0.0f);
        for (const auto &penalty : m_penalties)
            penalty->addToNearby(outputOf(m_plan->codeLayer(), item * block, share.count), outputOf(m_plan->codeLayer(), share.first, share.count), count, dNearby);
        backward(m_segments.front(), share, count);
    }, workers);
}

bool Stepper::endsAtPenalties(const Segment &segment) const {
    return m_penaltiesSeeCode && segment.last == m_plan->codeLayer();
}

/// The nearby samples stand behind those of the batch.
Stepper::Share Stepper::nearbyShare(Index item, int worker) const {
    return {m_count + item * block, lengthOf(item, m_count), 0, worker, m_samples + item * block, blocksOf(m_count) + item};
}

void Stepper::preparePenalties(int workers) {
    core::ThreadPool &pool = m_pool ? *m_pool : m_alone;
    if (m_wantsNearby)
        pool.run(blocksOf(m_count), [&](Index item, int worker) {
            const Share share = nearbyShare(item, worker);
            const View clean = inputOf(0, item * block, share.count), moved = inputOf(0, share.first, share.count);
            const auto key = m_nearbyRandom.key();
            for (Index column = 0; column < share.count; ++column) {
                std::copy_n(clean.column(column), clean.rows, moved.column(column));
                kernels::addNormal(moved.rows, moved.column(column), nearbyDistance, key.data(), static_cast<std::uint64_t>(m_steps),
                                   static_cast<std::uint64_t>(share.samples[column]));
            }
            forward(m_segments.front(), layers::Mode::Training, share);
        }, workers);
    const CodeOfBatch batch{outputOf(m_plan->codeLayer(), 0, m_count), outputOf(m_plan->codeLayer(), m_count, m_wantsNearby ? m_count : 0), m_parameters.data()};
    for (std::size_t index = 0; index < m_penalties.size(); ++index)
        if (m_penalties[index]->isOfCode())
            m_batchTerms[firstPenaltyTerm + index] = m_penalties[index]->prepare(batch);
}

void Stepper::addPenaltiesToCode(Index first, Index count) {
    const int code = m_plan->codeLayer();
    const View nearby = outputOf(code, m_count + first, m_wantsNearby ? count : 0);
    for (const auto &penalty : m_penalties)
        if (penalty->isOfCode())
            penalty->addToCode(outputOf(code, first, count), nearby, m_count, gradientOf(code, first, count));
}

void Stepper::takeGradient(int workers) {
    core::ThreadPool &pool = m_pool ? *m_pool : m_alone;
    for (const std::vector<GradientTask> &wave : m_gradientWaves)
        pool.run(static_cast<Index>(wave.size()), [&](Index item, int) {
            const GradientTask &task = wave[static_cast<std::size_t>(item)];
            const auto at = static_cast<std::size_t>(task.layer);
            const plan::PlacedLayer &placed = m_plan->layers()[at];
            const Index times = m_wantsNearby && task.layer <= m_plan->codeLayer() ? 2 : 1, count = times * m_count;
            const Index scratchRows = core::strideOf(placed.traits().scratchPerSample), partialRows = core::padded(placed.traits().partialPerBlock);
            layers::GradientPass pass;
            pass.task = task.task;
            pass.arrays = m_plan->arraysOf(task.layer, m_parameters.data(), m_prepared.data(), m_state.data());
            pass.x = inputOf(task.layer, 0, count);
            pass.y = outputOf(task.layer, 0, count);
            pass.dy = gradientOf(task.layer, 0, count);
            pass.scratch = {m_memory[at].scratch.data(), placed.traits().scratchPerSample, count, scratchRows};
            pass.partials = {m_memory[at].partials.data(), placed.traits().partialPerBlock, times * blocksOf(m_count), partialRows};
            pass.gradient = m_gradient.data() + placed.parameters;
            if (placed.traits().tiedTo >= 0)
                pass.tiedGradient = m_gradient.data() + m_plan->layers()[static_cast<std::size_t>(placed.traits().tiedTo)].parameters;
            placed.layer->gradient(pass);
        }, workers);
    if (!m_penalties.empty())
        inChunks([&](Index first, Index count) {
            for (const auto &penalty : m_penalties)
                penalty->addToGradient(m_parameters.data(), first, count, m_gradient.data());
        });
}

double Stepper::evaluateBatch() {
    const Index count = m_count, blocks = blocksOf(count);
    const int workers = workersFor(m_plan->outline().multiplyAddsPerSample * static_cast<double>(count));
    std::fill(m_blockPenalty.begin(), m_blockPenalty.end(), 0.0);
    m_layerTerm = 0;
    forwardBatch(workers);
    backwardBatch(workers);
    for (std::size_t index = 0; index < m_penalties.size(); ++index)
        if (!m_penalties[index]->isOfCode())
            m_batchTerms[firstPenaltyTerm + index] = m_penalties[index]->prepare({{}, {}, m_parameters.data()});
    takeGradient(workers);

    double sum = 0;
    for (Index item = 0; item < blocks; ++item) {
        sum += m_blockLoss[static_cast<std::size_t>(item)];
        m_layerTerm += m_blockPenalty[static_cast<std::size_t>(item)];
    }
    m_batchTerms[dataTerm] = m_loss.meanOf(sum, count);
    m_batchTerms[bottleneckTerm] = m_layerTerm / static_cast<double>(count);
    double total = 0;
    for (std::size_t term = 0; term < firstPenaltyTerm + m_penalties.size(); ++term)
        total += m_batchTerms[term];
    return total;
}

double Stepper::evaluateParameters(const data::Part &part) {
    core::ThreadPool &pool = m_pool ? *m_pool : m_alone;
    const Index samples = part.samples, blocks = blocksOf(samples), atOnce = blocksOf(m_capacity);
    const int workers = workersFor(m_plan->outline().multiplyAddsPerSample * static_cast<double>(samples));
    const Segment all{0, static_cast<int>(m_memory.size()) - 1, false};
    double sum = 0, penalty = 0;
    // As many blocks as there is memory for, then the next ones: the sum is in the order of the samples.
    for (Index firstBlock = 0; firstBlock < blocks; firstBlock += atOnce) {
        const Index count = std::min(atOnce, blocks - firstBlock);
        pool.run(count, [&](Index item, int worker) {
            const Index sample = (firstBlock + item) * block, length = std::min(block, samples - sample);
            const View target = targetOf(item * block, length);
            for (Index column = 0; column < length; ++column)
                part.copySample(sample + column, target.column(column));
            m_blockPenalty[static_cast<std::size_t>(item)] = forward(all, layers::Mode::Evaluation, {item * block, length, 0, worker, nullptr});
            m_blockLoss[static_cast<std::size_t>(item)] = lossOf(item * block, length, false, samples);
        }, workers);
        for (Index item = 0; item < count; ++item) {
            sum += m_blockLoss[static_cast<std::size_t>(item)];
            penalty += m_blockPenalty[static_cast<std::size_t>(item)];
        }
    }
    return m_loss.meanOf(sum, samples) + penalty / static_cast<double>(samples);
}

bool Stepper::isCodeDead() {
    const data::Part &part = m_dataset->train;
    const Index count = std::min(part.samples, samplesForDeadCode);
    const bool isAveraged = !m_averaged.isEmpty();
    if (isAveraged)
        swapAverage();
    const View inputs = targetOf(0, count);
    for (Index column = 0; column < count; ++column)
        part.copySample(column * part.samples / count, inputs.column(column));
    for (Index first = 0; first < count; first += block)
        forward({0, m_plan->codeLayer(), false}, layers::Mode::Evaluation, {first, std::min(block, count - first), 0, 0, nullptr});
    if (isAveraged)
        swapAverage();
    return isDeadCode(inputs, outputOf(m_plan->codeLayer(), 0, count));
}

int Stepper::firstLayerNotFinite() const {
    for (std::size_t index = 0; index < m_memory.size(); ++index) {
        const Index rows = core::strideOf(m_plan->layers()[index].traits().output.size());
        if (!kernels::areFinite(rows * m_count, m_memory[index].outputs.data()))
            return static_cast<int>(index);
    }
    for (std::size_t index = 0; index < m_memory.size(); ++index) {
        const Index first = m_plan->layers()[index].parameters;
        const Index end = index + 1 < m_memory.size() ? m_plan->layers()[index + 1].parameters : m_parameters.size();
        if (!kernels::areFinite(end - first, m_parameters.data() + first))
            return static_cast<int>(index);
    }
    return -1;
}

} // namespace hourglass::training
