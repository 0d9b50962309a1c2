#include "engine/training/optimiser.h"

#include <cmath>

#include "engine/kernels/kernels.h"
#include "engine/training/lbfgs.h"

namespace hourglass::training {

namespace {

spec::Setting rateSetting(double fallback) {
    return {.key = "rate",
            .label = "Learning rate",
            .help = "How far each step goes. Too small crawls, too large jumps about or diverges.",
            .kind = spec::SettingKind::Real,
            .fallback = fallback,
            .minimum = 1e-8,
            .maximum = 1e6,
            .isLogarithmic = true,
            .usualMinimum = 1e-6,
            .usualMaximum = 10.0};
}

spec::Setting fraction(const char *key, const char *label, const char *help, double fallback) {
    return {.key = key, .label = label, .help = help, .kind = spec::SettingKind::Real, .fallback = fallback, .minimum = 0.0, .maximum = 0.99999};
}

spec::Setting epsilonSetting(double fallback) {
    return {.key = "epsilon",
            .label = "Epsilon",
            .help = "Keeps the division calm where the squared gradient is almost zero.",
            .kind = spec::SettingKind::Real,
            .fallback = fallback,
            .minimum = 1e-12,
            .maximum = 1.0,
            .isLogarithmic = true};
}

spec::Setting decaySetting(double fallback) {
    return fraction("decay", "Memory", "Of the running mean of the squared gradient: nearer to 1 is longer.", fallback);
}

std::vector<spec::Setting> adamSettings(double rate) {
    return {rateSetting(rate), fraction("beta1", "Beta 1", "Memory of the running mean of the gradient: nearer to 1 is longer.", 0.9),
            fraction("beta2", "Beta 2", "Memory of the running mean of the squared gradient.", 0.999), epsilonSetting(1e-8)};
}

spec::Kind adamKind() {
    return {"adam", "Adam", "Each parameter has a step of its own size, from running means of its gradient and its square (Kingma and Ba 2015).",
            adamSettings(0.001)};
}

spec::Kind adamWKind() {
    spec::Kind kind{"adamw", "AdamW", "Adam with weight decay apart from the gradient (Loshchilov and Hutter 2019).", adamSettings(0.001)};
    kind.settings.push_back({.key = "weight_decay",
                             .label = "Weight decay",
                             .help = "The share of each parameter, times the learning rate, that is taken away in each step.",
                             .kind = spec::SettingKind::Real,
                             .fallback = 0.01,
                             .minimum = 0.0,
                             .maximum = 100.0,
                             .isLogarithmic = true,
                             .usualMinimum = 0.0,
                             .usualMaximum = 1.0});
    return kind;
}

spec::Kind amsGradKind() {
    return {"amsgrad", "AMSGrad", "Adam whose steps never grow again after a large gradient (Reddi et al. 2018).", adamSettings(0.001)};
}

spec::Kind nadamKind() {
    spec::Kind kind{"nadam", "NAdam", "Adam that looks ahead along its momentum (Dozat 2016).", adamSettings(0.002)};
    kind.settings.push_back({.key = "momentum_decay",
                             .label = "Momentum decay",
                             .help = "How fast the momentum comes up to beta 1.",
                             .kind = spec::SettingKind::Real,
                             .fallback = 0.004,
                             .minimum = 0.0,
                             .maximum = 1.0,
                             .isLogarithmic = true});
    return kind;
}

spec::Kind sgdKind() {
    return {"sgd",
            "SGD",
            "Stochastic gradient descent: straight down the gradient, with momentum if you like.",
            {rateSetting(0.1),
             fraction("momentum", "Momentum", "How much of the last step is carried on: 0 is plain descent, 0.9 is usual.", 0.9),
             {.key = "nesterov",
              .label = "Nesterov",
              .help = "Looks ahead along the momentum before it steps (Nesterov 1983).",
              .kind = spec::SettingKind::Toggle,
              .fallback = false}}};
}

spec::Kind rmsPropKind() {
    return {"rmsprop",
            "RMSprop",
            "Divides each gradient by the root of its mean square of late (Hinton 2012).",
            {rateSetting(0.01), decaySetting(0.99), epsilonSetting(1e-8)}};
}

spec::Kind adagradKind() {
    return {"adagrad",
            "Adagrad",
            "Divides each gradient by the root of the sum of all its squares: steps only become smaller (Duchi et al. 2011).",
            {rateSetting(0.01), epsilonSetting(1e-10)}};
}

spec::Kind adadeltaKind() {
    return {"adadelta",
            "Adadelta",
            "Takes the size of its steps from the steps before: the learning rate stays at 1 (Zeiler 2012).",
            {rateSetting(1.0), decaySetting(0.9), epsilonSetting(1e-6)}};
}

/// Of one loop over the flat arrays: most optimisers are that.
class Looping : public Optimiser {
public:
    Looping(const spec::OptimiserSpec &component, const spec::Kind &kind, int slots) : m_slots(slots), m_rate(spec::realOf(component, kind, "rate")) {}
    int slotCount() const override { return m_slots; }
    double step(Objective &objective) const override {
        const auto rate = static_cast<float>(m_rate * objective.rateFactor());
        const Index update = objective.updates() + 1;
        return objective.evaluateAndMove([&](Index first, Index count) { move(objective, rate, update, first, count); });
    }

protected:
    virtual void move(Objective &objective, float rate, Index update, Index first, Index count) const = 0;

private:
    int m_slots;
    double m_rate;
};

class Adam : public Looping {
public:
    Adam(const spec::OptimiserSpec &component, const spec::Kind &kind, int slots = 2)
        : Looping(component, kind, slots), m_beta1(spec::realOf(component, kind, "beta1")), m_beta2(spec::realOf(component, kind, "beta2")),
          m_epsilon(static_cast<float>(spec::realOf(component, kind, "epsilon"))) {}

protected:
    void move(Objective &objective, float rate, Index update, Index first, Index count) const override {
        kernels::adam(count, stepAt(rate, update), objective.parameters() + first, objective.gradient() + first, objective.slot(0) + first,
                      objective.slot(1) + first);
    }
    kernels::AdamStep stepAt(float rate, Index update) const {
        const auto updates = static_cast<double>(update);
        return {rate,
                static_cast<float>(m_beta1),
                static_cast<float>(m_beta2),
                m_epsilon,
                static_cast<float>(1.0 - std::pow(m_beta1, updates)),
                static_cast<float>(1.0 - std::pow(m_beta2, updates))};
    }
    double m_beta1;

private:
    double m_beta2;
    float m_epsilon;
};

class AdamW : public Adam {
public:
    AdamW(const spec::OptimiserSpec &component, const spec::Kind &kind)
        : Adam(component, kind), m_decay(static_cast<float>(spec::realOf(component, kind, "weight_decay"))) {}

protected:
    void move(Objective &objective, float rate, Index update, Index first, Index count) const override {
        kernels::scaleAndClip(count, 1.0f - rate * m_decay, 0, objective.parameters() + first);
        Adam::move(objective, rate, update, first, count);
    }

private:
    float m_decay;
};

class AmsGrad : public Adam {
public:
    AmsGrad(const spec::OptimiserSpec &component, const spec::Kind &kind) : Adam(component, kind, 3) {}

protected:
    void move(Objective &objective, float rate, Index update, Index first, Index count) const override {
        kernels::amsgrad(count, stepAt(rate, update), objective.parameters() + first, objective.gradient() + first, objective.slot(0) + first,
                         objective.slot(1) + first, objective.slot(2) + first);
    }
};

class NAdam : public Adam {
public:
    NAdam(const spec::OptimiserSpec &component, const spec::Kind &kind)
        : Adam(component, kind), m_momentumDecay(spec::realOf(component, kind, "momentum_decay")) {}

