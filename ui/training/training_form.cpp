#include "ui/training/training_form.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

#include "engine/spec/fixed_settings.h"
#include "ui/forms/number_range.h"
#include "ui/forms/table_text.h"
#include "ui/training/component_lists.h"

namespace hourglass::ui {

namespace {

using spec::Setting;
using spec::SettingKind;

constexpr double largestSliderBatch = 65536, largestSliderEpochs = 100'000;
constexpr std::size_t fewSettings = 2;                           ///< of an optimiser, the rate among them: shown without unfolding

Setting choiceOfKinds(const char *key, const char *label, const char *help, const std::vector<spec::Kind> &kinds, const std::string &chosen) {
    Setting setting{.key = key, .label = label, .help = help, .kind = SettingKind::Choice, .fallback = chosen};
    for (const spec::Kind &kind : kinds)
        setting.choices.push_back({kind.key, kind.label, kind.help});
    return setting;
}

Setting wholeNumber(const char *key, const char *label, const char *help, spec::Index value, spec::Index maximum, double usualMaximum) {
    return {.key = key, .label = label, .help = help, .kind = SettingKind::Integer, .fallback = value, .minimum = 1.0,
            .maximum = static_cast<double>(maximum), .isLogarithmic = usualMaximum > 1000, .usualMinimum = 1.0, .usualMaximum = usualMaximum};
}

double noiseOf(const spec::TrainingSpec &training, const spec::Catalogue &catalogue) {
    const spec::Kind *kind = spec::find(catalogue.corruptions, training.corruption.kind);
    return kind && kind->find("strength") ? spec::realOf(training.corruption, *kind, "strength") : 0.0;
}

/// The settings of the component chosen, with the part's name before their keys.
void addSettings(const std::string &part, const spec::Kind &kind, const spec::Component &component, std::vector<Setting> &to,
                 spec::Values &values) {
    for (Setting setting : kind.settings) {
        values[part + '.' + setting.key] = spec::valueOf(component, kind, setting.key);
        if (part == "optimiser" && setting.key == "rate")
            continue;
        setting.key = part + '.' + setting.key;
        to.push_back(setting);
    }
}

/// A choice among kinds, and the settings of the one chosen. The strength of Gaussian noise is left out: it has a row of its own.
void addPart(const std::string &key, const char *label, const char *help, const std::vector<spec::Kind> &kinds, const spec::Component &component,
             std::vector<Setting> &to, spec::Values &values) {
    if (kinds.size() > 1)
        to.push_back(choiceOfKinds(key.c_str(), label, help, kinds, component.kind));
    values[key] = component.kind;
    const spec::Kind *kind = spec::find(kinds, component.kind);
    if (kind && kind->key != "gaussian")
        addSettings(key, *kind, component, to, values);
}

spec::Component componentOf(const spec::GradientSpec &gradient) {
    return {"gradient", {{"clip_norm", gradient.clipNorm}, {"clip_value", gradient.clipValue}, {"accumulate", gradient.accumulate}}};
}

QString valueText(const Setting &setting, const spec::Value &value) {
    if (const auto *key = std::get_if<std::string>(&value)) {
        const auto choice = std::find_if(setting.choices.begin(), setting.choices.end(), [&](const auto &one) { return one.key == *key; });
        return tableText(choice == setting.choices.end() ? *key : choice->label);
    }
    if (const auto *isOn = std::get_if<bool>(&value))
        return *isOn ? QCoreApplication::translate("TrainingForm", "on") : QCoreApplication::translate("TrainingForm", "off");
    const NumberRange range{setting.minimum, setting.maximum, setting.isLogarithmic, setting.kind == SettingKind::Integer};
    const auto *whole = std::get_if<spec::Index>(&value);
    return numberText(whole ? static_cast<double>(*whole) : std::get<double>(value), range, QLocale());
}

} // namespace

TrainingForm trainingForm(const spec::TrainingSpec &training, const spec::Catalogue &catalogue, int threads, int maximumThreads) {
    TrainingForm form;
    form.head.key = "head";
    form.direct.key = "direct";
    form.body.key = "body";
    form.more.key = "more";
    form.vary.key = "vary";
    spec::Values &values = form.values.values;

    form.head.settings.push_back(choiceOfKinds("optimiser", QT_TRANSLATE_NOOP("tables", "Optimiser"),
                                               QT_TRANSLATE_NOOP("tables", "How the weights follow the gradient. Changing it keeps the weights and the learning rate."),
                                               catalogue.optimisers, training.optimiser.kind));
    values["optimiser"] = training.optimiser.kind;
    if (const spec::Kind *kind = spec::find(catalogue.optimisers, training.optimiser.kind)) {
        if (const Setting *found = kind->find("rate")) {
            Setting rate = *found;
            rate.key = "optimiser.rate";
            form.head.settings.push_back(rate);
        }
        addSettings("optimiser", *kind, training.optimiser, kind->settings.size() <= fewSettings ? form.direct.settings : form.more.settings, values);
    }

    form.body.settings.push_back(wholeNumber("batch", QT_TRANSLATE_NOOP("tables", "Batch size"),
                                             QT_TRANSLATE_NOOP("tables", "Samples that share one step. Larger is steadier and faster by the sample, smaller makes more steps."),
                                             training.batch, spec::largestBatch, largestSliderBatch));
    form.body.settings.push_back(choiceOfKinds("loss", QT_TRANSLATE_NOOP("tables", "Loss"),
                                               QT_TRANSLATE_NOOP("tables", "What training makes small. Changing it keeps the weights."),
                                               catalogue.losses, training.loss.kind));
    if (const spec::Kind *gaussian = spec::find(catalogue.corruptions, "gaussian"); gaussian && gaussian->find("strength")) {
        Setting noise = *gaussian->find("strength");
        noise.key = "noise";
        noise.label = QT_TRANSLATE_NOOP("tables", "Input noise");
        noise.help = QT_TRANSLATE_NOOP("tables", "Gaussian noise added to what the model is given, while it is asked for the clean sample: a denoising "
                                                 "autoencoder. The number is its standard deviation; 0 is none.");
        noise.fallback = 0.0;
        form.body.settings.push_back(noise);
        values["noise"] = noiseOf(training, catalogue);
    }
    form.body.settings.push_back(wholeNumber("epochs", QT_TRANSLATE_NOOP("tables", "Epochs"),
                                             QT_TRANSLATE_NOOP("tables", "Training stops after so many passes over the training part."),
                                             training.epochs, spec::largestEpochs, largestSliderEpochs));
    form.body.settings.push_back(wholeNumber("threads", QT_TRANSLATE_NOOP("tables", "Threads"),
                                             QT_TRANSLATE_NOOP("tables", "How many threads share each step. Changes the speed, never the result."),
                                             threads, std::max(threads, maximumThreads), std::max(threads, maximumThreads)));
    values["batch"] = training.batch;
    values["loss"] = training.loss.kind;
    values["epochs"] = training.epochs;
    values["threads"] = static_cast<spec::Index>(threads);

    addPart("schedule", QT_TRANSLATE_NOOP("tables", "Rate over time"), QT_TRANSLATE_NOOP("tables", "How the learning rate goes from epoch to epoch."),
            catalogue.schedules, training.schedule, form.more.settings, values);
    addSettings("gradient", spec::gradientKind(), componentOf(training.gradient), form.more.settings, values);
    if (const spec::Kind *kind = spec::find(catalogue.losses, training.loss.kind))
        addSettings("loss", *kind, training.loss, form.more.settings, values);
    addPart("corruption", QT_TRANSLATE_NOOP("tables", "Corruption"),
            QT_TRANSLATE_NOOP("tables", "What is done to the input while training; the clean sample is asked back."), catalogue.corruptions,
            training.corruption, form.more.settings, values);
    addPart("average", QT_TRANSLATE_NOOP("tables", "Average"), QT_TRANSLATE_NOOP("tables", "Which parameters are shown, evaluated and kept."),
            catalogue.averages, training.average, form.more.settings, values);
    for (const ComponentList &list : componentLists()) {
        std::vector<Setting> &to = list.entries == &spec::TrainingSpec::augmentation ? form.vary.settings : form.more.settings;
        const std::size_t rows = (catalogue.*list.kinds).empty() ? 0 : std::min((training.*list.entries).size() + 1, list.most);
        for (std::size_t index = 0; index < rows; ++index)
            addPart(std::string(list.prefix) + '.' + std::to_string(index), index == 0 ? list.firstLabel : list.nextLabel, list.help, list.choices(catalogue),
                    list.at(training, index), to, values);
    }
    form.more.settings.push_back(wholeNumber("seed", QT_TRANSLATE_NOOP("tables", "Seed"),
                                             QT_TRANSLATE_NOOP("tables", "The same seed gives the same numbers, on any number of threads. Reset starts again with it, Shift+R with a new one."),
                                             1, 1, 1));
    return form;
}

std::optional<spec::TrainingSpec> withEdit(const spec::TrainingSpec &training, const spec::Catalogue &catalogue, const std::string &key,
                                           const spec::Value &value) {
    spec::TrainingSpec result = training;
    const auto *word = std::get_if<std::string>(&value);
    const auto *whole = std::get_if<spec::Index>(&value);
    if (isOfList(key))
        return withListEdit(training, catalogue, key, value);
    if (key == "optimiser" && word) {
        const spec::Kind *kind = spec::find(catalogue.optimisers, *word);
        if (!kind)
            return std::nullopt;
        result.optimiser = spec::exchanged(training.optimiser, catalogue.optimisers, *kind);
    } else if (key == "loss" && word) {
        const spec::Kind *kind = spec::find(catalogue.losses, *word);
        if (!kind)
            return std::nullopt;
        result.loss = spec::exchanged(training.loss, catalogue.losses, *kind);
    } else if (key == "schedule" && word) {
        const spec::Kind *kind = spec::find(catalogue.schedules, *word);
        if (!kind)
            return std::nullopt;
        result.schedule = spec::exchanged(training.schedule, catalogue.schedules, *kind);
    } else if (key == "corruption" && word) {
        const spec::Kind *kind = spec::find(catalogue.corruptions, *word);
        if (!kind)
            return std::nullopt;
        result.corruption = spec::exchanged(training.corruption, catalogue.corruptions, *kind);
    } else if (key == "average" && word) {
        const spec::Kind *kind = spec::find(catalogue.averages, *word);
        if (!kind)
            return std::nullopt;
        result.average = spec::exchanged(training.average, catalogue.averages, *kind);
    } else if (key == "gradient.clip_norm" && std::holds_alternative<double>(value)) {
        result.gradient.clipNorm = std::get<double>(value);
    } else if (key == "gradient.clip_value" && std::holds_alternative<double>(value)) {
        result.gradient.clipValue = std::get<double>(value);
    } else if (key == "gradient.accumulate" && whole) {
        result.gradient.accumulate = *whole;
    } else if (key.rfind("schedule.", 0) == 0) {
        result.schedule.values[key.substr(9)] = value;
    } else if (key.rfind("corruption.", 0) == 0) {
        result.corruption.values[key.substr(11)] = value;
    } else if (key.rfind("average.", 0) == 0) {
        result.average.values[key.substr(8)] = value;
    } else if (key == "batch" && whole) {
        result.batch = *whole;
    } else if (key == "epochs" && whole) {
        result.epochs = *whole;
    } else if (key == "noise" && std::holds_alternative<double>(value)) {
        const double strength = std::get<double>(value);
        result.corruption = strength > 0 ? spec::Component{"gaussian", {{"strength", strength}}} : spec::Component{"none", {}};
    } else if (key.rfind("optimiser.", 0) == 0) {
        result.optimiser.values[key.substr(10)] = value;
    } else if (key.rfind("loss.", 0) == 0) {
        result.loss.values[key.substr(5)] = value;
    } else {
        return std::nullopt;
    }
    return result;
}

QString editText(const TrainingForm &form, const std::string &key, const spec::Value &from, const spec::Value &to) {
    for (const spec::Kind *kind : {&form.head, &form.direct, &form.body, &form.more, &form.vary})
        if (const Setting *setting = kind->find(key))
            return QStringLiteral("%1 %2 → %3").arg(tableText(setting->label), valueText(*setting, from), valueText(*setting, to));
    return {};
}

} // namespace hourglass::ui
