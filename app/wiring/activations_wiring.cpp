// The path of one sample through all layers: the one under the mouse, else the pinned one, else the last that was looked at; at first the first.
#include "app/session/changed_units.h"
#include "app/session/layer_selection.h"
#include "app/session/sample_selection.h"
#include "app/session/session.h"
#include "app/wiring/name_texts.h"
#include "app/wiring/panels.h"
#include "app/wiring/visibility_watch.h"
#include "engine/analysis/activations_task.h"
#include "engine/data/shown_part.h"
#include "ui/network/activations_view.h"

namespace hourglass::app {

namespace {

void connectActivations(ui::Panel &panel, const PanelContext &context) {
    auto *view = static_cast<ui::ActivationsView *>(&panel);
    Session &session = context.session;
    SnapshotFeed &snapshots = session.snapshotFeed();
    LayerSelection *layers = &context.layers;
    const SampleSelection *selection = &context.selection;
    const auto activations =
        snapshots.subscribe<analysis::ActivationsTask>(view, [view, &session](const analysis::Answer<analysis::ActivationsPicture> &answer) {
            if (session.dataset() && session.snapshotFeed().dataset() == session.dataset()) // not while data are dragged through
                view->show(answer.result, data::numberOf(*session.dataset(), answer.result->sample));
        });
    new VisibilityWatch(view, [activations](bool isVisible) { activations->setWatched(isVisible); });
    QObject::connect(&snapshots, &SnapshotFeed::datasetChanged, view, [view, activations](const std::shared_ptr<const data::Dataset> &dataset) {
        view->clear();
        if (dataset)
            activations->want({{data::shownPart(*dataset), 0}});
    });
    QObject::connect(&session, &Session::datasetChanged, view,
                     [view](const std::shared_ptr<const data::Dataset> &dataset) { view->setClasses(textsOf(dataset->classNames)); });
    const auto look = [activations, selection] {
        const auto hovered = SampleSelection::ofTheData(selection->hovered()), pinned = SampleSelection::ofTheData(selection->pinned());
        if (hovered || pinned)
            activations->want({hovered ? *hovered : *pinned});
    };
    QObject::connect(selection, &SampleSelection::hoveredChanged, view, look);
    QObject::connect(selection, &SampleSelection::pinnedChanged, view, look);
    ChangedUnits *units = &context.units;
    QObject::connect(units, &ChangedUnits::changed, view, &ui::ActivationsView::showChanges);
    QObject::connect(view, &ui::ActivationsView::muteToggled, units, &ChangedUnits::toggleMuted);
    QObject::connect(view, &ui::ActivationsView::changesCleared, units, &ChangedUnits::clear);
    QObject::connect(view, &ui::ActivationsView::unitChosen, layers, &LayerSelection::choose);
    QObject::connect(layers, &LayerSelection::changed, view, &ui::ActivationsView::setUnit);
    QObject::connect(view, &ui::ActivationsView::exportFailed, &session, &Session::problemMet);
}

} // namespace

PanelRow activationsPanel() {
    return {.key = "activations", .beside = "latent", .make = []() -> ui::Panel * { return new ui::ActivationsView; }, .connect = connectActivations};
}

} // namespace hourglass::app
