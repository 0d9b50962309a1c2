// The data themselves.
#include <algorithm>

#include "app/background/data_feed.h"
#include "app/session/sample_selection.h"
#include "app/session/session.h"
#include "app/wiring/panels.h"
#include "app/wiring/sample_colouring.h"
#include "app/wiring/visibility_watch.h"
#include "ui/samples/data_view.h"

namespace hourglass::app {

namespace {

using Sample = std::optional<data::SampleId>;

void connectColouring(ui::DataView *view, SampleColouring *colouring) {
    QObject::connect(colouring, &SampleColouring::entriesChanged, view, &ui::DataView::setColourings);
    QObject::connect(colouring, &SampleColouring::colouringChanged, view, &ui::DataView::setColouring);
    QObject::connect(view, &ui::DataView::colouringChosen, colouring, &SampleColouring::choose);
}

void connectSelection(ui::DataView *view, SampleSelection *selection, Session *session) {
    QObject::connect(view, &ui::DataView::sampleHovered, selection, [view, selection](const Sample &sample) { selection->hover(sample, view); });
    QObject::connect(view, &ui::DataView::sampleSelected, selection, [selection, session](const Sample &sample) {
        selection->pin(sample);
        if (sample && sample->part != selection->shownPart())
            emit session->told(Session::tr("A sample of the %1 part: latent space and reconstructions show the %2 part")
                                   .arg(ui::partName(sample->part), ui::partName(selection->shownPart())));
    });
    QObject::connect(selection, &SampleSelection::hoveredChanged, view, [view](const Sample &sample, const QObject *by) {
        if (by != view)
            view->setMarkedSample(SampleSelection::ofTheData(sample));
    });
    QObject::connect(selection, &SampleSelection::setChanged, view, [view](const std::shared_ptr<const SampleSet> &set) {
        auto samples = std::make_shared<std::vector<data::SampleId>>();
        if (set)
            *samples = set->samples;
        std::sort(samples->begin(), samples->end());
        view->setChosen(std::move(samples));
    });
    QObject::connect(selection, &SampleSelection::pinnedChanged, view,
                     [view](const Sample &sample) { view->setSelectedSample(SampleSelection::ofTheData(sample)); });
}

void connectData(ui::Panel &panel, const PanelContext &context) {
    auto *view = static_cast<ui::DataView *>(&panel);
    Session &session = context.session;
    connectColouring(view, &context.colouring);
    auto *feed = new DataFeed(session.snapshotFeed(), &session);
    new VisibilityWatch(view, [feed](bool isVisible) { feed->setVisible(isVisible); });
    QObject::connect(&session, &Session::datasetChanged, view, &ui::DataView::showDataset);
    const auto isOfShown = [&session] { return session.snapshotFeed().dataset() == session.dataset(); }; // not while data are dragged through
    QObject::connect(feed, &DataFeed::statisticsArrived, view, [view, isOfShown](const std::shared_ptr<const analysis::DataStatistics> &statistics) {
        if (isOfShown())
            view->showStatistics(statistics);
    });
    QObject::connect(feed, &DataFeed::progressed, view, &ui::DataView::showProgress);
    QObject::connect(feed, &DataFeed::errorsArrived, view, [view, isOfShown](const analysis::SampleErrors &errors, core::Index step) {
        if (isOfShown())
            view->showErrors({errors.byRow, errors.measured, Session::tr("after %L1 steps").arg(static_cast<qlonglong>(step)), step});
    });
    QObject::connect(&session, &Session::statusChanged, view, [view, &session] { view->showStep(session.shownStatus().step); });
    QObject::connect(view, &ui::DataView::exportFailed, &session, &Session::problemMet);
    QObject::connect(view, &ui::DataView::errorsWanted, feed, &DataFeed::measureErrors);
    connectSelection(view, &context.selection, &session);
}

} // namespace

PanelRow dataPanel() {
    return {.key = "data", .beside = "latent", .make = []() -> ui::Panel * { return new ui::DataView; }, .connect = connectData, .showsModel = false};
}

} // namespace hourglass::app
