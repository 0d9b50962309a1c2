#include "engine/layers/repeat_vector.h"

#include <algorithm>

#include "engine/layers/lowering.h"

#include "engine/layers/registry.h"

namespace hourglass::layers {

namespace {

class RepeatVector : public Layer, public Lowered {
public:
    RepeatVector(Index features, Index steps) : m_features(features), m_steps(steps) {
        m_traits.output = Shape(steps, features);
        m_traits.multiplyAdds = static_cast<double>(features * steps);
    }

    const Traits &traits() const override { return m_traits; }

    void lower(Lowering &to) const override {
        to.shapeAs(Shape(m_features));
        to.apply(graph::Repeat{}, m_traits.output);
    }

    void forward(ForwardPass &pass) const override {
        for (Index column = 0; column < pass.x.columns; ++column)
            for (Index step = 0; step < m_steps; ++step)
                std::copy_n(pass.x.column(column), m_features, pass.y.column(column) + step * m_features);
    }

    /// dx = Σ dy over the steps
    void backward(BackwardPass &pass) const override {
        for (Index column = 0; pass.dx.data && column < pass.dx.columns; ++column)
            kernels::sumColumns(m_features, m_steps, pass.dy.column(column), m_features, pass.dx.column(column));
    }

private:
    Index m_features, m_steps;
    Traits m_traits;
};

} // namespace

Index stepsOfData(const Shape &data) {
    return data.rank == 3 ? data.height() * data.channels() : data.extents[0];
}

spec::Kind repeatVectorKind() {
    return {"repeat_vector",
            "Repeat",
            "Gives the same numbers on at every step of a sequence.",
            {{.key = "steps",
              .label = "Steps",
              .help = "How many steps; \"data\": as many as a sample has (an image: its rows).",
              .kind = spec::SettingKind::Integer,
              .fallback = std::string("data"),
              .minimum = 1,
              .maximum = 65536,
              .isLogarithmic = true,
              .word = "data",
              .usualMinimum = 1,
              .usualMaximum = 256,
              .takesMemory = true}}};
}

LayerResult makeRepeatVector(const spec::Component &component, const LayerContext &context) {
    const spec::Value value = spec::valueOf(component, repeatVectorKind(), "steps");
    const Index steps = std::holds_alternative<std::string>(value) ? stepsOfData(context.data) : std::get<Index>(value);
    if (const Index numbers = context.input.size() * steps; numbers > largestTensor)
        return tooLarge("The steps would have", static_cast<double>(numbers), "numbers", "Choose fewer steps.");
    return std::shared_ptr<const Layer>(std::make_shared<RepeatVector>(context.input.size(), steps));
}

} // namespace hourglass::layers
