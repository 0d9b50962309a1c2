#include "app/wiring/sweep_settings.h"

#include <algorithm>
#include <cmath>

#include "app/session/session.h"
#include "engine/spec/training_parts.h"
#include "engine/sweeps/sweep.h"
#include "engine/training/catalogue.h"

namespace hourglass::app {

namespace {

constexpr qsizetype mostWords = 6;

QString numberText(double number) {
    return QString::number(number, 'g', 3); // as --set reads it: with a point
}

QString wordsOf(const QStringList &words) {
    return words.mid(0, mostWords).join(QStringLiteral(", "));
}

/// About the present value, by factors or evenly; within the setting's range, each once.
QString numbersAbout(double value, const spec::Setting &setting) {
    const bool isWhole = setting.kind == spec::SettingKind::Integer;
    std::vector<double> numbers;
    if (setting.isLogarithmic && value > 0)
        for (const double factor : isWhole ? std::vector<double>{0.25, 0.5, 1, 2, 4} : std::vector<double>{0.1, 0.3, 1, 3, 10})
            numbers.push_back(value * factor);
    else {
        const bool hasUsual = setting.usualMinimum < setting.usualMaximum;
        const double low = hasUsual ? setting.usualMinimum : setting.minimum, high = hasUsual ? setting.usualMaximum : setting.maximum;
        for (const double share : {0.0, 0.25, 0.5, 0.75, 1.0})
            numbers.push_back(low + share * (high - low));
    }
    QStringList words;
    for (const double number : numbers) {
        const double bounded = std::clamp(isWhole ? std::round(number) : number, setting.minimum, setting.maximum);
        const QString word = isWhole ? QString::number(static_cast<qlonglong>(bounded)) : numberText(bounded);
        if (const double rounded = word.toDouble(); rounded >= setting.minimum && rounded <= setting.maximum && !words.contains(word))
            words << word;
    }
    return wordsOf(words);
}

QString valuesFor(const spec::Component &component, const spec::Kind &kind, const spec::Setting &setting) {
    const spec::Value value = spec::valueOf(component, kind, setting.key);
    if (const auto *number = std::get_if<spec::Index>(&value))
        return numbersAbout(static_cast<double>(*number), setting);
    if (const auto *number = std::get_if<double>(&value))
        return numbersAbout(*number, setting);
    if (setting.kind == spec::SettingKind::Toggle)
        return QStringLiteral("true, false");
    QStringList words;
    for (const spec::Choice &choice : setting.choices)
        words << QString::fromStdString(choice.key);
    return wordsOf(words);
}

class Collector {
public:
    void add(const std::string &path, const QString &label, const QString &values) {
        if (!values.isEmpty())
            m_all.push_back({QString::fromStdString(path), label, values});
    }
    void addSettings(const std::string &path, const QString &name, const spec::Component &component, const spec::Kind &kind) {
        for (const spec::Setting &setting : kind.settings)
            if (spec::counts(component, kind, setting.key))
                add(path + '.' + setting.key, name + QStringLiteral(" · ") + QString::fromStdString(setting.label), valuesFor(component, kind, setting));
    }
    void addKinds(const std::string &path, const QString &name, const std::vector<spec::Kind> &kinds) {
        QStringList keys;
        for (const spec::Kind &kind : kinds)
            keys << QString::fromStdString(kind.key);
        if (keys.size() > 1)
            add(path + ".kind", name, wordsOf(keys));
    }
    std::vector<ui::SweepSetting> all() && { return std::move(m_all); }

private:
    std::vector<ui::SweepSetting> m_all;
};

void addLayers(Collector &collector, const spec::ModelSpec &model) {
    const std::vector<spec::Kind> &kinds = training::catalogue().layers;
    for (std::size_t layer = 0; layer < model.layers.size(); ++layer) {
        const bool isCode = static_cast<spec::Index>(layer) == model.code,
                   isTwin = model.mirror && static_cast<spec::Index>(layer) > model.code && layer + 1 < model.layers.size();
        const spec::Kind *kind = spec::find(kinds, model.layers[layer].kind);
        if (!kind || isTwin)
            continue;
        const QString name = isCode ? Session::tr("Code") : Session::tr("Layer %1, %2").arg(layer + 1).arg(QString::fromStdString(kind->label));
        collector.addSettings("layers." + (isCode ? std::string("code") : std::to_string(layer)), name, model.layers[layer], *kind);
    }
}

void addTraining(Collector &collector, const spec::TrainingSpec &training) {
    using Sort = spec::TrainingPart::Sort;
    const spec::Catalogue &catalogue = training::catalogue();
    for (const spec::TrainingPart &part : spec::trainingParts()) {
        const std::string path = std::string("training.") + part.key;
        const QString name = QString::fromUtf8(part.label ? part.label : part.noun);
        if (part.sort == Sort::Choice && part.kinds) {
            const std::vector<spec::Kind> &kinds = part.kinds(catalogue);
            const spec::Component chosen = spec::chosenIn(part, training, catalogue);
            collector.addKinds(path, name, kinds);
            if (const spec::Kind *kind = spec::find(kinds, chosen.kind))
                collector.addSettings(path, name, chosen, *kind);
        } else if (part.sort == Sort::Settings && part.described) {
            collector.addSettings(path, name, part.values(training), part.described());
        } else if (part.sort == Sort::Number && part.described && std::string(part.key) != "seed") {
            for (const spec::Setting &setting : part.described().settings)
                if (setting.key == part.key)
                    collector.add(path, name, valuesFor(part.values(training), part.described(), setting));
        } else if (part.sort == Sort::List && part.kinds) {
            const std::vector<spec::Component> entries = spec::componentsOf(part, training);
            for (std::size_t entry = 0; entry < entries.size(); ++entry)
                if (const spec::Kind *kind = spec::find(part.kinds(catalogue), entries[entry].kind))
                    collector.addSettings(path + '.' + std::to_string(entry), QString::fromStdString(kind->label), entries[entry], *kind);
        }
    }
}

} // namespace

std::vector<ui::SweepSetting> sweepSettingsOf(const spec::Spec &spec) {
    Collector collector;
    addLayers(collector, spec.model);
    if (sweeps::withDepth(spec.model, 1))
        collector.add(sweeps::depthPath, Session::tr("Depth: layers before the code"), QStringLiteral("0, 1, 2, 3, 4"));
    addTraining(collector, spec.training);
    return std::move(collector).all();
}

} // namespace hourglass::app
