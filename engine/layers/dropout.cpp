#include "engine/layers/dropout.h"

#include <algorithm>

#include "engine/layers/implied_shape.h"
#include "engine/layers/lowering.h"

namespace hourglass::layers {

namespace {

class Dropout : public Layer, public Lowered {
public:
    /// Falls silent in groups of so many numbers: one, or a channel.
    Dropout(const Shape &shape, float rate, Index group) : m_rate(rate), m_group(group) {
        m_traits.output = shape;
        m_traits.workspace = group > 1 ? shape.size() / group : 0;
        m_traits.multiplyAdds = static_cast<double>(shape.size());
    }

    const Traits &traits() const override { return m_traits; }

    void lower(Lowering &to) const override { // y = x
        if (to.isForTraining() && m_group > 1)
            to.shapeAs(m_traits.output);
        to.applyInTraining({graph::Dropout{static_cast<double>(m_rate), m_group > 1}});
    }

    /// y = x m / (1 − rate) with m drawn anew for each step and sample; y = x in evaluation.
    void forward(ForwardPass &pass) const override {
        if (pass.mode == Mode::Training)
            return drop(pass.x, pass.y, *pass.random, pass.step, pass.samples, pass.workspace);
        for (Index column = 0; column < pass.x.columns; ++column)
            std::copy_n(pass.x.column(column), pass.x.rows, pass.y.column(column));
    }

    /// The same numbers, drawn again; dx = dy in evaluation.
    void backward(BackwardPass &pass) const override {
        if (!pass.dx.data)
            return;
        if (pass.random)
            return drop(pass.dy, pass.dx, *pass.random, pass.step, pass.samples, pass.workspace);
        for (Index column = 0; column < pass.dy.columns; ++column)
            std::copy_n(pass.dy.column(column), pass.dy.rows, pass.dx.column(column));
    }

private:
    void drop(ConstView from, View to, const core::Random &random, std::uint64_t step, const Index *samples, float *factors) const {
        for (Index column = 0; column < from.columns; ++column) {
            const auto sample = static_cast<std::uint64_t>(samples[column]);
            if (m_group == 1) {
                kernels::dropOut(from.rows, from.column(column), to.column(column), m_rate, random.key().data(), step, sample);
                continue;
            }
            const Index groups = from.rows / m_group;
            std::fill_n(factors, groups, 1.0f);
            kernels::dropOut(groups, factors, factors, m_rate, random.key().data(), step, sample);
            for (Index group = 0; group < groups; ++group)
                for (Index i = group * m_group; i < (group + 1) * m_group; ++i)
                    to.column(column)[i] = from.column(column)[i] * factors[group];
        }
    }

    float m_rate;
    Index m_group;
    Traits m_traits;
};

spec::Setting rateSetting(const char *help) {
    return {.key = "rate", .label = "Rate", .help = help, .kind = spec::SettingKind::Real, .fallback = 0.2, .minimum = 0.0, .maximum = 0.95, .isLive = true};
}

} // namespace

spec::Kind dropoutKind() {
    return {"dropout",
            "Dropout",
            "Some units fall silent in each step, others in the next, so that none is relied on (Srivastava et al. 2014).",
            {rateSetting("The share of units that fall silent.")}};
}

spec::Kind spatialDropoutKind() {
    return {"spatial_dropout",
            "Spatial dropout",
            "Whole channels of an image fall silent in each step: neighbours cannot stand in for each other (Tompson et al. 2015).",
            {rateSetting("The share of channels that fall silent.")}};
}

LayerResult makeDropout(const spec::Component &component, const LayerContext &context) {
    const auto rate = static_cast<float>(spec::realOf(component, dropoutKind(), "rate"));
    return std::shared_ptr<const Layer>(std::make_shared<Dropout>(context.input, rate, 1));
}

LayerResult makeSpatialDropout(const spec::Component &component, const LayerContext &context) {
    const core::Result<Shape> input = imageOf(context);
    if (!input)
        return input.error();
    const auto rate = static_cast<float>(spec::realOf(component, spatialDropoutKind(), "rate"));
    return std::shared_ptr<const Layer>(std::make_shared<Dropout>(*input, rate, input->height() * input->width()));
}

} // namespace hourglass::layers