    /// The momentum's schedule as PyTorch has it: μ_t = β₁ (1 − ½ · 0.96^(t ψ)), and the product of all of them so far.
    double step(Objective &objective) const override {
        const Index update = objective.updates() + 1;
        if (update != m_updates + 1) {
            m_product = 1;
            for (Index before = 1; before < update; ++before)
                m_product *= momentumAt(before);
        }
        m_product *= momentumAt(update);
        m_updates = update;
        return Looping::step(objective);
    }

protected:
    void move(Objective &objective, float rate, Index update, Index first, Index count) const override {
        const double now = momentumAt(update), next = momentumAt(update + 1);
        kernels::nadam(count, stepAt(rate, update), static_cast<float>((1 - now) / (1 - m_product)), static_cast<float>(next / (1 - m_product * next)),
                       objective.parameters() + first, objective.gradient() + first, objective.slot(0) + first, objective.slot(1) + first);
    }

private:
    double momentumAt(Index update) const { return m_beta1 * (1 - 0.5 * std::pow(0.96, static_cast<double>(update) * m_momentumDecay)); }

    double m_momentumDecay;
    mutable double m_product = 1; ///< kept from one step to the next; made anew where the steps are not in a row
    mutable Index m_updates = -1;
};

class Sgd : public Looping {
public:
    Sgd(const spec::OptimiserSpec &component, const spec::Kind &kind)
        : Looping(component, kind, 1), m_momentum(static_cast<float>(spec::realOf(component, kind, "momentum"))),
          m_isNesterov(std::get<bool>(spec::valueOf(component, kind, "nesterov"))) {}

protected:
    void move(Objective &objective, float rate, Index, Index first, Index count) const override {
        kernels::momentum(count, rate, m_momentum, m_isNesterov, objective.parameters() + first, objective.gradient() + first, objective.slot(0) + first);
    }

private:
    float m_momentum;
    bool m_isNesterov;
};

class RmsProp : public Looping {
public:
    RmsProp(const spec::OptimiserSpec &component, const spec::Kind &kind)
        : Looping(component, kind, 1), m_decay(static_cast<float>(spec::realOf(component, kind, "decay"))),
          m_epsilon(static_cast<float>(spec::realOf(component, kind, "epsilon"))) {}

protected:
    void move(Objective &objective, float rate, Index, Index first, Index count) const override {
        kernels::rmsprop(count, rate, m_decay, m_epsilon, objective.parameters() + first, objective.gradient() + first, objective.slot(0) + first);
    }

private:
    float m_decay, m_epsilon;
};

class Adagrad : public Looping {
public:
    Adagrad(const spec::OptimiserSpec &component, const spec::Kind &kind)
        : Looping(component, kind, 1), m_epsilon(static_cast<float>(spec::realOf(component, kind, "epsilon"))) {}

protected:
    void move(Objective &objective, float rate, Index, Index first, Index count) const override {
        kernels::adagrad(count, rate, m_epsilon, objective.parameters() + first, objective.gradient() + first, objective.slot(0) + first);
    }

private:
    float m_epsilon;
};

class Adadelta : public Looping {
public:
    Adadelta(const spec::OptimiserSpec &component, const spec::Kind &kind)
        : Looping(component, kind, 2), m_decay(static_cast<float>(spec::realOf(component, kind, "decay"))),
          m_epsilon(static_cast<float>(spec::realOf(component, kind, "epsilon"))) {}

protected:
    void move(Objective &objective, float rate, Index, Index first, Index count) const override {
        kernels::adadelta(count, rate, m_decay, m_epsilon, objective.parameters() + first, objective.gradient() + first, objective.slot(0) + first,
                          objective.slot(1) + first);
    }

private:
    float m_decay, m_epsilon;
};

template <class Kind>
std::unique_ptr<const Optimiser> made(const spec::OptimiserSpec &component, const spec::Kind &kind) {
    return std::make_unique<Kind>(component, kind);
}

struct Row {
    spec::Kind kind;
    std::unique_ptr<const Optimiser> (*make)(const spec::OptimiserSpec &, const spec::Kind &);
};

const std::vector<Row> &rows() {
    static const std::vector<Row> all{{adamKind(), made<Adam>},       {sgdKind(), made<Sgd>},           {adamWKind(), made<AdamW>},
                                      {amsGradKind(), made<AmsGrad>}, {nadamKind(), made<NAdam>},       {rmsPropKind(), made<RmsProp>},
                                      {adagradKind(), made<Adagrad>}, {adadeltaKind(), made<Adadelta>}, {lbfgsKind(), made<Lbfgs>}};
    return all;
}

} // namespace

double Objective::evaluateAndMove(core::FunctionRef<void(Index first, Index count)> move) {
    const double loss = evaluate();
    inChunks(move);
    return loss;
}

std::vector<spec::Kind> optimiserKinds() {
    std::vector<spec::Kind> kinds;
    for (const Row &row : rows())
        kinds.push_back(row.kind);
    return kinds;
}

core::Result<std::unique_ptr<const Optimiser>> makeOptimiser(const spec::OptimiserSpec &component) {
    for (const Row &row : rows())
        if (row.kind.key == component.kind)
            return row.make(component, row.kind);
    return core::Error{"There is no optimiser \"" + component.kind + "\"", "training.optimiser.kind", "Use one of: " + spec::keysOf(optimiserKinds()) + "."};
}

} // namespace hourglass::training
