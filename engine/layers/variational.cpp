#include "engine/layers/variational.h"

#include <algorithm>
#include <cmath>

#include "engine/layers/cut.h"
#include "engine/layers/lowering.h"
#include "engine/layers/mixed_weights.h"
#include "engine/layers/registry.h"
#include "engine/layers/start.h"

namespace hourglass::layers {

namespace {

/// β over time.
struct Annealing {
    enum class Course { Constant, WarmUp, Cyclical } course = Course::Constant;
    double beta = 1, epochs = 10;

    /// Warm-up: a straight line over `epochs` (Bowman et al. 2016). Cyclical: the line over the first half of each `epochs`, then
    /// constant for the other half (Fu et al. 2019).
    double at(double epochsDone) const {
        if (course == Course::Constant)
            return beta;
        if (course == Course::WarmUp)
            return beta * std::min(1.0, epochsDone / epochs);
        return beta * std::min(1.0, 2 * (epochsDone / epochs - std::floor(epochsDone / epochs)));
    }
};

graph::Sampling::Course courseOf(Annealing::Course course) {
    return course == Annealing::Course::Constant ? graph::Sampling::Course::Constant
           : course == Annealing::Course::WarmUp ? graph::Sampling::Course::WarmUp
                                                 : graph::Sampling::Course::Cyclical;
}

class Variational : public Layer, public Lowered {
public:
    Variational(Index inputs, Index units, const Annealing &annealing, double freeBits, const Start &start)
        : m_inputs(inputs), m_units(units), m_heads(2 * units), m_annealing(annealing), m_freeBits(freeBits), m_rows(inputs, 192, 64),
          m_columns(2 * units, 48, 24), m_mixed(2 * units, inputs, MixedWeights::Use::Plain) {
        m_traits.output = Shape(units);
        m_traits.parameters = {start.of({"weight", {m_heads, inputs}, Initialiser::Zeros, inputs, m_heads}), {"bias", {m_heads}}};
        m_biasOffset = core::padded(m_heads * inputs);
        m_traits.preparedSize = core::strideOf(m_heads) * inputs;
        m_traits.prepareTasks = 1;
        m_traits.ownTerm = "KL divergence";
        m_traits.gradientTasks = m_rows.parts * m_columns.parts;
        m_traits.scratchPerSample = m_heads + units; // μ and log σ², later their gradients; the draws
        m_traits.multiplyAdds = static_cast<double>(inputs * m_heads);
        m_mixed.describe(m_traits.mixed);
    }

    const Traits &traits() const override { return m_traits; }

    void lower(Lowering &to) const override {
        to.shapeAs(Shape(m_inputs));
        if (to.isForTraining()) {
            to.apply(graph::Linear{to.tensor("weight"), to.tensor("bias")}, Shape(m_heads));
            to.apply(graph::InTraining{graph::Sampling{courseOf(m_annealing.course), m_annealing.beta, m_annealing.epochs, m_freeBits}}, m_traits.output);
            return;
        }
        to.apply(graph::Linear{to.firstRows("weight", m_units), to.firstRows("bias", m_units)}, m_traits.output); // z = μ
    }

    void prepare(const LayerArrays &arrays, float *prepared, Index) const override {
        kernels::transpose(m_inputs, m_heads, arrays.parameters, m_inputs, prepared, core::strideOf(m_heads));
    }

    void prepareMixed(kernels::MixedPath path, const LayerArrays &arrays, std::uint16_t *prepared, Index task) const override {
        m_mixed.prepare(path, arrays.parameters, prepared, task);
    }

