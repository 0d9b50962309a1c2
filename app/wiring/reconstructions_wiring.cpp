// Samples and what the model makes of them.
#include "app/background/reconstruction_feed.h"
#include "app/import/own_pictures.h"
#include "app/session/sample_selection.h"
#include "app/session/session.h"
#include "app/wiring/panels.h"
#include "app/wiring/sample_colouring.h"
#include "app/wiring/visibility_watch.h"
#include "ui/reconstructions/reconstructions_view.h"
#include "ui/window/main_window.h"

namespace hourglass::app {

namespace {

void connectSelection(ui::ReconstructionsView *view, SampleSelection *selection) {
    using Sample = std::optional<data::SampleId>;
    QObject::connect(view, &ui::ReconstructionsView::sampleHovered, selection, [view, selection](std::optional<core::Index> number) { selection->hover(selection->ofShownPart(number), view); });
    QObject::connect(view, &ui::ReconstructionsView::sampleSelected, selection, [selection](std::optional<core::Index> number) { selection->pin(selection->ofShownPart(number)); });
    QObject::connect(selection, &SampleSelection::hoveredChanged, view, [view, selection](const Sample &sample, const QObject *by) {
        if (by != view)
            view->setMarkedSample(selection->numberInShownPart(sample));
    });
    QObject::connect(selection, &SampleSelection::pinnedChanged, view, [view, selection](const Sample &sample) { view->setSelectedSample(selection->numberInShownPart(sample)); });
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
    connectSelection(view, &context.selection);
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
