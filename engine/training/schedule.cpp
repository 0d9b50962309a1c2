#include "engine/training/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hourglass::training {

namespace {

spec::Setting epochsSetting(const char *key, const char *label, const char *help, double fallback, double minimum) {
    return {.key = key,
            .label = label,
            .help = help,
            .kind = spec::SettingKind::Real,
            .fallback = fallback,
            .minimum = minimum,
            .maximum = static_cast<double>(spec::largestEpochs),
            .isLogarithmic = true,
            .usualMinimum = minimum,
            .usualMaximum = 100.0};
}

spec::Setting factorSetting(const char *key, const char *label, const char *help, double fallback, double minimum) {
    return {.key = key, .label = label, .help = help, .kind = spec::SettingKind::Real, .fallback = fallback, .minimum = minimum, .maximum = 1.0};
}

spec::Setting warmUpSetting() {
    return epochsSetting("warm_up", "Warm-up", "The rate rises from zero along a line for so many epochs, in front of what follows; 0 is none.", 0.0, 0.0);
}

spec::Setting floorSetting() {
    return factorSetting("floor", "Lowest", "The share of the learning rate at the lowest point.", 0.0, 0.0);
}

struct Row {
    spec::Kind kind;
    /// The factor after so many epochs since the warm-up, of `epochs`.
    double (*factor)(const spec::Component &, const spec::Kind &, double done, double epochs);
};

double constant(const spec::Component &, const spec::Kind &, double, double) {
    return 1.0;
}

double inSteps(const spec::Component &component, const spec::Kind &kind, double done, double) {
    return std::pow(spec::realOf(component, kind, "factor"), std::floor(done / spec::realOf(component, kind, "every") + 1e-9));
}

double exponential(const spec::Component &component, const spec::Kind &kind, double done, double) {
    return std::pow(spec::realOf(component, kind, "factor"), done);
}

/// Loshchilov and Hutter 2017: half a cosine over the period, then again, each period `growth` times as long as the one before.
double cosine(const spec::Component &component, const spec::Kind &kind, double done, double epochs) {
    double period = spec::realOf(component, kind, "period");
    const double growth = spec::realOf(component, kind, "growth"), floor = spec::realOf(component, kind, "floor");
    if (period <= 0)
        period = std::max(epochs, 1e-9);
    double within = done;
    if (growth > 1) {
        const double round = std::floor(std::log(done * (growth - 1) / period + 1) / std::log(growth) + 1e-9);
        within -= period * (std::pow(growth, round) - 1) / (growth - 1);
        period *= std::pow(growth, round);
    } else {
        within = done >= epochs && spec::realOf(component, kind, "period") <= 0 ? period : std::fmod(done + 1e-12, period);
    }
    return floor + (1 - floor) * 0.5 * (1 + std::cos(std::numbers::pi * std::clamp(within / period, 0.0, 1.0)));
}

/// Smith 2018: up to the learning rate, then down to almost nothing, each along a half cosine.
double oneCycle(const spec::Component &component, const spec::Kind &kind, double done, double epochs) {
    const double rise = spec::realOf(component, kind, "rise"), start = spec::realOf(component, kind, "start"), floor = spec::realOf(component, kind, "floor");
    const double place = std::clamp(done / std::max(epochs, 1e-9), 0.0, 1.0);
    const auto between = [](double from, double to, double share) { return to + (from - to) * 0.5 * (1 + std::cos(std::numbers::pi * share)); };
    return place < rise ? between(start, 1.0, place / rise) : between(1.0, floor, (place - rise) / std::max(1 - rise, 1e-9));
}

const std::vector<Row> &rows() {
    static const std::vector<Row> all{
        {{"constant", "Constant", "The learning rate stays as it is.", {warmUpSetting()}}, constant},
        {{"step",
          "In steps",
          "The learning rate falls by a factor every so many epochs.",
          {epochsSetting("every", "Every", "Epochs from one fall to the next.", 10.0, 0.001),
           factorSetting("factor", "Factor", "What is left of the learning rate after a fall.", 0.5, 1e-6), warmUpSetting()}},
         inSteps},
        {{"exponential",
          "Exponential",
          "The learning rate falls by the same factor in each epoch, without a jump.",
          {factorSetting("factor", "Factor", "What is left of the learning rate after an epoch.", 0.95, 1e-6), warmUpSetting()}},
         exponential},
        {{"cosine",
          "Cosine",
          "The learning rate falls along half a cosine, and may start anew (Loshchilov and Hutter 2017).",
          {epochsSetting("period", "Period", "Epochs from one start to the next; 0: the whole training, once.", 0.0, 0.0),
           {.key = "growth",
            .label = "Growth",
            .help = "Each period is so many times as long as the one before.",
            .kind = spec::SettingKind::Real,
            .fallback = 1.0,
            .minimum = 1.0,
            .maximum = 10.0},
           floorSetting(),
           warmUpSetting()}},
         cosine},
        {{"one_cycle",
          "One cycle",
          "The learning rate rises, then falls to the end (Smith 2018).",
          {factorSetting("rise", "Rise", "The share of the training in which the rate rises.", 0.3, 0.0),
           factorSetting("start", "Start", "The share of the learning rate to begin with.", 0.04, 0.0), floorSetting(), warmUpSetting()}},
         oneCycle},
        {{"plateau",
          "On a plateau",
          "The learning rate falls by a factor when the validation loss has not fallen for some epochs.",
          {factorSetting("factor", "Factor", "What is left of the learning rate after a fall.", 0.5, 1e-6),
           {.key = "patience",
            .label = "Patience",
            .help = "Epochs without improvement that are let pass; the rate falls at the end of the next one.",
            .kind = spec::SettingKind::Integer,
            .fallback = spec::Index{5},
            .minimum = 0.0,
            .maximum = 1e6,
            .usualMinimum = 0.0,
            .usualMaximum = 50.0},
           factorSetting("threshold", "Threshold", "Only a fall by more than this share of the lowest loss counts as an improvement.", 1e-4, 0.0),
           floorSetting(),
           warmUpSetting()}},
         constant}};
    return all;
}

} // namespace

