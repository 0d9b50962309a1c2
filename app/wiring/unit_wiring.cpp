// One unit: what excites it.
#include "app/background/unit_feed.h"
#include "app/session/changed_units.h"
#include "app/session/layer_selection.h"
#include "app/session/sample_selection.h"
#include "app/session/session.h"
#include "app/wiring/name_texts.h"
#include "app/wiring/panels.h"
#include "app/wiring/visibility_watch.h"
#include "ui/network/unit_view.h"

namespace hourglass::app {

namespace {

void connectUnit(ui::Panel &panel, const PanelContext &context) {
    auto *view = static_cast<ui::UnitView *>(&panel);
    Session &session = context.session;
    LayerSelection *layers = &context.layers;
    SampleSelection *selection = &context.selection;
    auto *feed = new UnitFeed(session.snapshotFeed(), &session);
    new VisibilityWatch(view, [feed](bool isVisible) { feed->setVisible(isVisible); });
    QObject::connect(layers, &LayerSelection::changed, view, [feed, view](int layer, core::Index unit) {
        view->setUnit(layer, unit);
        feed->setUnit(layer, unit);
    });
    QObject::connect(&session, &Session::stackChanged, view, [feed, view](const spec::ModelSpec &, const plan::Outline &outline) {
        view->setOutline(outline);
        feed->measureAnew();
    });
    QObject::connect(&session, &Session::statusChanged, feed, [feed, &session] { feed->follow(session.shownStatus()); });
    QObject::connect(&session, &Session::datasetChanged, view, [view](const std::shared_ptr<const data::Dataset> &dataset) {
        view->clear();
        view->setClasses(textsOf(dataset->classNames));
        view->setFeatures(textsOf(dataset->featureNames));
    });
    const auto isOfShown = [&session] { return session.snapshotFeed().dataset() == session.dataset(); }; // not while data are dragged through
    QObject::connect(feed, &UnitFeed::favouritesArrived, view, [view, isOfShown](const std::shared_ptr<const analysis::FavouritesPicture> &picture) {
        if (isOfShown())
            view->showFavourites(picture);
    });
    QObject::connect(feed, &UnitFeed::inputArrived, view, [view, isOfShown](const std::shared_ptr<const analysis::ExcitingInputPicture> &picture) {
        if (isOfShown())
            view->showInput(picture);
    });
    ChangedUnits *units = &context.units;
    QObject::connect(units, &ChangedUnits::changed, view, &ui::UnitView::showChanges);
    QObject::connect(view, &ui::UnitView::changeEdited, units, [units](int layer, core::Index unit, const std::optional<plan::UnitChange> &change) {
        if (change)
            units->change({layer, unit, change->kind, change->value});
        else
            units->restore(layer, unit);
    });
    QObject::connect(view, &ui::UnitView::muteToggled, units, &ChangedUnits::toggleMuted);
    QObject::connect(view, &ui::UnitView::changesCleared, units, &ChangedUnits::clear);
    QObject::connect(view, &ui::UnitView::unitChosen, layers, &LayerSelection::choose);
    QObject::connect(view, &ui::UnitView::smoothnessEdited, feed, &UnitFeed::setSmoothness);
    QObject::connect(view, &ui::UnitView::sampleSelected, selection, [selection](core::Index number) { selection->pin(selection->ofShownPart(number)); });
    QObject::connect(view, &ui::UnitView::exportFailed, &session, &Session::problemMet);
}

} // namespace

PanelRow unitPanel() {
    return {.key = "unit", .beside = "traversals", .make = []() -> ui::Panel * { return new ui::UnitView; }, .connect = connectUnit};
}

} // namespace hourglass::app
