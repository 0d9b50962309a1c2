#include "app/report/content.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QLocale>

#include "app/report/repetition.h"
#include "engine/data/report_summary.h"
#include "engine/kernels/kernels.h"
#include "engine/plan/plan.h"
#include "engine/runs/differences.h"
#include "engine/runs/run_list.h"
#include "engine/spec/json.h"
#include "engine/spec/wording.h"
#include "engine/training/batch_cut.h"
#include "engine/training/catalogue.h"

namespace hourglass::app {

namespace {

constexpr int mostFacts = 14; // of what reading said

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(Report)
};

QString text(const std::string &words) {
    return QString::fromStdString(words);
}

QString count(core::Index number) {
    return QLocale().toString(static_cast<qlonglong>(number));
}

/// Four digits that count; a dash for none.
QString figure(double number) {
    if (!std::isfinite(number))
        return QStringLiteral("–");
    const double size = std::abs(number);
    if (size != 0 && (size < 1e-3 || size >= 1e6))
        return QLocale().toString(number, 'e', 3);
    return QLocale().toString(number, 'f', size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 4);
}

QString percent(double share) {
    return std::isfinite(share) ? Texts::tr("%1 %").arg(QLocale().toString(100 * share, 'f', 1)) : QStringLiteral("–");
}

QString shapeText(const core::Shape &shape) {
    return text(core::toText(shape));
}

ReportSection dataSection(const ReportSubject &subject) {
    const data::Dataset &data = *subject.dataset;
    ReportSection section{Texts::tr("Data"), {}};
    ReportTable table;
    table.rows.push_back({Texts::tr("Name"), text(data.title)});
    if (data.key != data.title && data.key.find('/') != std::string::npos)
        table.rows.push_back({Texts::tr("Source"), text(data.key)});
    if (!data.origin.empty())
        table.rows.push_back({Texts::tr("From"), text(data.origin)});
    table.rows.push_back(
        {Texts::tr("Samples"), Texts::tr("%1: %2 to train on, %3 for validation, %4 for testing")
                                   .arg(count(data.samples()), count(data.train.samples), count(data.validation.samples), count(data.test.samples))});
    table.rows.push_back({Texts::tr("A sample"), data.shape.isImage()
                                                     ? Texts::tr("an image of %1, which are %2 numbers").arg(shapeText(data.shape), count(data.features()))
                                                     : Texts::tr("%1 numbers").arg(shapeText(data.shape))});
    if (!data.classNames.empty()) {
        QStringList names;
        for (std::size_t i = 0; i < std::min<std::size_t>(data.classNames.size(), 20); ++i)
            names << text(data.classNames[i]);
        if (data.classNames.size() > 20)
            names << Texts::tr("and %1 more").arg(count(static_cast<core::Index>(data.classNames.size()) - 20));
        table.rows.push_back({Texts::tr("Classes"), names.join(QStringLiteral(", "))});
    }
    section.add(std::move(table));
    QStringList facts;
    for (const std::string &fact : data::summaryOf(data.report).facts)
        facts << text(fact);
    for (const std::string &remark : data.report.remarks)
        facts << text(remark);
    for (const data::Doubt &doubt : data.report.doubts)
        facts << Texts::tr("May be read in two ways: %1").arg(text(doubt.sentence));
    if (facts.size() > mostFacts) {
        const qsizetype more = facts.size() - mostFacts;
        facts.resize(mostFacts);
        facts << Texts::tr("and %1 more; hourglass inspect tells all.").arg(count(more));
    }
    if (!facts.isEmpty()) {
        section.say(Texts::tr("What reading them found, and took for granted:"));
        section.list(facts);
    }
    return section;
}

ReportSection stackSection(const ReportSubject &subject, const ReportPicture &picture) {
    const plan::Outline &outline = subject.model->plan->outline();
    ReportSection section{Texts::tr("Stack"), {}};
    section.say(
        Texts::tr(
            "The encoder squeezes the %1 numbers of a sample into %2, the code; the decoder makes a sample of the code again. What the code cannot hold is lost.")
            .arg(count(outline.input.size()), count(outline.codeSize)));
    if (!picture.size.isEmpty())
        section.add(picture);
    ReportTable table{.head = {Texts::tr("Layer"), Texts::tr("Activation"), Texts::tr("Output"), Texts::tr("Parameters")}, .rows = {}};
    table.hasNumbers = true;
    for (std::size_t i = 0; i < outline.layers.size(); ++i) {
        const plan::LayerOutline &layer = outline.layers[i];
        if (layer.role == plan::Role::Code)
            table.strongRow = static_cast<int>(i);
        table.rows.push_back({layer.role == plan::Role::Code ? Texts::tr("%1 (code)").arg(text(layer.label)) : text(layer.label), text(layer.activation),
                              shapeText(layer.output), count(layer.parameters)});
    }
    section.add(std::move(table));
    return section;
}

QString valueText(const spec::Value &value, const spec::Setting *setting) {
    if (const auto *on = std::get_if<bool>(&value))
        return *on ? Texts::tr("on") : Texts::tr("off");
    if (const auto *whole = std::get_if<core::Index>(&value))
        return count(*whole);
    if (const auto *number = std::get_if<double>(&value))
        return text(spec::shortest(*number));
    const std::string &word = std::get<std::string>(value);
    if (setting)
        for (const spec::Choice &choice : setting->choices)
            if (choice.key == word)
                return text(choice.label);
    return text(word);
}

/// All settings that count: "Learning rate 0.001, Beta 1 0.9".
QString settingsText(const spec::Component &component, const spec::Kind &kind) {
    QStringList settings;
    for (const spec::Setting &setting : kind.settings)
        if (spec::counts(component, kind, setting.key))
            settings << QStringLiteral("%1 = %2").arg(text(setting.label), valueText(spec::valueOf(component, kind, setting.key), &setting));
    return settings.join(QStringLiteral(", "));
}

/// "Adam: Learning rate 0.001, Beta 1 0.9"
QString componentText(const spec::Component &component, const std::vector<spec::Kind> &kinds) {
    const spec::Kind *kind = spec::find(kinds, component.kind);
    if (!kind)
        return text(component.kind);
    const QString settings = settingsText(component, *kind);
    return settings.isEmpty() ? text(kind->label) : QStringLiteral("%1: %2").arg(text(kind->label), settings);
}

/// What a part of the training is, in words; empty: nothing.
QString partText(const spec::TrainingPart &part, const spec::TrainingSpec &training, const spec::Catalogue &catalogue) {
    QStringList entries;
    for (const spec::Component &component : spec::componentsOf(part, training)) {
        if (part.sort == spec::TrainingPart::Sort::Number) {
            if (const auto found = component.values.find(part.key); found != component.values.end())
                entries << valueText(found->second, nullptr);
        } else if (part.sort == spec::TrainingPart::Sort::Settings)
            entries << settingsText(component, part.described());
        else if (!component.kind.empty())
            entries << componentText(component, part.kinds(catalogue));
    }
    return entries.join(QStringLiteral("; "));
}

ReportSection settingsSection(const ReportSubject &subject) {
    ReportSection section{Texts::tr("Training"), {}};
    spec::Spec usual;
    usual.data.source = subject.spec.data.source;
    usual.data.options = subject.spec.data.options;
    usual.model = subject.spec.model;
    const spec::Catalogue &catalogue = training::catalogue();
    ReportTable changed{.head = {Texts::tr("Setting"), Texts::tr("Here"), Texts::tr("Where nothing is said")}, .rows = {}};
    for (const runs::Difference &difference : runs::differences(usual, subject.spec, catalogue, spec::trainingParts()))
        changed.rows.push_back({text(difference.where), difference.b.empty() ? Texts::tr("none") : text(difference.b),
                                difference.a.empty() ? Texts::tr("none") : text(difference.a)});
    if (changed.rows.empty())
        section.say(Texts::tr("All settings are the usual ones."));
    else {
        section.say(Texts::tr("What differs from the usual settings:"));
        section.add(std::move(changed));
    }
    ReportTable all;
    const spec::TrainingSpec &training = subject.spec.training;
    for (const spec::TrainingPart &part : spec::trainingParts()) {
        QString name = text(part.label ? part.label : part.noun);
        name.front() = name.front().toUpper();
        if (const QString said = partText(part, training, catalogue); !said.isEmpty())
            all.rows.push_back({name, said});
    }
    section.say(Texts::tr("All settings:"));
    section.add(std::move(all));
    return section;
}

ReportSection curvesSection(const ReportSubject &subject, const ReportPicture &picture) {
    ReportSection section{Texts::tr("Curves"), {}};
    const runs::RunResult result = runs::resultOf(*subject.log);
    QString sentence =
        Texts::tr("%1 steps in %2 epochs").arg(count(result.steps), QLocale().toString(result.epochs, 'f', result.epochs == std::round(result.epochs) ? 0 : 2));
    if (std::isfinite(result.best))
        sentence += Texts::tr("; the lowest %1 loss was %2, at epoch %3, the last %4")
                        .arg(text(result.heldOutName), figure(result.best), QLocale().toString(result.bestEpoch, 'f', 1), figure(result.heldOut));
    section.say(sentence + QLatin1Char('.'));
    if (!picture.size.isEmpty())
        section.add(picture);
    QStringList marks;
    for (const runs::Mark &mark : subject.log->marks())
        marks << Texts::tr("Epoch %1: %2").arg(QLocale().toString(mark.epoch, 'f', 2), text(mark.text));
    if (!marks.isEmpty()) {
        section.say(Texts::tr("Changes and notes while it trained:"));
        section.list(marks);
    }
    return section;
}

ReportSection scoresSection(const ReportSubject &subject, const ReportMeasures &measures) {
    ReportSection section{Texts::tr("Scores, beside PCA"), {}};
    const data::Dataset &data = *subject.dataset;
    const analysis::Baselines &test = measures.onTest;
    const core::Index code = subject.model->plan->codeSize();
    const bool hasEntropy = std::isfinite(measures.scores.bce) && std::isfinite(test.meanBce);
    section.say(
        Texts::tr("Of the %1 samples of the test part, which were not trained on. PCA is the best linear code; here it has as many numbers as the code.")
            .arg(count(data.test.samples)));
    ReportTable table;
    table.hasNumbers = true;
    table.strongRow = 0;
    table.head = {QString(), Texts::tr("Numbers"), Texts::tr("MSE"), Texts::tr("Variance kept")};
    if (hasEntropy)
        table.head << Texts::tr("Cross-entropy");
    const bool hasProbes = measures.code.has_value();
    if (hasProbes)
        table.head << Texts::tr("Neighbours") << Texts::tr("Linear probe");
    const auto row = [&](const QString &name, const QString &numbers, double mse, double bce, const std::optional<judging::ProbeScores> &probes) {
        QStringList cells{name, numbers, figure(mse), percent(1 - mse / test.meanMse)};
        if (hasEntropy)
            cells << figure(bce);
        if (hasProbes)
            cells << (probes ? percent(probes->neighbourAccuracy) : QStringLiteral("–")) << (probes ? percent(probes->accuracy) : QStringLiteral("–"));
        table.rows.push_back(cells);
    };
    row(Texts::tr("This model"), count(code), measures.scores.mse, measures.scores.bce, measures.code);
    row(Texts::tr("PCA"), count(test.components), test.pcaMse, test.pcaBce, measures.pca);
    row(data.shape.isImage() ? Texts::tr("The mean image") : Texts::tr("The mean sample"), QStringLiteral("0"), test.meanMse, test.meanBce, {});
    if (hasProbes && measures.raw) {
        QStringList cells{Texts::tr("The samples themselves"), count(data.features()), QStringLiteral("–"), QStringLiteral("–")};
        if (hasEntropy)
            cells << figure(test.bceFloor);
        cells << percent(measures.raw->neighbourAccuracy) << percent(measures.raw->accuracy);
        table.rows.push_back(cells);
    }
    section.add(std::move(table));
    if (hasProbes)
        section.note(
            Texts::tr(
                "Neighbours and linear probe: how many of %1 samples are given their class by the %2 nearest codes, or by a linear classifier of the codes, learned "
                "from %3 others.")
                .arg(count(measures.code->asked), count(measures.code->neighbours), count(measures.code->fitted)));
    return section;
}

ReportSection repetitionSection(const ReportSubject &subject, const QString &version, const QString &specName) {
    ReportSection section{Texts::tr("How to repeat it"), {}};
    const plan::Plan &plan = *subject.model->plan;
    const spec::TrainingSpec &training = subject.spec.training;
    const core::Index samples = subject.dataset->train.samples,
                      whole = samples > 0 ? training.epochs * training::stepsOf(plan, training.batch, training.gradient.accumulate, samples).count(samples) : 0;
    const core::Index steps = subject.model->step == whole ? 0 : subject.model->step;
    const Repetition repetition = repetitionOf(subject.spec, subject.preset, steps, specName.toStdString());
    section.say(repetition.needsSpec ? Texts::tr("Save the spec at the end of this report as %1, and train it:").arg(specName)
                                     : Texts::tr("With the program's command line:"));
    section.code(text(repetition.line()));
    if (subject.isBranch || !subject.log->marks().empty())
        section.say(Texts::tr(
            "This trains with the settings of the end from the beginning. The run of this report was changed while it trained, or went on from another, so that its numbers "
            "will be others."));
    ReportTable table;
    table.rows = {{Texts::tr("Seed"), QString::number(training.seed)},
                  {Texts::tr("Program"), Texts::tr("Hourglass %1").arg(version)},
                  {Texts::tr("Processor"), Texts::tr("%1; the same numbers on any number of threads. Other kinds of processors differ in the last digits.")
                                               .arg(text(kernels::instructionLevel()))}};
    section.add(std::move(table));
    return section;
}

QString summaryOf(const ReportSubject &subject, const ReportMeasures &measures) {
    const analysis::Baselines &test = measures.onTest;
    QString sentence =
        Texts::tr("It squeezes the %1 numbers of a sample into %2 and makes them again with a mean squared error of %3 on samples that it never saw.")
            .arg(count(subject.dataset->features()), count(subject.model->plan->codeSize()), figure(measures.scores.mse));
    if (std::isfinite(test.pcaMse))
        sentence += Texts::tr(" PCA, the best linear code of the same size, reaches %1; always answering with the mean %2.")
                        .arg(figure(test.pcaMse), figure(test.meanMse));
    return sentence;
}

} // namespace