std::vector<spec::Kind> scheduleKinds() {
    std::vector<spec::Kind> kinds;
    for (const Row &row : rows())
        kinds.push_back(row.kind);
    return kinds;
}

Schedule makeSchedule(const spec::Component &component) {
    for (const Row &row : rows())
        if (row.kind.key == component.kind) {
            const double warmUp = spec::realOf(component, row.kind, "warm_up");
            return [component, &row, warmUp](double done, double epochs) {
                return done < warmUp ? done / warmUp : row.factor(component, row.kind, done - warmUp, std::max(epochs - warmUp, 0.0));
            };
        }
    return [](double, double) { return 1.0; };
}

/// As PyTorch's ReduceLROnPlateau has it, with a threshold relative to the lowest loss and without a cool-down.
void notePlateau(const spec::Component &component, double validationLoss, Watch &watch) {
    if (component.kind != "plateau")
        return;
    const std::vector<Row> &all = rows();
    const spec::Kind &kind = std::find_if(all.begin(), all.end(), [](const Row &row) { return row.kind.key == "plateau"; })->kind;
    if (validationLoss < watch.plateauLoss * (1 - spec::realOf(component, kind, "threshold"))) {
        watch.plateauLoss = validationLoss;
        watch.plateauEpochs = 0;
    } else if (++watch.plateauEpochs > spec::integerOf(component, kind, "patience")) {
        watch.rateFactor = std::max(watch.rateFactor * spec::realOf(component, kind, "factor"), spec::realOf(component, kind, "floor"));
        watch.plateauEpochs = 0;
    }
}

} // namespace hourglass::training
