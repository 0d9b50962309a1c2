#include "engine/layers/gaussian_noise.h"

#include <algorithm>

#include "engine/layers/lowering.h"

namespace hourglass::layers {

namespace {

class GaussianNoise : public Layer, public Lowered {
public:
    GaussianNoise(const Shape &shape, float strength) : m_strength(strength) {
        m_traits.output = shape;
        m_traits.multiplyAdds = static_cast<double>(shape.size());
    }

    const Traits &traits() const override { return m_traits; }

    void lower(Lowering &to) const override { to.applyInTraining({graph::GaussianNoise{static_cast<double>(m_strength)}}); } // y = x

    /// y = x + strength · ε, ε standard normal; y = x in evaluation.
    void forward(ForwardPass &pass) const override {
        for (Index column = 0; column < pass.x.columns; ++column) {
            std::copy_n(pass.x.column(column), pass.x.rows, pass.y.column(column));
            if (pass.mode == Mode::Training)
                kernels::addNormal(pass.y.rows, pass.y.column(column), m_strength, pass.random->key().data(), pass.step,
                                   static_cast<std::uint64_t>(pass.samples[column]));
        }
    }

    void backward(BackwardPass &pass) const override {
        for (Index column = 0; pass.dx.data && column < pass.dy.columns; ++column)
            std::copy_n(pass.dy.column(column), pass.dy.rows, pass.dx.column(column));
    }

private:
    float m_strength;
    Traits m_traits;
};

} // namespace

spec::Kind gaussianNoiseKind() {
    return {"gaussian_noise",
            "Gaussian noise",
            "Noise on what passes, while training: a code that must stand it keeps its neighbours alike.",
            {{.key = "strength",
              .label = "Strength",
              .help = "Standard deviation of the noise.",
              .kind = spec::SettingKind::Real,
              .fallback = 0.1,
              .minimum = 0.0,
              .maximum = 100.0,
              .usualMinimum = 0.0,
              .usualMaximum = 1.0,
              .isLive = true}}};
}

LayerResult makeGaussianNoise(const spec::Component &component, const LayerContext &context) {
    const auto strength = static_cast<float>(spec::realOf(component, gaussianNoiseKind(), "strength"));
    return std::shared_ptr<const Layer>(std::make_shared<GaussianNoise>(context.input, strength));
}

} // namespace hourglass::layers
