#include "engine/layers/layer_norm.h"

#include <algorithm>
#include <cmath>

#include "engine/layers/lowering.h"

namespace hourglass::layers {

namespace {

class LayerNorm : public Layer, public Lowered {
public:
    LayerNorm(const Shape &shape, double epsilon) : m_features(shape.size()), m_biasOffset(core::padded(m_features)), m_epsilon(epsilon) {
        m_traits.output = shape;
        m_traits.parameters = {{"weight", {m_features}, Initialiser::Ones}, {"bias", {m_features}, Initialiser::Zeros}};
        m_traits.gradientTasks = (m_features + tile - 1) / tile;
        m_traits.scratchPerSample = m_features + 1; // the normalised numbers, and 1 / √(variance + ε)
        m_traits.multiplyAdds = 4 * static_cast<double>(m_features);
    }

    const Traits &traits() const override { return m_traits; }

    void lower(Lowering &to) const override {
        to.shapeAs(Shape(m_features));
        to.apply(graph::LayerNormalisation{to.tensor("weight"), to.tensor("bias"), m_epsilon}, Shape(m_features));
    }

    /// y = γ x̂ + β with x̂ = (x − μ) / √(σ² + ε), μ and σ² over the sample
    void forward(ForwardPass &pass) const override {
        const float *weight = pass.arrays.parameters, *bias = weight + m_biasOffset;
        for (Index column = 0; column < pass.x.columns; ++column) {
            const float *x = pass.x.column(column);
            float *normalised = pass.scratch.column(column), *y = pass.y.column(column);
            double sum = 0, squares = 0;
            for (Index i = 0; i < m_features; ++i)
                sum += static_cast<double>(x[i]);
            const double mean = sum / static_cast<double>(m_features);
            for (Index i = 0; i < m_features; ++i) {
                const double away = static_cast<double>(x[i]) - mean;
                squares += away * away;
            }
            const auto scale = static_cast<float>(1 / std::sqrt(squares / static_cast<double>(m_features) + m_epsilon));
            for (Index i = 0; i < m_features; ++i) {
                normalised[i] = static_cast<float>(static_cast<double>(x[i]) - mean) * scale;
                y[i] = weight[i] * normalised[i] + bias[i];
            }
            normalised[m_features] = scale;
        }
    }

    /// dx = (g − mean(g) − x̂ mean(g x̂)) / √(σ² + ε) with g = γ dy
    void backward(BackwardPass &pass) const override {
        if (!pass.dx.data)
            return;
        const float *weight = pass.arrays.parameters;
        for (Index column = 0; column < pass.dy.columns; ++column) {
            const float *dy = pass.dy.column(column), *normalised = pass.scratch.column(column);
            float *dx = pass.dx.column(column);
            double sum = 0, product = 0;
            for (Index i = 0; i < m_features; ++i) {
                const double g = static_cast<double>(weight[i] * dy[i]);
                sum += g;
                product += g * static_cast<double>(normalised[i]);
            }
            const auto mean = static_cast<float>(sum / static_cast<double>(m_features));
            const auto share = static_cast<float>(product / static_cast<double>(m_features));
            const float scale = normalised[m_features];
            for (Index i = 0; i < m_features; ++i)
                dx[i] = scale * (weight[i] * dy[i] - mean - normalised[i] * share);
        }
    }

    /// dγ = Σ dy x̂, dβ = Σ dy
    void gradient(GradientPass &pass) const override {
        const Index first = pass.task * tile, count = std::min(tile, m_features - first);
        std::fill_n(pass.gradient + first, count, 0.0f);
        for (Index column = 0; column < pass.dy.columns; ++column) {
            const float *dy = pass.dy.column(column) + first, *normalised = pass.scratch.column(column) + first;
            for (Index i = 0; i < count; ++i)
                pass.gradient[first + i] += dy[i] * normalised[i];
        }
        kernels::sumColumns(count, pass.dy.columns, pass.dy.data + first, pass.dy.stride, pass.gradient + m_biasOffset + first);
    }

private:
    static constexpr Index tile = 256; ///< features of a task of the gradient

    Index m_features, m_biasOffset;
    double m_epsilon;
    Traits m_traits;
};

} // namespace

spec::Kind layerNormKind() {
    return {"layer_norm",
            "Layer norm",
            "Brings each sample to mean 0 and variance 1, then scales and shifts each number (Ba et al. 2016).",
            {{.key = "epsilon",
              .label = "Epsilon",
              .help = "Keeps the division calm where all numbers are alike.",
              .kind = spec::SettingKind::Real,
              .fallback = 1e-5,
              .minimum = 1e-12,
              .maximum = 1.0,
              .isLogarithmic = true}}};
}

LayerResult makeLayerNorm(const spec::Component &component, const LayerContext &context) {
    return std::shared_ptr<const Layer>(std::make_shared<LayerNorm>(context.input, spec::realOf(component, layerNormKind(), "epsilon")));
}

} // namespace hourglass::layers
