#include "ui/import/data_form.h"

#include <QtGlobal>

#include <algorithm>
#include <array>

namespace hourglass::ui {

namespace {

using spec::Setting;
using spec::SettingKind;

/// One choice about the samples: a row here, and it is in the form.
struct Part {
    const char *key, *label, *help;
    spec::Component spec::DataSpec::*component;
    std::vector<spec::Kind> spec::Catalogue::*kinds;
};

const std::array<Part, 4> parts{{
    {"window", QT_TRANSLATE_NOOP("tables", "Windows"), QT_TRANSLATE_NOOP("tables", "Whether rows that follow one another become series."),
     &spec::DataSpec::window, &spec::Catalogue::windows},
    {"subset", QT_TRANSLATE_NOOP("tables", "Samples"), QT_TRANSLATE_NOOP("tables", "Which of the source's samples are taken."), &spec::DataSpec::subset,
     &spec::Catalogue::subsets},
    {"split", QT_TRANSLATE_NOOP("tables", "Split"), QT_TRANSLATE_NOOP("tables", "How the test part is set aside."), &spec::DataSpec::split,
     &spec::Catalogue::splits},
    {"scaling", QT_TRANSLATE_NOOP("tables", "Scaling"), QT_TRANSLATE_NOOP("tables", "How values become what is trained on."), &spec::DataSpec::scaling,
     &spec::Catalogue::scalings},
}};

constexpr const char *validationKey = "validation";
constexpr double largestValidation = 0.5;

Setting validationSetting() {
    return {.key = validationKey,
            .label = QT_TRANSLATE_NOOP("tables", "Validation part"),
            .help = QT_TRANSLATE_NOOP("tables",
                                      "The share of the training part that is kept back to watch the training by; 0: none, and the test part is watched."),
            .kind = SettingKind::Real,
            .fallback = 0.0,
            .minimum = 0.0,
            .maximum = largestValidation};
}

void addPart(const Part &part, const spec::DataSpec &data, const spec::Catalogue &catalogue, DataForm &form) {
    const spec::Component &component = data.*part.component;
    const std::vector<spec::Kind> &kinds = catalogue.*part.kinds;
    Setting choice{.key = part.key, .label = part.label, .help = part.help, .kind = SettingKind::Choice, .fallback = component.kind};
    for (const spec::Kind &kind : kinds)
        choice.choices.push_back({kind.key, kind.label, kind.help, kind.group});
    form.shaping.settings.push_back(choice);
    form.shapingValues.values[part.key] = component.kind;
    const spec::Kind *kind = spec::find(kinds, component.kind);
    if (!kind)
        return;
    for (Setting setting : kind->settings) {
        const spec::Value value = spec::valueOf(component, *kind, setting.key);
        setting.key = part.key + ('.' + setting.key);
        form.shapingValues.values[setting.key] = value;
        form.shaping.settings.push_back(setting);
    }
}

/// A list instead of a field to type in.
void offerColumns(Setting &setting, const std::vector<data::TableColumn> &columns, const spec::Values &values) {
    setting.kind = SettingKind::Choice;
    setting.choices = {{"automatic", QT_TRANSLATE_NOOP("tables", "Automatic"), QT_TRANSLATE_NOOP("tables", "Found out from the file.")},
                       {"none", QT_TRANSLATE_NOOP("tables", "None"), QT_TRANSLATE_NOOP("tables", "No column is one.")}};
    for (const data::TableColumn &column : columns)
        setting.choices.push_back({column.key, column.key, column.title});
    const auto value = values.find(setting.key);
    const auto *said = value == values.end() ? nullptr : std::get_if<std::string>(&value->second);
    const bool isListed =
        !said || std::any_of(setting.choices.begin(), setting.choices.end(), [said](const spec::Choice &choice) { return choice.key == *said; });
    if (!isListed) // a number for a column that has a name
        setting.choices.push_back({*said, *said, {}});
}

} // namespace

DataForm dataForm(const spec::DataSpec &data, const spec::Catalogue &catalogue, const spec::Kind &source, const data::ReadReport &read) {
    DataForm form;
    form.source = source;
    form.sourceValues = {source.key, read.assumed};
    for (const auto &[key, value] : data.options)
        form.sourceValues.values[key] = value;
    for (Setting &setting : form.source.settings)
        if (setting.namesColumn && !read.columns.empty())
            offerColumns(setting, read.columns, form.sourceValues.values);
    form.shaping.key = form.shapingValues.kind = "shaping";
    for (const Part &part : parts)
        addPart(part, data, catalogue, form);
    form.shaping.settings.push_back(validationSetting());
    form.shapingValues.values[validationKey] = data.validation;
    return form;
}

std::string labelAt(const DataForm &form, const std::string &where) {
    const std::string ofSource = "data.options.", ofShaping = "data.";
    const bool isOfSource = where.rfind(ofSource, 0) == 0;
    const spec::Kind &kind = isOfSource ? form.source : form.shaping;
    if (where.rfind(ofShaping, 0) != 0)
        return {};
    const spec::Setting *setting = kind.find(where.substr((isOfSource ? ofSource : ofShaping).size()));
    return setting ? setting->label : std::string();
}

spec::DataSpec withSourceEdit(spec::DataSpec data, const std::string &key, const spec::Value &value) {
    data.options[key] = value;
    return data;
}

spec::DataSpec withShapingEdit(spec::DataSpec data, const spec::Catalogue &catalogue, const std::string &key, const spec::Value &value) {
    if (key == validationKey) {
        if (const auto *share = std::get_if<double>(&value))
            data.validation = *share;
        return data;
    }
    const std::size_t dot = key.find('.');
    for (const Part &part : parts) {
        if (key.substr(0, dot) != part.key)
            continue;
        spec::Component &component = data.*part.component;
        if (dot != std::string::npos) {
            component.values[key.substr(dot + 1)] = value;
        } else if (const auto *word = std::get_if<std::string>(&value)) {
            if (const spec::Kind *to = spec::find(catalogue.*part.kinds, *word))
                component = spec::exchanged(component, catalogue.*part.kinds, *to);
        }
    }
    return data;
}

} // namespace hourglass::ui