Report reportOf(const ReportSubject &subject, const ReportMeasures &measures, const ReportPictures &pictures, const QString &version, const QString &date,
                const QString &name) {
    const data::Dataset &data = *subject.dataset;
    const plan::Outline &outline = subject.model->plan->outline();
    Report report;
    report.title = subject.spec.name.empty() ? Texts::tr("Autoencoder") : text(subject.spec.name);
    report.subtitle = Texts::tr("An autoencoder on %1 · %2").arg(text(data.title), date);
    report.summary = summaryOf(subject, measures);
    report.foot = Texts::tr("Hourglass %1 · %2 on %3").arg(version, report.title, text(data.title));
    const double epoch = subject.model->epoch;
    report.figures = {{count(data.train.samples), Texts::tr("samples trained on")},
                      {count(outline.codeSize), outline.codeSize == 1 ? Texts::tr("number in the code") : Texts::tr("numbers in the code")},
                      {count(outline.parameters), Texts::tr("parameters")},
                      {QLocale().toString(epoch, 'f', epoch == std::round(epoch) ? 0 : 2), Texts::tr("epochs")},
                      {figure(measures.scores.mse), Texts::tr("test MSE")},
                      {figure(measures.onTest.pcaMse), Texts::tr("PCA's test MSE")}};
    report.specName = name + QStringLiteral(".json");
    report.spec = QByteArray::fromStdString(spec::writeSpec(subject.spec));
    report.sections.push_back(dataSection(subject));
    report.sections.push_back(stackSection(subject, pictures.stack));
    report.sections.push_back(settingsSection(subject));
    report.sections.push_back(curvesSection(subject, pictures.curves));
    if (!pictures.map.size.isEmpty()) {
        ReportSection section{Texts::tr("Map of the code"), {}};
        const bool isPlane = outline.codeSize == 2;
        section.say(
            isPlane
                ? Texts::tr(
                      "Each dot is a sample of the test part, at the two numbers of its code. Samples that lie near one another are what the network takes for alike.")
            : outline.codeSize == 1
                ? Texts::tr("How the samples of the test part are spread over the one number of the code.")
                : Texts::tr(
                      "Each dot is a sample of the test part, on the plane through its code along which the codes vary most (PCA of the codes). It carries %1 of their variance.")
                      .arg(percent(measures.map->explained)));
        section.add(pictures.map);
        report.sections.push_back(std::move(section));
    }
    if (!pictures.reconstructions.size.isEmpty()) {
        ReportSection section{Texts::tr("Reconstructions"), {}};
        section.say(Texts::tr(
            "Samples of the test part, what the network makes of them, and what PCA with as many numbers makes of them: one of each class first, the same ones "
            "in every report on these data."));
        section.add(pictures.reconstructions);
        report.sections.push_back(std::move(section));
    }
    report.sections.push_back(scoresSection(subject, measures));
    report.sections.push_back(repetitionSection(subject, version, report.specName));
    return report;
}

} // namespace hourglass::app
