// Batch normalisation (Ioffe and Szegedy 2015) as a test of the contract: a layer that looks across the samples of a batch, keeps running
// statistics in its state, and does something else in evaluation.
#pragma once

#include <cmath>
#include <memory>

#include "engine/layers/registry.h"

namespace hourglass::tests {

class BatchNorm : public layers::Layer {
public:
    static constexpr float epsilon = 1e-3f, momentum = 0.1f;
    using Index = core::Index;

    explicit BatchNorm(const core::Shape &shape) : m_features(shape.size()), m_padded(core::padded(m_features)) {
        m_traits.output = shape;
        m_traits.parameters = {{"weight", {m_features}, layers::Initialiser::Ones}, {"bias", {m_features}, layers::Initialiser::Zeros}};
        m_traits.state = {{"running_mean", {m_features}, layers::Initialiser::Zeros}, {"running_var", {m_features}, layers::Initialiser::Ones}};
        m_traits.isAcrossSamples = true;
        m_traits.batchTasks = (m_features + width - 1) / width;
        m_traits.gradientTasks = m_traits.batchTasks;
        m_traits.scratchPerSample = m_features; // normalised values
        m_traits.multiplyAdds = static_cast<double>(m_features);
    }

    const layers::Traits &traits() const override { return m_traits; }

    /// y = γ (x − μ) / √(σ² + ε) + β; μ and σ² of the batch in training, running ones in evaluation.
    void forward(layers::ForwardPass &pass) const override {
        for (Index f = first(pass.task); f < end(pass.task); ++f) {
            double mean = static_cast<double>(pass.arrays.state[f]), variance = static_cast<double>(pass.arrays.state[m_padded + f]);
            if (pass.mode == layers::Mode::Training) {
                statistics(pass.x, f, mean, variance);
                const double count = static_cast<double>(pass.x.columns), unbiased = count > 1 ? variance * count / (count - 1) : variance;
                pass.newState[f] += momentum * (static_cast<float>(mean) - pass.newState[f]);
                pass.newState[m_padded + f] += momentum * (static_cast<float>(unbiased) - pass.newState[m_padded + f]);
            }
            const double scale = 1 / std::sqrt(variance + static_cast<double>(epsilon));
            for (Index s = 0; s < pass.x.columns; ++s) {
                const auto normalised = static_cast<float>((static_cast<double>(pass.x.column(s)[f]) - mean) * scale);
                pass.scratch.column(s)[f] = normalised;
                pass.y.column(s)[f] = pass.arrays.parameters[f] * normalised + pass.arrays.parameters[m_padded + f];
            }
        }
    }

    /// dx = γ / √(σ² + ε) (dy − mean(dy) − x̂ mean(dy x̂))
    void backward(layers::BackwardPass &pass) const override {
        if (!pass.dx.data)
            return;
        const double count = static_cast<double>(pass.x.columns);
        for (Index f = first(pass.task); f < end(pass.task); ++f) {
            double mean, variance, sum = 0, product = 0;
            statistics(pass.x, f, mean, variance);
            for (Index s = 0; s < pass.x.columns; ++s) {
                sum += static_cast<double>(pass.dy.column(s)[f]);
                product += static_cast<double>(pass.dy.column(s)[f]) * static_cast<double>(pass.scratch.column(s)[f]);
            }
            const double scale = static_cast<double>(pass.arrays.parameters[f]) / std::sqrt(variance + static_cast<double>(epsilon));
            for (Index s = 0; s < pass.x.columns; ++s)
                pass.dx.column(s)[f] = static_cast<float>(
                    scale * (static_cast<double>(pass.dy.column(s)[f]) - sum / count - static_cast<double>(pass.scratch.column(s)[f]) * product / count));
        }
    }

    void gradient(layers::GradientPass &pass) const override {
        for (Index f = first(pass.task); f < end(pass.task); ++f) {
            double weight = 0, bias = 0;
            for (Index s = 0; s < pass.dy.columns; ++s) {
                weight += static_cast<double>(pass.dy.column(s)[f]) * static_cast<double>(pass.scratch.column(s)[f]);
                bias += static_cast<double>(pass.dy.column(s)[f]);
            }
            pass.gradient[f] = static_cast<float>(weight);
            pass.gradient[m_padded + f] = static_cast<float>(bias);
        }
    }

private:
    static constexpr Index width = 2; ///< features of a task: more tasks than blocks of samples, where layers are wide

    Index first(Index task) const { return task * width; }
    Index end(Index task) const { return std::min(m_features, first(task) + width); }

    static void statistics(core::ConstView x, Index f, double &mean, double &variance) {
        mean = variance = 0;
        for (Index s = 0; s < x.columns; ++s)
            mean += static_cast<double>(x.column(s)[f]);
        mean /= static_cast<double>(x.columns);
        for (Index s = 0; s < x.columns; ++s)
            variance += (static_cast<double>(x.column(s)[f]) - mean) * (static_cast<double>(x.column(s)[f]) - mean);
        variance /= static_cast<double>(x.columns);
    }

    Index m_features, m_padded;
    layers::Traits m_traits;
};

inline layers::Row batchNormRow() {
    return {{"test_batch_norm", "Batch norm", "", {}}, [](const spec::Component &, const layers::LayerContext &context) {
                return layers::LayerResult(std::shared_ptr<const layers::Layer>(std::make_shared<BatchNorm>(context.input)));
            }};
}

} // namespace hourglass::tests
