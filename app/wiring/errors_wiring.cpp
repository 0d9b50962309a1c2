// How the errors of the samples are spread.
#include <QSettings>

#include "app/background/part_errors_feed.h"
#include "app/session/sample_selection.h"
#include "app/session/session.h"
#include "app/wiring/panels.h"
#include "app/wiring/visibility_watch.h"
#include "ui/errors/errors_view.h"
#include "ui/window/main_window.h"

namespace hourglass::app {

namespace {

const char *errorMeasureKey = "errors/measure", *logarithmicKey = "errors/logarithmic";

void connectSelection(ui::ErrorsView *view, SampleSelection *selection) {
    auto own = std::make_shared<std::shared_ptr<const SampleSet>>(); // chosen here
    QObject::connect(view, &ui::ErrorsView::samplesChosen, selection, [selection, own](const std::vector<core::Index> &samples, const QString &name) {
        SampleSet set{name, {}};
        for (const core::Index number : samples)
            set.samples.push_back({selection->shownPart(), number});
        *own = set.samples.empty() ? nullptr : std::make_shared<const SampleSet>(std::move(set));
        selection->choose(*own);
    });
    QObject::connect(selection, &SampleSelection::setChanged, view, [view, own](const std::shared_ptr<const SampleSet> &set) {
        if (set != *own)
            view->dropBrush();
    });
}

void connectErrors(ui::Panel &panel, const PanelContext &context) {
    auto *view = static_cast<ui::ErrorsView *>(&panel);
    Session &session = context.session;
    QSettings *settings = &context.window.settings();
    auto *feed = new PartErrorsFeed(session.snapshotFeed(), &session);
    new VisibilityWatch(view, [feed](bool isVisible) { feed->setWatched(isVisible); });
    QObject::connect(&session, &Session::datasetChanged, view, &ui::ErrorsView::showDataset);
    QObject::connect(&session, &Session::corruptionChanged, feed, &PartErrorsFeed::setCorruption);
    QObject::connect(&session, &Session::statusChanged, feed, [feed, &session] { feed->follow(session.shownStatus()); });
    QObject::connect(feed, &PartErrorsFeed::begun, view, [view] { view->showErrors(nullptr, 0); });
    QObject::connect(feed, &PartErrorsFeed::arrived, view,
                     [view, &session](const std::shared_ptr<const analysis::PartErrors> &errors, const analysis::Moment &moment) {
                         if (session.snapshotFeed().dataset() == session.dataset()) // not while data are dragged through
                             view->showErrors(errors, moment.epoch);
                     });
    QObject::connect(view, &ui::ErrorsView::optionsEdited, feed, [feed, settings](const ui::ErrorsOptions &options) {
        settings->setValue(QLatin1String(errorMeasureKey), QLatin1String(analysis::factsOf(options.measure).key));
        settings->setValue(QLatin1String(logarithmicKey), options.isLogarithmic);
        feed->setMeasure(options.measure);
    });
    QObject::connect(view, &ui::ErrorsView::exportFailed, &session, &Session::problemMet);
    connectSelection(view, &context.selection);
    ui::ErrorsOptions options;
    options.isLogarithmic = settings->value(QLatin1String(logarithmicKey)).toBool();
    for (const analysis::MeasureFacts &facts : analysis::measures)
        if (settings->value(QLatin1String(errorMeasureKey)).toString() == QLatin1String(facts.key))
            options.measure = facts.measure;
    view->setOptions(options);
    feed->setMeasure(options.measure);
}

} // namespace

PanelRow errorsPanel() {
    return {.key = "errors", .beside = "reconstructions", .make = []() -> ui::Panel * { return new ui::ErrorsView; }, .connect = connectErrors};
}

} // namespace hourglass::app
