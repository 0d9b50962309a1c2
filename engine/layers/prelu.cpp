#include "engine/layers/prelu.h"

#include <algorithm>

#include "engine/layers/lowering.h"

namespace hourglass::layers {

namespace {

class Prelu : public Layer, public Lowered {
public:
    Prelu(const Shape &shape, float slope) : m_slopes(shape.isImage() ? shape.channels() : shape.size()), m_positions(shape.size() / m_slopes) {
        m_traits.output = shape;
        m_traits.parameters = {{"slope", {m_slopes}, Initialiser::Constant}};
        m_traits.parameters[0].constant = slope;
        m_traits.partialPerBlock = m_slopes;
        m_traits.gradientTasks = 1;
        m_traits.multiplyAdds = static_cast<double>(shape.size());
    }

    const Traits &traits() const override { return m_traits; }

    void lower(Lowering &to) const override {
        const Shape &shape = m_traits.output;
        to.shapeAs(shape.isImage() ? shape : Shape(shape.size()));
        to.apply(graph::Prelu{to.tensor("slope")}, Shape(to.shape()));
    }

    /// y = x, or a x below zero; a for each channel of an image, else for each unit
    void forward(ForwardPass &pass) const override {
        forEach(pass.x.columns, [&](Index column, Index slope, Index i) {
            const float x = pass.x.column(column)[i];
            pass.y.column(column)[i] = x < 0 ? pass.arrays.parameters[slope] * x : x;
        });
    }

    /// dx = dy, or a dy; da = Σ dy x over what is below zero
    void backward(BackwardPass &pass) const override {
        std::fill_n(pass.partial, m_slopes, 0.0f);
        forEach(pass.x.columns, [&](Index column, Index slope, Index i) {
            const float x = pass.x.column(column)[i], dy = pass.dy.column(column)[i];
            pass.partial[slope] += x < 0 ? dy * x : 0.0f;
            if (pass.dx.data)
                pass.dx.column(column)[i] = x < 0 ? pass.arrays.parameters[slope] * dy : dy;
        });
    }

    void gradient(GradientPass &pass) const override {
        kernels::sumColumns(m_slopes, pass.partials.columns, pass.partials.data, pass.partials.stride, pass.gradient);
    }

private:
    template <class Work>
    void forEach(Index columns, Work work) const {
        for (Index column = 0; column < columns; ++column)
            for (Index slope = 0; slope < m_slopes; ++slope)
                for (Index i = slope * m_positions; i < (slope + 1) * m_positions; ++i)
                    work(column, slope, i);
    }

    Index m_slopes, m_positions;
    Traits m_traits;
};

} // namespace

spec::Kind preluKind() {
    return {"prelu",
            "PReLU",
            "A leaky ReLU that learns its slope below zero, one for each unit or channel (He et al. 2015).",
            {{.key = "slope",
              .label = "First slope",
              .help = "Where the slopes below zero start.",
              .kind = spec::SettingKind::Real,
              .fallback = 0.25,
              .minimum = -1.0,
              .maximum = 1.0}}};
}

LayerResult makePrelu(const spec::Component &component, const LayerContext &context) {
    return std::shared_ptr<const Layer>(std::make_shared<Prelu>(context.input, static_cast<float>(spec::realOf(component, preluKind(), "slope"))));
}

} // namespace hourglass::layers
