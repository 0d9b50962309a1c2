#include "engine/layers/dropout.h"

#include <algorithm>

namespace hourglass::layers {

namespace {

class Dropout : public Layer {
public:
    Dropout(const Shape &shape, float rate) : m_rate(rate) {
        m_requirements.output = shape;
        m_requirements.multiplyAdds = static_cast<double>(shape.size());
    }

    const Requirements &requirements() const override { return m_requirements; }

    /// y = x m / (1 − rate) with m drawn anew for each step and sample; y = x in evaluation.
    void forward(ForwardPass &pass) const override {
        if (pass.mode == Mode::Training)
            return drop(pass.x, pass.y, *pass.random, pass.step, pass.samples);
        for (Index column = 0; column < pass.x.columns; ++column)
            std::copy_n(pass.x.column(column), pass.x.rows, pass.y.column(column));
    }

    /// The same numbers, drawn again.
    void backward(BackwardPass &pass) const override {
        if (pass.dx.data)
            drop(pass.dy, pass.dx, *pass.random, pass.step, pass.samples);
    }

private:
    void drop(ConstView from, View to, const core::Random &random, std::uint64_t step, const Index *samples) const {
        for (Index column = 0; column < from.columns; ++column)
            kernels::dropOut(from.rows, from.column(column), to.column(column), m_rate, random.key().data(), step,
                             static_cast<std::uint64_t>(samples[column]));
    }

    float m_rate;
    Requirements m_requirements;
};

} // namespace

spec::Kind dropoutKind() {
    return {"dropout", "Dropout", "Some units fall silent in each step, others in the next, so that none is relied on (Srivastava et al. 2014).",
            {{.key = "rate", .label = "Rate", .help = "The share of units that fall silent.", .kind = spec::SettingKind::Real, .fallback = 0.2,
              .minimum = 0.0, .maximum = 0.95}}};
}

LayerResult makeDropout(const spec::Component &component, const Place &place) {
    const auto rate = static_cast<float>(spec::realOf(component, dropoutKind(), "rate"));
    return std::shared_ptr<const Layer>(std::make_shared<Dropout>(place.input, rate));
}

} // namespace hourglass::layers
