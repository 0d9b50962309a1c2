// Gradients against central differences of the loss, through the whole step: loss, layers, shared weights, penalties.
#pragma once

#include <QString>

#include "tests/support/layer_bench.h"
#include "tests/support/sanitized.h"

namespace hourglass::tests {

class GradientCheck {
public:
    explicit GradientCheck(const LayerCase &row) : m_bench(row), m_stepper(m_bench.stepper()) {}

    /// Empty where all gradients agree, for the first batch and for the last, smaller one.
    QString fault() {
        training::TrainingState state = m_stepper->state();
        // Biases start at zero, where much is symmetrical.
        forEachTensor([&](int, const layers::Tensor &tensor, Index at) {
            for (Index i = 0; i < tensor.size(); ++i)
                state.parameters[at + i] += 0.1f * wave(at + i);
        });
        const Index samples = m_bench.dataset->train.samples, batch = std::min(m_bench.spec.batch, samples);
        for (const Index position : {Index{0}, (samples - 1) / batch * batch}) {
            state.position = position;
            state.step = position == 0 ? 0 : 1;
            if (const QString found = faultAt(state); !found.isEmpty())
                return QString("from sample %1: %2").arg(position).arg(found);
        }
        return {};
    }

private:
    /// Large enough for the rounding of floats, small enough for the curvature: both stay below a thousandth of the gradient.
    static constexpr double step = 4e-3, tolerance = 4e-3;
    static constexpr Index mostElements = 100, mostOneByOne = isSanitized ? 8 : mostElements;

    /// work(layer, tensor, offset) for every tensor of parameters.
    template <class Work>
    void forEachTensor(Work work) const {
        for (int layer = 0; layer < static_cast<int>(m_bench.plan->layers().size()); ++layer) {
            const plan::PlacedLayer &placed = m_bench.plan->layers()[static_cast<std::size_t>(layer)];
            Index at = placed.parameters;
            for (const layers::Tensor &tensor : placed.traits().parameters) {
                work(layer, tensor, at);
                at += core::padded(tensor.size());
            }
        }
    }

    double lossAt(const training::TrainingState &state) {
        m_stepper->restore(state);
        return m_stepper->step().loss;
    }

    /// d(loss) / d(h) along parameters + h · direction, at h = 0.
    template <class Direction>
    double slope(const training::TrainingState &state, Index at, Index count, double h, Direction direction) {
        training::TrainingState up = state, down = state;
        for (Index i = 0; i < count; ++i) {
            up.parameters[at + i] += static_cast<float>(h * direction(i));
            down.parameters[at + i] -= static_cast<float>(h * direction(i));
        }
        // What was added in float is not quite what was meant: divide by the way really gone.
        double meant = 0, gone = 0;
        for (Index i = 0; i < count; ++i) {
            meant += std::abs(2 * h * direction(i));
            gone += std::abs(static_cast<double>(up.parameters[at + i]) - static_cast<double>(down.parameters[at + i]));
        }
        return (lossAt(up) - lossAt(down)) / (2 * h) * (meant / gone);
    }

    QString faultAt(const training::TrainingState &state) {
        const double loss = lossAt(state);
        // The first velocity of SGD is the gradient itself.
        const core::Floats gradient = m_stepper->state().moments;
        QString fault;
        forEachTensor([&](int layer, const layers::Tensor &tensor, Index at) {
            const Index count = tensor.size();
            const auto of = [&](Index i) { return static_cast<double>(gradient[at + i]); };
            double squares = 0;
            for (Index i = 0; i < count; ++i)
                squares += of(i) * of(i);
            const double norm = std::sqrt(squares), noise = 3e-7 * loss / step;
            const auto complain = [&](const char *way, double is, double shouldBe) {
                if (fault.isEmpty())
                    fault = QString("layer %1, %2, %3: the gradient says %4, differences say %5 (norm %6)")
                                .arg(layer)
                                .arg(tensor.name.c_str())
                                .arg(way)
                                .arg(is)
                                .arg(shouldBe)
                                .arg(norm);
            };
            for (Index i = count; i < core::padded(count); ++i)
                if (gradient[at + i] != 0)
                    complain("behind its end", of(i), 0);
            if (count <= mostOneByOne) {
                double difference = 0;
                for (Index i = 0; i < count; ++i) {
                    const double measured = slope(state, at, count, step, [&](Index j) { return i == j ? 1.0 : 0.0; });
                    difference += (measured - of(i)) * (measured - of(i));
                }
                if (std::sqrt(difference) > tolerance * norm + noise * std::sqrt(static_cast<double>(count)))
                    complain("element by element", norm, std::sqrt(difference));
            }
            // All at once along signs drawn at random, and along the gradient itself.
            for (std::int64_t draw = 0; draw < 8; ++draw) {
                const auto sign = [&](Index i) { return wave(i + draw * 100'003) < 0 ? -1.0 : 1.0; };
                double expected = 0;
                for (Index i = 0; i < count; ++i)
                    expected += sign(i) * of(i);
                const double h = count <= mostElements ? step : step / 4; // all weights of a unit push together
                const double measured = slope(state, at, count, h, sign);
                if (std::abs(measured - expected) > tolerance * std::max(norm, std::abs(expected)) + noise * step / h)
                    complain("along random signs", expected, measured);
            }
            if (norm > 0) {
                const double measured = slope(state, at, count, step, [&](Index i) { return of(i) / norm; });
                if (std::abs(measured - norm) > tolerance * norm + noise)
                    complain("along itself", norm, measured);
            }
        });
        return fault;
    }

    LayerBench m_bench;
    std::unique_ptr<training::Stepper> m_stepper;
};

} // namespace hourglass::tests
