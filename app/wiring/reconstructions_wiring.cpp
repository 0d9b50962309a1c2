// Samples and what the model makes of them.
#include <array>
#include <utility>

#include <QSettings>

#include "app/background/reconstruction_feed.h"
#include "app/import/own_pictures.h"
#include "app/session/sample_selection.h"
#include "app/session/session.h"
#include "app/wiring/link_samples.h"
#include "app/wiring/panels.h"
#include "app/wiring/sample_colouring.h"
#include "app/wiring/visibility_watch.h"
#include "engine/data/shown_part.h"
#include "ui/reconstructions/reconstruction_choices.h"
#include "ui/reconstructions/reconstructions_view.h"
#include "ui/window/main_window.h"

namespace hourglass::app {

namespace {

const char *rowsKey = "reconstructions/rows", *errorsKey = "reconstructions/errors", *measureKey = "reconstructions/measure", *wayKey = "reconstructions/full",
           *samplesKey = "reconstructions/samples";

/// Each row by its name in the settings.
constexpr std::array<std::pair<ui::ReconstructionRow, const char *>, 5> rowNames{{{ui::ReconstructionRow::Original, "original"},
                                                                                  {ui::ReconstructionRow::Corrupted, "corrupted"},
                                                                                  {ui::ReconstructionRow::Reconstruction, "reconstruction"},
                                                                                  {ui::ReconstructionRow::Pca, "pca"},
                                                                                  {ui::ReconstructionRow::Error, "error"}}};

constexpr std::array<std::pair<ui::SampleWay, const char *>, 3> wayNames{
    {{ui::SampleWay::Beside, "beside"}, {ui::SampleWay::Wipe, "wipe"}, {ui::SampleWay::Blink, "blink"}}};

/// What needs neither classes nor a selection is the same at the next start.
constexpr std::array<std::pair<analysis::SampleChoice::Kind, const char *>, 4> keptChoices{{{analysis::SampleChoice::Kind::Fixed, "fixed"},
                                                                                            {analysis::SampleChoice::Kind::Random, "random"},
                                                                                            {analysis::SampleChoice::Kind::Worst, "worst"},
                                                                                            {analysis::SampleChoice::Kind::Best, "best"}}};

ui::ReconstructionOptions optionsIn(const QSettings &settings) {
    ui::ReconstructionOptions options;
    const QStringList rows = settings.value(QLatin1String(rowsKey), QStringLiteral("all")).toString().split(QLatin1Char(' '));
    if (rows.first() != QLatin1String("all"))
        for (const auto &[row, name] : rowNames)
            options.rows.set(row, rows.contains(QLatin1String(name)));
    if (settings.value(QLatin1String(errorsKey)).toString() == QLatin1String("absolute"))
        options.errorMap = ui::ErrorMap::Absolute;
    for (const analysis::MeasureFacts &facts : analysis::measures)
        if (settings.value(QLatin1String(measureKey)).toString() == QLatin1String(facts.key))
            options.measure = facts.measure;
    for (const auto &[way, name] : wayNames)
        if (settings.value(QLatin1String(wayKey)).toString() == QLatin1String(name))
            options.way = way;
    return options;
}

void keep(QSettings &settings, const ui::ReconstructionOptions &options) {
    QStringList rows;
    for (const auto &[row, name] : rowNames)
        if (options.rows.has(row))
            rows << QLatin1String(name);
    settings.setValue(QLatin1String(rowsKey), rows.join(QLatin1Char(' ')));
    settings.setValue(QLatin1String(errorsKey), options.errorMap == ui::ErrorMap::Absolute ? QStringLiteral("absolute") : QStringLiteral("signed"));
    settings.setValue(QLatin1String(measureKey), QLatin1String(analysis::factsOf(options.measure).key));
    for (const auto &[way, name] : wayNames)
        if (options.way == way)
            settings.setValue(QLatin1String(wayKey), QLatin1String(name));
}

/// Samples and options: from the settings, and back to them.
void connectChoices(ui::ReconstructionsView *view, ReconstructionFeed *feed, const PanelContext &context) {
    QSettings *settings = &context.window.settings();
    Session *session = &context.session;
    SampleSelection *selection = &context.selection;
    QObject::connect(view, &ui::ReconstructionsView::optionsEdited, feed, [feed, settings](const ui::ReconstructionOptions &options) {
        keep(*settings, options);
        feed->setMeasure(options.measure);
    });
    QObject::connect(view, &ui::ReconstructionsView::choiceEdited, feed, &ReconstructionFeed::setChoice);
    QObject::connect(feed, &ReconstructionFeed::poolChanged, view, [view, session, settings](const SamplePool &pool) {
        for (const auto &[kind, name] : keptChoices)
            if (pool.choice.kind == kind && settings->value(QLatin1String(samplesKey)).toString() != QLatin1String(name))
                settings->setValue(QLatin1String(samplesKey), QLatin1String(name));
        const auto &dataset = session->snapshotFeed().dataset();
        view->showSamples({pool.choice, pool.samples,
                           dataset && data::shownPart(*dataset) == data::PartKind::Train ? Session::tr("training") : Session::tr("test"), pool.epoch});
    });
    QObject::connect(selection, &SampleSelection::setChanged, feed, [feed, selection](const std::shared_ptr<const SampleSet> &set) {
        std::vector<core::Index> samples;
        if (set)
            for (const data::SampleId &id : set->samples)
                if (const auto number = selection->numberInShownPart(SampleSelection::ofTheData(id)))
                    samples.push_back(*number);
        feed->setSelection(std::move(samples));
    });
    QObject::connect(session, &Session::statusChanged, feed, [feed, session] { feed->follow(session->shownStatus()); });
    view->setOptions(optionsIn(*settings));
    feed->setMeasure(view->options().measure);
    for (const auto &[kind, name] : keptChoices)
        if (settings->value(QLatin1String(samplesKey)).toString() == QLatin1String(name)) {
            feed->setChoice({kind});
            view->showSamples({{kind}, 1, Session::tr("test"), {}});
        }
}

/// What an earlier moment made of the same samples, in a row of its own.
void connectEarlier(ui::ReconstructionsView *view, ReconstructionFeed *feed, Session *session) {
    QObject::connect(view, &ui::ReconstructionsView::momentsWanted, view, [view, session] {
        if (!session->plan()) // nothing was trained yet, and nothing kept
            return view->setMoments({});
        const auto &frames = session->keyFrames().frames();
        const auto best = session->keyFrames().best();
        std::vector<ui::EarlierMoment> moments;
        for (std::size_t i = 0; i < frames.size(); ++i)
            moments.push_back({frames[i].step(), frames[i].epoch(), best == i});
        view->setMoments(std::move(moments));
    });
    QObject::connect(view, &ui::ReconstructionsView::earlierChosen, feed, [feed, session](const std::optional<core::Index> &step) {
        const auto frame = step ? session->keyFrames().nearest(*step) : std::nullopt;
        feed->setEarlier(frame ? session->keyFrames().frames()[*frame].snapshot : nullptr);
    });
    QObject::connect(feed, &ReconstructionFeed::earlierDropped, view, [view] { view->setEarlier({}); });
}

void connectReconstructions(ui::Panel &panel, const PanelContext &context) {
    auto *view = static_cast<ui::ReconstructionsView *>(&panel);
    Session &session = context.session;
    ReconstructionFeed *feed = &context.reconstructions;
    QObject::connect(&context.colouring, &SampleColouring::colouringChanged, view, &ui::ReconstructionsView::setColouring);
    new VisibilityWatch(view, [feed](bool isVisible) { feed->setVisible(isVisible); });
    QObject::connect(&session, &Session::datasetChanged, view, [view](const std::shared_ptr<const data::Dataset> &dataset) {
        view->clear();
        QStringList names, features;
        for (const std::string &name : dataset->classNames)
            names << QString::fromStdString(name);
        for (const std::string &name : dataset->featureNames)
            features << QString::fromStdString(name);
        view->setClasses(names);
        view->setFeatures(features);
    });
    QObject::connect(&session, &Session::corruptionChanged, feed, &ReconstructionFeed::setCorruption);
    QObject::connect(&session, &Session::pcaFitted, feed, &ReconstructionFeed::setPca);
    QObject::connect(feed, &ReconstructionFeed::reconstructionsArrived, view,
                     [view](const std::shared_ptr<const analysis::ReconstructionPicture> &picture) { view->show(picture); });
    QObject::connect(view, &ui::ReconstructionsView::columnsWanted, feed, &ReconstructionFeed::setSampleCount);
    QObject::connect(view, &ui::ReconstructionsView::newDrawRequested, feed, &ReconstructionFeed::drawAnew);
    QObject::connect(context.window.commands().newDraw, &QAction::triggered, feed, &ReconstructionFeed::drawAnew);
    QObject::connect(view, &ui::ReconstructionsView::exportFailed, &session, &Session::problemMet);
    feed->setSampleCount(view->columns());
    linkSamples(view, &context.selection);
    connectChoices(view, feed, context);
    connectEarlier(view, feed, &session);
    linkOwnPictures(session, context.window, *view, *feed);
}

} // namespace

PanelRow reconstructionsPanel() {
    return {.key = "reconstructions",
            .place = ui::DockColumn::Centre,
            .share = 0.38,
            .least = 346, // header with its caption, four rows of 28 × 28 at twice their size, their two lines of numbers
            .make = []() -> ui::Panel * { return new ui::ReconstructionsView; },
            .connect = connectReconstructions};
}

} // namespace hourglass::app
