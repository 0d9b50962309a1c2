#include "app/wiring/selection_wiring.h"

#include <algorithm>
#include <map>

#include <QFileDialog>
#include <QLocale>
#include <QRegularExpression>

#include "app/session/selection_exporter.h"
#include "app/session/session.h"
#include "ui/latent/latent_map.h"
#include "ui/window/main_window.h"

namespace hourglass::app {

namespace {

constexpr std::size_t toldClasses = 6;

using Form = SelectionExporter::Form;

QString filterOf(Form form) {
    switch (form) {
    case Form::Csv: return Session::tr("Table with classes and numbers (*.csv)");
    case Form::Npy: return Session::tr("NumPy array (*.npy)");
    case Form::Pictures: break;
    }
    return Session::tr("PNG pictures, in a new folder (*)");
}

QString suffixOf(Form form) {
    return form == Form::Csv ? QStringLiteral("csv") : form == Form::Npy ? QStringLiteral("npy") : QString();
}

/// The name of the set, as far as files may be called so.
QString fileNameOf(const SampleSet &set) {
    QString name = set.name.simplified();
    name.remove(QRegularExpression(QStringLiteral("[/\\\\:*?\"<>|]")));
    return name.isEmpty() ? Session::tr("Selection") : name;
}

void exportSelection(const Session &session, const SampleSelection &selection, SelectionExporter &exporter, ui::MainWindow &window) {
    const auto set = selection.set();
    if (!set || !session.dataset())
        return;
    const core::Shape &shape = session.dataset()->shape;
    std::vector<Form> forms{Form::Csv, Form::Npy};
    if (shape.isImage() && (shape.channels() == 1 || shape.channels() == 3))
        forms.push_back(Form::Pictures);
    QStringList filters;
    for (const Form form : forms)
        filters << filterOf(form);
    const auto formOf = [&](const QString &filter) { return forms[static_cast<std::size_t>(std::max<qsizetype>(0, filters.indexOf(filter)))]; };
    QFileDialog dialog(&window, Session::tr("Export the selected samples"));
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setNameFilters(filters);
    dialog.setDefaultSuffix(suffixOf(forms.front()));
    QObject::connect(&dialog, &QFileDialog::filterSelected, &dialog, [&](const QString &filter) { dialog.setDefaultSuffix(suffixOf(formOf(filter))); });
    dialog.selectFile(fileNameOf(*set));
    if (dialog.exec() == QDialog::Accepted)
        exporter.write(set, formOf(dialog.selectedNameFilter()), dialog.selectedFiles().value(0));
}

/// "150 selected (Outlined): Dress 44 · Trouser 34"
QString sentenceOf(const ui::MapChoice &choice) {
    const QString count = Session::tr("%1 selected (%2)").arg(QLocale().toString(static_cast<qlonglong>(choice.count)), choice.name);
    return choice.classes.empty() ? count : Session::tr("%1: %2").arg(count, ui::classesText(choice, toldClasses));
}

} // namespace

ui::MapChoice choiceOf(const SampleSelection &selection, const data::Dataset *dataset) {
    ui::MapChoice choice;
    const auto &set = selection.set();
    if (!set || !dataset)
        return choice;
    choice.name = set->name;
    choice.isKept = selection.isKept();
    choice.count = static_cast<core::Index>(set->samples.size());
    std::map<int, core::Index> counts;
    for (const data::SampleId &id : set->samples) {
        if (const auto number = selection.numberInShownPart(SampleSelection::ofTheData(id)))
            choice.samples.push_back(*number);
        const data::Part &part = data::partOf(*dataset, id.part);
        const auto at = static_cast<std::size_t>(id.sample);
        ++counts[at < part.labels.size() ? part.labels[at] : -1];
    }
    std::sort(choice.samples.begin(), choice.samples.end());
    if (dataset->classNames.empty())
        return choice;
    std::vector<std::pair<int, core::Index>> sorted(counts.begin(), counts.end());
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto &a, const auto &b) { return a.second > b.second; });
    for (const auto &[label, count] : sorted) {
        choice.labels.push_back(label);
        choice.classes.emplace_back(label < 0 ? Session::tr("no class") : QString::fromStdString(dataset->classNames[static_cast<std::size_t>(label)]), count);
    }
    return choice;
}

void connectChoosing(ui::LatentMap &map, const PanelContext &context) {
    Session *session = &context.session;
    SampleSelection *selection = &context.selection;
    auto *exporter = new SelectionExporter(*session);
    QObject::connect(&map, &ui::LatentMap::samplesChosen, selection, [selection](const std::vector<core::Index> &samples, const QString &name) {
        SampleSet set{name, {}};
        for (const core::Index number : samples)
            set.samples.push_back({selection->shownPart(), number});
        selection->choose(set.samples.empty() ? nullptr : std::make_shared<const SampleSet>(std::move(set)));
    });
    QObject::connect(&map, &ui::LatentMap::choiceNamed, selection, &SampleSelection::keep);
    QObject::connect(&map, &ui::LatentMap::choiceForgotten, selection, &SampleSelection::forget);
    QObject::connect(&map, &ui::LatentMap::keptWanted, selection, [selection](int number) {
        if (const auto at = static_cast<std::size_t>(number); number >= 0 && at < selection->kept().size())
            selection->choose(selection->kept()[at]);
    });
    QObject::connect(&map, &ui::LatentMap::choiceExportWanted, selection,
                     [session, selection, exporter, window = &context.window] { exportSelection(*session, *selection, *exporter, *window); });
    QObject::connect(selection, &SampleSelection::keptChanged, &map, [&map, selection] {
        QStringList names;
        for (const auto &set : selection->kept())
            names << set->name;
        map.setKept(names);
    });
    QObject::connect(selection, &SampleSelection::setChanged, &map, [&map, selection, session] {
        const ui::MapChoice choice = choiceOf(*selection, session->dataset().get());
        map.setChoice(choice);
        if (!choice.isEmpty())
            emit session->told(sentenceOf(choice));
    });
}

} // namespace hourglass::app
