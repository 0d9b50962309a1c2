#include "engine/judging/linear_probe.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "engine/core/floating_point.h"
#include "engine/judging/lbfgs.h"
#include "engine/kernels/kernels.h"

namespace hourglass::judging {

namespace {

constexpr Index samplesOfChunk = 256, mostClasses = 1000;

/// p = softmax of the logits of each of `count` samples, which stand in rows `stride` apart; the sum of −log p of the labels.
double softmax(Index count, std::size_t classes, float *logits, Index stride, const double *bias, const std::int32_t *labels) {
    std::vector<double> powers(classes);
    double loss = 0;
    for (Index i = 0; i < count; ++i) {
        double largest = -INFINITY;
        for (std::size_t each = 0; each < classes; ++each) {
            powers[each] = static_cast<double>(logits[i + static_cast<Index>(each) * stride]) + bias[each];
            largest = std::max(largest, powers[each]);
        }
        const double ofLabel = labels ? powers[static_cast<std::size_t>(labels[i])] - largest : 0.0;
        double sum = 0;
        for (double &power : powers)
            sum += power = std::exp(power - largest);
        for (std::size_t each = 0; each < classes; ++each)
            logits[i + static_cast<Index>(each) * stride] = static_cast<float>(powers[each] / sum);
        loss += std::log(sum) - ofLabel;
    }
    return loss;
}

/// The objective and its gradient, block of samples by block, each the same whoever takes it.
class Objective {
public:
    Objective(const Table &samples, std::vector<std::int32_t> labels, Index classes, double inverseRegularisation, core::ThreadPool &pool)
        : m_samples(samples), m_labels(std::move(labels)), m_classes(classes),
          m_decay((classes == 2 ? 2.0 : 1.0) / (inverseRegularisation * static_cast<double>(samples.columns))), m_pool(pool),
          m_turnedStride(core::strideOf(samples.columns)), m_turned(m_turnedStride * samples.rows), m_weights(samples.rows * classes) {
        kernels::transpose(samples.rows, samples.columns, samples.values.data(), samples.rows, m_turned.data(), m_turnedStride);
        const Index blocks = (samples.columns + samplesOfChunk - 1) / samplesOfChunk;
        m_parts.resize(static_cast<std::size_t>(blocks));
        for (Part &part : m_parts) {
            part.probabilities = core::Floats(samplesOfChunk * classes);
            part.gradient = core::Floats(samples.rows * classes);
            part.biasGradient.resize(static_cast<std::size_t>(classes));
        }
    }

    double operator()(std::span<const double> parameters, std::span<double> gradient) {
        const std::size_t weights = static_cast<std::size_t>(m_samples.rows * m_classes);
        for (std::size_t i = 0; i < weights; ++i)
            m_weights.data()[i] = static_cast<float>(parameters[i]);
        m_pool.run(static_cast<Index>(m_parts.size()), [&](Index item, int) { measure(item, parameters.data() + weights); });
        std::fill(gradient.begin(), gradient.end(), 0.0);
        double loss = 0;
        for (const Part &part : m_parts) {
            loss += part.loss;
            for (std::size_t i = 0; i < weights; ++i)
                gradient[i] += static_cast<double>(part.gradient.data()[i]);
            for (std::size_t each = 0; each < part.biasGradient.size(); ++each)
                gradient[weights + each] += part.biasGradient[each];
        }
        const double share = 1.0 / static_cast<double>(m_samples.columns);
        double squares = 0;
        for (double &each : gradient)
            each *= share;
        for (std::size_t i = 0; i < weights; ++i) {
            squares += parameters[i] * parameters[i];
            gradient[i] += m_decay * parameters[i];
        }
        return loss * share + 0.5 * m_decay * squares;
    }

private:
    struct Part {
        core::Floats probabilities, gradient;
        std::vector<double> biasGradient;
        double loss = 0;
    };

    void measure(Index item, const double *bias) {
        Part &part = m_parts[static_cast<std::size_t>(item)];
        const Index first = item * samplesOfChunk, count = std::min(samplesOfChunk, m_samples.columns - first), features = m_samples.rows;
        float *const p = part.probabilities.data();
        kernels::product(count, m_classes, features, m_turned.data() + first, m_turnedStride, m_weights.data(), 1, features, p, samplesOfChunk, false);
        part.loss = softmax(count, static_cast<std::size_t>(m_classes), p, samplesOfChunk, bias, m_labels.data() + first);
        for (Index i = 0; i < count; ++i)
            p[i + m_labels[static_cast<std::size_t>(first + i)] * samplesOfChunk] -= 1.0f;
        for (Index each = 0; each < m_classes; ++each) {
            double sum = 0;
            for (Index i = 0; i < count; ++i)
                sum += static_cast<double>(p[i + each * samplesOfChunk]);
            part.biasGradient[static_cast<std::size_t>(each)] = sum;
        }
        kernels::product(features, m_classes, count, m_samples.column(first), features, p, 1, samplesOfChunk, part.gradient.data(), features, false);
    }

