#include "engine/training/lbfgs.h"

#include <algorithm>
#include <cmath>

#include "engine/kernels/kernels.h"

namespace hourglass::training {

namespace {

constexpr double sufficientDecrease = 1e-4, curvature = 0.9; ///< c1 and c2 of the Wolfe conditions
constexpr double noise = 1e-6;                               ///< of the loss, relative: near a minimum rounding hides a decrease
constexpr double leastCurvature = 1e-10;                     ///< of a pair, s·y against y·y: a smaller one would make the matrix wild
constexpr int mostTrials = 25;                               ///< of one line search
constexpr double leastBracket = 1e-9;                        ///< relative to the longest trial

/// A trial of the line search: where, the loss there, and its slope along the direction.
struct Trial {
    double at = 0, loss = 0, slope = 0;

    bool isFinite() const { return std::isfinite(loss) && std::isfinite(slope); }
};

/// The minimum of the cubic through two losses and slopes (Nocedal and Wright, equation 3.59), kept between `low` and `high`.
double cubicMinimum(const Trial &a, const Trial &b, double low, double high) {
    const double middle = 0.5 * (low + high);
    if (!a.isFinite() || !b.isFinite() || a.at == b.at)
        return middle;
    const double d1 = a.slope + b.slope - 3 * (a.loss - b.loss) / (a.at - b.at);
    const double square = d1 * d1 - a.slope * b.slope;
    if (!(square >= 0))
        return middle;
    const double d2 = std::copysign(std::sqrt(square), b.at - a.at);
    const double at = b.at - (b.at - a.at) * (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2);
    return std::isfinite(at) ? std::clamp(at, low, high) : middle;
}

} // namespace

spec::Kind lbfgsKind() {
    return {"lbfgs",
            "L-BFGS",
            "Learns the curvature from its last steps and takes all samples at once: for small data and a quiet loss (Liu and Nocedal 1989).",
            {{.key = "rate",
              .label = "Learning rate",
              .help = "How far each iteration tries to go first, in steps of Newton's method: 1 is right almost always.",
              .kind = spec::SettingKind::Real,
              .fallback = 1.0,
              .minimum = 1e-8,
              .maximum = 1e6,
              .isLogarithmic = true,
              .usualMinimum = 1e-3,
              .usualMaximum = 10.0},
             {.key = "history",
              .label = "History",
              .help = "So many past iterations tell the curvature. Each takes memory for two copies of the parameters.",
              .kind = spec::SettingKind::Integer,
              .fallback = core::Index{10},
              .minimum = 1.0,
              .maximum = 100.0,
              .usualMinimum = 1.0,
              .usualMaximum = 30.0},
             {.key = "max_evaluations",
              .label = "Evaluations",
              .help = "How often one step may compute loss and gradient of the whole training part.",
              .kind = spec::SettingKind::Integer,
              .fallback = core::Index{20},
              .minimum = 2.0,
              .maximum = 1000.0,
              .usualMinimum = 2.0,
              .usualMaximum = 50.0}}};
}

/// One step's worth of iterations. The memory is in the objective's slots: pairs s and y, then a few arrays by name.
class Lbfgs::Iteration {
public:
    static constexpr int arrays = 5; ///< beside the pairs

    Iteration(const Lbfgs &settings, Objective &objective)
        : m_settings(settings), m_objective(objective), m_size(objective.size()), m_direction(slot(Slot::Direction)), m_start(slot(Slot::Start)),
          m_startGradient(slot(Slot::StartGradient)), m_here(slot(Slot::Here)), m_ledger(slot(Slot::Ledger)) {}

    double run() {
        const double first = evaluate();
        m_loss = first;
        takeGradient();
        while (m_evaluations < m_settings.m_maxEvaluations && isWorthGoingOn()) {
            takeStart();
            findDirection();
            if (search())
                remember();
            else if (m_ledger[0] > 0)
                m_ledger[0] = 0; // the curvature misled: once more, straight down
            else
                break;
        }
        return first;
    }

private:
    enum class Slot { Direction, Start, StartGradient, Here, Ledger };

