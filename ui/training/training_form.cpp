#include "ui/training/training_form.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

#include "ui/forms/number_range.h"
#include "ui/forms/table_text.h"
#include "ui/training/component_lists.h"

namespace hourglass::ui {

namespace {

using spec::Setting;
using spec::SettingKind;

constexpr std::size_t fewSettings = 2; ///< of an optimiser, the rate among them: shown without unfolding

Setting choiceOfKinds(const char *key, const char *label, const char *help, const std::vector<spec::Kind> &kinds, const std::string &chosen) {
    Setting setting{.key = key, .label = label, .help = help, .kind = SettingKind::Choice, .fallback = chosen};
    for (const spec::Kind &kind : kinds)
        setting.choices.push_back({kind.key, kind.label, kind.help});
    return setting;
}

Setting wholeNumber(const char *key, const char *label, const char *help, spec::Index value, spec::Index maximum, double usualMaximum) {
    return {.key = key,
            .label = label,
            .help = help,
            .kind = SettingKind::Integer,
            .fallback = value,
            .minimum = 1.0,
            .maximum = static_cast<double>(maximum),
            .isLogarithmic = usualMaximum > 1000,
            .usualMinimum = 1.0,
            .usualMaximum = usualMaximum};
}

/// The settings of the component chosen, with the part's name before their keys.
void addSettings(const std::string &part, const spec::Kind &kind, const spec::Component &component, std::vector<Setting> &to, spec::Values &values) {
    for (Setting setting : kind.settings) {
        values[part + '.' + setting.key] = spec::valueOf(component, kind, setting.key);
        if (part == "optimiser" && setting.key == "rate")
            continue;
        setting.key = part + '.' + setting.key;
        to.push_back(setting);
    }
}

/// A choice among kinds, and the settings of the one chosen. The strength of Gaussian noise is left out: it has a row of its own.
void addComponent(const std::string &key, const char *label, const char *help, const std::vector<spec::Kind> &kinds, const spec::Component &component,
                  std::vector<Setting> &choices, std::vector<Setting> &settings, spec::Values &values) {
    if (kinds.size() > 1)
        choices.push_back(choiceOfKinds(key.c_str(), label, help, kinds, component.kind));
    values[key] = component.kind;
    const spec::Kind *kind = spec::find(kinds, component.kind);
    if (kind && kind->key != "gaussian")
        addSettings(key, *kind, component, settings, values);
}

/// The parts in the order of the form.
std::vector<const spec::TrainingPart *> ordered(const std::vector<spec::TrainingPart> &parts) {
    std::vector<const spec::TrainingPart *> rows;
    for (const spec::TrainingPart &part : parts)
        rows.push_back(&part);
    std::stable_sort(rows.begin(), rows.end(), [](const auto *a, const auto *b) { return a->formOrder < b->formOrder; });
    return rows;
}

/// Fills a form from the rows of the parts.
class Filler {
public:
    Filler(const spec::TrainingSpec &training, const spec::Catalogue &catalogue, TrainingForm &form)
        : m_training(training), m_catalogue(catalogue), m_form(form) {}

    void operator()(const spec::TrainingPart &part) const {
        switch (part.sort) {
        case spec::TrainingPart::Sort::Choice: return choice(part, spec::chosenIn(part, m_training, m_catalogue));
        case spec::TrainingPart::Sort::List: return list(part);
        case spec::TrainingPart::Sort::Settings:
            return addSettings(part.noun, part.described(), spec::componentsOf(part, m_training).front(), rows(part.place), values());
        case spec::TrainingPart::Sort::Number: return number(part);
        }
    }

private:
    spec::Values &values() const { return m_form.values.values; }

    std::vector<Setting> &rows(spec::FormPlace place) const {
        switch (place) {
        case spec::FormPlace::Head: return m_form.head.settings;
        case spec::FormPlace::Body: return m_form.body.settings;
        case spec::FormPlace::Vary: return m_form.vary.settings;
        case spec::FormPlace::More: break;
        }
        return m_form.more.settings;
    }

    void choice(const spec::TrainingPart &part, const spec::Component &chosen) const {
        const std::vector<spec::Kind> &kinds = part.kinds(m_catalogue);
        const spec::Kind *kind = spec::find(kinds, chosen.kind);
        if (part.key == std::string("corruption"))
            inputNoise(kinds, chosen);
        if (part.place == spec::FormPlace::More)
            return addComponent(part.noun, part.label, part.help, kinds, chosen, m_form.more.settings, m_form.more.settings, values());
        rows(part.place).push_back(choiceOfKinds(part.noun, part.label, part.help, kinds, chosen.kind));
        values()[part.noun] = chosen.kind;
        if (!kind)
            return;
        const Setting *rate = part.place == spec::FormPlace::Head ? kind->find("rate") : nullptr;
        if (rate) {
            m_form.head.settings.push_back(*rate);
            m_form.head.settings.back().key = std::string(part.noun) + ".rate";
        }
        const bool isDirect = part.place == spec::FormPlace::Head && kind->settings.size() <= fewSettings;
        addSettings(part.noun, *kind, chosen, isDirect ? m_form.direct.settings : m_form.more.settings, values());
    }