    const Table &m_samples;
    std::vector<std::int32_t> m_labels;
    Index m_classes;
    double m_decay;
    core::ThreadPool &m_pool;
    Index m_turnedStride;
    core::Floats m_turned, m_weights;
    std::vector<Part> m_parts;
};

} // namespace

core::Result<LinearProbe> LinearProbe::fit(core::ConstView codes, Labels labels, const Options &options, core::ThreadPool &pool,
                                           const std::atomic<bool> *cancelled) {
    core::setFloatingPointMode();
    assert(static_cast<Index>(labels.size()) == codes.columns);
    if (const auto obstacle = obstacleTo(codes))
        return *obstacle;
    LinearProbe probe(Standardisation(codes), classesOf(labels));
    std::vector<std::int32_t> rowOf(static_cast<std::size_t>(probe.m_classes), -1), rows(labels.begin(), labels.end());
    for (const std::int32_t label : labels)
        rowOf[static_cast<std::size_t>(label)] = 0;
    for (std::size_t each = 0; each < rowOf.size(); ++each)
        if (rowOf[each] == 0) {
            rowOf[each] = static_cast<std::int32_t>(probe.m_present.size());
            probe.m_present.push_back(static_cast<std::int32_t>(each));
        }
    const auto present = static_cast<Index>(probe.m_present.size());
    if (present < 2)
        return core::Error{"All samples are of one class: there is nothing to tell apart", "", "Give samples of two classes or more."};
    if (present > mostClasses)
        return core::Error{std::to_string(present) + " classes are more than a linear probe is fitted to", "",
                           "Judge samples of at most " + std::to_string(mostClasses) + " classes."};
    for (std::int32_t &row : rows)
        row = rowOf[static_cast<std::size_t>(row)];
    const Table samples = probe.m_standardisation.applied(codes);
    Objective objective(samples, std::move(rows), present, options.inverseRegularisation, pool);
    probe.m_parameters.resize(static_cast<std::size_t>(present * (codes.rows + 1)));
    const LbfgsEnd end = minimise(probe.m_parameters, objective, {.iterations = options.iterations, .tolerance = options.tolerance}, cancelled);
    if (isCancelled(cancelled))
        return cancelledError();
    probe.m_iterations = end.iterations;
    probe.m_isConverged = end.isConverged;
    probe.m_objective = end.value;
    return probe;
}

Table LinearProbe::probabilities(core::ConstView codes) const {
    core::setFloatingPointMode();
    const auto present = static_cast<Index>(m_present.size());
    const Index features = codes.rows;
    Table all(m_classes, codes.columns);
    core::Floats weights(features * present), turned(samplesOfChunk * features), logits(samplesOfChunk * present);
    for (Index i = 0; i < features * present; ++i)
        weights.data()[i] = static_cast<float>(m_parameters[static_cast<std::size_t>(i)]);
    for (Index first = 0; first < codes.columns; first += samplesOfChunk) {
        const Index count = std::min(samplesOfChunk, codes.columns - first);
        const Table block = m_standardisation.applied(codes.columnsFrom(first, count));
        kernels::transpose(features, count, block.values.data(), features, turned.data(), samplesOfChunk);
        kernels::product(count, present, features, turned.data(), samplesOfChunk, weights.data(), 1, features, logits.data(), samplesOfChunk, false);
        softmax(count, static_cast<std::size_t>(present), logits.data(), samplesOfChunk, m_parameters.data() + features * present, nullptr);
        for (Index i = 0; i < count; ++i)
            for (Index row = 0; row < present; ++row)
                all.column(first + i)[m_present[static_cast<std::size_t>(row)]] = logits.data()[i + row * samplesOfChunk];
    }
    return all;
}

std::vector<std::int32_t> largestOf(core::ConstView scores) {
    std::vector<std::int32_t> classes(static_cast<std::size_t>(scores.columns));
    for (Index sample = 0; sample < scores.columns; ++sample)
        classes[static_cast<std::size_t>(sample)] =
            static_cast<std::int32_t>(std::max_element(scores.column(sample), scores.column(sample) + scores.rows) - scores.column(sample));
    return classes;
}

} // namespace hourglass::judging
