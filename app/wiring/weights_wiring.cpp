// The weights of the layer that is selected.
#include "app/session/layer_selection.h"
#include "app/session/session.h"
#include "app/wiring/panels.h"
#include "app/wiring/visibility_watch.h"
#include "ui/network/weights_view.h"

namespace hourglass::app {

namespace {

void connectWeights(ui::Panel &panel, const PanelContext &context) {
    auto *view = static_cast<ui::WeightsView *>(&panel);
    Session &session = context.session;
    SnapshotFeed &snapshots = session.snapshotFeed();
    LayerSelection *layers = &context.layers;
    const auto weights =
        snapshots.subscribe<analysis::WeightsTask>(view, [view](const analysis::Answer<analysis::WeightsPicture> &answer) { view->show(answer.result); });
    new VisibilityWatch(view, [weights](bool isVisible) { weights->setWatched(isVisible); });
    QObject::connect(view, &ui::WeightsView::weightsWanted, view, [weights](const analysis::WeightsTask &task) { weights->want(task); });
    QObject::connect(view, &ui::WeightsView::unitChosen, layers, &LayerSelection::choose);
    QObject::connect(layers, &LayerSelection::changed, view, &ui::WeightsView::setUnit);
    QObject::connect(&session, &Session::stackChanged, view, [view](const spec::ModelSpec &, const plan::Outline &outline) { view->setOutline(outline); });
    QObject::connect(&snapshots, &SnapshotFeed::datasetChanged, view, &ui::WeightsView::clear);
    QObject::connect(view, &ui::WeightsView::exportFailed, &session, &Session::problemMet);
}

} // namespace

PanelRow weightsPanel() {
    return {.key = "weights", .beside = "reconstructions", .make = []() -> ui::Panel * { return new ui::WeightsView; }, .connect = connectWeights};
}

} // namespace hourglass::app
