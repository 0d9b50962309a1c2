#include "engine/training/penalties.h"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "engine/kernels/kernels.h"
#include "engine/layers/activation.h"
#include "engine/plan/placed_tensors.h"

namespace hourglass::training {

void Penalty::addToCode(ConstView, ConstView, Index, View) const {}
void Penalty::addToNearby(ConstView, ConstView, Index, View) const {}
void Penalty::addToGradient(const float *, Index, Index, float *) const {}

namespace {

/// A run of weights in the flat array of parameters.
struct Run {
    Index first = 0, count = 0;
};

std::vector<Run> weightsOf(const plan::Plan &plan) {
    std::vector<Run> runs;
    for (const plan::PlacedTensor &placed : plan::tensorsOf(plan))
        if (!placed.isState && placed.tensor->isWeight())
            runs.push_back({placed.offset, placed.tensor->size()});
    return runs;
}

/// λ Σ |w| (Tibshirani 1996) or λ Σ w² over all weights; biases and scales go free.
class WeightPenalty : public Penalty {
public:
    WeightPenalty(std::string key, double weight, bool isAbsolute, const plan::Plan &plan)
        : Penalty(std::move(key)), m_weight(weight), m_isAbsolute(isAbsolute), m_runs(weightsOf(plan)) {
        m_isOfCode = false;
    }

    double prepare(const CodeOfBatch &batch) override {
        double sum = 0;
        for (const Run &run : m_runs) {
            const float *weights = batch.parameters + run.first;
            if (m_isAbsolute)
                for (Index i = 0; i < run.count; ++i)
                    sum += static_cast<double>(std::abs(weights[i]));
            else
                sum += kernels::sumOfSquares(run.count, weights);
        }
        return m_weight * sum;
    }

    void addToGradient(const float *parameters, Index first, Index count, float *gradient) const override {
        const auto scale = static_cast<float>(m_weight);
        for (const Run &run : m_runs) {
            const Index from = std::max(first, run.first), end = std::min(first + count, run.first + run.count);
            if (from >= end)
                continue;
            if (!m_isAbsolute)
                kernels::addScaled(end - from, 2 * scale, parameters + from, gradient + from);
            for (Index i = from; m_isAbsolute && i < end; ++i)
                gradient[i] += parameters[i] > 0 ? scale : parameters[i] < 0 ? -scale : 0.0f;
        }
    }

private:
    double m_weight;
    bool m_isAbsolute;
    std::vector<Run> m_runs;
};

/// λ Σ |h| over the units, mean over the batch
class ActivityPenalty : public Penalty {
public:
    ActivityPenalty(std::string key, double weight) : Penalty(std::move(key)), m_weight(weight) {}

    double prepare(const CodeOfBatch &batch) override {
        double sum = 0;
        for (Index column = 0; column < batch.code.columns; ++column)
            for (Index unit = 0; unit < batch.code.rows; ++unit)
                sum += static_cast<double>(std::abs(batch.code.column(column)[unit]));
        return m_weight * sum / static_cast<double>(batch.code.columns);
    }

    void addToCode(ConstView code, ConstView, Index batch, View dCode) const override {
        const auto slope = static_cast<float>(m_weight / static_cast<double>(batch));
        for (Index column = 0; column < code.columns; ++column)
            for (Index unit = 0; unit < code.rows; ++unit) {
                const float h = code.column(column)[unit];
                dCode.column(column)[unit] += h > 0 ? slope : h < 0 ? -slope : 0.0f;
            }
    }

private:
    double m_weight;
};

/// λ Σ KL(ρ ‖ ρ̂) over the units, ρ̂ a unit's mean activation over the batch (Ng 2011)
class SparsityPenalty : public Penalty {
public:
    SparsityPenalty(std::string key, double weight, double target, Index units)
        : Penalty(std::move(key)), m_weight(weight), m_target(target), m_slopes(static_cast<std::size_t>(units)) {}

    double prepare(const CodeOfBatch &batch) override {
        const auto samples = static_cast<double>(batch.code.columns);
        double sum = 0;
        for (Index unit = 0; unit < batch.code.rows; ++unit) {
            double mean = 0;
            for (Index column = 0; column < batch.code.columns; ++column)
                mean += static_cast<double>(batch.code.column(column)[unit]) / samples;
            mean = mean > 1 - smallest ? 1 - smallest : mean < smallest ? smallest : mean; // not-a-number stays one
            sum += m_target * std::log(m_target / mean) + (1 - m_target) * std::log((1 - m_target) / (1 - mean));
            m_slopes[static_cast<std::size_t>(unit)] = static_cast<float>(m_weight / samples * ((1 - m_target) / (1 - mean) - m_target / mean));
        }
        return m_weight * sum;
    }

