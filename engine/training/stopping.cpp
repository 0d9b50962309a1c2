#include "engine/training/stopping.h"

#include "engine/spec/wording.h"

namespace hourglass::training {

namespace {

spec::Setting number(const char *key, const char *label, const char *help, double fallback, double minimum, double usualMinimum, double usualMaximum) {
    return {.key = key,
            .label = label,
            .help = help,
            .kind = spec::SettingKind::Real,
            .fallback = fallback,
            .minimum = minimum,
            .maximum = 1e9,
            .isLogarithmic = true,
            .usualMinimum = usualMinimum,
            .usualMaximum = usualMaximum};
}

spec::Setting count(const char *key, const char *label, const char *help, core::Index fallback, double usualMaximum) {
    return {.key = key,
            .label = label,
            .help = help,
            .kind = spec::SettingKind::Integer,
            .fallback = fallback,
            .minimum = 1.0,
            .maximum = 1e12,
            .isLogarithmic = usualMaximum > 1000,
            .usualMinimum = 1.0,
            .usualMaximum = usualMaximum};
}

spec::Kind targetKind() {
    spec::Kind kind{"target_loss",
                    "Target loss",
                    "Ends at the end of an epoch whose loss is down to a target.",
                    {number("loss", "Loss", "The target.", 0.01, 0.0, 1e-4, 1.0)}};
    kind.settings.push_back({.key = "part",
                             .label = "Part",
                             .help = "Whose loss it is.",
                             .kind = spec::SettingKind::Choice,
                             .fallback = std::string("validation"),
                             .choices = {{"train", "Training", "The mean over the epoch, as measured while training."},
                                         {"validation", "Validation", "Of samples kept back from the training part."}}});
    return kind;
}

std::string epochsText(core::Index epochs) {
    return epochs == 1 ? "1 epoch" : std::to_string(epochs) + " epochs";
}

} // namespace

std::vector<spec::Kind> stopKinds() {
    return {{"no_improvement",
             "No improvement",
             "Ends when the validation loss has not fallen for some epochs; the parameters of the best epoch come back (Prechelt 1998).",
             {count("patience", "Patience", "Epochs without improvement that are waited for.", 5, 100.0),
              number("minimum_change", "Least change", "Only a fall of more than this counts as an improvement.", 0.0, 0.0, 0.0, 0.1)}},
            targetKind(),
            {"steps", "Steps", "Ends after so many steps.", {count("count", "Steps", "How many.", 10'000, 1e6)}},
            {"seconds",
             "Seconds",
             "Ends after so much time of training. How far that comes depends on the machine.",
             {number("limit", "Seconds", "How many.", 60.0, 0.001, 1.0, 36'000.0)}},
            {"gradient_norm",
             "Gradient's length",
             "Ends when the gradient of a step, as the optimiser gets it, is almost zero: a place where nothing falls any more.",
             {number("below", "Below", "The length that is almost zero.", 1e-4, 1e-30, 1e-8, 1.0)}}};
}

Stopping::Stopping(const std::vector<spec::Component> &components) {
    const std::vector<spec::Kind> kinds = stopKinds();
    for (const spec::Component &component : components) {
        const spec::Kind &kind = *spec::find(kinds, component.kind);
        if (component.kind == "steps")
            m_rules.push_back({Kind::Steps, static_cast<double>(spec::integerOf(component, kind, "count")), 0});
        else if (component.kind == "seconds")
            m_rules.push_back({Kind::Seconds, spec::realOf(component, kind, "limit"), 0});
        else if (component.kind == "target_loss")
            m_rules.push_back({spec::choiceOf(component, kind, "part") == "train" ? Kind::TargetOfTrain : Kind::TargetOfValidation,
                               spec::realOf(component, kind, "loss"), 0});
        else if (component.kind == "no_improvement")
            m_rules.push_back(
                {Kind::NoImprovement, static_cast<double>(spec::integerOf(component, kind, "patience")), spec::realOf(component, kind, "minimum_change")});
        else
            m_rules.push_back({Kind::GradientNorm, spec::realOf(component, kind, "below"), 0});
    }
}

const Stopping::Rule *Stopping::find(Kind kind) const {
    for (const Rule &rule : m_rules)
        if (rule.kind == kind)
            return &rule;
    return nullptr;
}

bool Stopping::wantsGradientNorm() const {
    return find(Kind::GradientNorm);
}

bool Stopping::keepsBest() const {
    return find(Kind::NoImprovement);
}

std::optional<Stop> Stopping::now(const StopMoment &moment, const Watch &watch) const {
    for (const Rule &rule : m_rules)
        switch (rule.kind) {
        case Kind::Steps:
            if (moment.step - watch.stepsBefore >= static_cast<core::Index>(rule.limit))
                return Stop{"steps", "Stopped: " + spec::shortest(rule.limit) + (rule.limit == 1 ? " step is done" : " steps are done")};
            break;
        case Kind::Seconds:
            if (moment.seconds - watch.secondsBefore >= rule.limit)
                return Stop{"seconds", "Stopped: trained for " + spec::shortest(rule.limit) + " s"};
            break;
        case Kind::TargetOfTrain:
            if (moment.endsEpoch && moment.trainLoss <= rule.limit)
                return Stop{"target_loss", "Stopped: the training loss is down to " + spec::shortest(rule.limit)};
            break;
        case Kind::TargetOfValidation:
            if (moment.endsEpoch && moment.validationLoss <= rule.limit)
                return Stop{"target_loss", "Stopped: the validation loss is down to " + spec::shortest(rule.limit)};
            break;
        case Kind::NoImprovement:
            if (moment.endsEpoch && watch.epochsSince >= static_cast<core::Index>(rule.limit))
                return Stop{"no_improvement", "Stopped: no improvement for " + epochsText(watch.epochsSince)};
            break;
        case Kind::GradientNorm:
            if (moment.gradientNorm < rule.limit)
                return Stop{"gradient_norm", "Stopped: the gradient is shorter than " + spec::shortest(rule.limit)};
            break;
        }
    return {};
}

void Stopping::noteEpoch(double validationLoss, core::Index epoch, const core::Floats &parameters, const core::Floats &state, Watch &watch) const {
    const Rule *rule = find(Kind::NoImprovement);
    if (!rule)
        return;
    if (!(validationLoss < watch.bestLoss - rule->minimumChange)) {
        ++watch.epochsSince;
        return;
    }
    watch.bestLoss = validationLoss;
    watch.bestEpoch = epoch;
    watch.epochsSince = 0;
    watch.bestParameters = parameters;
    watch.bestState = state;
}

} // namespace hourglass::training
