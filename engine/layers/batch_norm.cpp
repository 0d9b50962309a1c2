#include "engine/layers/batch_norm.h"

#include <algorithm>
#include <cmath>

#include "engine/layers/lowering.h"

namespace hourglass::layers {

namespace {

class BatchNorm : public Layer, public Lowered {
public:
    BatchNorm(const Shape &shape, double momentum, double epsilon)
        : m_channels(shape.isImage() ? shape.channels() : shape.size()), m_positions(shape.size() / m_channels), m_tile(m_positions > 1 ? 1 : 32),
          m_offset(core::padded(m_channels)), m_momentum(static_cast<float>(momentum)), m_epsilon(epsilon) {
        m_traits.output = shape;
        m_traits.parameters = {{"weight", {m_channels}, Initialiser::Ones}, {"bias", {m_channels}, Initialiser::Zeros}};
        m_traits.state = {{"running_mean", {m_channels}, Initialiser::Zeros}, {"running_var", {m_channels}, Initialiser::Ones}};
        m_traits.isAcrossSamples = true;
        // One image is normalised by itself and another way than the running statistics have it; of two numbers all that is left is which
        // is larger, of three little more.
        m_traits.fewestSamples = m_positions > 1 ? 2 : 4;
        m_traits.batchTasks = m_traits.gradientTasks = (m_channels + m_tile - 1) / m_tile;
        m_traits.scratchPerSample = shape.size(); // the normalised numbers
        m_traits.multiplyAdds = 4 * static_cast<double>(shape.size());
    }

    const Traits &traits() const override { return m_traits; }

    void lower(Lowering &to) const override {
        const Shape &shape = m_traits.output;
        to.shapeAs(shape.isImage() ? shape : Shape(shape.size()));
        to.apply(graph::BatchNormalisation{to.tensor("weight"), to.tensor("bias"), to.tensor("running_mean"), to.tensor("running_var"), m_epsilon,
                                           static_cast<double>(m_momentum)},
                 Shape(to.shape()));
    }

    /// y = γ x̂ + β with x̂ = (x − μ) / √(σ² + ε); μ and σ² of the batch in training, the running ones in evaluation.
    void forward(ForwardPass &pass) const override {
        for (Index channel = first(pass.task); channel < end(pass.task); ++channel) {
            double mean = static_cast<double>(pass.arrays.state[channel]), variance = static_cast<double>(pass.arrays.state[m_offset + channel]);
            if (pass.mode == Mode::Training) {
                const Moments moments = momentsOf(pass.x, channel);
                mean = moments.mean;
                variance = moments.variance;
                const auto count = static_cast<double>(pass.x.columns * m_positions);
                const double unbiased = count > 1 ? variance * count / (count - 1) : variance;
                pass.newState[channel] += m_momentum * (static_cast<float>(mean) - pass.newState[channel]);
                pass.newState[m_offset + channel] += m_momentum * (static_cast<float>(unbiased) - pass.newState[m_offset + channel]);
            }
            const auto scale = static_cast<float>(1 / std::sqrt(variance + m_epsilon));
            const float weight = pass.arrays.parameters[channel], bias = pass.arrays.parameters[m_offset + channel];
            for (Index column = 0; column < pass.x.columns; ++column) {
                const float *x = pass.x.column(column) + channel * m_positions;
                float *normalised = pass.scratch.column(column) + channel * m_positions, *y = pass.y.column(column) + channel * m_positions;
                for (Index i = 0; i < m_positions; ++i) {
                    normalised[i] = static_cast<float>(static_cast<double>(x[i]) - mean) * scale;
                    y[i] = weight * normalised[i] + bias;
                }
            }
        }
    }

    /// dx = γ / √(σ² + ε) (dy − mean(dy) − x̂ mean(dy x̂)); with the running σ², which does not depend on x, dx = γ / √(σ² + ε) dy
    void backward(BackwardPass &pass) const override {
        if (!pass.dx.data)
            return;
        if (!pass.random)
            return backwardByRunning(pass);
        const auto count = static_cast<double>(pass.x.columns * m_positions);
        for (Index channel = first(pass.task); channel < end(pass.task); ++channel) {
            const Sums sums = sumsOf(pass.dy, pass.scratch, channel);
            const double scale = static_cast<double>(pass.arrays.parameters[channel]) / std::sqrt(momentsOf(pass.x, channel).variance + m_epsilon);
            const auto factor = static_cast<float>(scale), mean = static_cast<float>(sums.dy / count), share = static_cast<float>(sums.product / count);
            for (Index column = 0; column < pass.dy.columns; ++column) {
                const float *dy = pass.dy.column(column) + channel * m_positions, *normalised = pass.scratch.column(column) + channel * m_positions;
                float *dx = pass.dx.column(column) + channel * m_positions;
                for (Index i = 0; i < m_positions; ++i)
                    dx[i] = factor * (dy[i] - mean - normalised[i] * share);
            }
        }
    }

