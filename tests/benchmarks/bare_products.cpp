#include "tests/benchmarks/bare_products.h"

#include <algorithm>

#include "engine/layers/cut.h"
#include "engine/layers/registry.h"
#include "engine/layers/weight_products.h"
#include "engine/training/stepper.h"

namespace hourglass::benchmarks {

using core::strideOf;
using kernels::product;

namespace {

constexpr double fewestToShare = 1e6; // multiply-adds of a batch: smaller ones are trained by one worker

Index settingOf(const plan::Plan &plan, std::size_t layer, const char *key) {
    const spec::Component &component = plan.model().layers[layer];
    for (const layers::Row &row : layers::registry())
        if (row.kind.key == component.kind)
            return spec::integerOf(component, row.kind, key);
    return 0;
}

bool hasWeights(const layers::Traits &needs) {
    return std::any_of(needs.parameters.begin(), needs.parameters.end(), [](const layers::Tensor &tensor) { return tensor.isWeight(); });
}

} // namespace

BareProducts::BareProducts(const plan::Plan &plan, Index batch, int threads)
    : m_batch(batch), m_workers(plan.outline().multiplyAddsPerSample * static_cast<double>(batch) < fewestToShare ? 1 : 0) {
    const auto addColumns = [&](Index rows) {
        m_strides.push_back(strideOf(rows));
        m_columns.push_back(reserve(strideOf(rows) * batch));
    };
    addColumns(plan.features());
    for (std::size_t at = 0; at < plan.outline().layers.size(); ++at) {
        const plan::LayerOutline &layer = plan.outline().layers[at];
        addColumns(layer.output.size());
        const std::string &kind = plan.model().layers[at].kind;
        const core::Shape &input = layer.input;
        const Index steps = input.rank == 3 ? input.extents[1] : input.extents[0], across = input.size() / steps; // of an image, row by row
        if (kind == "dense" || kind == "tied")
            addDense(at, layer.input.size(), layer.output.size());
        else if (kind == "conv2d" || kind == "conv2d_transposed")
            addConvolution(at, layer, settingOf(plan, at, "kernel"), kind == "conv2d" ? 1 : settingOf(plan, at, "stride"));
        else if (kind == "lstm")
            addLstm(at, steps, across, settingOf(plan, at, "units"));
        else if (kind == "dense_steps")
            addDenseSteps(at, steps, across, layer.output.size() / steps);
        else
            m_isComplete = m_isComplete && !hasWeights(plan.layers()[at].traits());
    }
    for (int worker = 0; worker < threads; ++worker)
        m_workspaces.emplace_back(m_workspaceFloats);
}

float *BareProducts::reserve(Index floats) {
    m_memory.emplace_back(floats);
    return m_memory.back().data();
}

void BareProducts::addDense(std::size_t at, Index inputs, Index outputs) {
    if (layers::WeightProducts(inputs, outputs).keptPerBlock() > 0)
        return addWide(at, inputs, outputs);
    const Index x = strideOf(inputs), y = strideOf(outputs);
    float *forward = reserve(y * inputs), *backward = reserve(x * outputs), *gradient = reserve(x * outputs);
    m_forward.push_back([=, this](const Block &block) {
        product(outputs, block.count, inputs, forward, y, column(at, block.first), 1, x, column(at + 1, block.first), y, false);
    });
    if (at > 0)
        m_backward.push_back([=, this](const Block &block) {
            product(inputs, block.count, outputs, backward, x, column(at + 1, block.first), 1, y, column(at, block.first), x, false);
        });
    const layers::Cut columns(outputs, 48, 24);
    for (Index part = 0; part < columns.parts; ++part)
        m_tiles.push_back([=, this, first = columns.first(part), count = columns.length(part)] {
            product(inputs, count, m_batch, column(at, 0), x, column(at + 1, 0) + first, y, 1, gradient + first * x, x, false);
        });
}

/// Weights, and what comes in, in panels.
void BareProducts::addWide(std::size_t at, Index inputs, Index outputs) {
    const Index x = strideOf(inputs), y = strideOf(outputs), block = training::BatchWorkspace::block, kept = kernels::panelsSize(inputs, block);
    float *forward = reserve(kernels::panelsSize(outputs, inputs)), *backward = reserve(kernels::panelsSize(inputs, outputs)),
          *gradient = reserve(inputs * outputs), *batch = reserve(kept * training::BatchWorkspace::blocksOf(m_batch));
    m_forward.push_back([=, this](const Block &of) {
        kernels::panelProduct({outputs, inputs, forward, inputs, inputs, 0}, 0, outputs, of.count, column(at, of.first), 1, x, column(at + 1, of.first), y,
                              false);
    });
    if (at > 0)
        m_backward.push_back([=, this](const Block &of) {
            kernels::panelProduct({inputs, outputs, backward, outputs, outputs, 0}, 0, inputs, of.count, column(at + 1, of.first), 1, y, column(at, of.first),
                                  x, false);
        });
    const layers::Cut columns(outputs, 48, 24);
    for (Index part = 0; part < columns.parts; ++part)
        m_tiles.push_back([=, this, first = columns.first(part), count = columns.length(part)] {
            kernels::panelProduct({inputs, m_batch, batch, block, block, kept}, 0, inputs, count, column(at + 1, 0) + first, y, 1, gradient + first * inputs,
                                  inputs, false);
        });
}

/// `grows` is the stride of a transposed convolution, 1 of others. Padding is taken to be "same" and there to be one group.
void BareProducts::addConvolution(std::size_t at, const plan::LayerOutline &layer, Index kernel, Index grows) {
    const bool isTransposed = grows > 1;
    const core::Shape &image = isTransposed ? layer.output : layer.input;
    const Index positions = layer.output.height() / grows * (layer.output.width() / grows), depths = image.channels() * kernel * kernel;
    const Index channels = isTransposed ? layer.input.size() / positions : layer.output.channels(); // what comes in may be flat
    const Index across = strideOf(positions), partials = strideOf(channels), turned = across * depths, partial = turned + positions * partials;
    const float *weights = reserve(channels * depths);
    m_workspaceFloats = std::max(m_workspaceFloats, partial + depths * partials);
    const auto toPositions = [=](float *workspace, float *numbers) {
        product(positions, channels, depths, workspace, across, weights, 1, depths, numbers, positions, false);
    };
    const auto toImage = [=](float *workspace, const float *numbers) {
        product(positions, depths, channels, numbers, positions, weights, depths, 1, workspace, across, false);
    };
    m_forward.push_back([=, this](const Block &block) {
        for (Index sample = block.first; sample < block.first + block.count; ++sample)
            isTransposed ? toImage(block.workspace, column(at, sample)) : toPositions(block.workspace, column(at + 1, sample));
    });
    m_backward.push_back([=, this](const Block &block) {
        for (Index sample = block.first; sample < block.first + block.count; ++sample) {
            product(channels, depths, positions, block.workspace + turned, partials, block.workspace, 1, across, block.workspace + partial, partials, true);
            if (at > 0)
                isTransposed ? toPositions(block.workspace, column(at, sample)) : toImage(block.workspace, column(at + 1, sample));
        }
    });
}

void BareProducts::addLstm(std::size_t at, Index steps, Index inputs, Index units) {
    const Index gates = 4 * units, stride = strideOf(gates);
    const float *toGates = reserve(stride * inputs), *fromState = reserve(stride * units), *weights = reserve(gates * std::max(inputs, units));
    const Index states = steps * training::BatchWorkspace::block * gates;
    const Index partial = states + (steps + 1) * training::BatchWorkspace::block * units;
    m_workspaceFloats = std::max(m_workspaceFloats, partial + gates * std::max(inputs, units));
    m_forward.push_back([=, this](const Block &block) {
        float *gatesOf = block.workspace, *statesOf = block.workspace + states;
        for (Index sample = 0; sample < block.count; ++sample)
            product(gates, steps, inputs, toGates, stride, column(at, block.first + sample), 1, inputs, gatesOf + sample * gates, block.count * gates, false);
        for (Index step = 1; step < steps; ++step)
            product(gates, block.count, units, fromState, stride, statesOf + step * block.count * units, 1, units, gatesOf + step * block.count * gates, gates,
                    true);
    });
    m_backward.push_back([=, this](const Block &block) {
        float *gatesOf = block.workspace, *statesOf = block.workspace + states, *partialOf = block.workspace + partial;
        for (Index step = steps - 1; step > 0; --step)
            product(units, block.count, gates, weights, units, gatesOf + step * block.count * gates, 1, gates, statesOf, units, false);
        for (Index sample = 0; sample < block.count; ++sample)
            product(inputs, gates, steps, column(at, block.first + sample), inputs, gatesOf + sample * gates, block.count * gates, 1, partialOf, inputs, true);
        product(units, gates, (steps - 1) * block.count, statesOf, units, gatesOf, gates, 1, partialOf, units, false);
        for (Index sample = 0; at > 0 && sample < block.count; ++sample)
            product(inputs, steps, gates, weights, inputs, gatesOf + sample * gates, 1, block.count * gates, column(at, block.first + sample), inputs, false);
    });
}

void BareProducts::addDenseSteps(std::size_t at, Index steps, Index inputs, Index outputs) {
    const Index stride = strideOf(outputs);
    const float *transposed = reserve(stride * inputs), *weights = reserve(outputs * inputs);
    m_workspaceFloats = std::max(m_workspaceFloats, outputs * inputs);
    m_forward.push_back([=, this](const Block &block) {
        for (Index sample = block.first; sample < block.first + block.count; ++sample)
            product(outputs, steps, inputs, transposed, stride, column(at, sample), 1, inputs, column(at + 1, sample), outputs, false);
    });
    m_backward.push_back([=, this](const Block &block) {
        for (Index sample = block.first; sample < block.first + block.count; ++sample) {
            if (at > 0)
                product(inputs, steps, outputs, weights, inputs, column(at + 1, sample), 1, outputs, column(at, sample), inputs, false);
            product(inputs, outputs, steps, column(at, sample), inputs, column(at + 1, sample), outputs, 1, block.workspace, inputs, true);
        }
    });
}

void BareProducts::run(core::ThreadPool &pool) {
    const Index size = training::BatchWorkspace::block;
    pool.run((m_batch + size - 1) / size,
             [&](Index item, int worker) {
                 const Block block{item * size, std::min(size, m_batch - item * size), m_workspaces[static_cast<std::size_t>(worker)].data()};
                 for (const Work &work : m_forward)
                     work(block);
                 for (std::size_t i = m_backward.size(); i-- > 0;)
                     m_backward[i](block);
             },
             m_workers);
    pool.run(
        static_cast<Index>(m_tiles.size()), [&](Index item, int) { m_tiles[static_cast<std::size_t>(item)](); }, m_workers);
}

} // namespace hourglass::benchmarks