    /// (μ, log σ²) = W x + b; z = μ + σ ε with ε drawn in training, μ in evaluation. The penalty is β Σ KL(N(μ, σ²) ‖ N(0, 1)), of each unit
    /// at least the free bits (Kingma et al. 2016; here of each sample); in evaluation without annealing.
    void forward(ForwardPass &pass) const override {
        if (pass.mixed.isOn)
            m_mixed.forward(pass.mixed, pass.x, headsOf(pass.scratch));
        else
            kernels::product(m_heads, pass.x.columns, m_inputs, pass.arrays.prepared, core::strideOf(m_heads), pass.x.data, 1, pass.x.stride, pass.scratch.data,
                             pass.scratch.stride, false);
        kernels::biasAndActivate(kernels::Activation::Identity, m_heads, pass.x.columns, pass.scratch.data, pass.scratch.stride,
                                 pass.arrays.parameters + m_biasOffset);
        const bool isTraining = pass.mode == Mode::Training;
        const double beta = isTraining ? m_annealing.at(pass.epochs) : m_annealing.beta;
        for (Index column = 0; column < pass.x.columns; ++column) {
            const float *mean = pass.scratch.column(column), *logVariance = mean + m_units;
            float *draws = pass.scratch.column(column) + m_heads, *z = pass.y.column(column);
            if (isTraining) {
                std::fill_n(draws, m_units, 0.0f);
                kernels::addNormal(m_units, draws, 1.0f, pass.random->key().data(), pass.step, static_cast<std::uint64_t>(pass.samples[column]));
            }
            for (Index unit = 0; unit < m_units; ++unit) {
                pass.penalty += beta * std::max(m_freeBits, divergence(mean[unit], logVariance[unit]));
                z[unit] = isTraining ? mean[unit] + std::exp(0.5f * logVariance[unit]) * draws[unit] : mean[unit];
            }
        }
    }

    /// dμ = dz + β μ; dlog σ² = ½ (dz σ ε + β (σ² − 1)), left in the scratch; dx = Wᵀ of both. In evaluation dμ = dz alone.
    void backward(BackwardPass &pass) const override {
        const auto beta = static_cast<float>(m_annealing.at(pass.epochs)) * pass.penaltyScale;
        for (Index column = 0; column < pass.x.columns; ++column) {
            float *mean = pass.scratch.column(column), *logVariance = mean + m_units;
            const float *draws = mean + m_heads, *dz = pass.dy.column(column);
            if (!pass.random) {
                std::copy_n(dz, m_units, mean);
                std::fill_n(logVariance, m_units, 0.0f);
                continue;
            }
            for (Index unit = 0; unit < m_units; ++unit) {
                const float deviation = std::exp(0.5f * logVariance[unit]);
                const float price = divergence(mean[unit], logVariance[unit]) > m_freeBits ? beta : 0.0f;
                mean[unit] = dz[unit] + price * mean[unit];
                logVariance[unit] = 0.5f * (dz[unit] * deviation * draws[unit] + price * (deviation * deviation - 1.0f));
            }
        }
        if (pass.mixed.isOn)
            m_mixed.backward(pass.mixed, headsOf(pass.scratch), pass.dx);
        else if (pass.dx.data)
            kernels::product(m_inputs, pass.x.columns, m_heads, pass.arrays.parameters, m_inputs, pass.scratch.data, 1, pass.scratch.stride, pass.dx.data,
                             pass.dx.stride, false);
    }

    void gradient(GradientPass &pass) const override {
        if (pass.mixed.isOn)
            return mixedGradient(pass);
        const Index row = pass.task % m_rows.parts, column = pass.task / m_rows.parts, firstInput = m_rows.first(row), firstHead = m_columns.first(column);
        kernels::product(m_rows.length(row), m_columns.length(column), pass.x.columns, pass.x.data + firstInput, pass.x.stride, pass.scratch.data + firstHead,
                         pass.scratch.stride, 1, pass.gradient + firstInput + firstHead * m_inputs, m_inputs, false);
        if (row == 0)
            kernels::sumColumns(m_columns.length(column), pass.x.columns, pass.scratch.data + firstHead, pass.scratch.stride,
                                pass.gradient + m_biasOffset + firstHead);
    }

    OwnedParameters owned(Index task, bool) const override { return m_mixed.owned(task, m_biasOffset); }

private:
    View headsOf(View scratch) const { return {scratch.data, m_heads, scratch.columns, scratch.stride}; }

    void mixedGradient(GradientPass &pass) const {
        m_mixed.gradient(pass.mixed, pass.task, pass.gradient, false);
        const MixedMatrix::Part part = m_mixed.part(pass.task);
        if (part.firstColumn == 0)
            kernels::sumColumns(part.rows, pass.x.columns, pass.scratch.data + part.firstRow, pass.scratch.stride,
                                pass.gradient + m_biasOffset + part.firstRow);
    }

