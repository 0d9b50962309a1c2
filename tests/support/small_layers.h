// Layers of a few lines, each a test of one clause of the contract: a term of the loss, random numbers, and a gradient that is wrong.
#pragma once

#include <memory>

#include "engine/layers/registry.h"

namespace hourglass::tests {

class SmallLayer : public layers::Layer {
public:
    explicit SmallLayer(const core::Shape &shape) {
        m_traits.output = shape;
        m_traits.multiplyAdds = static_cast<double>(shape.size());
    }
    const layers::Traits &traits() const override { return m_traits; }

protected:
    layers::Traits m_traits;
};

/// y = x, and λ/2 Σ y² for each sample is added to the loss.
class Penalty : public SmallLayer {
public:
    static constexpr float strength = 0.3f;
    explicit Penalty(const core::Shape &shape, bool isAcrossSamples) : SmallLayer(shape) { m_traits.isAcrossSamples = isAcrossSamples; }

    void forward(layers::ForwardPass &pass) const override {
        for (core::Index s = 0; s < pass.x.columns; ++s)
            for (core::Index f = 0; f < pass.x.rows; ++f) {
                const float x = pass.y.column(s)[f] = pass.x.column(s)[f];
                if (pass.mode == layers::Mode::Evaluation)
                    continue;
                pass.penalty += 0.5 * static_cast<double>(strength) * static_cast<double>(x) * static_cast<double>(x);
            }
    }
    void backward(layers::BackwardPass &pass) const override {
        for (core::Index s = 0; pass.dx.data && s < pass.dx.columns; ++s)
            for (core::Index f = 0; f < pass.dx.rows; ++f)
                pass.dx.column(s)[f] = pass.dy.column(s)[f] + pass.penaltyScale * strength * pass.x.column(s)[f];
    }
};

/// Dropout (Srivastava et al. 2014): in training a quarter of the units falls silent, drawn anew on the way back from the same numbers.
class Dropout : public SmallLayer {
public:
    static constexpr float rate = 0.25f;
    using SmallLayer::SmallLayer;

    void forward(layers::ForwardPass &pass) const override {
        for (core::Index s = 0; s < pass.x.columns; ++s)
            for (core::Index f = 0; f < pass.x.rows; ++f)
                pass.y.column(s)[f] = pass.x.column(s)[f] * (pass.mode == layers::Mode::Training ? factor(*pass.random, pass.step, pass.samples[s], f) : 1.0f);
    }
    void backward(layers::BackwardPass &pass) const override {
        for (core::Index s = 0; pass.dx.data && s < pass.dx.columns; ++s)
            for (core::Index f = 0; f < pass.dx.rows; ++f)
                pass.dx.column(s)[f] = pass.dy.column(s)[f] * factor(*pass.random, pass.step, pass.samples[s], f);
    }

private:
    static float factor(const core::Random &random, std::uint64_t step, core::Index sample, core::Index element) {
        return random.uniform(step, static_cast<std::uint64_t>(sample), static_cast<std::uint64_t>(element)) < rate ? 0.0f : 1.0f / (1.0f - rate);
    }
};

/// y = scale · x + shift, with a gradient that is one percent too large in one place.
class Wrong : public SmallLayer {
public:
    enum class LayerContext { Nowhere, Input, Parameters };
    Wrong(const core::Shape &shape, LayerContext context) : SmallLayer(shape), m_place(context) {
        m_traits.parameters = {{"scale", {shape.size()}, layers::Initialiser::Ones}, {"shift", {shape.size()}}};
        m_traits.gradientTasks = 1;
        m_padded = core::padded(shape.size());
    }

    void forward(layers::ForwardPass &pass) const override {
        for (core::Index s = 0; s < pass.x.columns; ++s)
            for (core::Index f = 0; f < pass.x.rows; ++f)
                pass.y.column(s)[f] = pass.arrays.parameters[f] * pass.x.column(s)[f] + pass.arrays.parameters[m_padded + f];
    }
    void backward(layers::BackwardPass &pass) const override {
        for (core::Index s = 0; pass.dx.data && s < pass.dx.columns; ++s)
            for (core::Index f = 0; f < pass.dx.rows; ++f)
                pass.dx.column(s)[f] = pass.dy.column(s)[f] * pass.arrays.parameters[f] * (m_place == LayerContext::Input ? 1.01f : 1.0f);
    }
    void gradient(layers::GradientPass &pass) const override {
        for (core::Index f = 0; f < pass.dy.rows; ++f) {
            pass.gradient[f] = pass.gradient[m_padded + f] = 0;
            for (core::Index s = 0; s < pass.dy.columns; ++s) {
                pass.gradient[f] += pass.dy.column(s)[f] * pass.x.column(s)[f] * (m_place == LayerContext::Parameters ? 1.01f : 1.0f);
                pass.gradient[m_padded + f] += pass.dy.column(s)[f];
            }
        }
    }

private:
    LayerContext m_place;
    core::Index m_padded = 0;
};

template <class Type, auto... arguments>
layers::Row smallRow(const char *key) {
    return {{key, key, "", {}}, [](const spec::Component &, const layers::LayerContext &context) {
                return layers::LayerResult(std::shared_ptr<const layers::Layer>(std::make_shared<Type>(context.input, arguments...)));
            }};
}

} // namespace hourglass::tests
