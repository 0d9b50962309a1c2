// The gates of a recurrent layer for the sample under the mouse, else the pinned one, else the last that was looked at; at first the first.
#include "app/session/layer_selection.h"
#include "app/session/sample_selection.h"
#include "app/session/session.h"
#include "app/wiring/panels.h"
#include "app/wiring/visibility_watch.h"
#include "engine/analysis/gates_task.h"
#include "engine/data/shown_part.h"
#include "ui/network/gates_view.h"

namespace hourglass::app {

namespace {

QString nameOf(const data::Dataset &dataset, const data::SampleId &sample) {
    QString name = Session::tr("no. %L1").arg(static_cast<qlonglong>(data::numberOf(dataset, sample) + 1));
    const std::vector<std::int32_t> &labels = data::partOf(dataset, sample.part).labels;
    const std::int32_t label = labels.empty() ? -1 : labels[static_cast<std::size_t>(sample.sample)];
    if (label >= 0 && static_cast<std::size_t>(label) < dataset.classNames.size())
        name += QStringLiteral(", ") + QString::fromStdString(dataset.classNames[static_cast<std::size_t>(label)]);
    return name;
}

void connectGates(ui::Panel &panel, const PanelContext &context) {
    auto *view = static_cast<ui::GatesView *>(&panel);
    Session &session = context.session;
    SnapshotFeed &snapshots = session.snapshotFeed();
    LayerSelection *layers = &context.layers;
    const SampleSelection *selection = &context.selection;
    const auto gates = snapshots.subscribe<analysis::GatesTask>(view, [view, &session](const analysis::Answer<analysis::GatesPicture> &answer) {
        if (session.dataset() && session.snapshotFeed().dataset() == session.dataset()) // not while data are dragged through
            view->show(answer.result, nameOf(*session.dataset(), answer.result->sample));
    });
    new VisibilityWatch(view, [gates](bool isVisible) { gates->setWatched(isVisible); });
    auto wanted = std::make_shared<analysis::GatesTask>();
    QObject::connect(&snapshots, &SnapshotFeed::datasetChanged, view, [view, gates, wanted](const std::shared_ptr<const data::Dataset> &dataset) {
        view->clear();
        if (!dataset)
            return;
        wanted->sample = {data::shownPart(*dataset), 0};
        gates->want(*wanted);
    });
    const auto look = [gates, wanted, selection, layers] {
        const auto hovered = SampleSelection::ofTheData(selection->hovered()), pinned = SampleSelection::ofTheData(selection->pinned());
        if (hovered || pinned)
            wanted->sample = hovered ? *hovered : *pinned;
        wanted->layer = layers->layer();
        gates->want(*wanted);
    };
    QObject::connect(selection, &SampleSelection::hoveredChanged, view, look);
    QObject::connect(selection, &SampleSelection::pinnedChanged, view, look);
    QObject::connect(layers, &LayerSelection::changed, view, [view, look](int layer, core::Index unit) {
        view->setUnit(layer, unit);
        look();
    });
    QObject::connect(&session, &Session::stackChanged, view, [view](const spec::ModelSpec &, const plan::Outline &outline) { view->setOutline(outline); });
    QObject::connect(view, &ui::GatesView::unitChosen, layers, &LayerSelection::choose);
    QObject::connect(view, &ui::GatesView::exportFailed, &session, &Session::problemMet);
}

} // namespace

PanelRow gatesPanel() {
    return {.key = "gates", .beside = "latent", .make = []() -> ui::Panel * { return new ui::GatesView; }, .connect = connectGates};
}

} // namespace hourglass::app