    void addToCode(ConstView code, ConstView, Index, View dCode) const override {
        for (Index column = 0; column < code.columns; ++column)
            for (Index unit = 0; unit < code.rows; ++unit)
                dCode.column(column)[unit] += m_slopes[static_cast<std::size_t>(unit)];
    }

private:
    static constexpr double smallest = 1e-6; ///< a unit that is never or always on would cost without end

    double m_weight, m_target;
    std::vector<float> m_slopes;
};

/// λ Σ Cᵢⱼ² over the pairs i ≠ j, C the covariance of the code over the batch: units that say the same pay
class OrthogonalityPenalty : public Penalty {
public:
    OrthogonalityPenalty(std::string key, double weight, Index units)
        : Penalty(std::move(key)), m_weight(weight), m_units(units), m_means(core::padded(units)), m_products(units * units) {}

    double prepare(const CodeOfBatch &batch) override {
        const auto samples = static_cast<double>(batch.code.columns);
        kernels::product(m_units, m_units, batch.code.columns, batch.code.data, batch.code.stride, batch.code.data, batch.code.stride, 1, m_products.data(),
                         m_units, false);
        kernels::sumColumns(m_units, batch.code.columns, batch.code.data, batch.code.stride, m_means.data());
        for (Index unit = 0; unit < m_units; ++unit)
            m_means[unit] /= static_cast<float>(samples);
        double sum = 0;
        for (Index i = 0; i < m_units; ++i)
            for (Index j = 0; j < m_units; ++j) {
                float &entry = m_products[i + j * m_units];
                entry = i == j ? 0.0f : entry / static_cast<float>(samples) - m_means[i] * m_means[j];
                sum += static_cast<double>(entry) * static_cast<double>(entry);
            }
        return m_weight * sum;
    }

    /// 4 λ / B · C (h − mean), the diagonal of C left out
    void addToCode(ConstView code, ConstView, Index batch, View dCode) const override {
        const auto scale = static_cast<float>(4 * m_weight / static_cast<double>(batch));
        for (Index column = 0; column < code.columns; ++column)
            for (Index unit = 0; unit < m_units; ++unit)
                kernels::addScaled(m_units, scale * (code.column(column)[unit] - m_means[unit]), m_products.data() + unit * m_units, dCode.column(column));
    }

private:
    double m_weight;
    Index m_units;
    core::Floats m_means, m_products;
};

/// f' and f'' at z, told from y = f(z).
struct Slopes {
    double first = 1, second = 0;
};

Slopes slopesOf(kernels::Activation activation, double y) {
    switch (activation) {
    case kernels::Activation::Sigmoid: return {y * (1 - y), y * (1 - y) * (1 - 2 * y)};
    case kernels::Activation::Tanh: return {1 - y * y, -2 * y * (1 - y * y)};
    case kernels::Activation::Relu: return {y > 0 ? 1.0 : 0.0, 0};
    case kernels::Activation::LeakyRelu: return {y > 0 ? 1.0 : 0.01, 0};
    default: return {};
    }
}

bool hasClosedForm(kernels::Activation activation) {
    return activation == kernels::Activation::Identity || activation == kernels::Activation::Relu || activation == kernels::Activation::LeakyRelu ||
           activation == kernels::Activation::Sigmoid || activation == kernels::Activation::Tanh;
}

/// λ |J|², J the derivatives of the code by the input, mean over the batch, of an encoder of one dense layer: Σ f'(z)² |W_unit|² (Rifai et
/// al. 2011). Its gradient comes to W both by itself and through z.
class ContractivePenalty : public Penalty {
public:
    ContractivePenalty(std::string key, double weight, kernels::Activation activation, Run weights, Index units)
        : Penalty(std::move(key)), m_weight(weight), m_activation(activation), m_weights(weights), m_inputs(weights.count / units),
          m_squares(static_cast<std::size_t>(units)), m_shares(static_cast<std::size_t>(units)) {}

    double prepare(const CodeOfBatch &batch) override {
        double sum = 0;
        for (Index unit = 0; unit < batch.code.rows; ++unit) {
            const auto at = static_cast<std::size_t>(unit);
            m_squares[at] = kernels::sumOfSquares(m_inputs, batch.parameters + m_weights.first + unit * m_inputs);
            double share = 0;
            for (Index column = 0; column < batch.code.columns; ++column) {
                const double slope = slopesOf(m_activation, static_cast<double>(batch.code.column(column)[unit])).first;
                share += slope * slope;
            }
            m_shares[at] = m_weight * share / static_cast<double>(batch.code.columns);
            sum += m_shares[at] * m_squares[at];
        }
        return sum;
    }

