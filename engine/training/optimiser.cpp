#include "engine/training/optimiser.h"

#include <cmath>

#include "engine/kernels/kernels.h"

namespace hourglass::training {

namespace {

spec::Setting rateSetting(double fallback) {
    return {.key = "rate", .label = "Learning rate", .help = "How far each step goes. Too small crawls, too large jumps about or diverges.",
            .kind = spec::SettingKind::Real, .fallback = fallback, .minimum = 1e-8, .maximum = 1e6, .isLogarithmic = true,
            .usualMinimum = 1e-6, .usualMaximum = 10.0};
}

spec::Setting fraction(const char *key, const char *label, const char *help, double fallback) {
    return {.key = key, .label = label, .help = help, .kind = spec::SettingKind::Real, .fallback = fallback, .minimum = 0.0, .maximum = 0.99999};
}

spec::Kind adamKind() {
    return {"adam", "Adam", "Each parameter has a step of its own size, from running means of its gradient and its square (Kingma and Ba 2015).",
            {rateSetting(0.001), fraction("beta1", "Beta 1", "Memory of the running mean of the gradient: nearer to 1 is longer.", 0.9),
             fraction("beta2", "Beta 2", "Memory of the running mean of the squared gradient.", 0.999),
             {.key = "epsilon", .label = "Epsilon", .help = "Keeps the division calm where the squared gradient is almost zero.",
              .kind = spec::SettingKind::Real, .fallback = 1e-8, .minimum = 1e-12, .maximum = 1.0, .isLogarithmic = true}}};
}

spec::Kind sgdKind() {
    return {"sgd", "SGD", "Stochastic gradient descent: straight down the gradient, with momentum if you like.",
            {rateSetting(0.1), fraction("momentum", "Momentum", "How much of the last step is carried on: 0 is plain descent, 0.9 is usual.", 0.9)}};
}

class Adam : public Optimiser {
public:
    explicit Adam(const spec::OptimiserSpec &component) {
        const spec::Kind kind = adamKind();
        m_rate = spec::realOf(component, kind, "rate");
        m_beta1 = spec::realOf(component, kind, "beta1");
        m_beta2 = spec::realOf(component, kind, "beta2");
        m_epsilon = spec::realOf(component, kind, "epsilon");
    }
    int slotCount() const override { return 2; }
    double step(Objective &objective) const override {
        const double loss = objective.evaluate();
        const double updates = static_cast<double>(objective.updates() + 1);
        const kernels::AdamStep step{static_cast<float>(m_rate), static_cast<float>(m_beta1), static_cast<float>(m_beta2), static_cast<float>(m_epsilon),
                                     static_cast<float>(1.0 - std::pow(m_beta1, updates)), static_cast<float>(1.0 - std::pow(m_beta2, updates))};
        objective.inChunks([&](Index first, Index count) {
            kernels::adam(count, step, objective.parameters() + first, objective.gradient() + first, objective.slot(0) + first,
                          objective.slot(1) + first);
        });
        return loss;
    }

private:
    double m_rate, m_beta1, m_beta2, m_epsilon;
};

class Sgd : public Optimiser {
public:
    explicit Sgd(const spec::OptimiserSpec &component) {
        const spec::Kind kind = sgdKind();
        m_rate = static_cast<float>(spec::realOf(component, kind, "rate"));
        m_momentum = static_cast<float>(spec::realOf(component, kind, "momentum"));
    }
    int slotCount() const override { return 1; }
    double step(Objective &objective) const override {
        const double loss = objective.evaluate();
        objective.inChunks([&](Index first, Index count) {
            kernels::momentum(count, m_rate, m_momentum, objective.parameters() + first, objective.gradient() + first, objective.slot(0) + first);
        });
        return loss;
    }

private:
    float m_rate, m_momentum;
};

} // namespace

std::vector<spec::Kind> optimiserKinds() {
    return {adamKind(), sgdKind()};
}

core::Result<std::unique_ptr<const Optimiser>> makeOptimiser(const spec::OptimiserSpec &component) {
    if (component.kind == "adam")
        return std::unique_ptr<const Optimiser>(std::make_unique<Adam>(component));
    if (component.kind == "sgd")
        return std::unique_ptr<const Optimiser>(std::make_unique<Sgd>(component));
    return core::Error{"There is no optimiser \"" + component.kind + "\"", "training.optimiser.kind", "Use adam or sgd."};
}

} // namespace hourglass::training