    float *slot(Slot name) { return m_objective.slot(2 * m_settings.m_history + static_cast<int>(name)); }
    float *move(int pair) { return m_objective.slot(2 * pair); }
    float *change(int pair) { return m_objective.slot(2 * pair + 1); }
    double dot(const float *a, const float *b) const { return kernels::dot(m_size, a, b); }

    double evaluate() {
        ++m_evaluations;
        return m_objective.evaluate();
    }

    bool isWorthGoingOn() const {
        const double squares = kernels::sumOfSquares(m_size, m_here);
        return std::isfinite(m_loss) && std::isfinite(squares) && squares > 0;
    }

    void takeStart() {
        std::copy_n(m_objective.parameters(), m_size, m_start);
        std::copy_n(m_here, m_size, m_startGradient);
    }

    void takeGradient() { std::copy_n(m_objective.gradient(), m_size, m_here); }

    /// direction = −H gradient by the two-loop recursion; where that leads nowhere down, the gradient itself.
    void findDirection() {
        const int count = static_cast<int>(m_ledger[0]), pairs = std::min(count, m_settings.m_history);
        std::copy_n(m_startGradient, m_size, m_direction);
        double alpha[100];
        for (int back = 1; back <= pairs; ++back) {
            const int pair = (count - back) % m_settings.m_history;
            alpha[back - 1] = dot(move(pair), m_direction) / dot(move(pair), change(pair));
            kernels::addScaled(m_size, static_cast<float>(-alpha[back - 1]), change(pair), m_direction);
        }
        if (pairs > 0) {
            const int last = (count - 1) % m_settings.m_history;
            const double scale = dot(move(last), change(last)) / dot(change(last), change(last));
            kernels::scaleAndClip(m_size, static_cast<float>(scale), 0, m_direction);
        }
        for (int back = pairs; back >= 1; --back) {
            const int pair = (count - back) % m_settings.m_history;
            const double beta = dot(change(pair), m_direction) / dot(move(pair), change(pair));
            kernels::addScaled(m_size, static_cast<float>(alpha[back - 1] - beta), move(pair), m_direction);
        }
        kernels::scaleAndClip(m_size, -1, 0, m_direction);
        m_slope = dot(m_direction, m_startGradient);
        if (m_slope < 0)
            return;
        m_ledger[0] = 0;
        std::copy_n(m_startGradient, m_size, m_direction);
        kernels::scaleAndClip(m_size, -1, 0, m_direction);
        m_slope = dot(m_direction, m_startGradient);
    }

    double firstTrial() const {
        const double rate = m_settings.m_rate * m_objective.rateFactor();
        if (m_ledger[0] > 0)
            return rate;
        double sum = 0; // nothing is known of the curvature: a short step
        for (Index i = 0; i < m_size; ++i)
            sum += std::abs(static_cast<double>(m_startGradient[i]));
        return rate * std::min(1.0, 1 / sum);
    }

    Trial tryAt(double at) {
        float *parameters = m_objective.parameters();
        std::copy_n(m_start, m_size, parameters);
        kernels::addScaled(m_size, static_cast<float>(at), m_direction, parameters);
        ++m_trials;
        const double loss = evaluate();
        return {at, loss, dot(m_objective.gradient(), m_direction)};
    }

    bool mayTry() const { return m_trials < mostTrials && m_evaluations < m_settings.m_maxEvaluations; }
    bool isLowEnough(const Trial &trial) const { return trial.isFinite() && trial.loss <= m_loss + sufficientDecrease * trial.at * m_slope; }

    /// The strong Wolfe conditions; for the first of them the approximate one will do, which looks at the slope where rounding hides the
    /// decrease (Hager and Zhang 2005, equation 27).
    bool isGood(const Trial &trial) const {
        if (!trial.isFinite() || std::abs(trial.slope) > -curvature * m_slope)
            return false;
        const bool isAsLowAsCanBeTold = trial.loss <= m_loss + noise * std::abs(m_loss) && trial.slope <= (2 * sufficientDecrease - 1) * m_slope;
        return isLowEnough(trial) || isAsLowAsCanBeTold;
    }