    /// d(f'²)/dz = 2 f' f''; the layer multiplies by f' itself
    void addToCode(ConstView code, ConstView, Index batch, View dCode) const override {
        const double scale = 2 * m_weight / static_cast<double>(batch);
        for (Index column = 0; column < code.columns; ++column)
            for (Index unit = 0; unit < code.rows; ++unit) {
                const double second = slopesOf(m_activation, static_cast<double>(code.column(column)[unit])).second;
                dCode.column(column)[unit] += static_cast<float>(scale * second * m_squares[static_cast<std::size_t>(unit)]);
            }
    }

    void addToGradient(const float *parameters, Index first, Index count, float *gradient) const override {
        const Index from = std::max(first, m_weights.first), end = std::min(first + count, m_weights.first + m_weights.count);
        for (Index i = from; i < end; ++i)
            gradient[i] += static_cast<float>(2 * m_shares[static_cast<std::size_t>((i - m_weights.first) / m_inputs)]) * parameters[i];
    }

private:
    double m_weight;
    kernels::Activation m_activation;
    Run m_weights;
    Index m_inputs;
    std::vector<double> m_squares, m_shares; ///< |W_unit|², and λ · mean f'²
};

/// The same of any encoder, from one draw a sample and step: λ |(code(x + h v) − code(x)) / h|²; see nearbyDistance.
class NearbyPenalty : public Penalty {
public:
    NearbyPenalty(std::string key, double weight)
        : Penalty(std::move(key)), m_scale(weight / (static_cast<double>(nearbyDistance) * static_cast<double>(nearbyDistance))) {
        m_wantsNearby = true;
    }

    double prepare(const CodeOfBatch &batch) override {
        double sum = 0;
        for (Index column = 0; column < batch.code.columns; ++column)
            for (Index unit = 0; unit < batch.code.rows; ++unit) {
                const double way = static_cast<double>(batch.nearby.column(column)[unit]) - static_cast<double>(batch.code.column(column)[unit]);
                sum += way * way;
            }
        return m_scale * sum / static_cast<double>(batch.code.columns);
    }

    void addToCode(ConstView code, ConstView nearby, Index batch, View dCode) const override { add(code, nearby, batch, dCode, -2); }
    void addToNearby(ConstView code, ConstView nearby, Index batch, View dNearby) const override { add(code, nearby, batch, dNearby, 2); }

private:
    void add(ConstView code, ConstView nearby, Index batch, View gradient, double factor) const {
        const auto scale = static_cast<float>(factor * m_scale / static_cast<double>(batch));
        for (Index column = 0; column < code.columns; ++column)
            for (Index unit = 0; unit < code.rows; ++unit)
                gradient.column(column)[unit] += scale * (nearby.column(column)[unit] - code.column(column)[unit]);
    }

