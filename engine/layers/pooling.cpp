#include "engine/layers/pooling.h"

#include "engine/layers/implied_shape.h"
#include "engine/layers/lowering.h"

#include <algorithm>

namespace hourglass::layers {

namespace {

class Pooling : public Layer, public Lowered {
public:
    Pooling(const Shape &input, Index window, Index stride, bool takesLargest)
        : m_input(input), m_output(input.channels(), (input.height() - window) / stride + 1, (input.width() - window) / stride + 1), m_window(window),
          m_stride(stride), m_takesLargest(takesLargest) {
        m_traits.output = m_output;
        m_traits.multiplyAdds = static_cast<double>(m_output.size() * window * window);
    }

    const Traits &traits() const override { return m_traits; }

    void lower(Lowering &to) const override {
        to.shapeAs(m_input);
        to.apply(graph::Pool{m_window, m_stride, m_takesLargest}, m_output);
    }

    void forward(ForwardPass &pass) const override {
        forEachWindow(pass.x.columns, [&](Index column, Index corner, Index output) {
            const float *x = pass.x.column(column) + corner;
            if (m_takesLargest) {
                pass.y.column(column)[output] = x[largestOf(x)];
                return;
            }
            float sum = 0;
            for (Index row = 0; row < m_window; ++row)
                for (Index i = 0; i < m_window; ++i)
                    sum += x[row * m_input.width() + i];
            pass.y.column(column)[output] = sum / static_cast<float>(m_window * m_window);
        });
    }

    /// To the largest alone (the first of equals), or an even share to all.
    void backward(BackwardPass &pass) const override {
        if (!pass.dx.data)
            return;
        for (Index column = 0; column < pass.dx.columns; ++column)
            std::fill_n(pass.dx.column(column), pass.dx.rows, 0.0f);
        forEachWindow(pass.dx.columns, [&](Index column, Index corner, Index output) {
            float *dx = pass.dx.column(column) + corner;
            const float dy = pass.dy.column(column)[output];
            if (m_takesLargest) {
                dx[largestOf(pass.x.column(column) + corner)] += dy;
                return;
            }
            const float share = dy / static_cast<float>(m_window * m_window);
            for (Index row = 0; row < m_window; ++row)
                for (Index i = 0; i < m_window; ++i)
                    dx[row * m_input.width() + i] += share;
        });
    }

private:
    /// work(column, offset of the window's first number, number of the output)
    template <class Work>
    void forEachWindow(Index columns, Work work) const {
        for (Index column = 0; column < columns; ++column)
            for (Index channel = 0, output = 0; channel < m_output.channels(); ++channel)
                for (Index row = 0; row < m_output.height(); ++row)
                    for (Index i = 0; i < m_output.width(); ++i, ++output)
                        work(column, (channel * m_input.height() + row * m_stride) * m_input.width() + i * m_stride, output);
    }

    Index largestOf(const float *x) const {
        Index largest = 0;
        for (Index row = 0; row < m_window; ++row)
            for (Index i = 0; i < m_window; ++i)
                if (const Index at = row * m_input.width() + i; x[at] > x[largest] || x[at] != x[at]) // not-a-number is not hidden
                    largest = at;
        return largest;
    }

    Shape m_input, m_output;
    Index m_window, m_stride;
    bool m_takesLargest;
    Traits m_traits;
};

std::vector<spec::Setting> settings() {
    return {{.key = "window",
             .label = "Window",
             .help = "Side of the square that becomes one number.",
             .kind = spec::SettingKind::Integer,
             .fallback = core::Index{2},
             .minimum = 1,
             .maximum = 512,
             .usualMinimum = 1,
             .usualMaximum = 8},
            {.key = "stride",
             .label = "Stride",
             .help = "How far the window moves each time.",
             .kind = spec::SettingKind::Integer,
             .fallback = core::Index{2},
             .minimum = 1,
             .maximum = 512,
             .usualMinimum = 1,
             .usualMaximum = 8}};
}

LayerResult make(const spec::Component &component, const LayerContext &context, const spec::Kind &kind, bool takesLargest) {
    const core::Result<Shape> input = imageOf(context);
    if (!input)
        return input.error();
    const Index window = spec::integerOf(component, kind, "window"), stride = spec::integerOf(component, kind, "stride");
    if (window > std::min(input->height(), input->width())) {
        std::string what = "A window of " + std::to_string(window);
        what += " does not fit into a map of " + core::toText(Shape(input->height(), input->width()));
        return core::Error{what, "", "Make the window smaller."};
    }
    return std::shared_ptr<const Layer>(std::make_shared<Pooling>(*input, window, stride, takesLargest));
}

} // namespace

spec::Kind maxPoolKind() {
    return {"max_pool", "Max pooling", "The largest number of each small square: the map shrinks, what stands out stays.", settings()};
}

spec::Kind averagePoolKind() {
    return {"average_pool", "Average pooling", "The mean of each small square: the map shrinks.", settings()};
}

LayerResult makeMaxPool(const spec::Component &component, const LayerContext &context) {
    return make(component, context, maxPoolKind(), true);
}

LayerResult makeAveragePool(const spec::Component &component, const LayerContext &context) {
    return make(component, context, averagePoolKind(), false);
}

} // namespace hourglass::layers