    /// dγ = Σ dy x̂, dβ = Σ dy
    void gradient(GradientPass &pass) const override {
        for (Index channel = first(pass.task); channel < end(pass.task); ++channel) {
            const Sums sums = sumsOf(pass.dy, pass.scratch, channel);
            pass.gradient[channel] = static_cast<float>(sums.product);
            pass.gradient[m_offset + channel] = static_cast<float>(sums.dy);
        }
    }

private:
    struct Moments {
        double mean = 0, variance = 0;
    };
    struct Sums {
        double dy = 0, product = 0; ///< Σ dy, Σ dy x̂
    };

    void backwardByRunning(BackwardPass &pass) const {
        for (Index channel = first(pass.task); channel < end(pass.task); ++channel) {
            const double variance = static_cast<double>(pass.arrays.state[m_offset + channel]);
            const auto factor = static_cast<float>(static_cast<double>(pass.arrays.parameters[channel]) / std::sqrt(variance + m_epsilon));
            for (Index column = 0; column < pass.dy.columns; ++column)
                for (Index i = channel * m_positions; i < (channel + 1) * m_positions; ++i)
                    pass.dx.column(column)[i] = factor * pass.dy.column(column)[i];
        }
    }

    Index first(Index task) const { return task * m_tile; }
    Index end(Index task) const { return std::min(m_channels, first(task) + m_tile); }

    Moments momentsOf(ConstView x, Index channel) const {
        Moments moments;
        const auto count = static_cast<double>(x.columns * m_positions);
        for (Index column = 0; column < x.columns; ++column)
            for (const float *value = x.column(column) + channel * m_positions, *last = value + m_positions; value != last; ++value)
                moments.mean += static_cast<double>(*value);
        moments.mean /= count;
        for (Index column = 0; column < x.columns; ++column)
            for (const float *value = x.column(column) + channel * m_positions, *last = value + m_positions; value != last; ++value) {
                const double away = static_cast<double>(*value) - moments.mean;
                moments.variance += away * away;
            }
        moments.variance /= count;
        return moments;
    }

    Sums sumsOf(ConstView dy, ConstView normalised, Index channel) const {
        Sums sums;
        for (Index column = 0; column < dy.columns; ++column) {
            const float *slope = dy.column(column) + channel * m_positions, *value = normalised.column(column) + channel * m_positions;
            for (Index i = 0; i < m_positions; ++i) {
                sums.dy += static_cast<double>(slope[i]);
                sums.product += static_cast<double>(slope[i]) * static_cast<double>(value[i]);
            }
        }
        return sums;
    }

    Index m_channels, m_positions, m_tile, m_offset;
    float m_momentum;
    double m_epsilon;
    Traits m_traits;
};

} // namespace

spec::Kind batchNormKind() {
    return {"batch_norm",
            "Batch norm",
            "Brings each unit to mean 0 and variance 1 over the batch, then scales and shifts it (Ioffe and Szegedy 2015).",
            {{.key = "momentum",
              .label = "Momentum",
              .help = "How much of each batch goes into the running mean and variance that evaluation uses.",
              .kind = spec::SettingKind::Real,
              .fallback = 0.1,
              .minimum = 0.0,
              .maximum = 1.0},
             {.key = "epsilon",
              .label = "Epsilon",
              .help = "Keeps the division calm where a unit is always alike.",
              .kind = spec::SettingKind::Real,
              .fallback = 1e-5,
              .minimum = 1e-12,
              .maximum = 1.0,
              .isLogarithmic = true}}};
}

LayerResult makeBatchNorm(const spec::Component &component, const LayerContext &context) {
    const spec::Kind kind = batchNormKind();
    return std::shared_ptr<const Layer>(
        std::make_shared<BatchNorm>(context.input, spec::realOf(component, kind, "momentum"), spec::realOf(component, kind, "epsilon")));
}

} // namespace hourglass::layers