    /// Gaussian noise, where there is any such corruption, as a slider whose zero is none.
    void inputNoise(const std::vector<spec::Kind> &kinds, const spec::Component &chosen) const {
        const spec::Kind *gaussian = spec::find(kinds, "gaussian"), *kind = spec::find(kinds, chosen.kind);
        if (!gaussian || !gaussian->find("strength"))
            return;
        Setting noise = *gaussian->find("strength");
        noise.key = "noise";
        noise.label = QT_TRANSLATE_NOOP("tables", "Input noise");
        noise.help = QT_TRANSLATE_NOOP("tables", "Gaussian noise added to what the model is given, while it is asked for the clean sample: a denoising "
                                                 "autoencoder. The number is its standard deviation; 0 is none.");
        noise.fallback = 0.0;
        m_form.body.settings.push_back(noise);
        values()["noise"] = kind && kind->find("strength") ? spec::realOf(chosen, *kind, "strength") : 0.0;
    }

    void list(const spec::TrainingPart &part) const {
        const std::vector<spec::Component> entries = spec::componentsOf(part, m_training);
        const std::size_t count = part.kinds(m_catalogue).empty() ? 0 : std::min(entries.size() + 1, part.most);
        for (std::size_t index = 0; index < count; ++index)
            addComponent(std::string(part.noun) + '.' + std::to_string(index), index == 0 ? part.label : part.nextLabel, part.help,
                         listChoices(part, m_catalogue), listEntry(entries, index), rows(part.place), rows(part.place), values());
    }

    void number(const spec::TrainingPart &part) const {
        const spec::Value value = spec::componentsOf(part, m_training).front().values.at(part.key);
        if (!part.isLive) // shown, and edited elsewhere
            return rows(part.place).push_back(wholeNumber(part.noun, part.label, part.help, 1, 1, 1));
        rows(part.place)
            .push_back(wholeNumber(part.noun, part.label, part.help, std::get<spec::Index>(value),
                                   static_cast<spec::Index>(part.described().find(part.key)->maximum), part.usualMaximum));
        values()[part.noun] = value;
    }

    const spec::TrainingSpec &m_training;
    const spec::Catalogue &m_catalogue;
    TrainingForm &m_form;
};

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

TrainingForm trainingForm(const spec::TrainingSpec &training, const spec::Catalogue &catalogue, int threads, int maximumThreads,
                          const std::vector<spec::TrainingPart> &parts) {
    TrainingForm form;
    form.head.key = "head";
    form.direct.key = "direct";
    form.body.key = "body";
    form.more.key = "more";
    form.vary.key = "vary";
    const Filler fill(training, catalogue, form);
    for (const spec::TrainingPart *part : ordered(parts))
        fill(*part);
    form.body.settings.push_back(wholeNumber("threads", QT_TRANSLATE_NOOP("tables", "Threads"),
                                             QT_TRANSLATE_NOOP("tables", "How many threads share each step. Changes the speed, never the result."), threads,
                                             std::max(threads, maximumThreads), std::max(threads, maximumThreads)));
    form.values.values["threads"] = static_cast<spec::Index>(threads);
    return form;
}

std::optional<spec::TrainingSpec> withEdit(const spec::TrainingSpec &training, const spec::Catalogue &catalogue, const std::string &key,
                                           const spec::Value &value, const std::vector<spec::TrainingPart> &parts) {
    spec::TrainingSpec result = training;
    if (key == "noise" && std::holds_alternative<double>(value)) {
        const double strength = std::get<double>(value);
        result.corruption = strength > 0 ? spec::Component{"gaussian", {{"strength", strength}}} : spec::Component{"none", {}};
        return result;
    }
    const std::size_t dot = key.find('.');
    const spec::TrainingPart *part = spec::partNamed(parts, key.substr(0, dot));
    if (!part)
        return std::nullopt;
    if (part->sort == spec::TrainingPart::Sort::List)
        return withListEdit(*part, training, catalogue, key, value);
    spec::Component component = spec::chosenIn(*part, training, catalogue);
    if (part->sort != spec::TrainingPart::Sort::Choice) {
        const auto present = component.values.find(dot == std::string::npos ? key : key.substr(dot + 1));
        if (!part->isLive || present == component.values.end() || present->second.index() != value.index())
            return std::nullopt;
        present->second = value;
    } else if (dot == std::string::npos) {
        const auto *word = std::get_if<std::string>(&value);
        const spec::Kind *kind = word ? spec::find(part->kinds(catalogue), *word) : nullptr;
        if (!kind)
            return std::nullopt;
        component = spec::exchanged(component, part->kinds(catalogue), *kind);
    } else {
        component.values[key.substr(dot + 1)] = value;
    }
    spec::setComponents(*part, result, {component});
    return result;
}

QString editText(const TrainingForm &form, const std::string &key, const spec::Value &from, const spec::Value &to) {
    for (const spec::Kind *kind : {&form.head, &form.direct, &form.body, &form.more, &form.vary})
        if (const Setting *setting = kind->find(key))
            return QStringLiteral("%1 %2 → %3").arg(tableText(setting->label), valueText(*setting, from), valueText(*setting, to));
    return {};
}

} // namespace hourglass::ui
