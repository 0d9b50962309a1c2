#include "engine/layers/k_sparse.h"

#include <algorithm>
#include <functional>
#include <limits>

#include "engine/layers/lowering.h"

namespace hourglass::layers {

namespace {

class KSparse : public Layer, public Lowered {
public:
    KSparse(const Shape &shape, Index kept) : m_kept(std::min(kept, shape.size())) {
        m_traits.output = shape;
        m_traits.scratchPerSample = shape.size(); // 1 for those that speak
        m_traits.workspace = shape.size();
        m_traits.multiplyAdds = static_cast<double>(shape.size());
    }

    const Traits &traits() const override { return m_traits; }

    void lower(Lowering &to) const override {
        to.shapeAs(Shape(m_traits.output.size()));
        to.apply(graph::KeepLargest{m_kept}, Shape(to.shape()));
    }

    /// y = x where x is among the k largest of the sample, else 0; of equals the first ones
    void forward(ForwardPass &pass) const override {
        const Index units = pass.x.rows;
        for (Index column = 0; column < pass.x.columns; ++column) {
            const float *x = pass.x.column(column);
            float *speaks = pass.scratch.column(column), *sorted = pass.workspace;
            for (Index i = 0; i < units; ++i) // not-a-number has no place in an order: it counts as the largest, so that it is seen
                sorted[i] = x[i] == x[i] ? x[i] : std::numeric_limits<float>::infinity();
            std::nth_element(sorted, sorted + m_kept - 1, sorted + units, std::greater<>());
            const float threshold = sorted[m_kept - 1];
            Index equals = m_kept - std::count_if(sorted, sorted + m_kept, [=](float value) { return value > threshold; });
            for (Index i = 0; i < units; ++i) {
                const bool isAbove = !(x[i] <= threshold), isEqual = x[i] == threshold && equals > 0;
                equals -= isEqual ? 1 : 0;
                speaks[i] = isAbove || isEqual ? 1.0f : 0.0f;
                pass.y.column(column)[i] = isAbove || isEqual ? x[i] : 0.0f;
            }
        }
    }

    void backward(BackwardPass &pass) const override {
        for (Index column = 0; pass.dx.data && column < pass.dx.columns; ++column)
            for (Index i = 0; i < pass.dx.rows; ++i)
                pass.dx.column(column)[i] = pass.dy.column(column)[i] * pass.scratch.column(column)[i];
    }

private:
    Index m_kept;
    Traits m_traits;
};

} // namespace

spec::Kind kSparseKind() {
    return {"k_sparse",
            "k-sparse",
            "Only the k largest units of each sample speak; the others are zero (Makhzani and Frey 2013).",
            {{.key = "k",
              .label = "k",
              .help = "How many units speak.",
              .kind = spec::SettingKind::Integer,
              .fallback = core::Index{25},
              .minimum = 1,
              .maximum = 65536,
              .isLogarithmic = true,
              .usualMinimum = 1,
              .usualMaximum = 256,
              .isLive = true}}};
}

LayerResult makeKSparse(const spec::Component &component, const LayerContext &context) {
    const spec::Kind kind = kSparseKind();
    const Index kept = spec::integerOf(component, kind, "k");
    if (kept > context.input.size()) {
        core::Error error{"Of " + std::to_string(context.input.size()) + " units " + std::to_string(kept) + " cannot speak", "", "Make k smaller."};
        return error;
    }
    return std::shared_ptr<const Layer>(std::make_shared<KSparse>(context.input, kept));
}

} // namespace hourglass::layers
