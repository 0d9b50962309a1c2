#include "engine/layers/discrepancy.h"

#include <algorithm>

#include "engine/layers/lowering.h"

namespace hourglass::layers {

namespace {

/// Samples that are compared with each other and with as many draws: of larger batches each such group by itself.
constexpr Index group = 256;

class Discrepancy : public Layer, public Lowered {
public:
    Discrepancy(const Shape &shape, double weight) : m_units(shape.size()), m_weight(weight), m_constant(2 * static_cast<double>(m_units)) {
        m_traits.output = shape;
        m_traits.isAcrossSamples = true;
        m_traits.batchTasks = tasks;
        m_traits.ownTerm = "discrepancy";
        m_traits.workspace = group * m_units; // draws from the prior
        m_traits.multiplyAdds = 2 * static_cast<double>(group * m_units);
    }

    const Traits &traits() const override { return m_traits; }

    void lower(Lowering &to) const override { to.applyInTraining({graph::Discrepancy{m_weight, group}}); } // y = x

    /// y = x. The penalty is λ MMD², the unbiased estimate with the kernel k(a, b) = C / (C + |a − b|²), C = 2 · units (Tolstikhin et al.
    /// 2018), between the samples and as many draws from N(0, 1). Each task takes the pairs of its samples. One sample alone has no pairs
    /// and costs nothing; neither does evaluation, whose blocks are another size.
    void forward(ForwardPass &pass) const override {
        const Index samples = pass.x.columns, first = firstOf(pass.task, samples), end = firstOf(pass.task + 1, samples);
        for (Index a = first; a < end; ++a)
            std::copy_n(pass.x.column(a), m_units, pass.y.column(a));
        if (pass.mode == Mode::Evaluation || samples < 2 || first == end)
            return;
        draw(*pass.random, pass.step, pass.workspace);
        double sum = 0;
        for (Index a = first; a < end; ++a) {
            const Index start = a / group * group, count = std::min(group, samples - start);
            double own = 0, prior = 0, across = 0;
            for (Index b = 0; b < count; ++b) {
                across += kernel(distance(pass.x.column(a), drawn(pass.workspace, b)));
                own += start + b == a ? 0 : kernel(distance(pass.x.column(a), pass.x.column(start + b)));
                prior += start + b == a ? 0 : kernel(distance(drawn(pass.workspace, a - start), drawn(pass.workspace, b)));
            }
            // Each group's estimate counts by its samples.
            sum += (count > 1 ? (own + prior) / static_cast<double>(count - 1) : 0.0) - 2 * across / static_cast<double>(count);
        }
        pass.penalty += m_weight * sum;
    }

    /// dk/da = −2 k² (a − b) / C; of the samples' own pairs each counts from both sides; dx = dy in evaluation
    void backward(BackwardPass &pass) const override {
        const Index samples = pass.x.columns, first = firstOf(pass.task, samples), end = firstOf(pass.task + 1, samples);
        if (!pass.dx.data || first == end)
            return;
        for (Index a = first; !pass.random && a < end; ++a)
            std::copy_n(pass.dy.column(a), m_units, pass.dx.column(a));
        if (!pass.random)
            return;
        draw(*pass.random, pass.step, pass.workspace);
        for (Index a = first; a < end; ++a) {
            std::copy_n(pass.dy.column(a), m_units, pass.dx.column(a));
            const Index start = a / group * group, count = std::min(group, samples - start);
            for (Index b = 0; samples > 1 && b < count; ++b) {
                pull(pass, a, drawn(pass.workspace, b), -2 / static_cast<double>(count));
                if (start + b != a)
                    pull(pass, a, pass.x.column(start + b), 2 / static_cast<double>(count - 1));
            }
        }
    }

private:
    static constexpr Index tasks = 8;

    static Index firstOf(Index task, Index samples) { return task * samples / tasks; }

    const float *drawn(const float *draws, Index number) const { return draws + number * m_units; }

    /// The draws of this step, the same for each task.
    void draw(const core::Random &random, std::uint64_t step, float *draws) const {
        std::fill_n(draws, group * m_units, 0.0f);
        for (Index number = 0; number < group; ++number)
            kernels::addNormal(m_units, draws + number * m_units, 1.0f, random.key().data(), step, static_cast<std::uint64_t>(number));
    }

    double kernel(double squaredDistance) const { return m_constant / (m_constant + squaredDistance); }

    double distance(const float *a, const float *b) const {
        double sum = 0;
        for (Index unit = 0; unit < m_units; ++unit) {
            const double way = static_cast<double>(a[unit]) - static_cast<double>(b[unit]);
            sum += way * way;
        }
        return sum;
    }

    void pull(BackwardPass &pass, Index a, const float *other, double share) const {
        const float *x = pass.x.column(a);
        const double k = kernel(distance(x, other));
        const auto slope = static_cast<float>(-2 * m_weight * share * k * k / m_constant) * pass.penaltyScale;
        for (Index unit = 0; unit < m_units; ++unit)
            pass.dx.column(a)[unit] += slope * (x[unit] - other[unit]);
    }

    Index m_units;
    double m_weight, m_constant;
    Traits m_traits;
};

} // namespace

spec::Kind discrepancyKind() {
    return {"mmd",
            "MMD",
            "Pulls the codes of a batch, as a whole, towards a standard normal distribution (Wasserstein autoencoder, Tolstikhin et al. 2018).",
            {{.key = "weight",
              .label = "Weight",
              .help = "How much their distance from the normal counts beside the reconstruction.",
              .kind = spec::SettingKind::Real,
              .fallback = 10.0,
              .minimum = 0.0,
              .maximum = 1e6,
              .isLogarithmic = true,
              .usualMinimum = 0.0,
              .usualMaximum = 1000.0,
              .isLive = true}}};
}

LayerResult makeDiscrepancy(const spec::Component &component, const LayerContext &context) {
    return std::shared_ptr<const Layer>(std::make_shared<Discrepancy>(context.input, spec::realOf(component, discrepancyKind(), "weight")));
}

} // namespace hourglass::layers