    /// KL(N(μ, σ²) ‖ N(0, 1)) = ½ (μ² + σ² − 1 − log σ²), in nats
    static double divergence(float mean, float logVariance) {
        const auto m = static_cast<double>(mean), v = static_cast<double>(logVariance);
        return 0.5 * (m * m + std::exp(v) - 1 - v);
    }

    Index m_inputs, m_units, m_heads, m_biasOffset;
    Annealing m_annealing;
    double m_freeBits;
    Cut m_rows, m_columns; ///< tiles of the weights' gradient
    MixedWeights m_mixed;
    Traits m_traits;
};

} // namespace

spec::Kind variationalKind() {
    spec::Kind kind{"variational",
                    "Variational",
                    "Each unit is a little cloud instead of a point, and pays for standing away from the middle (Kingma and Welling 2014).",
                    {{.key = "units",
                      .label = "Units",
                      .help = "How many numbers the code has, each with a mean and a variance.",
                      .kind = spec::SettingKind::Integer,
                      .fallback = core::Index{2},
                      .minimum = 1,
                      .maximum = 4096,
                      .isLogarithmic = true,
                      .usualMinimum = 1,
                      .usualMaximum = 256,
                      .takesMemory = true},
                     {.key = "beta",
                      .label = "Beta",
                      .help = "The price of what the code tells, beside the reconstruction: more makes it smoother and more blurred (Higgins et al. 2017).",
                      .kind = spec::SettingKind::Real,
                      .fallback = 1.0,
                      .minimum = 0.0,
                      .maximum = 1e4,
                      .isLogarithmic = true,
                      .usualMinimum = 0.0,
                      .usualMaximum = 100.0,
                      .isLive = true},
                     {.key = "annealing",
                      .label = "Annealing",
                      .help = "How beta grows, so that the code is used before it is priced.",
                      .kind = spec::SettingKind::Choice,
                      .fallback = std::string("constant"),
                      .choices = {{"constant", "Constant", "Beta from the start."},
                                  {"warm_up", "Warm-up", "From 0 to beta in a straight line (Bowman et al. 2016)."},
                                  {"cyclical", "Cyclical", "Again and again from 0 to beta, then there for as long (Fu et al. 2019)."}}},
                     {.key = "annealing_epochs",
                      .label = "Annealing epochs",
                      .help = "Length of the warm-up, or of one cycle; not used where beta is constant.",
                      .kind = spec::SettingKind::Real,
                      .fallback = 5.0,
                      .minimum = 0.01,
                      .maximum = 1e6,
                      .isLogarithmic = true,
                      .usualMinimum = 0.1,
                      .usualMaximum = 100.0,
                      .onlyWith = {"annealing", {"warm_up", "cyclical"}}},
                     {.key = "free_bits",
                      .label = "Free bits",
                      .help = "What each unit may tell of a sample without paying, in nats (Kingma et al. 2016).",
                      .kind = spec::SettingKind::Real,
                      .fallback = 0.0,
                      .minimum = 0.0,
                      .maximum = 10.0,
                      .usualMinimum = 0.0,
                      .usualMaximum = 2.0,
                      .isLive = true}}};
    for (const spec::Setting &setting : initialiserSettings())
        kind.settings.push_back(setting);
    return kind;
}

LayerResult makeVariational(const spec::Component &component, const LayerContext &context) {
    const spec::Kind kind = variationalKind();
    const Index units = spec::integerOf(component, kind, "units");
    if (const double weights = static_cast<double>(units) * 2 * static_cast<double>(context.input.size()); weights > static_cast<double>(largestTensor))
        return tooLarge("This layer would have", weights, "weights", "Make it or the layer before it narrower.");
    Annealing annealing{Annealing::Course::Constant, spec::realOf(component, kind, "beta"), spec::realOf(component, kind, "annealing_epochs")};
    const std::string course = spec::choiceOf(component, kind, "annealing");
    if (course != "constant")
        annealing.course = course == "warm_up" ? Annealing::Course::WarmUp : Annealing::Course::Cyclical;
    return std::shared_ptr<const Layer>(std::make_shared<Variational>(context.input.size(), units, annealing, spec::realOf(component, kind, "free_bits"),
                                                                      startOf(component, kind, "identity")));
}

} // namespace hourglass::layers