    /// Algorithm 3.5: goes out until a minimum is bracketed. True where the parameters have come to somewhere lower.
    bool search() {
        m_trials = 0;
        Trial before{0, m_loss, m_slope};
        for (double at = firstTrial(); mayTry();) {
            const Trial trial = tryAt(at);
            if (isGood(trial))
                return accept(trial);
            if (!isLowEnough(trial) || (m_trials > 1 && trial.loss >= before.loss))
                return zoom(before, trial);
            takeGradient();
            if (trial.slope >= 0)
                return zoom(trial, before);
            at = cubicMinimum(before, trial, trial.at + 0.01 * (trial.at - before.at), 10 * trial.at);
            before = trial;
        }
        return settleFor(before);
    }

    /// Algorithm 3.6: between `low`, the lowest so far (its gradient is kept), and `high`.
    bool zoom(Trial low, Trial high) {
        const double longest = std::max(low.at, high.at);
        while (mayTry() && std::abs(high.at - low.at) > leastBracket * longest) {
            const double margin = 0.1 * std::abs(high.at - low.at);
            const Trial trial = tryAt(cubicMinimum(low, high, std::min(low.at, high.at) + margin, std::max(low.at, high.at) - margin));
            if (isGood(trial))
                return accept(trial);
            if (!isLowEnough(trial) || trial.loss >= low.loss) {
                high = trial;
                continue;
            }
            if (trial.slope * (high.at - low.at) >= 0)
                high = low;
            low = trial;
            takeGradient();
        }
        return settleFor(low);
    }

    bool accept(const Trial &trial) {
        m_loss = trial.loss;
        takeGradient();
        return true;
    }

    /// The trials are used up: the lowest will do, where it is lower than the start. Else back to the start.
    bool settleFor(const Trial &low) {
        float *parameters = m_objective.parameters();
        std::copy_n(m_start, m_size, parameters);
        if (low.at <= 0)
            return false;
        kernels::addScaled(m_size, static_cast<float>(low.at), m_direction, parameters);
        m_loss = low.loss;
        return true;
    }

    void remember() {
        const int count = static_cast<int>(m_ledger[0]), pair = count % m_settings.m_history;
        const float *parameters = m_objective.parameters();
        double product = 0, squares = 0;
        for (Index i = 0; i < m_size; ++i) {
            const auto s = static_cast<double>(parameters[i] - m_start[i]), y = static_cast<double>(m_here[i] - m_startGradient[i]);
            product += s * y;
            squares += y * y;
        }
        if (!(product > leastCurvature * squares))
            return;
        for (Index i = 0; i < m_size; ++i) {
            move(pair)[i] = parameters[i] - m_start[i];
            change(pair)[i] = m_here[i] - m_startGradient[i];
        }
        m_ledger[0] = static_cast<float>(count + 1 < 2 * m_settings.m_history ? count + 1 : count + 1 - m_settings.m_history);
    }

    const Lbfgs &m_settings;
    Objective &m_objective;
    Index m_size;
    float *m_direction, *m_start, *m_startGradient, *m_here; ///< the last: gradient at the lowest trial, where the parameters end up
    float *m_ledger;                                         ///< its first number counts the pairs remembered
    double m_loss = 0, m_slope = 0;
    int m_evaluations = 0, m_trials = 0;
};

Lbfgs::Lbfgs(const spec::OptimiserSpec &component, const spec::Kind &kind)
    : m_rate(spec::realOf(component, kind, "rate")), m_history(static_cast<int>(spec::integerOf(component, kind, "history"))),
      m_maxEvaluations(static_cast<int>(spec::integerOf(component, kind, "max_evaluations"))) {}

int Lbfgs::slotCount() const {
    return 2 * m_history + Iteration::arrays;
}

double Lbfgs::step(Objective &objective) const {
    return Iteration(*this, objective).run();
}

} // namespace hourglass::training