    double m_scale;
};

spec::Setting weightSetting(double fallback, double usualMaximum) {
    return {.key = "weight",
            .label = "Weight",
            .help = "How much the term counts beside the reconstruction.",
            .kind = spec::SettingKind::Real,
            .fallback = fallback,
            .minimum = 0.0,
            .maximum = 1e6,
            .isLogarithmic = true,
            .usualMinimum = 0.0,
            .usualMaximum = usualMaximum};
}

using Made = core::Result<std::unique_ptr<Penalty>>;

Made makeSparsity(const spec::Component &component, const spec::Kind &kind, const plan::Plan &plan) {
    if (!plan.layers()[static_cast<std::size_t>(plan.codeLayer())].traits().leavesLogits) {
        core::Error error{"A target for the mean activity needs activations between 0 and 1", "training.penalties", "Give the code the activation sigmoid."};
        error.layer = plan.codeLayer();
        return error;
    }
    return std::unique_ptr<Penalty>(
        std::make_unique<SparsityPenalty>(component.kind, spec::realOf(component, kind, "weight"), spec::realOf(component, kind, "target"), plan.codeSize()));
}

Made makeContractive(const spec::Component &component, const spec::Kind &kind, const plan::Plan &plan) {
    const double weight = spec::realOf(component, kind, "weight");
    const spec::LayerSpec &first = plan.model().layers.front();
    const layers::Traits &needs = plan.layers().front().traits();
    if (plan.codeLayer() == 0 && needs.canBeTied) {
        const auto found = first.values.find("activation");
        const kernels::Activation activation = layers::activationOf(found == first.values.end() ? "relu" : std::get<std::string>(found->second));
        if (hasClosedForm(activation))
            return std::unique_ptr<Penalty>(std::make_unique<ContractivePenalty>(
                component.kind, weight, activation, Run{plan.layers().front().parameters, needs.parameters[0].size()}, plan.codeSize()));
    }
    for (int index = 0; index <= plan.codeLayer(); ++index)
        if (plan.layers()[static_cast<std::size_t>(index)].traits().isAcrossSamples) {
            core::Error error{"The contractive penalty cannot be had through a layer that looks across samples", "training.penalties",
                              "Take " + plan.outline().layers[static_cast<std::size_t>(index)].label + " out of the encoder, or the penalty."};
            error.layer = index;
            return error;
        }
    return std::unique_ptr<Penalty>(std::make_unique<NearbyPenalty>(component.kind, weight));
}

} // namespace

std::vector<spec::Kind> penaltyKinds() {
    return {{"l1_weights", "L1 on weights", "The sum of the weights' sizes: many become zero (Tibshirani 1996).", {weightSetting(1e-5, 0.01)}},
            {"l2_weights", "L2 on weights", "The sum of the weights' squares: all stay small.", {weightSetting(1e-5, 0.01)}},
            {"l1_activity", "L1 on the code", "The sum of the code's sizes, mean over the batch: few units speak at a time.", {weightSetting(1e-4, 0.1)}},
            {"kl_sparsity",
             "KL to a target activity",
             "Each unit of the code shall speak for a small share of the samples (Ng 2011). Needs sigmoid at the code.",
             {weightSetting(0.01, 10.0),
              {.key = "target",
               .label = "Target",
               .help = "The mean activation that each unit shall have.",
               .kind = spec::SettingKind::Real,
               .fallback = 0.05,
               .minimum = 1e-4,
               .maximum = 0.9999,
               .usualMinimum = 0.01,
               .usualMaximum = 0.5}}},
            {"contractive",
             "Contractive",
             "The code shall not change when the input changes a little (Rifai et al. 2011). One draw a sample where the encoder is deep.",
             {weightSetting(1e-3, 1.0)}},
            {"orthogonality",
             "Orthogonal code",
             "The sum of the squared covariances between the code's units: each shall say something of its own.",
             {weightSetting(0.01, 10.0)}}};
}

core::Result<std::vector<std::unique_ptr<Penalty>>> makePenalties(const std::vector<spec::Component> &penalties, const plan::Plan &plan) {
    const std::vector<spec::Kind> kinds = penaltyKinds();
    std::vector<std::unique_ptr<Penalty>> made;
    for (const spec::Component &component : penalties) {
        const spec::Kind *kind = spec::find(kinds, component.kind);
        if (!kind)
            return core::Error{"There is no penalty \"" + component.kind + "\"", "training.penalties", "Use one of: " + spec::keysOf(kinds) + "."};
        const double weight = spec::realOf(component, *kind, "weight");
        if (component.kind == "l1_weights" || component.kind == "l2_weights") {
            made.push_back(std::make_unique<WeightPenalty>(component.kind, weight, component.kind == "l1_weights", plan));
        } else if (component.kind == "l1_activity") {
            made.push_back(std::make_unique<ActivityPenalty>(component.kind, weight));
        } else if (component.kind == "orthogonality") {
            if (plan.codeSize() > largestOrthogonal)
                return core::Error{"An orthogonal code of " + std::to_string(plan.codeSize()) + " units would take too long", "training.penalties",
                                   "Make the code at most " + std::to_string(largestOrthogonal) + " units wide."};
            made.push_back(std::make_unique<OrthogonalityPenalty>(component.kind, weight, plan.codeSize()));
        } else {
            Made one = component.kind == "kl_sparsity" ? makeSparsity(component, *kind, plan) : makeContractive(component, *kind, plan);
            if (!one)
                return one.error();
            made.push_back(std::move(*one));
        }
    }
    return made;
}

std::string penaltyLabel(const std::string &key) {
    const std::vector<spec::Kind> kinds = penaltyKinds();
    const spec::Kind *kind = spec::find(kinds, key);
    if (!kind)
        return key;
    std::string label = kind->label;
    if (label.size() > 1 && std::islower(static_cast<unsigned char>(label[1]))) // L1 stays
        label[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(label[0])));
    return label;
}

} // namespace hourglass::training
